"""Two loops of ``learn`` and four of ``scan`` on one memory, with kill -9 in between.

    python tests/benchmarks/killed.py [--seconds N]

For N seconds (default 60) real commands run side by side, of which about half are killed at a moment drawn by
chance. Then the memory must open, hold every message of each ``learn`` that ended, none twice, and none that
nobody taught; and each ``scan`` that ended must have given a verdict for every line. Prints what was counted,
and ends with 1 if any of this is not so.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from spamfilter import Message
from spamfilter.memory.example import identify
from spamfilter.memory.store import open_memory

COMMAND = [sys.executable, "-m", "spamfilter"]
TAUGHT, JUDGED = 5, 40  # messages of a command
LONGEST = 3.0  # seconds until a kill


class Bench:
    """What the threads share: where the memory is, what ended, and what is wrong."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder, self.memory = folder, folder / "memory.db"
        self.end = time.monotonic() + seconds
        self.counts: Counter[str] = Counter()
        self.given: set[str] = set()
        self.learned: set[str] = set()
        self.wrong: list[str] = []

    def run(self, name: str, draw: random.Random, *arguments: object) -> str | None:
        """What a command printed; None where it was killed."""
        process = subprocess.Popen(
            [*COMMAND, *map(str, arguments), "--memory", str(self.memory), "--model", "tiny"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            out, errors = process.communicate(timeout=draw.uniform(0, LONGEST) if draw.random() < 0.5 else 60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.counts[f"{name} killed"] += 1
            return None
        if process.returncode or errors:
            self.wrong.append(f"{name}: exit {process.returncode}: {errors}")
        self.counts[f"{name} ended"] += 1
        return out

    def learn(self, number: int) -> None:
        """Teach messages of its own until the end."""
        draw, turn = random.Random(number), 0
        while time.monotonic() < self.end:
            lines = [f"lesson {one} of turn {turn} by teacher {number}" for one in range(TAUGHT)]
            keys = {identify(Message(line)) for line in lines}
            source = self.folder / f"{number}-{turn}.txt"
            source.write_text("\n".join(lines) + "\n")
            self.given |= keys
            if self.run("learn", draw, "learn", "--spam" if turn % 2 else "--ham", source) is not None:
                self.learned |= keys
            turn += 1

    def scan(self, number: int) -> None:
        """Judge the same messages until the end."""
        draw = random.Random(number)
        source = self.folder / f"scan{number}.txt"
        source.write_text("\n".join(f"see you at {one}" for one in range(JUDGED)) + "\n")
        while time.monotonic() < self.end:
            out = self.run("scan", draw, "scan", source)
            if out is not None and out.count("\n") != JUDGED:
                self.wrong.append(f"scan: {out.count(chr(10))} of {JUDGED} verdicts")


def main() -> None:
    """Run, count, and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), options.seconds)
        first = Bench(bench.folder, 0)
        (bench.folder / "first.txt").write_text("the first lesson\n")
        first.run("learn", random.Random(2), "learn", "--ham", bench.folder / "first.txt")
        bench.given.add(identify(Message("the first lesson")))
        works = [*((bench.learn, number) for number in (1, 2)), *((bench.scan, 10 + n) for n in range(4))]
        threads = [threading.Thread(target=work, args=(number,)) for work, number in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        keys = [example.key for example in open_memory(bench.memory, None).examples()]
    twice, lost, strange = len(keys) - len(set(keys)), bench.learned - set(keys), set(keys) - bench.given
    if twice or lost or strange:
        bench.wrong.append(f"{twice} are there twice, {len(lost)} are lost, {len(strange)} nobody taught")
    print(", ".join(f"{count} {kind}" for kind, count in sorted(bench.counts.items())))
    print(f"{len(bench.learned)} messages of commands that ended, {len(keys)} in the memory")
    sys.exit("\n".join(bench.wrong) or None)


if __name__ == "__main__":
    main()
