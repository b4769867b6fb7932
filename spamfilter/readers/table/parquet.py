"""Parquet files, read a few rows of the wanted columns at a time."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from spamfilter.errors import DataError
from spamfilter.message import Message
from spamfilter.readers.table import ENCRYPTED, PARQUET
from spamfilter.readers.table.column import (
    ROWS,
    Column,
    find_columns,
    list_rows,
    need_pyarrow,
    read_batches,
    translate_faults,
)
from spamfilter.readers.table.tally import Tally

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

CHUNK = 1 << 20
PIECE = 1 << 20  # bytes of a column that are read at a time
BATCH = 1 << 24  # bytes of a batch's texts, by the mean of their row group


def read_parquet_rows(
    stream: BinaryIO, source: str, columns: Mapping[str, str]
) -> Iterator[tuple[Message, list[object]]]:
    """A Message a row, with its values of ``columns``, as :func:`find_columns` finds them.

    What a file is about stands at its end. So it is opened anew where ``source`` is the file itself, and any
    other stream is copied to a temporary one first. Raises :class:`DataError` for what is encrypted or cut.
    """
    with need_pyarrow(f"reading {source}"):
        import pyarrow.parquet as pq
    with open_seekable(stream, source) as file, translate_faults(source, "Parquet"):
        found = pq.ParquetFile(file, buffer_size=PIECE, pre_buffer=False, page_checksum_verification=True)
        with found:
            wanted = find_columns(found.schema_arrow, columns, source)
            yield from read_batches(list_batches(found, wanted), wanted, source)


@dataclass(frozen=True, slots=True)
class Rows:
    """Some ``groups`` of rows, the rows ``before`` them, and where those without a text are counted."""

    groups: range
    before: int
    tally: Tally


def list_groups(stream: BinaryIO, source: str) -> list[int]:
    """How many rows each group of a Parquet file has; only its end is read."""
    with need_pyarrow(f"reading {source}"):
        import pyarrow.parquet as pq
    with translate_faults(source, "Parquet"), pq.ParquetFile(stream) as file:
        about = file.metadata
        return [about.row_group(group).num_rows for group in range(about.num_row_groups)]


def read_groups(stream: BinaryIO, source: str, column: str, rows: Rows) -> Iterator[Message]:
    """The Messages of some ``rows`` of the file ``stream``, which can be sought in."""
    with need_pyarrow(f"reading {source}"):
        import pyarrow.parquet as pq
    with translate_faults(source, "Parquet"):
        found = pq.ParquetFile(stream, buffer_size=PIECE, pre_buffer=False, page_checksum_verification=True)
        with found:
            wanted = find_columns(found.schema_arrow, {"--column": column}, source)
            batches = list_batches(found, wanted, rows.groups)
            for message, _ in list_rows(batches, wanted, source, rows.tally, rows.before):
                yield message


def list_batches(
    file: "pq.ParquetFile", columns: list[Column], groups: range | None = None
) -> Iterator["pa.RecordBatch"]:
    """Batches of the wanted columns in ``groups`` of rows, of few rows where those have long texts."""
    names = [column.dotted for column in columns]
    for group in range(file.num_row_groups) if groups is None else groups:
        about = file.metadata.row_group(group)
        size = max(
            (
                about.column(place).total_uncompressed_size
                for place in range(about.num_columns)
                if about.column(place).path_in_schema == names[0]
            ),
            default=0,
        )
        rows = min(ROWS, max(1, BATCH * about.num_rows // max(size, 1)))
        yield from file.iter_batches(rows, [group], names, use_threads=False)


@contextmanager
def open_seekable(stream: BinaryIO, source: str) -> Iterator[str | BinaryIO]:
    """The path of the file that ``source`` is, or a temporary file with what ``stream`` gives."""
    if is_parquet_file(source):
        yield source
        return
    with tempfile.TemporaryFile() as file:
        while chunk := stream.read(CHUNK):
            file.write(chunk)
        file.seek(0)
        check_head(file.read(len(PARQUET)), source)
        file.seek(0)
        yield file


def is_parquet_file(source: str) -> bool:
    """Whether ``source`` is the path of a Parquet file, and not of an archive that holds one."""
    try:
        if not Path(source).is_file():
            return False
        with Path(source).open("rb") as file:
            head = file.read(len(PARQUET))
    except (OSError, ValueError):
        return False
    if head == ENCRYPTED:
        check_head(head, source)
    return head == PARQUET


def check_head(head: bytes, source: str) -> None:
    """Raise :class:`DataError` for what is encrypted, or no Parquet file at all."""
    if head == ENCRYPTED:
        raise DataError(f"{source} is an encrypted Parquet file; decrypt it first")
    if head != PARQUET:
        raise DataError(f"{source} is not a Parquet file; say what it is with --input")
