"""One mail in a file, as Apple Mail keeps it (``.emlx``) or alone (``.eml``).

An emlx has the mail's length in bytes on a line above it, and below it a property list (an XML document) of
what the mail program knows about it. There is no published description of it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from spamfilter.message import Message
from spamfilter.readers.eml import read_mail
from spamfilter.readers.evidence import name_field
from spamfilter.readers.lines import read_whole

LONGEST = 200  # bytes of a field up to its colon

_LENGTH = re.compile(rb"(?:\xef\xbb\xbf)?(\d{1,10})[ \t]*+\r?\n")
_LIST = re.compile(rb"\s*+<(?:\?xml |!DOCTYPE plist|plist)")


def read_emlx(stream: BinaryIO, source: str) -> Iterator[Message]:
    """The one mail that ``stream`` is, or that is in it below its length; ``raw`` is all of the stream.

    Nothing for an empty stream.
    """
    raw = read_whole(stream)
    if raw:
        yield replace(read_mail(cut_mail(raw), source), raw=raw)


def cut_mail(raw: bytes) -> bytes:
    """The mail in an emlx file; all of any other.

    A length that is not true, since line ends were changed on the way, is not believed: then the mail ends
    before the last property list.
    """
    above = _LENGTH.match(raw)
    if not above or not name_field(raw[above.end() : above.end() + LONGEST]):
        return raw
    start, end = above.end(), above.end() + int(above[1])
    if end > len(raw) or (end < len(raw) and not _LIST.match(raw, end)):
        end = raw.rfind(b"<?xml ", start)
        end = end if end >= 0 and raw.find(b"<plist", end) >= 0 else len(raw)
    return raw[start:end]
