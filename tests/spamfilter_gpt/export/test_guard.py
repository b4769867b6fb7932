"""Whether a model that loses more honest mail than its base is told from one that does not."""

import numpy as np
import onnx
import pytest
from onnx import numpy_helper
from scipy.stats import binomtest
from spamfilter_gpt.export.card import format_guard
from spamfilter_gpt.export.guard import compare_models, describe_guard, is_harmful, locate_base
from spamfilter_gpt.records.model_card import GuardRecord
from spamfilter_gpt.records.recipe import Settings
from spamfilter_gpt.runtime.folder import MODEL_FILE, SHIPPED
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.training.calibrate.share import bound_share, format_share
from spamfilter_gpt.weights.int8 import LINEAR_LIMIT, keep_rows

from spamfilter import Policy


def make_guard(base: int, lost: int) -> GuardRecord:
    return GuardRecord("embedded", 300, 150, base, lost, 90, 80)


def test_more_than_the_interval_of_the_base_is_harm() -> None:
    # Of none among 300 the interval ends at 1.22 %, of six at 4.30 %.
    assert [is_harmful(make_guard(0, lost)) for lost in (0, 3, 4)] == [False, False, True]
    assert [is_harmful(make_guard(6, lost)) for lost in (6, 12, 13)] == [False, False, True]


def test_the_line_says_what_was_found_and_what_to_do() -> None:
    assert describe_guard(make_guard(0, 12)) == (
        "of 300 honest general messages this model calls 12 spam, its base embedded 0 "
        "(95 % interval 0.0% to 1.2%): it loses more honest mail than its base; "
        "to correct single verdicts without training there is spamfilter learn"
    )
    assert format_guard(make_guard(0, 1)) == [
        "Messages of the package that did not train it, of 300 honest general messages this model calls 1 "
        "spam, its base embedded 0 (95 % interval 0.0% to 1.2%); of 150 spam it misses 80, the base 90.",
        "",
    ]


@pytest.mark.parametrize(("count", "whole"), [(0, 10), (1, 7), (5, 10), (149, 149)])
def test_shares_have_the_exact_interval(count: int, whole: int) -> None:
    expected = binomtest(count, whole).proportion_ci(method="exact")
    assert bound_share(count, whole) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_a_share_of_ten_promises_little() -> None:
    assert format_share(1.0, 10) == "100.00% (69.2% to 100.0%)"
    assert format_share(0.5, None) == "50.00%"
    assert bound_share(0, 0) == (0.0, 1.0)


def test_a_model_is_no_worse_than_itself_and_one_that_calls_all_spam_is() -> None:
    classifier = load_classifier("tiny")
    same = compare_models(SHIPPED["tiny"], "tiny", classifier, classifier.policy)
    assert (same.ham_lost, same.spam_missed) == (same.base_ham_lost, same.base_spam_missed)
    assert not is_harmful(same)
    assert is_harmful(compare_models(SHIPPED["tiny"], "tiny", classifier, Policy(0.0, 0.0)))


def test_only_a_base_that_scores_is_compared() -> None:
    assert locate_base(Settings("tiny")) == SHIPPED["tiny"]
    assert locate_base(Settings("tiny", random_weights=True)) is None
    assert locate_base(Settings("smollm2")) is locate_base(Settings("new")) is None


def test_what_was_rounded_before_is_rounded_to_itself() -> None:
    program = onnx.load_from_string((SHIPPED["embedded"] / MODEL_FILE).read_bytes())
    constants = {item.name: numpy_helper.to_array(item) for item in program.graph.initializer}
    name = next(name for name, value in constants.items() if value.shape == (1536, 384))
    before, scale = constants[name].T, constants[name.replace("_int8", "_scale")][:, None]
    assert (np.abs(before).max(axis=1) < LINEAR_LIMIT).any()  # whose own largest would give another grid
    rounded, found = keep_rows(before.astype(np.float32) * scale, LINEAR_LIMIT)
    assert (rounded == before).all()
    np.testing.assert_allclose(found, scale, rtol=1e-6)
    random = np.random.default_rng(1).normal(size=(8, 384)).astype(np.float32)
    assert (np.abs(keep_rows(random, LINEAR_LIMIT)[0]).max(axis=1) == LINEAR_LIMIT).all()
