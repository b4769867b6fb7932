"""What the filter says of a message, and the cut-offs that turn a score into a label."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from spamfilter.errors import UsageError

SPAM_MISSED = 0.05


class Label(StrEnum):
    """The three answers."""

    HAM = "ham"
    UNSURE = "unsure"
    SPAM = "spam"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A message's ``label`` and its ``score``, the calibrated probability of spam in [0, 1].

    ``remark`` says what the user's lists had to say of the sender, see :mod:`spamfilter.mail.standing`.
    """

    label: Label
    score: float
    remark: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Policy:
    """Two cut-offs: a score above ``spam_above`` is spam, one below ``ham_below`` is ham, else unsure.

    Raises :class:`UsageError` unless 0 <= ham_below <= spam_above <= 1.
    """

    ham_below: float = 0.5
    spam_above: float = 0.5

    def __post_init__(self) -> None:
        if not 0 <= self.ham_below <= self.spam_above <= 1:
            raise UsageError(
                f"cut-offs must satisfy 0 <= ham-below <= spam-above <= 1, "
                f"not ham-below {self.ham_below} and spam-above {self.spam_above}"
            )

    def judge(self, score: float) -> Verdict:
        """Verdict for a ``score`` in [0, 1]."""
        if score > self.spam_above:
            return Verdict(Label.SPAM, score)
        if score < self.ham_below:
            return Verdict(Label.HAM, score)
        return Verdict(Label.UNSURE, score)

    def override(self, ham_below: float | None, spam_above: float | None) -> "Policy":
        """This policy with the user's own cut-offs; a default in the way of a given one moves with it."""
        low = self.ham_below if ham_below is None else ham_below
        high = self.spam_above if spam_above is None else spam_above
        if ham_below is None:
            low = min(low, high)
        if spam_above is None:
            high = max(low, high)
        return Policy(low, high)

    @classmethod
    def choose(cls, scores: Sequence[float], spam: Sequence[bool], ham_loss: float = 0.002) -> "Policy":
        """Cut-offs for held-back ``scores`` [N] of messages that are ``spam`` [N] or not.

        ``spam_above`` is the lowest cut-off, at least 0.5, that calls at most a share ``ham_loss`` of the
        ham spam; ``ham_below`` is the highest, at most 0.5, that calls at most 5 % of the spam ham. Rounded
        outwards to two decimals, so that they read well, and within 0.01 and 0.99.
        """
        pairs = list(zip(scores, spam, strict=True))
        ham_scores = sorted((score for score, is_spam in pairs if not is_spam), reverse=True)
        spam_scores = sorted(score for score, is_spam in pairs if is_spam)
        allowed = int(len(ham_scores) * ham_loss)
        high = ham_scores[allowed] if len(ham_scores) > allowed else 0.5
        low = spam_scores[int(len(spam_scores) * SPAM_MISSED)] if spam_scores else 0.5
        spam_above = min(0.99, max(0.5, math.ceil(round(high * 100, 3)) / 100))
        ham_below = max(0.01, min(0.5, math.floor(round(low * 100, 3)) / 100))
        return cls(ham_below, spam_above)


def log_odds(score: float, closest: float = 1e-6) -> float:
    """Natural logarithm of the odds of a ``score`` in [0, 1], drawn in so far that it is finite."""
    score = min(1 - closest, max(closest, score))
    return math.log(score / (1 - score))


def shift_prior(prior: float, trained_on: float) -> float:
    """What to add to the log-odds of a model trained on a share ``trained_on`` of spam, to expect ``prior``.

    Saerens, Latinne, Decaestecker 2002, "Adjusting the Outputs of a Classifier to New a Priori
    Probabilities". Shares of 0 and 1 are drawn in to keep it finite.
    """
    return log_odds(prior, 0.001) - log_odds(trained_on, 0.001)
