"""Start-up of ``spamfilter --help`` against ``python -c "import click, pluggy"``, both in one run.

python tests/benchmarks/startup.py
"""

import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROUNDS = 21
SCRIPT = Path(sysconfig.get_path("scripts")) / "spamfilter"


def measure(command: list[str]) -> float:
    """Seconds that ``command`` takes."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    commands = {
        "import click, pluggy": [sys.executable, "-c", "import click, pluggy"],
        "spamfilter --help": [str(SCRIPT), "--help"],
        "scan of this file": [str(SCRIPT), "scan", __file__, "--quiet"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):  # turn by turn, so that a busy moment of the machine meets all of them
        for name, command in commands.items():
            times[name].append(measure(command))
    floor = min(times["import click, pluggy"])
    for name, seconds in times.items():
        print(f"{name}: {min(seconds) * 1000:.0f} ms, {min(seconds) / floor:.2f} times the imports")


if __name__ == "__main__":
    main()
