"""sigtop's text (github.com/tbvdm/sigtop, fmt_text.go): fields, a blank line, the message, a blank one.

The first line is ``Conversation: NAME (number)``. A message begins ``From: ``, ``Type: ``, ``Sent: `` (what
the owner sent is from ``You``). Nothing is escaped: lines of a message that look like these fields begin one,
and both are read. Of an edited message all versions are.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from spamfilter.errors import DataError
from spamfilter.message import Message
from spamfilter.readers.exports.text import NO_TEXT, NOTICE

FIRST = "Conversation: "
MOST = 30  # lines of a message, its fields too, on average
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
    fields = [found[1] for line in lines[1:4] if (found := _FIELD.fullmatch(line))]
    return (
        often
        and lines[0].startswith(FIRST)
        and "Type" in fields
        and {"Sent", "Received"} & set(fields) != set()
    )


def read_sigtop(lines: Iterator[str], source: str, passed: Counter[str]) -> Iterator[Message]:
    """Messages of one chat. Raises :class:`DataError` where its name is not above all."""
    first = next((line for line in lines if line.strip()), "")
    if not first.startswith(FIRST):
        raise DataError(f"{source} does not begin as a chat of sigtop does; read it with --input lines")
    conversation = cut_number(first.removeprefix(FIRST))
    for block in split_messages(lines):
        text = clean_versions(block)
        kind = block.fields.get("Type", "")
        if kind not in PERSONAL or not text:
            passed[NO_TEXT if kind in PERSONAL else NOTICE] += 1
            continue
        sent = kind == "outgoing"
        sender = "" if sent else cut_number(block.fields.get("From", ""))
        date = write_sent(block.fields.get("Sent", ""))
        yield Message(text, date=date, sender=sender, conversation=conversation, sent=sent)


def split_messages(lines: Iterator[str]) -> Iterator[Block]:
    """The messages: one begins at its field ``From`` or ``Type`` below a blank line."""
    block: Block | None = None
    above = ""  # the line above; what follows it begins a message only where it is blank
    in_fields = False
    for line in lines:
        found = _FIELD.fullmatch(line)
        if found and not above.strip() and found[1] in ("From", "Type") and not in_fields:
            if block:
                yield block
            block, in_fields = Block(), True
        if block and in_fields and found:
            block.fields.setdefault(found[1], found[2])
        elif block:
            in_fields = False
            block.lines.append(line)
        above = line
    if block:
        yield block


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
