"""Whom a user may name on a list, and how it is kept."""

import pytest

from spamfilter.errors import UsageError
from spamfilter.mail.entry import guess_address, list_covering, parse_entry


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("anna@example.org", "anna@example.org"),
        (" Anna@EXAMPLE.Org. ", "anna@example.org"),
        ("example.org", "example.org"),
        ("@example.org", "example.org"),
        ("*@Example.org", "example.org"),
        ("*.example.org", "*.example.org"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        ("root@localhost", "root@localhost"),
        ("80082", "80082"),
        ("+44 7700 900123", "+447700900123"),
        ("0044 (7700) 900-123", "+447700900123"),
        ("07700 900123", "07700900123"),
        ("  Royal  Mail ", "royal mail"),
        ("DHL", "dhl"),
    ],
)
def test_what_means_the_same_is_kept_the_same(text: str, entry: str) -> None:
    assert parse_entry(text) == entry
    assert parse_entry(entry) == entry


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "a@",
        "@b@c.example",
        "a@b@c.example",
        '"a b"@example.org',
        "a@exa mple.org",
        "a@example..org",
        "*.org",
        "*.",
        "@org",
        "192.0.2.1",
        "a@[192.0.2.1]",
        "straße.example",  # becomes strasse.example on its way to ASCII, which is somebody else's
        "ｅxample.org",
        "example。org",
        "\u212aitchen.example",  # the sign of kelvin
        "+44",
        "a\x1b[0m",
        "a" * 300,
        "a@" + "b" * 300 + ".example",
        "a\udc80@example.org",
    ],
)
def test_what_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_entry(text)


def test_a_domain_that_looks_the_same_is_another() -> None:
    assert parse_entry("раypal.com") == "xn--ypal-43d9g.com" != parse_entry("paypal.com")


def test_the_closest_entry_comes_first() -> None:
    assert list(list_covering("a@b.c.example")) == [
        ("a@b.c.example", True),
        ("b.c.example", True),
        ("*.c.example", True),
        ("c.example", False),
        ("*.example", True),
        ("example", False),
    ]


def test_what_is_blocked_is_found_in_disguise() -> None:
    assert guess_address("a@ｂad.example.") == "a@bad.example"
    assert guess_address("nobody") == guess_address("a b@") == ""
