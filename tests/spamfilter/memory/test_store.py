"""The memory's file: what is learned stays, once; what cannot be used is said in one line."""

import io
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from spamfilter import DataError, Message, OutputError, SourceError
from spamfilter.memory import store
from spamfilter.memory.example import Example, Trace, identify
from spamfilter.memory.grams import hash_grams
from spamfilter.memory.learner import Knowledge
from spamfilter.memory.remembering import mark_text
from spamfilter.memory.store import Memory, Subject, open_memory

SUBJECT = Subject("gpt", "0123456789abcdef")
LEARN = """
import sys
from pathlib import Path
from tests.spamfilter.memory.test_store import SUBJECT, make_example
from spamfilter.memory.store import open_memory
memory = open_memory(Path(sys.argv[1]), SUBJECT, create=True)
for number in range(int(sys.argv[2]), 1 << 20, 2):
    memory.learn(make_example(number))
    print(number, flush=True)
"""
SCORE = """
import sys
from pathlib import Path
from tests.spamfilter.memory.test_store import SUBJECT, make_example
from spamfilter.memory.store import open_memory
memory = open_memory(Path(sys.argv[1]), SUBJECT)
count = -1
while True:
    memory.knowledge().correct(make_example(7).traces)
    before, count = count, memory.knowledge().count
    if count != before:
        print(count, flush=True)
"""


def make_example(number: int) -> Example:
    """A learned message of its own."""
    message = Message(f"message {number} of the {number % 7} kinds, from friend {number * 7919 % 1000}")
    features = np.full(8, number % 5, dtype=np.float16)
    trace = Trace(hash_grams(message), features, float(number % 9 - 4), mark_text(message))
    return Example(identify(message), number % 3 == 0, 1000 + number, (trace,))


def correct(memory: Memory) -> list[float]:
    """Corrections of a hundred texts."""
    return list(memory.knowledge().correct([make_example(number).traces[0] for number in range(100)]))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "memory.db"


@pytest.fixture
def memory(path: Path) -> Iterator[Memory]:
    made = open_memory(path, SUBJECT, create=True)
    yield made
    made.close()


def test_what_is_learned_is_there_once_and_gone_when_forgotten(memory: Memory, path: Path) -> None:
    before = correct(memory)
    assert [memory.learn(make_example(number)) for number in (3, 4, 3)] == [True, True, False]
    assert open_memory(path, SUBJECT).describe().spam == 1
    assert correct(memory) != before
    assert [memory.forget(make_example(number).key) for number in (3, 4, 3)] == [True, True, False]
    assert correct(memory) == before


def test_sums_that_are_kept_say_what_all_examples_say(memory: Memory, path: Path) -> None:
    examples = [make_example(number) for number in range(store.BEHIND + 40)]
    memory.learn_all(examples)
    for number in (5, store.BEHIND + 10):  # one in the kept sums, one behind them
        memory.forget(make_example(number).key)
    left = [one for number, one in enumerate(examples) if number not in (5, store.BEHIND + 10)]
    expected = list(Knowledge.of(left).correct([make_example(number).traces[0] for number in range(100)]))
    assert any(expected)
    assert correct(memory) == expected
    assert correct(open_memory(path, SUBJECT)) == expected


def test_another_process_s_corrections_are_seen(memory: Memory, path: Path) -> None:
    other = open_memory(path, SUBJECT)
    assert correct(other) == [0.0] * 100
    memory.learn(make_example(1))
    assert other.knowledge().count == 1
    memory.forget(make_example(1).key)
    assert other.knowledge().count == 0


def test_a_memory_is_carried_by_a_file_of_lines(memory: Memory, tmp_path: Path) -> None:
    memory.learn_all(map(make_example, range(20)))
    stream = io.BytesIO()
    assert memory.export(stream) == 20
    assert b"message" not in stream.getvalue()
    other = open_memory(tmp_path / "other.db", SUBJECT, create=True)
    stream.seek(0)
    assert other.import_(stream) == 20
    assert correct(other) == correct(memory)


