"""``spamfilter explain``: spans of any script, effects that are what they say, and how they are shown."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamfilter import ClassifierError, Message, Policy
from spamfilter.measure.explain import LIMIT, bounds, divide, draw_masks, explain, leave_out, split_spans
from tests.conftest import Process

WORDLIST = ["--plugin", "spamfilter_wordlist", "explain", "-c", "wordlist"]


def spans(text: str) -> list[str]:
    return [text[start:end] for start, end in split_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("URGENT! You've won £2,000.50", ["URGENT", "!", "You've", "won", "£2,000.50"]),
        ("call 0906-170-1234, 150ppm 50% off", ["call", "0906-170-1234", ",", "150ppm", "50%", "off"]),
        ("see www.x.example/a?b=c now", ["see", "www.x.example/a?b=c", "now"]),
        ("t.me/example or +44 7700 900254", ["t.me/example", "or", "+", "44", "7700 900254"]),
        ("+447700 900254 in 2 min", ["+447700 900254", "in", "2", "min"]),
        ("bob@x.example e-mail.", ["bob@x.example", "e-mail", "."]),
        ("10時から無料でクリック", ["10", "時", "から", "無料", "で", "クリック"]),
        ("恭喜您中奖了", ["恭喜", "您中", "奖了"]),
        ("ยินดีด้วย", ["ยินดีด้", "วย"]),  # no spaces and no change of script: four letters at a time
        ("مبروك لقد ربحت", ["مبروك", "لقد", "ربحت"]),
        ("बधाई हो", ["बधाई", "हो"]),
        ("한국어 문자", ["한국어", "문자"]),
        ("👨‍👩‍👧 🇩🇪🎉❤️ok", ["👨‍👩‍👧", "🇩🇪", "🎉", "❤️", "ok"]),
        ("V\u200bia Fr\u00adee", ["V\u200bia", "Fr\u00adee"]),
    ],
)
def test_spans_are_what_a_reader_would_point_at(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


@given(st.text())
def test_spans_hold_everything_but_white_space(text: str) -> None:
    found = split_spans(text)
    assert all(start < end for start, end in found)
    assert list(found) == sorted(found)
    rest, at = "", 0
    for start, end in found:
        rest, at = rest + text[at:start], end
    assert not (rest + text[at:]).strip()


@given(st.lists(st.integers(), max_size=50), st.integers(1, 20))
def test_parts_are_all_the_spans_in_order(numbers: list[int], count: int) -> None:
    found = tuple((number, number + 1) for number in numbers)
    parts = divide(found, count)
    assert tuple(span for part in parts for span in part) == found
    assert all(parts)
    assert len(parts) == min(count, len(found))


def test_leaving_out_takes_a_space_along() -> None:
    message = Message("call me, now")
    parts = divide(split_spans(message.text), 9)
    assert [message.text[slice(*bounds(part))] for part in parts] == ["call", "me", ",", "now"]
    for mask, text in (
        ([True, False, False, False], "me, now"),
        ([False, True, False, False], "call , now"),
        ([True, True, True, True], ""),
    ):
        assert leave_out(message, parts, mask).text == text


class Sum:
    """Log-odds that are a sum over words, which is what an effect should find."""

    policy = Policy()
    weights = {"prize": 2.0, "win": 1.0, "mum": -1.5}  # noqa: RUF012

    def __init__(self) -> None:
        self.calls: list[int] = []

    def score(self, messages: Sequence[Message]) -> list[float]:
        self.calls.append(len(messages))
        sums = [sum(self.weights.get(word, 0.0) for word in message.text.split()) for message in messages]
        return [1 / (1 + math.exp(0.5 - total)) for total in sums]


def test_effects_are_the_log_odds_that_words_add_found_in_one_call() -> None:
    classifier = Sum()
    found = explain(Message("win a prize now mum"), classifier, "sum", Policy())
    effects = {"win a prize now mum"[one.start : one.end]: one.log_odds for one in found.effects}
    expected = {"win": 1.0, "a": 0.0, "prize": 2.0, "now": 0.0, "mum": -1.5}
    assert effects == pytest.approx(expected, abs=0.15)  # the ridge draws them a little towards zero
    assert classifier.calls == [65]
    assert found.running == []


def test_where_three_words_say_the_same_each_has_an_effect() -> None:
    class Any:
        policy = Policy()

        def score(self, messages: Sequence[Message]) -> list[float]:
            return [0.99 if {"win", "prize", "cash"} & set(m.text.split()) else 0.01 for m in messages]

    text = "win the prize or some cash at home"
    found = explain(Message(text), Any(), "any", Policy())
    top = sorted(found.effects, key=lambda one: -one.log_odds)[:3]
    assert {text[one.start : one.end] for one in top} == {"win", "prize", "cash"}


def test_in_a_long_text_the_weighty_word_is_found_alone() -> None:
    words = ["word"] * 2000
    words[1234] = "prize"
    text = " ".join(words)
    found = explain(Message(text), Sum(), "sum", Policy())
    top = max(found.effects, key=lambda one: one.log_odds)
    assert text[top.start : top.end] == "prize"
    assert len(found.effects) < 3 * LIMIT


def test_masks_are_the_same_each_time_and_leave_out_about_half() -> None:
    masks = draw_masks(40, 80)
    assert masks.shape == (80, 40)
    assert (masks == draw_masks(40, 80)).all()
    assert 0.45 < masks.mean() < 0.55
    assert draw_masks(0, 80).shape == (0, 0)


@pytest.mark.parametrize("text", ["", " \t", "x", "!!!", "half \ud800", "a\0b", "🎉" * 500, "x" * 100_000])
def test_any_text_is_explained(text: str) -> None:
    found = explain(Message(text), Sum(), "sum", Policy())
    assert all(math.isfinite(one.log_odds) for one in found.effects)


def test_a_running_score_that_fails_is_named() -> None:
    class Broken(Sum):
        def running_scores(self, message: Message) -> list[tuple[int, float]]:
            raise ValueError("no luck")

    with pytest.raises(ClassifierError, match="classifier broken failed: ValueError: no luck"):
        explain(Message("hi"), Broken(), "broken", Policy())


def test_text_output_is_the_verdict_and_a_line_a_word(process: Process) -> None:
    done = process(*WORDLIST, "--top", 2, stdin=b"hello\nwin it, mum\n")
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "ham\t0.0000\t-:1\thello"
    assert lines[2] == "unsure\t0.5000\t-:2\twin it, mum"
    assert lines[3].endswith("\twin")
    assert float(lines[3].split("\t")[1]) > 10


def test_jsonl_has_every_span_and_the_running_score(process: Process) -> None:
    text = "Fang an zu essen 🍝 now"
    row = json.loads(process("explain", "--format", "jsonl", stdin=f"{text}\n".encode()).stdout)
    assert [one["text"] for one in row["effects"]] == ["Fang", "an", "zu", "essen", "🍝", "now"]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in row["effects"])
    assert row["running"][-1] == {"end": len(text), "score": row["score"]}


def test_one_message_can_be_chosen(process: Process, data: Path) -> None:
    done = process(*WORDLIST, "--number", 3, "--number", 1, "--top", 0, data / "inbox.txt")
    numbers = [line.split("\t")[2].rpartition(":")[2] for line in done.stdout.decode().splitlines()]
    assert numbers == ["1", "3"]
    done = process(*WORDLIST, "--number", 99, data / "inbox.txt")
    assert (done.returncode, done.stderr) == (65, b"spamfilter: there is no message number 99 in it\n")


def test_hostile_text_leaves_no_controls(process: Process) -> None:
    hostile = "win \x1b[2J cash \u202e free\n".encode()
    for form in ("text", "jsonl", "html"):
        done = process(*WORDLIST, "--format", form, stdin=hostile)
        out = done.stdout.decode()
        assert (done.returncode, "cash" in out) == (0, True)
        assert not {"\x1b", "\u202e"} & set(out)


def test_html_escapes_what_a_message_says(process: Process) -> None:
    done = process("explain", "--format", "html", stdin=b"<script>alert(1)</script> win a prize\n")
    page = done.stdout.decode()
    assert page.startswith("<!DOCTYPE html>")
    assert "<script" not in page
    assert "&lt;" in page
    assert "<svg" in page
