"""A mail of Outlook as the reader of mails reads it.

What a ``.msg`` file has of a mail (header, plain text, HTML, rich text, attachments, attached mails) is
written as the mail that it was (RFC 5322, MIME), and that is read. So one and the same mail says the same in
both forms, its versions are compared, and all limits hold. The bytes are not those that were sent, so a
message has none of its own. ``sent`` is never set: in a stranger's file it would be the stranger's word.
"""

import secrets
from base64 import encodebytes
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import BinaryIO
from urllib.parse import quote

from spamfilter.errors import DataError
from spamfilter.hookspecs import ReadOptions
from spamfilter.message import Message
from spamfilter.readers.eml import read_mail
from spamfilter.readers.exports.outlook.rtf import SIZE, find_size, inflate, read_rtf
from spamfilter.readers.exports.outlook.storage import (
    BINARY,
    DAMAGED,
    MAGIC,
    PAGE,
    Storage,
    name_page,
    open_storage,
)
from spamfilter.readers.lines import CHUNK
from spamfilter.readers.mime.header import read_fields
from spamfilter.readers.mime.limits import DEPTH, PARTS, Allowance

LARGEST = 1 << 28  # bytes of a .msg file
MOST = (1 << 20) + 1  # bytes of one text: one more than are read of a mail, so that the limit is told

SUBJECT, BODY, HTML, RTF, HEADERS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D
# Name, address and address for SMTP of who is shown as the sender, and of who sent it in their place.
SENDERS = ((0x0042, 0x5D02, 0x0065), (0x0C1A, 0x5D01, 0x0C1F))
SUBMITTED, DELIVERED = 0x0039, 0x0E06
DATA, LONG_NAME, SHORT_NAME, MIME = 0x3701, 0x3707, 0x3704, 0x370E
READ = (".txt", ".htm", ".html", ".eml", ".ics")
_SIGNS = str.maketrans("", "", "-+.")
KINDS = {".htm": "text/html", ".html": "text/html", ".eml": "message/rfc822", ".ics": "text/calendar"}


def sniff_outlook(head: bytes, name: str) -> bool:
    """Whether a source is an OLE file that is called as Outlook's mails are, or has their properties."""
    if not head.startswith(MAGIC):
        return False
    return name.lower().endswith(".msg") or "__substg1.0_".encode("utf-16-le") in head


