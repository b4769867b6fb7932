"""Transfer encodings as strangers write them: what a mail program shows comes out."""

import base64
import binascii
import re

import pytest

from spamfilter.readers.mime.transfer import decode_transfer
from tests.doubling import find_growth

TEXT = b"Dear all,\nthe minutes of the meeting on Thursday are below; please correct them.\n" * 2
LINES = base64.encodebytes(TEXT)
LETTERS = base64.b64encode(TEXT)
FOUR = [LETTERS[at : at + 4] for at in range(0, len(LETTERS), 4)]


@pytest.mark.parametrize(
    "encoding",
    [
        "base64",
        " BASE64 ",
        '"base64"',
        "base64;",
        "base64 (of mine)",
        "(mine) base64",
        "x-base64",
        "base64; a=b",
    ],
)
def test_a_token_however_it_is_written(encoding: str) -> None:
    assert decode_transfer(LINES, encoding) == TEXT


@pytest.mark.parametrize("encoding", ["", "7bit", "8bit", "binary", "base65", "x" * 1_000_000, "\0"])
def test_what_is_no_encoding_changes_nothing(encoding: str) -> None:
    assert decode_transfer(LINES, encoding) == LINES


@pytest.mark.parametrize(
    "data",
    [
        LINES.replace(b"\n", b"\r\n"),
        LINES.rstrip(b"=\n"),  # no padding
        b" ".join(FOUR),
        b"!".join(bytes([letter]) for letter in LETTERS),
        b"\xef\xbb\xbf" + LINES,
        LINES.replace(b"\n", b"\n\n"),
        LINES.replace(b"\n", b" \x00\n"),
        base64.encodebytes(TEXT[:50]) + base64.encodebytes(TEXT[50:]),  # a piece each
        base64.b64encode(TEXT[:1]) + base64.b64encode(TEXT[1:]),
        b"\n".join(base64.b64encode(bytes([byte])) for byte in TEXT),
    ],
)
def test_base64_with_whatever_stands_between_its_letters(data: bytes) -> None:
    assert decode_transfer(data, "base64") == TEXT


@pytest.mark.parametrize(
    "footer",
    [
        b"____________________\nMinutes mailing list\nMinutes@example.org\nhttps://lists.example.org/minutes\n",
        b"-- \nAnna\n",
        b"=====\nFree mail for everybody\n",
    ],
)
def test_plain_text_before_and_behind_base64_is_kept(footer: bytes) -> None:
    assert decode_transfer(LINES + b"\n" + footer, "base64") == TEXT + footer
    assert decode_transfer(footer + LINES, "base64") == footer + TEXT
    koi8 = "привет и хорошего дня".encode("koi8-r")  # no UTF-8 to tell it by
    assert decode_transfer(base64.encodebytes(koi8) + footer, "base64") == koi8 + b"\n" + footer


def test_what_follows_the_padding_on_its_line_is_not_shown() -> None:
    assert decode_transfer(b"ZnJlZSBjYXNo more\n", "base64") == b"ZnJlZSBjYXNo more\n"
    assert decode_transfer(b"aGVsbG8gYWdhaW4hIQ== ignored\n", "base64") == b"hello again!!\n"


@pytest.mark.parametrize(
    "data",
    [b"this was never base64 at all", b"hello", b"?garbage", b"Dear all,\n\nsee you.\n\nAnna\n", b""],
)
def test_text_that_never_was_base64_stays(data: bytes) -> None:
    assert decode_transfer(data, "base64") == data


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        (b"gr=C3=BC=\n=c3=9fe", "grüße".encode()),
        (b"soft=  \nbreak", b"softbreak"),
        (b"soft=\t\r\nbreak", b"softbreak"),
        (b"soft=\rbreak\nline", b"softbreak\nline"),
        (b"cut =", b"cut "),
        (b"cut =\r\n", b"cut "),
        (b"cut =3", b"cut =3"),
        (b"==41 =XY= =", b"=A =XY= "),
        (b"a_b =  =20c", b"a_b =   c"),
        (b"=3D41", b"=41"),
        (b"=41" * 100_000, b"A" * 100_000),
    ],
)
def test_quoted_printable_with_odd_breaks(data: bytes, decoded: bytes) -> None:
    assert decode_transfer(data, "quoted-printable") == decoded


@pytest.mark.parametrize("encoding", ["x-uuencode", "uuencode", "X-UUE"])
def test_uuencode(encoding: str) -> None:
    line = binascii.b2a_uu(b"free cash")
    wrapped = b"hello\nbegin 644 a.txt\n" + line + b"`\nend\nbye\n"
    assert decode_transfer(wrapped, encoding) == b"hello\nfree cashbye\n"
    assert decode_transfer(b"no file\n", encoding) == b"no file\n"


HOSTILE = [
    ("base64", b"A=\n"), ("base64", b"SG=="), ("base64", b"a b\n"), ("base64", b"=\n"), ("base64", b"-_aA"),
    ("base64", LINES[:77] + b"? ?\n"), ("quoted-printable", b"="), ("quoted-printable", b"=  \t"),
    ("quoted-printable", b"= "), ("x-uue", b"begin 644 x\n"), ("x-uue", b"M\n"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("encoding", "piece"), HOSTILE)
def test_transfer_encodings_are_linear(encoding: str, piece: bytes) -> None:
    shape = piece.decode("latin-1")
    assert find_growth(lambda text: decode_transfer(text.encode("latin-1"), encoding), shape) == ""


def test_nothing_that_base64_can_say_is_lost_by_line_ends() -> None:
    for end in (b"\n", b"\r\n", b"\r", b""):
        assert decode_transfer(re.sub(rb"\n", end, LINES), "base64") == TEXT
