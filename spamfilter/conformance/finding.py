"""What a check finds."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "FAIL"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one ``check``; ``detail`` says what was seen, and of a failure how to mend it."""

    status: Status
    check: str
    detail: str


class Fault(Exception):
    """What a check raises to fail."""


class Doubt(Exception):
    """What a check raises to warn."""


def quote(value: object) -> str:
    """``value`` as Python writes it, cut short."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…" + text[-1]
