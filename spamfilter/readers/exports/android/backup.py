"""XML of SMS Backup & Restore by SyncTech, an app for Android: SMS and MMS.

The fields: https://synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/
Addresses of MMS have the types of Android's PduHeaders: 137 from, 151 to, 130 copy, 129 blind copy.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.hookspecs import ReadOptions
from spamfilter.message import Message, Reading, decode_text
from spamfilter.readers.exports.android.tags import LONGEST, Tag, Tags
from spamfilter.readers.exports.passed import UNSENT, Passed, clean_text, number_messages, to_utc
from spamfilter.readers.exports.utf8 import convert_head, read_utf8

SENT, UNSENT_BOXES = "2", {"3", "4", "5", "6"}  # drafts, outbox, failed, queued
READ = ("type", "msg_box", "address", "contact_name", "date", "body", "sub", "ct", "text")
FROM = "137"
OWNER = "insert-address-token"  # what Android writes for the owner's own number
TOO_LONG = f"text over {LONGEST >> 20} MiB"
MANY = 1000  # parts and addresses of an MMS that are looked at

_REFERENCE = re.compile(r"&(?:#(\d{1,9})|#[xX]([0-9a-fA-F]{1,8})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

# As the app writes: no line break within a value, a comment or an instruction. So the lines below one that a
# stranger wrote do not become a value.
_NAME = rb"[A-Za-z_][\w:.-]*+"
_ASSIGNED = rb"(?:\s++%s\s*+=\s*+(?:\"[^\"\r\n]*+\"|'[^'\r\n]*+'))*+" % _NAME
_ASIDE = re.compile(rb"\s++|<\?[^>\r\n]*+>|<!--(?:[^\r\n-]|-(?!->))*+-->")
_ROOT = re.compile(rb"<(smses|calls)(?=[\s/>])")
_TAG = re.compile(rb"<(/?)(%s)%s\s*+(/?)>" % (_NAME, _ASSIGNED))
_CUT = rb"\s*+/?|\s++%s\s*+(?:=\s*+(?:\"[^\"\r\n]*+|'[^'\r\n]*+)?)?" % _NAME
_PARTIAL = re.compile(rb"<(?:[?!][^\r\n]*+|/?(?:%s%s(?:%s))?)" % (_NAME, _ASSIGNED, _CUT))


def sniff_backup(head: bytes, name: str) -> bool:
    """Whether ``head`` is XML of such a backup and nothing else, as far as it goes; a list of calls too."""
    head = convert_head(head)
    at = skip_asides(head, 0)
    if not _ROOT.match(head, at):
        return False
    depth = 0
    while found := _TAG.match(head, at):
        depth += 0 if found[3] else -1 if found[1] else 1
        at = skip_asides(head, found.end())
        if depth <= 0:
            return at == len(head)
    rest = head[at:]
    return depth > 0 and (not rest or bool(_PARTIAL.fullmatch(rest)))


def skip_asides(head: bytes, at: int) -> int:
    """The end of the white space, comments and instructions at ``at``."""
    while found := _ASIDE.match(head, at):
        at = found.end()
    return at


@dataclass(slots=True)
class Mms:
    """What has been read of an MMS."""

    fields: Mapping[str, str]
    texts: list[str] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)  # the type and the number
    cut: bool = False
    size: int = 0

    def add(self, tag: Tag) -> None:
        """Take in a ``part`` or an ``addr``."""
        fields = decode_fields(tag)
        if tag.name == "addr" and len(self.addresses) < MANY:
            self.addresses.append((find_value(fields, "type"), find_value(fields, "address")))
        plain = find_value(fields, "ct").lower().startswith("text/plain")
        if tag.name == "part" and plain and find_value(fields, "text"):
            self.size += len(fields["text"])
            self.cut = self.cut or tag.cut or self.size > LONGEST or len(self.texts) >= MANY
            if self.size <= LONGEST and len(self.texts) < MANY:
                self.texts.append(fields["text"])


def read_backup(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Messages of the backup, in its order: SMS first, then MMS, as the app writes them.

    Raises :class:`DataError` for XML that is no such backup, and after the last message where it is cut off.
    """
    passed = Passed()
    tags = Tags(read_utf8(stream, options.encoding), source)
    return number_messages(list_backup(tags, source, passed), source, passed)


