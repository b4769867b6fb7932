"""What a field of the user's own server proves, and what is none of it."""

import random

import pytest

from spamfilter.mail.authentication import FIELD, find_doubt, read_id

OWN = frozenset(["mx.example.net"])
GMAIL = (
    b"mx.example.net;       dkim=pass header.i=@example.com header.s=pf2023 header.b=K/yzcSEE;       "
    b"spf=pass (google.com: domain of a@example.com designates 192.0.2.1 as permitted sender) "
    b"smtp.mailfrom=a@example.com;       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=example.com"
)
FASTMAIL = (
    b"mx.example.net; x-tls=pass smtp.version=TLSv1.3 smtp.bits=256/256; dkim=pass (2048-bit rsa key sha256) "
    b"header.d=example.com header.i=@example.com header.b=abcd header.a=rsa-sha256; dmarc=pass "
    b"policy.published-domain-policy=reject (p=reject,d=none) policy.policy-from=p header.from=example.com"
)
OPENDKIM = (
    b"mx.example.net; dkim=pass (2048-bit key; unprotected) header.d=example.com header.i=@example.com "
    b'header.a=rsa-sha256 header.s=s1 header.b="DnG+5/aa"'
)
RSPAMD = (
    b"mx.example.net; dkim=pass header.d=example.com header.s=s1 header.b=Ab3/d+fG; dmarc=pass (policy=none) "
    b"header.from=example.com; spf=pass (mx.example.net: domain of a@example.com designates 192.0.2.1 as "
    b"permitted sender) smtp.mailfrom=a@example.com"
)


def doubt(*values: bytes, domain: str = "example.com", trusted: frozenset[str] = OWN) -> str:
    return find_doubt([(FIELD, value) for value in values], domain, trusted)


@pytest.mark.parametrize(
    "field", [GMAIL, FASTMAIL, OPENDKIM, RSPAMD], ids=["gmail", "fastmail", "dkim", "rspamd"]
)
def test_what_servers_really_write_is_believed(field: bytes) -> None:
    assert doubt(field) == ""
    assert doubt(field, domain="example.org") == (
        "mx.example.net found neither DKIM, SPF nor DMARC that vouches for example.org"
    )
    assert doubt(field, trusted=frozenset(["mx.example.com"])) == (
        "no Authentication-Results of mx.example.com says so"
    )
    assert doubt(field, trusted=frozenset()) == "no server is trusted to have checked that; see --authserv-id"


@pytest.mark.parametrize(
    ("results", "domain", "vouched"),
    [
        ("dkim=pass header.d=example.com", "example.com", True),
        ("dkim=pass header.d=EXAMPLE.com.", "example.com", True),
        ("dkim=pass header.i=joe@example.com", "example.com", True),
        ("dkim=pass header.d=example.com", "news.example.com", True),
        ("dkim=pass header.d=news.example.com", "example.com", False),  # DMARC alone may say that
        ("dkim=pass header.d=com", "example.com", False),
        ("dkim=pass header.d=ample.com", "example.com", False),
        ("dkim=pass header.d=example.com.evil.org", "example.com", False),
        ("dkim=fail header.d=example.com", "example.com", False),
        ("dkim=none", "example.com", False),
        ("dkim=pass header.from=example.com", "example.com", False),
        ("dkim=pass header.d=evil.org header.d=example.com", "example.com", False),
        ("spf=pass smtp.mailfrom=bounce@example.com", "example.com", True),
        ("spf=pass smtp.mailfrom=example.com", "example.com", True),
        ("spf=pass smtp.helo=example.com", "example.com", False),
        ("spf=softfail smtp.mailfrom=example.com", "example.com", False),
        ('spf=pass smtp.mailfrom="a@example.com"@evil.org', "example.com", False),
        ("spf=pass smtp.mailfrom=a@example.com@evil.org", "example.com", False),
        ('spf=pass smtp.mailfrom="x; dkim=pass header.d=example.com"@evil.org', "example.com", False),
        ("spf=pass smtp.mailfrom=x smtp.mailfrom=a@example.com", "example.com", False),
        ("spf=pass smtp.mailfrom=x@example.com @evil.org", "example.com", False),
        ("dmarc=pass header.from=example.com", "example.com", True),
        ("dmarc=pass header.from=example.com", "news.example.com", False),
        ("dmarc=pass", "example.com", False),
        ("dmarc=none header.from=example.com; dkim=pass header.d=example.com", "example.com", True),
        ("dmarc=fail header.from=example.com; dkim=pass header.d=example.com", "example.com", False),
        ("dmarc=pass (header.from=example.com)", "example.com", False),
        ("dkim=fail (bad; dkim=pass header.d=example.com) header.d=evil.org", "example.com", False),
        ('dkim=fail reason="; dkim=pass header.d=example.com"', "example.com", False),
        ("arc=pass header.d=example.com", "example.com", False),
        ("auth=pass smtp.auth=a@example.com", "example.com", False),
        ("none", "example.com", False),
    ],
)
def test_what_a_result_vouches_for(results: str, domain: str, vouched: bool) -> None:
    assert (doubt(f" mx.example.net 1; {results}".encode(), domain=domain) == "") is vouched


