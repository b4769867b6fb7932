"""Who is blocked sends spam; who is allowed sends ham, where the user's own server knows that it is they."""

from pathlib import Path

import pytest

from spamfilter import Label, Message, Verdict
from spamfilter.mail.standing import open_senders
from spamfilter.memory.senders import ALLOW, BLOCK, add_senders
from spamfilter.readers.eml import read_mail
from spamfilter.readers.emlx import read_emlx

UNKNOWN = Verdict(Label.UNSURE, 0.6)
GOOD = (
    b"Authentication-Results: mx.example.net; dkim=pass header.d=example.com; "
    b"dmarc=pass header.from=example.com\n"
)
EVIL = (
    b"Authentication-Results: mx.example.net; dkim=pass header.d=evil.org; dmarc=pass header.from=evil.org\n"
)
ANNA = "not authenticated: anna@example.com is allowed"


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """Anna is allowed, and all of example.org; bad.example is blocked, but not its friend."""
    path = tmp_path / "memory.db"
    add_senders(
        path,
        ALLOW,
        ["anna@example.com", "example.org", "*.below.example", "friend@bad.example", "+447700900123"],
    )
    add_senders(
        path, BLOCK, ["bad.example", "boss@example.org", "80082", "dhl", "evil@xn--bcher-kva.example"]
    )
    return path


def settle(memory: Path, message: Message | bytes, *servers: str) -> Verdict:
    one = read_mail(message, "-") if isinstance(message, bytes) else message
    return open_senders(memory, servers or ("MX.example.net",)).settle(one, UNKNOWN)


def write(sender: str, top: bytes = GOOD) -> bytes:
    return top + f"From: {sender}\nSubject: hello\n\nhello\n".encode()


def test_who_is_allowed_and_authenticated_sends_ham(memory: Path) -> None:
    verdict = settle(memory, write("Anna <anna@example.com>"))
    assert (verdict, verdict.remark) == (
        Verdict(Label.HAM, 0.0, "allowed: anna@example.com"),
        "allowed: anna@example.com",
    )


@pytest.mark.parametrize(
    "sender",
    [
        "anna@example.com",
        "ANNA@Example.COM",
        "<anna@example.com>",
        '"Anna, of \\"X\\"" <anna@example.com>',
        "Anna B. C. <anna@example.com.>",
        "anna@example.com (Anna)",
        "=?utf-8?q?Ann=C3=A4?=\n <anna@example.com>",
        "Ännä <anna@example.com>",
        '"evil@evil.org" <anna@example.com>',
    ],
)
def test_an_honest_from_field_is_understood(memory: Path, sender: str) -> None:
    assert settle(memory, write(sender)).label is Label.HAM


@pytest.mark.parametrize(
    "sender",
    [
        # Mails that evil.org has signed, and that somebody may take for Anna's.
        "anna@example.com <evil@evil.org>",
        '"anna@example.com" <evil@evil.org>',
        '"Anna <anna@example.com>" <evil@evil.org>',
        "=?utf-8?q?Anna_=3Canna=40example.com=3E?= <evil@evil.org>",
        "evil@evil.org (anna@example.com)",
        "anna@example.com (x) <evil@evil.org>",
        '"anna@example.com"@evil.org',
        "anna@example.com@evil.org",
        "anna@example.com.evil.org",
        "<anna@example.com> <evil@evil.org>",
        "<@example.com:evil@evil.org>",
        "anna@example.com, evil@evil.org",
        "evil@evil.org, anna@example.com",
        "anna@example.com: evil@evil.org;",
        "anna@exаmple.com",  # with a Cyrillic letter
        "anna@example。com",
        "anna@ｅxample.com",
        "anna@example.com\n <evil@evil.org>",
        "evil@evil.org\nFrom: anna@example.com",
        "anna@example.com\nFrom: evil@evil.org",
        "anna@example.com\nfrom : evil@evil.org",
        "evil@evil.org\rFrom: anna@example.com",
        "evil@evil.org\0\nFrom\0: anna@example.com",
        "anna@example.com",
        "",
    ],
)
def test_nobody_gets_in_by_a_trick(memory: Path, sender: str) -> None:
    assert settle(memory, write(sender, EVIL)).label is not Label.HAM


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        ("anna@example.com, evil@evil.org", "its From field is not one plain address"),
        ("anna@example.com: x@evil.org;", "its From field is not one plain address"),
        ('"anna"@example.com, anna@example.com', "its From field is not one plain address"),
        ("anna@example.com\nFROM: evil@evil.org", "it has more than one From field"),
        ("anna@example.com\n\t \n x", "its header is broken"),
        ("anna@example.com\nno field", "its header is broken"),
        ("anna@example.com\rX: y", "its header is broken"),
    ],
)
def test_what_is_not_plain_is_not_believed_though_authenticated(memory: Path, sender: str, why: str) -> None:
    verdict = settle(memory, write(sender))
    assert verdict == Verdict(Label.UNSURE, 0.6, f"not authenticated: anna@example.com is allowed, but {why}")


