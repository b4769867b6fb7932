"""What a cluster is asked for, and what a person sees of it."""

import os
import pty
import subprocess
import sys
import termios
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from spamfilter_dask.cluster import AHEAD, LEAST, Window

from tests.spamfilter_dask.clustered import PLUGIN, QUICK, Scan, list_parts, make_lines, open_workers, tell

LOADS = """
import os
from pathlib import Path
from spamfilter import ClassifierEntry, Policy, hookimpl

class Counted:
    policy = Policy(ham_below=0.3, spam_above=0.7)

    def score(self, messages):
        return [0.5] * len(messages)

def load(model):
    with Path(__file__).with_name("loads").open("a") as file:
        file.write(f"{os.getpid()}\\n")
    return Counted()

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("counted", "counts how often it is loaded", load)]
"""


def double(number: int) -> int:
    return 2 * number


def test_no_more_is_asked_for_than_keeps_it_busy() -> None:
    """Of any number of parts only a few are under way."""
    from distributed import Client, LocalCluster

    asked: list[int] = []

    def ask() -> Iterator[tuple[int]]:
        for number in range(300):
            asked.append(number)
            yield (number,)

    most = 0
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=4, processes=False, dashboard_address="127.0.0.1:0"
        ) as cluster,
        Client(cluster) as client,
    ):
        for done, number in enumerate(Window(client, double, ask(), 0).in_order()):
            assert number == 2 * done
            most = max(most, len(asked) - done)
        assert most <= max(LEAST, 4 * AHEAD) + 1
        asked.clear()
        found = sorted(Window(client, double, ask(), 0).as_they_come())
        assert found == [2 * number for number in range(300)]


def test_a_worker_loads_the_model_once(tmp_path: Path, dask: Scan) -> None:
    plugin, source = tmp_path / "counted.py", tmp_path / "a.txt"
    plugin.write_text(LOADS)
    source.write_bytes(make_lines(300))
    done = dask(source, "-o", tmp_path / "out", "-c", "counted", "--part-size", "500", plugin=plugin)
    assert done.exit_code == 0, done.stderr
    assert len(list_parts(tmp_path / "out")) > 10
    loads = Counter((tmp_path / "loads").read_text().split())
    assert set(loads.values()) == {1}
    assert len(loads) <= 3  # two workers, and the command, which sees that there is such a classifier


def test_standard_input_is_refused(tmp_path: Path, dask: Scan) -> None:
    done = dask("-", "-o", tmp_path / "out", *QUICK)
    said = "standard input cannot be read in parts; name a file, or pipe it into spamfilter scan"
    assert (done.exit_code, tell(done)) == (2, [f"spamfilter: {said}"])


@pytest.mark.slow
def test_a_terminal_shows_how_far_it_is_and_where_to_look(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(make_lines(2000))
    terminal, stderr = pty.openpty()
    termios.tcsetwinsize(stderr, (24, 80))
    with open_workers(1) as address:
        words = ["--plugin", str(PLUGIN), "dask", str(source), "-o", str(tmp_path / "out"), *QUICK]
        command = [sys.executable, "-m", "spamfilter", *words, "--part-size", "4K", "--scheduler", address]
        done = subprocess.run(command, stderr=stderr, check=False, timeout=300)
    os.close(stderr)
    shown = b""
    try:
        while chunk := os.read(terminal, 1 << 16):
            shown += chunk
    except OSError:  # the other end is closed
        pass
    os.close(terminal)
    assert done.returncode == 0, shown
    assert b"spamfilter: dashboard: http://" in shown
    assert b"dask: " in shown
    assert b"B/s]" in shown
