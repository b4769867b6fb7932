"""``scan --compare``: what another classifier would say of the same messages."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Process

INPUT = b"hello\nwin a FREE prize\nclaim it\n"
SHADOW = [
    "--plugin",
    "spamfilter_wordlist",
    "--plugin",
    "always",
    "scan",
    "-c",
    "wordlist",
    "--compare",
    "always",
]
ALWAYS = """
from spamfilter import ClassifierEntry, Policy, hookimpl

class Always:
    policy = Policy(0.2, 0.8)
    def __init__(self, model):
        self.value = float(model or 0.5)
    def score(self, messages):
        return [self.value] * len(messages)

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("always", "one score", Always)]
"""


@pytest.fixture
def always(tmp_path: Path) -> None:
    (tmp_path / "always.py").write_text(ALWAYS, encoding="utf-8")


@pytest.mark.usefixtures("always")
def test_both_verdicts_and_a_summary(process: Process) -> None:
    done = process(*SHADOW, stdin=INPUT)
    assert done.stdout.decode() == (
        "ham\t0.0000\tunsure\t0.5000\t-:1\thello\n"
        "spam\t0.8750\tunsure\t0.5000\t-:2\twin a FREE prize\n"
        "unsure\t0.5000\tunsure\t0.5000\t-:3\tclaim it\n"
    )
    assert done.stderr.decode() == (
        "wordlist and always give 1 of 3 messages the same label (33.33%)\n"
        "                 always ham  always unsure  always spam\n"
        "wordlist ham              0              1            0\n"
        "wordlist unsure           0              1            0\n"
        "wordlist spam             0              1            0\n"
        "scores differ by 0.2917 in the mean, by 0.5000 at most (-:1)\n"
    )


@pytest.mark.usefixtures("always")
def test_only_those_that_differ(process: Process) -> None:
    done = process(*SHADOW, "--differing", "--only", "spam", "--raw", stdin=INPUT)
    assert done.stdout == b"win a FREE prize\n"
    assert b"1 of 3 messages" in done.stderr


@pytest.mark.usefixtures("always")
def test_the_other_has_its_own_model_and_cutoffs(process: Process) -> None:
    words = [*SHADOW[:-1], "always=0.9", "--spam-above", "0.95", "--format", "jsonl"]
    row = json.loads(process(*words, stdin=b"win free cash prize\n").stdout)
    assert (row["label"], row["other_label"], row["other_score"]) == ("unsure", "spam", 0.9)
    assert row["other_classifier"] == "always=0.9"


@pytest.mark.usefixtures("always")
def test_csv_has_three_more_columns_before_the_notes(process: Process) -> None:
    done = process(*SHADOW, "--format", "csv", stdin=b"hello\n")
    assert done.stdout.decode() == (
        "label,score,source,number,classifier,text,other_label,other_score,other_classifier,notes\n"
        "ham,0.0,-,1,wordlist,hello,unsure,0.5,always,\n"
    )


def test_a_review_overrules_both(process: Process, install_plugin: Callable[[str, str], None]) -> None:
    install_plugin("always", ALWAYS)
    install_plugin(
        "allow",
        "from spamfilter import Label, Verdict, hookimpl\n@hookimpl\n"
        "def spamfilter_review(message, verdict):\n"
        "    return Verdict(Label.HAM, 0.0) if 'hello' in message.text else None\n",
    )
    done = process("scan", "--compare", "always=0.9", stdin=b"hello\n")
    assert done.stdout == b"ham\t0.0000\tham\t0.0000\t-:1\thello\n"


@pytest.mark.usefixtures("always")
def test_two_processes_say_the_same(process: Process) -> None:
    words = ["--plugin", "always", "scan", "--compare", "always"]
    lines = b"".join(b"message %d\n" % number for number in range(100))
    assert process(*words, "--jobs", 2, stdin=lines).stdout == process(*words, stdin=lines).stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--compare", "gpt"], "--compare gpt is the classifier itself"),
        (["--compare", "nobody"], "no classifier 'nobody'"),
        (["--differing"], "--differing needs --compare NAME"),
    ],
)
def test_wrong_use_is_one_line(process: Process, words: list[str], complaint: str) -> None:
    done = process("scan", *words, stdin=b"hi\n")
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert complaint in done.stderr.decode()


@pytest.mark.usefixtures("always")
def test_nothing_to_compare(process: Process) -> None:
    assert process(*SHADOW, stdin=b"").stderr == b"no messages to compare\n"
