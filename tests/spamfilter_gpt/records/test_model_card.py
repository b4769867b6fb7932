"""model.json is read as it is or refused by the name of the field, never anything else."""

import copy
import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from spamfilter_gpt.export.card import format_card
from spamfilter_gpt.records.model_card import ModelCard, describe_card, read_card
from spamfilter_gpt.runtime.folder import SHIPPED

from spamfilter import DataError
from tests.spamfilter_gpt.records.mutate import attempt, encode, names, remove, spoil

Run = Callable[..., Result]
FILE = Path("folder/model.json")


def load_shipped(name: str = "tiny") -> dict[str, Any]:
    return dict(json.loads((SHIPPED[name] / "model.json").read_bytes()))


@pytest.fixture
def card() -> dict[str, Any]:
    """A shipped card, of what is many in it only a few."""
    found = load_shipped()
    for key in ("weights", "metrics"):
        found[key] = dict(list(found[key].items())[-2:])
    found["reliability"] = found["reliability"][:2]
    return found


def read(found: object) -> ModelCard:
    return read_card(encode(found), FILE)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_is_read_and_would_be_written_alike(name: str) -> None:
    found = load_shipped(name)
    card = read(found)
    found["parity"].setdefault("quantized_mean", 0.0)  # which the shipped models' exporter did not note
    assert describe_card(card) == found
    shown = (SHIPPED[name] / "README.md").read_text(encoding="utf-8")
    assert shown.startswith(format_card(card))


@pytest.mark.parametrize(("name", "about"), [("embedded", "about.md"), ("tiny", "about-tiny.md")])
def test_the_card_of_a_shipped_model_ends_with_what_the_build_adds(name: str, about: str) -> None:
    shown = (SHIPPED[name] / "README.md").read_text(encoding="utf-8")
    added = (SHIPPED[name].parent / about).read_text(encoding="utf-8")
    assert shown == format_card(read(load_shipped(name))) + added


def test_a_spoiled_field_is_refused_by_name_or_read_as_it_is(card: dict[str, Any]) -> None:
    refused = 0
    for path, value, changed in spoil(card):
        message, found = attempt(partial(read, changed))
        if message:
            refused += 1
            assert message.count("\n") == 0
            assert "has model format" in message or names(message, path), (path, value, message)
        else:
            assert isinstance(found, ModelCard)
            assert read(describe_card(found)) == found, (path, value)
    assert refused > 1000


def test_a_missing_field_is_refused_by_name_or_has_its_default(card: dict[str, Any]) -> None:
    needed = set()
    for path, changed in remove(card):
        message, _ = attempt(partial(read, changed))
        assert not message or "has model format None" in message or names(message, path), path
        if message and len(path) == 1:
            needed.add(path[0])
    assert needed == {
        "format", "architecture", "labels", "max_length", "pad_token_id", "spam_above", "ham_below", "sha256",
    }  # fmt: skip


def test_a_key_of_a_later_version_is_passed_over(card: dict[str, Any]) -> None:
    later = copy.deepcopy(card) | {"colour": ["blue"]}
    later["training"]["recipe"]["wisdom"] = 42
    assert read(later) == read(card)


def test_cards_of_the_first_versions_are_read() -> None:
    first = {
        "format": 1,
        "architecture": {
            "family": "gpt2", "vocab_size": 8193, "context_length": 256, "emb_dim": 128, "n_layers": 4,
            "n_heads": 4, "qkv_bias": True, "drop_rate": 0.2,
        },
        "labels": ["ham", "spam"],
        "max_length": 256,
        "pad_token_id": 8192,
        "spam_above": 0.51,
        "ham_below": 0.05,
        "temperature": 1.38,
        "training": {
            "recipe": {"epochs": 8, "batch_size": 32, "learning_rate": 0.001, "seed": 123},
            "rows": {"train": 3995, "validation": 705},
            "prior": 0.0899,
        },
        "parity": 1.8e-07,
        "sha256": {"model.onnx": "8" * 64, "ranks.tiktoken": "a" * 64},
    }  # fmt: skip
    card = read(first)
    assert (card.pattern, card.normalizer, card.weights, card.reliability) == ("gpt2", 0, None, None)
    assert card.parity is not None
    assert card.parity.onnx_difference == 1.8e-07
    assert card.training is not None
    assert card.training.recipe is not None
    assert card.training.recipe.normalizer == 0  # a version that had none


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '"text"', "[" * 100_000, "\ud800", "9" * 5000])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(DataError, match=r"^folder/model.json is not a JSON object; export the model again"):
        read_card(text.encode("utf-8", "surrogatepass"), FILE)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"max_length": 0}, "'max_length': it is 0 and must be at least 1 and at most 1,048,576;"),
        ({"max_length": "long"}, "'max_length': it is 'long' and must be a whole number;"),
        ({"max_length": 2.0}, "'max_length': it is 2.0 and must be a whole number;"),
        ({"pad_token_id": -1}, "'pad_token_id': it is -1 and must be at least 0;"),
        ({"pad_token_id": 8193}, "'pad_token_id': it is 8193 and there are 8193 tokens;"),
        ({"labels": ["spam", "ham"]}, "'labels.0': it is 'spam' and must be 'ham';"),
        ({"labels": ["ham"]}, "'labels': it has 1 entries and must have 2;"),
        ({"spam_above": 1.5}, "'spam_above': it is 1.5 and must be at least 0 and at most 1;"),
        ({"spam_above": 0.2}, "'ham_below': it is 0.2252 and spam_above is 0.2;"),
        ({"ham_below": float("nan")}, "'ham_below': it is nan and must be a number;"),
        ({"ham_below": True}, "'ham_below': it is true and must be a number;"),
        ({"temperature": 0}, "'temperature': it is 0.0 and must be above 0;"),
        ({"prior": 1}, "'prior': it is 1.0 and must be above 0 and below 1;"),
        ({"pattern": "words"}, "'pattern': it is 'words' and must be 'gpt2' or 'smollm2' or"),
        ({"sha256": {"model.onnx": "abc"}}, "'sha256.model.onnx': it is 'abc' and must be 64 hexadecimal"),
        ({"sha256": None}, "'sha256': it is null and must be an object;"),
        ({"architecture": {"family": "bert"}}, "'architecture.family': it is 'bert' and must be 'gpt2' or"),
    ],
)
def test_a_complaint_says_what_is_there_and_what_should_be(
    spamfilter: Run, tmp_path: Path, change: dict[str, object], complaint: str
) -> None:
    folder = Path(shutil.copytree(SHIPPED["tiny"], tmp_path / "model"))
    (folder / "model.json").write_bytes(encode(load_shipped() | change))
    for command in (["scan", "--model", folder], ["gpt", "info", folder]):
        result = spamfilter(*command, stdin=b"hi\n")
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (65, "", 1)
        assert f"model.json has no usable {complaint}" in result.stderr
        assert result.stderr.endswith("; export the model again, or upgrade spamfilter-gpt\n")
