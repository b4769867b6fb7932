"""What the surface of a text says: its features, and how trees add up."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spamfilter_gpt.runtime.surface import (
    ALL,
    CHARACTERS,
    FAR,
    FEATURES,
    LEAVES,
    SPLITS,
    SurfaceLogit,
    Tree,
    count_features,
)

LENGTH, LINKS = 0, 2  # places of features


def grow(splits: list[tuple[int, float, int]], leaves: list[float]) -> Tree:
    """A tree of feature, limit and the leaves that a split takes away, and the leaves' values."""
    spare = SPLITS - len(splits)
    return (
        [*(feature for feature, *_ in splits), *[0] * spare],
        [*(limit for _, limit, _ in splits), *[FAR] * spare],
        [*(ALL & ~taken for *_, taken in splits), *[ALL] * spare],
        [*leaves, *[0.0] * (LEAVES - len(leaves))],
    )


# Short texts: leaf 0; long ones without a link: leaf 1; with one: leaf 2.
TREE = grow([(LENGTH, math.log(11), 0b1), (LINKS, 0.5, 0b10)], [-1.0, 0.5, 2.0])


@pytest.mark.parametrize(
    ("text", "odds"),
    [
        ("short", -1.0),
        ("x" * 10, -1.0),
        ("x" * 11, 0.5),
        ("now see https://example.org/a", 2.0),
        ("http://a", -1.0),
    ],
)
def test_a_tree_is_walked_to_one_leaf(text: str, odds: float) -> None:
    assert SurfaceLogit.of([TREE], 0.0).score(text) == pytest.approx(odds, abs=1e-4)


def test_trees_add_up_and_are_weighed() -> None:
    logit = SurfaceLogit.of([TREE, grow([], [0.25])], 1.0)
    assert logit.score("short") == pytest.approx(0.25, abs=2e-4)
    assert logit.weigh(2.0, 3.0).score("short") == pytest.approx(3.5, abs=4e-4)


def test_trees_are_the_same_after_a_file() -> None:
    logit = SurfaceLogit.of([TREE, grow([], [0.25])], 1.0)
    again = SurfaceLogit.from_bytes(logit.to_bytes(), logit.scale, logit.bias)
    assert [again.score(text) for text in ("", "x" * 30)] == [logit.score(text) for text in ("", "x" * 30)]


def test_no_trees_say_the_bias() -> None:
    assert SurfaceLogit.of([], 0.5).score("anything") == 0.5


@pytest.mark.parametrize(
    "change",
    [{"features": FEATURES}, {"features": -1}, {"masks": 0}, {"masks": ALL >> 1}],
)
def test_a_file_of_no_trees_is_refused(change: dict[str, int]) -> None:
    trees = SurfaceLogit.of([TREE], 0.0).trees.copy()
    for name, value in change.items():
        trees[name][0, 3] = np.array(value).astype(trees[name].dtype)
    with pytest.raises(ValueError, match="no trees"):
        SurfaceLogit.from_bytes(trees.tobytes(), 1.0, 0.0)
    with pytest.raises(ValueError, match="multiple"):
        SurfaceLogit.from_bytes(trees.tobytes()[:-1], 1.0, 0.0)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_every_text_has_the_same_number_of_finite_features(text: str) -> None:
    found = count_features(text)
    assert len(found) == FEATURES
    assert all(map(math.isfinite, found))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Meet me at noon", "Приходи в полдень"),
        ("Win 5000 USD now! https://a.example/x", "立即赢取 5000 USD！ https://a.example/x"),
    ],
)
def test_links_numbers_and_signs_are_counted_in_any_script(one: str, other: str) -> None:
    first, second = count_features(one), count_features(other)
    for place in (LINKS, LINKS + 1, LINKS + 2, LINKS + 3, LINKS + 4):  # links, domains, money, numbers
        assert first[place] == second[place]


def test_what_stands_far_behind_is_not_looked_at() -> None:
    text = "word " * (CHARACTERS // 5)
    assert count_features(text + "https://example.org") == count_features(text)
