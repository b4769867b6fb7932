"""One mail (RFC 5322, MIME: RFC 2045 to 2047) as a person reads it.

Bytes from strangers: the parts are split here, within an :class:`Allowance`, because the standard library's
parser recurses into them without a bound.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Fields
from typing import BinaryIO, Literal

from spamfilter.message import Message, decode_text
from spamfilter.readers.mime.encoding import decode_charset, decode_transfer, name_uuencoded
from spamfilter.readers.mime.header import decode_words, read_fields, read_parameter, read_words, tidy
from spamfilter.readers.mime.limits import DEPTH, PARTS, SIZE, TEXT, Allowance

CHUNK = 1 << 20
UNREADABLE = "could not be taken apart"

_FROM_LINES = re.compile(rb"[\r\n]*(?:>?From [^\n]*\n)*")  # what some programs put above the header


@dataclass(frozen=True, slots=True)
class Part:
    """What a leaf of the mail shows."""

    kind: Literal["plain", "html", "attachment"]
    text: str


def read_eml(stream: BinaryIO, source: str) -> Iterator[Message]:
    """The one mail that ``stream`` is; nothing for an empty one."""
    raw = b"".join(iter(lambda: stream.read(CHUNK), b""))  # a read from a pipe may be short
    if raw:
        yield read_mail(raw, source)


def read_mail(raw: bytes, source: str, number: int = 1) -> Message:
    """The Message of a whole mail: its text is the subject, a blank line, and the visible body.

    Never raises: what cannot be taken apart is the text of the bytes, and ``notes`` says so, as it does
    where a limit ended the reading.
    """
    allowance = Allowance()
    try:
        fields, body = read_top(allowance.cut(raw, SIZE, "mail"), allowance)
        text = join_shown(fields, take_apart(fields, body, 0, allowance))
        subject, sender = read_words(fields, "subject"), read_words(fields, "from")
        return Message(text, raw, source, number, subject, sender, notes=tuple(allowance.notes))
    except Exception:  # RecursionError too
        notes = (*allowance.notes, UNREADABLE)
        return Message(decode_text(raw[:TEXT]), raw, source, number, notes=notes)


def read_top(raw: bytes, allowance: Allowance) -> tuple[Fields, bytes]:
    """Header fields and body of a mail, mbox's ``From `` line not among them."""
    start = _FROM_LINES.match(raw)
    return read_fields(raw[start.end() if start else 0 :], allowance)


def join_shown(fields: Fields, parts: list[Part]) -> str:
    """Subject and visible body of a mail."""
    shown = [part.text for part in parts if part.text]
    return "\n\n".join(filter(None, [read_words(fields, "subject"), *shown]))


def take_apart(fields: Fields, body: bytes, depth: int, allowance: Allowance) -> list[Part]:
    """What a part of a mail shows: itself, or the parts in it."""
    if not allowance.take_part():
        return []
    kind = fields.get_content_type()
    if fields.get_content_disposition() == "attachment" or not kind.startswith(
        ("text/", "message/", "multipart/")
    ):
        return [name_attachment(fields, kind)]
    holds_parts = kind == "message/rfc822" or kind.startswith("multipart/")
    if holds_parts and depth == DEPTH:
        allowance.note(f"parts over {DEPTH} deep")
    elif kind == "message/rfc822":
        mail, inner = read_top(decode_transfer(body, str(fields.get("content-transfer-encoding"))), allowance)
        return [Part("plain", join_shown(mail, take_apart(mail, inner, depth + 1, allowance)))]
    elif holds_parts and (bodies := split_parts(fields, body, allowance)):
        parts = []
        for each in bodies:
            parts += take_apart(*read_fields(each, allowance), depth + 1, allowance)
        return choose_version(parts) if kind == "multipart/alternative" else parts
    return [read_leaf(fields, kind, body, allowance)]


def name_attachment(fields: Fields, kind: str) -> Part:
    """The name of what is not read, or its ``kind``."""
    name = read_parameter(fields, "filename", "content-disposition") or read_parameter(fields, "name")
    return Part("attachment", f"[attachment: {tidy(decode_words(name)) or kind}]")


def read_leaf(fields: Fields, kind: str, body: bytes, allowance: Allowance) -> Part:
    """Text of a part that holds no other."""
    data = decode_transfer(body, str(fields.get("content-transfer-encoding", "")))
    text = decode_charset(allowance.take_text(data), read_parameter(fields, "charset"))
    if kind == "text/html":
        from spamfilter.readers.mime.html import read_html  # what HTML needs, other mail can do without

        return Part("html", read_html(text, allowance).seen)
    return Part("plain", name_uuencoded(text).replace("\r\n", "\n").strip())


def split_parts(fields: Fields, body: bytes, allowance: Allowance) -> list[bytes]:
    """The parts of a multipart body (RFC 2046, section 5.1.1); the last holds what is too many."""
    boundary = read_parameter(fields, "boundary")
    if not boundary:
        return []
    line = rb"(?m)^--" + re.escape(boundary.encode("utf-8", "replace"))
    inside = re.split(line + rb"--[ \t]*\r?$", body, maxsplit=1)[0]
    parts = re.split(line + rb"[ \t]*\r?\n", inside, maxsplit=PARTS - 2)[1:]
    if len(parts) == PARTS - 2:
        allowance.note(f"more than {PARTS} parts")
    return parts


def choose_version(parts: list[Part]) -> list[Part]:
    """Of the versions of one text the plain one, unless it leaves out most of the words that HTML shows."""
    plain, html = (
        {word for part in parts if part.kind == kind for word in re.findall(r"\w+", part.text.lower())}
        for kind in ("plain", "html")
    )
    unwanted = "html" if plain and 2 * len(plain & html) >= len(html) else "plain"
    return [part for part in parts if part.kind != unwanted]
