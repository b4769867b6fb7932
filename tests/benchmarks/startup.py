"""What a start costs: ``--help``, and a cold ``scan`` of one line, beside imports that it cannot do without.

    python tests/benchmarks/startup.py [ROUNDS]

The line is one that the front answers; with ``--no-front`` the blocks are asked. All in turn in one run
(default 21 rounds), the least and the median of each, and the peak of its memory.
"""

import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

SCRIPT = Path(sysconfig.get_path("scripts")) / "spamfilter"
LINE = "Are you coming to the station at six?\n"
UNIT = 1 if sys.platform == "darwin" else 1024  # of a peak, in bytes


def measure(command: list[str]) -> tuple[float, float]:
    """Seconds that ``command`` takes, and its peak in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return seconds, usage.ru_maxrss * UNIT / 1e6


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    with tempfile.TemporaryDirectory() as folder:
        line = Path(folder) / "line.txt"
        line.write_text(LINE, encoding="utf-8")
        scan = [str(SCRIPT), "scan", "--no-memory", str(line)]
        commands = {
            "import click, pluggy": [sys.executable, "-c", "import click, pluggy"],
            "import numpy, onnxruntime": [sys.executable, "-c", "import numpy, onnxruntime"],
            "spamfilter --help": [str(SCRIPT), "--help"],
            "scan of one line": scan,
            "the same, --no-front": [*scan, "--no-front"],
            "the same, --model tiny": [*scan, "--model", "tiny"],
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(rounds):  # turn by turn, so that a busy moment of the machine meets all of them
            for name, command in commands.items():
                found[name].append(measure(command))
    floor = min(found["import click, pluggy"])[0]
    for name, runs in found.items():
        seconds = [one for one, _ in runs]
        peak = max(peak for _, peak in runs)
        print(
            f"{name:26} {min(seconds) * 1000:5.0f} ms, median {statistics.median(seconds) * 1000:5.0f} ms, "
            f"{min(seconds) / floor:4.1f} times the first, {peak:4.0f} MB"
        )


if __name__ == "__main__":
    main()
