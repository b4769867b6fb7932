"""What a stream of no other format is: a mailbox, one mail, or lines, by how it begins.

A line of a live pipe waits for the next one only where it may begin a mail: it is a From line, or a field
with a name that mail has. Any other is a message at once.
"""

import io
import re
from typing import BinaryIO

from spamfilter.readers.evidence import is_known, is_trace, name_field, weigh_header
from spamfilter.readers.from_line import FROM, begins_mail, find_address, is_dated
from spamfilter.readers.lines import CHUNK

LONGEST = 1000  # bytes of a line that are looked at
HEAD = 1 << 18  # bytes by which it is decided
FEW = 20  # fields of which one has the value of a mail's, if this is one

_ABOVE = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*+")


class Replayed(io.RawIOBase):
    """A stream with the ``head`` that was read of it already before what is left."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        """That it can be read, for ``io.BufferedReader``."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes, as many as there are at once; none at the end. All for none given."""
        if size < 0:
            return self.readall()
        if not self._head:
            return self._stream.read(size)
        taken, self._head = self._head[:size], self._head[size:]
        return taken

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """As :meth:`read`, for ``io.BufferedReader``."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def read_first_line(stream: BinaryIO) -> bytes:
    """What there is to read until the first line is whole, and no longer; perhaps more than that line."""
    head = b""
    while b"\n" not in head and len(head) < LONGEST:
        chunk = stream.read(CHUNK)
        if not chunk:
            break
        head += chunk
    return head


def sniff_format(head: bytes, *, whole: bool = True) -> str | None:
    """``mbox``, ``eml`` or ``lines`` for what starts with ``head``; None where more of it would tell.

    More may tell unless this is the ``whole`` of it, or there is too much of it already.
    """
    whole = whole or len(head) >= HEAD
    above = _ABOVE.match(head)
    lines = split_lines(head[above.end() if above else 0 : HEAD], whole=whole)
    if not lines:
        return "lines"
    found = sniff_box(lines, whole=whole) if lines[0].startswith(FROM) else sniff_mail(lines, whole=whole)
    # Of blank lines each is a message, and it does not wait for what is below.
    return "lines" if found is None and head[:1] in b"\r\n" else found


def split_lines(head: bytes, *, whole: bool) -> list[bytes]:
    """The lines of ``head``, of each the beginning, the last only where it is ``whole``."""
    lines = (head if b"\n" in head else head.replace(b"\r", b"\n")).split(b"\n")
    last = lines.pop()
    return [line[:LONGEST] for line in ([*lines, last] if last and (whole or not lines) else lines)]


def sniff_box(lines: list[bytes], *, whole: bool) -> str | None:
    """``mbox`` for a From line above a header, or above nothing if it has a date; else ``lines``."""
    dated = is_dated(lines[0])
    if not dated and lines[0].split()[1:] != [find_address(lines[0])]:  # a sentence
        return "lines"
    found = weigh_header(lines[1:], FEW)
    if found.known if dated else begins_mail(lines[0], found, blank=True):
        return "mbox"
    if found.end == "out" and not whole:
        return None
    return "mbox" if dated and not found.fields and found.end != "text" else "lines"


def sniff_mail(lines: list[bytes], *, whole: bool) -> str | None:
    """``eml`` for a field that a mail server wrote, or fields that are a header together; else ``lines``."""
    if is_trace(lines[0]):
        return "eml"
    name = name_field(lines[0])
    if not name or [name] == [name_field(line) for line in lines[1:2]]:  # the same note again
        return "lines"
    found = weigh_header(lines, len(lines) + 1)
    known, sure = len(found.known), len(found.sure)
    if found.end == "blank":
        return "eml" if known > 1 and sure else "lines"
    if known > 3 and sure > 1:
        return "eml"
    if found.end == "text" or whole:
        return "eml" if found.end == "out" and known > 2 and sure else "lines"
    return None if is_known(name) and (sure or found.fields < FEW) else "lines"
