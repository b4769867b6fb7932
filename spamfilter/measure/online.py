"""The protocol of the TREC spam track: judge each message in order, and learn what it was before the next.

Cormack, Lynam 2005, "TREC 2005 Spam Track Overview"; with late and with missing corrections as in the tracks
of 2006 and 2007, and with wrong ones.
"""

import time
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from spamfilter.verdict import Policy


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person tells the classifier of the messages that it judged.

    ``delay``    a correction comes when so many more messages have been judged
    ``share``    of the messages that are ever corrected
    ``wrong``    share of the spam that is called ham
    ``seed``     by which both are drawn
    """

    delay: int = 0
    share: float = 1.0
    wrong: float = 0.0
    seed: int = 123


class Pupil(Protocol):
    """What learns, of N messages that it knows by their rows.

    ``plain`` [N] is what it says without learning, None where it then says nothing; ``trained_on`` holds what
    it was trained on before, if it knows that.
    """

    policy: Policy
    plain: list[float] | None
    trained_on: Container[str] | None

    def judge(self, rows: range) -> list[float]:
        """The score of each of ``rows``, by all that was learned so far."""

    def learn(self, row: int, spam: bool) -> None:
        """Be told that the message in ``row`` is ``spam`` or not."""


@dataclass(frozen=True, slots=True)
class Course:
    """What became of N messages.

    ``scores``   [N], each from before its own label was told
    ``learned``  [corrections], how many messages had been judged when each was told, rising
    ``seconds``  that judging and learning took
    """

    scores: list[float]
    learned: list[int]
    seconds: float


def plan_labels(spam: Sequence[bool], feedback: Feedback) -> list[bool | None]:
    """What is told of each message: that it is spam, that it is ham, or nothing (None), [N]."""
    drawn = np.random.default_rng(feedback.seed).random((2, len(spam)))
    told, wrong = drawn[0] < feedback.share, drawn[1] < feedback.wrong
    return [
        None if not is_told else is_spam and not is_wrong
        for is_spam, is_told, is_wrong in zip(spam, told, wrong, strict=True)
    ]


def learn_online(
    pupil: Pupil,
    told: Sequence[bool | None],
    delay: int = 0,
    advance: Callable[[int], object] = lambda count: None,
) -> Course:
    """Have ``pupil`` judge each message and learn what is ``told`` [N] of it, ``delay`` messages later.

    Messages between two corrections are judged at once.
    """
    scores: list[float] = []
    learned: list[int] = []
    start = time.perf_counter()
    while (begin := len(scores)) < len(told):
        end = find_next(told, delay, begin)
        scores += pupil.judge(range(begin, end))
        label = told[end - 1 - delay] if end > delay else None
        if label is not None:
            pupil.learn(end - 1 - delay, label)
            learned.append(end)
        advance(end - begin)
    return Course(scores, learned, time.perf_counter() - start)


def find_next(told: Sequence[bool | None], delay: int, begin: int) -> int:
    """How many messages are judged by the next correction, after ``begin`` of them."""
    due = range(max(begin, delay), len(told))
    return next((row + 1 for row in due if told[row - delay] is not None), len(told))
