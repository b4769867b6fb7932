"""A message a JSON object: one a line (https://jsonlines.org), several lines each, or an array of them.

What is no line each is read piece by piece with ijson (https://github.com/ICRAR/ijson). A record may be a
string too, which is then its text. One without a text, as exports have for pictures and deleted messages, is
passed over; how many there were is said at the end.
"""

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO, cast

from spamfilter.errors import DataError
from spamfilter.message import Message, decode_text
from spamfilter.readers.lines import split_records
from spamfilter.readers.notice import tell
from spamfilter.readers.table.column import describe_passed
from spamfilter.readers.table.utf16 import CHUNK, Head, open_text

LONGEST = 1 << 26  # bytes of one record that is not on a line; a whole document is no record
DEEPEST = 1000  # arrays and objects in each other
MOST_KEYS = 8  # that an error shows
OPENING = ("{", "[", ",")  # what the first line ends in where an object has several
BLANK = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON ``value``, its ``number`` from 1 (that of its line, if it has one), and the line."""

    value: object
    number: int
    raw: bytes


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
    found = passed = 0
    first: object = None
    for record in read_records(stream, source):
        row = record.value if isinstance(record.value, dict) else {}
        text = record.value if isinstance(record.value, str) else find_value(column, row)
        if isinstance(text, str):
            found += 1
            # JSON can spell half a surrogate pair, which no encoder takes.
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            yield Message(text, record.raw, source, record.number), row
        else:
            first = first or record.value
            passed += 1
    if passed and not found:
        raise DataError(f"{source} has no string {column!r} in any record{name_keys(first)}")
    if passed:
        tell(source, describe_passed(passed, "record", column))


def name_keys(record: object) -> str:
    """What there is instead, and what to do."""
    if not isinstance(record, dict) or not record:
        return "; JSON objects with a text are needed, one a line or in an array"
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
    line = read_first_record(head)
    if line.startswith(b"[") and not is_line(line):
        return read_pieces(head, source, 1)
    if decode_text(line).rstrip().endswith(OPENING) and not is_line(line):
        return read_pieces(head, source, 0)
    return read_json_lines(head, source)


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


def read_json_lines(head: Head, source: str) -> Iterator[Record]:
    """A record a line; raises :class:`DataError` with the number of one that is not JSON."""
    for number, raw in enumerate(split_records(cast(BinaryIO, head)), start=1):
        line = decode_text(raw)
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "too deep, or a number too long")
            raise DataError(
                f"{source} line {number} is not JSON: {reason}; one object a line is needed"
            ) from None
        yield Record(value, number, raw)


class Pieces:
    """A stream as UTF-8 that any parser takes: bytes that are not UTF-8 as :func:`decode_text` reads them.

    Raises :class:`DataError` after ``LONGEST`` bytes since ``begin``: a parser holds a record whole.
    """

    def __init__(self, stream: Head, source: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("spamfilter.windows-1252")
        self._source = source
        self._size = 0

    def begin(self) -> None:
        """Another record begins."""
        self._size = 0

    def read(self, size: int) -> bytes:
        """About ``size`` bytes; none at the end only."""
        found = b""
        while size and not found:
            chunk = self._stream.read(min(size, CHUNK))
            self._size += len(chunk)
            if self._size > LONGEST:
                raise DataError(
                    f"{self._source} has a record over {LONGEST >> 20} MiB; is it one JSON document? "
                    f"give its messages as an array, or one a line"
                )
            found = self._decoder.decode(chunk, final=not chunk).encode("utf-8", "replace")
            if not chunk:
                break
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
        yield Record(value, number, b"")


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
