"""A front learns from what blocks say, and publishers left out tell where it is sure enough."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from spamfilter_gpt.records.signals import FrontOdds, Signals, read_signals, write_signals
from spamfilter_gpt.records.stacking import LONG, FrontBand, Stacking, read_stacking, write_stacking
from spamfilter_gpt.training.calibrate.front import DIFFER, LOST, Band, fit_front, make_trial
from spamfilter_gpt.training.calibrate.stacking import Pool, fit_stacking, pool_signals, score_rows
from spamfilter_gpt.training.front import FRONT_WEIGHTS, ask_front, distil_front, read_front, write_front

from spamfilter import DataError
from tests.spamfilter_gpt.training.test_stacking import make_signals


def make_lesson(count: int, seed: int) -> tuple[torch.Tensor, list[list[int]], torch.Tensor]:
    """Embeddings of 40 tokens, rows of some of them, and log-odds: three for each token below 20."""
    chance = torch.Generator().manual_seed(seed)
    embedding = torch.randn(40, 16, generator=torch.Generator().manual_seed(0))
    sizes = torch.randint(1, 12, (count,), generator=chance).tolist()
    rows = [torch.randint(40, (size,), generator=chance).tolist() for size in sizes]
    odds = [3.0 * sum(1 if token < 20 else -1 for token in row) / len(row) for row in rows]
    return embedding, rows, torch.tensor(odds)


def test_a_front_learns_what_blocks_say_and_knows_it_of_other_rows() -> None:
    front = distil_front(*make_lesson(4000, 1), seed=5)
    _, rows, odds = make_lesson(300, 2)
    assert float((ask_front(front, rows) - odds).pow(2).mean() / odds.var()) < 0.1


def test_the_same_seed_makes_the_same_front(tmp_path: Path) -> None:
    lesson = make_lesson(200, 1)
    first, second, other = (distil_front(*lesson, seed=seed) for seed in (5, 5, 6))
    assert torch.equal(ask_front(first, lesson[1]), ask_front(second, lesson[1]))
    assert not torch.equal(ask_front(first, lesson[1]), ask_front(other, lesson[1]))
    assert read_front(tmp_path) is None
    assert write_front(tmp_path, first) == tmp_path / FRONT_WEIGHTS
    again = read_front(tmp_path)
    assert again is not None
    assert torch.equal(ask_front(again, lesson[1]), ask_front(first, lesson[1]))


def test_a_broken_front_is_one_line(tmp_path: Path) -> None:
    (tmp_path / FRONT_WEIGHTS).write_bytes(b"none")
    with pytest.raises(DataError, match="not a readable checkpoint"):
        read_front(tmp_path)


def guess(signals: Signals, noise: float, long: float | None = None) -> Signals:
    """``signals`` with a front that takes the model for what it is, but for some ``noise``.

    Every other text is long, where the noise is ``long`` if that is given; each tenth is cut into pieces of
    characters.
    """
    rows = len(signals.model)
    off = torch.randn(rows, generator=torch.Generator().manual_seed(9), dtype=torch.float64)
    off *= torch.tensor([noise, noise if long is None else long]).repeat(rows)[:rows]
    odds = tuple((torch.tensor(signals.model) + off).tolist())
    tokens = tuple(LONG + place % 2 for place in range(rows))
    return replace(signals, front=FrontOdds(odds, tokens, tuple(place % 10 == 0 for place in range(rows))))


def measure(noise: float, long: float | None = None) -> tuple[Pool, Stacking, FrontBand]:
    """Two collections whose front is off by so much, the stacking, and where the front is sure."""
    made = [make_signals(name, 2000, seed) for name, seed in (("a", 1), ("b", 2))]
    signals = [guess(one, noise, long) for one in made]
    pool, stacking = pool_signals(signals), fit_stacking(signals, 0.25, 0.003)
    return pool, stacking, fit_front(pool, stacking)


def test_signals_are_kept_with_what_a_front_says(tmp_path: Path) -> None:
    for signals in (make_signals("a", 5, 1), guess(make_signals("a", 5, 1), 0.5)):
        write_signals(tmp_path / "signals.csv", signals)
        assert read_signals(tmp_path / "signals.csv") == signals


def test_a_front_that_is_always_right_answers_all_but_what_is_unsure_anyway() -> None:
    pool, stacking, band = measure(0.0)
    assert band.ask_above == pytest.approx(stacking.ham_below, abs=1e-4)
    assert band.ask_below == pytest.approx(stacking.spam_above, abs=1e-4)
    assert band.differ == 0
    assert set(band.area.values()) == {0.0}
    scores = score_rows(pool, stacking)
    unsure = (scores >= band.ask_above) & (scores <= band.ask_below)
    unsure |= torch.arange(4000) % 10 == 0  # in pieces of characters
    assert band.asked == {
        "a": float(unsure[:2000].double().mean()),
        "b": float(unsure[2000:].double().mean()),
    }


@pytest.mark.slow
def test_the_less_a_front_knows_the_more_the_model_is_asked() -> None:
    bands = [measure(noise)[2] for noise in (0.1, 0.5, 2.0)]
    asked = [sum(band.asked.values()) / 2 for band in bands]
    assert asked == sorted(asked)
    assert asked[0] < 0.75 * asked[2]
    assert all(band.differ <= 2 * DIFFER for band in bands)


def test_no_more_ham_is_lost_by_a_front() -> None:
    pool, stacking, band = measure(1.0)
    trial = make_trial(pool, stacking)
    chosen = Band(band.ask_above, band.ask_below, band.ask_long)
    assert trial.lose(trial.mix(chosen)) <= trial.lose(trial.asked)
    assert trial.differ(Band(0.0, 1.0, 0.0)) == 0
    without = Band(stacking.ham_below, stacking.spam_above, stacking.ham_below)
    assert trial.differ(without) > 2 * DIFFER  # without any margin


def test_no_collection_loses_much_of_its_area() -> None:
    band = measure(1.0)[2]
    assert set(band.area) == {"a", "b"}
    assert min(band.area.values()) >= -LOST


def test_the_model_is_asked_more_of_long_texts_where_the_front_knows_them_less() -> None:
    alike, worse = measure(0.5)[2], measure(0.5, long=4.0)[2]
    assert alike.ask_long > 0.5 * alike.ask_above
    assert worse.ask_long < 0.1 * worse.ask_above


@pytest.mark.slow
def test_a_stacking_is_kept_with_where_its_front_is_sure(tmp_path: Path) -> None:
    _, stacking, band = measure(0.5)
    for one in (stacking, replace(stacking, front=band)):
        write_stacking(tmp_path / "stacking.json", one)
        assert read_stacking(tmp_path / "stacking.json") == one


@pytest.mark.slow
def test_a_band_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    _, stacking, band = measure(0.5)
    write_stacking(tmp_path / "stacking.json", replace(stacking, front=band))
    text = (tmp_path / "stacking.json").read_text()
    (tmp_path / "stacking.json").write_text(
        text.replace(f'"ask_above": {band.ask_above}', '"ask_above": 1.0')
    )
    with pytest.raises(DataError, match="ask_above"):
        read_stacking(tmp_path / "stacking.json")
