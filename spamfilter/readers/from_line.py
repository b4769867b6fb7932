"""The line that begins a mail in an mbox."""

import re

_DATE = [
    re.compile(rb"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"),
    re.compile(rb"\b\d?\d:\d\d\b"),
    re.compile(rb"\b(?:19|20)\d\d\b"),
]


def is_dated(line: bytes) -> bool:
    """Whether a line is the From line of an mbox beyond doubt: with a month, a time and a year."""
    return line.startswith(b"From ") and all(part.search(line) for part in _DATE)
