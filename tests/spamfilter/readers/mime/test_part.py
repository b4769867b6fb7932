"""A mail taken apart: what is shown is read wherever it stands, and what fails costs its own part only."""

import base64

import pytest

from spamfilter import Message
from spamfilter.readers.eml import read_mail
from spamfilter.readers.mime import part
from spamfilter.readers.mime.limits import DEPTH

MIXED = b"Content-Type: multipart/mixed; boundary=x\n\n"
INNER = b"Subject: Prize\nTo: you\n\ncall now to claim it\n"


def read(raw: bytes) -> Message:
    message = read_mail(raw, "-")
    assert message.raw == raw
    return message


@pytest.mark.parametrize("kind", [b"message/rfc822", b"message/global"])
@pytest.mark.parametrize("disposition", [b"inline", b'attachment; filename="a.eml"'])
def test_a_mail_in_a_mail_is_read_attached_or_not(kind: bytes, disposition: bytes) -> None:
    head = b"--x\nContent-Type: " + kind + b"\nContent-Disposition: " + disposition
    assert read(MIXED + head + b"\n\n" + INNER + b"--x--\n").text == "Prize\n\ncall now to claim it"


def test_a_mail_in_a_mail_may_be_encoded_as_a_whole() -> None:
    head = b"--x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    assert read(MIXED + head + base64.encodebytes(INNER) + b"--x--\n").text == "Prize\n\ncall now to claim it"


def test_mails_of_a_digest_need_not_say_that_they_are_mails() -> None:
    head = b"Content-Type: multipart/digest; boundary=x\n\n"
    digest = head + b"--x\n\nSubject: one\n\na\n--x\n\nSubject: two\n\nb\n--x--\n"
    assert read(digest).text == "one\n\na\n\ntwo\n\nb"


def test_a_mail_that_is_one_text_is_read_whatever_its_disposition() -> None:
    head = b"Subject: hi\nContent-Disposition: attachment; filename=a.txt\n\n"
    assert read(head + b"call now").text == "hi\n\ncall now"


def test_an_attached_text_is_named_beside_another_and_read_where_it_is_all() -> None:
    attached = b"--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\ncall now\n"
    assert (
        read(MIXED + b"--x\n\nsee below\n" + attached + b"--x--\n").text == "see below\n\n[attachment: a.txt]"
    )
    assert read(MIXED + attached + b"--x--\n").text == "call now"


def test_an_encrypted_mail_is_named() -> None:
    assert (
        read(b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIAG\n").text
        == "[S/MIME message]"
    )


def test_a_mail_signed_so_that_its_text_is_inside_was_not_read_whole() -> None:
    message = read(b"Content-Type: application/pkcs7-mime; smime-type=signed-data\n\nMIAG\n")
    assert message.notes == ("S/MIME message not opened",)


def test_a_boundary_that_is_not_the_declared_one_is_found() -> None:
    part_of = (
        b"--real\nContent-Type: text/plain\n\nhello\n--real\nContent-Type: text/html\n\n<p>hello\n--real--\n"
    )
    assert read(b"Content-Type: multipart/alternative; boundary=other\n\n" + part_of).text == "hello"


def test_a_boundary_is_a_whole_line() -> None:
    inner = b"--x\nContent-Type: multipart/mixed; boundary=xy\n\n--xy\n\none\n--xy--\n"
    assert read(MIXED + inner + b"--x  \n\ntwo --x\n--x--\n\nnot shown").text == "one\n\ntwo --x"


def test_the_header_may_be_in_the_charset_of_the_text() -> None:
    koi8 = "привет".encode("koi8-r")
    raw = b"Subject: " + koi8 + b"\n" + MIXED + b"--x\nContent-Type: text/plain; charset=koi8-r\n\n" + koi8
    message = read(raw)
    assert (message.subject, message.text) == ("привет", "привет\n\nпривет")


def test_flowed_lines_are_joined_where_the_sender_says_so() -> None:
    head = b"Content-Type: text/plain; format=flowed; delsp=yes\n\n"
    assert read(head + b"pri \nze mo \r\nney\nnow").text == "prize money\nnow"


@pytest.mark.parametrize("end", [b"\r", b"\r\r\n"])
def test_line_ends_of_old_macs_and_of_broken_gateways(end: bytes) -> None:
    raw = b"Subject: hi\n" + MIXED + b"--x\n\none\ntwo\n--x--\n"
    assert read(raw.replace(b"\n", end)).text == "hi\n\none\ntwo"


def test_a_part_that_cannot_be_read_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes, encoding: str) -> bytes:
        if b"bad" in data:
            raise RecursionError
        return data

    monkeypatch.setattr(part, "decode_transfer", fail)
    message = read(MIXED + b"--x\n\none\n--x\n\nbad\n--x\n\ntwo\n--x--\n")
    assert (message.text, message.notes) == ("one\n\nbad\n\ntwo", (part.UNREADABLE,))


def test_parts_may_lie_deep() -> None:
    levels = (f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n" for level in range(DEPTH))
    message = read("".join(levels).encode() + b"\ncall now\n")
    assert (message.text, message.notes) == ("call now", ())


def test_a_text_that_names_no_charset_is_in_that_of_the_subject() -> None:
    text = "üye olduğunuz".encode("iso-8859-9")
    assert read(b"Subject: =?iso-8859-9?q?=FEu?=\n\n" + text).text == "şu\n\nüye olduğunuz"