def read_outlook(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """The one mail in a ``.msg`` file. Raises :class:`DataError` where there is none."""
    data = read_bounded(stream, source)
    if not data:
        return
    storage = open_storage(data, source)
    try:
        notes: list[str] = []
        mail = write_as_mail(storage, notes)
        date = find_date(storage)
    except Exception:  # of olefile, for loops and cuts in the file; RecursionError too
        raise DataError(f"{source} {DAMAGED}") from None
    message = read_mail(mail, source)
    yield replace(message, raw=b"", date=date or message.date, notes=(*message.notes, *dict.fromkeys(notes)))


def read_bounded(stream: BinaryIO, source: str) -> bytes:
    """All of a stream. Raises :class:`DataError` where that is too much for one mail."""
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise DataError(f"{source} is over {LARGEST >> 20} MiB, too much for one mail; leave it out")
        chunks.append(chunk)
    return b"".join(chunks)


def find_date(storage: Storage) -> str:
    """When a mail was sent, else when it came, in ISO 8601 and UTC."""
    return storage.find_time(SUBMITTED) or storage.find_time(DELIVERED)


def write_as_mail(storage: Storage, notes: list[str], depth: int = 0) -> bytes:
    """The mail that a message of Outlook was: its header, and a part for each body and attachment.

    ``notes`` gets what of it was not read.
    """
    header = [
        write_field("From", find_sender(storage)),
        write_field("Subject", storage.read_text(SUBJECT)),
        b"MIME-Version: 1.0\r\n",
    ]
    bodies = list(write_bodies(storage, notes))
    most = PARTS + 1  # one too many, so that the limit is told
    attached = [write_attachment(one, notes, depth) for one in islice(storage.list_attachments(), most)]
    first = write_multipart("alternative", bodies) if len(bodies) > 1 else b"".join(bodies)
    parts = [*([first] if bodies else []), *attached]
    if not parts:
        return b"".join(header) + write_part("text/plain", b"")
    return b"".join(header) + (parts[0] if len(parts) == 1 and bodies else write_multipart("mixed", parts))


def write_field(name: str, value: str) -> bytes:
    """A field of a header on one line, in UTF-8."""
    return f"{name}: {' '.join(value.split())}\r\n".encode("utf-8", "replace")


def find_sender(storage: Storage) -> str:
    """Name and address of who is shown as the sender; where the file has none, of the mail's own header."""
    for numbers in SENDERS:
        name, *addresses = (storage.read_text(number).strip() for number in numbers)
        address = next((one for one in addresses if "@" in one), "")
        if name or address:
            return f"{name} <{address}>" if name and address and name != address else name or address
    header = storage.read_text(HEADERS).encode("utf-8", "replace")
    fields, _ = read_fields(header, Allowance())
    return fields.get("from").decode("utf-8", "replace")


def write_bodies(storage: Storage, notes: list[str]) -> Iterator[bytes]:
    """A part for each version of the text that the file has."""
    if plain := storage.read_text(BODY):
        yield write_part("text/plain; charset=utf-8", plain[:MOST].encode("utf-8", "replace"))
    html = storage.read(HTML, BINARY)
    page = name_page(storage.find_number(PAGE))
    if not html and (text := storage.read_text(HTML)):
        html, page = text.encode("utf-8", "replace"), "utf-8"
    if html:
        yield write_part(f"text/html; charset={page}" if page else "text/html", html[:MOST])
    packed = storage.read(RTF, BINARY)
    if find_size(packed) > SIZE:
        notes.append(f"rich text over {SIZE >> 20} MiB")
    kind, text = read_rtf(inflate(packed))
    if text.strip():
        yield write_part(f"text/{kind}; charset=utf-8", text.encode("utf-8", "replace")[:MOST])


def write_attachment(attachment: Storage, notes: list[str], depth: int) -> bytes:
    """A part for what is attached: a message, a text or mail that is read, or only a name."""
    inner = attachment.open_message()
    if inner and depth <= DEPTH:  # deeper than is read, so that the limit is told
        return b"Content-Type: message/rfc822\r\n\r\n" + write_as_mail(inner, notes, depth + 1)
    name = attachment.read_text(LONG_NAME) or attachment.read_text(SHORT_NAME)
    kind = attachment.read_text(MIME).strip().lower()
    dot = name.lower().rpartition(".")
    suffix = dot[1] + dot[2]
    if kind.startswith("multipart/"):  # a signed mail: the part as it came, with a header of its own
        return attachment.read(DATA, BINARY)
    kind = KINDS.get(suffix, kind if is_kind(kind) else "application/octet-stream")
    is_read = kind.startswith(("text/", "message/")) or suffix in READ
    data = attachment.read(DATA, BINARY)[:MOST] if is_read else b""
    disposition = f"attachment; filename*=utf-8''{quote(name[:200], safe='', errors='replace')}"
    return write_part("text/plain" if suffix == ".txt" else kind, data, disposition)


def is_kind(kind: str) -> bool:
    """Whether a text is a media type and nothing else."""
    main, slash, sub = kind.partition("/")
    return bool(slash) and all(half.translate(_SIGNS).isalnum() and half.isascii() for half in (main, sub))


def write_part(kind: str, data: bytes, disposition: str = "") -> bytes:
    """A part of a mail, in base64."""
    shown = f"Content-Disposition: {disposition}\r\n" if disposition else ""
    head = f"Content-Type: {kind}\r\n{shown}Content-Transfer-Encoding: base64\r\n\r\n"
    return head.encode("utf-8", "replace") + encodebytes(data)


def write_multipart(kind: str, parts: list[bytes]) -> bytes:
    """Parts together, between lines that none of them can have in it."""
    boundary = secrets.token_hex(16).encode()
    head = b'Content-Type: multipart/%b; boundary="%b"\r\n\r\n' % (kind.encode(), boundary)
    return head + b"".join(b"--%b\r\n%b\r\n" % (boundary, part) for part in parts) + b"--%b--\r\n" % boundary
