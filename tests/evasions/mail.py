"""What the disguises are made of: innocent words, and mails of few parts."""

import base64
from collections.abc import Callable
from dataclasses import dataclass

GREETING = "Hi Bob,"
INNOCENT = (
    "Hi Bob, the notes of Thursday's meeting are below, please tell me what I forgot. Anna will book "
    "the room for next week and I shall ask the office about the broken heating. The draft of the report "
    "should be "
    "with you on Monday; could you read the second chapter before we meet? See you tomorrow, Tom"
)
HEAD = ("From: Tom <tom@example.org>", "To: bob@example.org", "MIME-Version: 1.0")
PLAIN = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Evasion:
    """``why`` a person still reads a text, and ``disguise``: a text to the bytes of a mail."""

    why: str
    disguise: Callable[[str], bytes]


def mail(body: str | bytes, *fields: str, subject: str = "hello") -> bytes:
    """A mail with ``fields`` below its usual ones."""
    head = "\n".join([*HEAD, f"Subject: {subject}", *fields]) + "\n\n"
    return head.encode() + (body if isinstance(body, bytes) else body.encode()) + b"\n"


def plain(body: str | bytes, *fields: str) -> bytes:
    """A mail of plain text in UTF-8."""
    return mail(body, f"Content-Type: {PLAIN}", *fields)


def html(body: str) -> bytes:
    """A mail of HTML."""
    return mail(body, f"Content-Type: {HTML}")


def encoded(data: str | bytes, encoding: str = "base64", kind: str = PLAIN) -> bytes:
    """A mail in base64, whatever it says its transfer ``encoding`` is."""
    data = data if isinstance(data, bytes) else data.encode()
    return mail(base64.encodebytes(data), f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}")


def part(body: str, kind: str = PLAIN, *fields: str) -> str:
    """A part of a mail."""
    return "\n".join([f"Content-Type: {kind}", *fields]) + f"\n\n{body}\n"


def enclose(kind: str, *parts: str, boundary: str = "cut", declared: str = "") -> str:
    """A part that holds ``parts``; ``declared`` is how its header spells the boundary."""
    lines = "".join(f"--{boundary}\n{each}" for each in parts)
    return f"Content-Type: multipart/{kind}; {declared or f'boundary={boundary}'}\n\n{lines}--{boundary}--"


def whole(structure: str) -> bytes:
    """The mail whose header ends with that of ``structure``, a part."""
    field, _, body = structure.partition("\n\n")
    return mail(body, *field.split("\n"))
