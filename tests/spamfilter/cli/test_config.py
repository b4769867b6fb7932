"""Options set beforehand: in ``config.toml`` and by environment variables."""

import json
import os
import re
from pathlib import Path

import click
import pytest

from spamfilter.cli import cli
from spamfilter.cli.config import OTHERS, list_options, walk_commands
from spamfilter.cli.equip import name_variable
from tests.conftest import Process
from tests.made_up_plugin import RULES

MESSAGE = b"win a prize\n"
TEXT = b"spam\t0.8750\t-:1\twin a prize\n"
CSV = b"label,score,source,number,classifier,text,notes\nspam,0.875,-,1,rules,win a prize,\n"
MAIL = b"Subject: hi\n\nwin a prize\n"
UNJUDGED = re.compile(rb"X-Spam-Error:.*\n(\t.*\n)*" + re.escape(MAIL))


@pytest.fixture
def write(tmp_path: Path) -> "Write":
    """``env = write("[scan]…")``: a configuration beside a plugin that it may name, as variables."""
    (tmp_path / "rules.py").write_text(RULES, encoding="utf-8")
    return Write(tmp_path)


class Write:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "config.toml"

    def __call__(self, text: str) -> dict[str, str]:
        self.path.write_text(text, encoding="utf-8")
        return {"SPAMFILTER_CONFIG": str(self.path)}


RULED = 'plugin = ["./rules.py"]\n[scan]\nclassifier = "rules"\n'


def test_the_file_sets_options_and_names_plugins_beside_it(process: Process, write: Write) -> None:
    done = process("scan", stdin=MESSAGE, **write(RULED + 'format = "csv"\n'))
    assert (done.returncode, done.stdout, done.stderr) == (0, CSV, b"")


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(
    process: Process, write: Write
) -> None:
    env = write(RULED + 'format = "csv"\n')
    assert process("scan", stdin=MESSAGE, **env, SPAMFILTER_SCAN_FORMAT="text").stdout == TEXT
    done = process("scan", "--format", "csv", stdin=MESSAGE, **env, SPAMFILTER_SCAN_FORMAT="text")
    assert done.stdout == CSV


def test_an_option_on_the_command_line_wins_over_one_in_the_file_that_it_excludes(
    process: Process, write: Write
) -> None:
    env = write(RULED + 'format = "csv"\n')
    done = process("scan", "--raw", stdin=MESSAGE, **env)
    assert (done.returncode, done.stdout, done.stderr) == (0, MESSAGE, b"")
    done = process("scan", "--raw", "--format", "csv", stdin=MESSAGE, **env)
    assert (done.returncode, done.stdout) == (2, b"")


def test_dashes_and_underscores_are_alike_and_values_of_many_kinds_are_taken(
    process: Process, write: Write
) -> None:
    env = write(
        RULED
        + "batch_size = 1\nexit-code = true\nquiet = false\nonly = ['spam', 'unsure']\nspam-above = 0.8\n"
    )
    done = process("scan", stdin=MESSAGE + b"lunch?\n", **env)
    assert (done.returncode, done.stdout) == (1, TEXT)


def test_a_command_below_another_has_a_table_below_the_other_s(process: Process, write: Write) -> None:
    env = write('[gpt.train]\nbase = "mine"\n[check_plugin]\ntimeout = 7\n')
    assert b"[default: mine]" in b" ".join(process("gpt", "train", "-h", **env).stdout.split())
    assert b"[default: 7;" in b" ".join(process("check-plugin", "-h", **env).stdout.split())


def test_the_users_folder_is_where_the_file_is_looked_for(process: Process, tmp_path: Path) -> None:
    folder = tmp_path / "spamfilter"
    folder.mkdir()
    (folder / "config.toml").write_text("[scan]\nsummary = true\n")
    clean = {"XDG_CONFIG_HOME": str(tmp_path), "SPAMFILTER_CONFIG": str(folder / "config.toml")}
    assert process("scan", **clean).stderr == b"0 messages: 0 ham, 0 unsure, 0 spam\n"
    assert process("scan", **(clean | {"SPAMFILTER_CONFIG": ""})).stderr == b""


