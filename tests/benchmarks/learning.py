"""What 10,000 learned messages cost, as ratios of processor time, both sides in one run.

Run ``python -m tests.benchmarks.learning``. Scoring is measured with the model's front, which answers where
nothing that was learned is near, and by the model alone.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from spamfilter import Message
from spamfilter.classifier import Classifier
from spamfilter.memory.example import Example
from spamfilter.memory.remembering import trace_texts, weigh_texts
from spamfilter.memory.store import Memory, Subject, open_memory
from spamfilter.plugin.choice import choose
from spamfilter.plugin.manager import create_manager
from tests.spamfilter.memory.test_store import make_example

LEARNED = 10_000
BATCH = 128


def widen(example: Example, width: int) -> Example:
    """The example with features as the model has them."""
    drawn = np.random.default_rng(example.time).normal(size=width)
    row = (drawn / np.linalg.norm(drawn)).astype(np.float16)
    return replace(example, traces=tuple(replace(trace, features=row) for trace in example.traces))


def measure(run: Callable[[], object]) -> float:
    """Seconds of processor time of the quickest of three runs."""
    spent = []
    for _ in range(3):
        start = time.process_time()
        run()
        spent.append(time.process_time() - start)
    return min(spent)


def learn_one(memory: Memory, width: int, classifier: Classifier, texts: list[Message]) -> None:
    """A correction, until the next message is judged by it."""
    memory.learn(widen(make_example(memory.knowledge().count), width))
    memory.knowledge().correct(trace_texts(classifier, texts)[1])


def main() -> None:
    """Print the figures."""
    classifier = choose(create_manager(), "gpt").classifier
    texts = [
        Message(f"Are we still on for lunch on day {row}, or {row * 7} later? Ann {row}")
        for row in range(BATCH)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path, subject = Path(folder) / "memory.db", Subject("gpt", "x")
        memory = open_memory(path, subject, create=True)
        features = trace_texts(classifier, texts[:1])[1][0].features
        width = 0 if features is None else len(features)
        memory.learn_all(widen(make_example(row), width) for row in range(LEARNED))
        opened = measure(lambda: open_memory(path, subject).knowledge())
        known = memory.knowledge()
        one = measure(lambda: learn_one(memory, width, classifier, texts[:1]))
        whole = classifier.without_front()  # type: ignore[attr-defined]
        for name, scorer in (("with the front", classifier), ("by the model alone", whole)):
            alone = measure(partial(scorer.score, texts))
            taught = measure(partial(weigh_texts, scorer, known, texts))
            print(f"scoring {BATCH} messages {name}: {taught / alone:.3f} times that without a memory")
        print(f"a correction: {1000 * one:.1f} ms; opening the memory: {1000 * opened:.1f} ms")
        print(f"size: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
