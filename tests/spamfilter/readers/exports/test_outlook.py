"""Mails of Outlook, written here after [MS-OXMSG]: each reads as the mail that it was."""

import random
import struct
import sys
from datetime import UTC, datetime

import pytest

from spamfilter.errors import DataError
from spamfilter.readers.exports.outlook.rtf import inflate, read_rtf
from tests.made_up_msg import attach, binary, compress_rtf, fixed, merge, narrow, text, write_ole
from tests.spamfilter.readers.exports.reading import find_entry, find_names, read_as

SUBJECT, BODY, HTML, RTF, HEADERS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D
SHOWN_NAME, SHOWN_ADDRESS, NAME, ADDRESS, SMTP = 0x0042, 0x0065, 0x0C1A, 0x0C1F, 0x5D01
SUBMITTED, PAGE, MESSAGE_PAGE = 0x0039, 0x3FDE, 0x3FFD
FILE_NAME, DATA, EMBEDDED = 0x3707, 0x3701, "__substg1.0_3701000D"
SENT = datetime(2024, 1, 31, 22, 59, 58, tzinfo=UTC)

ENCAPSULATED = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Courier;}}"
    rb"{\colortbl\red0\green0\blue0;}\uc1\pard\plain\f0\fs24 {\*\htmltag19 <html>}{\*\htmltag64 <p>}"
    rb"\htmlrtf {\htmlrtf0 Caf\'e9 \u8364?100 {\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 now\htmlrtf }"
    rb"\htmlrtf0 {\*\htmltag92 </b>}{\f1 \'e4\'e0}\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}"
    rb"{\*\mhtmltag84 <a href=x>}}"
)


def test_a_mail_reads_as_the_mail_that_it_was() -> None:
    mail = write_ole(
        merge(
            text(SUBJECT, "Meeting – notes"),
            text(SHOWN_NAME, "Ann Lee"),
            text(SHOWN_ADDRESS, "ann@example.com"),
            text(BODY, "Hello Bob,\r\nsee the notes"),
            binary(HTML, b"<p>Hello Bob,<br>see the notes</p>"),
            fixed({SUBMITTED: SENT, PAGE: 65001}),
        )
    )
    assert find_names(mail, "mail.msg") == ["outlook"]
    (message,) = read_as("outlook", mail, "mail.msg")
    assert message.text == "Meeting – notes\n\nHello Bob,\nsee the notes"
    assert (message.subject, message.sender) == ("Meeting – notes", "Ann Lee <ann@example.com>")
    assert (message.date, message.source, message.number) == ("2024-01-31T22:59:58Z", "mail.msg", 1)
    assert (message.raw, message.notes, message.readings, message.sent) == (b"", (), (), False)


def test_html_in_its_code_page_is_read_as_html() -> None:
    mail = write_ole(
        merge(
            text(SUBJECT, "hi"),
            binary(HTML, '<p>Привет <a href="https://example.com/x">сюда</a>'.encode("cp1251")),
            fixed({PAGE: 1251}),
        )
    )
    assert read_as("outlook", mail, "mail.msg")[0].text == "hi\n\nПривет сюда <https://example.com/x>"


def test_where_plain_text_and_html_differ_both_are_read() -> None:
    mail = write_ole(
        merge(
            text(BODY, "The minutes of Thursday are attached, please look through them"),
            binary(HTML, b"<p>You have won a prize, call 0900 123456 now to claim all of it</p>"),
            fixed({}),
        )
    )
    (message,) = read_as("outlook", mail, "mail.msg")
    said = [message.text, *(reading.text for reading in message.readings)]
    assert any("minutes" in one for one in said)
    assert any("prize" in one for one in said)


def test_the_html_in_rich_text() -> None:
    assert read_rtf(ENCAPSULATED) == ("html", "<html><p>Café €100 <b>now</b>да</p>")
    mail = write_ole(merge(text(SUBJECT, "offer"), binary(RTF, compress_rtf(ENCAPSULATED)), fixed({})))
    assert read_as("outlook", mail, "mail.msg")[0].text == "offer\n\nCafé €100 nowда"


