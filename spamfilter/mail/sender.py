"""Whom a mail is from: the one address of its one From field, or why that is not plain.

An honest mail has a plain header. Whatever two programs may read in two ways (a second From, a group, a line
that is no field, a lone CR) is not plain, and then nobody is believed to have sent the mail.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spamfilter.mail.entry import find_number, fold_name, guess_address, write_address
from spamfilter.message import Message

LARGEST = 1 << 18  # bytes of a header that is looked at
LONGEST = 1 << 13  # bytes of a From field
MOST = 64  # addresses of a From field that are looked at

# Above the header: the length of an emlx, an mbox's line, and what is left of others.
_ABOVE = re.compile(rb"(?:[0-9]{1,10}[ \t]*+\r?\n)?(?:>?From (?![ \t]*+:)[^\n]*+\n)*+")
_FIELD = re.compile(rb"([A-Za-z0-9][!-9;-~]*+)[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)\n")
_ANY_FROM = re.compile(rb"[\r\n]From[ \t]*+:([^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+)", re.IGNORECASE)
# RFC 5322, 3.4, without what is obsolete there: a phrase and an address, or an address and a comment.
_PLAIN = re.compile(
    r"(?:(?:\"(?:[^\"\\]|\\.)*+\"|[^\"<>(),;:@\[\]\\])*+<[ \t]*+([^\s<>\"(),;:\[\]\\]++)[ \t]*+>[ \t]*+"
    r"|[ \t]*+([^\s<>\"(),;:\[\]\\]++)[ \t]*+)(?:\([^()\\]*+\)[ \t]*+)?"
)
_DELIMITERS = re.compile(r"[\s<>(),;:\[\]\\\"]+")

Field = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a message.

    ``names``   the address; several where a mail is not plain; of an export its number or its name
    ``fault``   why it is not plain; nothing where it is
    ``fields``  the header, unfolded, names in lower case, where it is plain
    """

    names: tuple[str, ...]
    fault: str = ""
    fields: tuple[Field, ...] = ()


def read_sender(message: Message) -> Sender:
    """Who sent ``message``, a mail or one of an export, whose ``conversation`` tells it from a mail."""
    if not message.sender:  # lines and tables name nobody, whatever is written there
        return Sender(())
    if message.conversation or not message.raw:
        return Sender(name_bare(message.sender), "" if message.conversation else "its header is not there")
    fields = unfold_header(message.raw)
    if fields is None:
        return Sender(guess_names(message), "its header is broken")
    values = [value for name, value in fields if name == "from"]
    if len(values) != 1:
        count = "no" if not values else "more than one"
        return Sender(guess_names(message), f"it has {count} From field")
    address = read_address(values[0])
    # What the mail's own reader found, which decodes more and forgives more, must be the same.
    if not address or address.lower() not in message.sender.lower().replace(" ", ""):
        return Sender(guess_names(message), "its From field is not one plain address")
    try:
        return Sender((write_address(address),), "", tuple(fields))
    except ValueError:
        return Sender(guess_names(message), "its From field is not one plain address")


def unfold_header(raw: bytes) -> list[Field] | None:
    """The fields of a mail, unfolded; None where its header is not plain, or endless."""
    above = _ABOVE.match(raw)
    start = above.end() if above else 0
    head = raw[start : start + LARGEST].replace(b"\r\n", b"\n")
    end = head.find(b"\n\n")
    if end < 0 and len(raw) - start > LARGEST:
        return None
    head = head[: end + 1] if end >= 0 else head + b"\n" * (not head.endswith(b"\n"))
    if b"\r" in head or b"\0" in head:
        return None
    fields, at = [], 0
    while at < len(head):
        field = _FIELD.match(head, at)
        if not field or any(not line.strip() for line in field[2].split(b"\n")[1:]):
            return None
        fields.append((field[1].decode("ascii").lower(), field[2].replace(b"\n", b"")))
        at = field.end()
    return fields


def read_address(value: bytes) -> str:
    """The address of a plain From field; nothing of another."""
    try:
        match = _PLAIN.fullmatch(value.decode()) if len(value) <= LONGEST else None
    except UnicodeDecodeError:  # a name in an old charset, whose bytes may hide anything
        return ""
    return (match[1] or match[2]) if match else ""


def guess_names(message: Message) -> tuple[str, ...]:
    """All addresses that anybody might find in the From fields of a mail, or its sender as it came."""
    head = b"\n" + message.raw[:LARGEST]
    values = [match[1][:LONGEST].decode("utf-8", "replace") for match in _ANY_FROM.finditer(head)]
    words = _DELIMITERS.split(" ".join([message.sender[:LONGEST], *values[:MOST]]))
    found = dict.fromkeys(filter(None, map(guess_address, (word for word in words if "@" in word))))
    return tuple(found)[:MOST] or name_bare(message.sender)


def name_bare(sender: str) -> tuple[str, ...]:
    """A sender without a header: an address, a number, or a name."""
    sender = sender.strip()[:LONGEST]
    if not sender:
        return ()
    words: Sequence[str] = [word for word in _DELIMITERS.split(sender) if "@" in word]
    addresses = tuple(filter(None, map(guess_address, words[:MOST])))
    return addresses or (find_number(sender) or fold_name(sender),)
