"""A message a JSON object: one a line (https://jsonlines.org), several lines each, or an array of them.

What is no line each is read piece by piece with ijson (https://github.com/ICRAR/ijson). A record may be a
string too, which is then its text. Of a text over 1 MiB that much is read, and ``notes`` says so. A record
without a text, as exports have for pictures and deleted messages, is passed over; how many there were is said
at the end.
"""

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO, cast

from spamfilter.errors import DataError
from spamfilter.message import Message, decode_text
from spamfilter.readers.lines import OVER, split_records
from spamfilter.readers.mime.limits import TEXT
from spamfilter.readers.source.transcode import Stream
from spamfilter.readers.table.abridge import LARGEST, JsonAbridger, TooLargeError, abridge_record
from spamfilter.readers.table.tally import NO_OBJECT, Tally, settle_records
from spamfilter.readers.table.utf16 import CHUNK, Head, open_text

LONGEST = 1 << 26  # bytes of one record that is not on a line; a whole document is no record
DEEPEST = 1000  # arrays and objects in each other
MOST_KEYS = 8  # that an error shows
OPENING = ("{", "[", ",")  # what the first line ends in where an object has several
BLANK = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON ``value``, its ``number`` from 1 (that of its line, if it has one), and the line.

    ``cut`` has the hashes of the strings in it of which the end was left out.
    """

    value: object
    number: int
    raw: bytes
    cut: AbstractSet[int] = frozenset()


def read_jsonl(stream: BinaryIO, source: str, *, column: str) -> Iterator[Message]:
    """A Message a record, its text the string under ``column``; ``number`` is the line's, blank ones skipped.

    ``column`` may be a path through objects within objects: ``message.text``. Records without such a string
    are passed over and counted. Raises :class:`DataError` for what is not JSON, with the line number, and
    where no record has such a string.
    """
    for message, _ in read_objects(stream, source, column):
        yield message


def read_objects(
    stream: BinaryIO, source: str, column: str
) -> Iterator[tuple[Message, Mapping[str, object]]]:
    """As :func:`read_jsonl`, each Message with the whole object; of a string an empty one."""
    tally = Tally()
    yield from list_objects(read_records(stream, source), source, column, tally)
    settle_records(tally, source, column)


def list_objects(
    records: "Iterator[Record]", source: str, column: str, tally: Tally
) -> Iterator[tuple[Message, Mapping[str, object]]]:
    """The Messages of ``records`` with their objects; those without a text are counted in ``tally``."""
    while record := next(records, None):
        row = record.value if isinstance(record.value, dict) else {}
        text = record.value if isinstance(record.value, str) else find_value(column, row)
        if isinstance(text, str):
            tally.found += 1
            held = [(make_message(text, record, source), row)]
            del record, row, text  # a large record is not kept here while the next one is read
            yield held.pop()
        else:
            tally.passed += 1
            if record.value and not tally.hint:
                tally.hint = name_keys(record.value)


def make_message(text: str, record: Record, source: str) -> Message:
    """The Message of a ``record`` that has this ``text``."""
    notes = (OVER,) if hash(text) in record.cut else ()
    # JSON can spell half a surrogate pair, which no encoder takes.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Message(text, record.raw, source, record.number, notes=notes)


def name_keys(record: object) -> str:
    """What there is instead, and what to do."""
    if not isinstance(record, dict) or not record:
        return NO_OBJECT
    keys = ", ".join(repr(key[:40]) for key in list(record)[:MOST_KEYS])
    more = f" and {len(record) - MOST_KEYS} more" if len(record) > MOST_KEYS else ""
    return f", only {keys}{more}; name another with --column, a.b for b within a"


def find_value(column: str, row: Mapping[str, object]) -> object:
    """What ``row`` has under ``column``, or where it has no such key, under that path; None for nothing."""
    key = find_key(column, row)
    if key is not None:
        return row[key]
    first, dot, rest = column.partition(".")
    key = find_key(first, row) if dot else None
    below = None if key is None else row[key]
    return find_value(rest, below) if isinstance(below, dict) else None


def find_key(column: str, row: Mapping[str, object]) -> str | None:
    """The key of ``row`` that is ``column``, or where none is spelt so, regardless of case."""
    if column in row:
        return column
    return next((key for key in row if key.lower() == column.lower()), None)


def read_records(stream: BinaryIO, source: str) -> Iterator[Record]:
    """The records of lines, of an array, or of objects that stand one after another."""
    head = Head(open_text(stream))
    level = find_level(head)
    return read_json_lines(head, source) if level is None else read_pieces(head, source, level)


def find_level(head: Head) -> int | None:
    """How deep records are in what ``head`` begins, which may go over lines; None for a record a line."""
    line = read_first_record(head)
    if line.startswith(b"[") and not is_line(line):
        return 1
    return 0 if decode_text(line).rstrip().endswith(OPENING) and not is_line(line) else None


def read_first_record(head: Head) -> bytes:
    """The first line that is not blank, without a mark before it; its beginning where it is long.

    Reads no more than that takes: more may not be there yet.
    """
    size = 1
    while True:
        data = head.peek(size)
        text = data.removeprefix(codecs.BOM_UTF8).lstrip(BLANK)
        if b"\n" in text or len(data) < size or len(text) > CHUNK:
            return text.split(b"\n")[0][:CHUNK]
        size = len(data) + 1


def is_line(line: bytes) -> bool:
    """Whether ``line`` is a JSON object by itself."""
    try:
        return isinstance(json.loads(decode_text(line)), dict)
    except (ValueError, RecursionError):
        return False


def read_json_lines(stream: Stream, source: str, before: int = 0) -> Iterator[Record]:
    """A record a line; raises :class:`DataError` with the number of one that is not JSON.

    ``before`` are the lines above ``stream``.
    """
    lines = split_records(cast(BinaryIO, stream))
    number = before
    while raw := next(lines, b""):
        number += 1
        if raw.isspace():
            continue
        try:
            held = [parse_line(raw, number)]
        except (ValueError, RecursionError) as error:
            raise DataError(f"{source} line {number} {explain_line(error)}") from None
        del raw
        if held[0]:
            yield cast(Record, held.pop())


def parse_line(raw: bytes, number: int) -> Record | None:
    """The record of one line; None where there is nothing on it."""
    data, cut = abridge_record(raw) if len(raw) > TEXT else (raw, frozenset[int]())
    line = decode_text(data)
    return Record(json.loads(line), number, raw, cut) if line.strip() else None


def explain_line(error: Exception) -> str:
    """What is wrong with a line, and what to do."""
    if isinstance(error, TooLargeError):
        return f"has a record over {LARGEST >> 20} MiB, its long texts aside; one message a line is needed"
    reason = getattr(error, "msg", "too deep, or a number too long")
    return f"is not JSON: {reason}; one object a line is needed"


class Pieces:
    """A stream as UTF-8 that any parser takes: bytes that are not UTF-8 as :func:`decode_text` reads them.

    Strings over 1 MiB are cut. Raises :class:`DataError` where there are over ``LONGEST`` bytes all the same
    since ``begin``: a parser holds a record whole.
    """

    def __init__(self, stream: Head, source: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("spamfilter.windows-1252")
        self._source = source
        self._size = 0
        self._abridger = JsonAbridger()
        self.cut: AbstractSet[int] = self._abridger.cut

    def begin(self) -> None:
        """Another record begins."""
        self._size = 0

    def read(self, size: int) -> bytes:
        """About ``size`` bytes; none at the end only."""
        found = b""
        while size and not found:
            chunk = self._stream.read(min(size, CHUNK))
            found = self._decoder.decode(chunk, final=not chunk).encode("utf-8", "replace")
            found = self._abridger.feed(found)
            if not chunk:
                return found + self._abridger.finish()
            self._size += len(found)
            if self._size > LONGEST:
                raise DataError(
                    f"{self._source} has a record over {LONGEST >> 20} MiB; is it one JSON document? "
                    f"give its messages as an array, or one a line"
                )
        return found


def read_pieces(head: Head, source: str, level: int) -> Iterator[Record]:
    """The values in ``level`` arrays: 1 for the records of one, 0 for documents one after another."""
    import ijson

    if head.peek(3).startswith(codecs.BOM_UTF8):
        head.read(3)
    pieces = Pieces(head, source)
    events = ijson.basic_parse(pieces, multiple_values=not level, use_float=True, buf_size=CHUNK)
    records = build_values(events, level)
    for number in count(1):
        try:
            value = next(records, records)
        except (ijson.JSONError, ValueError) as error:
            raise DataError(
                f"{source} record {number} is not JSON: {cut_reason(error)}; "
                f"an array of objects is needed, or one object a line"
            ) from None
        if value is records:
            return
        pieces.begin()
        yield Record(value, number, b"", pieces.cut)


def build_values(events: Iterable[tuple[str, object]], level: int) -> Iterator[object]:
    """The values of ijson's ``events`` that stand in ``level`` arrays or objects.

    ijson's own ``items`` knows each value by its path, which takes gigabytes for deep nesting. Raises
    :class:`ValueError` for what is deeper than ``DEEPEST``.
    """
    from ijson import ObjectBuilder

    depth, builder = 0, None
    for event, value in events:
        opens, closes = event.startswith("start"), event.startswith("end")
        depth -= closes
        if depth >= level:
            builder = builder or ObjectBuilder()
            builder.event(event, value)
            if depth == level and not opens:
                yield builder.value
                builder = None
        depth += opens
        if depth > DEEPEST:
            raise ValueError("too deep")


def cut_reason(error: Exception) -> str:
    """The first line of what the parser says, without the words that all of it begins with."""
    said = error.args[0] if error.args else ""
    text = decode_text(said) if isinstance(said, bytes) else str(said)
    return text.strip().partition("\n")[0].removeprefix("parse error: ").removeprefix("lexical error: ")
