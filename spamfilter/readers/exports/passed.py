"""What the readers of exports share: what they passed over, when a message was sent, what its text is."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from spamfilter.message import Message
from spamfilter.readers.notice import say_passed, tell

NO_TEXT = "without text"
UNSENT = "never sent (draft or outbox)"
SERVICE = "from the service itself"
# Android writes an SMS's time in milliseconds and an MMS's in seconds. As seconds this is the year 5138.
MOST_SECONDS = 10**11

_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Passed:
    """Counts messages that are not shown, each for a reason."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def count(self, reason: str) -> None:
        """One more message is passed over, for ``reason``."""
        self._counts[reason] += 1

    def tell(self, source: str) -> None:
        """Say on one line what was passed over, if anything was."""
        if self._counts:
            parts = [f"{count} message{'s' * (count > 1)} {why}" for why, count in self._counts.items()]
            tell(source, say_passed(parts, self._counts.total()))


def number_messages(messages: Iterable[Message], source: str, passed: Passed) -> Iterator[Message]:
    """``messages`` with a text, with their source and number; at the end it is told what was passed over."""
    number = 0
    for message in messages:
        if message.text.strip():
            number += 1
            yield replace(message, source=source, number=number)
        else:
            passed.count(NO_TEXT)
    passed.tell(source)


def to_utc(epoch: object) -> str:
    """ISO 8601 in UTC of seconds or milliseconds since 1970, a number or its digits; else empty.

    Fractions of a second are left out.
    """
    try:
        count = int(str(epoch))
        seconds = count if abs(count) < MOST_SECONDS else count // 1000
        return f"{datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat()}Z" if count else ""
    except (ValueError, OverflowError, OSError):
        return ""


def clean_text(text: str) -> str:
    """``text`` with surrogate pairs joined, without what XML forbids, its lines ended by ``\\n``."""
    if _FORBIDDEN.search(text):
        joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
        text = _FORBIDDEN.sub("", joined)
    return text.replace("\r\n", "\n").replace("\r", "\n")
