"""``messages.json`` of Google Chat, of which Google Takeout gives one a conversation.

Google does not publish the format. It is that of the samples in
https://github.com/wjcarpenter/gvoice-sms-takeout-xml (``test_data/Takeout/Google Chat``).
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.hookspecs import ReadOptions
from spamfilter.message import Message
from spamfilter.readers.exports.document import Document, find_text, sketch_document
from spamfilter.readers.exports.passed import Passed, clean_text, number_messages
from spamfilter.readers.exports.utf8 import convert_head, read_utf8

MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
]  # fmt: skip
WRITER = ("messages.*.creator.name", "messages.*.creator.email", "messages.*.creator.user_type")
MARKS = ("messages.*.created_date", "messages.*.topic_id", "messages.*.message_id")

_MONTH = re.compile("|".join(MONTHS))
_DAY = re.compile(r"(?<![\d:])(\d{1,2})(?![\d:])")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_TIME = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})\s*(AM|PM)?")


def sniff_google_chat(head: bytes, name: str) -> bool:
    """Whether ``head`` is JSON of such messages, by what every one of them has."""
    head = convert_head(head)
    if b'"creator"' not in head:
        return False
    places = sketch_document(head)
    return any(place in places for place in WRITER) and any(place in places for place in MARKS)


def read_google_chat(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Messages of the conversation. Whose export it is stands in another file, so none is ``sent``.

    Raises :class:`DataError` for another document.
    """
    passed = Passed()
    document = Document(read_utf8(stream, options.encoding), source)
    return number_messages(list_chat(document, source), source, passed)


def list_chat(document: Document, source: str) -> Iterator[Message]:
    """The Messages under ``messages``, with a text or without."""
    found = False
    for key in document.walk_map():
        if key != "messages":
            document.skip()
            continue
        found = True
        for _ in document.walk_array():
            record = document.read()
            names = (find_text(record, "creator", key) for key in ("name", "email"))
            yield Message(
                clean_text(find_text(record, "text")),
                sender=clean_text(next(filter(None, names), "")),
                date=read_words_of_date(find_text(record, "created_date")),
                conversation=find_text(record, "message_id").partition("/")[0],
            )
    document.finish()
    if not found:
        raise DataError(f"{source} has no messages of Google Chat; name its format with --input")


def read_words_of_date(date: str) -> str:
    """ISO 8601 of ``Tuesday, April 28, 2015 at 1:21:56 AM UTC``; empty for other languages than English."""
    day, _, time = date.partition(" at ")
    month, number, year, clock = _MONTH.search(day), _DAY.search(day), _YEAR.search(day), _TIME.match(time)
    if not (month and number and year and clock):
        return ""
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4] == "PM" else 0)
    try:
        found = datetime(
            int(year[0]), MONTHS.index(month[0]) + 1, int(number[1]), hour, int(clock[2]), int(clock[3])
        )
    except ValueError:
        return ""
    return found.isoformat() + ("Z" if date.endswith("UTC") else "")
