"""Several sources of which some fail: as with grep, the others are scanned, and the exit code tells."""

import json
from pathlib import Path

import pytest

from tests.conftest import Process

SCAN = ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist"]
MISSING = "cannot read {}: No such file or directory; check the name and its permissions"
BROKEN = "b.jsonl line 2 is not JSON"


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a good source and one that is bad from its second line on."""
    (tmp_path / "a.txt").write_bytes(b"hello\nwin free cash\n")
    (tmp_path / "b.jsonl").write_bytes(b'{"text": "hi"}\n{\n{"text": "lost"}\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], b"ham\t0.0000\ta.txt:1\thello\nspam\t0.8750\ta.txt:2\twin free cash\n"),
        (["--raw"], b"hello\nwin free cash\n"),
        (["--only", "spam", "--raw"], b"win free cash\n"),
        (["--quiet", "--exit-code"], b""),
        pytest.param(["--jobs", "2", "--raw"], b"hello\nwin free cash\n", marks=pytest.mark.slow),
    ],
)
def test_a_missing_source_does_not_stop_the_others(
    process: Process, box: Path, options: list[str], expected: bytes
) -> None:
    done = process(*SCAN, *options, "no.txt", "a.txt", "gone")
    assert (done.returncode, done.stdout) == (66, expected)
    assert done.stderr.decode().splitlines() == [
        f"spamfilter: {MISSING.format(name)}" for name in ("no.txt", "gone")
    ]


def test_the_summary_counts_what_was_scanned(process: Process, box: Path) -> None:
    done = process(*SCAN, "--summary", "--format", "jsonl", "no.txt", "a.txt")
    assert done.returncode == 66
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == ["hello", "win free cash"]
    assert done.stderr.decode().splitlines()[1:] == ["2 messages: 1 ham, 0 unsure, 1 spam"]


def test_comparing_goes_on_too(process: Process, box: Path) -> None:
    done = process(*SCAN, "--compare", "gpt=tiny", "no.txt", "a.txt")
    assert (done.returncode, done.stdout.count(b"\n")) == (66, 2)
    assert b"of 2 messages the same label" in done.stderr


def test_bad_data_ends_its_source_alone(process: Process, box: Path) -> None:
    done = process(*SCAN, "b.jsonl", "a.txt")
    assert done.returncode == 65
    assert [line.split(b"\t")[2] for line in done.stdout.splitlines()] == [
        b"b.jsonl:1",
        b"a.txt:1",
        b"a.txt:2",
    ]
    assert done.stderr.decode().startswith(f"spamfilter: {BROKEN}")
    assert done.stderr.count(b"\n") == 1


def test_missing_counts_more_than_bad_data_and_that_more_than_spam(process: Process, box: Path) -> None:
    assert process(*SCAN, "--exit-code", "b.jsonl", "a.txt", "no.txt").returncode == 66
    assert process(*SCAN, "--exit-code", "b.jsonl", "a.txt").returncode == 65
    assert process(*SCAN, "--exit-code", "a.txt").returncode == 1


def test_where_nothing_can_be_read_no_model_is_loaded(process: Process, box: Path) -> None:
    done = process("scan", "--model", "no/such/model", "--format", "csv", "no.txt")
    assert (done.returncode, done.stdout) == (66, b"")
    assert done.stderr.decode() == f"spamfilter: {MISSING.format('no.txt')}\n"


def test_a_traceback_on_demand_stops_nothing(process: Process, box: Path) -> None:
    done = process(*SCAN, "b.jsonl", "a.txt", SPAMFILTER_TRACEBACK="1")
    assert (done.returncode, done.stdout.count(b"\n")) == (65, 3)
    assert b"Traceback" in done.stderr


@pytest.mark.parametrize("command", ["evaluate", "attack"])
def test_what_needs_all_its_data_stops_at_once(process: Process, box: Path, command: str) -> None:
    (box / "good.csv").write_bytes(b"text,label\nhello,ham\nwin free cash,spam\n")
    done = process("--plugin", "spamfilter_wordlist", command, "-c", "wordlist", "no.csv", "good.csv")
    assert (done.returncode, done.stdout) == (66, b"")
    assert done.stderr.decode() == f"spamfilter: {MISSING.format('no.csv')}\n"
