"""Workers that die, a scheduler that is lost, a full disk: the command says so, and the next one goes on."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT, WORDLIST, search_first
from tests.spamfilter_dask.clustered import (
    QUICK,
    Scan,
    join_lines,
    list_parts,
    make_lines,
    open_workers,
    read_manifest,
    run_scan,
    start_dask,
    tell,
)

CUT = ("--part-size", "2K", *QUICK)
# A classifier by which a test sees how far a run is, holds it up, and kills the process that scores.
SLOW = """
import os, signal, time
from pathlib import Path
from spamfilter import ClassifierEntry, Policy, hookimpl

FOLDER = Path(os.environ["SLOW_FOLDER"])

class Slow:
    policy = Policy(ham_below=0.3, spam_above=0.7)

    def score(self, messages):
        time.sleep(float(os.environ.get("SLOW_SECONDS", "0.05")))
        (FOLDER / f"seen-{os.getpid()}").touch()
        if any("KILL" in message.text for message in messages):
            try:
                (FOLDER / "kill").unlink()
            except FileNotFoundError:
                pass
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        return [len(message.text) % 10 / 10 for message in messages]

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("slow", "takes its time", lambda model: Slow())]
"""


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The plugin, in a folder of its own, which is where it says what it has seen."""
    folder = tmp_path / "slow"
    folder.mkdir()
    (folder / "slow.py").write_text(SLOW)
    monkeypatch.setenv("SLOW_FOLDER", str(folder))
    return folder / "slow.py"


def wait_for(folder: Path, pattern: str, count: int = 1) -> list[Path]:
    """As many files as are waited for."""
    deadline = time.monotonic() + 120
    while len(found := list(folder.glob(pattern))) < count:
        assert time.monotonic() < deadline, f"no {pattern} in {folder}"
        time.sleep(0.02)
    return found


@pytest.mark.slow
def test_a_worker_that_dies_costs_time_only(tmp_path: Path, slow: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(make_lines(300) + b"KILL\n" + make_lines(300))
    (slow.parent / "kill").touch()
    options = ("--part-size", "2K", "-c", "slow", "--format", "jsonl")
    with start_dask(source, "-o", tmp_path / "out", *options, "--workers", 2, plugin=slow) as running:
        _, errors = running.communicate(timeout=300)
    assert running.returncode == 0, errors
    assert not (slow.parent / "kill").exists()  # a process did die
    rows = join_lines(tmp_path / "out").splitlines()
    assert len(rows) == 601
    assert [f'"number": {number}, ' in row.decode() for number, row in enumerate(rows, 1)] == [True] * 601


@pytest.mark.slow
def test_a_part_that_kills_every_worker_is_named(tmp_path: Path, slow: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(make_lines(100) + b"KILL\n")
    slow.write_text(SLOW.replace('(FOLDER / "kill").unlink()', "pass"))
    options = ("--part-size", "1K", "-c", "slow", "--workers", 1)
    with start_dask(source, "-o", tmp_path / "out", *options, plugin=slow) as running:
        _, errors = running.communicate(timeout=500)
    assert running.returncode == 75, errors
    assert f"10 workers died of the part of {source} that begins at " in errors
    assert "Traceback" not in errors


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, slow: Path) -> None:
    """The command, its scheduler and its workers, all killed at once; what is left is whole."""
    source = tmp_path / "a.txt"
    source.write_bytes(make_lines(2000))
    options = ("--part-size", "2K", "-c", "slow", "--format", "jsonl", "--workers", 2)
    with start_dask(source, "-o", tmp_path / "single", *options, plugin=slow) as running:
        assert running.wait(timeout=300) == 0
    out = tmp_path / "out"
    for count in (3, 8):
        with start_dask(source, "-o", out, *options, plugin=slow, SLOW_SECONDS="0.5") as running:
            wait_for(out / "_receipts", "*.json", count)
            os.killpg(running.pid, signal.SIGKILL)
        assert not read_manifest(out)["complete"]
    done = {path.stem: path.stat().st_mtime_ns for path in wait_for(out / "_receipts", "*.json", 8)}
    with start_dask(source, "-o", out, *options, plugin=slow) as running:
        assert running.wait(timeout=300) == 0
    assert read_manifest(out)["complete"]
    assert join_lines(out) == join_lines(tmp_path / "single")
    assert [path.name for path in list_parts(out)] == [path.name for path in list_parts(tmp_path / "single")]
    kept = {path.stem: path.stat().st_mtime_ns for path in list_parts(out)}
    assert all(kept[name] <= time for name, time in done.items())  # none was made again


@pytest.mark.slow
def test_a_lost_scheduler_is_told_and_the_next_goes_on(tmp_path: Path, slow: Path) -> None:
    source, out = tmp_path / "a.txt", tmp_path / "out"
    source.write_bytes(make_lines(1000))
    options = ("--part-size", "2K", "-c", "slow", "--format", "jsonl")
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
               "--no-dashboard", "--scheduler-file", str(tmp_path / "scheduler.json")]  # fmt: skip
    env = {
        **os.environ,
        "PYTHONPATH": search_first(WORDLIST),
        "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s",
        "SLOW_SECONDS": "0.5",
    }
    scheduler = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
    try:
        wait_for(tmp_path, "scheduler.json")

        address = json.loads((tmp_path / "scheduler.json").read_text())["address"]
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1",
                  "--no-dashboard", "--death-timeout", "5"]  # fmt: skip
        workers = subprocess.Popen(worker, env=env, stderr=subprocess.DEVNULL, cwd=tmp_path)
        try:
            with start_dask(
                source, "-o", out, *options, "--scheduler", address, plugin=slow,
                DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="3s",
            ) as running:  # fmt: skip
                wait_for(out / "_receipts", "*.json", 3)
                scheduler.kill()
                _, errors = running.communicate(timeout=300)
            assert running.returncode == 75, errors
            assert "spamfilter: the scheduler is lost" in errors
            assert "Traceback" not in errors
        finally:
            workers.kill()
            workers.wait()
    finally:
        scheduler.kill()
        scheduler.wait()
    with open_workers(2, slow.parent) as address:
        done = Scan(address)(source, "-o", out, *options, plugin=slow)
    assert done.exit_code == 0, done.stderr
    assert join_lines(out).count(b"\n") == 1000


