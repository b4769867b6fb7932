"""A mail taken apart (MIME: RFC 2045, 2046; RFC 2183 for what is attached).

Bytes from strangers: a part is a stretch of the mail, so that nothing is copied however deep parts lie in
parts, and all is read within an :class:`Allowance`. An error in one part costs that part.
"""

import re
from dataclasses import dataclass

from spamfilter.message import decode_text
from spamfilter.readers.mime.armour import name_armour, name_uuencoded
from spamfilter.readers.mime.charset import decode_charset, find_charset
from spamfilter.readers.mime.direction import turn_round
from spamfilter.readers.mime.header import Fields, read_fields, read_value, read_words
from spamfilter.readers.mime.limits import DEPTH, PARTS, TEXT, Allowance
from spamfilter.readers.mime.transfer import decode_transfer
from spamfilter.readers.mime.value import Value
from spamfilter.readers.mime.version import ATTACHED, Part, show_texts

UNREADABLE = "a part could not be read"
MAILS = {"message/rfc822", "message/global", "message/news"}
HTML = {
    "text/html",
    "text/x-amp-html",
    "text/watch-html",
    "text/enriched",
    "text/richtext",
    "application/xhtml+xml",
}
SHORT = {"html": "text/html", "plain": "text/plain", "htm": "text/html", "multipart": "multipart/mixed"}
NAMED = {
    "application/pgp-encrypted": "[PGP message]",
    "application/pkcs7-mime": "[S/MIME message]",
    "application/x-pkcs7-mime": "[S/MIME message]",
}

