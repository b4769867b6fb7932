"""What 10,000 learned messages cost, as ratios of processor time, both sides in one run.

Run ``python -m tests.benchmarks.learning``.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from spamfilter import Message
from spamfilter.memory.remembering import trace_texts
from spamfilter.memory.store import Subject, open_memory
from spamfilter.plugin.choice import choose
from spamfilter.plugin.manager import create_manager
from tests.spamfilter.memory.test_store import make_example

LEARNED = 10_000
BATCH = 128


def measure(run: Callable[[], object]) -> float:
    """Seconds of processor time of the quickest of three runs."""
    spent = []
    for _ in range(3):
        start = time.process_time()
        run()
        spent.append(time.process_time() - start)
    return min(spent)


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
        memory.learn_all(map(make_example, range(LEARNED)))
        opened = measure(lambda: open_memory(path, subject).knowledge())
        known = memory.knowledge()
        one = measure(lambda: memory.learn(make_example(LEARNED + known.count)) and memory.knowledge())
        alone = measure(lambda: classifier.score(texts))
        traced = measure(lambda: known.correct(trace_texts(classifier, texts)[1]))
        print(f"scoring {BATCH} messages: {traced / alone:.3f} times that without a memory")
        print(f"a correction: {1000 * one:.1f} ms; opening the memory: {1000 * opened:.1f} ms")
        print(f"size: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
