"""One mail (RFC 5322, MIME: RFC 2045 to 2047) as a person reads it."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from spamfilter.message import Message, decode_text
from spamfilter.readers.lines import read_whole
from spamfilter.readers.mime.header import find_header, name_charset, read_date, read_words
from spamfilter.readers.mime.limits import SIZE, TEXT, Allowance
from spamfilter.readers.mime.part import find_charset_of, has_text, open_section, show_skipped, take_apart
from spamfilter.readers.mime.version import list_readings

UNREADABLE = "could not be taken apart"

_LONE_CR = re.compile(rb"\r(?!\n)")
_LINE_ENDS = re.compile(rb"\r++\n")


def read_eml(stream: BinaryIO, source: str) -> Iterator[Message]:
    """The one mail that ``stream`` is; nothing for an empty one."""
    raw = read_whole(stream)
    if raw:
        yield read_mail(raw, source)


def read_mail(raw: bytes, source: str, number: int = 1) -> Message:
    """The Message of a whole mail: its text is the subject, a blank line, and the visible body.

    ``readings`` are what else a person may be shown of it. What cannot be taken apart is the text of the
    bytes, and ``notes`` says so, as it does where a limit ended the reading. Raises MemoryError alone.
    """
    allowance = Allowance()
    try:
        return read_within(raw, source, number, allowance)
    except MemoryError:
        raise
    except Exception:  # RecursionError too
        notes = (*allowance.notes, UNREADABLE)
        return Message(decode_text(raw[:TEXT]), raw, source, number, notes=notes)


def read_within(raw: bytes, source: str, number: int, allowance: Allowance) -> Message:
    """The Message of a whole mail, as far as ``allowance`` goes."""
    mail = mend_line_ends(allowance.cut(raw, SIZE, "mail"))
    section = open_section(mail, find_header(mail), len(mail), allowance)
    allowance.charset = name_charset(section.fields)
    parts = take_apart(section, allowance)
    if not has_text(parts):  # what is attached is all there is to read
        parts = take_apart(section, allowance, attached=True)
    charset = find_charset_of(parts)
    subject, sender = (read_words(section.fields, name, charset) for name in ("subject", "from"))
    first, *others = list_readings(subject, [show_skipped(section.fields), *parts])
    notes = tuple(allowance.notes)
    more, date = tuple(others), read_date(section.fields)
    return Message(first.text, raw, source, number, subject, sender, notes=notes, readings=more, date=date)


def mend_line_ends(raw: bytes) -> bytes:
    """``raw`` with line ends that have an LF: old Macs wrote CR alone, broken gateways write CR CR LF."""
    lines = raw.count(b"\n")
    if raw.count(b"\r") - raw.count(b"\r\n") > lines:
        return _LONE_CR.sub(b"\n", raw)
    return _LINE_ENDS.sub(b"\r\n", raw) if b"\r\r\n" in raw else raw
