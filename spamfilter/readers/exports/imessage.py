"""Chats of Apple's Messages, as the programs around it export them.

imessage-exporter (github.com/ReagentX/imessage-exporter, imessage-exporter/src/exporters/txt.rs) writes a
text file a chat: a line with the date, one with the sender (``Me`` for the owner), the lines of the text, a
blank line. Replies stand below the message that they reply to, four spaces in, and once more in their own
place; one of the two is read. Nothing is escaped: a line of a message that looks like a date begins a
message, and both are read. For tables see :mod:`.chat_table`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.hookspecs import ReadOptions
from spamfilter.message import Message
from spamfilter.readers.exports.chat_table import (
    IMAZING_MESSAGES,
    MESSAGES_DATABASE,
    Layout,
    read_table,
    sniff_table,
)
from spamfilter.readers.exports.text import (
    DELETED,
    NO_TEXT,
    NOTICE,
    Form,
    name_stem,
    read_forms,
    says_more,
    sniff_forms,
)

ME = "Me"
REPLY = "This message responded to an earlier message."
REACTIONS = ("Tapbacks:", "Reactions:")
INDENT = "    "
ORPHANED = "orphaned"  # the file of messages that belong to no chat
SHORT = 60  # characters of a sender
SAME = 10_000  # replies that are remembered until they come again
ENOUGH = 2  # messages that show the form

_DATE = re.compile(
    r"( {0,40})([A-Z][a-z]{2} \d{1,2}, \d{4} {1,2}\d{1,2}:\d{2}:\d{2}[ \u202f][AP]M)"
    r"(?: \(Read by [^()]{1,100}\))?(?: (.{1,1000}))?"
)
_REACTION = re.compile(
    r" *(?:Loved|Liked|Disliked|Laughed at|Laughed|Emphasized|Questioned|[^\w\s]{1,8}) by (.{1,100})"
)
_FILE = re.compile(r"(?:/|~/|[A-Z]:\\|attachments/)[^:\n]{1,400}\.\w{1,8}")


@dataclass(slots=True)
class Block:
    """What stands below a ``date``, and how far in; the first of the ``lines`` is the sender's."""

    date: str
    indent: int
    notice: str = ""
    lines: list[str] = field(default_factory=list)


def sniff_imessage(head: bytes, name: str) -> bool:
    """Whether a source is an export of Messages in a form that is known."""
    return sniff_forms(head, name, FORMS)


def read_imessage(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Messages of one export."""
    return read_forms(stream, source, options, [*FORMS, ANY], "iMessage")


def sniff_chat_text(lines: list[str], name: str) -> bool:
    """Whether the first line is a date and the second a sender, and this comes again.

    A message may have many lines, so the dates need not be most of them: but no other line of a file of
    lines is a date alone, and that twice.
    """
    dates = [place for place, line in enumerate(lines) if (found := _DATE.fullmatch(line)) and not found[3]]
    if not dates or _DATE.fullmatch(lines[0]) is None:
        return False
    followed = sum(later - place > 1 for place, later in zip(dates, [*dates[1:], len(lines)], strict=True))
    return followed >= ENOUGH and 8 * followed >= len(lines)


def read_chat_text(lines: Iterator[str], source: str, passed: Counter[str]) -> Iterator[Message]:
    """Messages of the text that imessage-exporter writes."""
    stem = name_stem(source)
    conversation = "" if stem == ORPHANED else stem
    senders = {ME}
    shown: set[int] = set()  # replies below what they reply to
    for block in split_blocks(lines, source):
        if block.notice:
            kind, sender, text = ("" if says_more(block.notice) else NOTICE), "", block.notice
        else:
            kind, sender, text, replies = read_block(block, senders)
            key = hash((block.date, sender, text))
            if replies and key in shown:
                shown.discard(key)
                continue
            if block.indent and len(shown) < SAME:
                shown.add(key)
        if kind:
            passed[kind] += 1
            continue
        yield Message(text, date=block.date, sender=sender, conversation=conversation, sent=sender == ME)


def split_blocks(lines: Iterator[str], source: str) -> Iterator[Block]:
    """Each date with the lines below it. Raises :class:`DataError` where lines stand above the first."""
    block: Block | None = None
    for line in lines:
        found = _DATE.fullmatch(line)
        if found:
            if block:
                yield block
            block = Block(date_chat_line(found[2]), len(found[1]), found[3] or "")
        elif block:
            block.lines.append(line)
        elif line.strip():
            raise DataError(
                f"{source} does not begin as a chat of imessage-exporter does, with a date; "
                "read it with --input lines"
            )
    if block:
        yield block


def date_chat_line(written: str) -> str:
    """The date in ISO 8601; it has no zone."""
    try:
        parsed = datetime.strptime(" ".join(written.split()), "%b %d, %Y %I:%M:%S %p")
    except ValueError:
        return ""
    return parsed.isoformat()


def read_block(block: Block, senders: set[str]) -> tuple[str, str, str, bool]:
    """Why a message is passed over, its sender and text, and whether it is a reply that may have been shown.

    A line that should be a sender's, but that nothing follows, may be a message that somebody cut in two.
    """
    lines = [line.removeprefix(" " * block.indent) for line in block.lines]
    sender, body = (lines[0].strip(), lines[1:]) if lines else ("", [])
    while body and not body[-1].strip():
        body.pop()
    replies = bool(body) and body[-1].strip() == REPLY
    text = "\n".join(cut_reactions(body[:-1] if replies else body, senders)).strip()
    if not text and sender and sender not in senders and (says_more(sender) or len(sender) > SHORT):
        return "", "", sender, replies
    senders.add(sender)
    if text in (f"{sender} deleted a message.", "They deleted a message.", "You deleted a message."):
        return DELETED, sender, "", replies
    return (NO_TEXT if not text or is_file(text) else ""), sender, text, replies


def cut_reactions(body: Sequence[str], senders: set[str]) -> list[str]:
    """The lines of a text without those that name who reacted to it, the people of this chat."""
    for place, line in enumerate(body):
        if line.strip() in REACTIONS:
            below = [one for one in body[place + 1 :] if one.strip()]
            names = [found[1].strip() if (found := _REACTION.fullmatch(one)) else "" for one in below]
            if names and all(name in senders for name in names):
                return list(body[:place])
            break
    return list(body)


def is_file(text: str) -> bool:
    """Whether a text is the path of an attachment and nothing else."""
    return "ttachments/" in text and _FILE.fullmatch(text) is not None


def make_table_form(layout: Layout) -> Form:
    """The form of a table of this layout."""
    return Form(
        lambda lines, name: sniff_table(lines, name, layout),
        lambda lines, source, passed: read_table(lines, source, passed, layout),
    )


FORMS: Sequence[Form] = (
    make_table_form(IMAZING_MESSAGES),
    make_table_form(MESSAGES_DATABASE),
    Form(sniff_chat_text, read_chat_text),
)
ANY = Form(lambda lines, name: True, read_chat_text)
