"""One message a line."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from spamfilter.message import Message, decode_text
from spamfilter.readers.mime.limits import TEXT

CHUNK = 1 << 16
OVER = f"text over {TEXT >> 20} MiB"


def split_records(stream: BinaryIO, separator: bytes = b"\n") -> Iterator[bytes]:
    """Records of ``stream``, each with its separator; the last may lack it.

    Splits bytes at ``separator`` only, never at what text mode or ``str.splitlines`` take for a line's
    end, and yields a record as soon as its separator has been read. However long a record is, there is one
    copy of it: it is collected where it stays, and nothing here keeps it while the caller has it.
    """
    begun = io.BytesIO()  # a record whose end is not there yet
    while chunk := stream.read(CHUNK):
        *whole, rest = chunk.split(separator)
        if whole and begun.tell():
            begun.write(whole[0])
            begun.write(separator)
            record, begun = [begun.getvalue()], io.BytesIO()
            yield record.pop()
            del whole[0]
        for line in whole:
            yield line + separator
        begun.write(rest)
    if begun.tell():
        record, begun = [begun.getvalue()], io.BytesIO()
        yield record.pop()


def read_whole(stream: BinaryIO) -> bytes:
    """All of ``stream``, in one copy; a read from a pipe may be short."""
    whole = io.BytesIO()
    while chunk := stream.read(CHUNK << 4):
        whole.write(chunk)
    return whole.getvalue()


def read_lines(
    stream: BinaryIO, source: str, *, separator: bytes = b"\n", before: int = 0
) -> Iterator[Message]:
    """A Message a record; its text is without the separator and a carriage return before it.

    Of a text over 1 MiB, which no person wrote, that much is read, and ``notes`` says so. ``before`` are the
    records of the source that are above ``stream``.
    """
    records = split_records(stream, separator)
    number = before
    while raw := next(records, b""):
        number += 1
        data = raw if len(raw) <= TEXT else raw[:TEXT]
        text = decode_text(cut_character(data) if data is not raw else strip_end(raw, separator))
        message = Message(text, raw, source, number, notes=(OVER,) if data is not raw else ())
        del raw, data  # a long record is not kept here while the next one is read
        held = [message]
        del message
        yield held.pop()


def strip_end(raw: bytes, separator: bytes) -> bytes:
    """``raw`` without the separator and a carriage return before it."""
    return raw.removesuffix(separator).removesuffix(b"\r")


def cut_character(data: bytes) -> bytes:
    """``data`` without the beginning of a character of UTF-8 whose end was cut off."""
    for back in range(1, min(4, len(data) + 1)):
        byte = data[-back]
        if byte >= 0xC0:  # it begins one of two bytes, of three from 0xE0 on, of four from 0xF0 on
            return data[:-back] if back < 2 + (byte >= 0xE0) + (byte >= 0xF0) else data
        if byte < 0x80:
            break
    return data
