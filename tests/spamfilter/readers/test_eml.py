"""One mail: what a person reads of it, whatever its bytes."""

import base64
import binascii
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamfilter.readers.eml import UNREADABLE, read_mail
from tests.conftest import Process


def text(*lines: str | bytes) -> str:
    """Text of the mail with these lines."""
    raw = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return read_mail(raw, "-").text


def test_text_is_the_subject_a_blank_line_and_the_body() -> None:
    raw = b"From: Jo <jo@example.org>\r\nSubject: WIN\r\n a prize\r\n\r\nCall now\r\nor lose\r\n"
    message = read_mail(raw, "box/1.eml", 3)
    assert message.text == "WIN a prize\n\nCall now\nor lose"
    assert (message.subject, message.sender) == ("WIN a prize", "Jo <jo@example.org>")
    assert (message.raw, message.source, message.number) == (raw, "box/1.eml", 3)


def test_a_part_that_is_missing_leaves_no_gap() -> None:
    assert text("Subject: hello", "", "") == "hello"
    assert text("From: jo@example.org", "", "hello") == "hello"
    assert text("no header at all", "two lines") == "no header at all\ntwo lines"
    assert text("") == ""


@pytest.mark.parametrize(
    ("field", "subject"),
    [
        ("=?utf-8?q?gr=C3=BC=C3=9Fe_an?= alle", "grüße an alle"),
        ("=?iso-8859-1?Q?caf=E9?=", "café"),
        ("=?utf-8?b?8J+Y?= =?utf-8?b?gQ==?=", "😁"),  # one character in two words
        ("=?utf-8?b?4piD?=\n =?utf-8?b?4piD?=", "☃☃"),
        ("=?utf-8?b?4piDx?=", "☃"),  # one base64 letter too many
        ("=?x-lie?q?free?=", "free"),
        ("=?hex?b?ZnJlZQ==?=", "free"),
        ("50% =?off", "50% =?off"),
        (b"raw gr\xc3\xbc\xc3\x9fe and caf\xe9", "raw grüße and café"),
    ],
)
def test_subjects_are_decoded(field: str | bytes, subject: str) -> None:
    assert text(b"Subject: " + (field if isinstance(field, bytes) else field.encode()), "") == subject


ALTERNATIVE = (
    "Subject: both", "Content-Type: multipart/alternative; boundary=cut", "", "for old programs", "--cut", "",
    "%s", "--cut", "Content-Type: text/html", "", "<b>the page</b>", "--cut--", "after the end",
)  # fmt: skip


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("see the page here", "see the page here"),
        (" \n-- \n", "the page"),
        ("minutes of our meeting", "the page"),  # what few programs show need not be what most do
    ],
)
def test_of_two_versions_the_plain_one_where_it_says_the_same(plain: str, shown: str) -> None:
    assert text(*(line.replace("%s", plain) for line in ALTERNATIVE)) == f"both\n\n{shown}"


def test_parts_that_belong_together_are_all_read_and_attachments_named() -> None:
    shown = text(
        "Subject: three", "Content-Type: multipart/mixed; boundary=\"a b\"", "",
        "--a b", "Content-Type: text/html", "", "<p>first</p>",
        "--a b", "", "second",
        "--a b", "Content-Type: application/pdf; name=\"=?utf-8?q?b=C3=BCll.pdf?=\"", "", "%PDF words",
        "--a b", "Content-Disposition: attachment; filename*=utf-8''free%20cash.txt", "", "not shown",
        "--a b", "Content-Type: image/png", "", "not shown",
        "--a b--",
    )  # fmt: skip
    assert shown == (
        "three\n\nfirst\n\nsecond\n\n"
        "[attachment: büll.pdf]\n\n[attachment: free cash.txt]\n\n[attachment: image/png]"
    )


def test_a_mail_in_a_mail_is_read_too() -> None:
    inner = ("--x", "Content-Type: message/rfc822", "", "Subject: forwarded", "", "old words", "--x--")
    assert text("Subject: look", "Content-Type: multipart/mixed; boundary=x", "", *inner) == (
        "look\n\nforwarded\n\nold words"
    )


def test_a_part_without_a_header_keeps_its_first_line() -> None:
    parts = ("Content-Type: multipart/mixed; boundary=x", "", "--x", "", "Note: call me", "", "bye", "--x--")
    assert text(*parts) == "Note: call me\n\nbye"


@pytest.mark.parametrize(
    "line", ["From jo@example.org Thu Aug 22 12:36:23 2002", ">From jo remote from here"]
)
def test_a_line_that_a_mailbox_put_above_the_header(line: str) -> None:
    assert text(line, "Subject: hello", "", "you") == "hello\n\nyou"


@pytest.mark.parametrize("end", [("`", "end", "after"), ("end", "after"), ("", "after")])
def test_uuencoded_files_are_named(end: tuple[str, ...]) -> None:
    lines = binascii.b2a_uu(b"free cash" * 5).decode().strip("\n"), "#86)C"
    shown = text("Subject: uu", "", "before", "begin 644 free cash.exe", *lines, *end)
    assert shown.split("\n") == [
        "uu",
        "",
        "before",
        "[attachment: free cash.exe]",
        *[""][: end[0] == ""],
        "after",
    ]


def test_a_sentence_is_no_uuencoded_file() -> None:
    assert text("", "begin 644 lines", "I WON A PRIZE", "end") == "begin 644 lines\nI WON A PRIZE\nend"


