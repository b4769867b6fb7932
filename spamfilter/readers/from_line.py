"""The line that begins a mail in an mbox: ``From ``, an address, and a date (RFC 4155, appendix A).

Mailers write the date as ``asctime`` does, with a zone before or after the year or none, with or without
seconds, or as a header field has it; behind it UUCP names the host it came from. The address may be missing,
``-`` (Mozilla), ``MAILER-DAEMON``, or in quotes. A sentence that begins with From goes on behind its date, or
has words where the address would be.
"""

import re

from spamfilter.readers.evidence import Evidence

FROM = b"From "
MOZILLA = b"-"  # what it writes for an address

_ZONE = rb"(?:[+-]\d\d:?\d\d|\(?[A-Z]{1,5}(?:[+-]\d{1,4})?\)?)"
_TIME = rb"\d?\d:\d\d(?::\d\d)?"
_YEAR = rb"(?:19|20)\d\d"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_GAP = rb"[ \t]++"
_END = rb"(?:%b%b){0,2}(?:%b(?:remote from|forwarded by)%b\S++)?\s*+\Z" % (_GAP, _ZONE, _GAP, _GAP)
_ASCTIME = rb"%b%b\d?\d,?%b%b(?:%b%b){0,2}%b" % (_MONTH, _GAP, _GAP, _TIME, _GAP, _ZONE, _GAP + _YEAR)
_DAY_FIRST = rb"\d?\d(?:%b|-)%b(?:%b|-)(?:%b|\d\d)%b%b" % (_GAP, _MONTH, _GAP, _YEAR, _GAP, _TIME)
# Whatever stands before a date like this one, nobody writes it in a sentence.
_WHOLE = re.compile(rb"[ \t]%b%b(?:%b)%b" % (_DAY, _GAP, _ASCTIME, _END))
_OTHER = re.compile(rb"[ \t](?:%b,?%b)?(?:%b|%b)%b" % (_DAY, _GAP, _ASCTIME, _DAY_FIRST, _END))
_ADDRESS = re.compile(rb'(?:-|MAILER-DAEMON|"[^"]*"@\S+|[^\s"@]+@\S+|[^\s@]+ at \S+)(?!\S)')


def is_dated(line: bytes) -> bool:
    """Whether ``line`` is a From line for its date, and for its address where the date alone may be said."""
    if not line.startswith(FROM):
        return False
    if _WHOLE.search(line, len(FROM) - 1):
        return True
    date = _OTHER.search(line, len(FROM) - 1)
    return bool(date and _ADDRESS.fullmatch(line[len(FROM) : date.start()].strip()))


def find_address(line: bytes) -> bytes:
    """The address in a From line without a date, or its only word; empty where it begins with other words."""
    rest = line[len(FROM) :].strip()
    address = _ADDRESS.match(rest)
    if address:
        return address[0]
    return rest if not rest.split()[1:] else b""


def begins_mail(line: bytes, found: Evidence, *, blank: bool) -> bool:
    """Whether the From ``line`` without a date begins a mail, for what was ``found`` of a header below it.

    ``blank`` is whether a blank line is above it. Mozilla's ``From -``, which nobody writes, needs none.
    Words that are no address need more of a header below than a person copies into a text.
    """
    address = find_address(line)
    if address == MOZILLA and found.sure and len(found.known) > 1:
        return True
    if not blank or not address:
        return blank and found.traced and len(found.sure) > 1
    if line[len(FROM) :].strip() != address:
        return bool(found.sure) and len(found.known) > 1
    return bool(found.sure) or b"subject" in found.known
