"""A stream of UTF-16, known by its byte order mark, as UTF-8: what Excel calls Unicode Text."""

import codecs
from typing import BinaryIO, Protocol, cast

CHUNK = 1 << 16
MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Stream(Protocol):
    """What a reader is given."""

    def read(self, size: int, /) -> bytes: ...


class Head:
    """A stream of which the first bytes may be looked at before they are read."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._head = b""

    def peek(self, size: int) -> bytes:
        """At least ``size`` bytes from where it stands, fewer only at the end."""
        parts, held = [self._head], len(self._head)
        while held < size and (chunk := self._stream.read(CHUNK)):
            parts.append(chunk)
            held += len(chunk)
        self._head = b"".join(parts)
        return self._head

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        if not self._head:
            return self._stream.read(size)
        taken, self._head = self._head[:size], self._head[size:]
        return taken


class Transcoded:
    """A stream in ``encoding`` as UTF-8, what cannot be read as U+FFFD."""

    def __init__(self, stream: Stream, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        while not self._ready:
            chunk = self._stream.read(CHUNK)
            self._ready = self._decoder.decode(chunk, final=not chunk).encode("utf-8", "replace")
            if not chunk:
                break
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken


def open_text(stream: Stream) -> BinaryIO:
    """``stream`` where it is no UTF-16 with its mark, else the same text in UTF-8 without the mark."""
    head = Head(stream)
    if encoding := MARKS.get(head.peek(2)[:2]):
        head.read(2)
        return cast(BinaryIO, Transcoded(head, encoding))
    return cast(BinaryIO, head)
