"""Chats that WhatsApp exports, a text file each (https://faq.whatsapp.com/1180414079177245).

An iPhone writes ``[12/31/23, 11:59:58 PM] Ann: text``, Android ``31/12/2023, 23:59 - Ann: text``; lines
without such a beginning go on with the message above. The form is not published; see :mod:`.stamp` and
:mod:`.phrases` for where it is known from. What the form cannot tell:

- A line of a message that looks like the beginning of one is the beginning of one: nothing is escaped. Both
  are read.
- Whose phone it was. A message is taken for sent only where the sender is what the app calls the phone's
  owner (``You``); in most exports the owner has a name like all others.
- Where a name with a colon and a blank ends. It ends at its first one, unless the chat is called so.
- What an iPhone says of a group (``Ann added Bob``) in recent exports: it stands behind a name, as messages
  do, and is read as one.

A line without ``Name: `` is a notice of the app, and is passed over, unless it has what notices lack (a link,
a price, a long number): a message may have such a line too.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.hookspecs import ReadOptions
from spamfilter.message import Message
from spamfilter.readers.exports.chat_table import IMAZING_WHATSAPP, read_table, sniff_table
from spamfilter.readers.exports.text import (
    DELETED,
    MARKS,
    MOSTLY,
    NO_TEXT,
    NOTICE,
    UNMARKED,
    Form,
    is_mostly,
    name_parts,
    read_forms,
    says_more,
    settle_sender,
    sniff_forms,
)
from spamfilter.readers.exports.whatsapp.phrases import (
    DELETED_PHRASES,
    EDITED,
    ENCRYPTED,
    OMITTED,
    TITLES,
    YOU,
    fold_phrase,
)
from spamfilter.readers.exports.whatsapp.stamp import LONGEST, Stamp, find_order, parse_stamp

NAME = 100  # characters of a sender's
LOOK = 1 << 16  # characters of a chat in which the order of its dates is looked for
HALF = 0.5  # of the lines
QUOTES = (("“", "”"), ('"', '"'), ("„", "“"), ("«", "»"))
MARKDOWN = ".md"  # other programs' chats, with dates that are written alike
CHAT = "_chat.txt"  # what an iPhone calls each

# What the app calls media; a file with another name may be anything that a person called so.
_FILE = re.compile(
    r"<?(?:[^<>:\n]{1,30}: ?)?[\u200e\u200f]?"
    r"(?:\d{8}-[A-Z]{3,12}-[\d-]{10,30}|(?:IMG|VID|AUD|PTT|STK|DOC)-\d{8}-WA\d{4})"
    r"\.\w{1,5}(?: ?\([^()\n]{1,40}\))?>?"
)
_END = re.compile(r":(?=[ \u200e\u200f])")  # of a name
_COPY = re.compile(r" ?\(\d{1,3}\)\Z")
_QUOTED = re.compile(r"[“\"„«‘']([^“”\"„«»\n]{1,100})[”\"“»’']")


@dataclass(slots=True)
class Entry:
    """What stands behind one date: the ``rest`` of its line, and the lines below."""

    stamp: Stamp
    rest: str
    below: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it, with its lines."""
        return "\n".join([self.rest, *self.below]) if self.below else self.rest


def sniff_whatsapp(head: bytes, name: str) -> bool:
    """Whether a source is a chat of WhatsApp, or a table of chats by iMazing."""
    return sniff_forms(head, name, FORMS)