def test_the_path_without_a_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from spamfilter.cli.config import find_path, read_config

    monkeypatch.delenv("SPAMFILTER_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert find_path() == tmp_path / "spamfilter" / "config.toml"
    assert read_config().table == {}


ONE_LINE = {
    "x = 1": "there is no key 'x'; there are plugin, and a table a command: [allow], [attack], [block], ",
    "[scn]": "[scn] is no command; there are: [allow], [attack], [block], ",
    "[gpt.trian]": "[gpt.trian] is no command; there are: [gpt.build-embedded], [gpt.export], ",
    "[gpt]\nx = 1": "[gpt] has no option 'x'; there are: none",
    "[scan]\njbos = 1": "[scan] has no option 'jbos'; there are: authserv-id, batch-size, classifier, ",
    "[scan]\nhelp = true": "[scan] has no option 'help'; there are: ",
    "[scan]\nsources = ['a']": "[scan] has no option 'sources'; there are: ",
    "[scan.deep]\nx = 1": "[scan] has no option 'deep'; there are: ",
    "[scan]\njobs = 'many'": "jobs in [scan]: 'many' is not a valid integer range",
    "[scan]\njobs = 0": "jobs in [scan]: 0 is not in the range x>=1",
    "[scan]\njobs = true": "jobs in [scan]: true is neither a text nor a number",
    "[scan]\njobs = 2020-01-01": "jobs in [scan]: datetime.date(2020, 1, 1) is neither a text nor a number",
    "[scan]\njobs = [1]": "jobs in [scan]: [1] is neither a text nor a number",
    "[scan]\nraw = 1": "raw in [scan]: 1 is neither true nor false",
    "[scan]\nformat = 'xml'": "format in [scan]: 'xml' is not one of 'text', 'jsonl', 'csv'",
    "[scan]\nonly = ['spam', 'no']": "only in [scan]: 'no' is not one of 'ham', 'unsure', 'spam'",
    "[scan]\nbatch-size = 1\nbatch_size = 2": "batch_size in [scan] is there twice, ",
    "[check-plugin]\n[check_plugin]": "[check_plugin] is there twice",
    "plugin = 3": "plugin must be text, or a list of texts: modules, or paths of .py files",
    '[scan]\nmodel = "a\\u0000b"': "model in [scan]: a text cannot have the character NUL in it",
}


@pytest.mark.parametrize("text", ONE_LINE, ids=lambda text: " ".join(text.split()))
def test_what_cannot_be_is_one_line_that_says_what_can(
    spamfilter: object, write: Write, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("SPAMFILTER_CONFIG", write(text)["SPAMFILTER_CONFIG"])
    result = spamfilter("classifiers")  # type: ignore[operator]
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"spamfilter: {write.path}: {ONE_LINE[text]}")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "code", "complaint"),
    [
        (b"x", 65, " is not TOML: Expected '='"),
        (b"\xff\xfe", 65, " is not TOML: 'utf-8' codec can't decode byte 0xff"),
        (b"x = " + b"[" * 100_000, 65, " is not TOML: "),
    ],
)
def test_a_file_that_is_not_toml(
    process: Process, write: Write, content: bytes, code: int, complaint: str
) -> None:
    env = write("")
    write.path.write_bytes(content)
    done = process("classifiers", **env)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (code, b"", 1)
    assert done.stderr.decode().startswith(f"spamfilter: {write.path}{complaint}")