def test_of_several_fields_of_a_server_the_topmost_counts() -> None:
    failed = b"mx.example.net; dkim=fail header.d=example.com"
    assert doubt(OPENDKIM, failed) == ""
    assert doubt(failed, OPENDKIM) != ""
    assert doubt(b"other.example; dkim=fail header.d=example.com", OPENDKIM) == ""


def test_each_of_two_servers_may_vouch() -> None:
    dmarc = b"dmarc.example.net; dmarc=none header.from=example.com"
    assert doubt(dmarc, OPENDKIM, trusted=OWN | {"dmarc.example.net"}) == ""
    failed = dmarc.replace(b"none", b"fail")
    assert doubt(OPENDKIM, failed, trusted=OWN | {"dmarc.example.net"}) == "DMARC failed for example.com"


@pytest.mark.parametrize(
    "field",
    [
        b"mx.example.net.evil.org; dkim=pass header.d=example.com",
        b"(mx.example.net) evil.org; dkim=pass header.d=example.com",
        b'"mx.example.net"; dkim=pass header.d=example.com',
        b"mx.example.net 2; dkim=pass header.d=example.com",
        b"mx.example.net; dkim=pass header.d=example.com; (",
        b"mx.example.net; dkim=pass header.d=example.com" + b" " * 5000 + b";",
        "mx.example.net; dkim=pass header.d=example.com (é)".encode(),
        b"mx.example.net; dkim=pass " + b"(" * 3000,
        b"mx.example.net",
        b"",
    ],
)
def test_a_field_that_is_not_plain_proves_nothing(field: bytes) -> None:
    assert doubt(field) != ""


def test_names_of_servers_have_no_case() -> None:
    assert read_id(b"  MX.Example.NET 1; none") == "mx.example.net"


def test_hostile_fields_prove_nothing_and_raise_nothing() -> None:
    chance = random.Random(8)
    pieces = [
        b"(",
        b")",
        b'"',
        b"\\",
        b";",
        b"=",
        b"@",
        b" ",
        b"header.d=",
        b"dkim=pass ",
        b"none",
        b"\xff",
        b"\0",
    ]
    evil = OPENDKIM.replace(b"example.com", b"evil.org") + b"; spf=pass smtp.mailfrom=a@evil.org"
    for _ in range(2000):
        field = bytearray(evil)
        for _ in range(chance.choice((1, 2, 5, 30))):
            at = chance.randrange(15, len(field) + 1)
            field[at:at] = chance.choice(pieces) * chance.choice((1, 1, 40))
        assert doubt(bytes(field)) != ""
