"""What shows that lines are the header of a mail, where nothing else says so (RFC 5322, section 3.6).

Anybody may write ``Note:`` or ``Subject:`` in front of a sentence. The header of a mail has several fields
with names that mail has, and values that only mail has: an address, a date with a time, a message's id.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

KNOWN = frozenset(
    b"""
    apparently-to approved arc-authentication-results arc-message-signature arc-seal
    authentication-results auto-submitted autocrypt bcc cc comments content-disposition
    content-language content-length content-transfer-encoding content-type date delivered-to
    delivery-date dkim-signature domainkey-signature envelope-to errors-to feedback-id from importance
    in-reply-to keywords lines list-archive list-help list-id list-owner list-post list-subscribe
    list-unsubscribe list-unsubscribe-post mail-followup-to mailing-list message-id mime-version newsgroups
    organisation organization path precedence priority received received-spf references reply-to
    resent-date resent-from resent-message-id resent-sender resent-to return-path sender sensitivity
    status subject thread-index thread-topic to user-agent xref
    """.split()
)

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*+:(?!//)")  # not an address of the web
# What a mail server writes above all else.
_TRACE = re.compile(
    rb"(?:Return-Path[ \t]*+:[ \t]*+<|Received[ \t]*+:[ \t]*+(?:from|by)\b"
    rb"|(?:Delivered-To|X-Original-To|Envelope-To)[ \t]*+:[ \t]*+[^\s@]++@"
    rb"|Message-ID[ \t]*+:[ \t]*+<|MIME-Version[ \t]*+:[ \t]*+1|DKIM-Signature[ \t]*+:[ \t]*+v="
    rb"|ARC-Seal[ \t]*+:[ \t]*+i=|X-Envelope-From[ \t]*+:[ \t]*+<"
    rb"|X-Mozilla-Status2?[ \t]*+:[ \t]*+[\da-f]{4})",
    re.IGNORECASE,
)
_VALUE = re.compile(
    rb"(?:(?:From|To|Cc|Reply-To|Sender)[ \t]*+:[^\n@]*+@[^\s@]"
    rb"|(?:Date|Resent-Date)[ \t]*+:[ \t]*+(?:[A-Za-z]{3},?[ \t]*+)?"
    rb"\d?\d[ \t]++[A-Za-z]{3}[ \t]++\d{2,4}[ \t]++\d?\d:"
    rb"|(?:References|In-Reply-To)[ \t]*+:[ \t]*+<"
    rb"|Content-Type[ \t]*+:[ \t]*+(?:text|multipart|message|application)/"
    rb"|Content-Transfer-Encoding[ \t]*+:[ \t]*+(?:[78]bit|base64|quoted-p|binary))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen of a header.

    ``fields``  lines that are fields
    ``known``   their names that mail has, each once
    ``sure``    those of them whose value only mail has, each once
    ``traced``  whether a mail server wrote one
    ``end``     what it ended at: a blank line, a line of text, as many fields as were asked for; or the
                lines ran out
    """

    fields: int
    known: frozenset[bytes]
    sure: frozenset[bytes]
    traced: bool
    end: Literal["blank", "text", "most", "out"]


def weigh_header(lines: Iterable[bytes], most: int) -> Evidence:
    """What the header says of itself that is above the rest of ``lines``; ``most`` fields are looked at.

    UUCP's ``>From `` lines above it are passed over.
    """
    fields: list[bytes] = []
    end: Literal["blank", "text", "most", "out"] = "out"
    for line in lines:
        if not line.strip():
            end = "blank"
        elif name_field(line):
            fields.append(line)
            end = "most" if len(fields) == most else "out"
        elif not (line[:1] in b" \t" if fields else line.startswith(b">From ")):
            end = "text"
        if end != "out":
            break
    known = {name for name in map(name_field, fields) if is_known(name)}
    sure = {name_field(line) for line in fields if is_trace(line) or _VALUE.match(line)}
    return Evidence(len(fields), frozenset(known), frozenset(sure), any(map(is_trace, fields)), end)


def name_field(line: bytes) -> bytes:
    """The name of the field that ``line`` begins, in lower case; empty where it begins none."""
    match = _FIELD.match(line)
    return match[1].lower() if match else b""


def is_known(name: bytes) -> bool:
    """Whether fields of mails have this name: one of the standards', or one with ``X-``."""
    return name in KNOWN or name.startswith(b"x-")


def is_trace(line: bytes) -> bool:
    """Whether ``line`` begins a field as only a mail server or a mailer writes it."""
    return bool(_TRACE.match(line))
