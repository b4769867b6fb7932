"""What reading mails costs, alone and beside scoring them, and beside another checkout in one run.

    python tests/benchmarks/reading.py MAILS [--every N] [--rounds N] [--model MODEL] [--against CHECKOUT]

MAILS is a folder or a tar archive of raw mails, a file each, at any depth; every Nth is taken (default 20).
Prints seconds of reading alone, of reading and scoring each mail's ``text``, and of reading and scoring its
other ``readings`` too; of N rounds (default 3) the shortest counts. With ``--against`` the package of the
other CHECKOUT takes turns with this one, and the ratios of this one to it are printed.
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NONE: dict[str, Any] = {"readings": ()}  # which another checkout may not have
STEPS = ("reading", "reading and scoring texts", "reading and scoring all readings")


def list_mails(source: Path) -> Iterator[bytes]:
    """The raw mails of a folder or of a tar archive, by name."""
    if source.is_dir():
        yield from (path.read_bytes() for path in sorted(source.rglob("*")) if path.is_file())
        return
    with tarfile.open(source) as archive:
        for member in sorted(archive.getmembers(), key=lambda one: one.name):
            if file := archive.extractfile(member) if member.isfile() else None:
                yield file.read()


def measure(mails: list[bytes], model: str | None) -> list[float]:
    """Seconds of each of ``STEPS``, by the package that is on the path."""
    import spamfilter
    from spamfilter.readers.eml import read_mail

    judging = spamfilter.load(model=model)
    judging.judge(["Are we still on for lunch?"])
    start = time.perf_counter()
    messages = [read_mail(mail, "mail") for mail in mails]
    reading = time.perf_counter() - start
    bare = [replace(one, **NONE) if getattr(one, "readings", ()) else one for one in messages]
    seconds = [reading]
    for each in (bare, messages):
        start = time.perf_counter()
        list(judging.judge(each))
        seconds.append(reading + time.perf_counter() - start)
    return seconds


def run_checkout(root: Path, options: argparse.Namespace) -> list[float]:
    """:func:`measure` by a new process with the packages of ``root``."""
    command = [sys.executable, __file__, str(options.mails), "--every", str(options.every), "--once"]
    command += ["--model", options.model] if options.model else []
    path = os.pathsep.join(map(str, (root, root / "plugins")))
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, check=True, cwd=root
    )
    return [float(one) for one in json.loads(done.stdout)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("mails", type=lambda text: Path(text).absolute())
    parser.add_argument("--every", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--model")
    parser.add_argument("--against", type=Path, help="the root of another checkout")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        print(json.dumps(measure(list(list_mails(options.mails))[:: options.every], options.model)))
        return
    roots = [ROOT, *([options.against.absolute()] if options.against else [])]
    rounds = [[run_checkout(root, options) for root in roots] for _ in range(options.rounds)]
    for number, step in enumerate(STEPS):
        best = [min(turn[root][number] for turn in rounds) for root in range(len(roots))]
        ratio = f", {best[0] / best[1]:.2f} times the other's {best[1]:.2f} s" if options.against else ""
        print(f"{step}: {best[0]:.2f} s{ratio}")


if __name__ == "__main__":
    main()
