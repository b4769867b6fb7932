"""What many tests share: the command in this process, the command as a process, made-up plugins."""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spamfilter.cli import cli
from spamfilter.readers.notice import take_notices
from tests.paths import DATA, ROOT, WORDLIST, search_first

# One thread for torch, here and in the processes that tests start: their models are so small that a second
# one costs more than it gives, and on a busy machine many times more.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# What is compiled is kept, though this environment may say otherwise: tests start hundreds of processes.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A shell that starts the tests in the background has them ignore Ctrl-C, and all their processes too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No test depends on what the person who runs it has configured.
os.environ["SPAMFILTER_CONFIG"] = ""

# Nor on what they have taught it, which is not theirs to spoil either: tests have a data folder of their own.
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="spamfilter-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_DATA_HOME"], ignore_errors=True)

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """What a test teaches by default no other test knows, nor what readers told it of their sources."""
    yield
    take_notices()
    taught = Path(os.environ["XDG_DATA_HOME"], "spamfilter")
    if taught.exists():
        shutil.rmtree(taught)


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
                "PYTHONPATH": search_first(tmp_path, WORDLIST),
                **env,
            },
            timeout=600,  # only a machine that hangs takes so long
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


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is published, built once."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (built,) = folder.glob("*.whl")
    return built