_PRINTED_BOUNDARY = re.compile(rb"(?m)^--([^\s-][^\r\n]{0,200})\r?\n(?=Content-)", re.IGNORECASE)
_FOLDED = re.compile(r"\r?\n[ \t]")
_EVENT = re.compile(r"(?im)^(?:summary|description|location)(?:;[^:\r\n]*+)?:([^\r\n]*+)")
_ESCAPED = re.compile(r"\\(.)")
_GAP = re.compile(r"\n(?:[^\S\n]*+\n){30}")
_FLOWED = re.compile(r"(?m)(?<=[^\n]) \r?\n(?![>\r\n])")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the mail ``raw``: its ``fields``, its ``type``, and where its body starts and ends."""

    fields: Fields
    type: Value
    raw: bytes
    start: int
    end: int

    @property
    def body(self) -> bytes:
        """The body without its transfer encoding."""
        encoding = read_value(self.fields, "content-transfer-encoding").token
        return decode_transfer(self.raw[self.start : self.end], encoding)


def open_section(raw: bytes, start: int, end: int, allowance: Allowance) -> Section:
    """The section of a header that begins at ``start`` and the body below it."""
    fields, body = read_fields(raw, allowance, start, end)
    return Section(fields, read_value(fields, "content-type"), raw, body, end)


def take_apart(
    section: Section,
    allowance: Allowance,
    depth: int = 0,
    default: str = "text/plain",
    *,
    attached: bool = False,
) -> list[Part]:
    """What a part of a mail shows: itself, or the parts in it; with ``attached`` also attached texts."""
    if not allowance.take_part():
        return []
    try:
        return read_section(section, allowance, depth, default, attached=attached)
    except Exception:  # RecursionError too
        allowance.note(UNREADABLE)
        return [Part("plain", decode_text(section.raw[section.start : section.end][:TEXT]).strip())]


def read_section(
    section: Section, allowance: Allowance, depth: int, default: str, *, attached: bool
) -> list[Part]:
    """As :func:`take_apart`; an error is raised."""
    kind = find_kind_of(section, default)
    holds_parts = kind in MAILS or kind.startswith("multipart/")
    if holds_parts and depth == DEPTH:
        allowance.note(f"parts over {DEPTH} deep")
    elif kind in MAILS:
        return read_inner_mail(section, allowance, depth, attached=attached)
    elif holds_parts and (spans := split_body(section, allowance)):
        default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        versions = [
            tuple(take_apart(inner, allowance, depth + 1, default, attached=attached))
            for inner in (open_section(section.raw, start, end, allowance) for start, end in spans)
        ]
        if kind == "multipart/alternative" and len(versions) > 1:
            return [Part("versions", versions=tuple(versions))]
        return [part for version in versions for part in version]
    is_text = kind.startswith(("text/", "message/", "multipart/")) or kind in HTML
    is_attached = read_value(section.fields, "content-disposition").token == "attachment"
    if not is_text or (is_attached and depth and not attached):
        return [name_attachment(section, kind, allowance)]
    return [read_leaf(section, kind, allowance)]


def find_kind_of(section: Section, default: str) -> str:
    """The media type of a part; one that is none is plain text (RFC 2045, 5.2)."""
    kind = SHORT.get(section.type.token, section.type.token) or default
    main, slash, sub = kind.partition("/")
    return kind if main and slash and sub and "/" not in sub else "text/plain"


def read_inner_mail(section: Section, allowance: Allowance, depth: int, *, attached: bool) -> list[Part]:
    """The mail that a part is, attached or not: its subject and what it shows."""
    raw = section.body
    inner = open_section(raw, 0, len(raw), allowance)
    parts = take_apart(inner, allowance, depth + 1, attached=attached)
    return [Part("plain", read_words(inner.fields, "subject", find_charset_of(parts))), *parts]


def find_charset_of(parts: list[Part]) -> str:
    """The charset of the first text, in which a careless sender writes the header too."""
    for part in parts:
        if found := part.charset or find_charset_of([one for version in part.versions for one in version]):
            return found
    return ""


def name_attachment(section: Section, kind: str, allowance: Allowance) -> Part:
    """The name of what is not read, or its ``kind``."""
    if kind in NAMED:
        if section.type.parameters.get("smime-type") == "signed-data":
            allowance.note("S/MIME message not opened")  # programs show what it holds
        return Part("attachment", NAMED[kind])
    given = read_value(section.fields, "content-disposition").parameters.get("filename")
    return Part("attachment", f"{ATTACHED}{given or section.type.parameters.get('name') or kind}]")


def read_leaf(section: Section, kind: str, allowance: Allowance) -> Part:
    """Text of a part that holds no other."""
    body = section.body
    data = allowance.take_text(body)
    whole = len(data) == len(body)
    parameters = section.type.parameters
    charset = parameters.get("charset", "")
    guess = charset or (find_charset(data) if kind in HTML else "") or allowance.charset
    if kind in HTML:
        from spamfilter.readers.html.page import read_html  # what HTML needs, other mail can do without

        shown = read_html(decode_charset(data, guess, whole), allowance)
        written = "" if shown.written == shown.seen else name_armour(shown.written)
        return Part("html", name_armour(shown.seen), written, charset)
    text = decode_charset(data, guess, whole)
    if parameters.get("delsp", "").lower() == "yes":  # RFC 3676
        text = _FLOWED.sub("", text)
    if kind == "text/calendar":
        return Part("plain", read_calendar(text), charset=charset)
    text = turn_round(name_armour(name_uuencoded(text)).replace("\r\n", "\n")).strip()
    return Part("plain", text, find_screen(text), charset)


def read_calendar(text: str) -> str:
    """What an invitation (RFC 5545) says of its events; all of it where that is nothing."""
    found = _EVENT.findall(_FOLDED.sub("", text))
    said = "\n".join(_ESCAPED.sub(unescape_character, one).strip() for one in found)
    return said.strip() or text.strip()


def unescape_character(match: re.Match[str]) -> str:
    """A character behind a backslash (RFC 5545, 3.3.11)."""
    return "\n" if match[1] in "nN" else match[1]


def find_screen(text: str) -> str:
    """What stands above a gap of more lines than a screen has; nothing where there is no gap."""
    gap = _GAP.search(text)
    return text[: gap.start()] if gap else ""


def split_body(section: Section, allowance: Allowance) -> list[tuple[int, int]]:
    """Where each part of a body starts and ends (RFC 2046, 5.1.1); the last holds what is too many."""
    line = find_boundary(section)
    if not line:
        return []
    spans: list[tuple[int, int]] = []
    start = -1
    for match in line.finditer(section.raw, section.start, section.end):
        if start >= 0:
            spans.append((start, match.start()))
        start = match.end()
        if match[1]:
            return spans
        if len(spans) == PARTS - 2:
            allowance.note(f"more than {PARTS} parts")
            break
    return [*spans, (start, section.end)] if start >= 0 else []


def find_boundary(section: Section) -> re.Pattern[bytes] | None:
    """Lines of the boundary that is declared; where the body has none, of the one that it seems to have."""
    declared = section.type.parameters.get("boundary", "").encode("utf-8", "surrogateescape").rstrip()
    line = write_boundary(declared)
    if declared and line.search(section.raw, section.start, section.end):
        return line
    printed = _PRINTED_BOUNDARY.search(section.raw, section.start, section.end)
    return write_boundary(printed[1].rstrip()) if printed else None


def write_boundary(boundary: bytes) -> re.Pattern[bytes]:
    """A pattern for the lines of a ``boundary``; the first group is there in the last of them."""
    return re.compile(rb"(?m)^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?:\n|\Z)")


def show_skipped(fields: Fields) -> Part:
    """Lines of a header that are no field, which some programs take for the text."""
    return Part("plain", written=decode_text(fields.skipped).strip())


def has_text(parts: list[Part]) -> bool:
    """Whether anything but names of attachments is shown."""
    return any(part.kind != "attachment" and any(show_texts([part])) for part in parts)
