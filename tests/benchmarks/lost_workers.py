"""Workers killed in the middle of a run, then the whole command; run again, and every line is counted.

    python tests/benchmarks/lost_workers.py [--size LINES] [--workers N]

Makes LINES lines (default ten million) and scans them with N workers (default 4) and a classifier that
costs nothing. When a quarter of the parts is done, three workers are killed with SIGKILL, one after another;
at half the command and all its workers are. Then the same command runs to its end. Ends with 1 unless each
line has exactly one verdict.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# The folder of a script is on its path.
from cluster import NOTHING, list_below, make_lines

KILLED = 3
WORKER = "spawn_main"  # in the command line of a worker


def start(words: list[str]) -> "subprocess.Popen[bytes]":
    """The command, with its workers in a group of its own."""
    return subprocess.Popen([sys.executable, "-m", "spamfilter", *words], start_new_session=True)


def wait_for(out: Path, count: int, process: "subprocess.Popen[bytes]") -> None:
    """Until ``count`` parts are done."""
    while sum(1 for _ in out.glob("*.parquet")) < count:
        if process.poll() is not None:
            sys.exit(f"the run ended with {process.returncode} before it could be killed")
        time.sleep(0.02)


def kill_workers(pid: int, count: int) -> None:
    """Kill one worker after another; each is started again."""
    killed: set[int] = set()
    while len(killed) < count:
        fresh = [one for one, words in list_below(pid).items() if WORKER in words and one not in killed]
        if fresh:
            os.kill(fresh[0], signal.SIGKILL)
            killed.add(fresh[0])
        time.sleep(0.2)
    print(f"killed {len(killed)} workers", flush=True)


def count_rows(out: Path, size: int) -> tuple[int, int]:
    """How many lines have no verdict, and how many more than one."""
    import pyarrow.parquet as pq

    seen = bytearray(size + 1)
    twice = 0
    for part in out.glob("*.parquet"):
        for number in pq.read_table(part, columns=["number"]).column("number").to_pylist():
            twice += seen[number]
            seen[number] = 1
    return size - sum(seen), twice


def main() -> None:
    """Run, kill, run again, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000_000)
    parser.add_argument("--workers", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, out, plugin = folder / "lines.txt", folder / "out", folder / "nothing.py"
        plugin.write_text(NOTHING)
        make_lines(source, options.size)
        part_size = max(source.stat().st_size // 400, 1000)
        words = [
            "--plugin", plugin, "dask", source, "-o", out, "-c", "nothing",
            "--workers", options.workers, "--part-size", part_size,
        ]  # fmt: skip
        begun = time.monotonic()
        first = start(list(map(str, words)))
        wait_for(out, 100, first)
        kill_workers(first.pid, KILLED)
        wait_for(out, 200, first)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        kept = {part.name: part.stat().st_mtime_ns for part in out.glob("*.parquet")}
        print(f"killed the command with {len(kept)} parts done", flush=True)
        if code := start(list(map(str, words))).wait():
            sys.exit(f"the second run ended with {code}")
        again = sum(part.stat().st_mtime_ns != kept.get(part.name, 0) for part in out.glob("*.parquet"))
        missing, twice = count_rows(out, options.size)
        manifest = json.loads((out / "manifest.json").read_bytes())
        print(f"{len(manifest['parts'])} parts, {again} of them made by the second run")
        print(f"{options.size:,} lines, {manifest['messages']:,} verdicts in the manifest; ", end="")
        print(f"{missing} missing, {twice} twice; {time.monotonic() - begun:.0f} s")
        if missing or twice or manifest["messages"] != options.size or not manifest["complete"]:
            sys.exit("something is missing or there twice")


if __name__ == "__main__":
    main()
