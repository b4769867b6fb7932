"""JSON and csv with very long texts cut, before a parser sees them: it would take many times their size.

Of a text over 1 MiB, which no person wrote, that much is read, as of a line and of a mail.
"""

import json
import re

from spamfilter.message import decode_text
from spamfilter.readers.lines import cut_character
from spamfilter.readers.mime.limits import TEXT

PIECE = 1 << 16  # bytes that are looked at together; what is whole in them is never cut
LARGEST = 1 << 24  # bytes of one JSON record whose long texts were cut, and of one field of csv

_HIGH = rb"[dD][89abAB][0-9A-Fa-f]{2}"
# Strings with what is between them, up to one whose end is not there.
_WHOLE = re.compile(rb'[^"]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"]*+)*+', re.DOTALL)
_INNER = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
# Whole escapes and characters from a string's mark on; no half of a pair of surrogates at the end.
_UNITS = re.compile(
    rb'"[^"\\]*+(?:\\(?:[^u]|u(?!%(high)s)[0-9A-Fa-f]{4}|u%(high)s(?!(?:\\(?:u[0-9A-Fa-f]{0,3})?)?\Z))[^"\\]*+)*+'
    % {b"high": _HIGH},
    re.DOTALL,
)

_QUOTED = re.compile(rb'[^"]*+(?:""[^"]*+)*+')


class TooLargeError(ValueError):
    """A record over ``LARGEST`` even without its long texts, or a field over it."""


class JsonAbridger:
    """JSON in pieces, of which each string over 1 MiB is cut; ``cut`` has the hashes of those."""

    def __init__(self) -> None:
        self.cut: set[int] = set()
        self._held = bytearray()  # a string whose end is not there yet, from its mark on
        self._dropping = False
        self._escaped = False  # what comes next belongs to a backslash

    def feed(self, piece: bytes) -> bytes:
        """What may leave after ``piece``, of at most ``PIECE`` bytes or some more; maybe nothing."""
        place, out = 0, b""
        if self._held or self._dropping:
            place = self._go_on(piece, int(self._escaped))
            if place == len(piece):
                return self._cut_long()
            out = self._cut_long() + self.finish() + b'"'
            self._dropping = False
            place += 1
        whole = _WHOLE.match(piece, place)
        end = whole.end() if whole else place
        out += piece[place:end]
        if end < len(piece):
            self._go_on(piece[end:], 1)
        return out

    def finish(self) -> bytes:
        """What was held back of a string that has no end, or has it now."""
        held, self._held = bytes(self._held), bytearray()
        return held

    def _go_on(self, piece: bytes, start: int) -> int:
        """Take what of ``piece`` belongs to the string; the place of its closing mark, or the end."""
        inner = _INNER.match(piece, min(start, len(piece)))
        place = inner.end() if inner else len(piece)
        self._escaped = bool(piece) and piece[place : place + 1] == b"\\"
        place += self._escaped
        if not self._dropping:
            self._held += piece[:place]
        return place

    def _cut_long(self) -> bytes:
        """The beginning of the string that is held, closed but for its mark, if it is too long."""
        if len(self._held) <= TEXT + 1:
            return b""
        units = _UNITS.match(self._held, 0, TEXT + 1)
        kept = cut_character(units[0]) if units else b'"'
        self.cut.add(hash_string(kept + b'"'))
        self._held, self._dropping = bytearray(), True
        return kept


def hash_string(literal: bytes) -> int:
    """The hash of the text that a string of JSON is."""
    try:
        return hash(json.loads(decode_text(literal), strict=False))
    except ValueError:  # the parser will say so
        return 0


def abridge_record(raw: bytes) -> tuple[bytes, set[int]]:
    """One JSON record with its strings over 1 MiB cut, and the hashes of these.

    Raises :class:`TooLargeError` where it is too large all the same.
    """
    abridger = JsonAbridger()
    parts, size = [], 0
    for place in range(0, len(raw), PIECE):
        parts.append(abridger.feed(raw[place : place + PIECE]))
        size += len(parts[-1])
        if size > LARGEST:
            raise TooLargeError
    parts.append(abridger.finish())
    return b"".join(parts), abridger.cut


class RowAbridger:
    """Lines of one csv row of which each field over 1 MiB is cut; ``cut`` has the places of those, from 0.

    Fields are parted by ``delimiter``; where they may be ``quoted``, a line that is no row's first goes on
    within quotation marks.
    """

    def __init__(self, delimiter: bytes, *, quoted: bool) -> None:
        self.cut: set[int] = set()
        self.size = 0  # bytes of the field so far, as they are written
        self._place = 0  # of the field
        self._quoted = quoted
        self._open = False  # within quotation marks
        self._delimiter = delimiter
        self._bare = re.compile(rb"[^\r\n" + re.escape(delimiter) + rb"]*+")

    def feed(self, line: bytes) -> bytes:
        """``line``, which ends where it is written so, with what is too much left out."""
        out: list[bytes] = []
        start = 0
        while start < len(line):
            if self._open:
                start = self._take(out, line, start, _QUOTED)
                self._open = start == len(line)
                if not self._open:
                    start = self._take_mark(out, start)
                continue
            if self._quoted and not self.size and line.startswith(b'"', start):
                self._open = True
                start = self._take_mark(out, start)
                continue
            start = self._take(out, line, start, self._bare)
            if not line.startswith(self._delimiter, start):
                out.append(line[start:])
                break
            out.append(self._delimiter)
            start += len(self._delimiter)
            self._place, self.size = self._place + 1, 0
        return b"".join(out)

    def _take_mark(self, out: list[bytes], start: int) -> int:
        """Take the quotation mark at ``start``; the place behind it."""
        out.append(b'"')
        self.size += 1
        return start + 1

    def _take(self, out: list[bytes], line: bytes, start: int, content: re.Pattern[bytes]) -> int:
        """Take what matches ``content``, as much of it as is not too much; the place behind it."""
        found = content.match(line, start)
        end = found.end() if found else start
        room = max(TEXT - self.size, 0)
        self.size += end - start
        if self.size > LARGEST:
            raise TooLargeError
        if end - start <= room:
            out.append(line[start:end])
        else:
            self.cut.add(self._place)
            out.append(cut_field(line[start : start + room], quoted=self._open))
        return end


def cut_field(kept: bytes, *, quoted: bool) -> bytes:
    """The beginning of a field without half a character, and where it is ``quoted`` half a doubled mark."""
    kept = cut_character(kept)
    marks = len(kept) - len(kept.rstrip(b'"'))
    return kept[:-1] if quoted and marks % 2 else kept
