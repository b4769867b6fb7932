"""``data.json`` of signal-export (github.com/carderne/signal-export, sigexport/models.py, main.py).

It is one JSON object a line, whatever its name says, with the owner's messages from ``Me``; the folder that
it is in is called as the chat.
"""

from collections import Counter
from collections.abc import Iterator

from spamfilter.errors import DataError
from spamfilter.message import Message
from spamfilter.readers.exports.signal.archive import get_text, parse_frame
from spamfilter.readers.exports.text import DELETED, NO_TEXT, NOTICE, name_parts

NEEDED = {"date", "sender", "body", "reactions", "attachments"}
ME = "Me"


def sniff_sigexport(lines: list[str], name: str) -> bool:
    """Whether each line is an object with what signal-export writes of a message; one alone shows nothing."""
    called = len(lines) > 1 or name.endswith("data.json")
    return called and all(
        (found := parse_frame(line)) is not None and found.keys() >= NEEDED for line in lines
    )


def read_sigexport(lines: Iterator[str], source: str, passed: Counter[str]) -> Iterator[Message]:
    """Messages of the lines. Raises :class:`DataError`, with the line's number, for what is no message."""
    conversation = name_chat(source)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        found = parse_frame(line)
        if found is None or not found.keys() >= NEEDED:
            raise DataError(f"{source} line {number} is no message of signal-export; export the chats again")
        text, sender = get_text(found, "body").strip(), get_text(found, "sender")
        if found.get("call"):
            passed[NOTICE] += 1
        elif not text:
            passed[DELETED if found.get("deleted") else NO_TEXT] += 1
        else:
            date = get_text(found, "date")
            yield Message(text, date=date, sender=sender, conversation=conversation, sent=sender == ME)


def name_chat(source: str) -> str:
    """The name of the folder that an export is in."""
    parts = name_parts(source)
    return parts[-2] if len(parts) > 1 and parts[-2] not in (".", "..") else ""
