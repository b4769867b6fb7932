"""``gpt build-embedded`` on made-up collections: what trains, what is held back, going on."""

import csv
import gzip
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from spamfilter_gpt.build import Plan, build_embedded
from spamfilter_gpt.corpus.augment import disguise_rows
from spamfilter_gpt.corpus.collection import (
    COLLECTIONS,
    UCI,
    Collection,
    Labelled,
    drop_copies,
    group_rows,
    hold_back,
    limit_rows,
)
from spamfilter_gpt.corpus.mixture import Mixture, mix_collections
from spamfilter_gpt.records.recipe import RECIPES, Settings
from spamfilter_gpt.training.loop import Interruption, Watch

Run = Callable[..., Result]
RECIPE = replace(RECIPES["scratch"], epochs=1, max_length=32, batch_size=8, patience=0, ngrams=True)
SETTINGS = Settings(base="new", layers=2, width=32, heads=2, ranks=300, recipe=RECIPE)
TINY = replace(SETTINGS, layers=1, recipe=replace(RECIPE, ngrams=False))
SYLLABLES = ["ba", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu"]


def make_text(name: str, spam: bool, number: int) -> str:
    chance = random.Random(f"{name} {number}")
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(6)]
    return f"{'win a prize' if spam else 'see you at'} {name} {' '.join(words)} {number}"


@pytest.fixture
def collections(tmp_path: Path) -> Path:
    """A data folder with every collection, 60 ham and 30 spam in each, and a few traps."""
    folder = tmp_path / "collections"
    folder.mkdir()
    for collection in COLLECTIONS:
        rows = [(spam, make_text(collection.name, spam, n)) for n in range(90) for spam in [n % 3 == 0]]
        if collection.file == UCI:
            lines = [f"{'spam' if spam else 'ham'}\t{text}\n" for spam, text in rows]
            (folder / UCI).write_text("".join(lines), encoding="utf-8")
            continue
        with gzip.open(folder / collection.file, "wt", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("label", "text"), *((int(spam), text) for spam, text in rows)])
    return folder


def texts(rows: list[Labelled]) -> set[str]:
    return {row.text for row in rows}


def mix(collections: Path, tmp_path: Path, leave_out: str | None = None) -> Mixture:
    return mix_collections(collections, tmp_path / "book", leave_out, 1)


def test_no_held_back_and_no_book_row_trains(collections: Path, tmp_path: Path) -> None:
    mixture = mix(collections, tmp_path)
    held = set().union(*map(texts, mixture.held_back.values()))
    parts = {}
    for name in ("validation.csv", "test.csv"):
        with (tmp_path / "book" / name).open(newline="", encoding="utf-8") as file:
            parts[name] = {row["Text"] for row in csv.DictReader(file)}
    assert [len(part) for part in parts.values()] == [6, 12]
    assert not texts(mixture.train) & (held | set().union(*parts.values()) | texts(mixture.validation))
    assert not texts(mixture.validation) & (held | parts["test.csv"])
    assert parts["validation.csv"] < texts(mixture.validation)
    names = {collection.name for collection in COLLECTIONS}
    assert {row.collection for row in mixture.train} == names | {"modern"}


def test_a_collection_left_out_is_held_back_whole(collections: Path, tmp_path: Path) -> None:
    mixture = mix(collections, tmp_path, "enron")
    assert len(mixture.held_back["enron"]) == 90
    assert "enron" not in {row.collection for row in (*mixture.train, *mixture.validation)}


def test_the_same_seed_mixes_the_same(collections: Path, tmp_path: Path) -> None:
    assert mix(collections, tmp_path) == mix(collections, tmp_path)


def test_the_book_s_collection_trains_twice(collections: Path, tmp_path: Path) -> None:
    counted = Counter(row.text for row in mix(collections, tmp_path).train)
    for name, times in (("uci", 2), ("india", 1), ("enron", 1)):
        found = [counted[make_text(name, n % 3 == 0, n)] for n in range(90)]
        assert min(filter(None, found)) == times  # a view in small letters may be the text once more


def test_copies_are_dropped_and_near_copies_stay_together() -> None:
    rows = [
        Labelled("Dear friend, claim your 500 pounds at our office today", True, "a"),
        Labelled("dear friend claim your 500 pounds at our office today!", True, "b"),
        Labelled("Dear friend, claim your 900 pounds at our office today or tomorrow", True, "b"),
        Labelled("are we still on for lunch", False, "b"),
    ]
    kept = drop_copies(rows, ["Are we still on for LUNCH?"])
    assert kept == [rows[0], rows[2]]
    grouped = group_rows([rows[0], rows[3], rows[2]])
    assert grouped[0].group == grouped[2].group != grouped[1].group


