"""The reliability table of a model card."""

import pytest
from spamfilter_gpt.export.card import count_reliability, describe_stacking, format_reliability
from spamfilter_gpt.records.stacking import PartWeight, Stacking

from spamfilter import Policy, report


def make_evaluation(scores: list[float], spam: list[bool]) -> report.Evaluation:
    return report.Evaluation("rows", Policy(0.5, 0.5), [""] * len(scores), spam, scores)


def test_a_tenth_of_the_scores_is_a_row() -> None:
    first = make_evaluation([0.02, 0.04, 0.55], [False, True, True])
    second = make_evaluation([1.0, 0.9, 0.06], [True, False, False])
    found = count_reliability([first, second])
    assert [(one.start, one.messages, one.spam) for one in found] == [
        (0.0, 3, pytest.approx(1 / 3)),
        (0.5, 1, 1.0),
        (0.9, 2, 0.5),
    ]
    assert found[0].score == pytest.approx(0.04)


def test_the_table_has_bars() -> None:
    bins = count_reliability([make_evaluation([0.3, 0.3, 0.95], [True, False, True])])
    assert format_reliability(bins)[-2:] == [
        f"| 0.3 | 2 | 0.300 | 0.500 | {'█' * 10} |",
        f"| 0.9 | 1 | 0.950 | 1.000 | {'█' * 20} |",
    ]


def test_what_each_part_counts_is_told() -> None:
    parts = {"ngrams": PartWeight((0.25, 0.5)), "characters": PartWeight((1.0, 0.75))}
    found = Stacking(0.8, -0.1, parts, 0.5, 0.25, 0.3, 0.9, messages=1200, collections=14)
    assert " ".join(describe_stacking(found)) == (
        "Log-odds of spam are 0.80 times what the blocks say and, in short and long ones, "
        "0.25 and 0.50 times ngrams, 1.00 and 0.75 times characters: "
        "weights that 1,200 messages of publishers left out taught."
    )
