"""Options of commands: a field of a dataclass each."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import click
import pytest
from click.testing import CliRunner

from spamfilter import Session, UsageError, options, pass_session
from spamfilter.cli.scan import ScanOptions
from spamfilter.plugin.choice import choose
from spamfilter.plugin.manager import create_manager
from tests.conftest import Process, Run
from tests.paths import ROOT
from tests.spamfilter.cli.test_help import COMMANDS


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetOptions:
    """A made-up command's."""

    name: Annotated[str, options.argument()]
    model: options.ModelPath = None
    batch_size: options.BatchSize = 7
    loud: Annotated[bool, options.option("--loud", is_flag=True, help="In capitals.")] = False

    def __post_init__(self) -> None:
        if self.loud and self.model:
            raise UsageError("a model does not shout")


@click.command()
@options.takes(GreetOptions)
@pass_session
def greet(session: Session, chosen: GreetOptions) -> None:
    click.echo(f"{chosen} {session.plugins}")


def test_the_api_imports_click_only_for_what_commands_need() -> None:
    code = (
        "import sys, spamfilter; assert 'click' not in sys.modules\n"
        "from spamfilter import Session, options, pass_session; assert 'click' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_command_gets_its_options_as_one_object() -> None:
    done = CliRunner().invoke(greet, ["Ann", "--batch-size", "3"])
    assert done.output == "GreetOptions(name='Ann', model=None, batch_size=3, loud=False) ()\n"


def test_defaults_are_those_of_the_fields() -> None:
    assert CliRunner().invoke(greet, ["Ann"]).output == f"{GreetOptions(name='Ann')} ()\n"
    shown = CliRunner().invoke(greet, ["--help"]).output
    assert "[default: 7; x>=1]" in " ".join(shown.split())
    assert shown.index("--model") < shown.index("--batch-size") < shown.index("--loud")


def test_what_has_no_default_must_be_given() -> None:
    assert "Missing argument 'NAME'" in CliRunner().invoke(greet, []).output


def test_what_the_dataclass_refuses_is_an_error_of_the_command() -> None:
    error = CliRunner().invoke(greet, ["Ann", "--loud", "--model", "m"]).exception
    assert isinstance(error, UsageError)


def test_scan_refuses_wishes_that_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="--raw prints messages and --format verdicts"):
        ScanOptions(raw=True, output="csv")


TAKES_MODEL = [name for name, one in COMMANDS.items() if any("--model" in param.opts for param in one.params)]


def test_the_commands_that_take_a_model() -> None:
    expected = {"scan", "filter", "evaluate", "explain", "attack", "check-plugin", "spamd"}
    assert expected <= set(TAKES_MODEL)


@pytest.mark.parametrize("name", [name for name in TAKES_MODEL if name != "filter"])
def test_an_empty_model_is_refused_in_one_line(spamfilter: Run, name: str) -> None:
    done = spamfilter(*name.split(), "--model", "")
    assert done.exit_code == 2
    assert done.output == (
        "spamfilter: Invalid value for '--model': it is empty; name a model, or leave the option out; "
        f"see 'spamfilter {name} --help'\n"
    )


def test_filter_passes_the_mail_on_where_the_model_is_empty(process: Process) -> None:
    done = process("filter", "--model", "", "--exit-style", "grep", stdin=b"Subject: hi\n\nhello\n")
    assert done.returncode == 2
    assert done.stdout.startswith(b"X-Spam-Error: Invalid value for '--model': it is empty;")
    assert done.stdout.endswith(b"Subject: hi\n\nhello\n")


def test_an_empty_model_is_refused_from_python_too() -> None:
    with pytest.raises(UsageError, match="the model's name is empty"):
        choose(create_manager(), "gpt", "")


MISSPELT = [
    # A field of the dataclass: the place that reads it is named.
    ("scan.py", "batch_size: BatchSize", "btach_size: BatchSize", "run_scan.py", '"batch_size"'),
    # An option where it is read: the class that has none such is named.
    ("run_evaluate.py", "options.resamples", "options.resamplse", "run_evaluate.py", '"resamplse"'),
    # What a command carries.
    ("run_attack.py", "session.manager", "session.mangaer", "run_attack.py", '"mangaer"'),
]


@pytest.mark.slow
def test_a_type_checker_names_what_is_misspelt(tmp_path: Path) -> None:
    """On a copy with one misspelt field, one misspelt option, one misspelt attribute of the session."""
    shutil.copytree(
        ROOT / "spamfilter", tmp_path / "spamfilter", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, right, wrong, *_ in MISSPELT:
        path = tmp_path / "spamfilter" / "cli" / file
        text = path.read_text(encoding="utf-8")
        assert right in text
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "spamfilter/cli"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)
    errors = done.stdout.splitlines()
    for *_, file, name in MISSPELT:
        assert any(line.startswith(f"spamfilter/cli/{file}") and name in line for line in errors), errors
    assert len([line for line in errors if "error:" in line]) == len(MISSPELT), errors
