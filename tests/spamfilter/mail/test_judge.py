"""Mails in, a judgement each out, from Python."""

from collections.abc import Sequence

import pluggy
import pytest

import spamfilter
from spamfilter import (
    ClassifierEntry,
    ClassifierError,
    Label,
    Message,
    Policy,
    UsageError,
    hookimpl,
    open_judge,
)
from spamfilter.plugin.manager import create_manager

GTUBE = b"Subject: test\n\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n"


class Shouting:
    """Plugin and classifier: the share of capitals; whatever is longer than a page breaks it."""

    policy = Policy(0.2, 0.6)

    def score(self, messages: Sequence[Message]) -> list[float]:
        if any(len(message.text) > 1000 for message in messages):
            raise ValueError("too long")
        return [sum(map(str.isupper, message.text)) / max(len(message.text), 1) for message in messages]

    @hookimpl
    def spamfilter_classifiers(self) -> list[ClassifierEntry]:
        return [ClassifierEntry("shouting", "share of capitals", lambda model: self)]


@pytest.fixture
def manager() -> pluggy.PluginManager:
    """The installed plugins and ``Shouting``."""
    manager = create_manager()
    manager.register(Shouting())
    return manager


def test_each_mail_gets_its_judgement_in_order(manager: pluggy.PluginManager) -> None:
    judge = open_judge(manager, "shouting")
    mails = [b"Subject: a\n\nhello", b"Subject: A\n\nHELLO", b"Subject: A\n\nhello\n", b""]
    judged = judge.judge(mails)
    assert [one.message.raw for one in judged] == mails
    assert [one.verdict.label for one in judged] == ["ham", "spam", "ham", "ham"]
    assert [one.points >= 5 for one in judged] == [False, True, False, False]
    assert {one.classifier for one in judged} == {"shouting"}
    assert judge.judge([]) == []


def test_the_cutoffs_are_the_users(manager: pluggy.PluginManager) -> None:
    judge = open_judge(manager, "shouting", spam_above=0.1, ham_below=0.05)
    assert judge.policy == Policy(0.05, 0.1)
    (judged,) = judge.judge([b"Subject: A\n\nhello\n"])
    assert (judged.verdict.label, judged.points) == (Label.SPAM, 5.3)


def test_gtube_among_others_even_above_every_cutoff(manager: pluggy.PluginManager) -> None:
    judge = open_judge(manager, "shouting", spam_above=1.0)
    labels = [one.verdict.label for one in judge.judge([b"Subject: a\n\nhello", GTUBE])]
    assert labels == [Label.HAM, Label.SPAM]


def test_gtube_in_base64_is_gtube() -> None:
    import base64

    raw = b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(GTUBE)
    (judged,) = open_judge(create_manager()).judge([raw])
    assert (judged.verdict.label, judged.verdict.score) == (Label.SPAM, 1.0)


def test_a_failing_classifier_and_an_unknown_one(manager: pluggy.PluginManager) -> None:
    with pytest.raises(ClassifierError, match="shouting failed: ValueError: too long"):
        open_judge(manager, "shouting").judge([b"\n" + b"x" * 2000])
    with pytest.raises(UsageError, match="no classifier 'nope'"):
        open_judge(manager, "nope")


def test_the_public_names_are_there_and_no_others() -> None:
    assert all(hasattr(spamfilter, name) for name in spamfilter.__all__ if name not in ("labelled", "report"))
    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        spamfilter.nope  # noqa: B018
