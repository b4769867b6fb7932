"""Messages of a phone, and mail, on a terminal read like an inbox."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from spamfilter import Label, Message, Verdict
from spamfilter.cli.terminal import count_columns, cut, format_row
from tests.conftest import Process
from tests.paths import WORDLIST, search_first
from tests.pictures.terminal import read_all
from tests.spamfilter.readers.exports.test_backup import backup, mms, sms, text

HAM = Verdict(Label.HAM, 0.0123)


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")


def show(text: str, sender: str = "", date: str = "", conversation: str = "", sent: bool = False) -> str:
    phone = {"sender": sender, "date": date, "conversation": conversation}
    return format_row(Message(text, source="sms.xml", number=7, sent=sent, **phone), HAM)


def test_sender_time_and_text_are_columns() -> None:
    assert show("see you at 8", "+15550100", "2023-11-14T22:13:20") == (
        "ham     0.0123      7  +15550100      2023-11-14 22:13  see you at 8"
    )


def test_a_long_sender_and_a_long_text_are_cut_to_their_columns() -> None:
    row = show("hello " * 20, "田中さんと山田さんと鈴木さん", "2023-11-14T22:13:20")
    assert row == "ham     0.0123      7  田中さんと山…  2023-11-14 22:13  hello hello hello hello…"


def test_a_group_and_what_the_owner_sent_are_told() -> None:
    assert "  Ann (Family)   2023" in show("hi", "Ann", "2023-11-14", "Family")
    assert "  Ann            2023" in show("hi", "Ann", "2023-11-14", "Ann")
    assert "  to Ann         2023" in show("hi", "", "2023-11-14", "Ann", sent=True)


def test_a_date_that_is_none_is_shown_as_it_is() -> None:
    assert "  yesterday\ufffd        hi" in show("hi", "Ann", "yesterday\x1b")


def test_other_messages_have_their_place() -> None:
    assert show("hi", "Ann <ann@example.org>") == "ham     0.0123  sms.xml:7      hi"


def test_a_message_without_a_date_is_in_the_same_columns() -> None:
    assert show("hi", "Ann", conversation="Ann") == "ham     0.0123      7  Ann" + " " * 30 + "hi"


@pytest.mark.parametrize(("columns", "sender"), [(60, 12), (80, 13), (120, 20), (300, 24)])
def test_a_wide_terminal_has_more_of_the_sender(
    monkeypatch: pytest.MonkeyPatch, columns: int, sender: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    row = show("hello " * 60, "x" * 50, "2023-11-14T22:13:20")
    assert f"  {'x' * (sender - 1)}…  2023-11-14" in row
    assert count_columns(row) == columns


@pytest.mark.parametrize(
    ("written", "shown"), [("abe\u0301d", "ab…"), ("田中", "田…"), ("abe\u0301", "abe\u0301"), ("", "")]
)
def test_a_text_is_cut_to_its_columns_between_signs(written: str, shown: str) -> None:
    assert cut(written, 3) == shown


EXPORT = backup(
    sms("Are we still on for lunch on Thursday?"),
    sms("yes", 2),
    sms("お疲れ様です。明日の会議は十時からです。", name="田中さんと山田さん"),
    sms("see you at 8&#10;bring milk", name="Dr. Bartholomew Featherstonehaugh"),
    sms("WIN a free prize! Call 0900 123456", name="(Unknown)"),
    mms(text("who brings bread?"), name="Bob"),
    sms("no date at all").replace('date="1700000000001"', 'date="0"'),
)
TOLD = "spamfilter: messages.xml: 1 message that the owner sent left out; --sent includes them"
NARROW = """\
ham     0.0000      1  Ann            2023-11-14 22:13  Are we still on for lun…
ham     0.0000      3  田中さんと山…  2023-11-14 22:13  お疲れ様です。明日の会…
ham     0.0000      4  Dr. Bartholo…  2023-11-14 22:13  see you at 8 bring milk
ham     0.0000      6  Bob            2023-11-14 22:13  who brings bread?
ham     0.0000      7  Ann                              no date at all
"""
WIDE = """\
ham     0.0000      1  Ann                    2023-11-14 22:13  Are we still on for lunch on Thursday?
ham     0.0000      3  田中さんと山田さん     2023-11-14 22:13  お疲れ様です。明日の会議は十時からです。
ham     0.0000      4  Dr. Bartholomew Feat…  2023-11-14 22:13  see you at 8 bring milk
ham     0.0000      6  Bob                    2023-11-14 22:13  who brings bread?
ham     0.0000      7  Ann                                      no date at all
"""


def scan_on_terminal(folder: Path, columns: int, *options: str) -> str:
    """What a scan of ``messages.xml`` prints on a terminal of so many columns."""
    (folder / "messages.xml").write_bytes(EXPORT)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    command = [
        sys.executable,
        "-m",
        "spamfilter",
        "--plugin",
        "spamfilter_wordlist",
        "scan",
        "-c",
        "wordlist",
    ]
    env = {**os.environ, "TZ": "UTC", "PYTHONPATH": search_first(WORDLIST)}
    del env["COLUMNS"]
    with subprocess.Popen(
        [*command, "messages.xml", *options],
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=env,
    ) as running:
        os.close(theirs)
        printed = b"".join(read_all(ours))
        os.close(ours)
    assert running.returncode == 0, printed
    return printed.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(("columns", "inbox"), [(80, NARROW), (126, WIDE)])
def test_the_honest_messages_of_a_phone_read_like_an_inbox(tmp_path: Path, columns: int, inbox: str) -> None:
    printed = scan_on_terminal(tmp_path, columns, "--only", "ham")
    assert printed == f"{inbox}{TOLD}\n"


def test_what_the_owner_sent_is_to_somebody(tmp_path: Path) -> None:
    printed = scan_on_terminal(tmp_path, 80, "--sent")
    assert "ham     0.0000      2  to Ann         2023-11-14 22:13  yes\n" in printed
    assert "spam    0.9375      5  +15550100      2023-11-14 22:13  WIN a free prize! Call …\n" in printed


def test_mail_has_its_date_in_jsonl(process: Process, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"Subject: hi\nDate: Thu, 22 Aug 2002 18:26:25 +0700\n\nhello\n")
    done = process(
        "--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist", "--format", "jsonl", tmp_path / "a.eml"
    )
    assert json.loads(done.stdout)["date"] == "2002-08-22T18:26:25+07:00"
