"""A stream of UTF-16, known by its byte order mark, as UTF-8: what Excel calls Unicode Text."""

import codecs
from typing import BinaryIO, cast

from spamfilter.readers.sniff import Replayed
from spamfilter.readers.source.transcode import Stream, Transcoded

CHUNK = 1 << 16
MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Head(Replayed):
    """A stream of which the first bytes may be looked at before they are read."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(b"", cast(BinaryIO, stream))

    def peek(self, size: int) -> bytes:
        """At least ``size`` bytes from where it stands, fewer only at the end."""
        parts, held = [self._head], len(self._head)
        while held < size and (chunk := self._stream.read(CHUNK)):
            parts.append(chunk)
            held += len(chunk)
        self._head = b"".join(parts)
        return self._head


def open_text(stream: Stream) -> BinaryIO:
    """``stream`` where it is no UTF-16 with its mark, else the same text in UTF-8 without the mark."""
    head = Head(stream)
    if encoding := MARKS.get(head.peek(2)[:2]):
        return cast(BinaryIO, Transcoded(head, encoding, keep=False))
    return cast(BinaryIO, head)
