"""Finding plugins, and keeping the broken ones from breaking anything."""

import sys
from collections.abc import Callable

import pytest

from tests.conftest import Process

SHOUT = """
from spamfilter import ClassifierEntry, Policy, hookimpl

class Shout:
    policy = Policy(0.3, 0.7)
    def score(self, messages):
        return {scores}

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("{name}", "shouts", lambda model: Shout())]
"""
Install = Callable[[str, str], None]


def test_our_own_plugins_are_listed_like_any_other(process: Process) -> None:
    assert process("plugins").stdout == (
        b"bogofilter\tok\tspamfilter-gpt 0.1.0, spamfilter_bogofilter\tspamfilter_classifiers\n"
        b"dask\tok\tspamfilter-gpt 0.1.0, spamfilter_dask\tspamfilter_commands\n"
        b"gpt\tok\tspamfilter-gpt 0.1.0, spamfilter_gpt\tspamfilter_classifiers, spamfilter_commands\n"
        b"ngram\tok\tspamfilter-gpt 0.1.0, spamfilter_ngram\tspamfilter_classifiers, spamfilter_commands\n"
        b"spamd\tok\tspamfilter-gpt 0.1.0, spamfilter_spamd\tspamfilter_commands\n"
    )
    assert process("classifiers").stdout == (
        b"bogofilter\tthe bogofilter program, as you trained it\tbogofilter (spamfilter-gpt 0.1.0)\n"
        b"gpt\ta small GPT, run on the CPU by onnxruntime\tgpt (spamfilter-gpt 0.1.0)\n"
        b"ngram\tcharacter n-grams and a logistic regression; train it first\tngram (spamfilter-gpt 0.1.0)\n"
        b"tfidf\tthe same, learning message by message from nothing\tngram (spamfilter-gpt 0.1.0)\n"
    )


@pytest.mark.parametrize(
    "code", ["raise ValueError('no such\\nluck')", "import sys; sys.exit(3)", "syntax error"]
)
def test_an_installed_plugin_that_fails_is_named_once_and_skipped(
    process: Process, install_plugin: Install, code: str
) -> None:
    install_plugin("broken", code)
    done = process("classifiers")
    assert (done.returncode, done.stdout.count(b"\n")) == (0, 4)
    assert done.stderr.startswith(b"spamfilter: plugin broken (broken 1.0) failed and is skipped: ")
    assert done.stderr.count(b"\n") == 1
    assert b"broken\tfailed\tbroken 1.0, broken\t" in process("plugins").stdout


def test_the_same_module_by_option_is_an_error(process: Process, install_plugin: Install) -> None:
    install_plugin("broken", "raise ValueError('no luck')")
    done = process("--plugin", "broken", "classifiers", SPAMFILTER_DISABLE="broken")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"spamfilter: --plugin broken fails: ValueError: no luck\n"


def test_a_disabled_plugin_is_not_imported(process: Process, install_plugin: Install) -> None:
    install_plugin("broken", "raise ValueError('no luck')")
    done = process("plugins", SPAMFILTER_DISABLE="broken")
    assert done.stderr == b""
    assert b"broken\tdisabled\t" in done.stdout


def test_a_hook_that_raises_is_isolated(process: Process, install_plugin: Install) -> None:
    install_plugin("lazy", "from spamfilter import hookimpl\n@hookimpl\ndef spamfilter_classifiers(): 1/0\n")
    done = process("classifiers")
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr.count(b"\n")) == (0, 4, 1)
    assert b"lazy (lazy 1.0) failed and is skipped: ZeroDivisionError" in done.stderr


def test_a_hook_the_host_does_not_know_is_a_failure(process: Process, install_plugin: Install) -> None:
    install_plugin("newer", "from spamfilter import hookimpl\n@hookimpl\ndef spamfilter_dance(): pass\n")
    assert b"it implements spamfilter_dance" in process("classifiers").stderr


def test_two_classifiers_of_one_name_are_an_error_that_names_both(
    process: Process, install_plugin: Install
) -> None:
    install_plugin("rival", SHOUT.format(name="gpt", scores="[]"))
    done = process("scan", stdin=b"hi\n")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"'gpt' is offered by both gpt (spamfilter-gpt 0.1.0) and rival (rival 1.0)" in done.stderr


def test_two_commands_of_one_name_are_an_error_that_names_both(
    process: Process, install_plugin: Install
) -> None:
    code = "import click\nfrom spamfilter import hookimpl\n@click.command()\ndef scan(): pass\n"
    install_plugin("rival", code + "@hookimpl\ndef spamfilter_commands(): return [scan]\n")
    done = process("rivals")
    assert done.returncode == 2
    assert b"'scan' is offered by both spamfilter itself and rival (rival 1.0)" in done.stderr


@pytest.mark.parametrize(
    ("scores", "complaint"),
    [
        ("[]", b"gave 0 scores for 1 messages"),
        ("[2.0]", b"gave the score 2.0"),
        ("[float('nan')]", b"gave the score nan"),
        ("1/0", b"failed: ZeroDivisionError"),
    ],
)
def test_a_classifier_that_breaks_its_contract_is_named(
    process: Process, install_plugin: Install, scores: str, complaint: bytes
) -> None:
    install_plugin("shout", SHOUT.format(name="shout", scores=scores))
    done = process("scan", "-c", "shout", stdin=b"hi\n")
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (70, b"", 1)
    assert complaint in done.stderr


def test_review_overrules_a_verdict(process: Process, install_plugin: Install) -> None:
    install_plugin(
        "allow",
        "from spamfilter import Label, Verdict, hookimpl\n@hookimpl\n"
        "def spamfilter_review(message, verdict):\n"
        "    return Verdict(Label.HAM, 0.0) if 'mum' in message.text else None\n",
    )
    done = process(
        "--plugin",
        "spamfilter_wordlist",
        "scan",
        "-c",
        "wordlist",
        stdin=b"win free cash, mum\nwin free cash\n",
    )
    assert done.stdout.splitlines() == [
        b"ham\t0.0000\t-:1\twin free cash, mum",
        b"spam\t0.8750\t-:2\twin free cash",
    ]


def test_a_scan_imports_nothing_of_training(tmp_path: object) -> None:
    import subprocess

    code = (
        "import sys\nfrom spamfilter.cli import cli\n"
        "def refuse(event, args):\n    if event.startswith('socket.'): raise RuntimeError(event)\n"
        "sys.addaudithook(refuse)\n"
        "cli(['scan'], standalone_mode=False)\n"
        "print(sorted({'torch', 'pandas', 'sklearn', 'matplotlib'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], input=b"hello\n", capture_output=True, check=True)
    assert done.stderr == b"[]\n"
    assert done.stdout.endswith(b"\t-:1\thello\n")


def test_help_imports_neither_onnxruntime_nor_torch() -> None:
    import subprocess

    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "spamfilter", "--help"], capture_output=True, check=True
    )
    imported = {line.split(b"|")[-1].strip().split(b".")[0] for line in done.stderr.splitlines()}
    assert b"click" in imported
    assert not imported & {b"onnxruntime", b"torch", b"numpy", b"tiktoken", b"tqdm"}
