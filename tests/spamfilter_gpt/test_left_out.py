"""The figures of ``tests/benchmarks/left_out.py``, on numbers that can be counted by hand."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from tests.benchmarks.left_out import (
    LeftOut,
    area,
    bootstrap,
    calibration_error,
    caught_at,
    cut_at,
    find_cut,
    find_group,
    format_table,
    list_areas,
    mean_area,
    resample,
    share_alike,
    share_labels,
    weigh_to_prior,
)


def make(sets: str, spam: str, model: list[float], rival: list[float] | None = None) -> LeftOut:
    names = np.array(list(sets))
    labels = np.array([one == "1" for one in spam])
    scores = {"model": np.array(model), "rival": np.array(rival or model)}
    return LeftOut(names, np.full(len(names), "sms"), np.full(len(names), "en"), labels, scores)


def test_the_area_is_how_often_spam_scores_above_ham() -> None:
    assert area(np.array([False, True, True]), np.array([0.2, 0.3, 0.2])) == 0.75
    chance = np.random.default_rng(1)
    spam, scores = chance.random(200) < 0.3, chance.integers(0, 20, 200) / 20
    assert area(spam, scores) == pytest.approx(roc_auc_score(spam, scores))


def test_areas_are_by_set_and_their_mean_knows_no_size() -> None:
    found = make("aaaabb", "001101", [0.1, 0.2, 0.3, 0.4, 0.9, 0.1])
    assert list_areas(found, "model") == {"a": 1.0, "b": 0.0}
    assert mean_area(found, "model") == 0.5


def test_each_set_has_the_weight_of_one() -> None:
    assert share_alike(np.array(["a", "a", "b"])).tolist() == [0.5, 0.5, 1.0]


def test_a_cut_loses_no_more_than_its_share() -> None:
    scores, weights = np.array([0.1, 0.9, 0.5, 0.7]), np.ones(4)
    assert [find_cut(scores, weights, lost) for lost in (0.0, 0.25, 0.3, 0.5)] == [0.9, 0.7, 0.7, 0.5]
    assert find_cut(scores, np.array([1, 0.1, 1, 1]), 0.1) == 0.7


def test_one_cut_off_is_for_all_sets() -> None:
    ham, spam = [0.05 * place for place in range(20)], [0.96, 0.5]
    found = make("a" * 20 + "ab", "0" * 20 + "11", [*ham, *spam])
    assert cut_at(found, "model", 0.05) == pytest.approx(0.9)
    assert caught_at(found, "model", 0.05) == 0.5


def test_a_bootstrap_draws_sets_and_their_messages() -> None:
    found = make("aabbcc", "010101", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    drawn = resample(found, np.random.default_rng(1))
    assert len(drawn.names) == 3
    assert all(0 < drawn.spam[drawn.sets == name].mean() < 1 for name in drawn.names)
    intervals = bootstrap(found, [lambda one: mean_area(one, "model"), lambda one: float(len(one.spam))], 20)
    assert intervals == [(1.0, 1.0), (6.0, 6.0)]


def test_an_interval_holds_what_is_measured() -> None:
    chance = np.random.default_rng(2)
    spam = chance.random(900) < 0.5
    found = make(
        "a" * 300 + "b" * 300 + "c" * 300,
        "".join("01"[int(one)] for one in spam),
        list(spam + chance.normal(size=900)),
    )
    ((low, high),) = bootstrap(found, [lambda one: mean_area(one, "model")], 200)
    assert low < mean_area(found, "model") < high
    assert high - low < 0.1


def test_calibration_is_measured_for_the_share_of_spam_that_is_expected() -> None:
    spam = np.array([True] * 50 + [False] * 50)
    scores = np.full(100, 0.25)
    assert calibration_error(spam, scores, np.ones(100)) == pytest.approx(0.25)
    assert calibration_error(spam, scores, weigh_to_prior(spam, np.ones(100), 0.25)) == pytest.approx(0)


def test_labels_are_shared_as_a_scan_gives_them() -> None:
    scores = np.array([0.1, 0.3, 0.5, 0.9])
    assert share_labels(scores, np.ones(4), 0.3, 0.8) == (0.25, 0.5, 0.25)
    assert share_labels(scores, np.ones(4), 0.95, 0.4) == (0.5, 0.0, 0.5)


@pytest.mark.parametrize(
    ("language", "group"),
    [
        ("en-GB", "English"),
        ("zh-CN", "East Asia"),
        ("tl/en", "Latin script"),
        ("pt", "Latin script"),
        ("xx", "others"),
    ],
)
def test_languages_are_grouped_without_their_country(language: str, group: str) -> None:
    assert find_group(language) == group


def test_a_table_is_markdown() -> None:
    assert format_table(["a", "b"], [["x", "1"]]) == "| a | b |\n| --- | ---: |\n| x | 1 |"
