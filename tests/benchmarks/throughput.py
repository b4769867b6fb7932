"""Messages a second of ``scan``: what sorting, batches and threads bring, all in one run.

    python tests/benchmarks/throughput.py FILE [OPTIONS OF SCAN]

FILE holds one message a line; a few thousand real ones, for the lengths decide. OPTIONS may name a --model.
"""

import subprocess
import sys
import time
from pathlib import Path

SETTINGS = {
    "one at a time": ["--batch-size", "1", "--jobs", "1"],
    "batches of 32": ["--batch-size", "32", "--jobs", "1"],
    "batches of 128": ["--jobs", "1"],
    "two at a time": ["--jobs", "2"],
    "one a processor (default)": [],
}


def main() -> None:
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    path = Path(sys.argv[1])
    count = path.read_bytes().count(b"\n")
    rates = {}
    outputs = set()
    for name, options in SETTINGS.items():
        start = time.perf_counter()
        command = [sys.executable, "-m", "spamfilter", "scan", str(path), *options, *sys.argv[2:]]
        outputs.add(subprocess.run(command, capture_output=True, check=True).stdout)
        rates[name] = count / (time.perf_counter() - start)
    for name, rate in rates.items():
        print(f"{name}: {rate:.0f} messages/s, ratio {rate / rates['one at a time']:.2f}")
    print(f"outputs that differ: {len(outputs) - 1}")


if __name__ == "__main__":
    main()
