"""What the front of a model saves, and what it costs: messages a second, labels, areas, with and without.

    python tests/benchmarks/front.py SOURCE [--labelled] [--model M] [--jobs N] [--rounds N] [--rivals]

SOURCE is what ``scan`` reads: lines, a mailbox, a folder of mails. With --labelled it holds lines of a label,
a tab and a text, as UCI's collection does; then areas under the ROC curve are compared, and with --rivals
TF-IDF and bogofilter, where it is installed, learn the first half and judge all.

All in one run, each command from its start to its end, the quickest of the rounds; peaks in MB are of whole
processes. ``ratio`` is how many times as quick a command is as the model alone. SpamAssassin's own spamd is
beside ours in ``spamd.py``, and Dask in ``cluster.py``.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCAN = [sys.executable, "-m", "spamfilter", "scan", "--no-memory", "--format", "jsonl"]


@dataclass(frozen=True, slots=True)
class Run:
    """One command over all messages: ``seconds``, its ``peak`` in MB, and the ``output``."""

    seconds: float
    peak: float
    output: bytes

    def read(self) -> list[tuple[str, float]]:
        """Label and score of each message, as scan's jsonl has them."""
        found = map(json.loads, self.output.splitlines())
        return [(str(one["label"]), float(one["score"])) for one in found]


def run(command: Sequence[str], source: Path | None = None) -> Run:
    """``command`` to its end, reading ``source``; bogofilter ends with its last verdict, 0 to 2."""
    with Path(source or os.devnull).open("rb") as stream:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=stream, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ((0, 1, 2) if source else (0,)):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(time.perf_counter() - start, usage.ru_maxrss / 1024, output)


def read_labelled(path: Path) -> tuple[list[str], list[str]]:
    """Labels and texts of lines ``label TAB text``."""
    pairs = [line.split("\t", 1) for line in path.read_text(errors="replace").split("\n") if "\t" in line]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def add_rivals(folder: Path, labels: list[str], texts: list[str]) -> dict[str, list[str]]:
    """Commands of what learns the first half of the messages and then judges all."""
    half = len(texts) // 2
    rows = "".join(f"{label}\t{text}\n" for label, text in zip(labels[:half], texts[:half], strict=True))
    (folder / "half.txt").write_text(rows)
    train = [sys.executable, "-m", "spamfilter", "ngram", "train", str(folder / "half.txt")]
    subprocess.run([*train, "-o", str(folder / "ngrams")], check=True, capture_output=True)
    found = {"TF-IDF": [*SCAN, "-c", "ngram", "--model", str(folder / "ngrams"), str(folder / "lines.txt")]}
    if shutil.which("bogofilter"):
        for label, flag in (("spam", "-s"), ("ham", "-n")):
            some = [text for one, text in zip(labels[:half], texts[:half], strict=True) if one == label]
            box = "".join(f"From a Sat Jan  1 00:00:00 2000\n\n{text}\n\n" for text in some)
            subprocess.run(
                ["bogofilter", "-M", flag, "-d", str(folder)], input=box.encode(), check=False, timeout=300
            )
        found["bogofilter"] = ["bogofilter", "-M", "-T", "-d", str(folder)]
    return found


def print_agreement(first: Run, second: Run, labels: list[str]) -> None:
    """How the verdicts of two runs agree."""
    pairs = list(zip(first.read(), second.read(), strict=True))
    same = sum(one[0] == other[0] for one, other in pairs)
    own = sum(one[1] == other[1] for one, other in pairs)
    print(f"labels equal: {same} of {len(pairs)}, {same / len(pairs):.2%}")
    print(f"scores that are the model's own: {own / len(pairs):.1%}")
    if labels:
        from sklearn.metrics import (
            roc_auc_score,  # here, for a command's peak begins with this process's memory
        )

        spam = [label == "spam" for label in labels]
        areas = [roc_auc_score(spam, [row[1] for row in rows]) for rows in zip(*pairs, strict=True)]
        lost = [
            sum(row[0] == "spam" and not one for row, one in zip(rows, spam, strict=True))
            for rows in zip(*pairs, strict=True)
        ]
        print(f"area under the ROC curve: {areas[0]:.4f}, of the model alone {areas[1]:.4f}")
        print(f"ham called spam: {lost[0]}, by the model alone {lost[1]}")


def main() -> None:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("--labelled", action="store_true")
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--jobs", default="1")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--rivals", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, labels, texts = Path(name), list[str](), list[str]()
        source = wanted.source
        if wanted.labelled:
            labels, texts = read_labelled(source)
            source = folder / "lines.txt"
            source.write_text("".join(f"{text}\n" for text in texts))
        scan = [*SCAN, "--jobs", wanted.jobs]
        commands = {
            "the model alone": [*scan, "--model", wanted.model, "--no-front", str(source)],
            "with its front": [*scan, "--model", wanted.model, str(source)],
            "tiny": [*scan, "--model", "tiny", str(source)],
        }
        if wanted.rivals:
            commands |= add_rivals(folder, labels, texts)
            box = "".join(f"From a Sat Jan  1 00:00:00 2000\n\n{text}\n\n" for text in texts)
            (folder / "box").write_text(box)
        best: dict[str, Run] = {}
        for _ in range(wanted.rounds):
            for key, command in commands.items():
                found = run(command, folder / "box" if key == "bogofilter" else None)
                best[key] = min(found, best.get(key, found), key=lambda one: one.seconds)
        count = len(best["the model alone"].read())
        alone = best["the model alone"].seconds
        print(f"{count} messages, {wanted.jobs} at a time")
        for key, one in best.items():
            rate, ratio = count / one.seconds, alone / one.seconds
            print(f"{key:16} {rate:9.1f} messages/s  ratio {ratio:7.2f}  peak {one.peak:5.0f} MB")
        print_agreement(best["with its front"], best["the model alone"], labels)


if __name__ == "__main__":
    main()
