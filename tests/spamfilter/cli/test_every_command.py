"""What every command has: ``-h``, ``-V``, completion of its values in a shell."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from spamfilter_gpt.commands import train

from spamfilter.cli import cli
from spamfilter.cli.config import walk_commands
from tests.conftest import Process, Run

Install = Callable[[str, str], None]

with click.Context(cli, info_name="spamfilter") as _ctx:
    COMMANDS = [words for words, _, _ in walk_commands(cli, _ctx, (), {})]


def test_there_are_commands_of_commands() -> None:
    assert {(), ("scan",), ("gpt",), ("gpt", "train"), ("ngram", "train"), ("spamd",)} <= set(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_a_short_option_for_help_and_version(spamfilter: Run, words: list[str]) -> None:
    help_text = spamfilter(*words, "--help").stdout
    assert help_text.startswith(f"Usage: {' '.join(['spamfilter', *words])} ")
    shown = spamfilter(*words, "-h")
    assert (shown.exit_code, shown.stderr, shown.exception) == (0, "", None)
    assert shown.stdout == help_text
    assert re.search(r"^  -V, --version +Print the version and end\.$", help_text, re.M)
    version = spamfilter("--version").stdout
    assert re.fullmatch(r"spamfilter \d+\.\d+\.\d+\n", version)
    for option in ("-V", "--version"):
        assert spamfilter(*words, option).stdout == version


def test_a_command_that_was_used_by_itself_before_has_them_too(spamfilter: Run) -> None:
    with pytest.raises(click.UsageError):
        train.make_context("train", [])
    assert "-h, --help" in spamfilter("gpt", "train", "-h").stdout


def test_options_of_a_plugin_s_own_win(process: Process, install_plugin: Install) -> None:
    code = (
        "import click\nfrom spamfilter import hookimpl\n"
        "@click.command()\n@click.option('-V', '--volume')\n@click.option('-h', '--height')\n"
        "@click.option('--version')\n"
        "def own(**options): click.echo(sorted(options.items()))\n"
        "@hookimpl\ndef spamfilter_commands(): return [own]\n"
    )
    install_plugin("made", code)
    done = process("own", "-V", "1", "-h", "2", "--version", "3")
    assert done.stdout == b"[('height', '2'), ('version', '3'), ('volume', '1')]\n"
    assert process("own", "--help").stdout.startswith(b"Usage: spamfilter own")
    assert process("own", SPAMFILTER_OWN_VOLUME="4").stdout == (
        b"[('height', None), ('version', None), ('volume', '4')]\n"
    )


@pytest.mark.parametrize("words", [["filter", "-h"], ["-h", "filter"], ["filter", "-V"], ["-V", "filter"]])
def test_the_filter_s_help_takes_no_mail(process: Process, words: list[str]) -> None:
    done = process(*words, stdin=b"Subject: hi\n\n")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith((b"Usage: spamfilter", b"spamfilter 0"))


@pytest.mark.parametrize(
    "words", [["--subject-tag", "-h"], ["--subject-tag", "--help", "-x"], ["--", "-h"], ["-c", "-V"]]
)
def test_what_looks_like_help_and_is_a_value_costs_no_mail(process: Process, words: list[str]) -> None:
    done = process("filter", *words, stdin=b"Subject: hi\n\nlunch?\n", SPAMFILTER_FILTER_MODEL="tiny")
    assert (done.returncode, done.stdout.endswith(b"Subject: hi\n\nlunch?\n")) == (0, True)


def complete(*words: str, folder: Path | None = None, **env: str) -> list[str]:
    """What bash is offered for the last of ``words``."""
    line = " ".join(["spamfilter", *words[:-1], words[-1] or "''"])
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(words)), "_SPAMFILTER_COMPLETE": "bash_complete"}
    done = subprocess.run(
        [sys.executable, "-m", "spamfilter"],
        cwd=folder,
        env=os.environ | asked | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_a_shell_completes_commands_and_options() -> None:
    assert "plain,gpt" in complete("")
    assert complete("gpt", "pre") == ["plain,prepare"]
    assert complete("filter", "--ex") == ["plain,--exit-style"]


def test_a_shell_completes_the_values_of_options() -> None:
    names = ["plain,bogofilter", "plain,gpt", "plain,ngram", "plain,tfidf"]
    assert complete("scan", "-c", "") == names
    assert complete("evaluate", "-c", "ng") == ["plain,ngram"]
    assert complete("scan", "--compare", "bo") == ["plain,bogofilter"]
    assert complete("memory", "re") == ["plain,rebuild"]
    assert complete("learn", "--f") == ["plain,--forget"]
    assert complete("check-plugin", "g") == ["plain,gpt"]
    assert complete("scan", "--input", "m") == ["plain,mbox", "plain,maildir"]
    assert complete("--plugin", "") == ["file,"]


def test_a_shell_completes_the_models_of_the_classifier_that_is_chosen() -> None:
    assert complete("scan", "--model", "") == ["file,", "plain,embedded", "plain,tiny"]
    assert complete("scan", "--model", "t") == ["file,t", "plain,tiny"]
    assert complete("scan", "-c", "ngram", "--model", "") == ["file,"]
    assert complete("scan", "--model", "", SPAMFILTER_SCAN_CLASSIFIER="ngram") == ["file,"]


def test_a_shell_hears_nothing_of_what_fails(tmp_path: Path) -> None:
    assert complete("--plugin", "./nowhere.py", "scan", "-c", "") == []
    (tmp_path / "config.toml").write_text("broken")
    assert complete("scan", "-c", "g", SPAMFILTER_CONFIG=str(tmp_path / "config.toml")) == ["plain,gpt"]
