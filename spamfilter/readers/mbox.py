"""A mailbox of mails one after another, each below a ``From `` line (RFC 4155).

Of its four kinds, ``mboxo`` and ``mboxrd`` quote a line of a mail that starts like one with ``>``,
``mboxcl2`` counts the bytes of each mail in ``Content-Length`` instead, and ``mboxcl`` does both.

A line is no boundary because it starts with ``From ``: a person writes such lines too. It is one by three
kinds of evidence: a date as an mbox has it, a blank line before it, a header below it. Two are enough, and
without a date, as Mozilla writes ``From -``, the header must be a mail's beyond doubt.

A count is evidence against, and believed least, since the sender of a mail may have written it to hide the
one behind: it must end exactly where a mail begins or the box ends, the first mail of the box must have a
true one, and it never hides a line for which all three speak, or a header that a mail server wrote. So a
mail of an mboxcl2 that quotes a whole mailbox, header and all, comes in pieces: its bytes and a forger's are
the same, and a piece too many costs less than a mail that nobody looked at.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.message import Message
from spamfilter.readers.eml import read_mail
from spamfilter.readers.evidence import Evidence, weigh_header
from spamfilter.readers.from_line import FROM, MOZILLA, begins_mail, find_address, is_dated
from spamfilter.readers.mime.limits import HEAD, SIZE

CHUNK = 1 << 18
BOM = b"\xef\xbb\xbf"
LONGEST = 1000  # bytes of a From line, and of a field below it
FIELDS = 12  # that are looked at below a From line
# Bytes of a mail that are taken apart; lines that are quoted may each lose one of seven.
SHOWN = SIZE + SIZE // 5
COUNTED = 1 << 26  # bytes of a mail for which a Content-Length is looked at

KEPT = 1 << 24  # bytes of mails that have been read and are kept, where the rest is long

_BLANK = re.compile(rb"\n\r?\n|\r\r")
_COUNT = re.compile(rb"(?im)^content-length[ \t]*+:[ \t]*+(\d{1,9})[ \t]*+\r?$")
_QUOTED = re.compile(rb"(?m)^>(>*From )")


@dataclass(frozen=True, slots=True)
class Form:
    """What the beginning of a box says of all of it.

    ``line_end``  what its lines end in
    ``counts``    whether ``Content-Length`` is believed
    ``start``     where the first From line is; above it may be blank lines
    """

    line_end: bytes
    counts: bool
    start: int


def read_mbox(stream: BinaryIO, source: str) -> Iterator[Message]:
    """A Message a mail, ``number`` its place; ``raw`` has its From line and the blank line at its end.

    Yields a mail as soon as the next one's From line has been read. Raises :class:`DataError` for a stream
    that is not empty and does not start with a From line; a byte order mark and blank lines may stand above.
    """
    return read_box(Box(stream), source)


def read_box(box: "Box", source: str, before: int = 0, size: int | None = None) -> Iterator[Message]:
    """The mails of ``box``, whose stream begins behind the first ``before`` mails of the source.

    The last is the one that ends ``size`` bytes behind the beginning. What is below it is read as far as it
    takes to see where that mail ends.
    """
    number, mails = before, box.split(source)
    left = size
    while (left is None or left > 0) and (raw := next(mails, b"")):
        number += 1
        left = None if left is None else left - len(raw)
        shown = raw if len(raw) <= SHOWN else raw[:SHOWN]
        shown = shown.removeprefix(BOM) if number == 1 else shown
        if box.line_end == b"\r":
            shown = shown.replace(b"\r", b"\n")
        if b"\n>" in shown:
            shown = _QUOTED.sub(rb"\1", shown)
        gap = find_gap(raw, box.line_end) if box.at_end else b""
        held = [replace(read_mail(shown, source, number), raw=raw, gap=gap)]
        raw = shown = b""  # a large mail is not kept here while the next one is read
        yield held.pop()


def find_gap(raw: bytes, end: bytes) -> bytes:
    """What the last mail of a box lacks of the blank line before another, in a box of lines with ``end``."""
    end = b"\r\n" if raw.endswith(b"\r\n") else end
    if raw.endswith(end * 2):
        return b""
    return end if raw.endswith(end) else end * 2


class Box:
    """A stream with what has been read of it and not yet been split off; one mail at a time is held.

    One that begins within a box is told the ``form`` of it.
    """

    def __init__(self, stream: BinaryIO, form: Form | None = None) -> None:
        self.at_end = False  # nothing follows the mail that was yielded last
        self.line_end = form.line_end if form else b"\n"  # or CR, if the first line ends so: of CR LF the LF
        self._form = form
        self._stream = stream
        self._begun = io.BytesIO()  # what is held, where it grows; a mail is cut off from it without a copy
        self._held = b""
        self._counts = (
            form.counts if form else None
        )  # whether Content-Length is believed; the first mail says
        # Of the mail at hand, when they have been looked for; -1 for none.
        self._count: int | None = None  # where it ends by its count
        self._counted: int | None = None  # and where, if a box can end there

    def split(self, source: str) -> Iterator[bytes]:
        """The mails, whole. Joined they are the stream."""
        start = self._find_start()
        if start == len(self._held):  # nothing but blank lines
            return
        if self._held[start : start + len(FROM)] != FROM:
            raise DataError(f"{source} is not a mailbox: its first line does not start with 'From '")
        self.line_end = self._form.line_end if self._form else self._find_line_end(start)
        begin = 0
        while begin < len(self._held):
            end = self._find_end(start)
            self.at_end = end == len(self._held)
            if end <= KEPT and len(self._held) - end > 2 * CHUNK:  # the rest is long, and must not be copied
                mail, begin = [self._held[begin:end]], end
            else:
                mail, begin = [self._take(end)[begin:]], 0
            start = begin
            yield mail.pop()

    def find_form(self, source: str) -> Form:
        """What the first mail says of all; reads that mail."""
        start = self._find_start()
        next(self.split(source), b"")
        return Form(self.line_end, bool(self._counts), start)

    def list_starts(self, at: int, end: int) -> Iterator[int]:
        """Each place from ``at`` to ``end`` where a mail begins below another. Holds all that it reads.

        Only for a form without counts: by one the end of a mail depends on where it began.
        """
        mark, at = self.line_end + FROM, max(0, at - 1)
        while at < end:
            place = self._held.find(mark, at)
            if place >= 0:
                at = place + 1
                if at < end and self._is_boundary(0, at):
                    yield at
            else:
                at = max(at, len(self._held) - len(FROM))
                if not self._fill():
                    return

    def _take(self, end: int) -> bytes:
        """The first ``end`` bytes of what is held, in one copy; the rest stays."""
        rest = self._held[end:]
        self._held = b""  # or what follows would copy what it changes
        self._begun.seek(end)
        self._begun.truncate()
        taken, self._begun = self._begun.getvalue(), io.BytesIO()
        self._begun.write(rest)
        self._held = self._begun.getvalue()
        return taken

    def _fill(self) -> bool:
        """Read some more, the more there is already; False at the end of the stream."""
        chunk = self._stream.read(max(CHUNK, len(self._held) // 8))
        if chunk:
            self._held = b""
            self._begun.write(chunk)
            self._held = self._begun.getvalue()
        return bool(chunk)

    def _find_start(self) -> int:
        """Where the first line that is not blank starts; what it starts with has been read."""
        while len(self._held) < len(BOM) and self._fill():
            pass
        start = len(BOM) if self._held.startswith(BOM) else 0
        while True:
            while start < len(self._held) and self._held[start] in b"\r\n":
                start += 1
            if len(self._held) - start >= len(FROM) or not self._fill():
                return start

    def _find_line_end(self, start: int) -> bytes:
        """How the From line at ``start`` ends: CR where no LF is behind it."""
        while True:
            line = bytes(self._held[start : start + LONGEST])
            at = line.find(b"\r")
            if b"\n" in line or 0 <= at < len(line) - 1 or len(line) == LONGEST or not self._fill():
                return (
                    b"\r" if at >= 0 and line[at + 1 : at + 2] != b"\n" and b"\n" not in line[:at] else b"\n"
                )

    def _find_end(self, start: int) -> int:
        """Where the mail that begins at ``start`` ends: before the next From line, or with the stream."""
        self._count = self._counted = None
        mark, at = self.line_end + FROM, start
        while True:
            place = self._held.find(mark, at)
            if place >= 0:
                at = place + 1
                if self._is_boundary(start, at):
                    break
            else:
                at = max(at, len(self._held) - len(FROM))
                if not self._fill():
                    at = len(self._held)
                    break
        if self._counts is None:
            self._counts = self._has_true_count(start, at)
        return at

    def _is_boundary(self, start: int, place: int) -> bool:
        """Whether the mail that begins at ``start`` ends at ``place``, where a line starts with ``From ``."""
        line = self._read_line(place)
        if not line:
            return False
        blank = self._held[max(0, place - 4) : place].replace(b"\r\n", b"\n")[-2:] == self.line_end * 2
        below = place + len(line)
        if not is_dated(line):
            if not blank and find_address(line) != MOZILLA:
                return False
            return begins_mail(line, self._weigh(below), blank=blank)
        if blank and self._find_count(start, place) <= place:
            return True
        found = self._weigh(below)
        if found.known if blank else found.traced or len(found.sure) > 1:
            return True
        counted = self._find_counted_end(start, place)
        return counted <= place and (blank or counted == place or bool(found.known))

    def _weigh(self, place: int) -> Evidence:
        """What the lines from ``place`` on show of a header."""
        return weigh_header(self._list_lines(place), FIELDS)

    def _list_lines(self, place: int) -> Iterator[bytes]:
        """The lines from ``place`` on, of long ones the beginning."""
        while line := self._read_line(place, cut=True):
            yield line
            place += len(line)

    def _read_line(self, place: int, *, cut: bool = False) -> bytes:
        """The line that starts at ``place``; of one that is too long nothing, or what is not ``cut`` off."""
        while True:
            end = self._held.find(self.line_end, place, place + LONGEST) + 1
            if end:
                return bytes(self._held[place:end])
            if len(self._held) - place >= LONGEST:
                return bytes(self._held[place : place + LONGEST]) if cut else b""
            if not self._fill():
                return bytes(self._held[place:])

    def _has_true_count(self, start: int, end: int) -> bool:
        """Whether the mail from ``start`` to ``end`` says itself that it ends there."""
        count = self._find_count(start, end)
        if self._counted is not None:
            return self._counted == end
        return 0 <= count <= end and not self._held[count:end].strip(b"\r\n")

    def _find_counted_end(self, start: int, place: int) -> int:
        """The end by ``Content-Length`` where a dated mail starts there or the stream ends; else -1."""
        count = self._find_count(start, place)
        if self._counted is None:
            self._counted = self._check_count(count)
        return self._counted

    def _find_count(self, start: int, place: int) -> int:
        """Where the mail ends by a count that may be believed; its header is looked for before ``place``."""
        if self._counts is False:
            return -1
        if self._count is None:
            self._count = self._read_count(start, place)
        return self._count

    def _check_count(self, end: int) -> int:
        """``end`` or the first line that is not blank behind it, if a box can end there; else -1."""
        while end >= 0 and (len(self._held) > end or self._fill()):
            if len(self._held) > end:
                if self._held[end] not in b"\r\n":
                    break
                end += 1
        if end < 0 or end == len(self._held):
            return end
        follows = end < len(self._held) and self._held[end - 1 : end] == self.line_end
        return end if follows and is_dated(self._read_line(end)) else -1

    def _read_count(self, start: int, place: int) -> int:
        """Where the mail from ``start`` ends by its count; -1 with none, or no header before ``place``."""
        blank = _BLANK.search(self._held, start, min(place, start + HEAD))
        if not blank:
            return -1
        header = bytes(self._held[start : blank.end()]).replace(b"\r", b"\n")
        count = _COUNT.search(header)
        return blank.end() + int(count[1]) if count and int(count[1]) <= COUNTED else -1
