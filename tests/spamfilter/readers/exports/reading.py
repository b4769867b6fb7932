"""How the tests of exports read: bytes in, rows out, and what was told."""

from io import BytesIO
from typing import BinaryIO, cast

from spamfilter.hookspecs import ReaderEntry, ReadOptions
from spamfilter.message import Message
from spamfilter.readers.exports.chats import CHATS
from spamfilter.readers.notice import NOTICES

ENTRIES = {entry.name: entry for entry in CHATS}


class Pipe:
    """A stream that can only be read, a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self._inner = BytesIO(data)

    def read(self, size: int) -> bytes:
        return self._inner.read(min(size, 1000))


def find_entry(name: str) -> ReaderEntry:
    return ENTRIES[name]


def read_as(name: str, data: str | bytes, source: str) -> list[Message]:
    """The messages of an export."""
    NOTICES.clear()
    raw = data.encode() if isinstance(data, str) else data
    return list(ENTRIES[name].read(cast(BinaryIO, Pipe(raw)), source, ReadOptions()))


def find_names(data: str | bytes, source: str) -> list[str]:
    """The readers that are sure that a source is theirs."""
    raw = data.encode() if isinstance(data, str) else data
    return [entry.name for entry in CHATS if entry.sniff(raw[: 1 << 16], source)]
