"""Fine-tuning at GPT-2 small's size: the loop of Raschka's chapter 6 against ours, both in one run.

    python tests/benchmarks/training.py DATA [--base gpt2] [--epochs 5]

DATA holds the train.csv and validation.csv of the book's split (``spamfilter gpt prepare COLLECTION DATA
--recipe book``). Both sides train the last block, the final norm and the head at the book's rate; the
weights are random unless --base names a model folder or file, for time does not depend on them. Each
side runs in a process of its own, so that its peak memory is its own: the book's loop, ours without the
frozen-prefix cache and with it in float32, and ours as it comes. Prints seconds, accuracies, peak memory,
ratios, by how much the losses of the cached and the uncached loop differ, and the share of the machine's
measured float32 matrix-product peak. About 20 minutes on two cores.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from spamfilter_gpt.network.classifier import ClassHead, SpamClassifier
from spamfilter_gpt.records.recipe import RECIPES
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.training.dataset import SpamDataset, create_loaders
from spamfilter_gpt.training.loop import Watch
from spamfilter_gpt.training.run import Settings, open_base, train_run
from spamfilter_gpt.training.trainable import select_trainable
from spamfilter_gpt.weights.bases import load_base
from torch.nn import functional as F

SIDES = ("book", "ours-uncached", "ours-fp32", "ours")
Result = dict[str, Any]


def classify_last(model: SpamClassifier, input_ids: torch.Tensor) -> torch.Tensor:
    """The book's forward: all hidden states and logits, of which the last position's are used."""
    logits: torch.Tensor = model.head(model.decoder.hidden(input_ids))
    return logits[:, -1, :]


@torch.no_grad()
def measure_accuracy(model: SpamClassifier, loader: object, batches: int | None = None) -> float:
    """The book's ``calc_accuracy_loader``: over the first ``batches`` only."""
    correct = seen = 0
    for number, (input_ids, labels) in enumerate(loader):  # type: ignore[call-overload]
        if number == batches:
            break
        correct += int((classify_last(model, input_ids).argmax(-1) == labels).sum())
        seen += len(labels)
    return correct / seen


@torch.no_grad()
def measure_loss(model: SpamClassifier, loader: object, batches: int) -> float:
    """The book's ``calc_loss_loader``."""
    losses = []
    for number, (input_ids, labels) in enumerate(loader):  # type: ignore[call-overload]
        if number == batches:
            break
        losses.append(F.cross_entropy(classify_last(model, input_ids), labels).item())
    return sum(losses) / len(losses)


def train_as_the_book(data: Path, base: str, random_weights: bool, epochs: int) -> Result:
    """``train_classifier_simple`` of chapter 6, with its evaluation every 50 steps and after each epoch."""
    loaded = load_base(base, random_weights=random_weights)
    tokenizer = Tokenizer(loaded.tokens, loaded.pattern)
    train = SpamDataset(data / "train.csv", tokenizer)
    validation = SpamDataset(data / "validation.csv", tokenizer, train.max_length)
    model = SpamClassifier(loaded.model, ClassHead(loaded.model.wte.embedding_dim, "last-padded"))
    select_trainable(model, "last-block")
    train_loader, validation_loader, _ = create_loaders(train, validation, validation)
    start = time.perf_counter()
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-5, weight_decay=0.1)
    step = -1
    for _ in range(epochs):
        model.train()
        for input_ids, labels in train_loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(classify_last(model, input_ids), labels)
            loss.backward()
            optimizer.step()
            step += 1
            if step % 50 == 0:
                model.eval()
                for loader in (train_loader, validation_loader):
                    measure_loss(model, loader, 5)
                model.train()
        for loader in (train_loader, validation_loader):
            measure_accuracy(model, loader, 5)
    seconds = time.perf_counter() - start
    model.eval()
    return {"seconds": seconds, "accuracy": measure_accuracy(model, validation_loader)}


