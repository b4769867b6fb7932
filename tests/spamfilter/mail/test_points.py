"""A score as SpamAssassin's points."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamfilter import Label, Policy, Verdict, to_points
from spamfilter.mail.points import verdict_points

SHARE = st.floats(0, 1)
POLICY = Policy(ham_below=0.05, spam_above=0.5)


@pytest.mark.parametrize(
    ("score", "points"),
    [
        (0, -10),
        (0.01, -1.7),
        (0.0499, -0.1),
        (0.05, 0),
        (0.3, 3.4),
        (0.5, 4.9),
        (0.51, 5),
        (0.9, 7.2),
        (1, 18.8),
    ],
)
def test_points_of_scores(score: float, points: float) -> None:
    assert to_points(score, POLICY) == points


@given(SHARE, SHARE, SHARE)
def test_five_points_is_spam_above_and_zero_is_ham_below(one: float, other: float, score: float) -> None:
    policy = Policy(min(one, other), max(one, other))
    points = to_points(score, policy)
    assert (points >= 5.0) == (score > policy.spam_above)
    assert (points < 0.0) == (score < policy.ham_below)
    assert re.fullmatch(r"-?\d+\.\d", str(points))


@given(st.lists(SHARE, min_size=2), SHARE, SHARE)
def test_a_higher_score_never_has_fewer_points(scores: list[float], one: float, other: float) -> None:
    policy = Policy(min(one, other), max(one, other))
    points = [to_points(score, policy) for score in sorted(scores)]
    assert points == sorted(points)


def test_the_label_of_a_review_outweighs_its_score() -> None:
    assert verdict_points(Verdict(Label.SPAM, 0.2), POLICY) == 5.0
    assert verdict_points(Verdict(Label.HAM, 0.9), POLICY) == -0.1