def test_another_subject_is_refused_by_name(memory: Memory, path: Path) -> None:
    memory.learn(make_example(1))
    with pytest.raises(DataError, match=r"is for gpt \(0123456789abcdef\), not for ngram \(rival\)"):
        open_memory(path, Subject("ngram", "rival"))


def test_no_memory_is_said_and_none_is_made(path: Path) -> None:
    with pytest.raises(SourceError, match="there is no memory"):
        open_memory(path, SUBJECT)
    assert not path.exists()


@pytest.mark.parametrize(
    "data", [b"not a database, but a text of some length" * 40, b"SQLite format 3\0" * 99]
)
def test_what_is_no_memory_is_refused_and_left_alone(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "memory.db").write_bytes(data)
    for create in (False, True):
        with pytest.raises(DataError, match="move it away"):
            open_memory(tmp_path / "memory.db", SUBJECT, create)
    assert (tmp_path / "memory.db").read_bytes() == data


def test_a_truncated_file_is_refused(memory: Memory, path: Path) -> None:
    memory.learn_all(map(make_example, range(200)))
    memory.close()
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(DataError, match="damaged"):
        open_memory(path, SUBJECT).knowledge()


def test_a_damaged_row_is_named(memory: Memory, path: Path) -> None:
    memory.learn(make_example(1))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE examples SET traces = x'0102'")
    connection.close()
    with pytest.raises(DataError, match=r"memory.db is damaged: a learned message is damaged"):
        memory.knowledge()


def test_a_newer_format_is_refused(memory: Memory, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE about SET value = 99 WHERE name = 'format'")
    connection.close()
    with pytest.raises(DataError, match="format 99; upgrade"):
        open_memory(path, SUBJECT)


def test_a_file_of_a_gigabyte_is_refused_at_once(tmp_path: Path) -> None:
    with (tmp_path / "memory.db").open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(DataError, match="has over 512 MB"):
        open_memory(tmp_path / "memory.db", SUBJECT)


def test_a_folder_or_a_pipe_in_its_place_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(DataError, match="is no file"):
            open_memory(place, SUBJECT, create=True)


def test_a_full_disk_is_one_line_and_loses_nothing_else(memory: Memory, path: Path) -> None:
    memory.learn_all(map(make_example, range(50)))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
    try:
        with pytest.raises(OutputError, match=r"cannot write the memory .*; free some space"):
            memory.learn_all(map(make_example, range(50, 5000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    memory.learn(make_example(50))
    assert open_memory(path, SUBJECT).knowledge().count == 51


def test_nothing_is_read_that_could_run() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in Path(store.__file__).parent.glob("*.py"))
    assert not {"pickle", "marshal", "eval(", "allow_pickle"} & set(code.split())


def start(code: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )


def read_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.mark.slow
def test_two_learn_while_four_score_and_are_killed(memory: Memory, path: Path) -> None:
    said: set[int] = set()
    scorers = [start(SCORE, path) for _ in range(4)]
    assert [read_line(scorer) for scorer in scorers] == ["0\n"] * 4
    for turn in range(4):
        learners = [start(LEARN, path, 1000 * turn + one) for one in (0, 1)]
        said |= {int(read_line(learner)) for learner in learners}
        time.sleep(2)
        for learner in learners:
            learner.kill()
            said |= {int(line) for line in learner.communicate()[0].split()}
    for scorer in scorers:
        assert scorer.poll() is None
        scorer.kill()
        assert int(scorer.communicate()[0].split()[-1]) > 8
    keys = [example.key for example in open_memory(path, SUBJECT).examples()]
    assert len(said) > 10
    assert len(keys) == len(set(keys))
    assert {make_example(number).key for number in said} <= set(keys)
    assert len(keys) <= len(said) + 8  # of each that was killed, one that it had no time to tell of
