"""Messages a second of ``spamfilter.load`` beside a naive loop and the ``scan`` command, all in one run.

    python tests/benchmarks/python_api.py FILE [MODEL]

FILE holds one message a line; a few thousand real ones, for the lengths decide. MODEL is a shipped name or a
path. The commands' time has their start in it, the others' that of loading.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import spamfilter
from spamfilter.readers.lines import read_lines


def load_and_score(texts: list[str], model: str, threads: int | None) -> list[float]:
    return spamfilter.load(model=model, threads=threads).score(texts).tolist()


def loop(texts: list[str], model: str) -> list[float]:
    """What somebody writes who does not know of batches."""
    classifier = spamfilter.load(model=model, threads=1)
    return [float(classifier.score([text])[0]) for text in texts]


def scan(path: str, model: str, *options: str) -> list[float]:
    command = [sys.executable, "-m", "spamfilter", "scan", path, "--model", model, *options]
    done = subprocess.run([*command, "--format", "text"], capture_output=True, check=True)
    return [float(line.split(b"\t")[1]) for line in done.stdout.splitlines()]


def main() -> None:
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    path, model = sys.argv[1], (sys.argv[2:] or ["embedded"])[0]
    with Path(path).open("rb") as stream:
        texts = [message.text for message in read_lines(stream, path)]
    spamfilter.load(model=model)  # so that no side pays for what is imported
    sides: dict[str, Callable[[], list[float]]] = {
        "a loop, one text a call": lambda: loop(texts, model),
        "score(texts), one thread": lambda: load_and_score(texts, model, 1),
        "score(texts), the default": lambda: load_and_score(texts, model, None),
        "the scan command": lambda: scan(path, model),
        "the scan command, two jobs": lambda: scan(path, model, "--jobs", "2"),
    }
    rates, scores = {}, {}
    for name, side in sides.items():
        start = time.perf_counter()
        scores[name] = side()
        rates[name] = len(texts) / (time.perf_counter() - start)
    first = next(iter(sides))
    for name, rate in rates.items():
        print(f"{name}: {rate:.0f} messages/s, ratio {rate / rates[first]:.2f}")
    wrong = [name for name in sides if np.abs(np.subtract(scores[name], scores[first])).max() > 6e-5]
    print(f"sides whose scores differ: {len(wrong)}")


if __name__ == "__main__":
    main()
