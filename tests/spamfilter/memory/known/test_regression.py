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


def make_lessons(spread: float, count: int, seed: int) -> tuple[list[Features], list[float]]:
    """Features at this mean square distance from their mean, and errors that one direction tells."""
    noise = np.random.default_rng(seed).normal(size=(count, 16))
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    rows = np.sqrt(1 - spread) * np.eye(16)[0] + np.sqrt(spread) * noise
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return list(rows.astype(np.float16)), (np.sign(noise[:, 1]) / 2).tolist()


def test_what_is_told_by_features_that_are_all_alike_is_heard_too() -> None:
    heard = []
    for spread in (0.07, 0.01):
        regression = Regression()
        for features, error in zip(*make_lessons(spread, 400, 1), strict=True):
            regression.add(features, error, 1)
        rows, errors = make_lessons(spread, 200, 2)
        heard.append(float(np.mean(np.array(regression.weigh(rows)) * np.sign(errors))))
    assert heard[0] > 0.2
    assert heard[1] > 0.6 * heard[0]  # a third of it, were the weights held as much
