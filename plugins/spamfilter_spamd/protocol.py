"""Requests and replies of the SPAMC/SPAMD protocol, version 1.5, as SpamAssassin 4.0's spamd speaks it.

A request is a line ``VERB SPAMC/VERSION``, header lines, a blank line, and for most verbs a mail.
"""

import asyncio
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from spamfilter_spamd.judging.task import Lesson
from spamfilter_spamd.refusal import UNAVAILABLE, Refusal, refuse_header
from spamfilter_spamd.tell import read_lesson

READ = 1 << 16  # bytes read at once
LINE = 1 << 13  # longest request or header line that is understood
HEADERS = 255  # the most header lines of a request
MAIL_VERBS = ("CHECK", "SYMBOLS", "REPORT", "REPORT_IFSPAM", "PROCESS", "HEADERS", "TELL")
FIELDS = (b"user", b"message-class", b"set", b"remove")

_REQUEST = re.compile(rb"([A-Z_]+) SPAMC/(\d{1,3})\.(\d{1,3})\s*")


class Reader(Protocol):
    """What a request is read from: an asyncio.StreamReader, or a connection."""

    async def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, at least one; none at the end."""

    async def readline(self) -> bytes:
        """A line with its end, or what there is before the end. ValueError when it is too long."""


class Share(Protocol):
    """What the mail of a request holds of the memory that all of them share."""

    async def take(self, size: int, /) -> None:
        """``size`` bytes more, as soon as there are so many."""

    def give_back(self) -> None:
        """All that was taken."""


@dataclass(frozen=True, slots=True)
class Request:
    """``verb`` and protocol ``version`` of a request, and the ``mail``, inflated; the ``user`` whose mail it
    is, as the client says, and for TELL the ``lesson``."""

    verb: str
    version: tuple[int, int] = (1, 5)
    mail: bytes = b""
    user: str = ""
    lesson: Lesson | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What the lines above the mail say: its ``length`` as it is sent (None: to the end), whether it is
    ``compressed``, and the ``fields`` that are about the user and what is told, names in small letters."""

    length: int | None = None
    compressed: bool = False
    fields: dict[bytes, bytes] = field(default_factory=dict)


async def read_request(reader: Reader, max_size: int, share: Share) -> Request:
    """The next request of a client, its mail in ``share``; what comes behind it is not looked at, as
    SpamAssassin's spamd answers one request a connection.

    Raises :class:`Refusal`, once all that the client sends was read.
    """
    verb, version = parse_request_line(await read_line(reader))
    if verb not in MAIL_VERBS:
        if version >= (1, 5):  # from then on these have header lines too
            await read_header(reader)
        return Request(verb, version)
    # Protocol 1.0 had no header lines: the mail begins at once.
    header = await read_header(reader) if version > (1, 0) else Header()
    data = await read_body(reader, header.length, max_size, share)
    if header.compressed:
        share.give_back()
        await share.take(len(data) + max_size)
        data = inflate(data, max_size)
        share.give_back()
        await share.take(len(data))
    lesson = read_lesson(header.fields) if verb == "TELL" else None
    return Request(verb, version, data, read_user(header.fields), lesson)


async def read_line(reader: Reader, nothing: str = "(closed before headers)") -> bytes:
    """One line without its LF. Where there is none, the refusal says ``nothing``."""
    try:
        line = await reader.readline()
    except ValueError:
        raise refuse_header("(line too long)") from None
    if len(line) > LINE:
        raise refuse_header("(line too long)")
    if not line.endswith(b"\n"):
        raise refuse_header("(EOF during headers)" if line else nothing)
    return line.removesuffix(b"\n")


def parse_request_line(line: bytes) -> tuple[str, tuple[int, int]]:
    """Verb and version; a bare LF ends this line, though no other, as in SpamAssassin's spamd."""
    line = line.removesuffix(b"\r")
    match = _REQUEST.fullmatch(line)
    if not match or match[1].decode() not in (*MAIL_VERBS, "PING", "SKIP") or match[2] != b"1":
        raise refuse_header(show_bytes(line))
    return match[1].decode(), (int(match[2]), int(match[3]))


