"""What --help says, of every command, plugins' included."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from spamfilter.cli import OWN, cli
from tests.conftest import Run


def walk(group: click.Group, context: click.Context, name: str) -> Iterator[tuple[str, click.Command]]:
    """All commands below ``group`` with their names, each group before what is in it."""
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        yield f"{name} {word}".strip(), command
        if isinstance(command, click.Group):
            yield from walk(command, click.Context(command, parent=context), f"{name} {word}".strip())


COMMANDS = dict(walk(cli, click.Context(cli), ""))


def test_the_commands_are_those_that_ship() -> None:
    assert {"scan", "filter", "evaluate", "explain", "attack", "spamd", "ngram train", "gpt train"} <= set(
        COMMANDS
    )


def test_each_command_of_ours_is_imported_alone(tmp_path: Path) -> None:
    code = "import sys; from spamfilter.cli import OWN, cli; cli.commands['scan']; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    modules = {f"spamfilter.cli.{place.partition(':')[0]}" for place in OWN.values()}
    assert modules & set(done.stdout.split()) == {"spamfilter.cli.scan", "spamfilter.cli.filter"}


GROUPS = ["", *(name for name, one in COMMANDS.items() if isinstance(one, click.Group))]


@pytest.mark.parametrize("name", GROUPS)
def test_no_short_help_is_cut_at_80_columns(spamfilter: Run, name: str) -> None:
    shown = spamfilter(*name.split(), "--help").output
    cut = [line for line in shown.splitlines()[1:] if line.endswith("...") or len(line) > 80]
    assert not cut


@pytest.mark.parametrize("name", COMMANDS)
def test_each_help_has_an_example(spamfilter: Run, name: str) -> None:
    shown = spamfilter(*name.split(), "--help").output
    assert "\n  Example:\n    spamfilter " in shown or "\n  Examples:\n    spamfilter " in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_are_not_wrapped(name: str) -> None:
    lines = (COMMANDS[name].help or "").splitlines()
    for line in lines:
        assert not line.startswith("  spamfilter ") or len(line) <= 76


@pytest.mark.parametrize("name", COMMANDS)
def test_an_example_uses_options_that_there_are(name: str) -> None:
    command = COMMANDS[name]
    options = {word for one in (*command.params, *cli.params) for word in one.opts}
    for line in (command.help or "").splitlines():
        if line.startswith("  spamfilter "):
            assert {word for word in line.split() if word.startswith("-") and word != "-"} <= options, line
