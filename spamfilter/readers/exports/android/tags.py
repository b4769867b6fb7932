"""The tags of an XML document that has all it says in attributes, one at a time, however long a value is.

An XML parser keeps a whole tag, and here a picture of many megabytes is one value of one tag. So this reads
tags alone. What stands between them is skipped, and so are comments and a document type: nothing that one
declares is ever expanded or fetched.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spamfilter.errors import DataError

LONGEST = 1 << 20  # bytes of a tag's values that are kept
SHORT = 1 << 17  # bytes of a tag that is matched as a whole
STEP = 1 << 10  # bytes that hold a name and what stands around it
FEW = 1 << 10  # bytes of a value that are kept even below a long one
MANY = 200  # attributes of a tag
SKIPPED = "data"  # what is attached

_NAME = rb"[A-Za-z_][\w:.-]*+"
_VALUE = rb"(?:\"[^\"]*+\"|'[^']*+')"
_TAG = re.compile(rb"<(/?)(%s)((?:\s++%s\s*+=\s*+%s)*+)\s*+(/?)>" % (_NAME, _NAME, _VALUE))
_ATTRIBUTE = re.compile(rb"(%s)\s*+=\s*+(%s)" % (_NAME, _VALUE))
_OPENING = re.compile(rb"<(/?)(%s)" % _NAME)
_ASSIGNED = re.compile(rb"\s++(%s)\s*+=\s*+([\"'])" % _NAME)
_CLOSING = re.compile(rb"\s*+(/?)>")
# What is no tag, by how it begins, with what ends it.
_ASIDES = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag; ``closes`` one without content too. ``cut`` says whether a value is not whole.

    The ``attributes`` are bytes as written, references and all, without :data:`SKIPPED`.
    """

    name: str
    attributes: Mapping[str, bytes]
    opens: bool
    closes: bool
    cut: bool = False


class Tags:
    """Iterates the tags of ``chunks``, which are UTF-8.

    Raises :class:`DataError` for what is no tag, or at the end of ``chunks`` within one.
    """

    def __init__(self, chunks: Iterator[bytes], source: str) -> None:
        self._chunks = chunks
        self._source = source
        self._held = b""
        self._at = 0

    def __iter__(self) -> "Tags":
        return self

    def __next__(self) -> Tag:
        while self._skip_past(b"<", keep=True):
            if not self._skip_aside():
                return self._match_tag() or self._take_tag()
        raise StopIteration

    def _fill(self) -> bool:
        """Read some more; False at the end."""
        chunk = next(self._chunks, b"")
        self._held = self._held[self._at :] + chunk
        self._at = 0
        return bool(chunk)

    def _need(self, size: int) -> None:
        """Read until there are ``size`` bytes, or all that there are."""
        while len(self._held) - self._at < size and self._fill():
            pass

    def _skip_past(self, mark: bytes, *, keep: bool = False) -> bool:
        """Go behind the next ``mark``, or to it; False if there is none."""
        while (place := self._held.find(mark, self._at)) < 0:
            self._at = max(self._at, len(self._held) - len(mark) + 1)
            if not self._fill():
                return False
        self._at = place + (0 if keep else len(mark))
        return True

    def _skip_aside(self) -> bool:
        """Whether what begins here was no tag; then it was skipped."""
        self._need(STEP)
        for opening, ending in _ASIDES:
            if self._held.startswith(opening, self._at):
                self._at += len(opening)
                if not self._skip_past(ending):
                    raise self._cut_off()
                return True
        if not self._held.startswith(b"<!", self._at):
            return False
        inner, outer = (self._held.find(mark, self._at) for mark in (b"[", b">"))
        if 0 <= inner < outer or outer < 0 <= inner:
            self._skip_past(b"]")
        self._skip_past(b">")
        return True

    def _match_tag(self) -> Tag | None:
        """The tag here, if it is whole and not too long to be matched at once."""
        while not (found := _TAG.match(self._held, self._at)):
            size = len(self._held) - self._at
            self._need(2 * size)  # so that what is here is matched few times, however little comes at once
            if size >= SHORT or len(self._held) - self._at == size:
                return None
        self._at = found.end()
        slash, name, attributes, closed = found.groups()
        values = {key.decode(): value[1:-1] for key, value in _ATTRIBUTE.findall(attributes)}
        values.pop(SKIPPED, None)
        return Tag(name.decode(), values, opens=not slash, closes=bool(slash or closed))

    def _take_tag(self) -> Tag:
        """The tag here, attribute by attribute; of values that are long the beginning."""
        opening = self._expect(_OPENING)
        values: dict[str, bytes] = {}
        left, cut = LONGEST, False
        while not (closing := self._find(_CLOSING)):
            name, quote = self._expect(_ASSIGNED).groups()
            skipped = name.decode() == SKIPPED
            value, whole = self._take_value(quote, 0 if skipped else max(left, FEW))
            if not skipped:
                values[name.decode()] = value
                left, cut = left - len(value), cut or not whole
            if len(values) > MANY:
                raise DataError(f"{self._source} has a tag of over {MANY} attributes; it is no export of SMS")
        slash, tag = opening.groups()
        return Tag(tag.decode(), values, opens=not slash, closes=bool(slash or closing[1]), cut=cut)

    def _take_value(self, quote: bytes, limit: int) -> tuple[bytes, bool]:
        """What stands before the next ``quote``, at most ``limit`` bytes of it, and whether that is all."""
        kept, length = b"", 0
        while (place := self._held.find(quote, self._at)) < 0:
            length += len(self._held) - self._at
            kept += self._held[self._at : self._at + limit - len(kept)]
            self._at = len(self._held)
            if not self._fill():
                raise self._cut_off()
        length += place - self._at
        kept += self._held[self._at : min(place, self._at + limit - len(kept))]
        self._at = place + 1
        return kept, len(kept) == length

    def _find(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """``pattern`` here, which is then behind; None if it is not here."""
        self._need(STEP)
        found = pattern.match(self._held, self._at)
        if found:
            self._at = found.end()
        return found

    def _expect(self, pattern: re.Pattern[bytes]) -> re.Match[bytes]:
        found = self._find(pattern)
        if found:
            return found
        if len(self._held) - self._at < STEP and b">" not in self._held[self._at :]:
            raise self._cut_off()
        shown = self._held[self._at : self._at + 20].decode("utf-8", "replace")
        raise DataError(f"{self._source} is not the XML of an export: near {shown!r}; export it again")

    def _cut_off(self) -> DataError:
        return DataError(f"{self._source} is cut off in the middle of a tag; export or copy it again")
