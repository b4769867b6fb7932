"""One JSON document of any size, piece by piece, with ijson.

Of a document a value is read when it is asked for and forgotten then. What is asked for is bounded: a
record's size, its depth and the length of a text. Escapes that no JSON has are mended first: half a surrogate
pair, and ``\\x1F``, which Telegram Desktop writes for a control character.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache

from spamfilter.errors import DataError

DEEPEST = 100  # levels of a value
LARGEST = 1 << 24  # characters of a record, of which a value costs some too
COST = 16
LONGEST = 1 << 26  # bytes without a value in them
SEEN = 12  # levels of a document of which a sketch tells

Event = tuple[str, object]
OPENINGS, ENDINGS = ("start_map", "start_array"), ("end_map", "end_array")

_HIGH, _LOW, _HEX = rb"u[dD][89abAB][0-9A-Fa-f]{2}", rb"u[dD][c-fC-F][0-9A-Fa-f]{2}", rb"[0-9A-Fa-f]"
# First one at the end that may go on in what is not read yet; half a pair may.
_ESCAPE = re.compile(
    rb"(?P<unfinished>\\(?:x%(hex)s?|u%(hex)s{0,3}|%(high)s(?:\\(?:u%(hex)s{0,3})?)?)?\Z)"
    rb"|\\(?:(?P<control>x%(hex)s{2})|%(high)s\\%(low)s|(?P<half>%(high)s|%(low)s)|.)"
    % {b"hex": _HEX, b"high": _HIGH, b"low": _LOW},
    re.DOTALL,
)


class CutOffError(DataError):
    """A document ends before its end."""


def mend_escapes(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """``chunks`` with every escape one that JSON has; none is empty."""
    held = b""

    def mend(escape: re.Match[bytes]) -> bytes:
        nonlocal held
        if escape["control"]:
            return rb"\u00" + escape["control"][1:]
        if escape["half"]:
            return rb"\ufffd"
        if escape["unfinished"]:
            held = escape["unfinished"]
            return b""
        return escape[0]

    for chunk in chunks:
        chunk, held = held + chunk, b""
        if b"\\" in chunk:
            chunk = _ESCAPE.sub(mend, chunk)
        if chunk:
            yield chunk
    if held:
        yield held


def list_events(chunks: Iterable[bytes], source: str) -> Iterator[Event]:
    """What happens in a document, as ijson names it. Raises :class:`DataError` for what is not JSON."""
    import ijson

    failures = (ijson.JSONError, ValueError, ArithmeticError)
    events = ijson.sendable_list()
    # Without use_float a number of too many digits ends the process: ijson's C goes on with no value for it.
    parser = ijson.basic_parse_coro(events, use_float=True)
    silent, failed = 0, ""
    try:
        for chunk in mend_escapes(chunks):
            try:
                parser.send(chunk)
            except failures as error:
                failed = name_failure(error)
            silent = 0 if events else silent + len(chunk)
            yield from events
            events.clear()
            if failed:
                raise DataError(f"{source} is not a JSON document: {failed}; export it again")
            if silent > LONGEST:
                raise DataError(f"{source} has a text over {LONGEST >> 20} MiB; it is no export of messages")
    except BaseException:
        with suppress(*failures):  # where ijson runs without its C, it would complain when it is forgotten
            parser.close()
        raise
    try:
        parser.close()
    except failures:
        raise CutOffError(f"{source} is cut off: its JSON has no end; export or copy it again") from None
    yield from events


def name_failure(error: BaseException) -> str:
    """What is wrong, in the first line of what ijson says; below it shows the place."""
    first, _, _ = str(error).removeprefix("b'").replace("\\n", "\n").partition("\n")
    return first.rstrip(". ") or "damaged"


class Document:
    """The values of a JSON document, in their order. Each is to be read, skipped or walked through.

    Raises :class:`DataError` where the document is not JSON, ends early, or has a record beyond all bounds.
    """

    def __init__(self, chunks: Iterable[bytes], source: str) -> None:
        self._events = list_events(chunks, source)  # of UTF-8
        self._source = source
        self._next: Event | None = None
        self._left = 0

    def walk_map(self) -> Iterator[str]:
        """The keys of the object that is next; after each its value is. None if it is no object."""
        if not self._enter("start_map"):
            return
        while (event := self._take())[0] == "map_key":
            yield str(event[1])

    def walk_array(self) -> Iterator[int]:
        """Counts the elements of the array that is next; at each it is next. None if it is no array."""
        if not self._enter("start_array"):
            return
        count = 0
        while (event := self._take())[0] != "end_array":
            self._next = event
            yield count
            count += 1

    def read(self) -> object:
        """The value that is next."""
        self._left = LARGEST
        return self._build(self._take(), 0)

    def skip(self) -> None:
        """Pass over the value that is next."""
        depth = 0
        while True:
            event, _ = self._take()
            depth += (event in OPENINGS) - (event in ENDINGS)
            self._check(depth)
            if depth == 0 and event != "map_key":
                return

    def finish(self) -> None:
        """See that nothing follows the document."""
        for _ in self._events:
            pass

    def _take(self) -> Event:
        if self._next:
            event, self._next = self._next, None
            return event
        return next(self._events)

    def _enter(self, opening: str) -> bool:
        """Whether ``opening`` is next, which is then behind; another value is skipped."""
        event = self._take()
        if event[0] == opening:
            return True
        self._next = event
        self.skip()
        return False

    def _build(self, event: Event, depth: int) -> object:
        kind, value = event
        self._left -= COST + (len(value) if isinstance(value, str) else 0)
        self._check(depth)
        if kind == "start_map":
            members: dict[str, object] = {}
            while (event := self._take())[0] == "map_key":
                members[str(event[1])] = self._build(self._take(), depth + 1)
            return members
        if kind == "start_array":
            elements: list[object] = []
            while (event := self._take())[0] != "end_array":
                elements.append(self._build(event, depth + 1))
            return elements
        return value

    def _check(self, depth: int) -> None:
        if depth > DEEPEST or self._left < 0:
            what = f"{DEEPEST} levels" if depth > DEEPEST else f"{LARGEST >> 20} MiB"
            raise DataError(f"{self._source} has a record of more than {what}; it is no export of messages")


def find_in(value: object, *keys: str) -> object:
    """What is under ``keys``, one below the other; None where there is no such thing."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def as_text(value: object) -> str:
    """``value`` if it is a text; else an empty one."""
    return value if isinstance(value, str) else ""


