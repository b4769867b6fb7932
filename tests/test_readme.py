"""The README tells the truth: its output is the program's, its code is the code that is tested."""

import csv
import json
import re
import shlex
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from spamfilter_gpt.commands import train
from spamfilter_gpt.options import make_settings
from spamfilter_gpt.training.run import check_settings

from tests.conftest import Process
from tests.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


# Another processor adds in another order, so that int8 rounds some values to their other neighbour. Scores
# have moved by no more than this, log-odds by no more than 0.1.
PROCESSOR = 0.005


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def test_it_opens_with_two_commands_of_one_line() -> None:
    first, second = blocks("sh")[:2]
    assert (first.count("\n"), second.count("\n")) == (1, 1)
    assert first.endswith("spamfilter scan tests/data/inbox.txt\n")
    assert "pytest" in second


def read_verdicts(output: str) -> tuple[list[list[str]], list[float]]:
    """The lines of ``scan`` as label, place and text, and their scores."""
    rows = [line.split("\t") for line in output.splitlines()]
    return [[label, *rest] for label, _, *rest in rows], [float(score) for _, score, *_ in rows]


def test_the_shown_verdicts_are_the_real_ones(process: Process) -> None:
    shown, shown_scores = read_verdicts(blocks("text")[0])
    found, scores = read_verdicts(process("scan", "tests/data/inbox.txt").stdout.decode())
    assert found == shown
    assert scores == pytest.approx(shown_scores, abs=PROCESSOR)


def test_the_plugin_chapter_shows_the_tested_plugin(data: Path) -> None:
    plugin = data / "wordlist-plugin"
    assert (plugin / "spamfilter_wordlist.py").read_text(encoding="utf-8") in blocks("python")
    assert (plugin / "pyproject.toml").read_text(encoding="utf-8") in blocks("toml")


@pytest.mark.slow
def test_a_plugin_installs_beside_the_package(tmp_path: Path, data: Path, wheel: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    program = tmp_path / "env" / "bin"
    packages = [wheel, data / "wordlist-plugin"]
    subprocess.run([program / "python", "-m", "pip", "install", "-q", *packages], check=True, cwd=tmp_path)
    done = subprocess.run(
        [program / "spamfilter", "scan", "-c", "wordlist"],
        input=b"hello\nwin free cash\n",
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout == b"ham\t0.0000\t-:1\thello\nspam\t0.8750\t-:2\twin free cash\n"


def chapter(title: str) -> str:
    """The text between the heading ``title`` and the next one of any level."""
    return re.split(r"^#+ ", README.partition(f"# {title}\n")[2], flags=re.MULTILINE)[0]


@pytest.fixture
def newcomer(tmp_path: Path, data: Path) -> Path:
    """A folder in which the README's commands find what they name."""
    shutil.copytree(data, tmp_path / "tests" / "data")
    shutil.copy(data / "inbox.txt", tmp_path)
    return tmp_path


@pytest.mark.slow
def test_training_on_ones_own_messages_works_as_shown(newcomer: Path) -> None:
    text = chapter("Train it on your own messages")
    commands = re.findall(r"^\$ (spamfilter .*?)(?: +#.*)?$", text, flags=re.MULTILINE)
    assert [shlex.split(command)[:3] for command in commands] == [
        ["spamfilter", "gpt", "prepare"], ["spamfilter", "gpt", "train"], ["spamfilter", "scan", "--model"],
    ]  # fmt: skip
    for command in commands:
        words = [sys.executable, "-m", *shlex.split(command)]
        done = subprocess.run(words, cwd=newcomer, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 16
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, cwd=newcomer, capture_output=True, text=True, check=True)
    assert "parameters train, on" in done.stdout
    assert (newcomer / "model" / "model.onnx").exists()


def test_every_experiment_of_the_book_is_a_set_of_options_that_fit() -> None:
    rows = re.findall(r"^\| +(\d+) \| (.*?) \| (.*?) \| .* \|$", README, flags=re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 20))
    settings = set()
    for _, _, cell in rows:
        options = [word for part in re.findall(r"`(--.*?)`", cell) for word in shlex.split(part)]
        command = ["data", "run", "--recipe", "book", "--base", "gpt2", *options]
        given = train.make_context("train", command).params
        for name in ("data", "out", "resume", "overwrite", "export", "quantize", "test"):
            given.pop(name)
        settings.add(made := make_settings(**given))
        check_settings(made)
    assert len(settings) == 17  # rows 1, 17 and 18 are one


def test_the_words_that_weigh_most_are_the_programs(process: Process, data: Path) -> None:
    rows = re.findall(r"^\| (.*?) \| (\d\.\d\d) \| (`.*`.*) \|$", README, flags=re.MULTILINE)
    assert [text for text, _, _ in rows] == (data / "spam.txt").read_text(encoding="utf-8").splitlines()
    done = process("explain", "--format", "jsonl", data / "spam.txt")
    for (_, score, cell), line in zip(rows, done.stdout.splitlines(), strict=True):
        found = json.loads(line)
        shown = [(word, float(value)) for word, value in re.findall(r"`(.+?)` ([+-]\d+\.\d)", cell)]
        top = sorted(found["effects"], key=lambda one: -one["log_odds"])[:3]
        assert found["score"] == pytest.approx(float(score), abs=PROCESSOR + 0.005)  # it is shown rounded
        assert [word for word, _ in shown] == [one["text"] for one in top]
        assert [value for _, value in shown] == pytest.approx([one["log_odds"] for one in top], abs=0.1)


@pytest.mark.slow
def test_seeing_it_on_ones_own_messages_works_as_shown(newcomer: Path) -> None:
    rows = (newcomer / "tests" / "data" / "labelled.txt").read_text(encoding="utf-8").splitlines()
    with (newcomer / "labelled.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["label", "text"], *(row.split("\t", 1) for row in rows)])
    shutil.copy(newcomer / "labelled.csv", newcomer / "test.csv")
    (newcomer / "data").mkdir()
    shutil.copy(newcomer / "labelled.csv", newcomer / "data" / "train.csv")
    text = chapter("See it on your own messages")
    commands = re.findall(r"^\$ (spamfilter .*?)(?: +#.*)$", text, flags=re.MULTILINE)
    assert [command.split()[1] for command in commands] == [
        "evaluate", "evaluate", "ngram", "evaluate", "scan", "explain", "attack",
    ]  # fmt: skip
    for command in commands:
        words = [sys.executable, "-m", *shlex.split(command)]
        done = subprocess.run(words, cwd=newcomer, capture_output=True, text=True, check=False)
        # The shipped model is no match for the tricks yet, which is what the gate is there to say.
        assert done.returncode == ("--max-loss" in command), done.stderr
    assert (newcomer / "report" / "index.html").exists()