def test_the_remark_says_why_somebody_is_not_believed(memory: Path) -> None:
    unknown = open_senders(memory).settle(read_mail(write("anna@example.com"), "-"), UNKNOWN)
    assert unknown.remark == (f"{ANNA}, but no server is trusted to have checked that; see --authserv-id")
    assert settle(memory, write("anna@example.com", b"")).remark == (
        f"{ANNA}, but no Authentication-Results of mx.example.net says so"
    )
    assert settle(memory, write("anna@example.com", EVIL)).remark == (
        f"{ANNA}, but mx.example.net found neither DKIM, SPF nor DMARC that vouches for example.com"
    )


def test_a_field_of_the_sender_below_that_of_the_server_counts_for_nothing(memory: Path) -> None:
    assert settle(memory, write("anna@example.com", EVIL + b"Received: x\n" + GOOD)).label is Label.UNSURE
    body = EVIL + b"From: evil@evil.org\nSubject: a\n\n" + GOOD + b"From: anna@example.com\n"
    assert settle(memory, body).remark == ""


def test_an_allowed_domain_is_that_one_alone_and_a_star_those_below(memory: Path) -> None:
    def judge(domain: str) -> Label:
        return settle(memory, write(f"a@{domain}", GOOD.replace(b"example.com", domain.encode()))).label

    assert judge("example.org") is Label.HAM
    assert judge("sub.example.org") is Label.UNSURE
    assert judge("a.below.example") is judge("a.b.below.example") is Label.HAM
    assert judge("below.example") is Label.UNSURE


@pytest.mark.parametrize(
    ("sender", "entry"),
    [
        ("x@bad.example", "bad.example"),
        ("X <x@deep.below.BAD.example.>", "bad.example"),
        ("x@evil.org, y@bad.example", "bad.example"),
        ("x@evil.org\nFrom: y@bad.example", "bad.example"),
        ("x@ｂad.example", "bad.example"),
        ("a: x@bad.example;", "bad.example"),
        ("evil@bücher.example", "evil@xn--bcher-kva.example"),
        ("DHL", "dhl"),
        ("80082", "80082"),
        ("boss@example.org", "boss@example.org"),
        ("friend@bad.example", "bad.example"),  # allowed, but anybody may have written that
    ],
)
def test_who_is_blocked_sends_spam_without_any_proof(memory: Path, sender: str, entry: str) -> None:
    assert settle(memory, write(sender, b"")) == Verdict(Label.SPAM, 1.0, f"blocked: {entry}")


def test_a_name_that_holds_a_blocked_address_blocks_nobody(memory: Path) -> None:
    assert settle(memory, write('"x@bad.example" <list@evil.org>', b"")) == UNKNOWN


def test_the_closest_entry_counts(memory: Path) -> None:
    friend = write("friend@bad.example", GOOD.replace(b"example.com", b"bad.example"))
    assert settle(memory, friend).label is Label.HAM
    boss = write("boss@example.org", GOOD.replace(b"example.com", b"example.org"))
    assert settle(memory, boss).label is Label.SPAM


@pytest.mark.parametrize(
    ("sender", "label"),
    [
        ("80082", Label.SPAM),
        ("DHL", Label.SPAM),
        ("+44 7700 900123", Label.HAM),
        ("0044 7700-900123", Label.HAM),
        ("07700 900123", Label.UNSURE),
        ("x@bad.example", Label.SPAM),
        ("anna@example.com", Label.UNSURE),
        ("example.org", Label.UNSURE),
        ("", Label.UNSURE),
    ],
)
def test_the_sender_of_an_export_is_what_it_says(memory: Path, sender: str, label: Label) -> None:
    one = Message("hello", sender=sender, conversation="somebody")
    assert settle(memory, one).label is label


def test_a_number_is_believed_of_an_export_alone(memory: Path) -> None:
    assert settle(memory, write("+447700900123")).label is Label.UNSURE
    assert settle(memory, Message("hello", sender="+447700900123")).label is Label.UNSURE


def test_a_line_that_is_written_like_a_mail_is_none(memory: Path) -> None:
    raw = GOOD + b"From: anna@example.com\n\nhello"
    assert settle(memory, Message("hello", raw)) == UNKNOWN
    assert settle(memory, Message("hello", b'"' + raw, sender="anna@example.com")).label is Label.UNSURE


def test_mails_of_mailboxes_are_read_below_what_is_around_them(memory: Path, tmp_path: Path) -> None:
    mail = write("anna@example.com")
    assert settle(memory, b"From anna@example.com Mon Jan  1 00:00:00 2024\n" + mail).label is Label.HAM
    assert settle(memory, mail.replace(b"\n", b"\r\n")).label is Label.HAM
    emlx = tmp_path / "1.emlx"
    emlx.write_bytes(b"%d\n%s" % (len(mail), mail))
    with emlx.open("rb") as stream:
        (one,) = read_emlx(stream, "1.emlx")
    assert settle(memory, one).label is Label.HAM


def test_an_endless_header_is_not_believed(memory: Path) -> None:
    assert settle(memory, GOOD + b"X: y\n" * 100_000 + write("anna@example.com", b"")).label is Label.UNSURE


def test_a_mail_that_was_not_read_whole_is_ham_if_its_sender_is_known(memory: Path) -> None:
    mail = write("anna@example.com").replace(b"Subject: hello", b"Subject: " + b"x" * 5000)
    assert read_mail(mail, "-").notes
    assert settle(memory, mail).label is Label.HAM
