"""From decision values on held-back messages to calibrated scores."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from spamfilter import DataError


@dataclass(frozen=True, slots=True)
class Calibration:
    """The log-odds of spam are ``slope * decision + offset + shift``."""

    slope: float
    offset: float
    shift: float = 0.0


def fit_platt(decisions: "np.typing.NDArray[Any]", spam: "np.typing.NDArray[np.bool_]") -> Calibration:
    """Platt scaling of held-back ``decisions`` [N], which are ``spam`` [N] or not.

    Platt 1999, "Probabilistic Outputs for Support Vector Machines": a logistic regression whose targets
    are not 1 and 0 but (spam + 1) / (spam + 2) and 1 / (ham + 2), so that few rows that are all told apart
    ask for no infinite slope. Raises :class:`DataError` when the decisions say nothing of the labels.
    """
    from sklearn.linear_model import LogisticRegression

    count = int(spam.sum())
    targets = np.where(spam, (count + 1) / (count + 2), 1 / (len(spam) - count + 2))
    # A target between 0 and 1 is a row of each class, weighted.
    rows = np.concatenate([decisions, decisions])[:, np.newaxis]
    classes = np.repeat([True, False], len(decisions))
    fitted = LogisticRegression(C=1e6, tol=1e-8, max_iter=1000)
    fitted.fit(rows, classes, sample_weight=np.concatenate([targets, 1 - targets]))
    slope, offset = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    if slope <= 0:
        raise DataError("held-back spam looks no more like spam than held-back ham; check the labels")
    return Calibration(slope, offset)


def score_decisions(decisions: Iterable[float], calibration: Calibration) -> list[float]:
    """P(spam) [N] of decision values [N]."""
    return [
        sigmoid(calibration.slope * float(decision) + calibration.offset + calibration.shift)
        for decision in decisions
    ]


def sigmoid(log_odds: float) -> float:
    """The probability of ``log_odds``, without overflow."""
    odds = math.exp(-abs(log_odds))
    return (1 if log_odds >= 0 else odds) / (1 + odds)