def test_a_boundary_that_never_comes_leaves_the_body() -> None:
    assert text("Content-Type: multipart/mixed; boundary=x", "", "words") == "words"
    assert text("Content-Type: multipart/mixed", "", "words") == "words"
    assert text("Content-Type: multipart/mixed; boundary=x", "", "--x", "", "cut short") == "cut short"


@pytest.mark.parametrize(
    ("charset", "body", "shown"),
    [
        ("us-ascii", "grüße".encode(), "grüße"),
        ("utf-8", b"gr\xfc\xdfe", "grüße"),
        ("iso-8859-1", b"\x80 5", "€ 5"),
        ("koi8-r", "привет".encode("koi8-r"), "привет"),
        ("koi8-r", "привет".encode(), "привет"),
        ("gb2312", "免費中獎".encode("gb18030"), "免費中獎"),
        ("shift_jis", "①無料".encode("cp932"), "①無料"),
        ("iso-2022-jp", "無料".encode("iso-2022-jp"), "無料"),
        ("x-lie", "grüße".encode(), "grüße"),
        ("hex", b"6869", "6869"),
        ("utf\0-8", "grüße".encode(), "grüße"),
        ("unicode_escape", b"\\ud800\\q", "\\ud800\\q"),
        ("punycode", b"bcher-kva", "bcher-kva"),
        ("utf-7", b"+2AA-", "\ufffd"),  # half a surrogate pair
    ],
)
def test_charsets_that_lie(charset: str, body: bytes, shown: str) -> None:
    assert text(f"Content-Type: text/plain; charset={charset}", "", body) == shown


@pytest.mark.parametrize(
    ("encoding", "body", "shown"),
    [
        ("base64", base64.b64encode("grüße".encode()), "grüße"),
        ("BASE64", b"aGVs\n!bG8*", "hello"),
        ("base64", b"aGVsbG8gYWdhaW4", "hello again"),  # no padding
        ("base64", b"aGVsbG8gYWdhaW4gY", "hello again"),  # cut short
        ("base64", b"this was never base64 at all", "this was never base64 at all"),
        ("quoted-printable", b"gr=C3=BC=\n=C3=9Fe =ZZ =", "grüße =ZZ"),
        ("uuencode?", b"hello", "hello"),
    ],
)
def test_transfer_encodings_as_far_as_they_go(encoding: str, body: bytes, shown: str) -> None:
    assert text(f"Content-Transfer-Encoding: {encoding}", "", body) == shown


def test_what_fails_inside_still_gives_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("spamfilter.readers.eml.list_readings", fail)
    message = read_mail(b"Subject: hello\n\nyou", "-")
    assert (message.text, message.notes) == ("Subject: hello\n\nyou", (UNREADABLE,))


PIECES = [
    b"Content-Type: multipart/alternative; boundary=x\n", b"Content-Type: text/html; charset=utf-7\n",
    b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: quoted-printable\n",
    b"Content-Disposition: attachment; filename*0*=x''%ff\n", b"Subject: =?big5?b?qrw?= =?x\n",
    b"Content-Type: message/rfc822\n", b"\n", b"--x\n", b"--x--\n", b"<a href='", b"<!--", b"</p>", b"=?",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=20)))
def test_any_bytes_give_a_text_without_falling_back(pieces: list[bytes]) -> None:
    message = read_mail(b"".join(pieces), "-")
    assert message.text.encode().decode() == message.text
    assert UNREADABLE not in message.notes


def test_read_from_a_folder_of_labelled_mail(tmp_path: Path) -> None:
    from spamfilter.labelled import read_all

    (tmp_path / "spam").mkdir()
    (tmp_path / "spam" / "1").write_bytes(b"Subject: WIN\nContent-Type: text/html\n\n<b>fr<!-- -->ee</b>")
    (row,) = read_all([str(tmp_path)])
    assert (row.message.text, row.message.subject, row.spam) == ("WIN\n\nfree", "WIN", True)


MAIL = (
    b"From: Ann <ann@shop.example>\r\nSubject: =?utf-8?q?W=C3=ADn?= a prize\r\n"
    b"Content-Type: text/html\r\n\r\n<p>Claim your <b>FREE</b> cash<span hidden>hello</span>\r\n"
)
WORDLIST = ["--plugin", "spamfilter_wordlist"]


def test_a_mail_is_scanned_and_comes_out_byte_for_byte(process: Process, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    done = process(*WORDLIST, "scan", "-c", "wordlist", tmp_path / "a.eml")
    assert (
        done.stdout.decode() == f"spam\t0.9375\t{tmp_path}/a.eml:1\tW\u00edn a prize Claim your FREE cash\n"
    )
    done = process(*WORDLIST, "scan", "-c", "wordlist", "--input", "eml", "--raw", stdin=MAIL)
    assert done.stdout == MAIL


def test_a_mail_is_explained(process: Process, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    done = process(*WORDLIST, "explain", "-c", "wordlist", "--top", 4, tmp_path / "a.eml")
    words = {line.split("\t")[2] for line in done.stdout.decode().splitlines()[1:]}
    assert words == {"prize", "Claim", "FREE", "cash"}


def test_an_empty_file_is_no_mail(process: Process, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"")
    done = process("scan", tmp_path / "a.eml")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
