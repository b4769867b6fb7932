"""``spamfilter dask`` on real clusters, and what it leaves."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from spamfilter.cli import cli
from tests.paths import WORDLIST, search_first

PLUGIN = WORDLIST / "spamfilter_wordlist.py"
QUICK = ("-c", "wordlist", "--format", "jsonl")
DATE = "Mon Jan  1 00:00:00 2024"
TEXTS = [
    "Are we still on for lunch?", "WINNER! Text WIN to 80082 to claim your cash prize", "", "grüße 🎉 zurück",
    "ok", "call me", "free prize", "\x00nul", "see you at eight", "urgent: claim now",
]  # fmt: skip


@contextmanager
def open_workers(count: int, *folders: Path) -> Iterator[str]:
    """The address of a cluster of processes, with the made-up plugin on their path, and other ``folders``."""
    from distributed import LocalCluster

    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = search_first(WORDLIST, *folders)
    try:
        with LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
            yield cluster.scheduler_address
    finally:
        os.environ["PYTHONPATH"] = before or ""


@dataclass(frozen=True, slots=True)
class Scan:
    """A command on the cluster at an ``address``."""

    address: str

    def __call__(self, *args: object, plugin: Path = PLUGIN) -> Result:
        words = ["--plugin", str(plugin), "dask", "--scheduler", self.address, *map(str, args)]
        return CliRunner().invoke(cli, words, prog_name="spamfilter")


def run_scan(*args: object) -> Result:
    """``spamfilter scan --no-memory`` in this process."""
    return CliRunner().invoke(cli, list_scan(*args), prog_name="spamfilter")


@contextmanager
def start_dask(
    *args: object, plugin: Path = PLUGIN, prefix: tuple[str, ...] = (), **env: str
) -> "Iterator[subprocess.Popen[str]]":
    """The command as a process, with its workers in a group that ends with the block."""
    command = [sys.executable, "-m", "spamfilter", "--plugin", str(plugin), "dask", *map(str, args)]
    process = subprocess.Popen(
        [*prefix, *command], stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, **env},
    )  # fmt: skip
    with process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def list_scan(*args: object) -> list[str]:
    """Its words."""
    return ["--plugin", str(PLUGIN), "scan", "--no-memory", *map(str, args)]


def start_scan(*args: object) -> bytes:
    """What it prints as a process of its own."""
    command = [sys.executable, "-m", "spamfilter", *list_scan(*args)]
    return subprocess.run(command, capture_output=True, check=True, timeout=600).stdout


def read_manifest(out: Path) -> dict[str, object]:
    """What the folder says it holds."""
    found = json.loads((out / "manifest.json").read_bytes())
    assert isinstance(found, dict)
    return found


def list_parts(out: Path) -> list[Path]:
    """The files of verdicts, in the order of the manifest; there are no others."""
    parts = read_manifest(out)["parts"]
    assert isinstance(parts, list)
    files = [out / part["file"] for part in parts if part["file"]]
    assert {path.name for path in out.iterdir()} == {"manifest.json", *(file.name for file in files)}
    assert len(set(files)) == len(files)
    return files


def join_lines(out: Path) -> bytes:
    """All verdicts of a run with ``--format jsonl``."""
    return b"".join(part.read_bytes() for part in list_parts(out))


def list_times(out: Path) -> dict[str, int]:
    """When each part was written."""
    return {part.name: part.stat().st_mtime_ns for part in list_parts(out)}


def tell(done: Result) -> list[str]:
    """What was told on standard error, but for the dashboard."""
    return [line for line in done.stderr.splitlines() if not line.startswith("spamfilter: dashboard: ")]


def make_mail(text: str, subject: str = "Hello") -> bytes:
    """A mail that says ``text``."""
    return (
        f"From: a@example.org\nTo: b@example.org\nSubject: {subject}\n"
        f"Date: Mon, 1 Jan 2024 00:00:00 +0000\nMessage-ID: <1@example.org>\n\n{text}\n"
    ).encode()


def make_box(count: int) -> bytes:
    """A mailbox, some of whose mails quote what looks like the start of another."""
    mails = []
    for number in range(count):
        text = TEXTS[number % len(TEXTS)] + f" {number}"
        if number % 3 == 1:
            text += "\n\n>From a friend\n\nFrom time to time\n"
        mails.append(f"From a@example.org {DATE}\n".encode() + make_mail(text, f"Mail {number}") + b"\n")
    return b"".join(mails)


def make_lines(count: int) -> bytes:
    """Lines of all kinds."""
    return b"".join(f"{TEXTS[number % len(TEXTS)]} {number}\n".encode() for number in range(count))
