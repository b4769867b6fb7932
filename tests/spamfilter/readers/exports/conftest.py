"""An export read as the command reads it: by the one reader that knows it, from a stream that only reads."""

from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO, NamedTuple, cast

import pytest

from spamfilter.hookspecs import HEAD, ReaderEntry, ReadOptions
from spamfilter.message import Message
from spamfilter.readers import notice
from spamfilter.readers.exports import EXPORTS

Export = Callable[..., "Outcome"]
Known = Callable[..., list[str]]


class Outcome(NamedTuple):
    """What a reader gave and told, and what it raised after that, if anything."""

    messages: list[Message]
    notices: list[str]
    error: str = ""

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]


class Dribble:
    """A stream that gives a few bytes at a time, and has no other method."""

    def __init__(self, data: bytes, step: int) -> None:
        self._data = BytesIO(data)
        self._step = step

    def read(self, size: int) -> bytes:
        return self._data.read(min(size, self._step))


def list_known(data: bytes, name: str = "-") -> list[str]:
    return [entry.name for entry in EXPORTS if entry.sniff(data[:HEAD], name)]


def find_entry(name: str) -> ReaderEntry:
    return next(entry for entry in EXPORTS if entry.name == name)


@pytest.fixture
def known() -> Known:
    """``names = known(data, name)``: the readers that are sure of it."""
    return list_known


@pytest.fixture
def export(monkeypatch: pytest.MonkeyPatch) -> Export:
    """``outcome = export(data, name, as_="", step=1, encoding="")``, read by the one reader that knows it."""
    monkeypatch.setattr(notice, "NOTICES", [])

    def read(data: bytes, name: str, as_: str = "", step: int = 1 << 16, encoding: str = "") -> Outcome:
        (found,) = [as_] if as_ else list_known(data, name)
        stream = cast(BinaryIO, Dribble(data, step))
        messages: list[Message] = []
        try:
            messages.extend(find_entry(found).read(stream, name, ReadOptions(encoding=encoding)))
        except Exception as error:
            if type(error).__name__ not in ("DataError", "CutOffError"):
                raise
            return Outcome(messages, list(notice.NOTICES), str(error))
        return Outcome(messages, list(notice.NOTICES))

    return read