def train_ours(data: Path, base: str, random_weights: bool, epochs: int, side: str) -> Result:
    """``spamfilter gpt train --recipe book --read last --padding batch``."""
    recipe = replace(RECIPES["book"], epochs=epochs, padding="batch", read="last")
    settings = Settings(
        base=base,
        random_weights=random_weights,
        precision="auto" if side == "ours" else "fp32",
        cache=side != "ours-uncached",
        recipe=recipe,
    )
    steps: list[float] = []
    ends: list[dict[str, float]] = []
    watch = Watch(step=lambda row, total: steps.append(row["train_loss"]), epoch=ends.append)
    with tempfile.TemporaryDirectory() as folder:
        train_run(data, Path(folder), settings, watch=watch, tell=lambda line: None)
        seconds = json.loads((Path(folder) / "run.json").read_text())["training_seconds"]
    return {"seconds": seconds, "accuracy": ends[-1]["validation_accuracy"], "losses": steps}


def run_side(side: str, options: argparse.Namespace) -> Result:
    """One side in a process of its own, with its peak memory in MiB."""
    command = [sys.executable, __file__, str(options.data), "--base", options.base]
    command += ["--epochs", str(options.epochs), "--side", side]
    command += ["--random-weights"] if options.random_weights else []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{side} ended with {status}")
    return {**json.loads(output.splitlines()[-1]), "peak": usage.ru_maxrss / 1024}


def measure_matmul(dtype: torch.dtype, size: int = 1024, rounds: int = 20) -> float:
    """Floating-point operations a second of a square matrix product; the best of ``rounds``."""
    left = torch.randn(size, size).to(dtype)
    best = float("inf")
    for _ in range(rounds + 1):  # the first one warms up
        start = time.perf_counter()
        left @ left
        best = min(best, time.perf_counter() - start)
    return 2 * size**3 / best


def count_operations(data: Path, epochs: int) -> float:
    """Floating-point operations of the matrix products that our side needs at GPT-2 small's size."""
    base = open_base(Settings(base="gpt2", random_weights=True))
    width, blocks = base.model.wte.embedding_dim, len(base.model.h)
    tokenizer = Tokenizer(base.tokens, base.pattern)
    operations = 0.0
    for name, passes in (("train.csv", 3 * epochs), ("validation.csv", epochs + 1)):
        lengths = SpamDataset(data / name, tokenizer).lengths
        tokens, messages = sum(lengths), len(lengths)
        operations += (blocks - 1) * tokens * 24 * width**2  # each frozen block once: 12 C^2 weights
        operations += passes * (tokens * 4 + messages * 20) * width**2  # keys and values; the rest once
    return operations


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--base")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--random-weights", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.base is None:
        options.base, options.random_weights = "gpt2", True
    arguments = (options.data, options.base, options.random_weights, options.epochs)
    if options.side:
        if options.side == "book":
            print(json.dumps(train_as_the_book(*arguments)))
        else:
            print(json.dumps(train_ours(*arguments, options.side)))
        return
    results = {side: run_side(side, options) for side in SIDES}
    book = results["book"]["seconds"]
    for side, result in results.items():
        print(
            f"{side}: {result['seconds']:.1f} s, ratio {book / result['seconds']:.1f}, "
            f"validation accuracy {result['accuracy']:.4f}, peak memory {result['peak']:.0f} MiB"
        )
    pairs = zip(results["ours-fp32"]["losses"], results["ours-uncached"]["losses"], strict=True)
    apart = max(abs(cached - uncached) for cached, uncached in pairs)
    print(f"largest difference between a loss with and without the cache: {apart:.1e}")
    peak = measure_matmul(torch.float32)
    share = count_operations(options.data, options.epochs) / results["ours-fp32"]["seconds"] / peak
    print(f"float32 peak {peak / 1e9:.0f} GFLOP/s; ours-fp32 reaches {share:.0%} of it over its whole time")


if __name__ == "__main__":
    main()
