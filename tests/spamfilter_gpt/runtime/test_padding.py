"""A long text cannot keep its words from the model by what stands in front of them."""

from random import Random

import pytest
from spamfilter_gpt.runtime.inference import GPTClassifier, load_classifier
from spamfilter_gpt.runtime.padding import place_squeezed, squeeze

from spamfilter import Message
from tests.paths import DATA

SPAM = (DATA / "spam.txt").read_text(encoding="utf-8").splitlines()[0]
MANY = 16_384
PADDING = [
    " ", "\n", "\t", "\r\n", "\n \n", "\u00a0", "\u2028", "\u3000", "\u2800", "\u3164", "\u115f", "\u1160",
    "\uffa0", "\u180e", "\u200b", "\u200c", "\u200d", "\ufe0f", "\u034f", "\u00ad", "\u2063", "\ufeff",
    "\u061c", "\u202e", "\u17b4", "\ufff9", "\x00", "\x07", "\U000e0001", "\U000e0041", "\U000e0100",
    " \u200c",
]  # fmt: skip


@pytest.fixture(scope="module")
def tiny() -> GPTClassifier:
    return load_classifier("tiny")


@pytest.mark.parametrize("padding", PADDING, ids=ascii)
def test_padding_in_front_changes_no_score(tiny: GPTClassifier, padding: str) -> None:
    alone, padded = tiny.score([Message(SPAM), Message(padding * MANY + SPAM)])
    assert padded == pytest.approx(alone, abs=1e-3)


def test_nor_does_a_mixture(tiny: GPTClassifier) -> None:
    mixture = "".join(Random(1).choices(PADDING, k=MANY))
    alone, padded = tiny.score([Message(SPAM), Message(mixture + SPAM)])
    assert padded == pytest.approx(alone, abs=1e-3)


@pytest.mark.parametrize("row", ["!", "-", "=_", ". ", "\n.\n", "a", "👍", "❤️"])
def test_what_repeats_itself_leaves_room_for_the_rest(tiny: GPTClassifier, row: str) -> None:
    alone, behind = tiny.score([Message(SPAM), Message(row * MANY + " " + SPAM)])
    assert alone > 0.99
    assert behind > alone - 0.01


def test_a_long_text_keeps_its_words_lines_and_paragraphs() -> None:
    assert squeeze("Dear  Jo,\r\n \n\n we\tare ❤️ \n here.  ", 100) == "Dear Jo,\n\nwe\tare ❤️\nhere."
    assert squeeze("x" * 40 + "y", 100) == "x" * 16 + "y"
    assert squeeze("می\u200cخواهم 🏴\U000e0067\U000e007f", 100) == "می\u200cخواهم 🏴\U000e0067\U000e007f"
    assert squeeze("abcdef", 3) == "abc"


def test_the_running_scores_are_those_of_places_in_the_whole_text(tiny: GPTClassifier) -> None:
    text = "\u200b" * MANY + SPAM
    running = tiny.running_scores(Message(text))
    assert running[-1] == (len(text), tiny.score([Message(text)])[0])
    assert running[0][0] > MANY
    assert place_squeezed("\n \u2800abb", "abb") == [4, 5, 6]
