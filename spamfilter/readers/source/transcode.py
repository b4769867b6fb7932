"""A source in another encoding as a stream of UTF-8, and the bytes of its messages as they were.

Readers see UTF-8 alone. What they say are a message's bytes are whole lines of it, so the lines are kept,
each with the bytes that it was, until a message has taken them.
"""

import codecs
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Protocol, cast

from spamfilter.message import Message
from spamfilter.readers.lines import CHUNK, split_records
from spamfilter.readers.source.encoding import MARKS, UTF8

STRAY = "spamfilter.windows-1252"  # the error handler of spamfilter.message


class Stream(Protocol):
    """What a reader is given."""

    def read(self, size: int, /) -> bytes: ...


class Transcoded:
    """``stream``, in ``encoding``, as UTF-8 without a mark; ``keep`` is whether its bytes are asked for."""

    def __init__(self, stream: Stream, encoding: str, separator: bytes = b"\n", *, keep: bool = True) -> None:
        end = separator.decode("ascii")
        self.mark = MARKS.get(encoding, b"")
        self.line_end = end.encode(encoding)
        self.separator = separator
        plain = self.line_end == separator
        self._lines = (split_plain if plain else split_wide)(stream, encoding, separator)
        if not (plain or keep):  # then no line, which may be long, has to be whole
            self._lines = ((piece, b"") for piece in decode_pieces(stream, encoding))
        self._kept: deque[tuple[bytes, bytes]] = deque()
        self._keep = keep
        self._ready = b""
        self._place = 0  # in it

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes of UTF-8; none at the end. No more is read than a line."""
        if self._place == len(self._ready):
            found = next(self._lines, None)
            if found is None:
                return b""
            if self._keep:
                self._kept.append(found)
            self._ready, self._place = found[0], 0
        taken = self._ready[self._place : self._place + size]
        self._place += len(taken)
        return taken

    def restore(self, messages: Iterator[Message]) -> Iterator[Message]:
        """``messages``, which were read from this stream, each with the bytes of the source."""
        above = seen = b""
        for message in messages:
            if message.preamble and message.preamble != seen:
                seen = message.preamble
                above = self._take(seen)
            raw = self._take(message.raw)
            gap = b"" if raw.endswith(self.line_end) else self.line_end
            gap = gap if self.mark else message.gap
            held = [replace(message, raw=raw, preamble=self.mark + above, gap=gap)]
            del message, raw  # a large one is not kept here while the next one is read
            yield held.pop()

    def _take(self, lines: bytes) -> bytes:
        """The source's bytes of ``lines``; what was passed over above them is dropped."""
        taken: list[bytes] = []
        place = 0
        while self._kept and place < len(lines):
            line, raw = self._kept.popleft()
            if lines.startswith(line, place):
                taken.append(raw)
                place += len(line)
        return b"".join(taken)


def split_plain(stream: Stream, encoding: str, separator: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each line in UTF-8 and as it was, of an encoding in which a line ends as in ASCII."""
    for raw in split_records(cast(BinaryIO, stream), separator):
        yield to_utf8(raw.decode(encoding, STRAY)), raw


def split_wide(stream: Stream, encoding: str, separator: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each line in UTF-8 and as it was, without the mark, of UTF-16 and its like."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    end = separator.decode("ascii")
    parts: list[str] = []  # of a line whose end is not there yet
    first = True
    while chunk := stream.read(CHUNK):
        text = decoder.decode(chunk)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        *lines, rest = text.split(end)
        for line in lines:
            parts.append(line + end)
            yield to_pair("".join(parts), encoding)
            parts.clear()
        if rest:
            parts.append(rest)
    parts.append(decoder.decode(b"", final=True))
    if last := "".join(parts):
        yield to_pair(last, encoding)


def decode_pieces(stream: Stream, encoding: str, errors: str = "replace") -> Iterator[bytes]:
    """``stream`` in UTF-8, without a mark, as it comes; none of the pieces is empty."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    first = final = False
    while not final:
        chunk = stream.read(CHUNK)
        final = not chunk
        text = decoder.decode(chunk, final)
        if text and not first:
            text, first = text.removeprefix("\ufeff"), True
        if text:
            yield to_utf8(text)


def to_pair(line: str, encoding: str) -> tuple[bytes, bytes]:
    """A line in UTF-8 and in its own encoding."""
    return to_utf8(line), line.encode(encoding, "replace")


def to_utf8(text: str) -> bytes:
    """``text`` in UTF-8; half a surrogate pair is a question mark."""
    return text.encode(UTF8, "replace")
