"""Whom a user may name on a list: an address, a domain, a phone number, the name that an SMS shows for one.

Each is written in one way, so that two that are the same are equal. A domain is in ASCII (RFC 5890), so one
that only looks like another is another.
"""

import re
import unicodedata
from collections.abc import Iterator

from spamfilter.errors import UsageError

LONGEST = 254  # characters of an address (RFC 5321, 4.5.3.1, as its errata have it)
FEWEST = 7  # digits of a number with its country code

_DOMAIN = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}")
# A local part without quotation marks (RFC 5322, 3.2.3), in any script (RFC 6532).
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u00a1-\ud7ff\ue000-\U0010ffff-]++")
_NUMBER = re.compile(r"\+?[0-9]{2,15}")
_SEPARATORS = {ord(sign): None for sign in " ()-/\u00a0\u2007\u2010\u2011\u202f"}
_DOTS = set(".。．｡")  # what parts the labels of a domain (RFC 3490, 3.1)
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def parse_entry(text: str) -> str:
    """What a user wrote, as it is kept: ``a@example.org``, ``example.org``, ``*.example.org``, ``+4477…``.

    ``@example.org`` and ``*@example.org`` are the domain. What is none of these is the name of a sender, as
    an SMS shows it. Raises :class:`UsageError` for what can be none.
    """
    text = text.strip()
    below = "*." if text.startswith("*.") else ""
    domain = text.removeprefix("*").removeprefix("@") if text.startswith(("@", "*@")) else text[len(below) :]
    if number := find_number(text):
        if number.startswith("+") and len(number) <= FEWEST:
            raise UsageError(f"{text!r} is not a whole number; put one with spaces in quotation marks")
        return number
    try:
        if "@" in domain:
            return write_address(text)
        if below or domain != text or _DOTS & set(domain):
            return below + write_registered(domain)
    except ValueError as error:
        raise UsageError(f"{text!r} is no address, domain or number: {error}") from None
    if not text or len(text) > LONGEST or not text.isprintable():
        raise UsageError(f"{text!r} is no address, domain or number")
    return fold_name(text)


def write_address(text: str) -> str:
    """``local@domain`` in its one form. Raises ValueError for another thing, quoted local parts included."""
    local, _, domain = text.rpartition("@")
    if len(text) > LONGEST or not _LOCAL.fullmatch(local):
        raise ValueError("a local part in plain letters, one @ and a domain are needed")
    return f"{unicodedata.normalize('NFC', local.translate(_LOWER))}@{write_domain(domain)}"


def write_domain(text: str) -> str:
    """A domain in ASCII and lower case, without a dot at its end.

    Raises ValueError for what is none, and for one that another domain is made of on its way to ASCII, as
    ``straße.example`` was (RFC 3490): who means it writes its ``xn--`` form.
    """
    domain = text.removesuffix(".").translate(_LOWER)
    if len(domain) <= LONGEST and not domain.isascii():
        written = domain.encode("idna").decode("ascii")
        if written.encode("ascii").decode("idna") != domain:
            raise ValueError("write the domain in ASCII, as xn--…")
        domain = written
    if len(domain) > LONGEST or not _DOMAIN.fullmatch(domain):
        raise ValueError("it has no domain")
    return domain


def write_registered(text: str) -> str:
    """A domain that somebody may own. Raises ValueError for a top-level one and for an IP address."""
    domain = write_domain(text)
    last = domain.rpartition(".")
    if not last[0] or last[2].isdigit():
        raise ValueError("a domain such as example.org is needed")
    return domain


def guess_address(text: str) -> str:
    """What ``text`` may be taken for by somebody who is not strict; nothing where it is no address."""
    local, _, domain = text.strip("'\"").rpartition("@")
    domain = unicodedata.normalize("NFKC", domain).lower().strip(".")
    try:
        return write_address(f"{local}@{domain}")
    except ValueError:
        return ""


def find_number(text: str) -> str:
    """A phone number or short code without what parts its digits, ``+`` for ``00``; nothing for another."""
    number = text.translate(_SEPARATORS)
    if not _NUMBER.fullmatch(number):
        return ""
    return f"+{number[2:]}" if number.startswith("00") else number


def fold_name(text: str) -> str:
    """The name of a sender without case and more than one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_name(entry: str) -> bool:
    """Whether an entry is only a name, which anybody may take."""
    return "@" not in entry and "." not in entry and not _NUMBER.fullmatch(entry)


def list_covering(address: str) -> Iterator[tuple[str, bool]]:
    """Each entry that may cover an ``address``, the closest first, and whether it covers it in both lists.

    A domain covers its own addresses; blocked, those of the domains below it too.
    """
    yield address, True
    domain = address.rpartition("@")[2]
    yield domain, True
    while "." in domain:
        domain = domain.partition(".")[2]
        yield f"*.{domain}", True
        yield domain, False
