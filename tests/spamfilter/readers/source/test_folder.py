"""Folders of other things than single mails: mailboxes, exports, and what mail programs keep beside them."""

from pathlib import Path

import pytest

from spamfilter.readers import open_source
from spamfilter.readers.notice import take_notices

FROM = b"From jo@example.org Thu Aug 22 12:36:23 2002\n"
MAIL = b"From: Jo <jo@example.org>\nSubject: %b\n\nhello\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def box(*subjects: bytes) -> bytes:
    return b"".join(FROM + MAIL % subject + b"\n" for subject in subjects)


def fill(folder: Path, **files: bytes) -> None:
    for name, data in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def read(folder: Path) -> list[tuple[str, int, str]]:
    found = open_source(str(folder))
    return [(str(Path(one.source).relative_to(folder)), one.number, one.text.split("\n")[0]) for one in found]


@pytest.fixture(autouse=True)
def _untold() -> None:
    take_notices()


def test_thunderbird_keeps_mailboxes_beside_indexes(tmp_path: Path) -> None:
    fill(
        tmp_path,
        Inbox=box(b"one", b"two"),
        Inbox_dot_msf=b'// <!-- <mdb:mork:z v="1.4"/> -->\n',
        Drafts=b"",
        Drafts_dot_msf=b'// <!-- <mdb:mork:z v="1.4"/> -->\n',
        Inbox_dot_sbd__Work=box(b"three"),
        Inbox_dot_sbd__Work_dot_msf=b"//",
        msgFilterRules_dot_dat=b'version="9"\n',
        prefs_dot_js=b"// Mozilla User Preferences\n",
    )
    assert read(tmp_path) == [("Inbox", 1, "one"), ("Inbox", 2, "two"), ("Inbox.sbd/Work", 1, "three")]
    assert take_notices() == [f"{tmp_path}/prefs.js: is no mail; it was passed over"]


def test_apple_mail_exports_folders_of_folders(tmp_path: Path) -> None:
    fill(
        tmp_path,
        Work_dot_mbox__mbox=box(b"one"),
        Work_dot_mbox__table_of_contents=b"\0\1",
        Home_dot_mbox__mbox=box(b"two"),
    )
    assert read(tmp_path) == [("Home.mbox/mbox", 1, "two"), ("Work.mbox/mbox", 1, "one")]


def test_a_folder_of_many_things_has_the_messages_of_each(tmp_path: Path) -> None:
    mail = MAIL % b"four"
    fill(
        tmp_path,
        a_dot_emlx=b"%d\n" % len(mail) + mail + b'<?xml version="1.0"?>\n<plist/>\n',
        b_dot_csv=b"text\nfirst\nsecond\n",
        c_dot_png=PNG,
        d=b"Subject: five\n\nhello\n",
        e_dot_eml=box(b"six"),
    )
    assert read(tmp_path) == [
        ("a.emlx", 1, "four"),
        ("b.csv", 1, "first"),
        ("b.csv", 2, "second"),
        ("d", 2, "five"),
        ("e.eml", 3, "six"),
    ]
    assert take_notices() == [f"{tmp_path}/c.png: is a PNG image, not messages; it was passed over"]