def test_groups_are_held_back_whole() -> None:
    rows = group_rows([Labelled(make_text("x", False, n // 2), False, "a") for n in range(200)])
    rest, held = hold_back(rows, 0.3, "salt")
    assert {row.group for row in rest}.isdisjoint(row.group for row in held)
    assert 0.15 < len(held) / 200 < 0.45
    assert hold_back(rows, 0.3, "salt") == (rest, held)


def test_a_large_collection_is_cut_to_its_limits() -> None:
    rows = [Labelled(f"text {n}", n % 2 == 0, "a") for n in range(100)]
    kept = limit_rows(rows, Collection("a", "a.csv.gz", 10, 5))
    assert [sum(row.spam for row in kept), len(kept)] == [5, 15]


def test_a_share_of_the_rows_gets_another_view() -> None:
    rows = [Labelled(make_text("x", n % 2 == 0, n), n % 2 == 0, "a") for n in range(400)]
    viewed = disguise_rows(rows, 1)
    assert viewed == disguise_rows(rows, 1)
    added = [row for row in viewed if row.text not in texts(rows)]
    assert 70 < len(added) < 150
    longer = [row for row in added if row.spam and len(row.text.split()) > 15]
    assert longer  # words of ham behind the spam


def test_a_view_of_a_long_text_is_rarer() -> None:
    rows = [Labelled(f"{n} " + "long words " * 40, False, "a") for n in range(400)]
    assert 15 < len(disguise_rows(rows, 1)) - 400 < 75


@pytest.mark.slow
def test_stages_make_a_model_and_are_not_done_twice(
    spamfilter: Run, collections: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    said: list[str] = []
    plan = Plan(SETTINGS, tiny=TINY)
    build_embedded(collections, out, plan, tell=lambda line: said.append(str(line)))
    for name in ("model", "tiny"):
        result = spamfilter("scan", "--model", out / name, stdin=b"see you at home\n")
        assert (result.exit_code, result.stdout.count("\n")) == (0, 1)
    card = json.loads((out / "model" / "model.json").read_text())
    assert set(card["metrics"]) >= {"held/enron.csv", "book/test.csv", "run/validation.csv"}
    assert card["normalizer"] == 2
    assert card["max_length"] == RECIPE.ngram_length
    assert sum(one["messages"] for one in card["reliability"]) == sum(
        rows["rows"] for name, rows in card["metrics"].items() if name != "run/validation.csv"
    )
    written = (out / "model" / "README.md").read_text()
    assert "| score from | messages |" in written
    assert "## What it is bad at" in written
    again: list[str] = []
    build_embedded(collections, out, plan, tell=lambda line: again.append(str(line)))
    stages = ["mix", "train", "export", "train tiny", "export tiny"]
    assert [line for line in again if not line.startswith("wrote")] == [f"{s}: done before" for s in stages]
    (out / "data" / "train.csv").write_bytes(b"altered")
    again.clear()
    build_embedded(collections, out, plan, tell=lambda line: again.append(str(line)))
    assert again[0] == "mix: begins"
    assert [line for line in again if "before" in line] == [f"{s}: done before" for s in stages[1:]]


@pytest.mark.slow
def test_an_interrupted_export_begins_again(collections: Path, tmp_path: Path) -> None:
    said: list[object] = []
    watch = Watch(interrupted=lambda: 15 if "export: begins" in said else 0)
    with pytest.raises(Interruption):
        build_embedded(collections, tmp_path / "out", Plan(SETTINGS), watch=watch, tell=said.append)
    assert not (tmp_path / "out" / "model" / "README.md").exists()
    said.clear()
    build_embedded(collections, tmp_path / "out", Plan(SETTINGS), tell=said.append)
    assert said[:3] == ["mix: done before", "train: done before", "export: begins"]
    assert (tmp_path / "out" / "model" / "README.md").exists()


@pytest.mark.slow
def test_a_look_trains_on_a_few_rows(spamfilter: Run, collections: Path, tmp_path: Path) -> None:
    options = ["--base", "new", "--layers", "1", "--trainable", "all", "--max-length", "32", "--no-tiny"]
    result = spamfilter("gpt", "build-embedded", collections, tmp_path / "out", "--rows", "80", *options)
    assert result.exit_code == 0, result.output
    with (tmp_path / "out" / "data" / "train.csv").open(newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 80


def test_what_is_missing_is_one_line(spamfilter: Run, collections: Path, tmp_path: Path) -> None:
    result = spamfilter("gpt", "build-embedded", collections, tmp_path / "out", "--leave-out", "nobody")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "no collection 'nobody' to leave out; there are: uci, india" in result.stderr
    (collections / "sms-india.csv.gz").unlink()
    result = spamfilter("gpt", "build-embedded", collections, tmp_path / "out")
    assert (result.exit_code, result.stderr.count("\n")) == (66, 1)
    assert "sms-india.csv.gz: No such file" in result.stderr
