"""Mails as Apple Mail keeps them: a file of one with its length and a list, a folder with a mailbox in it."""

import io
from pathlib import Path

import pytest

from spamfilter import UsageError
from spamfilter.readers import check_source, open_source
from spamfilter.readers.emlx import read_emlx

MAIL = b"From: Jo <jo@example.org>\r\nSubject: s\r\n\r\nhello\r\n"
LIST = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<dict/>\n</plist>\n'
FROM = b"From jo@example.org Thu Aug 22 12:36:23 2002\n"
BOX = (FROM + b"Subject: s\n\nhello\n\n") * 2


@pytest.mark.parametrize("length", [b"%d\n", b"%-11d\n", b"%d\r\n"])
@pytest.mark.parametrize("below", [LIST, b"\n" + LIST, LIST[LIST.index(b"<plist") :], b""])
def test_the_length_and_the_list_are_not_of_the_mail(length: bytes, below: bytes) -> None:
    raw = length % len(MAIL) + MAIL + below
    (message,) = read_emlx(io.BytesIO(raw), "1.emlx")
    assert (message.text, message.raw, message.subject) == ("s\n\nhello", raw, "s")


@pytest.mark.parametrize("length", [0, 10, 30, 999_999])
def test_a_length_that_is_not_true_is_not_believed(length: int) -> None:
    raw = b"%d\n" % length + MAIL + LIST
    (message,) = read_emlx(io.BytesIO(raw), "1.emlx")
    assert message.text == "s\n\nhello"


def test_a_list_in_the_mail_stays() -> None:
    mail = MAIL + LIST
    (message,) = read_emlx(io.BytesIO(b"%d\n" % len(mail) + mail + LIST), "1.emlx")
    assert message.text == "s\n\nhello\n" + LIST.decode().strip()


@pytest.mark.parametrize("raw", [MAIL, b"42\nis the answer\n", b"42\n", b"42"])
def test_any_other_mail_is_read_whole(raw: bytes) -> None:
    (message,) = read_emlx(io.BytesIO(raw), "a.eml")
    assert message.raw == raw
    assert message.text == ("s\n\nhello" if raw == MAIL else raw.decode().strip())


def test_nothing_is_no_mail() -> None:
    assert list(read_emlx(io.BytesIO(b""), "a.eml")) == []


@pytest.mark.parametrize(
    ("folder", "beside"),
    [("Work.mbox", ""), ("Work.mbox", "table_of_contents"), ("Work", "table_of_contents")],
)
@pytest.mark.parametrize("asked", ["auto", "mbox"])
def test_a_folder_that_apple_mail_exports_is_the_mailbox_in_it(
    tmp_path: Path, folder: str, beside: str, asked: str
) -> None:
    place = tmp_path / folder
    place.mkdir()
    (place / "mbox").write_bytes(BOX)
    if beside:
        (place / beside).write_bytes(b"x")
    check_source(str(place), asked)
    messages = list(open_source(str(place), asked))
    assert [(message.source, message.number) for message in messages] == [
        (str(place / "mbox"), 1),
        (str(place / "mbox"), 2),
    ]
    assert b"".join(message.raw for message in messages) == BOX


def test_a_mailbox_in_any_other_folder_is_a_file_among_others(tmp_path: Path) -> None:
    (tmp_path / "mbox").write_bytes(BOX)
    assert [message.number for message in open_source(str(tmp_path))] == [1, 2]
    with pytest.raises(UsageError, match="is a directory"):
        check_source(str(tmp_path), "mbox")