def test_a_file_that_is_no_file(process: Process, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, problem in (("pipe", "is not a file"), ("", "is not a file"), ("nowhere", "is not there")):
        path = tmp_path / name
        done = process("classifiers", SPAMFILTER_CONFIG=str(path))
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.decode() == (
            f"spamfilter: the configuration {path} {problem}; mend it, or set SPAMFILTER_CONFIG\n"
        )


def test_a_variable_that_cannot_be_is_named(process: Process) -> None:
    done = process("scan", SPAMFILTER_SCAN_JOBS="many")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == (
        b"spamfilter: Invalid value for '--jobs': 'many' is not a valid integer range "
        b"(from SPAMFILTER_SCAN_JOBS); see 'spamfilter scan --help'\n"
    )


def test_a_table_of_a_plugin_that_is_off_or_broken_is_passed_over(
    process: Process, write: Write, install_plugin: object
) -> None:
    env = write("[gpt.train]\nepochs = 3\n")
    assert process("plugins", SPAMFILTER_DISABLE="gpt", **env).returncode == 0
    install_plugin("broken", "raise ValueError")  # type: ignore[operator]
    assert process("plugins", **write("[made.by.broken]\nx = 1\n")).returncode == 0


@pytest.mark.parametrize(
    "text", ["x", "[filter]\nx = 1", "[scn]\nx = 1", "plugin = './nowhere.py'", "[filter]\ntimeout = 0"]
)
def test_the_filter_loses_no_mail_to_a_broken_file(process: Process, write: Write, text: str) -> None:
    done = process("filter", stdin=MAIL, **write(text))
    assert done.returncode == 0
    assert UNJUDGED.fullmatch(done.stdout)
    assert done.stderr.endswith(b"; the mail is passed on unjudged\n")


def test_the_filter_loses_no_mail_to_a_missing_file_or_a_bad_variable(process: Process) -> None:
    for env in ({"SPAMFILTER_CONFIG": "/nowhere"}, {"SPAMFILTER_FILTER_TIMEOUT": "x"}):
        done = process("filter", stdin=MAIL, **env)
        assert done.returncode == 0
        assert UNJUDGED.fullmatch(done.stdout)


def test_what_the_filter_does_when_it_fails_may_stand_in_the_file_or_a_variable(
    process: Process, write: Write
) -> None:
    broken = "no-such-option = 1\n"
    assert process("filter", stdin=MAIL, **write("[filter]\nexit_style = 'grep'\n" + broken)).returncode == 2
    env = write("[filter]\n" + broken)
    assert process("filter", stdin=MAIL, **env, SPAMFILTER_FILTER_EXIT_STYLE="bogofilter").returncode == 3
    for done in (
        process("filter", stdin=MAIL, **env, SPAMFILTER_FILTER_NO_SAFE_FALLBACK="1"),
        process("filter", stdin=MAIL, **write("[filter]\nno-safe-fallback = true\n" + broken)),
    ):
        assert (done.returncode, done.stdout) == (75, b"")


def test_the_filter_takes_its_options_from_the_file(process: Process, write: Write) -> None:
    env = write('plugin = "./rules.py"\n[filter]\nclassifier = "rules"\nsubject-tag = "[SPAM]"\n')
    done = process("filter", stdin=MAIL, **env)
    assert b"X-Spam-Flag: YES\n" in done.stdout
    assert b"Subject: [SPAM] hi\n" in done.stdout


def test_config_shows_what_is_set_and_from_where(process: Process, write: Write) -> None:
    env = write(RULED + "quiet = true\nonly = ['spam', 'ham']\njobs = 2\n") | {
        "SPAMFILTER_SCAN_JOBS": "3",
        "SPAMFILTER_GPT_TRAIN_BATCH_SIZE": "4",
    }
    done = process("config", **env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == [
        f"file\t{write.path}\tread",
        f"--plugin\t{write.path.parent / 'rules.py'}\tfile",
        "gpt train --batch-size\t4\tSPAMFILTER_GPT_TRAIN_BATCH_SIZE",
        "scan --classifier\trules\tfile",
        "scan --jobs\t3\tSPAMFILTER_SCAN_JOBS",
        "scan --only\tspam ham\tfile",
        "scan --quiet\ttrue\tfile",
    ]


def test_config_as_json(process: Process, write: Write) -> None:
    env = write("[scan]\nquiet = true\n") | {"SPAMFILTER_SCAN_JOBS": "3", "SPAMFILTER_SCAN_JBOS": "4"}
    done = process("config", "--json", **env)
    assert json.loads(done.stdout) == {
        "file": str(write.path),
        "exists": True,
        "options": [
            {
                "command": "scan",
                "option": "--jobs",
                "value": "3",
                "source": "environment",
                "variable": "SPAMFILTER_SCAN_JOBS",
            },
            {"command": "scan", "option": "--quiet", "value": True, "source": "file"},
        ],
        "unknown_variables": ["SPAMFILTER_SCAN_JBOS"],
    }


def test_config_says_where_there_is_no_file_and_names_a_variable_that_sets_nothing(process: Process) -> None:
    done = process("config", SPAMFILTER_SCAN_JBOS="4")
    assert done.stdout == b"file\tnone\tSPAMFILTER_CONFIG is empty\n"
    assert done.stderr == b"spamfilter: SPAMFILTER_SCAN_JBOS sets nothing, for there is no such option\n"


def test_no_option_s_variable_is_another_s_or_one_of_ours() -> None:
    with click.Context(cli, info_name="spamfilter") as ctx:
        variables = [
            name_variable(words, option)
            for words, command, _ in walk_commands(cli, ctx, (), {})
            for option in list_options(command)
        ]
    assert len(variables) > 100
    assert len(set(variables)) == len(variables)
    assert not set(OTHERS) & set(variables)


def test_a_variable_names_plugins_and_the_help_lists_what_they_add(process: Process, write: Write) -> None:
    rules, hello = write.path.with_name("rules.py"), write.path.with_name("hello.py")
    hello.write_text(
        "import click\nfrom spamfilter import hookimpl\n"
        "@click.command(help='Say hello.')\ndef hello(): click.echo('hello')\n"
        "@hookimpl\ndef spamfilter_commands(): return [hello]\n"
    )
    both = {"SPAMFILTER_PLUGIN": os.pathsep.join(map(str, (rules, hello)))}
    assert process("scan", "-c", "rules", stdin=MESSAGE, **both).stdout == TEXT
    assert process("hello", **both).stdout == b"hello\n"
    assert b"\n  hello " in process("--help", **both).stdout
    assert b"\n  hello " in process("--help", **write('plugin = "hello.py"')).stdout
