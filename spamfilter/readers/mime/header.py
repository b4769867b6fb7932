"""Header fields of a mail or of a part of one (RFC 5322; RFC 2045, 2047, 2231).

The standard library splits them, each cut to a length at which it is quick.
"""

import binascii
import re
from email.message import Message as Fields
from email.parser import HeaderParser
from email.utils import collapse_rfc2231_value

from spamfilter.message import decode_text
from spamfilter.readers.mime.charset import decode_charset
from spamfilter.readers.mime.limits import HEAD, LONGEST, Allowance
from spamfilter.readers.mime.transfer import decode_transfer

READ = {"subject", "from", "content-type", "content-disposition", "content-transfer-encoding"}

_END_OF_HEADER = re.compile(rb"(?:\A|\r?\n)\r?\n")
_ENCODED_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=(\s+(?==\?))?")


def read_fields(raw: bytes, allowance: Allowance) -> tuple[Fields, bytes]:
    """The fields in ``READ``, the first of each name, cut to ``LONGEST``; and the bytes below the header."""
    blank = _END_OF_HEADER.search(raw)
    end = blank.end() if blank else len(raw)
    head = allowance.cut(raw[:end], HEAD, "header")
    parsed = HeaderParser().parsestr(head.decode("latin-1"))
    fields = Fields()
    for name, value in parsed.raw_items():
        if name.lower() in READ and name not in fields:
            if len(str(value)) > LONGEST:
                allowance.note(f"header field over {LONGEST} characters")
            fields[name] = decode_text(str(value)[:LONGEST].encode("latin-1"))
    # Lines that are no header fields end the header without a blank line.
    rest = str(parsed.get_payload()).encode("latin-1")
    return fields, rest + raw[len(head) if rest.strip() else end :]


def read_parameter(fields: Fields, name: str, header: str = "content-type") -> str:
    """A parameter of a field (RFC 2231), or nothing where it is missing or spelt wrong."""
    try:
        return collapse_rfc2231_value(fields.get_param(name, "", header)).strip()
    except (ValueError, TypeError, LookupError):
        return ""


def read_words(fields: Fields, name: str) -> str:
    """A field on one line, its encoded words decoded."""
    return tidy(decode_words(str(fields.get(name, ""))))


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
