"""The classifier beside its scores: the running score, and what it remembers of its training."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spamfilter_gpt.runtime.inference import POINTS, GPTClassifier, load_classifier

from spamfilter import Fingerprints, Message


@pytest.fixture(scope="module")
def gpt() -> GPTClassifier:
    return load_classifier(None)


def test_running_score_ends_with_the_score(gpt: GPTClassifier) -> None:
    message = Message("URGENT! You have won a £2000 prize")
    running = gpt.running_scores(message)
    assert running[-1] == (len(message.text), gpt.score([message])[0])
    assert [message.text[:end] for end, _ in running[:4]] == ["U", "URG", "URGENT", "URGENT!"]


def test_running_score_after_a_word_is_that_of_the_text_so_far(gpt: GPTClassifier) -> None:
    message = Message("see you at home")
    for end, score in gpt.running_scores(message):
        assert score == gpt.score([Message(message.text[:end])])[0]


@pytest.mark.parametrize("model", [pytest.param("embedded", marks=pytest.mark.slow), "tiny"])
def test_a_long_text_has_few_points_and_the_last_that_is_read_is_one(model: str) -> None:
    gpt = load_classifier(model)
    message = Message("win " * 2000)
    running = gpt.running_scores(message)
    assert 0 < len(running) <= POINTS
    assert running[-1][1] == gpt.score([message])[0]
    assert running[-1][0] < len(message.text)


def test_an_empty_text_has_no_running_score(gpt: GPTClassifier) -> None:
    assert gpt.running_scores(Message("")) == []


@cache
def tiny() -> GPTClassifier:
    return load_classifier("tiny")


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=60))
def test_ends_rise_and_lie_in_the_text(text: str) -> None:
    ends = [end for end, _ in tiny().running_scores(Message(text))]
    assert ends == sorted(set(ends))
    assert all(0 < end <= len(text) for end in ends)


def test_the_shipped_model_knows_its_training_messages_but_holds_none(gpt: GPTClassifier) -> None:
    assert isinstance(gpt.trained_on, Fingerprints)
    assert len(gpt.trained_on) == 56452
    assert "a message nobody ever wrote 4711" not in gpt.trained_on
