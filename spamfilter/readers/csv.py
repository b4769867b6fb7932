"""A message a row of a comma-, semicolon- or tab-separated file with a header line (RFC 4180)."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.message import Message, decode_text
from spamfilter.readers.lines import split_records

DELIMITERS = (",", ";", "\t")
# A quote that is never closed would otherwise swallow the rest of a file of any size.
LONGEST_FIELD = 1 << 24
# What an error shows of a header line, which of a file that is no csv may be anything.
LONGEST_NAME, MOST_NAMES = 40, 8


class ByteLines:
    """Lines as Latin-1 strings, one character a byte, remembering the bytes since the last ``take``."""

    def __init__(self, stream: BinaryIO) -> None:
        self._records = split_records(stream)
        self._seen: list[bytes] = []
        self.ended = False  # whether a line was asked for after the last one

    def __iter__(self) -> "ByteLines":
        return self

    def __next__(self) -> str:
        record = next(self._records, None)
        if record is None:
            self.ended = True
            raise StopIteration
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
    for message, _ in read_rows(stream, source, {"--column": column}):
        yield message


def read_rows(
    stream: BinaryIO, source: str, columns: Mapping[str, str], *, closed: bool = False
) -> Iterator[tuple[Message, list[str]]]:
    """As :func:`read_csv`, each Message with the row's values of ``columns``; its text is the first.

    ``columns`` goes from the option that names a column, which an error recommends, to its name. ``closed``
    makes a quotation mark that is open at the end an error: what follows it was taken for one text.
    """
    csv.field_size_limit(LONGEST_FIELD)
    lines = ByteLines(stream)
    header = next(lines, None)
    if header is None:
        return
    delimiter, places = find_columns(header, columns, source)
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
        if closed and lines.ended:
            raise DataError(
                f"{source} row {number} has a quotation mark that is never closed; add the other one"
            )
        check_width(row, columns.values(), places, f"{source} row {number}")
        values = [decode_text(row[index].encode("latin-1")) for index in places]
        yield Message(values[0], raw, source, number, preamble=preamble), values


def check_width(row: Sequence[str], columns: Iterable[str], places: Iterable[int], place: str) -> None:
    """Raise :class:`DataError` where ``row`` ends before one of its ``columns``, which are at ``places``."""
    for column, index in zip(columns, places, strict=True):
        if len(row) <= index:
            raise DataError(f"{place} has {len(row)} columns and {column!r} is column {index + 1}")


def find_columns(header: str, columns: Mapping[str, str], source: str) -> tuple[str, list[int]]:
    """The delimiter under which the header line has ``columns``, and their indexes."""
    text = decode_text(header.encode("latin-1")).rstrip("\r\n")
    failed: list[tuple[str, list[str]]] = []  # an option that no column meets, and the columns there are
    for delimiter in DELIMITERS:
        names = next(csv.reader([text], delimiter=delimiter), [])
        found = {option: find_column(column, names) for option, column in columns.items()}
        if missing := [option for option, index in found.items() if index is None]:
            failed.append((missing[0], names))
            continue
        return delimiter, [index for index in found.values() if index is not None]
    option, names = failed[0]  # under commas, the commonest
    shown = [repr(name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…") for name in names]
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    raise DataError(
        f"{source} has no column {columns[option]!r}, only {', '.join(shown[:MOST_NAMES])}{more}; "
        f"name one with {option}"
    )


def find_column(column: str, names: Sequence[str]) -> int | None:
    """Index of ``column`` among ``names``, or where none is spelt so, regardless of case."""
    if column in names:
        return names.index(column)
    lowered = [name.strip().lower() for name in names]
    return lowered.index(column.lower()) if column.lower() in lowered else None
