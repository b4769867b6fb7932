"""One mail (RFC 5322, MIME: RFC 2045 to 2047) as a person reads it.

Bytes from strangers: the standard library reads the header fields, each cut to a length at which it is quick,
and the parts are split here, because its parser recurses into them without a bound.
"""

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Fields
from email.parser import HeaderParser
from email.utils import collapse_rfc2231_value
from typing import BinaryIO, Literal

from spamfilter.message import Message, decode_text
from spamfilter.readers.html import extract_text

READ = 1 << 20  # bytes of a mail that are looked at
HEAD = 1 << 16  # of its header
LONGEST = 4096  # characters of one header field
PARTS = 100
DEPTH = 10
FIELDS = {"subject", "from", "content-type", "content-disposition", "content-transfer-encoding"}
# Declared by many a mailer for what is UTF-8 or Windows-1252.
UNTRUSTED = {"ascii", "iso8859-1", "cp1252", "utf-8"}
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "big5": "cp950"}
# Python's own, no mailer's, and some of them slow.
REFUSED = {"punycode", "idna", "unicode-escape", "raw-unicode-escape"}

_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_ENCODED_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=(\s+(?==\?))?")
_OUTSIDE_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")


@dataclass(frozen=True, slots=True)
class Part:
    """What a leaf of the mail shows."""

    kind: Literal["plain", "html", "attachment"]
    text: str


def read_eml(stream: BinaryIO, source: str) -> Iterator[Message]:
    """The one mail that ``stream`` is; nothing for an empty one."""
    raw = b"".join(iter(lambda: stream.read(READ), b""))  # a read from a pipe may be short
    if raw:
        yield read_mail(raw, source)


def read_mail(raw: bytes, source: str, number: int = 1) -> Message:
    """The Message of a whole mail: its text is the subject, a blank line, and the visible body.

    Never raises: what cannot be taken apart is the text of the bytes.
    """
    try:
        fields, _ = read_fields(raw[:READ])
        subject, sender = (tidy(decode_words(fields.get(name, ""))) for name in ("subject", "from"))
        return Message(read_text(raw[:READ]), raw, source, number, subject, sender)
    except Exception:  # RecursionError too
        return Message(decode_text(raw[:READ]), raw, source, number)


def read_text(raw: bytes, depth: int = 0, budget: Iterator[int] | None = None) -> str:
    """Subject and visible body of the mail ``raw``."""
    fields, body = read_fields(raw)
    parts = read_parts(fields, body, depth, iter(range(PARTS)) if budget is None else budget)
    shown = [part.text for part in parts if part.text]
    return "\n\n".join(filter(None, [tidy(decode_words(fields.get("subject", ""))), *shown]))


def read_fields(raw: bytes) -> tuple[Fields, bytes]:
    """The ``FIELDS`` of a header, the first of each name, cut to ``LONGEST``; and the bytes below it."""
    raw = raw.lstrip(b"\r\n")
    blank = _END_OF_HEADER.search(raw)
    end = blank.end() if blank else len(raw)
    parsed = HeaderParser().parsestr(raw[: min(end, HEAD)].decode("latin-1"))
    fields = Fields()
    for name, value in parsed.raw_items():
        if name.lower() in FIELDS and name not in fields:
            fields[name] = decode_text(str(value)[:LONGEST].encode("latin-1"))
    # Lines that are no header fields end the header without a blank line.
    rest = str(parsed.get_payload()).encode("latin-1")
    return fields, rest + raw[min(end, HEAD) if rest.strip() else end :]


