"""What many tests share: the command in this process, the command as a process, made-up plugins."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spamfilter.cli import cli
from tests.paths import DATA

# No test depends on what the person who runs it has configured.
os.environ["SPAMFILTER_CONFIG"] = ""
PYTHONPATH = [os.environ["PYTHONPATH"]] if os.environ.get("PYTHONPATH") else []

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def data() -> Path:
    """The repository's own test data."""
    return DATA


@pytest.fixture
def spamfilter() -> Run:
    """``result = spamfilter("scan", "inbox.txt")`` in this process."""

    def run(*args: object, stdin: bytes = b"") -> Result:
        return CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin, prog_name="spamfilter")

    return run


@pytest.fixture
def process(tmp_path: Path) -> Process:
    """``done = process("scan", "-")``: the real program; plugins may lie in ``tmp_path``."""

    def run(*args: object, stdin: bytes = b"", **env: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [sys.executable, "-m", "spamfilter", *map(str, args)],
            input=stdin,
            capture_output=True,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(tmp_path), str(DATA / "wordlist-plugin"), *PYTHONPATH]),
                **env,
            },
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def install_plugin(tmp_path: Path) -> Callable[[str, str], None]:
    """``install_plugin("broken", "raise ValueError")``: an installed distribution with an entry point."""

    def install(name: str, code: str) -> None:
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[spamfilter]\n{name} = {name}\n")

    return install
