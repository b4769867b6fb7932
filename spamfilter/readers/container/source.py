"""Bytes of a stream that are looked at before they are taken, and what is given to a reader."""

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from spamfilter.errors import DataError

CHUNK = 1 << 16


class Source:
    """What ``read(size)`` gives, which is nothing at the end, with a look ahead.

    An error of ``read`` is raised by :meth:`take`, behind the bytes that were read before it.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._ahead = b""
        self._place = 0  # in it; what is before it was taken
        self._error: DataError | None = None

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer only where there are no more; they stay to be taken."""
        while len(self._ahead) - self._place < size and not self._error:
            try:
                chunk = self._read(CHUNK)
            except DataError as error:
                self._error = error
                break
            if not chunk:
                break
            self._ahead, self._place = self._ahead[self._place :] + chunk, 0
        return self._ahead[self._place : self._place + size]

    def take(self, size: int = CHUNK) -> bytes:
        """At most ``size`` bytes, as many as there are at once; none at the end."""
        taken = self._ahead[self._place : self._place + size]
        self._place += len(taken)
        if taken:
            return taken
        if self._error:
            raise self._error
        return self._read(size)

    def skip(self, size: int) -> int:
        """Take ``size`` bytes and forget them; how many of them were not there."""
        while size and (chunk := self.take(min(size, CHUNK))):
            size -= len(chunk)
        return size

    def give_back(self, data: bytes) -> None:
        """Put ``data`` before what comes next."""
        self._ahead, self._place = data + self._ahead[self._place :], 0


class Part:
    """The next ``left`` bytes of ``source``, as a stream of their own."""

    def __init__(self, source: Source, left: int) -> None:
        self._source = source
        self.left = left

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        taken = self._source.take(min(size, self.left)) if self.left else b""
        self.left -= len(taken)
        return taken

    def skip(self) -> None:
        """Take what is left."""
        self.left = self._source.skip(self.left)


class Chunks:
    """What an iterator of bytes gives, a part at a time.

    An error ends it, and each later read raises it again: what is broken must not look as if it had ended.
    """

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""
        self._error: DataError | None = None

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        if self._error:
            raise self._error
        try:
            data = self._rest or next(self._chunks, b"")
        except DataError as error:
            self._error = error
            raise
        self._rest = data[size:]
        return data[:size]

    def skip(self) -> None:
        """Take what is left."""
        while self.read(CHUNK):
            pass


class Member(io.RawIOBase):
    """A stream for readers: ``read(n)`` gives what is there at once, and ``name`` is what errors call it."""

    def __init__(self, source: Source, name: str) -> None:
        super().__init__()
        self._source = source
        self.name = name

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        """At most ``size`` bytes; all that is left for none given."""
        if size is None or size < 0:
            return b"".join(iter(self._source.take, b""))
        return self._source.take(size)

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """For ``io.BufferedReader``."""
        data = self._source.take(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def make_member(source: Source, name: str) -> BinaryIO:
    """What is left of ``source`` as a stream called ``name``."""
    return cast(BinaryIO, Member(source, name))
