"""How a scan ends that cannot go on: processes that are really killed, memory that really runs out."""

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from spamfilter.cli.sources import Sources
from spamfilter.errors import TemporaryError
from spamfilter.message import Message
from spamfilter.plugin.worker import describe_end
from tests.conftest import Process

DEADLY = """
import os, signal
from spamfilter import ClassifierEntry, Policy, hookimpl

def recur(depth):
    return recur(depth + 1) + 1

DEATHS = {
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "leave": lambda: os._exit(3),
    "exit": lambda: exit(4),
    "memory": lambda: bytearray(1 << 50),
    "recursion": lambda: recur(0),
    "threads": lambda: exec('raise RuntimeError("can\\'t start new thread")'),
}

class Deadly:
    policy = Policy(0.3, 0.7)
    def __init__(self, model): pass
    def score(self, messages):
        for message in messages:
            DEATHS.get(message.text, int)()
        return [0.125] * len(messages)

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("deadly", "ends at a word", Deadly)]
"""
DEADLY_SCAN = ["--plugin", "deadly", "scan", "-c", "deadly"]
FEWER = "try fewer --jobs or a smaller --batch-size"
MANY = 3000  # lines, of which the first groups are scored before the last


@pytest.fixture
def die(process: Process, tmp_path: Path) -> Callable[[str, int], tuple[int, int, str]]:
    """``code, lines, error = die("kill", jobs)``: a scan of many lines of which the last is the word."""

    def run(word: str, jobs: int) -> tuple[int, int, str]:
        (tmp_path / "deadly.py").write_text(DEADLY)
        (tmp_path / "in.txt").write_text("hello\n" * MANY + word + "\n")
        done = process(*DEADLY_SCAN, "--jobs", jobs, tmp_path / "in.txt")
        assert done.stderr.count(b"\n") == 1, done.stderr
        return done.returncode, done.stdout.count(b"\n"), done.stderr.decode()

    return run


Die = Callable[[str, int], tuple[int, int, str]]


def test_a_killed_process_costs_no_verdict_before_it(die: Die) -> None:
    assert die("kill", 2) == (
        75,
        2048,
        "spamfilter: a process that scores was killed (SIGKILL), as happens where memory runs out; "
        f"{FEWER}, and run again\n",
    )


@pytest.mark.slow
def test_a_process_that_crashes_or_leaves_is_the_classifier_s_fault(die: Die) -> None:
    code, lines, error = die("crash", 2)
    assert (code, lines) == (70, 2048)
    assert "classifier deadly crashed in its process (SIGSEGV); report it to its author" in error
    code, lines, error = die("leave", 2)
    assert (code, lines) == (70, 2048)
    assert error == (
        "spamfilter: classifier deadly ended its process with exit code 3; report it to its author\n"
    )


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("word", "code", "said"),
    [
        (
            "memory",
            75,
            "deadly has not enough memory to score 57 messages at once; try a smaller",
        ),
        ("threads", 75, "deadly has not enough memory to score"),
        ("recursion", 70, "classifier deadly failed: RecursionError: maximum recursion depth"),
        ("exit", 70, "classifier deadly failed: SystemExit: 4; report it to its author"),
    ],
)
def test_what_a_classifier_raises_is_one_line(die: Die, word: str, code: int, said: str, jobs: int) -> None:
    found, lines, error = die(word, jobs)
    assert (found, lines, said in error) == (code, 2048, True), error


@pytest.mark.parametrize(
    ("codes", "exit_code", "said"),
    [
        ([-9], 75, "was killed (SIGKILL)"),
        ([-15], 75, "was killed (SIGTERM)"),
        ([-6], 70, "crashed in its process (SIGABRT)"),
        ([], 75, "a process that scores ended, as happens"),
        ([1], 70, "with exit code 1"),
    ],
)
def test_what_ended_a_process(codes: list[int], exit_code: int, said: str) -> None:
    error = describe_end("made", codes)
    assert (error.exit_code, said in str(error)) == (exit_code, True)


def run_limited(size: int, *args: object) -> "subprocess.CompletedProcess[bytes]":
    """The program under ``ulimit -v``, with so many bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (size, size))

    command = [sys.executable, "-m", "spamfilter", *map(str, args)]
    return subprocess.run(command, capture_output=True, preexec_fn=limit, check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no limit of that kind")
def test_a_record_that_does_not_fit_is_one_line_and_75(tmp_path: Path) -> None:
    with (tmp_path / "in.txt").open("wb") as stream:
        stream.write(b"hello\n" * 5)
        stream.truncate(600 << 20)  # a line of NUL, which takes no room on the disk
    done = run_limited(500 << 20, "scan", "--input", "lines", "--model", "tiny", tmp_path / "in.txt")
    assert (done.returncode, done.stderr.decode()) == (
        75,
        f"spamfilter: not enough memory to read behind message 5 of {tmp_path / 'in.txt'}: each message is "
        "held whole; take what is too long out of the source, or use a machine with more memory\n",
    )
    assert done.stdout.count(b"\n") == 5


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no limit of that kind")
def test_too_little_memory_to_start_is_no_bug(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes(b"hello\n")
    done = run_limited(170 << 20, "scan", tmp_path / "in.txt")
    assert (done.returncode, b"not enough memory; try fewer --jobs" in done.stderr) == (75, True)


def test_a_lack_of_memory_in_reading_names_the_place() -> None:
    def fail(path: str) -> Iterator[Message]:
        yield Message("one", number=1)
        raise MemoryError

    messages = Sources().read(["box"], fail)
    assert next(messages).text == "one"
    with pytest.raises(TemporaryError, match="not enough memory to read behind message 1 of box"):
        next(messages)