async def read_header(reader: Reader) -> Header:
    """The header lines. What does not change an answer is passed over; the last of several counts.

    Only CR LF makes the blank line that ends them, as in SpamAssassin's spamd.
    """
    length, compressed = None, False
    fields: dict[bytes, bytes] = {}
    for _ in range(HEADERS):
        line = await read_line(reader, "(EOF during headers)")
        if line == b"\r":
            return Header(length, compressed, fields)
        name, colon, value = line.partition(b":")
        if not colon:
            raise refuse_header("(header not in 'Name: value' format)")
        name, value = name.lower(), value.strip()
        if name == b"content-length" and value:
            if not re.fullmatch(rb"[0-9]{1,18}", value):
                raise refuse_header("(Content-Length contains non-numeric bytes)")
            length = int(value)
        elif name == b"compress":
            if value.lower() != b"zlib":
                raise refuse_header(f"(compression type not supported: {show_bytes(value)})")
            compressed = True
        elif name in FIELDS:
            fields[name] = value
    raise refuse_header("(too many headers)")


def read_user(fields: Mapping[bytes, bytes]) -> str:
    """The user that the client names; empty for none."""
    value = fields.get(b"user", b"").decode("latin-1")
    if any(char < " " or char == "\x7f" for char in value):
        raise refuse_header("(User header contains control chars)")
    return value


async def read_body(reader: Reader, length: int | None, max_size: int, share: Share) -> bytes:
    """The mail as it is sent: ``length`` bytes, or all until the client ends its half of the connection."""
    chunks: list[bytes] = []
    got = 0
    while length is None or got < length:
        chunk = await reader.read(READ if length is None else min(READ, length - got))
        if not chunk:
            break
        got += len(chunk)
        if got <= max_size:
            chunks.append(chunk)
            await share.take(len(chunk))
        elif chunks:  # read on, so that the client is ready for the reply, and keep nothing
            chunks.clear()
            share.give_back()
    if length == got:
        got += count_tail(chunks[-1] if chunks else b"", await read_waiting(reader))
    if length not in (None, got):
        raise refuse_header(f"(Content-Length mismatch: Expected {length} bytes, got {got} bytes)")
    if got > max_size:
        raise refuse_size(max_size)
    return b"".join(chunks)


async def read_waiting(reader: Reader) -> bytes:
    """What has arrived behind the mail."""
    try:
        async with asyncio.timeout(0):
            return await reader.read(READ)
    except TimeoutError:
        return b""


def count_tail(end: bytes, behind: bytes) -> int:
    """How many bytes of ``behind`` make the mail that is counted to ``end`` there a damaged one.

    SpamAssassin's spamd reads whole lines: behind a line's end it does not see what comes, and its own Perl
    client sends a line's end there; within a line all up to its end belongs to the mail, which then is longer
    than it was said to be. A line's end alone is not held against it here.
    """
    line = behind.partition(b"\n")[0] + b"\n"
    if end.endswith(b"\n") or line in (b"\n", b"\r\n"):
        return 0
    return min(len(line), len(behind))


def inflate(data: bytes, max_size: int) -> bytes:
    """``data`` as it was before zlib (RFC 1950), at most ``max_size`` bytes of it."""
    inflater = zlib.decompressobj()
    try:
        mail = inflater.decompress(data, max_size + 1)
    except zlib.error as error:
        raise Refusal(UNAVAILABLE, f"Service Unavailable: zlib: {error}") from None
    if len(mail) > max_size:
        raise refuse_size(max_size)
    if not inflater.eof:
        raise Refusal(UNAVAILABLE, "Service Unavailable: zlib: failed to find end of zlib stream")
    if inflater.unused_data:  # a mail would be lost there, or somebody hides it
        raise Refusal(UNAVAILABLE, "Service Unavailable: zlib: bytes behind the end of zlib stream")
    return mail


def refuse_size(max_size: int) -> Refusal:
    """A mail over the limit."""
    return Refusal(UNAVAILABLE, f"Service Unavailable: the mail is larger than {max_size} bytes")


def show_bytes(data: bytes) -> str:
    """A stranger's bytes as they may stand in a reply or a log."""
    return "".join(char if " " <= char <= "~" else "?" for char in data[:100].decode("latin-1"))
