"""Peak memory of ``scan`` on a small and on a large file of the same kind, both in one run.

    python tests/benchmarks/memory.py [--large MEGABYTES]

Two kinds: lines of 1,000 bytes through a classifier that costs nothing, so that the host is what is
measured, and lines of a million bytes through the GPT. Prints MiB of both sides and their ratio.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PLUGIN = Path(__file__).parents[1] / "data" / "wordlist-plugin"
SMALL = 2


def write_lines(path: Path, megabytes: int, width: int) -> None:
    line = (b"Are we still on for dinner on Sunday? Mum asks. " * (width // 48 + 1))[: width - 1] + b"\n"
    with path.open("wb") as stream:
        for _ in range(megabytes * 10**6 // width):
            stream.write(line)


def measure_peak(path: Path, *options: str) -> float:
    """Peak resident memory of one scan of ``path``, in MiB."""
    command = [sys.executable, "-m", "spamfilter", *options, str(path)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(PLUGIN)}
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} ended with {status}")
    return usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--large", type=int, default=2000, help="megabytes of the large file")
    large = parser.parse_args().large
    kinds = {
        "1,000-byte lines, word list": (
            1000,
            ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist"],
        ),
        "1,000,000-byte lines, GPT": (10**6, ["scan"]),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.txt"
        for kind, (width, options) in kinds.items():
            peaks = []
            for megabytes in (SMALL, large):
                write_lines(path, megabytes, width)
                peaks.append(measure_peak(path, *options))
            small, big = peaks
            print(
                f"{kind}: {SMALL} MB {small:.0f} MiB, {large} MB {big:.0f} MiB, ratio {big / small:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
