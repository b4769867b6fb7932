"""sigtop's text (github.com/tbvdm/sigtop, fmt_text.go): fields, a blank line, the message, a blank one.

The first line is ``Conversation: NAME (number)``. A message begins ``From: ``, ``Type: ``, ``Sent: `` (what
the owner sent is from ``You``). Nothing is escaped: lines of a message that look like these fields begin one,
and both are read. Of an edited message all versions are.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from spamfilter.errors import DataError
from spamfilter.message import Message
from spamfilter.readers.exports.text import NO_TEXT, NOTICE, settle_sender

FIRST = "Conversation: "
MOST = 30  # lines of a message, its fields too, on average
DATES = {"Sent", "Received"}
PERSONAL = ("incoming", "outgoing")

_FIELD = re.compile(r"(From|Type|Sent|Received|Attachment|Reaction|Edited): (.{0,500})")
_NUMBER = re.compile(r" \([^()]{1,60}\)\Z")
_VERSION = re.compile(r"\| (?:Version|Attachment|Sent): .{0,500}|\|")


@dataclass(slots=True)
class Block:
    """A message: the first of each of its fields, and the lines of its text."""

    fields: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def sniff_sigtop(lines: list[str], name: str) -> bool:
    """Whether a chat's name is above the fields of a message, and messages come often enough below."""
    often = sum(line.startswith("Type: ") for line in lines) * MOST >= len(lines)
    return often and lines[0].startswith(FIRST) and bool(lines[1:]) and begins_message(lines[1:4])


def read_sigtop(lines: Iterator[str], source: str, passed: Counter[str]) -> Iterator[Message]:
    """Messages of one chat. Raises :class:`DataError` where its name is not above all."""
    first = next((line for line in lines if line.strip()), "")
    if not first.startswith(FIRST):
        raise DataError(f"{source} does not begin as a chat of sigtop does; read it with --input lines")
    conversation = cut_number(first.removeprefix(FIRST))
    for block in split_messages(lines):
        kind = block.fields.get("Type", "")
        sent = kind == "outgoing"
        sender = "" if sent else cut_number(block.fields.get("From", ""))
        sender, text = settle_sender(sender, clean_versions(block))
        if not text:
            passed[NO_TEXT if kind in PERSONAL else NOTICE] += 1
            continue
        date = write_sent(block.fields.get("Sent", ""))
        yield Message(text, date=date, sender=sender, conversation=conversation, sent=sent)


def split_messages(lines: Iterator[str]) -> Iterator[Block]:
    """The messages: one begins where fields are below a blank line that only a message has together."""
    block: Block | None = None
    above = ""
    fields: list[str] = []  # that may begin a message
    for line in chain(lines, [""]):
        if _FIELD.fullmatch(line) and (fields or not above.strip()):
            fields.append(line)
            continue
        if fields and begins_message(fields):
            if block:
                yield block
            block = Block(split_fields(fields))
        elif block:
            block.lines += fields
        if block:
            block.lines.append(line)
        fields, above = [], line
    if block:
        yield block


def split_fields(lines: Sequence[str]) -> dict[str, str]:
    """The first of each field by its name."""
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        fields.setdefault(name, value)
    return fields


def begins_message(lines: Sequence[str]) -> bool:
    """Whether fields are those above a message: its type, and when it was sent or came."""
    fields = split_fields(lines)
    return lines[0].startswith(("From: ", "Type: ")) and "Type" in fields and bool(DATES & fields.keys())


def clean_versions(block: Block) -> str:
    """The text of a message; of an edited one without what parts its versions."""
    if "Edited" not in block.fields:
        return "\n".join(block.lines).strip()
    kept = [line.removeprefix("| ") for line in block.lines if not _VERSION.fullmatch(line)]
    return "\n".join(kept).strip()


def cut_number(name: str) -> str:
    """A name without the number or the group's mark behind it."""
    return _NUMBER.sub("", name).strip()


def write_sent(written: str) -> str:
    """A date of sigtop in ISO 8601, with its zone; nothing for another."""
    try:
        return datetime.strptime(written, "%a, %d %b %Y %H:%M:%S %z").isoformat()
    except ValueError:
        return ""
