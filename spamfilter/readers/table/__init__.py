"""Tables: Parquet and Arrow, read with pyarrow, and what csv needs to know of a table in text.

Both are of Apache Arrow: https://parquet.apache.org/docs/file-format/ and
https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc.
"""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.hookspecs import ReaderEntry, ReadOptions
from spamfilter.message import Message

PARQUET, ENCRYPTED = b"PAR1", b"PARE"
ARROW_FILE, FEATHER_1, CONTINUATION = b"ARROW1", b"FEA1", b"\xff\xff\xff\xff"


def sniff_parquet(head: bytes, name: str) -> bool:
    """Whether it begins as a Parquet file, its footer encrypted or not."""
    return head.startswith((PARQUET, ENCRYPTED))


def sniff_arrow(head: bytes, name: str) -> bool:
    """Whether it begins as an Arrow file (Feather) or an Arrow stream, whose first part is its schema.

    That part's length, a multiple of 8, stands behind what marks it.
    """
    if head.startswith((ARROW_FILE, FEATHER_1)):
        return True
    size = int.from_bytes(head[4:8], "little")
    return head.startswith(CONTINUATION) and 0 < size < 1 << 24 and size % 8 == 0


def is_table(head: bytes) -> bool:
    """Whether what begins with ``head`` is one of these, which no text begins like."""
    return sniff_parquet(head, "") or sniff_arrow(head, "")


def read_table(
    stream: BinaryIO, source: str, columns: Mapping[str, str], head: bytes
) -> Iterator[tuple[Message, list[object]]]:
    """A Message a row of what begins with ``head``, with its values of ``columns``, the text's first.

    ``columns`` goes from the option that names a column, which an error recommends, to its name, its path
    within structs (``message.text``) or its number.
    """
    if sniff_parquet(head, source):
        from spamfilter.readers.table.parquet import read_parquet_rows

        return read_parquet_rows(stream, source, columns)
    if not sniff_arrow(head, source):
        raise DataError(f"{source} is neither Parquet nor Arrow; say what it is with --input")
    from spamfilter.readers.table.arrow import read_arrow_rows

    return read_arrow_rows(stream, source, columns)


def read_parquet(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """A Message a row."""
    return (message for message, _ in read_table(stream, source, {"--column": options.column}, PARQUET))


def read_arrow(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """A Message a row."""
    return (message for message, _ in read_table(stream, source, {"--column": options.column}, ARROW_FILE))


ENTRIES = (
    ReaderEntry("parquet", "a message a row of a Parquet file", sniff_parquet, read_parquet),
    ReaderEntry("arrow", "a message a row of an Arrow or Feather file or stream", sniff_arrow, read_arrow),
)