def read_whatsapp(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Messages of one chat; its date is the phone's, without a zone."""
    return read_forms(stream, source, options, [*FORMS, ANY], "WhatsApp")


def sniff_chat(lines: list[str], name: str) -> bool:
    """Whether the first line has a date, and the name tells or nearly all lines have one.

    Below the notice with which the app begins a chat half of them are enough.
    """
    if find_title(name) is not None:
        return split_header(lines[0]) is not None
    if name.lower().endswith(MARKDOWN):
        return False
    return is_mostly(lines, split_header, HALF if is_about_encryption(lines[0]) else MOSTLY)


def split_header(line: str) -> tuple[Stamp, str] | None:
    """The date that begins a ``line``, and the rest of it; None where none does."""
    bare = line[:LONGEST].lstrip(MARKS)
    opened = bare.startswith("[")
    if not bare[opened : opened + 1].isdecimal():
        return None
    for end in ("] ",) if opened else (" - ", " – ", "- "):
        before, found, _ = bare[opened:].partition(end)
        if found and (stamp := parse_stamp(before)):
            cut = len(line[:LONGEST]) - len(bare) + opened + len(before) + len(end)
            return stamp, line[cut:]
    return None


def read_chat(lines: Iterator[str], source: str, passed: Counter[str]) -> Iterator[Message]:
    """Messages of the lines of one chat."""
    first = take_first(lines)
    day_first = find_order([header[0] for line in first if (header := split_header(line))])
    conversation = find_title(source) or ""
    for place, entry in enumerate(join_entries(chain(first, lines), source)):
        sender, text = split_sender(entry.text, conversation)
        if not place and is_about_encryption(text if sender else entry.text):
            conversation = conversation or clean_name(sender)
            passed[NOTICE] += 1
            continue
        if not sender:
            conversation = conversation or find_quoted(text)
        kind, text = clean_message(sender, text)
        name, text = settle_sender(clean_name(sender), text)
        if kind and not text:
            passed[kind] += 1
            continue
        date = entry.stamp.write(day_first)
        yield Message(text, date=date, sender=name, conversation=conversation, sent=name in YOU)


def take_first(lines: Iterator[str]) -> list[str]:
    """The first lines, ``LOOK`` characters at least."""
    first: list[str] = []
    size = 0
    for line in lines:
        first.append(line)
        size += len(line) + 1
        if size >= LOOK:
            break
    return first


def join_entries(lines: Iterator[str], source: str) -> Iterator[Entry]:
    """Each date with its lines. Raises :class:`DataError` where something stands above the first."""
    entry: Entry | None = None
    for line in lines:
        header = split_header(line)
        if header:
            if entry:
                yield entry
            entry = Entry(*header)
        elif entry:
            entry.below.append(line)
        elif line.translate(UNMARKED).strip():
            raise DataError(
                f"{source} does not begin as a chat of WhatsApp does, with a date and a name; "
                "read it with --input lines, or cut what stands above"
            )
    if entry:
        yield entry


def split_sender(text: str, conversation: str) -> tuple[str, str]:
    """Who wrote a message, and the message; nobody for a notice of the app."""
    line = text.partition("\n")[0]
    top = line[:NAME]
    found = [match.start() for match in _END.finditer(line[: NAME + 1])]
    if not found and line == top and line.endswith(":"):  # with nothing behind it
        found = [len(line) - 1]
    if not found or is_about_name(line, found[0]):
        return "", text
    wanted = fold_name(conversation)
    end = next((one for one in found if wanted and fold_name(top[:one]) == wanted), found[0])
    return top[:end], text[end + 1 :].removeprefix(" ")


def is_about_name(line: str, end: int) -> bool:
    """Whether a ``line`` is a notice of a group's name that has a colon in it, at ``end``."""
    opened = [
        before for before, behind in QUOTES if line.rfind(before, 0, end) >= 0 and line.endswith(behind)
    ]
    split = any(
        behind not in line[line.rfind(before, 0, end) + 1 : end]
        for before, behind in QUOTES
        if before in opened
    )
    return split and not line.startswith("~") and not says_more(line)


def fold_name(name: str) -> str:
    """The letters and digits of a name: the names of files lack some other characters."""
    return "".join(filter(str.isalnum, name)).casefold()


def clean_name(name: str) -> str:
    """A sender's name as a person reads it; an iPhone marks those who are no contact with a tilde."""
    return " ".join(name.translate(UNMARKED).split()).removeprefix("~").strip()


def is_about_encryption(text: str) -> bool:
    """Whether the first entry of a chat is the notice that all chats begin with."""
    folded = text.casefold()
    return any(one in folded for one in ENCRYPTED) and not says_more(text)


def find_quoted(text: str) -> str:
    """The name of a group in the notice of its making."""
    quoted = _QUOTED.findall(text[:1000])
    return str(quoted[-1]).strip() if quoted else ""


def clean_message(sender: str, text: str) -> tuple[str, str]:
    """Why a message is passed over, if it is, and its text without what the app wrote into it."""
    if not sender:
        return ("", text.strip()) if says_more(text) else (NOTICE, "")
    text = cut_edited(text.strip()).strip()
    if fold_phrase(text[:200]) in DELETED_PHRASES and len(text) < 200:
        return DELETED, ""
    text = cut_media(text).strip(MARKS + " \n\r\t")
    return ("", text) if text else (NO_TEXT, "")


def cut_edited(text: str) -> str:
    """``text`` without the mark of an edited message at its end."""
    start = text.rfind("<", -60) if text.endswith(">") else -1
    return text[:start] if start >= 0 and fold_phrase(text[start:]) in EDITED else text


def cut_media(text: str) -> str:
    """``text`` without what stands for a file: all of its first line, or behind a mark at its end."""
    top, line_end, below = text.partition("\n")
    bare = top.strip()
    if len(bare) < NAME and (fold_phrase(bare) in OMITTED or _FILE.fullmatch(bare.translate(UNMARKED))):
        return below
    before, mark, last = text.rpartition("\u200e")
    last = last.strip()
    if mark and len(last) < NAME and (fold_phrase(last) in OMITTED or _FILE.fullmatch(last)):
        return before
    return top + line_end + below


def find_title(source: str) -> str | None:
    """Whom the chat is with by the names of the file and its archive; None where they are not WhatsApp's."""
    parts = name_parts(source)
    told: str | None = None
    for name in reversed(parts[-2:]):
        stem = name.rpartition(".")[0] or name
        folded = stem.casefold()
        for title in TITLES:
            if folded.startswith(title):
                return _COPY.sub("", stem[len(title) :]).strip()
        if name.casefold() == CHAT or (told is None and "whatsapp" in folded and name is parts[-1]):
            told = ""
        elif told is None:
            return None
    return told


def sniff_imazing(lines: list[str], name: str) -> bool:
    """Whether the first line is the header of iMazing's table of WhatsApp's chats."""
    return sniff_table(lines, name, IMAZING_WHATSAPP)


def read_imazing(lines: Iterator[str], source: str, passed: Counter[str]) -> Iterator[Message]:
    """Messages of iMazing's table of WhatsApp's chats."""
    return read_table(lines, source, passed, IMAZING_WHATSAPP)


FORMS: Sequence[Form] = (Form(sniff_imazing, read_imazing), Form(sniff_chat, read_chat))
ANY = Form(lambda lines, name: True, read_chat)  # who names the format wants to know why it is not
