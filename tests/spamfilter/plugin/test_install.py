"""What a user is told to run for packages that are missing."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from spamfilter import install_hint
from tests.paths import ROOT

METADATA = """Metadata-Version: 2.1
Name: made
Version: 1.0
Requires-Dist: click>=8
Provides-Extra: some
Requires-Dist: click>=8.2; extra == 'some'
Requires-Dist: no-such-package[deep]~=1.0; extra == "some"
Requires-Dist: nor_this; extra == 'some'
Provides-Extra: there
Requires-Dist: click>=8.2; extra == 'there'
"""
Ask = Callable[..., str]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """``ask("some", "made")``: the hint of a new interpreter that has the distribution ``made``."""
    info = tmp_path / "made-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(METADATA)

    def run(extra: str, distribution: str, python: str = sys.executable, **env: str) -> str:
        code = "import sys; from spamfilter import install_hint; print(install_hint(*sys.argv[1:]))"
        path = os.pathsep.join([str(tmp_path), str(ROOT)])
        return subprocess.run(
            [python, "-c", code, extra, distribution],
            env=os.environ | {"PYTHONPATH": path} | env,
            capture_output=True,
            check=True,
            text=True,
        ).stdout

    return run


def test_only_what_is_missing_is_named(ask: Ask) -> None:
    said = ask("some", "made")
    assert said.endswith(" -m pip install 'no-such-package[deep]~=1.0' nor_this\n")


def test_all_of_it_where_nothing_is_missing(ask: Ask) -> None:
    assert ask("there", "made").endswith(" -m pip install 'click>=8.2'\n")


def test_the_extra_itself_where_nothing_is_known(ask: Ask) -> None:
    assert ask("none", "made").endswith(" -m pip install 'made[none]'\n")
    assert ask("some", "nowhere").endswith(" -m pip install 'nowhere[some]'\n")


def test_the_python_is_the_one_that_runs(ask: Ask, tmp_path: Path) -> None:
    folder = tmp_path / "a bin"
    folder.mkdir()
    (folder / "python").symlink_to(sys.executable)
    assert ask("there", "made", PATH=str(folder)).startswith(f"{sys.executable} -m pip ")
    said = ask("there", "made", PATH=str(Path(sys.executable).parent), python=sys.executable)
    assert said.startswith("python -m pip ") == (Path(sys.executable).parent / "python").exists()


@pytest.mark.parametrize("extra", ["train", "evaluate", "ngram"])
def test_our_own_extras_are_known(extra: str) -> None:
    assert "spamfilter" not in install_hint(extra).partition(" install ")[2]


def test_a_command_of_the_extra_train_without_torch(tmp_path: Path) -> None:
    for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for path in Path(place).iterdir():
            if not path.name.lower().startswith(("torch", "pandas")) and path.suffix != ".pth":
                (tmp_path / path.name).symlink_to(path)
    done = subprocess.run(
        [sys.executable, "-S", "-m", "spamfilter", "gpt", "train", "data", "out"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "plugins", tmp_path)))},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert done.stderr.startswith(b"spamfilter: this command needs torch, pandas: ")
    assert done.stderr.endswith(b" -m pip install 'pandas>=2.2' 'torch~=2.13.0'\n")
