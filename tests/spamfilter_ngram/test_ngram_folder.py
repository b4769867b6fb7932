"""What is refused as a model folder, and in which words."""

import hashlib
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result
from spamfilter_ngram.card import format_card, parse_card

from tests.paths import ROOT
from tests.spamfilter_ngram.ngram_rows import make_rows, write_lines

Run = Callable[..., Result]
EMBEDDED = ROOT / "plugins" / "spamfilter_gpt" / "embedded"


@pytest.fixture
def folder(spamfilter: Run, tmp_path: Path) -> Path:
    data = write_lines(tmp_path / "rows.txt", make_rows(60, 1))
    assert spamfilter("ngram", "train", data, "-o", tmp_path / "model").exit_code == 0
    return tmp_path / "model"


def refused(spamfilter: Run, folder: Path) -> tuple[int, str]:
    result = spamfilter("scan", "-c", "ngram", "--model", folder, stdin=b"hi\n")
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.exit_code, result.stderr


def replace_weights(folder: Path, data: bytes) -> None:
    """Other weights, with their true hash: what only a look inside can refuse."""
    (folder / "weights.npz").write_bytes(data)
    card = json.loads((folder / "model.json").read_text())
    card["sha256"]["weights.npz"] = hashlib.sha256(data).hexdigest()
    (folder / "model.json").write_text(json.dumps(card))


def pack(**arrays: Any) -> bytes:
    data = io.BytesIO()
    np.savez(data, **arrays)
    return data.getvalue()


def test_no_model_says_how_to_make_one(spamfilter: Run) -> None:
    result = spamfilter("scan", "-c", "ngram", stdin=b"hi\n")
    assert result.exit_code == 2
    assert result.stderr == (
        "spamfilter: ngram comes without a model; make one with spamfilter ngram train DATA -o MODEL, "
        "and name it: --model MODEL, or ngram=MODEL among several\n"
    )


@pytest.mark.parametrize("name", ["model.json", "weights.npz", "training.hashes"])
def test_a_missing_file(spamfilter: Run, folder: Path, name: str) -> None:
    (folder / name).unlink()
    code, line = refused(spamfilter, folder)
    assert (code, f"has no {name}; copy the whole folder" in line) == (65, True)


@pytest.mark.parametrize("name", ["weights.npz", "training.hashes"])
@pytest.mark.parametrize("change", [lambda data: data + b"x", lambda data: data[:-8], lambda data: b""])
def test_an_altered_file(spamfilter: Run, folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    (folder / name).write_bytes(change((folder / name).read_bytes()))
    code, line = refused(spamfilter, folder)
    assert (code, f"{name} is not the file its model.json describes" in line) == (65, True)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"format": 2}, "has model format 2 and this version reads 1"),
        ({"kind": "gpt"}, "is of another classifier's model; make one with spamfilter ngram train"),
        ({"sha256": []}, "has no usable 'sha256'"),
        ({"settings": None}, "has no usable 'settings'"),
        ({"settings": {"shape": "round"}}, "has no usable 'settings.shape'"),
        ({"settings": {"analyzer": "word"}}, "has no usable 'settings.analyzer'"),
        ({"settings": {"shortest": 6}}, "has no usable 'settings.shortest'"),
        ({"settings": {"buckets": 1.5}}, "has no usable 'settings.buckets'"),
        ({"settings": {"buckets": True}}, "has no usable 'settings.buckets'"),
        ({"settings": {"max_characters": 0}}, "has no usable 'settings.max_characters'"),
        ({"settings": {"buckets": 8}}, "idf is not 8 finite float32"),
        ({"slope": float("nan")}, "has no usable 'slope'"),
        ({"offset": 10**400}, "has no usable 'offset'"),
        ({"intercept": "0"}, "has no usable 'intercept'"),
        ({"shift": True}, "has no usable 'shift'"),
        ({"rows": -1}, "has no usable 'rows'"),
        ({"rows": "60"}, "has no usable 'rows'"),
        ({"training": {"data": "rows.txt"}}, "has no usable 'training.data'"),
        ({"training": {"data": []}}, "has no usable 'training.inverse_regularization'"),
        ({"versions": {"python": 3}}, "has no usable 'versions.python'"),
        ({"sha256": {"weights.npz": None}}, "has no usable 'sha256.weights.npz'"),
        ({"spam_above": 1.5}, "cut-offs must satisfy 0 <= ham-below <= spam-above <= 1"),
    ],
)
def test_a_card_of_another_kind(
    spamfilter: Run, folder: Path, change: dict[str, object], complaint: str
) -> None:
    card = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps(card | change))
    code, line = refused(spamfilter, folder)
    assert (code, complaint in line) == (65, True)


def test_a_card_is_read_as_it_was_written(folder: Path) -> None:
    data = (folder / "model.json").read_bytes()
    assert format_card(parse_card(folder / "model.json", data)) == data


@pytest.mark.parametrize("name", ["model.json", "weights.npz"])
def test_a_named_pipe_is_no_file(spamfilter: Run, folder: Path, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    code, line = refused(spamfilter, folder)
    assert (code, f"{name}: not a regular file; copy the whole folder again" in line) == (66, True)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_a_broken_card(spamfilter: Run, folder: Path, content: bytes) -> None:
    (folder / "model.json").write_bytes(content)
    code, line = refused(spamfilter, folder)
    assert (code, "model.json is not a JSON object" in line) == (65, True)


GOOD = np.ones(2**18, np.float32)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "does not hold idf and coef"),
        (b"PK\x03\x04 no zip", "does not hold idf and coef"),
        (pack(idf=GOOD), "does not hold idf and coef"),
        (pack(idf=GOOD, coef=np.array([print], dtype=object)), "does not hold idf and coef"),
        (pack(idf=GOOD, coef=GOOD[1:]), "coef is not 262144 finite float32"),
        (pack(idf=GOOD.astype(float), coef=GOOD), "idf is not 262144 finite float32"),
        (pack(idf=GOOD, coef=GOOD * np.float32("inf")), "coef is not 262144 finite float32"),
    ],
    ids=["empty", "no zip", "no coef", "pickle", "short", "float64", "infinite"],
)
def test_weights_that_are_none(spamfilter: Run, folder: Path, data: bytes, complaint: str) -> None:
    replace_weights(folder, data)
    code, line = refused(spamfilter, folder)
    assert (code, complaint in line) == (65, True)


def test_the_model_of_another_classifier(spamfilter: Run) -> None:
    code, line = refused(spamfilter, EMBEDDED)
    assert (code, "is of another classifier's model" in line) == (65, True)


def test_no_folder(spamfilter: Run, tmp_path: Path) -> None:
    code, line = refused(spamfilter, tmp_path / "nope")
    assert (code, "No such file or directory; make one with spamfilter ngram train" in line) == (66, True)


def test_a_file_is_no_folder(spamfilter: Run, folder: Path) -> None:
    code, line = refused(spamfilter, folder / "model.json")
    assert (code, "give the folder that holds model.json" in line) == (65, True)
