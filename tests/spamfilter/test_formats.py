"""Verdicts as csv and results as JSON, read back by other programs."""

import csv
import io
import json
from dataclasses import dataclass

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamfilter import Label, Message, Verdict
from spamfilter.formats import COLUMNS, LAST_COLUMNS, format_csv, to_json, write_row
from tests.conftest import Process

SPAM = Verdict(Label.SPAM, 0.75)
texts = st.text(st.characters(codec="utf-8"))


def write_table(messages: list[str]) -> str:
    """What ``scan --format csv`` prints."""
    rows = [format_csv("gpt", "", Message(text, source="a.txt", number=1), SPAM) for text in messages]
    return "".join(f"{row}\n" for row in (write_row((*COLUMNS, *LAST_COLUMNS)), *rows))


@pytest.mark.parametrize("text", ["two\nlines", "two\rlines", "\n", "\r"])
def test_a_line_break_is_quoted_without_a_comma_or_a_quote(text: str) -> None:
    assert write_row([text, "b"]) == f'"{text}",b'


@given(st.lists(texts))
def test_python_reads_every_text_back(messages: list[str]) -> None:
    found = list(csv.DictReader(io.StringIO(write_table(messages), newline="")))
    assert [row["text"] for row in found] == messages


@given(st.lists(texts))
def test_pandas_reads_every_text_back(messages: list[str]) -> None:
    table = write_table(messages).encode()
    found = pd.read_csv(io.BytesIO(table), keep_default_na=False, dtype=str)
    assert list(found["text"]) == messages


def test_a_mail_with_lines_is_one_row(process: Process) -> None:
    """The body of a mail has line breaks and here neither a comma nor a quote."""
    mail = b"From: a@example.org\nSubject: Hi\n\nfirst line\nsecond line\n"
    words = ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist", "--input", "eml", "--format", "csv"]
    done = process(*words, stdin=mail)
    (row,) = csv.DictReader(io.StringIO(done.stdout.decode(), newline=""))
    assert row["text"].splitlines()[-2:] == ["first line", "second line"]


@dataclass(frozen=True, slots=True)
class Part:
    score: float | None
    note: str | None = None


def test_dataclasses_are_objects_and_an_absent_field_is_left_out() -> None:
    found = to_json({"parts": [Part(0.5), Part(None, "é")]})
    assert found == '{"parts": [{"score": 0.5}, {"score": null, "note": "é"}]}'


def test_json_spells_what_a_terminal_would_obey_as_escapes() -> None:
    line = to_json(["\x9b31m\u202e\ud83d"])
    assert line == '["\\u009b31m\\u202e\\ud83d"]'
    assert json.loads(line) == ["\x9b31m\u202e\ud83d"]


def test_what_is_not_for_json_is_refused() -> None:
    with pytest.raises(TypeError, match="set is not for JSON"):
        to_json({1, 2})
