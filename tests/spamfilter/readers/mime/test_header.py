"""The header of a mail, split where a person's mail program splits it."""

import pytest

from spamfilter.readers.mime.header import Fields, find_header, read_date, read_fields, read_words
from spamfilter.readers.mime.limits import LONGEST, Allowance


def split(raw: bytes) -> tuple[Fields, bytes]:
    """Fields and body of a mail."""
    fields, body = read_fields(raw, Allowance(), find_header(raw))
    return fields, raw[body:]


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: hi\n\nbody",
        b"Subject: hi\r\n\r\nbody",
        b"Subject: hi\r\r\n\r\r\nbody",
        b"Subject: hi\r\rbody",
        b"To: x\rSubject: hi\r\rbody",
        b"\xef\xbb\xbfSubject: hi\n\nbody",
        b"\xef\xbb\xbfFrom x\nSubject: hi\n\nbody",
        b"From x\n\xef\xbb\xbfSubject: hi\n\nbody",
        b"Subject : hi\n\nbody",
        b"Subject\n : hi\n\nbody",
        b"X-A: b\rc\nSubject: hi\n\nbody",
        b"X-A: b\rSubject: hi\n\nbody",
        b"Gr\xfc\xdfe: x\nSubject: hi\n\nbody",
        b"To: x\nno field\nSubject: hi\n\nbody",
        b"Subject: hi\nbody",
        b"SUBJECT:\n hi\n \n\nbody",
        b"Subject: hi\nSubject: two\n\nbody",
        b"To: " + b"a@example.com,\n " * 5000 + b"b\nSubject: hi\n\nbody",
    ],
)
def test_a_subject_is_found(raw: bytes) -> None:
    fields, body = split(raw)
    assert (fields.get("subject"), body) == (b"hi", b"body")


@pytest.mark.parametrize("raw", [b"Note: call me\nbye\n\nx", b"http://a.example\n\nx", b"no field\n\nx"])
def test_what_has_no_field_of_mail_is_text(raw: bytes) -> None:
    assert split(raw) == (Fields(), raw)


def test_lines_that_are_no_fields_are_kept() -> None:
    fields, body = split(b"To: x\nby mx\n (a)\nNote: b\nFrom: c\n\nbody")
    assert (fields.skipped, fields.get("from"), body) == (b"by mx\n (a)\nNote: b\n", b"c", b"body")


def test_a_cut_splits_no_character() -> None:
    fields, _ = split(b"Subject: a" + "é".encode() * LONGEST + b"\n\n")
    assert read_words(fields, "subject") == "a" + "é" * ((LONGEST - 1) // 2)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        (b"Thu, 22 Aug 2002 18:26:25 +0700", "2002-08-22T18:26:25+07:00"),
        (b"22 Aug 02 18:26 GMT (noon,\n more or less)", "2002-08-22T18:26:00Z"),
        (b"Thu, 22 Aug 2002 18:26:25 -0000", "2002-08-22T18:26:25Z"),
        (b"Thu, 22 Aug 2002 18:26:25 -0400 (EDT)", "2002-08-22T18:26:25-04:00"),
        (b"Thu, 32 Aug 2002 18:26:25 +0000", ""),
        (b"Thu, 22 Aug 2002 18:26:25 +9999", ""),
        (b"yesterday", ""),
        (b"", ""),
        (b"\xff\xfe", ""),
        (b"22 Aug 99999999999999999999 18:26:25 +0000", ""),
        (b"22 Aug 2002 18:26:25 +0000" + b" (" * 100_000, ""),
    ],
)
def test_the_date_that_a_mail_says(written: bytes, date: str) -> None:
    fields, _ = split(b"Subject: hi\nDate: " + written + b"\n\nbody")
    assert read_date(fields) == date


def test_a_mail_without_a_date_has_none() -> None:
    assert read_date(split(b"Subject: hi\n\nbody")[0]) == ""
