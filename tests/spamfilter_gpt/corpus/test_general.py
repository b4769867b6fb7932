"""The general messages that ship: which they are, and that none of one file is near to one of another."""

import gzip
import json
from pathlib import Path

import pytest
from spamfilter_gpt.corpus.collection import Labelled
from spamfilter_gpt.corpus.copies import group_rows
from spamfilter_gpt.corpus.general import choose_general
from spamfilter_gpt.records.rows import GUARD, REPLAY, read_general

from spamfilter import DataError
from tests.paths import DATA

Row = dict[str, str]


def read_lines(path: Path) -> list[Row]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return [json.loads(line) for line in text.splitlines()]


def test_there_are_some_hundred_of_many_kinds_and_languages() -> None:
    for path, counts in ((GUARD, (299, 143)), (REPLAY, (274, 137))):
        rows = read_lines(path)
        ham, spam = ([row for row in rows if row["label"] == label] for label in ("ham", "spam"))
        assert (len(ham), len(spam)) == counts
        assert len({row["language"].partition("-")[0] for row in rows}) > 50
        assert len({row["kind"] for row in rows}) > 50
        assert path.stat().st_size < 100_000


def test_no_message_is_near_to_one_of_another_file_nor_to_those_that_stay_unseen() -> None:
    files = [GUARD, REPLAY, DATA / "modern-ham.jsonl"]
    rows = [Labelled(row["text"], False, path.name) for path in files for row in read_lines(path)]
    places: dict[int, set[str]] = {}
    for row in group_rows(rows):
        places.setdefault(row.group, set()).add(row.collection)
    assert [names for names in places.values() if len(names) > 1] == []


@pytest.mark.slow
def test_the_files_are_what_was_chosen() -> None:
    for path, chosen in zip((GUARD, REPLAY), choose_general(), strict=True):
        rows = read_lines(path)
        assert [row["text"] for row in rows] == [row.text for row in chosen]
        assert [row["label"] == "spam" for row in rows] == [row.spam for row in chosen]


def test_a_file_that_is_cut_is_named(tmp_path: Path) -> None:
    path = tmp_path / "guard.jsonl.gz"
    path.write_bytes(GUARD.read_bytes()[:-100])
    with pytest.raises(DataError, match=r"guard.jsonl.gz is not what ships .*; install spamfilter-gpt again"):
        read_general(path)
