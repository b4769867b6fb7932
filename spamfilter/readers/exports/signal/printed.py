"""Chats of Signal that programs write as lines with a date and a name before the text.

- signal-export's ``chat.md`` (github.com/carderne/signal-export, sigexport/models.py):
  ``[2024-01-31 23:59:58] Ann: text``, with the owner as ``Me``.
- signalbackup-tools' txt (github.com/bepaald/signalbackup-tools, signalbackup/exporttxt.cc):
  ``[Jan 31, 2024 23:59:58] <Ann> text``, and ``***`` in place of a name for what the program says. The owner
  has a name as all others, so nothing is taken for sent.
- sigtop's short text (github.com/tbvdm/sigtop, fmt_text_short.go): ``2024-01-31 23:59 Ann: text``, with the
  owner as ``You``.

Lines without such a beginning go on with the message above. Nothing is escaped: one that has it begins a
message, and both are read.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from spamfilter.errors import DataError
from spamfilter.message import Message
from spamfilter.readers.exports.signal.sigexport import ME, name_chat
from spamfilter.readers.exports.text import (
    DELETED,
    NO_TEXT,
    NOTICE,
    is_mostly,
    name_parts,
    name_stem,
    says_more,
    settle_sender,
)

YOU = "You"
MARKDOWN = "chat.md"
GONE = "(This message was deleted)"

_MARKDOWN = re.compile(r"\[(\d{4}-\d\d-\d\d,? \d\d:\d\d(?::\d\d)?)\] ([^:\n]{1,100}): ?(.*)")
_BACKUP = re.compile(r"\[([A-Z][a-z]{2} \d\d, \d{4} \d\d:\d\d:\d\d)\] (?:<([^>\n]{1,100})>|(\*\*\*)) ?(.*)")
_BRIEF = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d) ([^:\n]{1,100}):(.*)")
_NUMBERED = re.compile(r" \(_id\d{1,9}\)\Z")
_DETAILS = re.compile(r" \[(?:(?:reply to [^\[\]\n]{1,120}|edited|\d{1,3} attachments?)(?:, )?){1,3}\]")
_OF_APP = re.compile(r" \[[a-z-]{1,40} message\]")
_FILE = re.compile(r"!?\[([^\]\s]{1,200})\]\(\./media/([^)\s]{1,300})\)")
_SENT_FILE = re.compile(
    r"<([^>\n]{1,100})> sent file(?: \"[^\"/\n]{1,200}\"| of type [\w/.+-]{1,80})?(?: \([^()\n]{1,200}\))?"
)


@dataclass(slots=True)
class Printed:
    """One message: its date, its sender (nobody for what the program says) and the text so far."""

    date: str
    sender: str
    text: str


def sniff_markdown(lines: list[str], name: str) -> bool:
    """Whether a file called as signal-export does begins with a date and a name."""
    called = (name_parts(name) or [""])[-1].lower() == MARKDOWN
    return called and _MARKDOWN.match(lines[0]) is not None


def read_markdown(lines: Iterator[str], source: str, passed: Counter[str]) -> Iterator[Message]:
    """Messages of signal-export's ``chat.md``."""
    conversation = name_chat(source)
    for one in join_printed(lines, source, _MARKDOWN):
        text = one.text.strip()
        kind = DELETED if text == GONE else NO_TEXT if not text or is_media(text) else ""
        sender, text = settle_sender(one.sender, "" if kind else text)
        if not text:
            passed[kind] += 1
            continue
        date = one.date.replace(", ", " ").replace(" ", "T")
        yield Message(text, date=date, sender=sender, conversation=conversation, sent=sender == ME)


def is_media(text: str) -> bool:
    """Whether a text is a link to a file of the export and nothing else."""
    found = _FILE.fullmatch(text)
    return found is not None and found[1] == found[2].replace("%20", " ")


def sniff_backup_text(lines: list[str], name: str) -> bool:
    """Whether nearly all lines begin as signalbackup-tools writes them; or the first, by the file's name."""
    if _NUMBERED.search(name_stem(name)):
        return _BACKUP.match(lines[0]) is not None
    return is_mostly(lines, _BACKUP.match)


def read_backup_text(lines: Iterator[str], source: str, passed: Counter[str]) -> Iterator[Message]:
    """Messages of signalbackup-tools' txt."""
    conversation = _NUMBERED.sub("", name_stem(source))
    for one in join_printed(lines, source, _BACKUP):
        text = one.text.strip()
        found = None if one.sender else _SENT_FILE.fullmatch(text)
        is_file = found is not None and not says_more(found[1])
        if is_file or not (one.sender or says_more(text)):
            passed[NO_TEXT if is_file else NOTICE] += 1
            continue
        sender, text = settle_sender(one.sender, text)
        if text:
            yield Message(text, date=date_backup_line(one.date), sender=sender, conversation=conversation)
        else:
            passed[NO_TEXT] += 1


def date_backup_line(written: str) -> str:
    """A date of signalbackup-tools in ISO 8601, without a zone."""
    try:
        return datetime.strptime(written, "%b %d, %Y %H:%M:%S").isoformat()
    except ValueError:
        return ""


def sniff_brief_text(lines: list[str], name: str) -> bool:
    """Whether nearly all lines begin as sigtop writes them."""
    return is_mostly(lines, _BRIEF.match)


def read_brief_text(lines: Iterator[str], source: str, passed: Counter[str]) -> Iterator[Message]:
    """Messages of sigtop's short text."""
    conversation = name_stem(source)
    for one in join_printed(lines, source, _BRIEF):
        details = _DETAILS.match(one.text)
        text = one.text[details.end() if details else 0 :].strip()
        is_notice = _OF_APP.fullmatch(one.text) is not None
        sender, text = settle_sender(one.sender, "" if is_notice else text)
        if not text:
            passed[NOTICE if is_notice else NO_TEXT] += 1
            continue
        date = one.date.replace(" ", "T")
        yield Message(text, date=date, sender=sender, conversation=conversation, sent=sender == YOU)


def join_printed(lines: Iterator[str], source: str, begins: re.Pattern[str]) -> Iterator[Printed]:
    """Each message with all its lines. Raises :class:`DataError` where lines stand above the first."""
    head: Printed | None = None
    below: list[str] = []
    for line in lines:
        found = begins.fullmatch(line)
        if found:
            if head:
                yield Printed(head.date, head.sender, "\n".join([head.text, *below]))
            head, below = Printed(found[1], found[2] or "", found[found.lastindex or 0]), []
        elif head:
            below.append(line)
        elif line.strip():
            raise DataError(f"{source} does not begin with a date and a name; read it with --input lines")
    if head:
        yield Printed(head.date, head.sender, "\n".join([head.text, *below]))
