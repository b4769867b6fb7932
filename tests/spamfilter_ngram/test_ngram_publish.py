"""A model folder is there whole or not at all, and never instead of something else."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.spamfilter_ngram.ngram_rows import make_rows, read_files, write_lines

Run = Callable[..., Result]


def test_nothing_is_overwritten_unasked(spamfilter: Run, tmp_path: Path) -> None:
    data = write_lines(tmp_path / "rows.txt", make_rows(60, 1))
    (tmp_path / "model").mkdir()  # an empty folder is nothing to lose
    assert spamfilter("ngram", "train", data, "-o", tmp_path / "model").exit_code == 0
    before = read_files(tmp_path / "model")
    result = spamfilter("ngram", "train", data, "-o", tmp_path / "model", "--seed", 1)
    assert result.exit_code == 2
    assert result.stderr == (
        f"spamfilter: {tmp_path / 'model'} is there already; choose another folder, or --overwrite\n"
    )
    assert read_files(tmp_path / "model") == before
    assert (
        spamfilter("ngram", "train", data, "-o", tmp_path / "model", "--seed", 1, "--overwrite").exit_code
        == 0
    )
    assert json.loads((tmp_path / "model" / "model.json").read_text())["training"]["seed"] == 1
    assert {path.name for path in tmp_path.iterdir()} == {"rows.txt", "model"}


def test_a_folder_with_anything_else_in_it_is_never_replaced(spamfilter: Run, tmp_path: Path) -> None:
    data = write_lines(tmp_path / "rows.txt", make_rows(60, 1))
    result = spamfilter("ngram", "train", data, "-o", tmp_path, "--overwrite")
    assert (result.exit_code, data.exists()) == (2, True)
    assert "holds more than an ngram model, so it is left alone" in result.stderr


def test_a_file_in_the_way(spamfilter: Run, tmp_path: Path) -> None:
    data = write_lines(tmp_path / "rows.txt", make_rows(60, 1))
    for out in (data, data / "model"):
        result = spamfilter("ngram", "train", data, "-o", out, "--overwrite")
        assert (result.exit_code, result.stderr.count("\n")) == (73, 1)
        assert f"cannot write {out}: Not a directory" in result.stderr


def test_a_name_that_cannot_be(spamfilter: Run, tmp_path: Path) -> None:
    data = write_lines(tmp_path / "rows.txt", make_rows(60, 1))
    for code, args in ((73, (data, "-o", "m" * 5000)), (66, ("m" * 5000, "-o", tmp_path / "model"))):
        result = spamfilter("ngram", "train", *args)
        assert (result.exit_code, "File name too long" in result.stderr) == (code, True)


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_interrupted_write_leaves_what_was_there(
    spamfilter: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool
) -> None:
    data = write_lines(tmp_path / "rows.txt", make_rows(60, 1))
    if overwrite:
        spamfilter("ngram", "train", data, "-o", tmp_path / "model")
    before = {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}
    rename = Path.rename

    def interrupt(path: Path, target: Path) -> Path:
        if path.name.endswith(".new"):
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupt)
    assert spamfilter("ngram", "train", data, "-o", tmp_path / "model", "--overwrite").exit_code == 130
    assert {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")} == before


def test_an_interrupted_process_leaves_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rows")
    command = [
        sys.executable,
        "-m",
        "spamfilter",
        "ngram",
        "train",
        tmp_path / "rows",
        "-o",
        tmp_path / "model",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as running:
        with (tmp_path / "rows").open("wb", buffering=0) as rows:  # open once the command reads from it
            rows.write(b"ham\thello\n")
            running.send_signal(signal.SIGINT)
        assert (running.wait(600), running.stderr and running.stderr.read()) == (130, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["rows"]
