"""The README tells the truth: its output is the program's, its code is the code that is tested."""

import re
import subprocess
import venv
from pathlib import Path

import pytest
from conftest import Process

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def test_it_opens_with_two_commands_of_one_line() -> None:
    first, second = blocks("sh")[:2]
    assert (first.count("\n"), second.count("\n")) == (1, 1)
    assert first.endswith("spamfilter scan tests/data/inbox.txt\n")
    assert "pytest" in second


def test_the_shown_verdicts_are_the_real_ones(process: Process) -> None:
    done = process("scan", "tests/data/inbox.txt")
    assert done.stdout.decode() == blocks("text")[0]


def test_the_plugin_chapter_shows_the_tested_plugin(data: Path) -> None:
    plugin = data / "wordlist-plugin"
    assert (plugin / "spamfilter_wordlist.py").read_text(encoding="utf-8") in blocks("python")
    assert (plugin / "pyproject.toml").read_text(encoding="utf-8") in blocks("toml")


@pytest.mark.slow
def test_a_plugin_installs_beside_the_package(tmp_path: Path, data: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    program = tmp_path / "env" / "bin"
    packages = [str(ROOT), str(data / "wordlist-plugin")]
    subprocess.run([program / "python", "-m", "pip", "install", "-q", *packages], check=True, cwd=tmp_path)
    done = subprocess.run(
        [program / "spamfilter", "scan", "-c", "wordlist"],
        input=b"hello\nwin free cash\n",
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout == b"ham\t0.0000\t-:1\thello\nspam\t0.8750\t-:2\twin free cash\n"
