"""From labelled messages to a model, by the real command."""

import io
import json
import math
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from spamfilter_ngram.inference import load_classifier

from spamfilter import Message
from spamfilter.labelled import read_all
from tests.conftest import DATA, Process
from tests.spamfilter_ngram.ngram_rows import (
    SPLIT,
    make_rows,
    needs_split,
    read_files,
    write_csv,
    write_lines,
)

Run = Callable[..., Result]
FILES = {"model.json", "training.hashes", "weights.npz"}


def score(model: Path, texts: list[str]) -> list[float]:
    return load_classifier(str(model)).score([Message(text) for text in texts])


def test_train_then_scan(process: Process, tmp_path: Path) -> None:
    done = process("ngram", "train", DATA / "labelled.txt", "-o", tmp_path / "model")
    assert (done.returncode, done.stderr) == (0, b"")
    first, second, third = done.stdout.decode().splitlines()
    assert first.startswith("200 messages, 70 spam; ")
    assert second.startswith("out-of-fold, 200 messages: accuracy ")
    assert float(second.split()[4]) >= 0.95
    assert (
        third
        == f"wrote {tmp_path / 'model'}; try: spamfilter scan -c ngram --model {tmp_path / 'model'} FILE"
    )
    lines = b"Your parcel is held at customs. Pay the fee now\nwill be home at 8, love\n"
    done = process("scan", "-c", "ngram", "--model", tmp_path / "model", stdin=lines)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [line.split(b"\t")[0] for line in done.stdout.splitlines()] == [b"spam", b"ham"]


def test_every_form_of_data_makes_the_same_model(spamfilter: Run, tmp_path: Path) -> None:
    rows = make_rows(60, 1)
    write_lines(tmp_path / "rows.txt", rows)
    write_csv(tmp_path / "rows.csv", rows)
    objects = [json.dumps({"body": text, "class": spam}) + "\n" for spam, text in rows]
    (tmp_path / "rows.jsonl").write_text("".join(objects))
    (tmp_path / "folder").mkdir()
    write_csv(tmp_path / "folder" / "train.csv", rows)
    weights = set()
    for name in ("rows.txt", "rows.csv", "rows.jsonl", "folder"):
        columns = ("--column", "body", "--label-column", "class") if name == "rows.jsonl" else ()
        assert (
            spamfilter(
                "ngram", "train", tmp_path / name, "-o", tmp_path / f"{name}.model", *columns
            ).exit_code
            == 0
        )
        weights.add((tmp_path / f"{name}.model" / "weights.npz").read_bytes())
    assert len(weights) == 1


def test_validation_rows_that_copy_no_training_row_calibrate(spamfilter: Run, tmp_path: Path) -> None:
    rows = make_rows(80, 1)
    (tmp_path / "data").mkdir()
    write_csv(tmp_path / "data" / "train.csv", rows)
    write_csv(
        tmp_path / "data" / "validation.csv", make_rows(40, 2) + [(spam, text.upper()) for spam, text in rows]
    )
    result = spamfilter("ngram", "train", tmp_path / "data", "-o", tmp_path / "model")
    assert "\nvalidation.csv, 40 messages: accuracy " in result.stdout


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(process: Process, tmp_path: Path) -> None:
    data = write_lines(tmp_path / "rows.txt", make_rows(60, 1))
    for name in ("one", "two"):
        assert process("ngram", "train", data, "-o", tmp_path / name, "--seed", 7).returncode == 0
    assert read_files(tmp_path / "one") == read_files(tmp_path / "two")


def test_a_model_holds_no_text_and_no_pickle(spamfilter: Run, tmp_path: Path) -> None:
    rows = make_rows(60, 1)
    spamfilter("ngram", "train", write_lines(tmp_path / "rows.txt", rows), "-o", tmp_path / "model")
    files = read_files(tmp_path / "model")
    assert set(files) == FILES
    with np.load(io.BytesIO(files["weights.npz"]), allow_pickle=False) as weights:
        assert {name: (array.dtype, array.shape) for name, array in weights.items()} == {
            "idf": (np.float32, (2**18,)),
            "coef": (np.float32, (2**18,)),
        }
        files |= {name: array.tobytes() for name, array in weights.items()}
    words = {word.encode() for _, text in rows for word in text.split() if word.isalpha()}
    assert [(name, word) for name, data in files.items() for word in words if word in data] == []


def test_scores_are_calibrated(spamfilter: Run, tmp_path: Path) -> None:
    spamfilter(
        "ngram",
        "train",
        write_lines(tmp_path / "rows.txt", make_rows(400, 1, purity=0.65)),
        "-o",
        tmp_path / "model",
    )
    fresh = make_rows(1000, 2, purity=0.65)
    scores = score(tmp_path / "model", [text for _, text in fresh])
    share = statistics.mean(spam for spam, _ in fresh)
    assert statistics.mean(scores) == pytest.approx(share, abs=0.03)
    for low, high in ((0.1, 0.5), (0.5, 0.9)):
        between = [(one, spam) for one, (spam, _) in zip(scores, fresh, strict=True) if low <= one < high]
        found = statistics.mean(spam for _, spam in between)
        assert statistics.mean(one for one, _ in between) == pytest.approx(found, abs=0.06)


