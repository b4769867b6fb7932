"""Stacking on publishers left out: weights, cut-offs, what counts alike."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from spamfilter_gpt.export.publish import ExportOptions, export_run
from spamfilter_gpt.export.signals import read_run_signals
from spamfilter_gpt.records.recipe import RECIPES, Settings
from spamfilter_gpt.records.rows import read_labelled
from spamfilter_gpt.records.run_record import Calibration
from spamfilter_gpt.records.signals import PartOdds, Signals, read_signals, write_signals
from spamfilter_gpt.records.stacking import PartWeight, Stacking, read_stacking, write_stacking
from spamfilter_gpt.runtime.disguise.passages import list_passages
from spamfilter_gpt.runtime.folder import load_folder
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.training.calibrate.stacking import (
    LEAST,
    Rated,
    find_ham_below,
    find_spam_above,
    fit_stacking,
    hear_passages,
    pool_signals,
    rate_messages,
    score_rows,
)
from spamfilter_gpt.training.calibrate.validation import calibrate_by
from spamfilter_gpt.training.run import train_run

from spamfilter import DataError, Message, Policy, SourceError, shift_prior
from tests.spamfilter_gpt.made_up import write_labelled


def make_signals(name: str, count: int, seed: int, *, misleading: bool = False) -> Signals:
    """Made-up rows of a collection, two in five spam: a model and two parts, each about as good."""
    chance = torch.Generator().manual_seed(seed)
    spam = torch.rand(count, generator=chance) < 0.4
    truth = spam.double() * 2 - 1
    model, words, letters = (truth + torch.randn(count, generator=chance) for _ in range(3))
    long = tuple((torch.arange(count) % 3 == 0).tolist())
    letters = -letters if misleading else letters
    return Signals(
        (name,) * count,
        ("en",) * count,
        tuple(spam.tolist()),
        tuple(map(str, range(count))),
        tuple(model.tolist()),
        {
            "n-grams": PartOdds(tuple(words.tolist()), long),
            "characters": PartOdds(tuple(letters.tolist()), long),
        },
    )


def test_each_part_counts_alike_whatever_its_unit_but_characters_twice() -> None:
    both = []
    for signals in (make_signals("a", 1500, 1), make_signals("b", 1500, 2)):
        words = signals.parts["n-grams"]
        words = replace(words, odds=tuple(10 * one for one in words.odds))
        both.append(replace(signals, parts={**signals.parts, "n-grams": words}))
    stacking = fit_stacking(both, 0.25, 0.003)
    words, letters = (stacking.parts[name].factors for name in ("n-grams", "characters"))
    # Each of the signals is truth plus noise of variance 1, so all have the same deviation.
    assert [10 * one / stacking.factor for one in words] == pytest.approx([1, 1], rel=0.05)
    assert [one / stacking.factor for one in letters] == pytest.approx([2, 2], rel=0.05)
    assert (stacking.messages, stacking.collections, stacking.prior) == (3000, 2, 0.25)
    assert stacking.learned == pytest.approx(0.4, abs=0.03)


def test_what_all_say_together_is_as_sure_as_it_proves_right() -> None:
    pool = pool_signals([make_signals("a", 3000, 1)])
    stacking = fit_stacking([make_signals("a", 3000, 1)], 0.4, 0.003)
    scores = score_rows(pool, stacking)
    for low, high in ((0.1, 0.3), (0.3, 0.7), (0.7, 0.9)):
        some = (scores >= low) & (scores < high)
        assert float(pool.spam[some].double().mean()) == pytest.approx(float(scores[some].mean()), abs=0.06)


def test_a_part_that_misleads_is_left_out() -> None:
    stacking = fit_stacking([make_signals("a", 500, 1, misleading=True)], 0.25, 0.003)
    assert stacking.parts["characters"].factors == (0.0, 0.0)
    assert min(stacking.parts["n-grams"].factors) > 0


def test_a_model_that_misleads_keeps_a_factor_that_a_temperature_can_be_made_of() -> None:
    signals = make_signals("a", 800, 1)
    stacking = fit_stacking([replace(signals, model=tuple(-one for one in signals.model))], 0.25, 0.003)
    assert stacking.factor == LEAST


def test_each_collection_counts_alike_and_each_of_its_messages() -> None:
    large, small = make_signals("large", 300, 1), make_signals("small", 30, 2)
    small = replace(small, messages=("0", "0", *map(str, range(2, 30))))
    pool = pool_signals([large, small])
    assert float(pool.weights[:300].sum()) == pytest.approx(float(pool.weights[300:].sum()))
    assert float(pool.weights.sum()) == pytest.approx(330)
    assert float(pool.weights[300]) == pytest.approx(float(pool.weights[302]) / 2)
    assert len(set(pool.messages.tolist())) == 329  # message 0 of one collection is another than of the other


def test_a_mail_scores_as_the_highest_of_its_readings() -> None:
    small = replace(make_signals("a", 4, 1), messages=("x", "y", "x", "z"), spam=(True, False, True, False))
    pool = pool_signals([small])
    rated = rate_messages(pool, torch.tensor([0.1, 0.2, 0.9, 0.3], dtype=torch.float64))
    assert rated.scores.tolist() == [0.9, 0.2, 0.3]
    assert rated.spam.tolist() == [True, False, False]
    assert rated.sets.tolist() == [0, 0, 0]
    assert rated.share(~rated.spam).tolist() == [0, 0.5, 0.5]


def rate(scores: list[float], spam: list[int], sets: list[int] | None = None) -> Rated:
    return Rated(
        torch.tensor(scores, dtype=torch.float64),
        torch.tensor(spam, dtype=torch.bool),
        torch.tensor(sets or [0] * len(scores)),
    )


def test_spam_above_loses_the_share_of_ham_that_may_be_lost() -> None:
    scores = [place / 1000 for place in range(1000)]
    assert find_spam_above(rate(scores, [0] * 1000), 0.01) == 0.989
    assert sum(score > 0.989 for score in scores) == 10
    assert find_spam_above(rate(scores, [0] * 1000), 0.0) == 0.999
    assert find_spam_above(rate([0.1, 0.2, 0.9], [0, 0, 1]), 0.01) == 0.5


def test_ham_of_a_small_set_weighs_as_much_as_that_of_a_large_one() -> None:
    scores, sets = [0.9, *[0.6] * 9, *[0.1] * 90], [0] * 10 + [1] * 90
    assert find_spam_above(rate(scores, [0] * 100, sets), 0.06) == 0.6
    assert find_spam_above(rate(scores, [0] * 100, sets), 0.04) == 0.9
    spam = [0.95] * 1000  # however much spam there is beside it
    assert find_spam_above(rate(scores + spam, [0] * 100 + [1] * 1000, sets + [0] * 1000), 0.04) == 0.9


def test_below_ham_below_one_in_twenty_is_spam_at_most() -> None:
    scores = [place / 100 for place in range(45)]
    assert find_ham_below(rate(scores, [0] * 45), 0.25) == 0.5
    assert find_ham_below(rate(scores, [0] * 21 + [1] * 24), 24 / 45) == 0.22  # of 22 below it one is spam
    assert find_ham_below(rate(scores, [1] * 45), 0.25) == 0.0
    assert find_ham_below(rate([0.1] * 20 + [0.1] * 5 + [0.3], [0] * 20 + [1] * 5 + [1]), 6 / 26) == 0.0


def test_where_spam_is_rarer_than_in_the_sets_more_may_be_called_ham() -> None:
    scores = [place / 100 for place in range(45)]
    often, rare = (find_ham_below(rate(scores, [0] * 21 + [1] * 24), prior) for prior in (24 / 45, 0.25))
    assert (often, rare) == (0.22, 0.24)  # of 24 below it three are spam, each a third of one


def test_the_cut_offs_are_for_the_scores_that_the_model_will_give() -> None:
    folds = [make_signals("a", 800, 1), make_signals("b", 400, 2)]
    stacking = fit_stacking(folds, 0.25, 0.01)
    pool = pool_signals(folds)
    rated = rate_messages(pool, score_rows(pool, stacking))
    ham, every = rated.share(~rated.spam), rated.share(torch.ones_like(rated.spam))
    lost = float(ham[rated.scores > stacking.spam_above].sum() / ham.sum())
    assert 0.005 < lost <= 0.01
    below = rated.scores < stacking.ham_below
    every = every * torch.where(rated.spam, 0.25 / stacking.learned, 0.75 / (1 - stacking.learned))
    assert float((every * rated.spam)[below].sum() / every[below].sum()) < 0.05


def test_scores_expect_the_prior() -> None:
    folds = [make_signals("a", 3000, 3)]
    rare, often = (fit_stacking(folds, prior, 0.01) for prior in (0.1, 0.4))
    pool = pool_signals(folds)
    assert float(score_rows(pool, often).mean()) == pytest.approx(0.4, abs=0.02)
    spam = pool.spam.bool()
    shares = torch.where(spam, 0.1 / rare.learned, 0.9 / (1 - rare.learned))  # as if a tenth were spam
    assert float((score_rows(pool, rare) * shares).mean()) == pytest.approx(0.1, abs=0.02)


def test_one_class_alone_teaches_nothing() -> None:
    signals = replace(make_signals("a", 20, 1), spam=(False,) * 20)
    with pytest.raises(DataError, match="has one class only; measure more --rows"):
        fit_stacking([signals], 0.25, 0.003)


def test_folds_of_other_parts_do_not_go_together() -> None:
    other = replace(make_signals("a", 20, 1), parts={})
    with pytest.raises(DataError, match="measured with different parts"):
        pool_signals([make_signals("a", 20, 1), other])


def test_a_model_without_parts_is_stacked_alone() -> None:
    stacking = fit_stacking([replace(make_signals("a", 500, 1), parts={})], 0.25, 0.003)
    assert stacking.parts == {}
    assert stacking.factor == pytest.approx(2, abs=0.4)


def test_signals_are_read_as_they_were_written(tmp_path: Path) -> None:
    signals = replace(make_signals("a", 5, 1), languages=("en", "zh-CN", "tl/en", "", "pt"))
    write_signals(tmp_path / "signals.csv", signals)
    assert read_signals(tmp_path / "signals.csv") == signals


def make_heard(signals: Signals, said: dict[int, float]) -> Signals:
    """``signals`` with passages of some of their messages, of which all parts say the same."""
    places, odds = list(said), tuple(said.values())
    columns = (signals.collections, signals.languages, signals.spam, signals.messages)
    collections, languages, spam, messages = (tuple(column[row] for row in places) for column in columns)
    part = PartOdds(odds, (False,) * len(odds))
    parts = dict.fromkeys(signals.parts, part)
    return replace(signals, passages=Signals(collections, languages, spam, messages, odds, parts))  # type: ignore[arg-type]


def test_a_passage_that_is_spam_by_itself_is_what_its_message_scores() -> None:
    signals = make_heard(make_signals("a", 1500, 1), {3: 9.0, 4: -9.0, 5: 9.0, 6: 0.1})
    pool = pool_signals([signals])
    stacking = fit_stacking([signals], 0.25, 0.003)
    assert stacking.passages == 4
    assert pool.passages
    rated = rate_messages(pool, score_rows(pool, stacking))
    heard = hear_passages(rated, pool, stacking)
    raised = (heard.scores > rated.scores).nonzero()[:, 0].tolist()
    assert set(raised) <= {3, 5}
    high = float(score_rows(pool.passages, stacking)[0])
    assert heard.scores[[3, 5]].tolist() == pytest.approx([high, high])
    assert high > stacking.spam_above
    assert heard.scores[4] == rated.scores[4]


def test_ham_with_such_a_passage_counts_as_lost() -> None:
    signals = make_signals("a", 3000, 1)
    ham = [place for place, spam in enumerate(signals.spam) if not spam][:20]
    without, heard = (
        fit_stacking([one], 0.25, 0.003) for one in (signals, make_heard(signals, dict.fromkeys(ham, 9.0)))
    )
    assert heard.spam_above > without.spam_above
    assert (heard.factor, heard.start, heard.ham_below) == (without.factor, without.start, without.ham_below)


def test_passages_are_read_as_they_were_written(tmp_path: Path) -> None:
    signals = make_heard(make_signals("a", 20, 1), {1: 0.5, 7: -1.25})
    files = write_signals(tmp_path / "signals.csv", signals)
    assert [file.name for file in files] == ["signals.csv", "signals-passages.csv"]
    assert read_signals(tmp_path / "signals.csv") == signals
    without = replace(signals, passages=None)
    assert write_signals(tmp_path / "signals.csv", without) == files[:1]
    assert read_signals(tmp_path / "signals.csv") == without


@pytest.mark.parametrize(
    "text", ["", "Collection,Language\n", "Collection,Language,Spam,Message,model\na,en,1,0,x\n"]
)
def test_what_is_no_table_of_signals_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "signals.csv").write_text(text)
    with pytest.raises(
        DataError, match=r"signals\.csv is no table of signals: .*; delete it and build again"
    ):
        read_signals(tmp_path / "signals.csv")
    with pytest.raises(SourceError, match="cannot read"):
        read_signals(tmp_path / "other.csv")


def test_a_stacking_is_read_as_it_was_written(tmp_path: Path) -> None:
    stacking = fit_stacking([make_signals("a", 300, 1)], 0.25, 0.003)
    write_stacking(tmp_path / "stacking.json", stacking)
    assert read_stacking(tmp_path / "stacking.json") == stacking
    (tmp_path / "stacking.json").write_text('{"factor": -1}')
    with pytest.raises(DataError, match="no usable 'factor'"):
        read_stacking(tmp_path / "stacking.json")


@pytest.fixture(scope="module")
def settings() -> Settings:
    recipe = replace(
        RECIPES["scratch"], epochs=1, max_length=32, batch_size=8, patience=0, ngrams=True, characters=True
    )
    return Settings(base="new", layers=1, width=32, heads=2, ranks=300, device="cpu", recipe=recipe)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Path:
    """A run that keeps its parts apart."""
    folder = tmp_path_factory.mktemp("apart")
    data = write_labelled(folder / "data")
    train_run(data, folder / "run", replace(settings, apart=True), tell=lambda line: None)
    return folder / "run"


@pytest.mark.slow
def test_an_export_takes_weights_and_cut_offs_as_they_were_stacked(run: Path, tmp_path: Path) -> None:
    measured = tmp_path / "measured.csv"
    measured.write_text(
        "Label,Text,Collection,Language,Mail\n1,WIN a prize of 7 pounds,a,en,\n0,see you at 9 ok,a,en,x\n"
        f"0,{'see you at 9 ' * 60},a,en,\n"
    )
    weights = {"n-grams": PartWeight((0.5, 2.0), 0.25), "characters": PartWeight((0.0, 0.0))}
    stacking = Stacking(2.0, -1.0, weights, 0.5, 0.25, 0.125, 0.875)
    assert calibrate_by(stacking) == Calibration(0.5, -1 + shift_prior(0.25, 0.5), 0.25, 0.125, 0.875)
    list(export_run(run, tmp_path / "model", ExportOptions("none", stacking=stacking)))
    assert load_folder(str(tmp_path / "model")).card.training.stacking == stacking
    classifier = load_classifier(str(tmp_path / "model"))
    assert classifier.policy == Policy(0.125, 0.875)
    scores = classifier.score([Message(text) for text in read_labelled(measured).texts])
    pool = pool_signals([read_run_signals(run, measured)])
    assert list(scores) == pytest.approx(score_rows(pool, stacking).tolist(), abs=1e-3)


def test_signals_are_the_parts_apart_and_know_their_rows(run: Path, tmp_path: Path) -> None:
    measured = tmp_path / "measured.csv"
    rows = [("1", "WIN a prize of 7 pounds", "a", "en", "mail 1"), ("0", "see you at 9 " * 60, "b", "pt", "")]
    with measured.open("w", newline="") as file:
        csv.writer(file).writerows([("Label", "Text", "Collection", "Language", "Mail"), *rows])
    found = read_run_signals(run, measured)
    assert (found.collections, found.languages, found.spam) == (("a", "b"), ("en", "pt"), (True, False))
    assert found.messages == ("mail 1", "1")
    for name in ("n-grams", "characters"):
        assert found.parts[name].odds[0] > 0 > found.parts[name].odds[1]
        assert found.parts[name].long == (False, True)
    assert found.passages is None


def test_signals_have_what_is_said_of_passages(run: Path, tmp_path: Path) -> None:
    measured, words = tmp_path / "measured.csv", "and so we went home. " * 8
    rows = [
        ("0", "ok", "a", "en", "x"),
        ("1", f"{words}WIN a prize, call 80086 now. {words}", "b", "pt", "y"),
    ]
    with measured.open("w", newline="") as file:
        csv.writer(file).writerows([("Label", "Text", "Collection", "Language", "Mail"), *rows])
    found = read_run_signals(run, measured).passages
    assert found
    assert set(zip(found.collections, found.languages, found.messages, found.spam, strict=True)) == {
        ("b", "pt", "y", True)
    }
    assert len(found.model) == len(list_passages(rows[1][1]))
    assert max(found.parts["characters"].odds) > 0


def test_a_stacking_of_other_parts_is_refused(run: Path, tmp_path: Path) -> None:
    other = Stacking(1.0, 0.0, {"n-grams": PartWeight((1.0, 1.0))}, 0.5, 0.5, 0.5, 0.5)
    with pytest.raises(DataError, match="of n-grams and the recipe has n-grams, characters; stack again"):
        list(export_run(run, tmp_path / "model", ExportOptions("none", stacking=other)))


def test_parts_that_were_kept_apart_are_not_exported_without_a_stacking(run: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="left its calibration to a stacking; build-embedded exports it"):
        list(export_run(run, tmp_path / "model", ExportOptions("none")))
    assert not (tmp_path / "model").exists()
