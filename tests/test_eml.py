"""One mail: what a person reads of it, whatever its bytes."""

import base64
from pathlib import Path

import pytest
from conftest import Process
from hypothesis import given
from hypothesis import strategies as st

from spamfilter.readers.eml import READ, read_mail
from spamfilter.readers.html import extract_text


def text(*lines: str | bytes) -> str:
    """Text of the mail with these lines."""
    raw = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return read_mail(raw, "-").text


def html(source: str) -> str:
    """Text of a mail that is HTML."""
    return text("Content-Type: text/html; charset=utf-8", "", source)


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
    ("plain", "shown"), [("the plain words", "the plain words"), (" \n-- \n", "the page")]
)
def test_of_two_versions_the_plain_one_with_words(plain: str, shown: str) -> None:
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


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<title>no</title><style>p{}</style><p>one</p><p>two<br>three", "one\n\ntwo\nthree"),
        ("<script>if (a<b) '</p>'</script>yes<template>no</template>", "yes"),
        ("a<!-- no > no -->b<!-->c<!x>d<?x?>e</ >f", "abcdef"),
        ("fr<span style='DISPLAY : None !important'>no <b>no</b></span>ee", "free"),
        ("fr<i style=visibility:hidden>no</i>ee", "free"),
        ("fr<i style='font-size:0px;color:red'>no</i>ee", "free"),
        ("fr<i style='font:0/0 a'>no</i>ee", "free"),
        ("fr<i style='opacity:.0'>no</i>ee", "free"),
        ("fr<i style='display:/*x*/none'>no</i>ee", "free"),
        ("fr<i hidden>no</i>ee", "free"),
        ("<td style='font-size:0'>no<p style='font-size:12px'>yes</td>", "yes"),
        ("<i style='font-size:0'>no<b style='font-size:200%'>no</b></i>yes", "yes"),
        ("<p hidden>no<p>yes", "yes"),
        ("<i style='opacity:0.9'>yes</i>", "yes"),
        ("<i style='font-size:0.8em'>yes</i>", "yes"),
        (
            "click <a href='https://x.example/?a=1&amp;b=2'>here</a>.",
            "click here <https://x.example/?a=1&b=2>.",
        ),
        ("<a href=http://x.example>http://x.example</a> <a href='#top'>up</a>", "http://x.example up"),
        ("<a href=http://no.example style=display:none>no</a>yes", "yes"),
        ("&pound;5 &#x46;REE &nbsp; &#99999999999;", "£5 FREE \ufffd"),
        ("<img src=x alt='FREE cash'> now", "FREE cash now"),
        ("<table><tr><td>one<td>two<tr><td>three</table>", "one two\nthree"),
        ("<div>one</div><div>two</div><h1>three</h1>four", "one\ntwo\n\nthree\n\nfour"),
        ("1 < 2 &lt; 3", "1 < 2 < 3"),
        ("a<b title='x>y'>b</b>", "ab"),
        ("seen <!--# never closed> this too <!-- and> this", "seen this too this"),
        ("seen <a href='never closed>not seen", "seen"),
    ],
)
def test_html_gives_what_is_seen(source: str, shown: str) -> None:
    assert html(source) == shown


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
    assert "free cash" in read_mail(HOSTILE[name], "-").text


def test_only_the_first_mebibyte_is_read_and_all_of_it_kept() -> None:
    raw = b"Subject: big\n\n" + b"0123456789abcde\n" * 100_000
    message = read_mail(raw, "-")
    assert len(message.text) < READ
    assert message.raw == raw


def test_what_fails_inside_still_gives_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(raw: bytes) -> None:
        raise RecursionError

    monkeypatch.setattr("spamfilter.readers.eml.read_fields", fail)
    assert text("Subject: hello", "", "you") == "Subject: hello\n\nyou"


PIECES = [
    b"Content-Type: multipart/alternative; boundary=x\n", b"Content-Type: text/html; charset=utf-7\n",
    b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: quoted-printable\n",
    b"Content-Disposition: attachment; filename*0*=x''%ff\n", b"Subject: =?big5?b?qrw?= =?x\n",
    b"Content-Type: message/rfc822\n", b"\n", b"--x\n", b"--x--\n", b"<a href='", b"<!--", b"</p>", b"=?",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=20)))
def test_any_bytes_give_a_text_without_falling_back(pieces: list[bytes]) -> None:
    from spamfilter.readers.eml import read_text

    raw = b"".join(pieces)
    assert read_text(raw).encode() == read_mail(raw, "-").text.encode()


@given(st.text(st.sampled_from("<>!-/'\"= abpi&#;0x\n")))
def test_any_html_gives_a_text(source: str) -> None:
    assert isinstance(extract_text(source), str)


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
