"""``scan`` of a mailbox: how much of the time is parsing, and that memory does not grow with the mailbox.

    python tests/benchmarks/mailboxes.py [FOLDER] [--mails N] [--large MEGABYTES]

FOLDER holds real mails, a file each, at any depth; N of them are written to a mailbox (default: all). Prints
mails a second of reading alone and of the whole scan with the shipped model, and the share of reading, which
should stay under a quarter. Then peak memory of a scan, by a classifier that costs nothing, of a mailbox of
2 MB and of one of MEGABYTES (10000 for the 10 GB of the README); both are made up of mails of 10 kB, one in
twenty of them HTML.
"""

import argparse
import mailbox
import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from spamfilter.readers import open_source

PLUGIN = Path(__file__).parents[1] / "data" / "wordlist-plugin"
SMALL = 2
FROM = b"From jo@example.org Thu Aug 22 12:36:23 2002\n"
HTML = b"Subject: Minutes\nContent-Type: text/html\n\n"
PLAIN = b"Subject: Minutes\n\n"
MAILS = FROM + HTML + b"<p>Are we still on for dinner on Sunday? <b>Mum</b> asks.\n" * 170 + b"\n"
MAILS += 19 * (FROM + PLAIN + b"Are we still on for dinner on Sunday? Mum asks.\n" * 200 + b"\n")


def write_mails(folder: Path, count: int | None, path: Path) -> int:
    """A mailbox of ``count`` mails of ``folder``; how many there were."""
    box = mailbox.mbox(path)
    for message in islice(open_source(str(folder)), count):
        box.add(message.raw)
    box.close()
    return sum(1 for _ in open_source(str(path)))


def run_scan(path: Path, *options: str) -> float:
    """Seconds of one scan of ``path``."""
    command = [sys.executable, "-m", "spamfilter", "scan", "--quiet", *options, str(path)]
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def measure_split(folder: Path, count: int | None, path: Path) -> None:
    """Print what reading costs beside the whole."""
    found = write_mails(folder, count, path)
    start = time.perf_counter()
    for _ in open_source(str(path)):
        pass
    reading = time.perf_counter() - start
    whole = run_scan(path)
    print(f"{found} mails, {path.stat().st_size / 1e6:.0f} MB")
    print(f"reading {found / reading:,.0f} mails/s, scan {found / whole:,.0f} mails/s")
    print(f"reading is {reading / whole:.1%} of the scan")


def measure_peak(path: Path) -> float:
    """Peak resident memory of one scan of ``path`` that selects a mailbox, in MiB."""
    command = [
        sys.executable,
        "-m",
        "spamfilter",
        "--plugin",
        "spamfilter_wordlist",
        "scan",
        "-c",
        "wordlist",
    ]
    process = subprocess.Popen(
        [*command, "--raw", str(path)],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(PLUGIN)},
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the scan of {path} ended with {status}")
    return usage.ru_maxrss / 1024


def measure_growth(large: int, path: Path) -> None:
    """Print peak memory of a small and of a large mailbox."""
    peaks = []
    for megabytes in (SMALL, large):
        with path.open("wb") as stream:
            for _ in range(megabytes * 10**6 // len(MAILS)):
                stream.write(MAILS)
        peaks.append(measure_peak(path))
    print(f"{SMALL} MB {peaks[0]:.0f} MiB, {large} MB {peaks[1]:.0f} MiB, ratio {peaks[1] / peaks[0]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--mails", type=int, help="how many of them")
    parser.add_argument("--large", type=int, default=1000, help="megabytes of the large mailbox")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.folder:
            measure_split(options.folder, options.mails, Path(folder) / "mails.mbox")
        measure_growth(options.large, Path(folder) / "made-up.mbox")


if __name__ == "__main__":
    main()
