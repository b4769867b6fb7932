"""A message a row of a table in text: fields parted by commas, semicolons, tabs or bars (RFC 4180).

It is read strictly. A row that is not as wide as the header, or whose quotation marks do not pair, is an
error with its number: whatever is made of it, words are lost or taken for another message. Of a text over
1 MiB, which no person wrote, that much is read, and ``notes`` says so; one over 16 MiB is an error.

Tables with tabs are often written by programs that never quote, where a quotation mark is a character like
any other (UCI's SMS Spam Collection). So there the first row whose quotation marks do not pair says that they
are text, from that row on.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, cast

from spamfilter.errors import DataError
from spamfilter.message import Message, decode_text
from spamfilter.readers.lines import OVER, split_records
from spamfilter.readers.mime.limits import TEXT
from spamfilter.readers.notice import tell
from spamfilter.readers.table.abridge import LARGEST, RowAbridger, TooLargeError
from spamfilter.readers.table.layout import DELIMITERS, Layout, cut_names, find_layout, split_row
from spamfilter.readers.table.utf16 import CHUNK, Head, open_text

# A quote that is never closed would otherwise swallow the rest of a file of any size.
LONGEST_FIELD = LARGEST
LONGEST_ROW = 1 << 26
LONGEST_HEADER = 1 << 18
SAMPLE = 20  # lines by which a table without a header is known
BOM = "\xef\xbb\xbf"  # as Latin-1

# Up to the first line's end that is not within quotation marks.
_FIRST_END = re.compile(rb'(?:[^"\r\n]|"[^"]*")*+(\r*+\n|\r)')
_SEP = re.compile(r'"?sep=(.)"?[\r\n]*+', re.IGNORECASE)


class RowLines:
    """Lines as Latin-1 strings, one character a byte, remembering the bytes since the last ``take``.

    A line ends as the first of the table does: in LF, with or without CR, or in CR alone. Raises
    :class:`csv.Error` for one that is longer than any row may be.
    """

    def __init__(self, stream: BinaryIO) -> None:
        head = Head(stream)
        self._end = find_line_end(head)
        self._sample = peek_lines(head, self._end)[:CHUNK]
        self._records = split_records(cast(BinaryIO, Bounded(head, self._end)), self._end)
        self._waiting: deque[bytes] = deque()
        self.seen: list[bytes] = []
        self._first = True
        self._size = 0  # of what is seen
        self._delimiter = b""
        self._quoted = True
        self._abridger: RowAbridger | None = None

    def __iter__(self) -> "RowLines":
        return self

    def __next__(self) -> str:
        record = self._waiting.popleft() if self._waiting else next(self._records)
        self._size += len(record)
        short = self._size <= TEXT or not self._delimiter
        line = (record if short else self._abridge(record)).decode("latin-1")
        self.seen.append(record)
        if self._first:
            self._first = False
            return line.removeprefix(BOM)
        return line

    def cut_rows(self, delimiter: str, *, quoted: bool) -> None:
        """From here on hand out no more than 1 MiB of a field of a row."""
        self._delimiter, self._quoted = delimiter.encode("latin-1", "replace"), quoted
        self._forget()

    def is_cut(self, place: int) -> bool:
        """Whether of this field, from 0, of the row that was handed out last more was there."""
        return self._abridger is not None and place in self._abridger.cut

    def take(self) -> bytes:
        """The bytes of the lines handed out since the last call."""
        taken = b"".join(self.seen)
        self._forget()
        return taken

    def _abridge(self, record: bytes) -> bytes:
        """A line of a long row without what is too much; what was handed out of the row is not."""
        try:
            if self._abridger is None:
                self._abridger = RowAbridger(self._delimiter, quoted=self._quoted)
                self._abridger.feed(b"".join(self.seen))
            return self._abridger.feed(record)
        except TooLargeError:
            raise csv.Error("field larger than limit") from None

    def _forget(self) -> None:
        self.seen.clear()
        self._size, self._abridger = 0, None

    def put_back(self) -> None:
        """Hand out again what was handed out since the last ``take``."""
        self._waiting.extendleft(reversed(self.seen))
        self._forget()

    def list_sample(self) -> list[str]:
        """Some lines of the beginning, decoded, the first and the last, which may be cut off, left out."""
        lines = self._sample.split(self._end)[1:-1][:SAMPLE]
        return [decode_text(line).strip("\r\n") for line in lines]


def find_line_end(head: Head) -> bytes:
    """CR where the first line ends in one alone, as on old Macs; else LF."""
    size = 1
    while True:
        data = head.peek(size)
        found = _FIRST_END.match(data)
        # A CR that is the last byte there is may have its LF behind it.
        if found and (found.end() < len(data) or found[1].endswith(b"\n") or len(data) < size):
            return b"\n" if found[1].endswith(b"\n") else b"\r"
        if len(data) < size or size > LONGEST_HEADER:
            return b"\n"
        size = 2 * len(data)


def peek_lines(head: Head, end: bytes) -> bytes:
    """The first line and the one below it, and what came with them; no verdict could leave before."""
    data = head.peek(1)
    while data.count(end) < 2 and len(data) < LONGEST_HEADER:
        before, data = data, head.peek(len(data) + 1)
        if len(data) == len(before):
            break
    return data


class Bounded:
    """A stream of lines; raises :class:`csv.Error` within one that is longer than any row may be."""

    def __init__(self, stream: Head, end: bytes) -> None:
        self._stream = stream
        self._end = end
        self._size = 0

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        chunk = self._stream.read(size)
        last = chunk.rfind(self._end)
        self._size = self._size + len(chunk) if last < 0 else len(chunk) - last
        if self._size > LONGEST_ROW:
            raise csv.Error("line larger than limit")
        return chunk


def read_csv(stream: BinaryIO, source: str, *, column: str) -> Iterator[Message]:
    """A Message a row; ``number`` counts rows below the header, ``preamble`` is the header line.

    Raises :class:`DataError` when there is no such column (case does not matter; where none is called so, its
    number does, from 1), or with the row number when a row is broken or not as wide as the header.
    """
    for message, _ in read_rows(stream, source, {"--column": column}):
        yield message


def read_rows(
    stream: BinaryIO, source: str, columns: Mapping[str, str]
) -> Iterator[tuple[Message, list[str]]]:
    """As :func:`read_csv`, each Message with the row's values of ``columns``; its text is the first.

    ``columns`` goes from the option that names a column, which an error recommends, to its name.
    """
    csv.field_size_limit(LONGEST_FIELD)
    lines = RowLines(open_text(stream))
    layout = read_header(lines, columns, source)
    if layout is None:
        return
    preamble = lines.take()
    number = 0
    for row in split_fields(lines, layout, source):
        notes = (OVER,) if lines.is_cut(layout.places[0]) else ()
        raw = lines.take()
        if not row:  # a blank line
            continue
        number += 1
        values = [decode_text(row[place].encode("latin-1")) for place in layout.places]
        held = [(Message(values[0], raw, source, number, preamble=preamble, notes=notes), values)]
        del raw  # a large one is not kept while the next one is read
        yield held.pop()


def read_header(lines: RowLines, columns: Mapping[str, str], source: str) -> Layout | None:
    """The layout, by the first row that is not blank; None where there is none.

    Has handed out the header and what is above it; where the first row is no header it is still to come. A
    line ``sep=;`` tells Excel what parts the fields.
    """
    delimiter = ""
    for line in lines:
        if found := _SEP.fullmatch(line):
            delimiter = found[1]
        elif line.strip("\r\n"):
            break
    else:
        return None
    header = join_header(line, lines, source)
    check_marked(header, source)
    text = decode_text(header.encode("latin-1")).rstrip("\r\n")
    layout = find_layout(text, columns, source, delimiter, lines.list_sample())
    if layout.headless:
        first = lines.seen.pop()
        lines.take()
        lines.seen.append(first)
        lines.put_back()
    elif layout.numbered:
        names = split_row(text, layout.delimiter)
        tell(source, f"the first row was taken for the names of columns: {', '.join(cut_names(names))}")
    return layout


def check_marked(header: str, source: str) -> None:
    """Raise :class:`DataError` where every other byte is NUL: UTF-16 without its mark."""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if set(header[start::2]) == {"\0"}:
            raise DataError(
                f"{source} has NUL bytes in its header, as UTF-16 without its mark has; "
                f"say --encoding {encoding}"
            )


def join_header(line: str, lines: RowLines, source: str) -> str:
    """The header that begins with ``line``, and the lines that its quotation marks hold together."""
    parts, size, odd = [line], len(line), line.count('"') % 2
    while odd:
        line = next(lines, "")
        size += len(line)
        if not line or size > LONGEST_HEADER:
            raise DataError(f"{source}: the header has a quotation mark that is never closed; {CLOSE}")
        parts.append(line)
        odd ^= line.count('"') % 2
    return "".join(parts)


CLOSE = "add the other one"


def split_fields(lines: RowLines, layout: Layout, source: str) -> Iterator[list[str]]:
    """The fields of each row, still Latin-1, none for a blank line; all as many as the header has.

    Raises :class:`DataError` for a row that is not so.
    """
    quoted = True
    lines.cut_rows(layout.delimiter, quoted=True)
    rows = csv.reader(lines, delimiter=layout.delimiter, strict=True)
    number = 1
    while True:
        fault: csv.Error | None = None
        row: list[str] | None = None
        try:
            row = next(rows, None)
        except csv.Error as error:
            fault = error
        if quoted and is_unquoted(row, lines.seen, layout):
            quoted = False
            lines.put_back()
            lines.cut_rows(layout.delimiter, quoted=False)
            rows = csv.reader(lines, delimiter=layout.delimiter, quoting=csv.QUOTE_NONE)
            continue
        if fault:
            raise DataError(f"{source} row {number} {explain_fault(fault)}")
        if row is None:
            return
        if row and len(row) != layout.width:
            raise DataError(f"{source} row {number} {explain_width(len(row), layout)}")
        yield row
        number += bool(row)


def is_unquoted(row: Sequence[str] | None, seen: Sequence[bytes], layout: Layout) -> bool:
    """Whether quotation marks are text in a table with tabs, by a ``row`` and the lines ``seen`` of it.

    They do not pair (there is no ``row``), what is between them makes it too narrow or wide, or it has taken
    along lines each of which is a whole row.
    """
    if layout.delimiter != "\t" or not any(b'"' in line for line in seen):
        return False
    if row is None or len(row) != layout.width:
        return True
    return len(seen) > 1 and all(line.count(b"\t") == layout.width - 1 for line in seen)


def explain_fault(fault: csv.Error) -> str:
    """What is wrong with a row, and what to do, by what Python's reader says of it."""
    said = str(fault)
    if "unexpected end" in said:
        return f"has a quotation mark that is never closed; {CLOSE}"
    if "expected after" in said:
        return (
            "has text behind a closing quotation mark, or one that is never closed; "
            "within a quoted text, double each of them"
        )
    if "new-line" in said:
        return "has a line break of another kind than the header's; put a text with one into quotation marks"
    if "larger than" in said:
        return f"has a text over {LONGEST_FIELD >> 20} MiB; is there a quotation mark that is never closed?"
    return f"is not csv: {said}; check its quotation marks"


def explain_width(found: int, layout: Layout) -> str:
    """What is wrong with a row of ``found`` fields, and what to do."""
    columns = f"has {found} column{'s'[: found != 1]}, the header {layout.width}"
    if found < layout.width:
        return f"{columns}; is it cut off? a text with a line break must be in quotation marks"
    parts = DELIMITERS.get(layout.delimiter, repr(layout.delimiter))
    return f"{columns}; a text with {parts} in it must be in quotation marks"
