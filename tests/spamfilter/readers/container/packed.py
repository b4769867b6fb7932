"""What the tests of packed files share: bytes that are packed by the standard library, and what came out."""

import bz2
import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

import zstandard

from spamfilter import DataError
from spamfilter.readers.container import LIMITS, Limits, open_within

TEXT = b"Are we still on for lunch?\nwin a free prize\n"
PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
    "zstd": zstandard.compress,
}
SUFFIX = {"gzip": ".gz", "bzip2": ".bz2", "xz": ".xz", "lzma": ".lzma", "zstd": ".zst"}


class Pipe:
    """A stream that can only be read, a few bytes at a time, as from a slow pipe."""

    def __init__(self, data: bytes, most: int = 7) -> None:
        self._data, self._most = data, most

    def read(self, size: int) -> bytes:
        size = min(size, self._most)
        taken, self._data = self._data[:size], self._data[size:]
        return taken


def open_bytes(data: bytes, name: str, limits: Limits = LIMITS) -> list[tuple[str, str, bytes, str]]:
    """Of each member the name to go by, what errors call it, what could be read, and the error that ended it.

    One that the archive itself ends in is a member without names.
    """
    return collect(io.BytesIO(data), name, limits)


def collect(stream: object, name: str, limits: Limits = LIMITS) -> list[tuple[str, str, bytes, str]]:
    found = []
    members = open_within(cast(BinaryIO, stream), name, limits)
    while True:
        try:
            label, member = next(members)
        except StopIteration:
            return found
        except DataError as error:
            return [*found, ("", "", b"", str(error))]
        found.append((label, member.name, *read_whole(member)))


def read_whole(stream: BinaryIO) -> tuple[bytes, str]:
    """What could be read, and the error that ended it."""
    parts = []
    try:
        while chunk := stream.read(1 << 16):
            parts.append(chunk)
    except DataError as error:
        return b"".join(parts), str(error)
    return b"".join(parts), ""


def make_zip(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, pipe: bool = False) -> bytes:
    """An archive of ``files``, written as if into a pipe or not, which makes other headers."""
    made = io.BytesIO()
    target = Unseekable(made) if pipe else made
    with zipfile.ZipFile(cast(BinaryIO, target), "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


class Unseekable:
    def __init__(self, stream: io.BytesIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        return self._stream.write(data)

    def flush(self) -> None:
        pass


def make_member(name: bytes, data: bytes, *, flags: int = 0, method: int = 0, extra: bytes = b"") -> bytes:
    """One member of a zip by hand, as no writer would make it, with its data as they are."""
    sizes = (zlib.crc32(data), len(data), len(data))
    header = struct.pack("<4s5H3L2H", b"PK\3\4", 20, flags, method, 0, 0, *sizes, len(name), len(extra))
    return header + name + extra + data


END = b"PK\5\6" + bytes(18)


def measure_growth(work: Callable[[], object]) -> int:
    """Bytes that Python holds at most while ``work`` runs, beyond what it holds before."""
    import tracemalloc

    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        work()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
