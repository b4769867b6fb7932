"""What is refused as a model folder, and in which words."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from spamfilter_gpt.runtime.folder import SHIPPED
from spamfilter_gpt.runtime.inference import load_classifier

from spamfilter import DataError, Message

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED["embedded"], tmp_path / "model"))


def refused(spamfilter: Run, folder: Path) -> tuple[int, str]:
    result = spamfilter("scan", "--model", folder, stdin=b"hi\n")
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.exit_code, result.stderr


def test_a_copy_of_the_shipped_folder_works(spamfilter: Run, folder: Path) -> None:
    assert spamfilter("scan", "--model", folder, stdin=b"hi\n").exit_code == 0


@pytest.mark.parametrize("name", ["model.onnx", "pieces.model", "model.json"])
def test_a_missing_file(spamfilter: Run, folder: Path, name: str) -> None:
    (folder / name).unlink()
    code, line = refused(spamfilter, folder)
    assert code == 65
    assert f"has no {name}" in line


@pytest.mark.parametrize("name", ["model.onnx", "pieces.model"])
def test_an_altered_file(spamfilter: Run, folder: Path, name: str) -> None:
    with (folder / name).open("ab") as file:
        file.write(b"x")
    code, line = refused(spamfilter, folder)
    assert code == 65
    assert f"{name} is not the file its model.json describes" in line


def test_training_hashes_are_read_when_asked_for_and_checked(
    spamfilter: Run, folder: Path, tmp_path: Path
) -> None:
    (folder / "training.hashes").write_bytes(b"x" * 8)
    assert spamfilter("scan", "--model", folder, stdin=b"hi\n").exit_code == 0
    (tmp_path / "a.txt").write_text("ham\thi\n")
    result = spamfilter("evaluate", "--model", folder, tmp_path / "a.txt")
    assert result.exit_code == 65
    assert "training.hashes is not the file its model.json describes" in result.stderr


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"format": 3}, "has model format 3 and this version reads 1 and 2"),
        ({"format": None}, "has model format None"),
        ({"max_length": "long"}, "has no usable 'max_length'"),
        ({"sha256": None}, "has no usable 'sha256'"),
    ],
)
def test_a_card_of_another_kind(
    spamfilter: Run, folder: Path, change: dict[str, object], complaint: str
) -> None:
    card = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps(card | change))
    code, line = refused(spamfilter, folder)
    assert code == 65
    assert complaint in line


@pytest.mark.parametrize("name", ["model.onnx", "model.json", "pieces.model"])
def test_a_named_pipe_in_place_of_a_file_is_not_waited_for(spamfilter: Run, folder: Path, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    code, line = refused(spamfilter, folder)
    assert code == 66
    assert f"{name}: not a regular file; copy the whole folder" in line


def test_an_empty_name_is_no_model(spamfilter: Run) -> None:
    result = spamfilter("gpt", "info", "")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the model's name is empty; give a path or a shipped name (embedded, tiny)" in result.stderr


def test_a_graph_that_cannot_take_the_cards_tokens_is_bad_data(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED["tiny"], tmp_path / "model"))
    card = json.loads((folder / "model.json").read_text())
    card |= {"pad_token_id": 9000, "architecture": card["architecture"] | {"vocab_size": 9001}}
    (folder / "model.json").write_text(json.dumps(card))
    with pytest.raises(DataError, match=r"onnxruntime cannot run the model: .*; export the model again$"):
        load_classifier(str(folder)).score([Message("hi")])


def test_a_broken_card(spamfilter: Run, folder: Path) -> None:
    (folder / "model.json").write_text("{")
    assert refused(spamfilter, folder)[0] == 65


def test_no_folder(spamfilter: Run, tmp_path: Path) -> None:
    code, line = refused(spamfilter, tmp_path / "nope")
    assert code == 66
    assert "give a path or the name of a shipped model (embedded, tiny)" in line


def test_info_names_the_architecture(spamfilter: Run) -> None:
    card = json.loads(spamfilter("gpt", "info", "--json").stdout)
    assert (card["format"], card["architecture"]["family"], card["labels"]) == (2, "gpt1", ["ham", "spam"])
