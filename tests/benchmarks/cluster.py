"""One and two workers of Dask against ``scan --jobs``: messages a second, and the memory of each process.

    python tests/benchmarks/cluster.py [--size LINES] [--model NAME] [--part-size BYTES]

Makes LINES lines (default 40,000) of the messages in tests/data and scans them with ``scan --jobs 1`` and
``2`` and ``dask --workers 1`` and ``2``, each a process of its own, its start shown apart. Verdicts must be
the same bytes. Then the peak memory of a worker on LINES lines and on ten times as many, with a classifier
that costs nothing: the two should be alike.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
NOTHING = """
from spamfilter import ClassifierEntry, Policy, hookimpl

class Nothing:
    policy = Policy(ham_below=0.3, spam_above=0.7)

    def score(self, messages):
        return [0.0] * len(messages)

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("nothing", "costs nothing", lambda model: Nothing())]
"""


@dataclass(frozen=True, slots=True)
class Run:
    """How long a command took, and the most memory that one of its processes, and one below it, held."""

    seconds: float
    own: int
    largest: int


def make_lines(path: Path, count: int) -> None:
    """``count`` lines, no two of them the same."""
    texts = (DATA / "inbox.txt").read_text(encoding="utf-8").splitlines()
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(f"{texts[number % len(texts)]} ({number})\n")


def list_below(root: int) -> dict[int, str]:
    """The processes below ``root``, with their command lines."""
    parents: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                words = (entry / "cmdline").read_text().replace("\0", " ")
            except (OSError, ValueError, IndexError):
                continue
            parents[int(entry.name)] = parent, words
    found: dict[int, str] = {}
    waiting = [root]
    while waiting:
        above = waiting.pop()
        below = {pid: words for pid, (parent, words) in parents.items() if parent == above}
        found |= below
        waiting += below
    return found


def measure_peak(pid: int) -> int:
    """The most memory that a process has held so far, in KiB; 0 where it has gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def run(*words: object) -> Run:
    """A command of the program; its memory is looked at ten times a second."""
    start = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "spamfilter", *map(str, words)], stderr=subprocess.PIPE)
    own = largest = 0
    while process.poll() is None:
        own = max(own, measure_peak(process.pid))
        largest = max([largest, *map(measure_peak, list_below(process.pid))])
        time.sleep(0.1)
    assert process.stderr
    errors = process.stderr.read().decode()
    process.stderr.close()
    if process.returncode:
        sys.exit(errors)
    return Run(time.monotonic() - start, own, largest)


def compare(folder: Path, options: argparse.Namespace) -> None:
    """The same lines by all four commands."""
    source, model = folder / "lines.txt", ("--model", options.model) if options.model else ()
    make_lines(source, options.size)
    (folder / "one.txt").write_text("hello\n")
    print(f"{options.size:,} lines, {os.cpu_count()} processors\n")
    print(
        "| command | s | of that start | messages/s | largest process, MB |\n| --- | --: | --: | --: | --: |"
    )
    rates: dict[str, float] = {}
    commands: dict[str, tuple[object, ...]] = {}
    for count in (1, 2):
        scan = ("scan", "--no-memory", "--format", "jsonl", "--jobs", count, "-o")
        cut = ("--part-size", options.part_size)
        commands[f"scan --jobs {count}"] = (*scan, folder / f"scan{count}.jsonl")
        commands[f"dask --workers {count}"] = (
            "dask", "--format", "jsonl", *cut, "--workers", count, "-o", folder / f"dask{count}",
        )  # fmt: skip
    for name, words in commands.items():
        start = run(*words[:-1], f"{words[-1]}-start", folder / "one.txt", *model)
        done = run(*words, source, *model)
        rates[name] = options.size / max(done.seconds - start.seconds, 0.001)
        peak = max(done.own, done.largest) / 1024
        print(f"| `{name}` | {done.seconds:.1f} | {start.seconds:.1f} | {rates[name]:,.0f} | {peak:.0f} |")
    print(
        f"\ntwo workers are {rates['dask --workers 2'] / rates['dask --workers 1']:.2f} times one, ", end=""
    )
    print(f"one is {rates['dask --workers 1'] / rates['scan --jobs 1']:.2f} times scan --jobs 1")
    check_equal(folder)


def check_equal(folder: Path) -> None:
    """End with 1 unless all verdicts are the same."""
    expected = (folder / "scan1.jsonl").read_bytes()
    if (folder / "scan2.jsonl").read_bytes() != expected:
        sys.exit("scan --jobs 2 gives other verdicts")
    for count in (1, 2):
        parts = sorted((folder / f"dask{count}").glob("*.jsonl"))  # by name, which has the place
        if b"".join(part.read_bytes() for part in parts) != expected:
            sys.exit(f"dask --workers {count} gives other verdicts")
    print("all verdicts are the same bytes\n")


def measure_memory(folder: Path, size: int) -> None:
    """A worker on a file and on one ten times as large."""
    plugin = folder / "nothing.py"
    plugin.write_text(NOTHING)
    print("| lines | largest worker, MB | the command, MB |\n| --: | --: | --: |")
    for count in (size, 10 * size):
        source = folder / f"{count}.txt"
        make_lines(source, count)
        words = (
            "--plugin",
            plugin,
            "dask",
            source,
            "-c",
            "nothing",
            "--workers",
            2,
            "-o",
            folder / f"m{count}",
        )
        done = run(*words)
        print(f"| {count:,} | {done.largest / 1024:.0f} | {done.own / 1024:.0f} |")
        source.unlink()


def main() -> None:
    """Compare, then measure memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--size", type=int, default=40_000)
    parser.add_argument("--model")
    parser.add_argument("--part-size", default="64K")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        compare(Path(name), options)
        measure_memory(Path(name), 5 * options.size)


if __name__ == "__main__":
    main()
