"""Messages of a phone, and mail, on a terminal read like an inbox."""

import json
from pathlib import Path

import pytest

from spamfilter import Label, Message, Verdict
from spamfilter.cli.terminal import format_row
from tests.conftest import Process

HAM = Verdict(Label.HAM, 0.0123)


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")


def show(text: str, sender: str = "", date: str = "", conversation: str = "", sent: bool = False) -> str:
    message = Message(text, source="sms.xml", number=7, sender=sender, date=date)
    return format_row(
        Message(
            message.text,
            source=message.source,
            number=message.number,
            sender=sender,
            date=date,
            conversation=conversation,
            sent=sent,
        ),
        HAM,
    )


def test_sender_time_and_text_are_columns() -> None:
    assert show("see you at 8", "+15550100", "2023-11-14T22:13:20") == (
        "ham     0.0123      7  +15550100           2023-11-14 22:13  see you at 8"
    )


def test_a_long_sender_and_a_long_text_are_cut_to_their_columns() -> None:
    row = show("hello " * 20, "田中さんと山田さんと鈴木さん", "2023-11-14T22:13:20")
    assert row == "ham     0.0123      7  田中さんと山田さ…   2023-11-14 22:13  hello hello hello …"


def test_a_group_and_what_the_owner_sent_are_told() -> None:
    assert "  Ann (Family)        2023" in show("hi", "Ann", "2023-11-14", "Family")
    assert "  Ann                 2023" in show("hi", "Ann", "2023-11-14", "Ann")
    assert "  to Ann              2023" in show("hi", "", "2023-11-14", "Ann", sent=True)


def test_a_date_that_is_none_is_shown_as_it_is() -> None:
    assert "  yesterday\ufffd        hi" in show("hi", "Ann", "yesterday\x1b")


def test_other_messages_have_their_place() -> None:
    assert show("hi", "Ann <ann@example.org>") == "ham     0.0123  sms.xml:7      hi"


def test_mail_has_its_date_in_jsonl(process: Process, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"Subject: hi\nDate: Thu, 22 Aug 2002 18:26:25 +0700\n\nhello\n")
    done = process(
        "--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist", "--format", "jsonl", tmp_path / "a.eml"
    )
    assert json.loads(done.stdout)["date"] == "2002-08-22T18:26:25+07:00"
