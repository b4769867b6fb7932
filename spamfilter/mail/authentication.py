"""Whether a mail comes from where it says, by what the user's own server found (RFC 8601).

A server that takes mail in checks DKIM, SPF and DMARC and writes what it found above all that came with the
mail. So of the fields with the name (authserv-id) of such a server only the topmost counts, and the server
must have removed what came under its name (RFC 8601, 5).

A domain is vouched for by DKIM or SPF of the same domain or of one above it: who has the domain above gives
away those below it. DMARC (RFC 7489, 3.1) also takes one below, as far as the public suffix list says; we
have no such list, and leave that to the server, whose ``dmarc=pass`` counts.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from spamfilter.mail.entry import write_domain

FIELD = "authentication-results"
LONGEST = 1 << 12  # bytes of such a field: hostile ones take the parser some 30 ms

_ID = re.compile(r"\s*+([^\s;()]++)")


class Property(Protocol):
    """One that a server tells of a check, as ``header.d=example.org``."""

    type: str
    name: str
    value: str | None


class Result(Protocol):
    """What a server found by one method."""

    method: str
    result: str
    properties: Sequence[Property]


def find_doubt(fields: Iterable[tuple[str, bytes]], domain: str, trusted: frozenset[str]) -> str:
    """Why a mail with these header ``fields`` may not be from ``domain``; nothing where it surely is.

    ``trusted`` are the names of the user's own servers, in lower case.
    """
    if not trusted:
        return "no server is trusted to have checked that; see --authserv-id"
    found: dict[str, bytes] = {}
    for name, value in fields:
        if name == FIELD and (server := read_id(value)) in trusted:
            found.setdefault(server, value)
    if not found:
        return f"no Authentication-Results of {' or '.join(sorted(trusted))} says so"
    results = [result for value in found.values() for result in parse_results(value)]
    if any(says(one, "dmarc", "fail", "header.from", domain) for one in results):
        return f"DMARC failed for {domain}"
    if any(vouches(result, domain) for result in results):
        return ""
    return f"{' and '.join(sorted(found))} found neither DKIM, SPF nor DMARC that vouches for {domain}"


def read_id(value: bytes) -> str:
    """The name of the server that a field says to be of, in lower case."""
    match = _ID.match(value[:LONGEST].decode("ascii", "replace"))
    return match[1].lower() if match else ""


def parse_results(value: bytes) -> list[Result]:
    """What one field says; nothing where that cannot be understood."""
    if len(value) > LONGEST:
        return []
    from authres import AuthenticationResultsHeader  # only who has a list needs it

    try:
        field = AuthenticationResultsHeader.parse(f"{FIELD}: {value.decode('ascii').strip()}")
        return [one for one in field.results if hasattr(one, "method")]
    except Exception:  # whatever hostile text does to it, deep comments (RecursionError) too
        return []


def vouches(result: Result, domain: str) -> bool:
    """Whether a ``result`` says that a mail from ``domain`` is from there."""
    if result.result != "pass":
        return False
    if result.method == "dmarc":
        return find_domain(result, "header.from") == domain
    if result.method == "dkim":
        signer = find_domain(result, "header.d") or find_domain(result, "header.i")
    else:
        signer = find_domain(result, "smtp.mailfrom") if result.method == "spf" else ""
    return bool(signer) and (domain == signer or ("." in signer and domain.endswith(f".{signer}")))


def says(result: Result, method: str, outcome: str, name: str, domain: str) -> bool:
    """Whether a ``result`` is this one."""
    return (result.method, result.result) == (method, outcome) and find_domain(result, name) == domain


def find_domain(result: Result, name: str) -> str:
    """The domain of a property, of an address what is behind its @; nothing unless there is exactly one."""
    values = [one.value or "" for one in result.properties if f"{one.type}.{one.name}" == name]
    if len(values) != 1 or values[0].count("@") > 1 or '"' in values[0]:
        return ""
    try:
        return write_domain(values[0].rpartition("@")[2])
    except ValueError:
        return ""
