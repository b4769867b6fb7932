"""``spamfilter spamd``, at ease and under load, beside SpamAssassin's own, both asked by the real spamc.

    python tests/benchmarks/spamd.py [FOLDER] [--mails N] [--rival-mails N] [--clients N] [--jobs N]
        [--light-mails N] [--model MODEL]...

FOLDER holds real mails, a file each, at any depth; they are used again until there are N (default 10,000).
Without it the mails are made up. First both servers run and one client asks them in turn, a mail at a time,
``--light-mails`` each (default 200): how long one mail takes. Then N clients (default 64) are at work at once
on one server, then on the other; each starts spamc, which asks by a Unix socket, and checks that the mail
comes back whole. Ours scores N batches at a time (default: one a processor), once with each ``--model``.
SpamAssassin's server runs as it comes (up to five processes) but for ``--local`` (no network); it is slow, so
it may get fewer mails. The last lines are ratios.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

MADE_UP = [
    b"From: anna@example.org\nSubject: Minutes %d\n\n" % n
    + b"The notes of Thursday are below, please read.\n" * n
    for n in range(1, 100)
]
MARK = b"X-Spam-Status: "
RIVAL = "SpamAssassin's spamd"
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


@dataclass(frozen=True)
class Figures:
    """What one server did: mails a second, milliseconds for each, and what became of them."""

    rate: float
    milliseconds: list[float]
    found: Counter[str]

    def cut(self, percent: int) -> float:
        """Milliseconds within which so many per cent of the mails were answered."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]

    def __str__(self) -> str:
        cuts = ", ".join(f"p{percent} {self.cut(percent):.0f} ms" for percent in (50, 95, 99))
        kinds = ", ".join(f"{self.found[kind]} {kind}" for kind in ("whole", "unmarked", "lost"))
        return f"{len(self.milliseconds)} mails, {self.rate:.1f} mails/s, {cuts}; {kinds}"


def sum_up(results: Sequence[tuple[float, str]], seconds: float) -> Figures:
    """The figures of all ``results`` of :func:`ask`, which took so many ``seconds`` together."""
    return Figures(
        len(results) / seconds, [1e3 * one for one, _ in results], Counter(kind for _, kind in results)
    )


def load(path: Path, mails: Sequence[bytes], clients: int) -> Figures:
    """All mails, by so many clients at once."""
    ask(path, mails[0])
    with ThreadPoolExecutor(clients) as pool:
        start = time.perf_counter()
        results = list(pool.map(lambda mail: ask(path, mail), mails))
        return sum_up(results, time.perf_counter() - start)


def take_turns(paths: Sequence[Path], mails: Sequence[bytes]) -> list[Figures]:
    """One mail at a time, each server in turn, so that a busy moment of the machine meets all of them."""
    results: list[list[tuple[float, str]]] = [[] for _ in paths]
    for path in paths:
        ask(path, mails[0])
    for mail in mails:
        for found, path in zip(results, paths, strict=True):
            found.append(ask(path, mail))
    return [sum_up(found, sum(seconds for seconds, _ in found)) for found in results]


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
    parser.add_argument("--light-mails", type=int, default=200)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--jobs", default=str(os.cpu_count()))
    parser.add_argument("--model", action="append", help="default: embedded")
    parser.add_argument("--rival", default="/usr/sbin/spamd", help="SpamAssassin's spamd")
    options = parser.parse_args()
    mails = list(islice(cycle(read_mails(options.folder)), max(options.mails, options.light_mails)))
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        servers = {}
        for model in options.model or ["embedded"]:
            servers[f"spamfilter spamd, {model}"] = path = folder / f"ours-{len(servers)}"
            stack.enter_context(serve(command_ours(path, model, options.jobs), path))
        if Path(options.rival).exists():
            servers[RIVAL] = path = folder / "rival"
            stack.enter_context(serve(command_rival(options.rival, path), path))
        else:
            print(f"no {options.rival}; install SpamAssassin (Debian: apt install spamd)")
        light = take_turns(list(servers.values()), mails[: options.light_mails])
        report("one client, a mail at a time", dict(zip(servers, light, strict=True)))
        counts = {RIVAL: options.rival_mails or options.mails}
        loaded = {
            name: load(path, mails[: counts.get(name, options.mails)], options.clients)
            for name, path in servers.items()
        }
        report(f"{options.clients} clients", loaded)


def report(what: str, figures: dict[str, Figures]) -> None:
    """Print the figures of each server, and how they are beside the last, the rival's where there is one."""
    for name, one in figures.items():
        print(f"{what}: {name}: {one}", flush=True)
    last = list(figures)[-1]
    for name, one in figures.items():
        if name != last:
            rate, half = one.rate / figures[last].rate, one.cut(50) / figures[last].cut(50)
            print(
                f"{what}: {name} beside {last}: {rate:.2f} times the mails a second, {half:.2f} times the p50"
            )


def command_ours(path: Path, model: str, jobs: str) -> list[str]:
    """What starts our server."""
    command = [sys.executable, "-m", "spamfilter", "spamd", "--allow-root", "--no-memory"]
    return [*command, "--socket", str(path), "--model", model, "--jobs", jobs]


def command_rival(program: str, path: Path) -> list[str]:
    """What starts SpamAssassin's."""
    command = [program, "--local", "--socketpath", str(path), "-x", "-s", "null"]
    return command + (["-u", "nobody"] if os.geteuid() == 0 else [])


if __name__ == "__main__":
    main()
