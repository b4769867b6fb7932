"""Bad and odd training data: one clear line, or a sensible result."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.spamfilter_gpt.made_up import TINY, read_rows, read_run

Run = Callable[..., Result]
GOOD = "Label,Text\n0,see you\n1,win now\n"


def train_on(spamfilter: Run, folder: Path, rows: str, *options: object, validation: str = GOOD) -> Result:
    (folder / "train.csv").write_text(rows)
    (folder / "validation.csv").write_text(validation)
    return spamfilter("gpt", "train", folder, folder / "run", *TINY, "--epochs", 2, "--no-export", *options)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("Label,Body\n0,x\n", "has no column 'text', only 'Label', 'Body'; name one with --column"),
        ("Kind,Text\n0,x\n", "has no column 'label', only 'Kind', 'Text'; name one with --label-column"),
        ("Label Text\n0 x\n", "has no column 'text', only 'Label Text'"),
        ("Label,Text\n0,x\nmaybe,y\n", "row 2: label 'maybe' is not 0, 1, ham or spam"),
        ("Label,Text\n0,x\nNaN,y\n", "row 2: label 'NaN' is not 0, 1, ham or spam"),
        ("Label,Text\n0,x\n,y\n", "row 2: label '' is not 0, 1, ham or spam"),
        (
            'Label,Text\n0,x\n1,"y\n0,z\n',
            "row 2 has a quotation mark that is never closed; add the other one",
        ),
        ("Label,Text\n", "there are no labelled messages in "),
        ("", "train.csv; give csv, tsv or jsonl with a text and a label, "),
        ('Label,Text\n0,\n1,""\n0,   \n', "every text in "),
        ("Label,Text\n0,x\n0,y\n", "has no spam; training needs messages of both kinds"),
        ("Label,Text\n1,x\n1,y\n", "has no ham; training needs messages of both kinds"),
    ],
)
def test_bad_training_data_is_one_line(spamfilter: Run, tmp_path: Path, rows: str, complaint: str) -> None:
    result = train_on(spamfilter, tmp_path, rows)
    assert (result.exit_code, result.stderr.count("\n")) == (65, 1)
    assert complaint in result.stderr
    assert not (tmp_path / "run").exists()


def test_bad_validation_data_is_one_line(spamfilter: Run, tmp_path: Path) -> None:
    result = train_on(spamfilter, tmp_path, GOOD, validation="Label,Text\n")
    assert (result.exit_code, result.stderr.count("\n")) == (65, 1)
    assert f"there are no labelled messages in {tmp_path / 'validation.csv'}; give csv" in result.stderr


def test_a_missing_file_is_one_line(spamfilter: Run, tmp_path: Path) -> None:
    result = spamfilter("gpt", "train", tmp_path / "none.csv", tmp_path / "run", *TINY)
    assert (result.exit_code, result.stderr.count("\n")) == (66, 1)
    assert "none.csv: No such file or directory; give csv, tsv or jsonl" in result.stderr
    result = spamfilter("gpt", "train", tmp_path, tmp_path / "run", *TINY)
    assert (result.exit_code, result.stderr.count("\n")) == (65, 1)
    assert f"{tmp_path} has neither ham/ nor spam/ in it; give csv" in result.stderr
    assert result.stderr.endswith(
        "or with train.csv and validation.csv, as spamfilter gpt prepare makes it\n"
    )


@pytest.mark.parametrize(
    "rows",
    [
        "Label,Text\n0,x\n1,y\n0,z\n",
        "Label,Text\n" + "0,same\n1,same\n" * 20,
        'Label,Text\n0,\n1,""\n0,   \n1,x\n',
        "Label,Text\n0,x\n1," + "free money " * 50_000 + "\n",
        "Label,Text\n0,x\n1,\x00\x01\n0,\ud83d\n".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
    ids=["three rows", "all rows equal", "empty texts", "100,000 tokens", "binary"],
)
def test_odd_training_data_gives_finite_numbers(spamfilter: Run, tmp_path: Path, rows: str) -> None:
    result = train_on(spamfilter, tmp_path, rows)
    assert result.exit_code == 0, result.output
    described = read_run(tmp_path / "run")
    assert 0.499 < described["temperature"] < 10.01
    assert 0 < described["ham_below"] <= described["spam_above"] < 1
    losses = [float(row["train_loss"]) for row in read_rows(tmp_path / "run" / "metrics.csv")]
    assert all(0 <= loss < 20 for loss in losses)


def test_validation_rows_of_one_kind_give_finite_numbers(spamfilter: Run, tmp_path: Path) -> None:
    result = train_on(spamfilter, tmp_path, GOOD, validation="Label,Text\n0,see you\n")
    assert result.exit_code == 0, result.output
    assert 0 < read_run(tmp_path / "run")["ham_below"] <= 0.5


def test_settings_that_contradict_each_other_are_one_line(spamfilter: Run, tmp_path: Path) -> None:
    result = train_on(spamfilter, tmp_path, GOOD, "--read", "last-padded")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "--read last-padded needs --padding longest or context" in result.stderr
