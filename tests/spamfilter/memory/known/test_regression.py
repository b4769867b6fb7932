"""What a classifier's features say of its errors, by sums that leave no trace of their order."""

import numpy as np
import pytest

from spamfilter.memory.known.regression import RIDGE, WIDEST, Features, Regression


def draw(count: int, width: int = 6) -> list[Features]:
    """Features of length 1, as a memory has them."""
    rows = np.random.default_rng(7).normal(size=(count, width))
    return list((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16))


def test_it_is_ridge_regression_of_what_is_centred() -> None:
    rows = draw(40)
    errors = [float(row[0]) - float(row[3]) for row in rows]
    taught = Regression()
    for row, error in zip(rows, errors, strict=True):
        taught.add(row, error, 1)
    table = np.array(rows, dtype=np.float64)
    centred = table - table.mean(axis=0)
    weights = np.linalg.solve(
        centred.T @ centred + RIDGE * np.eye(6), centred.T @ (np.array(errors) - np.mean(errors))
    )
    assert taught.weigh(rows) == pytest.approx(centred @ weights, abs=0.002)


def test_errors_that_are_all_the_same_say_nothing() -> None:
    taught = Regression()
    for row in draw(20):
        taught.add(row, 1.0, 1)
    assert taught.weigh(draw(3)) == pytest.approx([0, 0, 0], abs=0.001)


def test_what_is_taken_out_leaves_nothing() -> None:
    rows = draw(20)
    kept, both = Regression(), Regression()
    for number, row in enumerate(rows):
        both.add(row, number / 20, 1)
    for number in range(0, 20, 2):
        kept.add(rows[number], number / 20, 1)
        both.add(rows[number + 1], (number + 1) / 20, -1)
    assert kept.weigh(rows) == both.weigh(rows)
    assert kept.pack() == both.pack()


def test_what_is_packed_says_the_same() -> None:
    rows = draw(9)
    taught, again = Regression(), Regression()
    for number, row in enumerate(rows):
        taught.add(row, number / 9, 1)
    rest = again.unpack(memoryview(taught.pack() + b"and more"))
    assert rest is not None
    assert bytes(rest) == b"and more"
    assert again.weigh(rows) == taught.weigh(rows)
    assert Regression().unpack(memoryview(taught.pack()[:-1])) is None
    assert Regression().unpack(memoryview(b"")) is None


def test_wide_features_are_added_up_in_groups() -> None:
    taught = Regression()
    for number, row in enumerate(draw(4, 3 * WIDEST)):
        taught.add(row, number % 2, 1)
    assert len(taught.pack()) == len(Regression().pack()) + 8 * WIDEST * (WIDEST + 2)
    assert taught.weigh(draw(4, 3 * WIDEST))[1] > 0.1


def test_nothing_learned_and_no_features_say_nothing() -> None:
    taught = Regression()
    assert taught.weigh(draw(1)) == [0]
    taught.add(draw(1)[0], 1.0, 1)
    assert taught.weigh([None]) == [0]


def test_features_of_another_width_are_passed_over() -> None:
    taught, rows = Regression(), draw(5)
    for number, row in enumerate(rows):
        taught.add(row, number / 5, 1)
    before = taught.weigh(rows)
    taught.add(draw(1, 9)[0], 1.0, 1)
    assert taught.weigh(rows) == before
    assert taught.weigh(draw(1, 9)) == [0]
