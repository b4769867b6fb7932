"""``spamfilter filter`` and what may happen to its streams, its memory and itself."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.paths import WORDLIST as WORDLIST_PLUGIN
from tests.paths import search_first
from tests.spliced import take_added

WORDLIST = ["--plugin", "spamfilter_wordlist", "filter", "-c", "wordlist"]
HAM = b"Subject: hi\nX-Spam-Flag: YES\n\nsee you\n"
SPAM = b"Subject: win\n\na free prize, claim cash now\xff\0"
SLOW = """
import time
from spamfilter import ClassifierEntry, hookimpl

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("slow", "takes long", lambda model: time.sleep(200))]
"""


def start(*arguments: object, **streams: object) -> "subprocess.Popen[bytes]":
    """The filter by word list, running."""
    command = [sys.executable, "-m", "spamfilter", *WORDLIST, *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": search_first(WORDLIST_PLUGIN)}
    return subprocess.Popen(command, env=env, **streams)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_a_signal_before_the_end_of_the_mail_lets_nothing_leave(number: signal.Signals) -> None:
    with start(stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdin.write(HAM)
        running.stdin.flush()
        time.sleep(0.5)
        running.send_signal(number)
        assert running.stdout.read() == b""
        assert running.wait(600) == (130 if number == signal.SIGINT else -number)


def test_a_reader_that_goes_away_ends_it_by_sigpipe() -> None:
    with start(stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        running.stdin.write(SPAM * 9999)
        running.stdin.close()
        assert running.stderr.read() == b""
        assert running.wait(600) == -signal.SIGPIPE


def test_a_slow_reader_gets_all_of_it() -> None:
    raw = SPAM + b"x" * 999_999
    with start(stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        running.stdin.write(raw)
        running.stdin.close()
        os.set_blocking(running.stdout.fileno(), True)
        out = b""
        while chunk := os.read(running.stdout.fileno(), 50_000):
            out += chunk
            time.sleep(0.001)
        assert running.wait(600) == 0
    assert take_added(raw, out)["X-Spam-Flag"] == "YES"


def shell(command: str) -> "subprocess.CompletedProcess[bytes]":
    """``command`` in a shell, where ``$filter`` is the program."""
    env = {**os.environ, "filter": f"{sys.executable} -m spamfilter filter"}
    return subprocess.run(["/bin/sh", "-c", command], env=env, input=HAM, capture_output=True, check=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("options", ["", "-c nope"])
def test_a_full_disk_is_74(options: str) -> None:
    done = shell(f"$filter {options} >/dev/full")
    assert done.returncode == 74
    assert done.stderr.splitlines()[-1].startswith(b"spamfilter: cannot write output: No space left")


def test_a_disk_that_fills_up_halfway_is_74(tmp_path: Path) -> None:
    done = shell(f"ulimit -f 8; head -c 99999 /dev/zero | $filter >{tmp_path / 'half'}")
    assert done.returncode == 74
    assert 0 < (tmp_path / "half").stat().st_size < 99999
    assert done.stderr.count(b"\n") == 1


def test_closed_and_unreadable_streams() -> None:
    assert shell("$filter >&-").returncode == 74
    assert shell("$filter <&-").returncode == 66
    done = shell("$filter </proc/self/mem")
    assert (done.returncode, done.stdout) == (75, b"")
    assert shell("trap '' CHLD; $filter -c nope").returncode == 0
    done = shell("$filter -c nope 2>&-")
    assert done.returncode == 0
    take_added(HAM, done.stdout, judged=False)


def test_no_memory_for_the_model_costs_no_mail() -> None:
    done = shell("ulimit -v 150000; $filter")
    assert done.returncode == 0
    assert take_added(HAM, done.stdout, judged=False)["X-Spam-Error"]


def test_a_mail_that_memory_cannot_hold_stays_where_it_is() -> None:
    done = shell("ulimit -v 150000; head -c 300000000 /dev/zero | $filter")
    assert (done.returncode, done.stdout) == (75, b"")
    assert b"cannot read the whole mail: MemoryError; nothing was written" in done.stderr


def test_it_holds_a_large_mail_once() -> None:
    done = shell("ulimit -v 600000; head -c 300000000 /dev/zero | $filter -c nope | wc -c")
    assert int(done.stdout) > 300_000_000


def test_a_killed_filter_keeps_nobody_waiting_for_its_output(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SLOW)
    command = [sys.executable, "-m", "spamfilter", "--plugin", "slow", "filter", "-c", "slow"]
    env = {**os.environ, "PYTHONPATH": search_first(tmp_path)}
    with subprocess.Popen(
        [*command, "--timeout", "60"], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write(HAM)
        running.stdin.close()
        time.sleep(1.0)
        running.kill()
        began = time.monotonic()
        assert running.stdout.read() == b""
        assert time.monotonic() - began < 30, "its own judging process still held the pipe"
