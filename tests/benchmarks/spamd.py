"""``spamfilter spamd`` under load beside SpamAssassin's own spamd, both asked by the real spamc, in one run.

    python tests/benchmarks/spamd.py [FOLDER] [--mails N] [--rival-mails N] [--clients N] [--jobs N]

FOLDER holds real mails, a file each, at any depth; they are used again until there are N (default 10,000).
Without it the mails are made up. N clients (default 64) are at work at once; each starts spamc, which asks
one server or the other by a Unix socket, and checks that the mail comes back whole. Ours scores N batches at
a time (default: one a processor). SpamAssassin's server runs as it comes (up to five processes) but for
``--local`` (no network); it is slow, so it may get fewer mails.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

MADE_UP = [
    b"From: anna@example.org\nSubject: Minutes %d\n\n" % n
    + b"The notes of Thursday are below, please read.\n" * n
    for n in range(1, 100)
]
MARK = b"X-Spam-Status: "
LARGEST = 500 * 1024  # spamc passes on larger mails without asking


@contextmanager
def serve(command: Sequence[str], path: Path) -> Iterator[None]:
    """A server that listens on ``path``."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        ping = ["spamc", "-F", "/dev/null", "-U", str(path), "-K"]
        while not path.exists() or subprocess.run(ping, capture_output=True, check=False).returncode:
            if process.poll() is not None:
                raise SystemExit(f"cannot start: {' '.join(command)}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def ask(path: Path, mail: bytes) -> tuple[float, str]:
    """Seconds of one spamc, and whether its reply is ``whole``, ``unmarked`` or ``lost``."""
    command = ["spamc", "-F", "/dev/null", "-U", str(path), "--headers"]
    start = time.perf_counter()
    done = subprocess.run(command, input=mail, capture_output=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode or find_body(done.stdout) != find_body(mail):
        return seconds, "lost"
    return seconds, "whole" if MARK in done.stdout else "unmarked"


def find_body(mail: bytes) -> bytes:
    """What is below the header, the part that no server may change."""
    parts = re.split(rb"\r?\n\r?\n", mail, maxsplit=1)
    return parts[1] if len(parts) > 1 else b""


def measure(name: str, path: Path, mails: Sequence[bytes], clients: int) -> None:
    """Print throughput and latency of one server."""
    ask(path, mails[0])
    with ThreadPoolExecutor(clients) as pool:
        start = time.perf_counter()
        results = list(pool.map(lambda mail: ask(path, mail), mails))
        whole = time.perf_counter() - start
    seconds = [1e3 * one for one, _ in results]
    cuts = statistics.quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 99
    counts = {kind: sum(found == kind for _, found in results) for kind in ("whole", "unmarked", "lost")}
    print(
        f"{name}: {len(mails)} mails, {clients} clients, {len(mails) / whole:.0f} mails/s, "
        f"p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms; "
        + ", ".join(f"{count} {kind}" for kind, count in counts.items()),
        flush=True,
    )


def read_mails(folder: Path | None) -> list[bytes]:
    """Mails that spamc sends at all and, with ``--headers``, gives back whole: without NUL."""
    if folder is None:
        return MADE_UP
    found = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    return [mail for mail in found if len(mail) < LARGEST and b"\0" not in mail]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--rival-mails", type=int, help="default: as many")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--jobs", default=str(os.cpu_count()))
    parser.add_argument("--rival", default="/usr/sbin/spamd", help="SpamAssassin's spamd")
    options = parser.parse_args()
    mails = list(islice(cycle(read_mails(options.folder)), options.mails))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ours")
        command = [sys.executable, "-m", "spamfilter", "spamd", "--allow-root", "--socket", str(path)]
        command += ["--jobs", options.jobs]
        with serve(command, path):
            measure("spamfilter spamd", path, mails, options.clients)
        if not Path(options.rival).exists():
            print(f"no {options.rival}; install SpamAssassin (Debian: apt install spamd)")
            return
        path = Path(folder, "rival")
        Path(folder).chmod(0o755)
        command = [options.rival, "--local", "--socketpath", str(path), "-x", "-s", "null"]
        command += ["-u", "nobody"] if os.geteuid() == 0 else []
        with serve(command, path):
            measure("SpamAssassin's spamd", path, mails[: options.rival_mails], options.clients)


if __name__ == "__main__":
    main()
