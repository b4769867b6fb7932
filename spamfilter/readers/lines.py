"""One message a line."""

from collections.abc import Iterator
from typing import BinaryIO

from spamfilter.message import Message, decode_text

CHUNK = 1 << 16


def split_records(stream: BinaryIO, separator: bytes = b"\n") -> Iterator[bytes]:
    """Records of ``stream``, each with its separator; the last may lack it.

    Splits bytes at ``separator`` only, never at what text mode or ``str.splitlines`` take for a line's
    end, and yields a record as soon as its separator has been read.
    """
    parts: list[bytes] = []  # of a record whose end is not there yet; joined once, however long it is
    while chunk := stream.read(CHUNK):
        *whole, rest = chunk.split(separator)
        for record in whole:
            parts.append(record + separator)
            yield b"".join(parts)
            parts.clear()
        if rest:
            parts.append(rest)
    if parts:
        yield b"".join(parts)


def read_lines(stream: BinaryIO, source: str, *, separator: bytes = b"\n") -> Iterator[Message]:
    """A Message a record; its text is without the separator and a carriage return before it."""
    for number, raw in enumerate(split_records(stream, separator), start=1):
        text = decode_text(raw.removesuffix(separator).removesuffix(b"\r"))
        yield Message(text, raw, source, number)
