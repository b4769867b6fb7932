"""Every command that prints, with a reader that goes away, a closed output, a full disk."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

QUICK = [["classifiers"], ["plugins", "--json"], ["config"], ["--version"], ["scan", "--help"]]
LONG = [
    ["gpt", "info", "tiny"],
    ["explain", "--model", "tiny", "in.txt"],
    ["explain", "--format", "html", "--model", "tiny", "in.txt"],
    ["evaluate", "--model", "tiny", "in.csv"],
    ["evaluate", "--json", "--model", "tiny", "in.csv"],
    ["attack", "--model", "tiny", "in.csv"],
]
COMMANDS = [*QUICK, *(pytest.param(words, marks=pytest.mark.slow) for words in LONG)]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.txt").write_bytes(b"hello\nwin free cash\n")
    (tmp_path / "in.csv").write_bytes(b"text,label\nhello,ham\nwin free cash,spam\n")
    monkeypatch.chdir(tmp_path)


def run_shell(words: list[str], redirection: str) -> tuple[int, str]:
    """Exit code and standard error of the command in a shell."""
    line = f"{sys.executable} -m spamfilter {' '.join(words)} {redirection}"
    done = subprocess.run(["/bin/sh", "-c", line], stderr=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_closed_output_is_one_line_and_74(words: list[str]) -> None:
    expected = 74, "spamfilter: standard output is closed; send it somewhere, or to /dev/null\n"
    assert run_shell(words, ">&-") == expected


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_full_disk_is_one_line_and_74(words: list[str]) -> None:
    code, errors = run_shell(words, ">/dev/full")
    assert (code, errors.count("\n"), "free some space" in errors) == (74, 1, True)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_reader_that_goes_away_ends_it_by_sigpipe(words: list[str]) -> None:
    command = [sys.executable, "-m", "spamfilter", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(600) == -signal.SIGPIPE