def find_text(value: object, *keys: str) -> str:
    """The text under ``keys``; empty where there is none."""
    return as_text(find_in(value, *keys))


def list_in(value: object, *keys: str) -> list[object]:
    """The list under ``keys``; an empty one where there is none."""
    found = find_in(value, *keys)
    return found if isinstance(found, list) else []


@lru_cache(maxsize=1)
def sketch_document(head: bytes) -> dict[str, object]:
    """Where there are values in the document that begins with ``head`` (UTF-8), each with the first there.

    ``messages.*.id`` is a place. Of objects and arrays the value is None. Empty if it is not JSON so far,
    or no object.
    """
    places: dict[str, object] = {}
    try:
        for place, value in list_places(list_events([head], "")):
            places.setdefault(place, value)
    except CutOffError:
        pass  # a head mostly is
    except DataError:
        return {}
    return places if "" in places else {}


def list_places(events: Iterable[Event]) -> Iterator[tuple[str, object]]:
    """The places of values, each with its value; the root, if it is an object, has the empty one."""
    path: list[str] = []  # of where the next value goes: a key, or * in an array
    depth = 0
    for event, value in events:
        if event == "map_key" and depth <= SEEN:
            path[-1] = str(value)
        if event in ENDINGS:
            depth -= 1
            if depth < SEEN:
                path.pop()
        elif event != "map_key":
            if depth <= SEEN and (depth or event == "start_map"):
                yield ".".join(path), value
            if event in OPENINGS:
                depth += 1
                if depth <= SEEN:
                    path.append("*")