def test_a_prior_moves_every_score_by_the_same_odds(spamfilter: Run, tmp_path: Path) -> None:
    rows = [(number % 2 == 0, text) for number, (_, text) in enumerate(make_rows(60, 1))]
    rows = [(spam, f"{'winner' if spam else 'lunch'} {text}") for spam, text in rows]
    data = write_lines(tmp_path / "rows.txt", rows)
    for name, options in (("even", ()), ("rare", ("--prior", "0.1"))):
        spamfilter("ngram", "train", data, "-o", tmp_path / name, *options)
    texts = ["lunch", "winner", "claim the coffee"]
    pairs = zip(score(tmp_path / "even", texts), score(tmp_path / "rare", texts), strict=True)
    for even, rare in pairs:
        assert rare / (1 - rare) == pytest.approx(even / (1 - even) / 9)


def test_a_score_depends_on_its_message_alone_to_the_last_bit(spamfilter: Run, tmp_path: Path) -> None:
    spamfilter(
        "ngram", "train", write_lines(tmp_path / "rows.txt", make_rows(60, 1)), "-o", tmp_path / "model"
    )
    texts = [text for _, text in make_rows(100, 3)] + [
        "",
        "claim " * 5000,
        "half \ud800 a pair",
        "明日の会議",
    ]
    together = score(tmp_path / "model", texts)
    assert [score(tmp_path / "model", [text])[0] for text in texts] == together
    assert score(tmp_path / "model", texts[::-1]) == together[::-1]
    assert score(tmp_path / "model", []) == []


def test_what_is_beyond_the_limit_is_not_read(spamfilter: Run, tmp_path: Path) -> None:
    spamfilter(
        "ngram", "train", write_lines(tmp_path / "rows.txt", make_rows(60, 1)), "-o", tmp_path / "model"
    )
    long = "coffee " * 500_000
    assert score(tmp_path / "model", [long]) == score(tmp_path / "model", [long + "winner " * 500_000])


def test_training_messages_are_known_again(spamfilter: Run, tmp_path: Path) -> None:
    rows = make_rows(60, 1)
    spamfilter("ngram", "train", write_lines(tmp_path / "rows.txt", rows), "-o", tmp_path / "model")
    known = load_classifier(str(tmp_path / "model")).trained_on
    assert all(text.upper() in known for _, text in rows)
    assert "something else" not in known


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (make_rows(60, 1, share=0), "distinct spam messages to train on: 0; at least 5 are needed"),
        (make_rows(60, 1, share=0) + [(True, "winner")] * 9, "distinct spam messages to train on: 1;"),
        (make_rows(60, 1, share=1), "distinct ham messages to train on: 0;"),
        ([(spam, str(n)) for n in range(9) for spam in (True, False)], "check the labels"),
    ],
)
def test_rows_that_teach_nothing_are_refused(
    spamfilter: Run, tmp_path: Path, rows: list[tuple[bool, str]], complaint: str
) -> None:
    result = spamfilter("ngram", "train", write_lines(tmp_path / "rows.txt", rows), "-o", tmp_path / "model")
    assert (result.exit_code, result.stderr.count("\n")) == (65, 1)
    assert complaint in result.stderr
    assert not (tmp_path / "model").exists()


def test_few_validation_rows_are_refused(spamfilter: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "train.csv", make_rows(60, 1))
    write_csv(tmp_path / "validation.csv", [*make_rows(60, 1), (True, "winner")])
    result = spamfilter("ngram", "train", tmp_path, "-o", tmp_path / "model")
    assert result.exit_code == 65
    assert "distinct ham messages in validation.csv that copy no training message: 0;" in result.stderr


def test_help_imports_nothing_heavy() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "spamfilter", "ngram", "train", "--help"]
    done = subprocess.run(command, capture_output=True, check=True)
    imported = {line.split(b"|")[-1].strip().split(b".")[0] for line in done.stderr.splitlines()}
    assert b"spamfilter_ngram" in imported
    assert not imported & {b"sklearn", b"scipy", b"numpy"}


@pytest.mark.parametrize("command", [("ngram", "train", "rows.txt", "-o", "model"), ("scan", "-c", "ngram")])
def test_without_scikit_learn(process: Process, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "sklearn.py").write_text("raise ModuleNotFoundError('no sklearn', name='sklearn')")
    done = process(*command)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"spamfilter: ngram needs scikit-learn, and there is no sklearn: ")
    assert done.stderr.endswith(b" -m pip install 'scikit-learn>=1.5'\n")


@needs_split
def test_accuracy_on_the_published_split(spamfilter: Run, tmp_path: Path) -> None:
    assert spamfilter("ngram", "train", SPLIT, "-o", tmp_path / "model").exit_code == 0
    test = read_all([str(SPLIT / "test.csv")])
    scores = score(tmp_path / "model", [row.message.text for row in test])
    right = [(one > 0.5) == row.spam for one, row in zip(scores, test, strict=True)]
    assert statistics.mean(right) >= 0.96
    assert math.isclose(statistics.mean(scores), statistics.mean(row.spam for row in test), abs_tol=0.05)