def read_parts(fields: Fields, body: bytes, depth: int, budget: Iterator[int]) -> list[Part]:
    """What a part of a mail shows: itself, or the parts in it."""
    if next(budget, None) is None:
        return []
    kind = fields.get_content_type()
    shown = kind.startswith(("text/", "message/", "multipart/"))
    if fields.get_content_disposition() == "attachment" or not shown:
        name = find_parameter(fields, "filename", "content-disposition") or find_parameter(fields, "name")
        return [Part("attachment", f"[attachment: {tidy(decode_words(name)) or kind}]")]
    data = decode_transfer(body, str(fields.get("content-transfer-encoding", "")))
    if kind == "message/rfc822" and depth < DEPTH:
        return [Part("plain", read_text(data, depth + 1, budget))]
    if kind.startswith("multipart/") and depth < DEPTH and (bodies := split_parts(fields, body)):
        parts = []
        for inner in bodies:
            parts += read_parts(*read_fields(inner), depth + 1, budget)
        return choose_version(parts) if kind == "multipart/alternative" else parts
    text = decode_charset(data, find_parameter(fields, "charset"))
    if kind == "text/html":
        return [Part("html", extract_text(text))]
    return [Part("plain", text.replace("\r\n", "\n").strip())]


def split_parts(fields: Fields, body: bytes) -> list[bytes]:
    """The parts of a multipart body (RFC 2046, section 5.1.1); the last holds what is too many."""
    boundary = find_parameter(fields, "boundary")
    if not boundary:
        return []
    line = rb"(?m)^--" + re.escape(boundary.encode("utf-8", "replace"))
    inside = re.split(line + rb"--[ \t]*\r?$", body, maxsplit=1)[0]
    return re.split(line + rb"[ \t]*\r?\n", inside, maxsplit=PARTS - 2)[1:]


def choose_version(parts: list[Part]) -> list[Part]:
    """Of the versions of one text the plain one when it has words, else the others."""
    plain = any(part.kind == "plain" and re.search(r"\w", part.text) for part in parts)
    return [part for part in parts if part.kind != ("html" if plain else "plain")]


def find_parameter(fields: Fields, name: str, header: str = "content-type") -> str:
    """A parameter of a field (RFC 2231), or nothing where it is missing or spelt wrong."""
    try:
        return collapse_rfc2231_value(fields.get_param(name, "", header)).strip()
    except (ValueError, TypeError, LookupError):
        return ""


def decode_transfer(data: bytes, encoding: str) -> bytes:
    """``data`` without its transfer encoding; what is broken comes out as far as it goes."""
    encoding = encoding.strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if encoding != "base64":
        return data
    kept = _OUTSIDE_BASE64.sub(b"", data).partition(b"=")[0]
    if len(data.translate(None, b"\r\n")) - len(kept) > max(2, len(data) // 10):
        return data  # not base64, whatever the header says: text has a space every few letters
    return binascii.a2b_base64(kept[: len(kept) - (len(kept) % 4 == 1)] + b"==")


def decode_charset(data: bytes, charset: str) -> str:
    """Text of ``data``. A charset that is unknown, or cannot be true, gives way to :func:`decode_text`."""
    try:
        name = codecs.lookup(charset.strip(" \"'")[:40]).name
        name = WIDER.get(name, name)
        single = name.startswith(("iso8859", "cp125", "koi8"))
        if name in UNTRUSTED | REFUSED or (single and is_utf8(data)):
            return decode_text(data)
        text = data.decode(name)
    except (LookupError, ValueError):
        return decode_text(data)
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_utf8(data: bytes) -> bool:
    """Whether ``data`` is UTF-8, which text in another charset hardly ever is by chance."""
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False


def decode_words(value: str) -> str:
    """A header field with its encoded words (RFC 2047) decoded; a character may be split between two."""
    pieces: list[str] = []
    held, held_charset = b"", ""
    at = 0
    for match in _ENCODED_WORD.finditer(value):
        charset, encoding, word, _ = match.groups()
        if held and (match.start() > at or charset.lower() != held_charset):
            pieces.append(decode_charset(held, held_charset))
            held = b""
        pieces.append(value[at : match.start()])
        data = word.encode("utf-8", "replace")
        held += binascii.a2b_qp(data, header=True) if encoding in "qQ" else decode_transfer(data, "base64")
        held_charset, at = charset.lower(), match.end()
    pieces += [decode_charset(held, held_charset), value[at:]] if held else [value[at:]]
    return "".join(pieces)


def tidy(value: str) -> str:
    """A header field on one line."""
    return " ".join(value.split())
