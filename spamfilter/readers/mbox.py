"""A mailbox of mails one after another, each below a ``From `` line (RFC 4155).

Of its four kinds, ``mboxo`` and ``mboxrd`` quote a line of a mail that starts like one with ``>``,
``mboxcl2`` counts the bytes of each mail in ``Content-Length`` instead, and ``mboxcl`` does both. Counts
are believed only in a file whose first mail has a true one: elsewhere a sender may have written them, to hide
what follows.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.message import Message
from spamfilter.readers.eml import read_mail
from spamfilter.readers.from_line import is_dated
from spamfilter.readers.mime.limits import HEAD

CHUNK = 1 << 18
FROM = b"From "
LONGEST = 1000  # bytes of a From line
COUNTED = 1 << 26  # bytes of a mail for which a Content-Length is looked at

_FIELD = re.compile(rb">?From |[!-9;-~]+:")
_BLANK = re.compile(rb"\n\r?\n")
_COUNT = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,9})[ \t]*\r?$")
_QUOTED = re.compile(rb"(?m)^>(>*From )")


def read_mbox(stream: BinaryIO, source: str) -> Iterator[Message]:
    """A Message a mail, ``number`` its place; ``raw`` has its From line and the blank line at its end.

    Yields a mail as soon as the next one's From line has been read. Raises :class:`DataError` for a stream
    that is not empty and does not start with a From line.
    """
    box = Box(stream)
    for number, raw in enumerate(box.split(source), start=1):
        shown = _QUOTED.sub(rb"\1", raw) if b"\n>" in raw else raw
        gap = find_gap(raw) if box.at_end else b""
        yield replace(read_mail(shown, source, number), raw=raw, gap=gap)


def find_gap(raw: bytes) -> bytes:
    """What the last mail of a box lacks of the blank line before another."""
    end = b"\r\n" if raw.endswith(b"\r\n") else b"\n"
    if raw.endswith(end * 2):
        return b""
    return end if raw.endswith(b"\n") else end * 2


class Box:
    """A stream with what has been read of it and not yet been split off; one mail at a time is held."""

    def __init__(self, stream: BinaryIO) -> None:
        self.at_end = False  # nothing follows the mail that was yielded last
        self._stream = stream
        self._held = bytearray()
        self._counts: bool | None = None  # whether Content-Length is believed; the first mail says

    def split(self, source: str) -> Iterator[bytes]:
        """The mails, whole. Joined they are the stream."""
        start = self._find_start()
        if start == len(self._held):  # nothing but blank lines
            return
        if self._held[start : start + len(FROM)] != FROM:
            raise DataError(f"{source} is not a mailbox: its first line does not start with 'From '")
        while self._held:
            end = self._find_end(start)
            self.at_end = end == len(self._held)
            yield bytes(memoryview(self._held)[:end])
            del self._held[:end]
            start = 0

    def _fill(self) -> bool:
        """Read some more; False at the end of the stream."""
        chunk = self._stream.read(CHUNK)
        self._held += chunk or b""
        return bool(chunk)

    def _find_start(self) -> int:
        """Where the first line that is not blank starts; what it starts with has been read."""
        while True:
            start = len(self._held) - len(self._held.lstrip(b"\r\n"))
            if len(self._held) - start >= len(FROM) or not self._fill():
                return start

    def _find_end(self, start: int) -> int:
        """Where the mail that begins at ``start`` ends: before the next From line, or with the stream."""
        if self._counts is not False:
            counted = self._find_counted_end(start)
            self._counts = self._counts or counted is not None
            if counted is not None:
                return counted
        at = start
        while True:
            place = self._held.find(b"\n" + FROM, at)
            if place >= 0:
                at = place + 1
                if self._is_from_line(at):
                    return at
            else:
                at = max(at, len(self._held) - len(FROM))
                if not self._fill():
                    return len(self._held)

    def _is_from_line(self, place: int) -> bool:
        """Whether a From line starts at ``place``; one without a date needs a blank line and a header."""
        line = self._read_line(place)
        if is_dated(line):
            return True
        if not line or self._held[max(0, place - 3) : place].replace(b"\r", b"")[-2:] != b"\n\n":
            return False
        return bool(_FIELD.match(self._read_line(place + len(line))))

    def _read_line(self, place: int) -> bytes:
        """The line that starts at ``place``; empty for one that is too long."""
        while True:
            end = self._held.find(b"\n", place, place + LONGEST) + 1
            if end:
                return bytes(self._held[place:end])
            if len(self._held) - place >= LONGEST:
                return b""
            if not self._fill():
                return bytes(self._held[place:])

    def _find_counted_end(self, start: int) -> int | None:
        """The end by ``Content-Length``, where a mail starts there or the stream ends; None elsewhere."""
        body = self._find_body(start)
        count = _COUNT.search(self._held, start, body)
        if not count or int(count[1]) > COUNTED:
            return None
        end = body + int(count[1])
        while len(self._held) > end or self._fill():
            if len(self._held) > end:
                if self._held[end] not in b"\r\n":
                    break
                end += 1
        if end == len(self._held):
            return end
        follows = end < len(self._held) and self._held[end - 1 : end] == b"\n"
        return end if follows and is_dated(self._read_line(end)) else None

    def _find_body(self, start: int) -> int:
        """Where the header of the mail that begins at ``start`` ends; ``start`` where that is too far."""
        while True:
            blank = _BLANK.search(self._held, start, start + HEAD)
            if blank:
                return blank.end()
            if len(self._held) - start >= HEAD or not self._fill():
                return start
