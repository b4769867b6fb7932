"""prepare, train and export, on a small made-up collection; on the published one where it is at hand."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import spamfilter_gpt
from click.testing import Result

Run = Callable[..., Result]
SHARED = Path(__file__).parents[3] / "shared" / "data"
TWO_LINES = b'WIN a "prize of 77 pounds, call 090077\nsee you at 88 tomorrow, friend 616\n'
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the published collection is not here")


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    rows = [f"ham\tsee you at {n} tomorrow, friend {n * 7}" for n in range(60)]
    rows += [f'spam\tWIN a "prize of {n} pounds, call 0900{n}' for n in range(30)]
    path = tmp_path / "collection"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@needs_shared
def test_the_books_settings_give_the_books_split(spamfilter: Run, tmp_path: Path) -> None:
    result = spamfilter("gpt", "prepare", SHARED / "SMSSpamCollection", tmp_path, "--recipe", "book")
    assert result.exit_code == 0, result.stderr
    for name in ("train.csv", "validation.csv", "test.csv"):
        assert (tmp_path / name).read_bytes() == (SHARED / "sms-book-split" / name).read_bytes()


def test_a_split_is_seeded_and_excludes_copies(spamfilter: Run, collection: Path, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text(
        'Label,Text\n0,"See you at 3 tomorrow - friend 21!"\n', encoding="utf-8"
    )
    lines = []
    for name in ("one", "two"):
        result = spamfilter("gpt", "prepare", collection, tmp_path / name, "--exclude", tmp_path / "out.csv")
        lines.append(result.stdout.replace(name, ""))
        assert "at 3 tomorrow" not in (tmp_path / name / "train.csv").read_text(encoding="utf-8")
    assert lines[0] == lines[1]
    assert [int(line.split(": ")[1].split()[0]) for line in lines[0].splitlines()] == [62, 8, 19]


def test_balanced_means_as_many_ham_as_spam(spamfilter: Run, collection: Path, tmp_path: Path) -> None:
    result = spamfilter(
        "gpt", "prepare", collection, tmp_path / "b", "--balance", "--train", 1, "--validation", 0
    )
    assert result.stdout.splitlines()[0].endswith("train.csv: 60 messages, 30 spam")


@pytest.mark.slow
def test_train_export_and_scan(spamfilter: Run, collection: Path, tmp_path: Path) -> None:
    data, run, model = tmp_path / "data", tmp_path / "run", tmp_path / "model"
    assert spamfilter("gpt", "prepare", collection, data).exit_code == 0
    small = ["--ranks", 300, "--layers", 1, "--width", 16, "--heads", 2, "--epochs", 12, "--batch-size", 8]
    trained = spamfilter("gpt", "train", data, run, *small, "--learning-rate", 0.01, "--max-length", 32)
    assert trained.exit_code == 0, trained.output
    exported = spamfilter("gpt", "export", run, model, "--test", data / "test.csv")
    assert exported.exit_code == 0, exported.output
    card = json.loads((model / "model.json").read_text())
    assert card["parity"] < 1e-4
    assert card["metrics"]["data/test.csv"]["accuracy_at_half"] == 1
    assert str(Path(spamfilter_gpt.__file__).parent).encode() not in (model / "model.onnx").read_bytes()
    scanned = spamfilter("scan", "--model", model, stdin=TWO_LINES)
    assert [line.split("\t")[0] for line in scanned.stdout.splitlines()] == ["spam", "ham"]


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("Label,Body\n0,x\n", "has no column 'Text'"),
        ("Label,Text\n0,x\nmaybe,y\n", "row 2: label 'maybe' is not 0, 1, ham or spam"),
        ("Label,Text\n", "has no rows"),
        ("", "is not a CSV file"),
    ],
)
def test_bad_training_data_is_one_line(spamfilter: Run, tmp_path: Path, rows: str, complaint: str) -> None:
    (tmp_path / "train.csv").write_text(rows)
    result = spamfilter("gpt", "train", tmp_path, tmp_path / "run")
    assert result.exit_code == 65
    assert complaint in result.stderr
    assert result.stderr.count("\n") == 1
