"""``scan`` of tables: memory that does not grow with them, and what a large group of rows costs.

    python tests/benchmarks/tables.py [--rows N] [--group MEGABYTES] [--forms parquet arrow csv]

Writes a table of 100,000 rows and one of N (default ten million) in each form, of messages of about 70
characters, and scans both with a classifier that costs nothing. Prints rows a second and peak memory of each;
the two should be alike. Then the peak of a Parquet and an Arrow file that is one group of rows of MEGABYTES
(default 1000), above that of the small table: it should be under 1.5 times the group.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

SMALL = 100_000
PART = 50_000  # rows that are made at a time
LONG = 1000  # characters of a message in a large group
PLUGIN = """
from spamfilter import ClassifierEntry, Policy, hookimpl

class Nothing:
    policy = Policy(ham_below=0.3, spam_above=0.7)

    def score(self, messages):
        return [0.0] * len(messages)

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("nothing", "costs nothing", lambda model: Nothing())]
"""


def make_parts(rows: int, padding: int = 0) -> "Iterator[pa.RecordBatch]":
    """``rows`` messages with a number and a label."""
    import pyarrow as pa

    for start in range(0, rows, PART):
        numbers = range(start, min(start + PART, rows))
        texts = [
            f"Are we still on for lunch at {number}, or was it dinner? {'x' * padding}" for number in numbers
        ]
        labels = [number % 10 == 0 for number in numbers]
        yield pa.record_batch({"id": list(numbers), "text": texts, "label": labels})


def write_parquet(path: Path, rows: int) -> None:
    import pyarrow.parquet as pq

    parts = make_parts(rows)
    first = next(parts)
    with pq.ParquetWriter(path, first.schema) as writer:
        for part in (first, *parts):
            writer.write_batch(part)


def write_arrow(path: Path, rows: int) -> None:
    import pyarrow as pa

    parts = make_parts(rows)
    first = next(parts)
    with pa.ipc.new_file(path, first.schema) as writer:
        for part in (first, *parts):
            writer.write_batch(part)


def write_csv(path: Path, rows: int) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "text", "label"))
        for part in make_parts(rows):
            writer.writerows(zip(*(column.to_pylist() for column in part.columns), strict=True))


def write_group(path: Path, megabytes: int) -> None:
    """A file that is one group of rows, by its name Parquet or Arrow."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_batches(make_parts(megabytes * 1000, LONG)).combine_chunks()
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=len(table), compression="none", use_dictionary=False)
    else:
        with pa.ipc.new_file(path, table.schema) as writer:
            writer.write_table(table)


WRITERS: dict[str, Callable[[Path, int], None]] = {
    "parquet": write_parquet,
    "arrow": write_arrow,
    "csv": write_csv,
    "group": write_group,
}
FORMS = ("parquet", "arrow", "csv")


def write_apart(kind: str, path: Path, size: int) -> None:
    """Write a table in a process of its own: the peak of a process is never under that of its parent."""
    subprocess.run([sys.executable, __file__, "--write", kind, str(path), str(size)], check=True)


def measure_scan(path: Path) -> tuple[float, float]:
    """Seconds and peak resident memory in MiB of one scan of ``path``."""
    command = [sys.executable, "-m", "spamfilter", "--plugin", "nothing_plugin"]
    command += ["scan", "-c", "nothing", "--quiet", str(path)]
    folders = [str(path.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    start = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(folders)})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the scan of {path} ended with {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def measure_growth(form: str, rows: int, folder: Path) -> float:
    """Print what a small and a large table cost; the peak of the small one."""
    peaks = []
    for count in (SMALL, rows):
        path = folder / f"made-up.{form}"
        write_apart(form, path, count)
        seconds, peak = measure_scan(path)
        size = path.stat().st_size / 1e6
        print(f"{form}: {count:,} rows, {size:.0f} MB: {count / seconds:,.0f} rows/s, peak {peak:.0f} MiB")
        peaks.append(peak)
        path.unlink()
    print(f"{form}: ratio {peaks[1] / peaks[0]:.2f}")
    return peaks[0]


def measure_group(form: str, megabytes: int, folder: Path, least: float) -> None:
    """Print what one group of rows costs above ``least``, the peak of a small table."""
    path = folder / f"group.{form}"
    write_apart("group", path, megabytes)
    size = path.stat().st_size / 2**20
    _, peak = measure_scan(path)
    print(
        f"{form}: a group of {size:.0f} MiB: {(peak - least) / size:.2f} times its size above {least:.0f} MiB"
    )
    path.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000, help="of the large table")
    parser.add_argument("--group", type=int, default=1000, help="megabytes of one group of rows")
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=FORMS)
    parser.add_argument("--write", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        kind, path, size = options.write
        WRITERS[kind](Path(path), int(size))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "nothing_plugin.py").write_text(PLUGIN)
        for form in options.forms:
            least = measure_growth(form, options.rows, folder)
            if form != "csv":
                measure_group(form, options.group, folder, least)


if __name__ == "__main__":
    main()
