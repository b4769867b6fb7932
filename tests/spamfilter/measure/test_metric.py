"""Every metric against scikit-learn's, or against a sum done by hand where it has none."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn import metrics as reference

from spamfilter import Policy
from spamfilter.measure.metric import HAM_LOSSES, NAMES, Evaluation, Measure, compare_errors, measure, wilson

POLICY = Policy(0.3, 0.7)


def evaluate(spam: list[bool], scores: list[float], policy: Policy = POLICY) -> dict[str, Measure]:
    return measure(Evaluation("x", policy, [""] * len(spam), spam, scores), resamples=20)


def value(name: str, spam: list[bool], scores: list[float]) -> float:
    return evaluate(spam, scores)[name].value


def both_kinds() -> st.SearchStrategy[list[tuple[bool, float]]]:
    row = st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.7, 0.71, 0.9, 1.0]))
    return st.lists(row, min_size=2, max_size=40).filter(lambda rows: len({spam for spam, _ in rows}) == 2)


@settings(deadline=None)
@given(both_kinds())
def test_values_are_those_of_scikit_learn(rows: list[tuple[bool, float]]) -> None:
    spam, scores = [row[0] for row in rows], [row[1] for row in rows]
    called = [score > POLICY.spam_above for score in scores]
    found = {name: one.value for name, one in evaluate(spam, scores).items()}
    nan = math.nan
    expected = {
        "accuracy": reference.accuracy_score(spam, called),
        "precision": reference.precision_score(spam, called, zero_division=nan),
        "recall": reference.recall_score(spam, called),
        "f1": reference.f1_score(spam, called),
        "mcc": reference.matthews_corrcoef(spam, called),
        "roc_auc": reference.roc_auc_score(spam, scores),
        "average_precision": reference.average_precision_score(spam, scores),
        "brier": reference.brier_score_loss(spam, scores),
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-12, nan_ok=True)


@settings(deadline=None)
@given(both_kinds())
def test_spam_missed_at_a_fixed_ham_loss_is_a_point_of_the_roc_curve(rows: list[tuple[bool, float]]) -> None:
    spam, scores = [row[0] for row in rows], [row[1] for row in rows]
    lost, caught, _ = reference.roc_curve(spam, scores, drop_intermediate=False)
    found = measure(Evaluation("x", POLICY, [""] * len(spam), spam, scores), 10, names=HAM_LOSSES)
    for name, share in HAM_LOSSES.items():
        assert found[name].value == pytest.approx(1 - caught[lost <= share].max())


def test_counts_at_the_cutoffs() -> None:
    spam = [False] * 4 + [True] * 4
    found = evaluate(spam, [0.1, 0.2, 0.5, 0.8, 0.1, 0.7, 0.8, 0.9])
    assert {name: found[name].value for name in ("ham_lost", "spam_missed", "unsure")} == {
        "ham_lost": 0.25,
        "spam_missed": 0.5,
        "unsure": 0.25,
    }
    on_the_edge = Evaluation("x", POLICY, [""] * 3, [False, True, True], [0.3, 0.29, 0.71])
    assert on_the_edge.count_labels().tolist() == [[0, 1, 0], [1, 0, 1]]


def test_lam_is_the_mean_of_the_error_rates_on_the_logit_scale() -> None:
    spam = [False] * 10 + [True] * 10
    scores = [0.9] + [0.1] * 9 + [0.1] * 2 + [0.9] * 8
    mean = (math.log(1 / 9) + math.log(2 / 8)) / 2
    assert value("lam", spam, scores) == pytest.approx(1 / (1 + math.exp(-mean)))
    perfect = value("lam", spam, [0.1] * 10 + [0.9] * 10)
    assert perfect == pytest.approx(0.5 / 10)  # half a message in the place of none


def test_total_cost_ratio_weighs_a_lost_ham_fifty_times() -> None:
    spam = [False] * 10 + [True] * 10
    assert value("tcr", spam, [0.9] + [0.1] * 9 + [0.1] * 2 + [0.9] * 8) == 10 / (50 + 2)
    assert value("tcr", spam, [0.1] * 10 + [0.9] * 10) == math.inf


def test_expected_calibration_error_by_hand() -> None:
    # Two bins: 0.22 said of four of which one is spam, 0.9 of six of which five are.
    spam = [True] + [False] * 3 + [True] * 5 + [False]
    scores = [0.22] * 4 + [0.9] * 6
    assert value("ece", spam, scores) == pytest.approx(0.4 * abs(0.25 - 0.22) + 0.6 * abs(5 / 6 - 0.9))


@pytest.mark.parametrize(("count", "whole"), [(0, 10), (1, 7), (5, 10), (149, 149)])
def test_wilson_interval_is_scipys(count: int, whole: int) -> None:
    expected = binomtest(count, whole).proportion_ci(method="wilson")
    assert wilson(count / whole, whole) == pytest.approx((expected.low, expected.high), abs=1e-12)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (3, 0), (5, 5), (78, 1), (400, 700)])
def test_mcnemar_is_the_exact_binomial_test(first: int, second: int) -> None:
    expected = binomtest(first, first + second).pvalue if first + second else 1.0
    assert compare_errors(first, second) == pytest.approx(expected)


def test_bootstrap_interval_covers_and_repeats() -> None:
    random = np.random.default_rng(7)
    spam = random.random(400) < 0.4
    scores = np.clip(random.normal(0.3 + 0.3 * spam, 0.2), 0, 1)
    evaluation = Evaluation("x", POLICY, [""] * 400, spam.tolist(), scores.tolist())
    found = measure(evaluation)
    assert found == measure(evaluation)
    for name in ("f1", "mcc", "roc_auc", "average_precision", "brier", "lam"):
        one = found[name]
        assert one.low < one.value < one.high
    # Hanley and McNeil's (1982) standard error of the area, within a tenth.
    area, ham, spams = found["roc_auc"].value, int((~spam).sum()), int(spam.sum())
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    variance = (area * (1 - area) + (spams - 1) * (q1 - area**2) + (ham - 1) * (q2 - area**2)) / (ham * spams)
    width = found["roc_auc"].high - found["roc_auc"].low
    assert width == pytest.approx(2 * 1.96 * math.sqrt(variance), rel=0.15)


def test_one_kind_only_leaves_undefined_what_needs_both() -> None:
    found = evaluate([False] * 3, [0.1, 0.2, 0.9])
    assert found["accuracy"].value == pytest.approx(2 / 3)
    undefined = {name for name in NAMES if math.isnan(found[name].value)}
    assert undefined >= {"roc_auc", "average_precision", "recall", "spam_missed"}
    assert not undefined & {"accuracy", "ham_lost", "brier", "ece", "unsure"}


def test_rows_that_are_all_told_apart_do_not_promise_that_others_will_be() -> None:
    found = evaluate([False] * 20 + [True] * 20, [0.1] * 20 + [0.9] * 20)
    # Of no mistake among twenty the share is at most 1 - 0.025 ** (1 / 20) = 16.84 % (Clopper, Pearson).
    assert (found["roc_auc"].value, found["roc_auc"].high) == (1.0, 1.0)
    assert found["roc_auc"].low == pytest.approx(1 - binomtest(0, 20).proportion_ci().high)
    assert found["roc_auc"].low == pytest.approx(0.8316, abs=1e-4)
    assert (found["tcr"].high, math.isfinite(found["tcr"].low)) == (math.inf, True)
    for name in ("f1", "mcc", "average_precision", "spam_missed_at_1_percent_ham_lost", "lam"):
        assert found[name].low < found[name].high
