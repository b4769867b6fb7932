"""``spamfilter evaluate``, run as a process; the word list of the README is the rival."""

import json
from pathlib import Path

import pytest
from sklearn import metrics as reference

from spamfilter import Message, Policy
from spamfilter.labelled import LabelledMessage
from spamfilter.measure.evaluate import compare, evaluate
from spamfilter.measure.metric import Evaluation
from spamfilter.measure.subject import Subject
from tests.conftest import Process
from tests.paths import SHARED

BOOK = SHARED / "sms-book-split" / "test.csv"
TINY = ["--plugin", "spamfilter_wordlist", "evaluate", "-c", "gpt=tiny", "-c", "wordlist"]
BOTH = ["--plugin", "spamfilter_wordlist", "evaluate", "-c", "gpt", "-c", "wordlist"]


@pytest.fixture
def labelled(data: Path) -> Path:
    return data / "labelled.txt"


def test_a_table_with_a_column_for_each_classifier(process: Process, labelled: Path) -> None:
    done = process(*BOTH, labelled, "--differences", 2)
    lines = done.stdout.decode().splitlines()
    assert (done.returncode, done.stderr) == (0, b"")
    assert lines[0] == "200 messages: 130 ham, 70 spam"
    assert lines[2].split() == ["gpt", "wordlist"]
    rows = {line[:30].strip(): line[30:].split() for line in lines[3:]}
    assert rows["accuracy"][1] == "%"
    assert rows["ham below, spam above"] == ["0.2611,", "0.9568", "0.3,", "0.7"]
    assert rows["repeats of training messages"] == ["0", "unknown"]
    assert any(line.startswith("gpt against wordlist: both right ") for line in lines)
    assert lines[-1].startswith("and ")


def test_json_counts_add_up_and_name_the_differing_messages(process: Process, labelled: Path) -> None:
    found = json.loads(process(*TINY, labelled, "--json").stdout)
    assert (found["messages"], found["ham"], found["spam"]) == (200, 130, 70)
    for one in found["classifiers"]:
        assert sum(one["confusion"]["ham"].values()) == 130
        right = one["confusion"]["spam"]["spam"] + 130 - one["confusion"]["ham"]["spam"]
        assert one["metrics"]["accuracy"]["value"] == right / 200
    (pair,) = found["comparisons"]
    assert pair["only_first_right"] + pair["only_second_right"] == len(pair["disagreements"])
    assert pair["both_right"] + pair["both_wrong"] + len(pair["disagreements"]) == 200
    first = pair["disagreements"][0]
    lines = labelled.read_text(encoding="utf-8").splitlines()
    assert lines[first["number"] - 1] == f"{first['label']}\t{first['text']}"


def test_scores_are_those_of_scan(process: Process, labelled: Path, tmp_path: Path) -> None:
    rows = [line.split("\t", 1) for line in labelled.read_text(encoding="utf-8").splitlines()]
    (tmp_path / "a.txt").write_text("".join(f"{text}\n" for _, text in rows), encoding="utf-8")
    scanned = process("scan", "--model", "tiny", "--format", "jsonl", tmp_path / "a.txt").stdout.splitlines()
    scores = [json.loads(line)["score"] for line in scanned]
    done = process("evaluate", "--model", "tiny", labelled, "--json")
    (found,) = json.loads(done.stdout)["classifiers"]
    expected = reference.roc_auc_score([label == "spam" for label, _ in rows], scores)
    assert found["metrics"]["roc_auc"]["value"] == pytest.approx(expected)


def test_two_processes_measure_the_same(process: Process, labelled: Path) -> None:
    def figures(*options: str) -> object:
        done = process("evaluate", "--model", "tiny", labelled, "--json", *options)
        (found,) = json.loads(done.stdout)["classifiers"]
        return found["metrics"], found["confusion"]

    assert figures("--jobs", "2") == figures("--batch-size", "5") == figures()


def test_undefined_and_infinite_figures_are_null(process: Process, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("label,text\n0,see you at eight\n")
    (found,) = json.loads(process("evaluate", tmp_path / "a.csv", "--json").stdout)["classifiers"]
    assert found["metrics"]["roc_auc"] == {"value": None, "low": None, "high": None}
    assert "accuracy" in process("evaluate", tmp_path / "a.csv").stdout.decode()


def test_hostile_text_leaves_no_controls(process: Process, tmp_path: Path) -> None:
    texts = ["win \x1b[2J cash \u202e free", "half \\ud800 pair win free cash"]
    rows = "".join(json.dumps({"text": text, "label": 0}) + "\n" for text in texts)
    (tmp_path / "a.jsonl").write_text(rows)
    for options in ([], ["--json"]):
        out = process(*TINY, tmp_path / "a.jsonl", *options).stdout.decode()
        assert not {"\x1b", "\u202e"} & set(out)


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (["-c", "gpt", "-c", "gpt"], 2, b"classifier gpt is given twice"),
        (["-c", "gpt", "-c", "gpt=embedded", "--model", "x"], 2, b"with several, write -c NAME=MODEL"),
        (["-c", "gpt="], 2, b"gpt= names no model; write gpt=MODEL, or gpt alone"),
        (["-c", "gpt=x", "--model", "x"], 2, b"already names its model"),
        (["-c", "gpt=no/such/model"], 66, b"no model folder at no/such/model"),
        (["-c", "nobody"], 2, b"no classifier 'nobody'"),
        (["missing.csv"], 66, b"cannot read missing.csv"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    process: Process, labelled: Path, words: list[str], code: int, complaint: bytes
) -> None:
    done = process("evaluate", labelled, *words)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (code, b"", 1)
    assert complaint in done.stderr


class Half:
    def score(self, messages: list[Message]) -> list[float]:
        return [0.9 if "win" in message.text else 0.1 for message in messages]


def test_copies_of_training_messages_are_counted_apart() -> None:
    rows = [
        LabelledMessage(Message(text), spam) for text, spam in [("a win", True), ("b", True), ("c", False)]
    ]
    half = Subject("half", lambda batches: map(Half().score, batches), Policy(), trained_on={"a win"})
    result = evaluate(half, rows)
    assert result.seen == [0]
    assert result.unseen is not None
    assert (result.measures["recall"].value, result.unseen["recall"].value) == (0.5, 0.0)


def test_comparison_counts_and_orders_the_differences() -> None:
    spam = [True, True, False, False]
    first = Evaluation("a", Policy(), ["w", "x", "y", "z"], spam, [0.9, 0.2, 0.8, 0.1])
    second = Evaluation("b", Policy(), ["w", "x", "y", "z"], spam, [0.8, 0.6, 0.0, 0.2])
    found = compare(first, second)
    assert (found.both_right, found.only_first, found.only_second, found.both_wrong) == (2, 0, 2, 0)
    assert found.rows == [2, 1]
    assert found.p_value == 0.5


@pytest.mark.slow
@pytest.mark.skipif(not BOOK.exists(), reason="the published collection is not here")
def test_on_the_books_test_rows_the_copies_of_training_rows_are_found(process: Process) -> None:
    (found,) = json.loads(process("evaluate", BOOK, "--json").stdout)["classifiers"]
    # On another processor a message whose score is at a cut-off may be on its other side.
    assert found["metrics"]["accuracy"]["value"] == pytest.approx(248 / 300, abs=1.5 / 300)
    # The shipped model was trained on none of these rows, nor on copies of them.
    assert found["repeats_of_training_messages"] == 0
