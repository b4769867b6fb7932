"""Labelled messages in every form train each classifier and are evaluated, by the same words."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.spamfilter_gpt.made_up import TINY, read_rows, read_run
from tests.spamfilter_ngram.ngram_rows import make_rows

Run = Callable[..., Result]
ROWS = make_rows(60, 1)


def format_csv(header: tuple[str, str], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *((int(spam), line) for spam, line in ROWS)])
    return text.getvalue()


LINES = "".join(f"{'spam' if spam else 'ham'}\t{line}\n" for spam, line in ROWS)
OBJECTS = "".join(json.dumps({"text": line, "label": spam}) + "\n" for spam, line in ROWS)
FILES = {
    "labelled.csv": format_csv(("label", "text")),
    "Labelled.csv": format_csv(("Label", "Text")),
    "labelled.tsv": format_csv(("label", "text"), "\t"),
    "SMSSpamCollection.tsv": LINES,
    "SMSSpamCollection": LINES,
    "lines.txt": LINES,
    "labelled.jsonl": OBJECTS,
    "labelled.ndjson": OBJECTS,
    "labelled.csv.gz": format_csv(("label", "text")),
}


def write_source(folder: Path, name: str) -> Path:
    """The messages as the file ``name``, or as a folder of mails, or as one that is split already."""
    path = folder / name
    if name == "mails":
        for number, (spam, line) in enumerate(ROWS):
            file = path / ("spam" if spam else "ham") / f"{number}.eml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"Subject: {line}\n\n{line}\n", encoding="utf-8")
    elif name.startswith("split"):
        path.mkdir()
        lines = OBJECTS.splitlines(keepends=True)
        (path / "train.jsonl").write_text("".join(lines[:45]))
        (path / "validation.jsonl").write_text("".join(lines[45:]))
    else:
        data = FILES[name].encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


@pytest.mark.parametrize("name", ["labelled.csv", "labelled.jsonl", "labelled.tsv", "lines.txt", "mails"])
def test_a_source_trains_both_and_is_evaluated(spamfilter: Run, tmp_path: Path, name: str) -> None:
    source = write_source(tmp_path, name)
    run, rival = tmp_path / "run", tmp_path / "rival"
    result = spamfilter("gpt", "train", source, run, *TINY, "--epochs", 1, "--no-export")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("50 messages train; 10 that are held back choose the epoch\n")
    assert set(read_run(run)["data"]) == {name}
    assert len(read_rows(run / "validation.csv")) == 10
    assert spamfilter("ngram", "train", source, "-o", rival).exit_code == 0
    result = spamfilter("evaluate", source, "-c", "ngram", "--model", rival, "--resamples", 10)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("60 messages: 33 ham, 27 spam\n")


def test_a_folder_that_is_split_may_hold_jsonl(spamfilter: Run, tmp_path: Path) -> None:
    source = write_source(tmp_path, "split")
    run = tmp_path / "run"
    result = spamfilter("gpt", "train", source, run, *TINY, "--epochs", 1, "--no-export")
    assert result.exit_code == 0, result.output
    assert "held back" not in result.stdout
    assert read_run(run)["rows"] == {"train": 45, "validation": 15}
    assert set(read_run(run)["data"]) == {"train.jsonl", "validation.jsonl"}
    assert [row["text"] for row in read_rows(run / "validation.csv")] == [line for _, line in ROWS[45:]]
    result = spamfilter("ngram", "train", source, "-o", tmp_path / "rival")
    assert result.stdout.startswith("45 messages, ")


@pytest.mark.parametrize("name", [*FILES, "mails"])
def test_every_form_gives_the_same_rows(spamfilter: Run, tmp_path: Path, name: str) -> None:
    source = write_source(tmp_path, name)
    result = spamfilter("gpt", "prepare", source, tmp_path / "data", "--train", 1, "--validation", 0)
    assert result.exit_code == 0, result.output
    rows = [
        (row["Label"] == "1", row["Text"].partition("\n")[0])
        for row in read_rows(tmp_path / "data/train.csv")
    ]
    assert sorted(rows) == sorted(ROWS)


@pytest.mark.slow
def test_a_model_is_measured_on_any_form(spamfilter: Run, tmp_path: Path) -> None:
    tests = [write_source(tmp_path, name) for name in ("labelled.jsonl", "lines.txt", "mails")]
    args = [arg for path in tests for arg in ("--test", path)]
    source = write_source(tmp_path, "labelled.csv")
    model = tmp_path / "model"
    result = spamfilter("gpt", "train", source, model, *TINY, "--epochs", 1, "--quantize", "none", *args)
    assert result.exit_code == 0, result.output
    metrics = json.loads((model / "model.json").read_text())["metrics"]
    assert [metrics[f"{tmp_path.name}/{path.name}"]["rows"] for path in tests] == [60, 60, 60]


def test_columns_have_one_name_everywhere(spamfilter: Run, tmp_path: Path) -> None:
    source = tmp_path / "own.csv"
    source.write_text(format_csv(("kind", "body")))
    columns = ("--column", "body", "--label-column", "kind")
    run = tmp_path / "run"
    for args in (
        ("gpt", "train", source, run, *TINY, "--epochs", 1, "--no-export"),
        ("ngram", "train", source, "-o", tmp_path / "rival"),
        ("gpt", "prepare", source, tmp_path / "data"),
        ("evaluate", source, "-c", "ngram", "--model", tmp_path / "rival"),
    ):
        assert spamfilter(*args).exit_code == 65
        result = spamfilter(*args, *columns)
        assert result.exit_code == 0, result.output
    assert set(read_rows(run / "validation.csv")[0]) == {"kind", "body"}


def test_other_messages_choose_the_epoch(spamfilter: Run, tmp_path: Path) -> None:
    source = write_source(tmp_path, "labelled.jsonl")
    other = write_source(tmp_path, "lines.txt")
    run = tmp_path / "run"
    args = ("--epochs", 1, "--no-export", "--validation", other)
    result = spamfilter("gpt", "train", source, run, *TINY, *args)
    assert result.exit_code == 0, result.output
    assert read_run(run)["rows"] == {"train": 60, "validation": 60}
    assert set(read_run(run)["data"]) == {"labelled.jsonl", "lines.txt"}


def test_a_run_goes_on_with_the_mails_it_began_with(spamfilter: Run, tmp_path: Path) -> None:
    source = write_source(tmp_path, "mails")
    run = tmp_path / "run"
    train = ("gpt", "train", source, run, "--no-export")
    assert spamfilter(*train, *TINY, "--epochs", 1).exit_code == 0
    result = spamfilter(*train, "--resume")
    assert (result.exit_code, result.stdout) == (0, f"the run in {run} is finished\n")
    mail = next((source / "ham").iterdir())
    mail.rename(source / "spam" / mail.name)
    result = spamfilter(*train, "--resume")
    assert result.exit_code == 65
    assert f"{source} is not what the run in {run} began with; start again without --resume" in result.stderr


def test_the_same_seed_holds_the_same_messages_back(spamfilter: Run, tmp_path: Path) -> None:
    source = write_source(tmp_path, "labelled.csv")
    held = {}
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        args = (*TINY, "--epochs", 1, "--no-export", "--seed", seed)
        assert spamfilter("gpt", "train", source, tmp_path / name, *args).exit_code == 0
        held[name] = (tmp_path / name / "validation.csv").read_bytes()
    assert held["one"] == held["two"] != held["three"]


@pytest.mark.parametrize(
    ("name", "content", "code", "complaint"),
    [
        ("none.csv", None, 66, "No such file or directory; give csv, tsv or jsonl"),
        ("empty.csv", b"", 65, "there are no labelled messages in "),
        (
            "ham.csv",
            b"label,text\n0,see you\n0,at home\n",
            65,
            "has no spam; training needs messages of both",
        ),
        ("blank.csv", b"label,text\n0,\n1,\n", 65, "every text in "),
        ("binary.csv", bytes(range(256)) * 40, 65, "has no column 'text', only "),
        (
            "binary",
            bytes(range(256)) * 40,
            65,
            r"line 1: label '\x01\x02\x03\x04\x05\x06\x07\x08' is not 0, 1",
        ),
        (
            "poem.txt",
            b"roses are red\n",
            65,
            "line 1 is not 'label TAB text', with a label 0, 1, ham or spam",
        ),
        ("binary.jsonl", bytes(range(256)) * 40, 65, "line 1 is not JSON"),
        (
            "cut.csv.gz",
            gzip.compress(b"label,text\n" * 99, mtime=0)[:30],
            65,
            "is no gzip file, or not a whole one",
        ),
        ("no.csv.gz", b"label,text\n0,x\n", 65, "is no gzip file, or not a whole one; get it again"),
        ("few.csv", b"label,text\n0,x\n1,y\n", 65, "one distinct message of each kind"),
        ("row.csv", b"label,text\n0,x\nperhaps,y\n", 65, "row 2: label 'perhaps' is not 0, 1, ham or spam"),
        ("mail.eml", b"Subject: x\n\ny\n", 2, "put mails into ham/ and spam/ and name the folder"),
    ],
)
def test_what_trains_nothing_is_one_line(
    spamfilter: Run, tmp_path: Path, name: str, content: bytes | None, code: int, complaint: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = spamfilter("gpt", "train", tmp_path / name, tmp_path / "run", *TINY)
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    assert complaint in result.stderr
    assert len(result.stderr) < 800
    assert not (tmp_path / "run").exists()


def test_the_collections_that_are_missing_are_named(spamfilter: Run, tmp_path: Path) -> None:
    result = spamfilter("gpt", "build-embedded", tmp_path, tmp_path / "out")
    assert (result.exit_code, result.stderr.count("\n")) == (66, 1)
    assert (
        "SMSSpamCollection: No such file or directory; put the published collections there" in result.stderr
    )
    assert "gpt prepare" not in result.stderr
