"""Arrow's files (Feather, version 2) and streams, read a batch at a time.

A file is a stream with a mark before it and an index behind it, so both are read from front to back, and a
pipe is as good as a file.
"""

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

from spamfilter.errors import DataError
from spamfilter.message import Message
from spamfilter.readers.table import ARROW_FILE, FEATHER_1
from spamfilter.readers.table.column import find_columns, need_pyarrow, read_batches, translate_faults
from spamfilter.readers.table.utf16 import Head

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 1 << 20
MARK = 8  # bytes of the mark before the stream in a file, padded


class Raw(io.RawIOBase):
    """A stream that only has ``read``, for :class:`io.BufferedReader`; remembers the ``last`` bytes."""

    def __init__(self, stream: Head) -> None:
        self._stream = stream
        self.last = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        chunk = self._stream.read(min(len(buffer), CHUNK))
        buffer[: len(chunk)] = chunk
        self.last = (self.last + chunk[-MARK:])[-MARK:]
        return len(chunk)


def read_arrow_rows(
    stream: BinaryIO, source: str, columns: Mapping[str, str]
) -> Iterator[tuple[Message, list[object]]]:
    """A Message a row, with its values of ``columns``, as :func:`find_columns` finds them.

    Raises :class:`DataError` for what is broken or cut off.
    """
    with need_pyarrow(f"reading {source}"):
        import pyarrow as pa
    head = Head(stream)
    mark = head.peek(MARK)
    if mark.startswith(FEATHER_1):
        raise DataError(f"{source} is Feather of version 1; write it anew with version 2, or as Parquet")
    is_file = mark.startswith(ARROW_FILE)
    if is_file:
        head.read(MARK)
    raw = Raw(head)
    file = io.BufferedReader(raw, CHUNK)
    with translate_faults(source, "Arrow"):
        with pa.ipc.open_stream(pa.PythonFile(file, mode="r")) as batches:
            wanted = find_columns(batches.schema, columns, source)
            yield from read_batches(list_record_batches(batches), wanted, source)
        if is_file:
            check_closing(file, raw, source)


def list_record_batches(reader: "pa.RecordBatchStreamReader") -> Iterator["pa.RecordBatch"]:
    """Its batches, none of them held on to."""
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        yield batch
        del batch


def check_closing(file: io.BufferedIOBase, raw: Raw, source: str) -> None:
    """Raise :class:`DataError` unless a file ends in its mark: it may be cut off between batches."""
    while file.read(CHUNK):
        pass
    if not raw.last.endswith(ARROW_FILE):
        raise DataError(f"{source} is not a whole Arrow file: its end is missing; get it again")