def list_backup(tags: Tags, source: str, passed: Passed) -> Iterator[Message]:
    """Messages of the tags, with a text or without, that were sent or received."""
    root = next(tags, None)
    check_root(root, source)
    ended = root is not None and root.closes
    mms: Mms | None = None
    for tag in tags:
        fields = decode_fields(tag) if tag.opens and tag.name in ("sms", "mms") else {}
        if tag.opens and tag.name == "mms":
            mms = Mms(fields)
        if tag.opens and tag.name == "sms":
            if find_value(fields, "type") in UNSENT_BOXES:
                passed.count(UNSENT)
            else:
                yield make_sms(fields, cut=tag.cut)
        elif mms and tag.name in ("part", "addr") and tag.opens:
            mms.add(tag)
        elif mms and tag.name == "mms" and tag.closes:
            if find_value(mms.fields, "msg_box") in UNSENT_BOXES:
                passed.count(UNSENT)
            else:
                yield make_mms(mms)
            mms = None
        ended = ended or tag.name == "smses"
    if not ended:
        raise DataError(f"{source} is cut off: </smses> is missing; export or copy it again")


def check_root(root: Tag | None, source: str) -> None:
    """Raise :class:`DataError` unless ``root`` opens a backup of messages."""
    if root and root.name == "calls":
        raise DataError(
            f"{source} is a list of calls, which has no messages; name the backup of the messages"
        )
    if not root or root.name != "smses":
        raise DataError(f"{source} is not XML of SMS Backup & Restore; name its format with --input")


def make_sms(fields: Mapping[str, str], *, cut: bool) -> Message:
    """The Message of an SMS."""
    other = choose_name(find_value(fields, "contact_name")) or find_value(fields, "address")
    sent = fields.get("type") == SENT
    return Message(
        fields.get("body", ""),
        sender="" if sent else other,
        date=to_utc(fields.get("date")),
        conversation=other,
        sent=sent,
        notes=(TOO_LONG,) if cut else (),
    )


def make_mms(mms: Mms) -> Message:
    """The Message of an MMS; its text is that of its parts, or its subject."""
    subject = mend_subject(find_value(mms.fields, "sub"))
    text = "\n".join(mms.texts).strip()
    names = name_others(mms)
    sent = mms.fields.get("msg_box") == SENT
    writer = next((address for kind, address in mms.addresses if kind == FROM and address != OWNER), "")
    first = next(iter(names.values()), "")
    return Message(
        text or subject,
        subject=subject,
        sender="" if sent else names.get(writer) or (writer if len(names) > 1 else first) or writer,
        date=to_utc(mms.fields.get("date")),
        conversation=", ".join(sorted(names.values())),
        sent=sent,
        notes=(TOO_LONG,) if mms.cut else (),
        readings=(Reading(f"{subject}\n\n{text}"),) if subject and text else (),
    )


def name_others(mms: Mms) -> dict[str, str]:
    """Those with whom the MMS was exchanged: from their addresses to their names, or addresses again."""
    joined = find_value(mms.fields, "address")
    sent = mms.fields.get("msg_box") == SENT
    addresses = [one for one in joined.split("~") if one and one != OWNER]
    if not addresses:
        listed = [one for kind, one in mms.addresses if (kind != FROM) == sent and one not in ("", OWNER)]
        addresses = list(dict.fromkeys(listed))
    written = find_value(mms.fields, "contact_name")
    names = written.split(", ") if len(addresses) > 1 else [written]
    if len(names) != len(addresses):
        names = addresses
    return {address: choose_name(name) or address for address, name in zip(addresses, names, strict=True)}


def choose_name(name: str) -> str:
    """The contact's name; empty for ``(Unknown)``, which the app writes in the phone's language."""
    return "" if name.startswith("(") and name.endswith(")") else name


def find_value(fields: Mapping[str, str], name: str) -> str:
    """The value of ``name``; empty where there is none, for which the app writes ``null``."""
    value = fields.get(name, "")
    return "" if value == "null" else value


def mend_subject(subject: str) -> str:
    """``subject`` as it was written: Android keeps its UTF-8 bytes as characters of Latin-1."""
    try:
        return subject.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return subject


def decode_fields(tag: Tag) -> dict[str, str]:
    """The attributes of ``tag`` that are looked at, decoded."""
    found = tag.attributes
    return {name: resolve(decode_text(found[name])) for name in READ if name in found}


def resolve(text: str) -> str:
    """``text`` with the characters that its references name.

    The app writes an emoji as the two references of a surrogate pair, which XML forbids.
    """
    return clean_text(_REFERENCE.sub(name_character, text) if "&" in text else text)


def name_character(reference: re.Match[str]) -> str:
    """The character of a reference; nothing for a number that has none."""
    decimal, hexadecimal, name = reference.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if code <= 0x10FFFF else ""
