"""A mail that can be taken for several texts has the score of the worst, wherever it is scored."""

import math
import pickle
from collections.abc import Sequence
from dataclasses import replace

import pytest

from spamfilter import Label, Message, Policy
from spamfilter.errors import ClassifierError
from spamfilter.mail.judge import MailJudge
from spamfilter.measure.explain import explain
from spamfilter.message import Reading
from spamfilter.plugin.manager import create_manager
from spamfilter.scan import judge_message, list_readings, scan, score_checked

POLICY = Policy(0.4, 0.6)
HIDDEN = Message("see you at noon", readings=(Reading("see you at noon prize"), Reading("hello")))


class Prize:
    """Spam is what names a prize; counts the texts it is asked about."""

    policy = POLICY

    def __init__(self) -> None:
        self.asked = 0

    def score(self, messages: Sequence[Message]) -> list[float]:
        self.asked += len(messages)
        assert not any(message.readings for message in messages)
        return [0.9 if "prize" in message.text else 0.1 for message in messages]


class Raw(Prize):
    reads_raw = True

    def score(self, messages: Sequence[Message]) -> list[float]:
        self.asked += len(messages)
        return [0.5 for _ in messages]


def test_the_highest_reading_counts() -> None:
    assert score_checked(Prize(), "prize", [Message("a prize"), HIDDEN, Message("noon")]) == [0.9, 0.9, 0.1]


def test_a_reading_that_mostly_repeats_the_text_counts_two_units_of_log_odds_less() -> None:
    repeated = Message("noon", readings=(Reading("noon prize", repeats=True),))
    (score,) = score_checked(Prize(), "prize", [repeated])
    assert score == pytest.approx(0.9 / (0.9 + 0.1 * math.exp(2)))


def test_a_message_of_one_reading_is_scored_once() -> None:
    prize = Prize()
    score_checked(prize, "prize", [Message("a"), HIDDEN])
    assert prize.asked == 4
    assert list_readings(Message("a")) == [Message("a")]


def test_a_classifier_that_goes_by_the_bytes_sees_a_mail_once() -> None:
    raw = Raw()
    assert score_checked(raw, "raw", [HIDDEN]) == [0.5]
    assert raw.asked == 1


def test_too_few_scores_are_still_told() -> None:
    class Short(Prize):
        def score(self, messages: Sequence[Message]) -> list[float]:
            return [0.5]

    with pytest.raises(ClassifierError, match="gave 1 scores for 3 messages"):
        score_checked(Short(), "short", [HIDDEN])


def test_what_was_not_read_whole_is_unsure_at_best() -> None:
    cut = Message("noon", notes=("more than 1000 parts",))
    assert judge_message(cut, 0.1, POLICY).label is Label.UNSURE
    assert judge_message(cut, 0.1, Policy(0.5, 0.5)).label is Label.UNSURE
    assert judge_message(cut, 0.9, POLICY).label is Label.SPAM
    assert judge_message(replace(cut, notes=()), 0.1, POLICY).label is Label.HAM


def test_every_way_to_a_verdict_takes_the_worst_reading() -> None:
    mail = (
        b"Content-Type: multipart/alternative; boundary=x\n\n--x\n\nsee you at noon, bring the map\n--x\n"
        + (b"Content-Type: text/html\n\n<p>you won a <b>prize</b>, see what it is, only today\n--x--\n")
    )
    (judgement,) = MailJudge(create_manager(), "prize", Prize(), POLICY).judge([mail])
    assert judgement.verdict.label is Label.SPAM

    def score(batches: object) -> list[list[float]]:
        return [score_checked(Prize(), "prize", [HIDDEN])]

    ((_, verdict),) = scan([HIDDEN], score, POLICY)
    assert verdict.label is Label.SPAM


def test_the_reading_that_decides_is_explained() -> None:
    explanation = explain(HIDDEN, Prize(), "prize", POLICY)
    assert explanation.message.text == "see you at noon prize"
    assert explanation.verdict.score == 0.9
    (word,) = (one for one in explanation.effects if one.log_odds > 1)
    assert explanation.message.text[word.start : word.end] == "prize"


def test_readings_travel_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(HIDDEN)) == HIDDEN
