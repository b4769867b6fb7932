"""What a stream without a telling name is: a mailbox, one mail, or lines, by its first line."""

import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from spamfilter.message import Message
from spamfilter.readers.from_line import is_dated
from spamfilter.readers.lines import CHUNK, read_lines

LONGEST = 1000  # bytes of a first line that is looked at

# What a mail server writes above all else; "Subject:" may well start a line that is a whole message.
_TRACE = re.compile(
    rb"(?:Return-Path: *<|Received: *(?:from|by)\b|Delivered-To: *\S+@|X-Original-To: *\S+@"
    rb"|Message-ID: *<|MIME-Version: *1|DKIM-Signature: *v=|ARC-Seal: *i=|X-Envelope-From: *<)",
    re.IGNORECASE,
)


class Replayed:
    """A stream with the ``head`` that was read of it already before what is left."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        if not self._head:
            return self._stream.read(size)
        taken, self._head = self._head[:size], self._head[size:]
        return taken


def read_sniffed(stream: BinaryIO, source: str, *, separator: bytes) -> Iterator[Message]:
    """Messages of the mailbox, the mail or the lines that ``stream`` is; ``separator`` NUL means lines."""
    if separator != b"\n":
        return read_lines(stream, source, separator=separator)
    head = read_first_line(stream)
    replayed = cast(BinaryIO, Replayed(head, stream))
    found = sniff_format(head)
    if found == "mbox":
        from spamfilter.readers.mbox import read_mbox

        return read_mbox(replayed, source)
    if found == "eml":
        from spamfilter.readers.eml import read_eml

        return read_eml(replayed, source)
    return read_lines(replayed, source)


def read_first_line(stream: BinaryIO) -> bytes:
    """What there is to read until the first line is whole, and no longer; perhaps more than that line."""
    head = b""
    while b"\n" not in head and len(head) < LONGEST:
        chunk = stream.read(CHUNK)
        if not chunk:
            break
        head += chunk
    return head


def sniff_format(head: bytes) -> str:
    """``mbox``, ``eml`` or ``lines`` for what starts with ``head``."""
    line = head[:LONGEST].partition(b"\n")[0]
    if is_dated(line):
        return "mbox"
    return "eml" if _TRACE.match(line) else "lines"
