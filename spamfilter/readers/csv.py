"""A message a row of a comma-, semicolon- or tab-separated file with a header line (RFC 4180)."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.message import Message, decode_text
from spamfilter.readers.lines import split_records

DELIMITERS = (",", ";", "\t")
# A quote that is never closed would otherwise swallow the rest of a file of any size.
LONGEST_FIELD = 1 << 24


class ByteLines:
    """Lines as Latin-1 strings, one character a byte, remembering the bytes since the last ``take``."""

    def __init__(self, stream: BinaryIO) -> None:
        self._records = split_records(stream)
        self._seen: list[bytes] = []

    def __iter__(self) -> "ByteLines":
        return self

    def __next__(self) -> str:
        record = next(self._records)
        self._seen.append(record)
        return record.decode("latin-1")

    def take(self) -> bytes:
        """The bytes of the lines handed out since the last call."""
        taken = b"".join(self._seen)
        self._seen.clear()
        return taken


def read_csv(stream: BinaryIO, source: str, *, column: str) -> Iterator[Message]:
    """A Message a row; ``number`` counts rows below the header, ``preamble`` is the header line.

    Raises :class:`DataError` when there is no such column (case does not matter), or with the row number
    when a row is too short or broken.
    """
    csv.field_size_limit(LONGEST_FIELD)
    lines = ByteLines(stream)
    header = next(lines, None)
    if header is None:
        return
    delimiter, index = find_column(header, column, source)
    preamble = lines.take()
    rows = csv.reader(lines, delimiter=delimiter)
    number = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise DataError(
                f"{source} row {number + 1} is not csv: {error}; check its quotation marks"
            ) from None
        if row is None:
            return
        raw = lines.take()
        if not row:
            continue
        number += 1
        if len(row) <= index:
            raise DataError(
                f"{source} row {number} has {len(row)} columns and {column!r} is column {index + 1}"
            )
        yield Message(decode_text(row[index].encode("latin-1")), raw, source, number, preamble=preamble)


def find_column(header: str, column: str, source: str) -> tuple[str, int]:
    """The delimiter under which the header line has ``column``, and the column's index."""
    text = decode_text(header.encode("latin-1"))
    for delimiter in DELIMITERS:
        names = next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter), [])
        if column in names:
            return delimiter, names.index(column)
        lowered = [name.strip().lower() for name in names]
        if column.lower() in lowered:
            return delimiter, lowered.index(column.lower())
    names = next(csv.reader([text.rstrip("\r\n")]), [])
    raise DataError(
        f"{source} has no column {column!r}, only {', '.join(map(repr, names))}; name one with --column"
    )
