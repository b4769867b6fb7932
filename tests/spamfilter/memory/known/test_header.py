"""Words of a mail's header, by their fields."""

from spamfilter import Message
from spamfilter.memory.known.header import hash_header

MAIL = b"Received: from mx7.shop.example (10.0.0.1)\nFrom: Ann <ann@a.example>\n%b\n\nbody\n"


def hash_mail(more: bytes) -> set[int]:
    return set(hash_header(Message("body", MAIL % more, sender="Ann <ann@a.example>")).tolist())


def test_a_field_has_words_of_its_own() -> None:
    mailer, agent = hash_mail(b"X-Mailer: Bat"), hash_mail(b"User-Agent: Bat")
    assert len(mailer - agent) == len(agent - mailer) == 2  # its name, and the word


def test_a_machine_counts_by_its_domain_too() -> None:
    one, other = hash_mail(b"Reply-To: a@b.c.example"), hash_mail(b"Reply-To: d@c.example")
    assert len(one & other) == len(hash_mail(b"")) + 2  # the name, c.example


def test_what_others_say_of_it_and_what_is_written_on_delivery_is_passed_over() -> None:
    assert hash_mail(b"X-Spam-Flag: YES\nStatus: RO\nSubject: hi\nDelivered-To: me@b.example") == hash_mail(
        b""
    )


def test_folded_lines_and_line_ends_of_any_kind_are_the_same() -> None:
    plain = hash_mail(b"X-Mailer: The Bat")
    assert hash_mail(b"X-Mailer: The\n\tBat") == plain
    crlf = Message("body", (MAIL % b"X-Mailer: The Bat").replace(b"\n", b"\r\n"), sender="a")
    assert set(hash_header(crlf).tolist()) == plain


def test_what_is_no_mail_has_no_header() -> None:
    assert len(hash_header(Message("From: me", b"From: me\n"))) == 0
    assert len(hash_header(Message("hi", b'{"text": "hi"}\n', sender="Ann"))) == 0
    assert len(hash_header(Message("hi", b"", sender="Ann"))) == 0