def test_rich_text_of_its_own() -> None:
    head = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator X;}{\info{\title t}}"
    rtf = head + rb"\f0 One\par two \{3\}\tab\ldblquote x}"
    assert read_rtf(rtf) == ("plain", "One\ntwo {3}\t“x")


def test_compressed_rich_text_of_the_published_examples() -> None:
    """[MS-OXRTFCP], 3.2.1 and 3.2.2."""
    simple = (
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert inflate(bytes.fromhex(simple)) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    crossing = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"
    assert inflate(bytes.fromhex(crossing)) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_text_that_is_not_unicode_is_in_the_message_s_code_page() -> None:
    mail = write_ole(
        merge(narrow(BODY, "Grüße aus Łódź".encode("cp1250", "replace")), fixed({MESSAGE_PAGE: 1250}))
    )
    assert read_as("outlook", mail, "mail.msg")[0].text == "Grüße aus Łódź"


@pytest.mark.parametrize(
    ("properties", "sender"),
    [
        (
            [text(NAME, "Ann"), text(ADDRESS, "/O=EX/CN=ANN"), text(SMTP, "ann@example.com")],
            "Ann <ann@example.com>",
        ),
        ([text(NAME, "ann@example.com"), text(ADDRESS, "ann@example.com")], "ann@example.com"),
        ([text(NAME, "Office"), text(ADDRESS, "o@x.example"), text(SHOWN_NAME, "Ann")], "Ann"),
        (
            [text(HEADERS, "Received: by x\r\nFrom: Ann <ann@example.com>\r\nTo: b\r\n")],
            "Ann <ann@example.com>",
        ),
        ([], ""),
    ],
)
def test_who_sent_it(properties: list[dict[str, bytes]], sender: str) -> None:
    mail = write_ole(merge(text(BODY, "hi"), fixed({}), *properties))
    assert read_as("outlook", mail, "mail.msg")[0].sender == sender


def test_a_subject_cannot_forge_a_field() -> None:
    mail = write_ole(
        merge(text(SUBJECT, "a\r\nFrom: bank@example.com\r\n\r\nbody"), text(BODY, "b"), fixed({}))
    )
    (message,) = read_as("outlook", mail, "mail.msg")
    assert (message.subject, message.sender) == ("a From: bank@example.com body", "")


def test_attached_mails_are_read_and_files_named() -> None:
    innermost = merge(text(SUBJECT, "deep"), text(BODY, "deepest text"), fixed({}, 24))
    inner = merge(
        text(SUBJECT, "inner"), text(BODY, "inner text"), fixed({}, 24), attach(0, {EMBEDDED: innermost})
    )
    mail = write_ole(
        merge(
            text(SUBJECT, "outer"),
            text(BODY, "outer text"),
            fixed({}),
            attach(0, text(FILE_NAME, "Übersicht (1).pdf"), binary(DATA, b"%PDF-1.4" * 1000)),
            attach(1, {EMBEDDED: inner}),
        )
    )
    assert read_as("outlook", mail, "mail.msg")[0].text == "\n\n".join(
        [
            "outer",
            "outer text",
            "[attachment: Übersicht (1).pdf]",
            "inner",
            "inner text",
            "deep",
            "deepest text",
        ]
    )


def test_an_attached_text_is_read_where_there_is_no_other() -> None:
    mail = write_ole(
        merge(text(SUBJECT, "s"), fixed({}), attach(0, text(FILE_NAME, "a.txt"), binary(DATA, b"hello")))
    )
    assert read_as("outlook", mail, "mail.msg")[0].text == "s\n\nhello"


def test_limits_of_mails_hold_and_are_told() -> None:
    many = [attach(place, text(FILE_NAME, f"{place}.pdf")) for place in range(1200)]
    assert read_as("outlook", write_ole(merge(fixed({}), *many)), "a.msg")[0].notes == (
        "more than 1000 parts",
    )
    long = write_ole(merge(text(BODY, "word " * 300_000), fixed({})))
    assert read_as("outlook", long, "a.msg")[0].notes == ("text over 1 MiB",)
    rich = write_ole(
        merge(binary(RTF, struct.pack("<II4sI", 9, 1 << 30, b"MELA", 0) + b"{\\rtf1 x}"), fixed({}))
    )
    assert read_as("outlook", rich, "a.msg")[0].notes == ("rich text over 4 MiB",)


def test_messages_too_deep_are_told() -> None:
    inner = merge(text(BODY, "innermost"), fixed({}, 24))
    for _ in range(40):
        inner = merge(fixed({}, 24), attach(0, {EMBEDDED: inner}))
    mail = write_ole(merge(fixed({}), attach(0, {EMBEDDED: inner})))
    assert "parts over 30 deep" in read_as("outlook", mail, "a.msg")[0].notes


def test_files_of_other_programs() -> None:
    document = write_ole({"WordDocument": b"text" * 2000})
    assert find_names(document, "letter.doc") == []
    with pytest.raises(DataError, match=r"letter\.doc is no mail but another document of Microsoft Office"):
        read_as("outlook", document, "letter.doc")
    with pytest.raises(DataError, match=r"a\.msg is no \.msg file of Outlook"):
        read_as("outlook", b"From: a@example.com\n\nhi\n", "a.msg")
    assert find_names(b"From: a@example.com\n\nhi\n", "a.msg") == []
    assert read_as("outlook", b"", "a.msg") == []


def make_mail() -> bytes:
    inner = merge(text(BODY, "inside"), fixed({}, 24))
    return write_ole(
        merge(
            text(SUBJECT, "Meeting"),
            text(BODY, "x" * 6000),
            binary(HTML, b"<p>hi</p>" * 800),
            fixed({SUBMITTED: SENT}),
            attach(0, text(FILE_NAME, "a.txt"), binary(DATA, b"note")),
            attach(1, {EMBEDDED: inner}),
        )
    )


def find_fault(mail: bytes) -> str:
    """What is said of a file that cannot be read; nothing where it can."""
    try:
        read_as("outlook", mail, "a.msg")
    except DataError as error:
        return str(error)
    return ""


DAMAGED = "a.msg is a damaged .msg file; save the mail again"
NO_MAIL = "a.msg is no mail but another document of Microsoft Office; leave it out"


def test_a_cut_file_is_one_clear_error() -> None:
    mail = make_mail()
    assert {find_fault(mail[:size]) for size in (9, 511, 512, 600, 4000, 9000)} == {DAMAGED}


def test_loops_and_huge_sizes_are_no_more_than_that() -> None:
    mail = make_mail()
    rolled = random.Random(1)
    faults = set()
    for _ in range(60):
        broken = bytearray(mail)
        for _ in range(rolled.randint(1, 4)):
            at = rolled.choice([rolled.randrange(24, 512), rolled.randrange(len(mail) - 8)]) // 4 * 4
            value = rolled.choice([0, 1, 2, 3, 0xFFFFFFFE, 0xFFFFFFFF, 0x7FFFFFFF, rolled.randrange(64)])
            broken[at : at + 4] = struct.pack("<I", value)
        faults.add(find_fault(bytes(broken)))
    assert faults <= {"", DAMAGED, NO_MAIL}


def test_a_missing_olefile_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "olefile", None)
    with pytest.raises(DataError, match=r"a\.msg .* needs olefile; pip install 'spamfilter-gpt\[outlook\]'"):
        read_as("outlook", make_mail(), "a.msg")


def test_a_mail_of_outlook_has_no_bytes_of_a_mail() -> None:
    assert not find_entry("outlook").raw
