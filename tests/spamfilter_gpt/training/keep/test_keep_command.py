"""``gpt train`` from a filter: what it keeps, what it leaves, and how it ends when it did harm."""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from spamfilter_gpt.records.rows import REPLAY, read_general
from spamfilter_gpt.runtime.folder import SHIPPED
from spamfilter_gpt.runtime.inference import load_classifier

from spamfilter import Message, log_odds
from spamfilter.cli import cli
from tests.paths import DATA
from tests.spamfilter_gpt.made_up import read_rows, write_labelled

pytestmark = pytest.mark.slow
HONEST = [
    Message(json.loads(line)["text"])
    for line in (DATA / "modern-ham.jsonl").read_text(encoding="utf-8").splitlines()
]


def train(*args: object) -> Result:
    return CliRunner().invoke(cli, ["gpt", "train", *map(str, args)], prog_name="spamfilter")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``data`` and ``run``, the tiny model corrected by it; ``output`` is what was printed."""
    folder = tmp_path_factory.mktemp("kept")
    data = write_labelled(folder / "data")
    result = train(data, folder / "run", "--base", "tiny", "--epochs", 3, "--test", data / "test.csv")
    assert result.exit_code == 0, result.output
    (folder / "output").write_text(result.stdout)
    return folder


def test_what_is_learned_is_a_correction(kept: Path) -> None:
    described = json.loads((kept / "run" / "run.json").read_text())
    assert (described["trainable"], described["trainable_parameters"]) == ("head", 258)
    assert described["rows"] == {"train": 60, "validation": 24}
    recipe = described["settings"]["recipe"]
    assert (recipe["keep"], recipe["read"], recipe["max_length"], recipe["ngrams"]) == (
        True,
        "last",
        64,
        True,
    )
    base, card = (json.loads((path / "model.json").read_text()) for path in (SHIPPED["tiny"], kept / "run"))
    for key in ("temperature", "max_length", "normalizer"):
        assert card[key] == base[key], key
    # Scores expect as much spam as is among the rows: one in three, not one in four. Cut-offs move along.
    assert card["prior"] == pytest.approx(1 / 3)
    moved = math.log(1 / 2) - math.log(1 / 3)
    assert card["shift"] - base["shift"] == pytest.approx(moved)
    assert log_odds(card["ham_below"]) - log_odds(base["ham_below"]) == pytest.approx(moved)
    assert card["spam_above"] >= base["spam_above"]
    assert card["parity"]["quantized_mean"] < 1e-4  # int8 weights stay what they are


def test_its_own_messages_are_told_apart_and_others_score_as_before(kept: Path) -> None:
    classifier = load_classifier(str(kept / "run"))
    rows = read_rows(kept / "data" / "test.csv")
    scores = np.array(classifier.score([Message(row["Text"]) for row in rows]))
    assert ((scores > 0.5) == [row["Label"] == "1" for row in rows]).all()
    before, now = (np.array(one.score(HONEST)) for one in (load_classifier("tiny"), classifier))
    assert (now > classifier.policy.spam_above).sum() <= 3
    assert np.abs(now - before).mean() < 0.05


def test_the_guard_is_in_card_and_report(kept: Path) -> None:
    guard = json.loads((kept / "run" / "model.json").read_text())["guard"]
    assert (guard["base"], guard["ham"], guard["spam"]) == ("tiny", 299, 143)
    line = f"of 299 honest general messages this model calls {guard['ham_lost']} spam, its base tiny 0 "
    assert line in (kept / "output").read_text()
    assert line in (kept / "run" / "README.md").read_text()
    assert f"O{line[1:]}" in (kept / "run" / "report.html").read_text()


def test_the_card_promises_no_more_than_sixteen_ham_show(kept: Path) -> None:
    card = " ".join((kept / "run" / "README.md").read_text().split())
    assert (
        "a cut-off that lost 0 of the 16 validation ham (95 % interval up to 20.59%), and that is not below "
        "its base's, where it takes 1,500 to promise 0.20%." in card
    )
    assert "| data/test.csv | 24 | 100.00% (85.8% to 100.0%) |" in card


def test_messages_in_clear_go_and_the_model_can_still_be_exported_again(kept: Path, tmp_path: Path) -> None:
    assert not (kept / "run" / "validation.csv").exists()
    again = CliRunner().invoke(cli, ["gpt", "export", str(kept / "run"), str(tmp_path / "again")])
    assert again.exit_code == 0, again.output
    first, second = (
        json.loads((path / "model.json").read_text()) for path in (kept / "run", tmp_path / "again")
    )
    assert second["parity"]["messages"] == 442
    assert (second["spam_above"], second["ham_below"]) == (first["spam_above"], first["ham_below"])
    assert second["metrics"]["run/validation.csv"] == first["metrics"]["run/validation.csv"]


def test_a_model_that_does_harm_ends_with_1_unless_it_is_accepted(tmp_path: Path) -> None:
    rows = read_general(REPLAY)
    with (tmp_path / "turned.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [
                ("label", "text"),
                *((1 - label, text) for label, text in zip(rows.labels, rows.texts, strict=True)),
            ]
        )
    args = [tmp_path / "turned.csv", tmp_path / "run", "--base", "tiny", "--recipe", "default"]
    args += ["--epochs", 2, "--ham-loss", 0.2]  # or its cut-off would be so high that nothing is spam
    result = train(*args, "--keep-validation")
    assert result.exit_code == 1, result.output
    (line,) = result.stderr.splitlines()
    assert line.startswith("of 299 honest general messages this model calls ")
    assert line.endswith(
        "it loses more honest mail than its base; to correct single verdicts without training there is "
        "spamfilter learn"
    )
    assert f"{tmp_path / 'run' / 'validation.csv'} stays, with your messages in clear\n" in result.stdout
    assert line in (tmp_path / "run" / "README.md").read_text()
    assert train(*args, "--resume", "--accept").exit_code == 0
    assert not (tmp_path / "run" / "validation.csv").exists()
