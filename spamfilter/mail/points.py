"""A score as SpamAssassin's points, which the programs around mail know.

Spam is what has ``REQUIRED`` points or more. Beyond a cut-off a point is one unit of log-odds: above 5.0 it
counts from ``spam_above``, below 0.0 from ``ham_below``; what is unsure lies between 0.0 and 4.9.
"""

import math

from spamfilter.verdict import Label, Policy, Verdict, log_odds

REQUIRED = 5.0
HIGHEST = 20.0
LOWEST = -10.0
UNSURE = (0.0, 4.9)
CLEAR_HAM = -0.1


def to_points(score: float, policy: Policy) -> float:
    """Points of a ``score`` in [0, 1], with one decimal; never fewer for a higher score.

    At least 5.0 exactly when ``policy`` calls the score spam, negative exactly when it calls it ham.
    """
    return verdict_points(policy.judge(score), policy)


def verdict_points(verdict: Verdict, policy: Policy) -> float:
    """Points of a ``verdict``; its label has the last word where a review gave it another score."""
    odds, low, high = map(log_odds, (verdict.score, policy.ham_below, policy.spam_above))
    if verdict.label is Label.SPAM:
        return min(HIGHEST, max(REQUIRED, round(REQUIRED + odds - high, 1)))
    if verdict.label is Label.HAM:
        return max(LOWEST, min(CLEAR_HAM, round(odds - low, 1)))
    share = (odds - low) / (high - low) if high > low else 1.0
    return math.floor(10 * UNSURE[1] * min(1.0, max(0.0, share))) / 10
