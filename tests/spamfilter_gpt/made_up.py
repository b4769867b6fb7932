"""What the plugin's tests share: made-up labelled messages, a small model, the published data."""

import csv
import json
from pathlib import Path
from typing import Any

import torch
from spamfilter_gpt.network.classifier import ClassHead, SpamClassifier
from spamfilter_gpt.network.decoder import Decoder
from spamfilter_gpt.network.gpt1 import GPT1
from spamfilter_gpt.network.gpt2 import GPT
from spamfilter_gpt.network.llama import Llama
from spamfilter_gpt.records.architecture import GPT1Config, GPTConfig, LlamaConfig
from spamfilter_gpt.records.choices import Read
from spamfilter_gpt.runtime.tokens.byte_pairs import cut_ranks
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.weights.bases import GPT2_RANKS

RANKS = GPT2_RANKS.read_bytes()
TOKENIZER = Tokenizer(cut_ranks(RANKS, 300))
# Options of a training that takes a second.
TINY = ["--base", "new", "--recipe", "scratch", "--ranks", 300, "--layers", 2, "--width", 32, "--heads", 2]
TINY += ["--max-length", 32, "--batch-size", 8]


def write_rows(path: Path, count: int, offset: int = 0) -> Path:
    """A CSV of ``count`` made-up rows, every third spam, of many lengths."""
    rows = ["Label,Text"]
    for n in range(offset, offset + count):
        spam = n % 3 == 0
        text = f"WIN a prize of {n} pounds{' now' * (n % 5)}" if spam else f"see you at {n}{' ok' * (n % 7)}"
        rows.append(f"{int(spam)},{text}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def write_labelled(folder: Path) -> Path:
    """``folder`` with train.csv (60 rows), validation.csv and test.csv (24 each)."""
    folder.mkdir()
    write_rows(folder / "train.csv", 60)
    write_rows(folder / "validation.csv", 24, 100)
    write_rows(folder / "test.csv", 24, 200)
    return folder


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_run(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "run.json").read_text()))


def make_model(family: str = "gpt2", read: Read = "last") -> SpamClassifier:
    """Three blocks, 32 wide, over 300 of GPT-2's tokens, the same random weights each time."""
    torch.manual_seed(1)
    decoder: Decoder
    if family == "gpt2":
        decoder = GPT(GPTConfig(TOKENIZER.vocab_size, 64, 32, 3, 4))
    elif family == "gpt1":
        decoder = GPT1(GPT1Config(TOKENIZER.vocab_size, 64, 32, 3, 4))
    else:
        decoder = Llama(LlamaConfig(TOKENIZER.vocab_size, 64, 32, 3, 2, 1, 48))
    return SpamClassifier(decoder, ClassHead(32, read))
