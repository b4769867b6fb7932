"""A teacher is any classifier of the host; of messages without labels it is all that teaches."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from spamfilter_gpt.records.rows import LabelledText
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.distillation import SHORT, ask_teacher
from spamfilter_gpt.training.record import RUN_FILE

import spamfilter as host
from spamfilter import UsageError
from tests.paths import DATA
from tests.spamfilter_gpt.made_up import TINY, write_labelled

Run = Callable[..., Result]
TEXTS = ["WINNER! Text WIN to 80082 to claim your prize", "Are we still on for lunch?", "see you " * 99]
EXTRA = ["Claim your free prize now, call 09061701461", "I am on the bus"]


class Words:
    """An encoding in which each word is one token."""

    def encode(self, text: str) -> list[int]:
        return [len(word) for word in text.split()]


def make_rows(labels: list[int], labelled: int) -> SpamDataset:
    texts = TEXTS if labelled == len(labels) else [*TEXTS, *EXTRA]
    data = SpamDataset.of(LabelledText(texts, labels), Words(), 8, 0)
    data.labelled = labelled
    return data


def test_a_score_counts_as_much_as_the_label_and_a_long_text_is_not_asked_about() -> None:
    scores = host.load("gpt", model="tiny").score(TEXTS[:2]).tolist()
    assert len(TEXTS[2]) > SHORT
    targets = ask_teacher("gpt:tiny", make_rows([1, 1, 0], 3), range(3))
    assert targets == [(1 + scores[0]) / 2, (1 + scores[1]) / 2, 0]


def test_only_rows_that_train_are_asked_about() -> None:
    (score,) = host.load("gpt", model="tiny").score(TEXTS[1:2]).tolist()
    assert ask_teacher("gpt:tiny", make_rows([1, 1, 0], 3), [1]) == [1, (1 + score) / 2, 0]


def test_where_there_is_no_label_the_score_stands_alone() -> None:
    data = make_rows([1, 0, 0, 0, 0], 3)
    targets = ask_teacher("gpt:tiny", data, range(5))
    assert targets[3:] == host.load("gpt", model="tiny").score(EXTRA).tolist()
    assert data.labels == [1, 0, 0, 1, 0]


def test_a_teacher_that_is_not_there_is_told() -> None:
    with pytest.raises(UsageError, match="no classifier 'elsewhere'"):
        ask_teacher("elsewhere:model", make_rows([1, 0, 0], 3), range(3))


def train(spamfilter: Run, data: Path, out: Path, *options: object) -> Result:
    return spamfilter("gpt", "train", data, out, *TINY, "--no-export", *options)


@pytest.fixture
def unlabelled(tmp_path: Path) -> Path:
    path = tmp_path / "unlabelled.txt"
    path.write_bytes((DATA / "inbox.txt").read_bytes() + b"\n\n")
    return path


@pytest.mark.slow
def test_messages_without_labels_train_and_are_no_labelled_rows(
    spamfilter: Run, tmp_path: Path, unlabelled: Path
) -> None:
    data = write_labelled(tmp_path / "data")
    without = train(spamfilter, data, tmp_path / "without")
    result = train(spamfilter, data, tmp_path / "with", "--teacher", "gpt:tiny", "--unlabelled", unlabelled)
    assert (without.exit_code, result.exit_code) == (0, 0), result.stderr
    runs = [json.loads((tmp_path / name / RUN_FILE).read_text("utf-8")) for name in ("without", "with")]
    assert runs[0]["rows"] == runs[1]["rows"]
    assert runs[0]["steps"] < runs[1]["steps"]
    assert set(runs[1]["data"]) - set(runs[0]["data"]) == {"unlabelled.txt"}
    again = train(spamfilter, data, tmp_path / "with", "--resume")
    assert again.exit_code == 0, again.stderr
    unlabelled.write_text("something else\n", encoding="utf-8")
    changed = train(spamfilter, data, tmp_path / "with", "--resume")
    assert changed.exit_code == 65
    assert "is not what the run" in changed.stderr


def test_messages_without_labels_need_a_teacher(spamfilter: Run, tmp_path: Path, unlabelled: Path) -> None:
    result = train(
        spamfilter, write_labelled(tmp_path / "data"), tmp_path / "run", "--unlabelled", unlabelled
    )
    assert result.exit_code == 2
    assert "--unlabelled needs --teacher: nobody else says what these messages are" in result.stderr