def test_no_scheduler_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import spamfilter_dask.cluster

    monkeypatch.setattr(spamfilter_dask.cluster, "CONNECT", "1s")
    source = tmp_path / "a.txt"
    source.write_bytes(b"hello\n")
    done = Scan("tcp://127.0.0.1:9")(source, "-o", tmp_path / "out", *QUICK)
    assert done.exit_code == 75
    assert tell(done)[-1].startswith("spamfilter: no scheduler answers at tcp://127.0.0.1:9: ")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mount.returncode:
        pytest.skip("mounting a small disk is not allowed here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(
    small_disk: Path, tmp_path: Path, dask: Scan
) -> None:
    source, out = tmp_path / "a.txt", small_disk / "out"
    source.write_bytes(make_lines(1000))
    done = dask(source, "-o", out, *CUT)
    assert (done.exit_code, tell(done)) == (
        73,
        [f"spamfilter: cannot write {out}: No space left on device; choose another folder, "
         f"or free some space; then run again"],
    )  # fmt: skip
    subprocess.run(["mount", "-o", "remount,size=10m", str(small_disk)], check=True)
    assert dask(source, "-o", out, *CUT).exit_code == 0
    assert join_lines(out) == run_scan(source, *QUICK).stdout_bytes


@pytest.mark.slow
def test_a_file_that_may_grow_no_further_is_told(tmp_path: Path) -> None:
    """A limit of the system's on the size of files, in place of a full disk."""
    source, out = tmp_path / "a.txt", tmp_path / "out"
    source.write_bytes(make_lines(2000))
    limited = ("bash", "-c", 'ulimit -f 40; exec "$@"', "-")
    with start_dask(source, "-o", out, *QUICK, "--workers", 1, prefix=limited) as running:
        _, errors = running.communicate(timeout=300)
    assert running.returncode == 73, errors
    assert f"spamfilter: cannot write {out}: File too large" in errors
    with start_dask(source, "-o", out, *QUICK, "--workers", 1) as running:
        assert running.wait(timeout=300) == 0
    assert join_lines(out) == run_scan(source, *QUICK).stdout_bytes


@pytest.mark.slow
def test_a_file_that_changes_while_it_is_read_is_told(
    tmp_path: Path, slow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOW_SECONDS", "0.2")
    source, out = tmp_path / "a.txt", tmp_path / "out"
    source.write_bytes(make_lines(400))
    options = ("--part-size", "1K", "-c", "slow", "--format", "jsonl")
    with open_workers(1, slow.parent) as address:

        def append() -> None:
            wait_for(slow.parent, "seen-*")
            with source.open("ab") as file:
                file.write(b"one more\n")

        thread = threading.Thread(target=append)
        thread.start()
        done = Scan(address)(source, "-o", out, *options, plugin=slow)
        thread.join()
        assert (done.exit_code, tell(done)) == (
            66,
            [f"spamfilter: cannot read {source}: it changed while it was read; run again when it is whole"],
        )
        assert Scan(address)(source, "-o", out, *options, plugin=slow).exit_code == 0
    assert join_lines(out).count(b"\n") == 401


def test_what_fails_in_a_classifier_ends_the_run(tmp_path: Path, dask: Scan) -> None:
    plugin = tmp_path / "broken.py"
    plugin.write_text(SLOW.replace('FOLDER = Path(os.environ["SLOW_FOLDER"])', "").replace(
        "        time.sleep", "        raise ValueError('no idea')\n        time.sleep"
    ))  # fmt: skip
    source = tmp_path / "a.txt"
    source.write_bytes(make_lines(10))
    done = dask(source, "-o", tmp_path / "out", "-c", "slow", plugin=plugin)
    assert (done.exit_code, tell(done)) == (
        70,
        ["spamfilter: classifier slow failed: ValueError: no idea; report it to its author"],
    )


@pytest.mark.slow
def test_ctrl_c_ends_it_and_the_next_run_goes_on(tmp_path: Path, slow: Path) -> None:
    source, out = tmp_path / "a.txt", tmp_path / "out"
    source.write_bytes(make_lines(1000))
    options = ("--part-size", "2K", "-c", "slow", "--format", "jsonl", "--workers", 2)
    with start_dask(source, "-o", out, *options, plugin=slow, SLOW_SECONDS="0.5") as running:
        wait_for(out / "_receipts", "*.json", 3)
        os.killpg(running.pid, signal.SIGINT)
        _, errors = running.communicate(timeout=300)
    assert running.returncode == 130, errors
    assert "Traceback" not in errors
    with start_dask(source, "-o", out, *options, plugin=slow) as running:
        assert running.wait(timeout=300) == 0
    assert join_lines(out).count(b"\n") == 1000


def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path) -> None:
    """Its packages are hidden by others of their name that cannot be imported."""
    for name in ("dask", "distributed"):
        (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError('no {name}', name='{name}')")
    env = {**os.environ, "PYTHONPATH": search_first(tmp_path, ROOT, ROOT / "plugins")}
    command = [sys.executable, "-m", "spamfilter", "dask", "a.txt", "-o", "out"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "spamfilter: dask needs packages that are not here (dask): pip install 'spamfilter-gpt[dask]'\n",
    )
