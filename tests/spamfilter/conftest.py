"""A quick classifier, as ``spamfilter.load`` gives it, and Python in a process of its own."""

import subprocess
import sys
import textwrap
from collections.abc import Callable

import pytest

import spamfilter as sf
from tests.paths import WORDLIST

RunPython = Callable[[str], str]


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> sf.Filter:
    """A quick classifier of one thread."""
    monkeypatch.syspath_prepend(str(WORDLIST))
    return sf.load("wordlist", plugins=["spamfilter_wordlist"])


@pytest.fixture
def run_python() -> RunPython:
    """``printed = run_python(code)``: what a new process prints, which must end well and quietly."""

    def run(code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.strip()

    return run
