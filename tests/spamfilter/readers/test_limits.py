"""Limits that hold before a mail is parsed: what is read of it still counts, and a note says what was not."""

import pytest

from spamfilter import Message
from spamfilter.readers.eml import UNREADABLE, read_mail
from spamfilter.readers.mime import limits
from spamfilter.readers.mime.limits import TEXT


def nest(depth: int) -> bytes:
    """Multipart in multipart."""
    levels = (f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n" for level in range(depth))
    return "".join(levels).encode() + b"Content-Type: text/plain\n\nfree cash\n"


HOSTILE = {
    "300 deep": nest(300),
    "1500 deep": nest(1500),
    "mail in mail": b"Content-Type: message/rfc822\n\n" * 30_000 + b"free cash",
    "parentheses": b"To: " + b"(" * 2000 + b"\n\nfree cash",
    "addresses": b"To: <@\nMessage-ID: <[\n\nfree cash",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 32_000 + b"\n\nfree cash",
    "parts": b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 100_000 + b"free cash",
    "parts of parts": b"Content-Type: multipart/mixed; boundary=x\n\nfree cash\n--x\n\nfree cash\n"
    + b"--x\nContent-Type: multipart/mixed; boundary=y\n\n--y\n\n--y\n\n" * 15_000,
    "header fields": b"a:b\n" * 200_000 + b"\nfree cash",
    "parameters": b"Content-Type: text/plain; a=\"" + b"a;" * 400_000 + b"\n\nfree cash",
    "rfc 2231": b"Content-Type: text/plain; charset*=hex'x'%41; charset*5=3\n\nfree cash",
    "blank lines": b"\n" * 900_000 + b"Subject: x\n\nfree cash",
    "no newline": b"Subject: x\r\rfree cash",
    "open tags": b"Content-Type: text/html\n\nfree cash" + b"<a " * 300_000,
    "open comments": b"Content-Type: text/html\n\nfree cash" + b"<!--" * 200_000,
    "open elements": b"Content-Type: text/html\n\nfree cash" + b"<div><b>" * 50_000,
    "open links": b"Content-Type: text/html\n\nfree cash" + b"<a href=http://x>" * 50_000,
    "a long entity": b"Content-Type: text/html\n\nfree cash &#" + b"9" * 5000,
    "attributes": b"Content-Type: text/html\n\nfree cash<a " + b"b='" * 300_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_ends_quickly_with_its_text(name: str) -> None:
    message = read_mail(HOSTILE[name], "-")
    assert "free cash" in message.text
    assert UNREADABLE not in message.notes
    assert "reading over 5 s" not in message.notes


PAGE = b"Content-Type: text/html\n\n"
MIXED = b"Content-Type: multipart/mixed; boundary=x\n\n"


def read(raw: bytes) -> Message:
    """The Message of a mail; its bytes are all there whatever was read."""
    message = read_mail(raw, "-")
    assert message.raw == raw
    return message


def test_a_mail_within_all_limits_has_no_notes() -> None:
    assert read(b"Subject: hello\n\nyou").notes == ()


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        (b"Subject: s\n\n" + b"0123456789abcde\n" * 2_200_000, "mail over 32 MiB"),
        (b"Subject: s\n\n" + b"0123456789abcde\n" * 70_000, "text over 1 MiB"),
        (b"Subject: s" + b"s" * 5000 + b"\n\nbody", "header field over 4096 characters"),
        (b"Subject: s\n" + MIXED + b"--x\n\npart\n" * 1100, "more than 1000 parts"),
        (b"Subject: s\n" + nest(32), "parts over 30 deep"),
        (b"Subject: s\n" + PAGE + b"<style>" + b".a{b:c}" * 40_000, "style sheets over 256 KiB"),
    ],
)  # fmt: skip
def test_each_limit_is_told_and_what_was_read_counts(raw: bytes, note: str) -> None:
    message = read(raw)
    assert message.text.startswith("s")
    assert note in message.notes
    assert len(message.text) <= TEXT + 10


def test_text_below_a_large_attachment_is_read() -> None:
    attached = b"--x\nContent-Type: image/png; name=a.png\n\n" + b"0123456789abcde\n" * 200_000
    message = read(MIXED + attached + b"--x\n\nfree cash\n--x--\n")
    assert (message.text, message.notes) == ("[attachment: a.png]\n\nfree cash", ())


def test_time_ends_the_reading_with_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(100))
    monkeypatch.setattr(limits, "monotonic", lambda: next(clock))
    message = read(b"Subject: s\n" + MIXED + b"--x\n\none\n" * 20)
    assert message.notes == ("reading over 5 s",)
    assert message.text == "s\n\none\n\none\n\none"
