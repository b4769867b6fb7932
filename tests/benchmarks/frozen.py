"""The frozen blocks of SmolLM2 over messages: torch in float32 against onnxruntime in int8.

    python tests/benchmarks/frozen.py MESSAGES [--rows N] [--frozen N] [--tokens N]

MESSAGES is what `gpt train` reads. Prints messages a second of both, how many times one is the other, and how
far their states lie apart: the norm of the difference by that of the states.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import torch
from spamfilter_gpt.network.classifier import ClassHead, SpamClassifier
from spamfilter_gpt.records.recipe import Settings
from spamfilter_gpt.records.rows import read_sources
from spamfilter_gpt.training.dataset import SpamDataset, make_batch
from spamfilter_gpt.training.frozen.cache import Prefix, PrefixCache
from spamfilter_gpt.training.frozen.states import Int8Blocks, Int8States
from spamfilter_gpt.weights.bases import cut_blocks, load_base

LAYERS = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("messages", type=Path)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--frozen", type=int, default=LAYERS - 1)
    parser.add_argument("--tokens", type=int, default=160)
    options = parser.parse_args()
    base = cut_blocks(load_base("smollm2", drop_rate=0.0, random_weights=False), LAYERS)
    model = SpamClassifier(base.model, ClassHead(base.model.wte.embedding_dim, "mean"))
    rows = read_sources(options.messages, replace(Settings(), base="smollm2")).train
    data = SpamDataset.of(rows, base.make_tokenizer(2), options.tokens, base.pad_token_id)
    data = data.draw(options.rows, 1)
    with tempfile.TemporaryDirectory() as folder:
        caches: dict[str, PrefixCache | Int8States] = {}
        exact = Prefix(model, data, options.frozen, None, "fp32")
        caches["torch, float32"] = PrefixCache(exact, 10**9, Path(folder))
        start = time.monotonic()
        blocks = Int8Blocks(model, options.frozen)
        print(f"made the int8 program in {time.monotonic() - start:.1f} s")
        caches["onnxruntime, int8"] = Int8States(blocks, data, Path(folder), lambda rows: None)
        for name, cache in caches.items():
            speed, tokens = len(data) / cache.seconds, sum(data.lengths) / cache.seconds
            print(f"{name}: {speed:.1f} messages/s, {tokens:.0f} tokens/s, {torch.get_num_threads()} threads")
        first, second = (cache.seconds for cache in caches.values())
        batch = make_batch(data, range(len(data)))
        states = [cache.states(batch) for cache in caches.values()]
        apart = (states[0] - states[1]).norm() / states[0].norm()
        print(f"int8 is {first / second:.2f} times as quick; states {apart:.3f} apart")


if __name__ == "__main__":
    main()
