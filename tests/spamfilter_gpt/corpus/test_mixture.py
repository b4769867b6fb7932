"""What trains, what validates, what is held back: no text and no near copy is on two sides."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from spamfilter_gpt.corpus import mixture
from spamfilter_gpt.corpus.collection import COLLECTIONS, Labelled, read_written
from spamfilter_gpt.corpus.copies import group_rows
from spamfilter_gpt.corpus.folds import FOLDS, list_measured, mix_folds, write_fold
from spamfilter_gpt.corpus.mixture import (
    HAM_AT_LEAST,
    HAM_TO_SPAM,
    LANGUAGES,
    Mixture,
    balance_languages,
    hold_kinds,
    hold_senders,
    make_modern,
    mix_collections,
    mix_rows,
    read_pool,
    take_firsts,
    take_measured,
    write_mixture,
)

from spamfilter import UsageError
from tests.spamfilter_gpt.made_up_collections import write_collections


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_collections(tmp_path_factory.mktemp("data") / "collections")


@pytest.fixture(scope="module")
def pool(folder: Path) -> list[Labelled]:
    return read_pool(folder, folder.parent / "book")


@pytest.fixture(scope="module")
def mixed(pool: list[Labelled]) -> Mixture:
    return mix_rows(pool, (), 1)


def texts(rows: Sequence[Labelled]) -> set[str]:
    return {row.text for row in rows}


def held(mixture: Mixture) -> list[Labelled]:
    return [row for rows in mixture.held_back.values() for row in rows]


def test_no_held_back_and_no_book_row_trains(folder: Path, mixed: Mixture) -> None:
    book = {}
    for name in ("validation.csv", "test.csv"):
        with (folder.parent / "book" / name).open(newline="", encoding="utf-8") as file:
            book[name] = {row["Text"] for row in csv.DictReader(file)}
    assert [len(part) for part in book.values()] == [6, 12]
    assert not texts(mixed.train) & (
        texts(held(mixed)) | texts(mixed.validation) | set().union(*book.values())
    )
    assert not texts(mixed.validation) & (texts(held(mixed)) | set().union(*book.values()))
    assert list(mixed.held_back) == ["spamassassin", "written"]
    names = {collection.name for collection in COLLECTIONS}
    assert {row.collection for row in mixed.train} == names | {"modern", "written"}


def test_a_publisher_left_out_is_held_back_with_all_its_sets(pool: list[Labelled]) -> None:
    mixture = mix_rows(pool, ("nus", "enron"), 1)
    assert len(mixture.held_back["enron"]) == len(
        take_firsts([row for row in pool if row.collection == "enron"])
    )
    left_out = {"uci", "nus", "sms-chinese-nus-ham", "enron"}
    assert left_out < set(mixture.held_back)
    assert left_out.isdisjoint(row.collection for row in (*mixture.train, *mixture.validation))


@pytest.mark.slow
def test_no_near_copy_of_a_measured_row_trains() -> None:
    spam = "dear friend claim your {} pounds at our office today or tomorrow"
    rows = [Labelled(spam.format(900), True, "enron"), Labelled(f"{spam.format(500)} again", True, "ling")]
    rows += [Labelled("are we still on for lunch today", False, "ling"), *read_written()]
    mixture = mix_rows(group_rows(rows), ("enron",), 1)
    assert [row.text for row in mixture.held_back["enron"]] == [rows[0].text]
    assert "ling" in {row.collection for row in (*mixture.train, *mixture.validation)}
    assert not any("pounds at our office" in row.text for row in (*mixture.train, *mixture.validation))


@pytest.mark.slow
def test_the_same_seed_mixes_the_same(pool: list[Labelled], mixed: Mixture) -> None:
    assert mix_rows(pool, (), 1) == mixed
    assert mix_rows(pool, (), 2) != mixed


def test_a_publisher_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no publisher 'uci' to leave out; there are: nus, india"):
        mix_collections(tmp_path, tmp_path / "book", ("uci",), 1)


def test_no_sender_thread_mail_or_near_copy_is_on_two_sides() -> None:
    ties = [(n // 6, (f"from {n // 3}", f"in {n // 6}"), str(n // 2)) for n in range(600)]
    rows = [
        Labelled(f"text {n}", n % 2 == 0, "a", group, origin=origin, mail=mail)
        for n, (group, origin, mail) in enumerate(ties)
    ]
    rest, out = hold_senders(rows)
    assert 20 < len(out) < 250
    assert len(rest) + len(out) == len(rows)
    for keys in (lambda row: {row.group}, lambda row: set(row.origin), lambda row: {row.mail}):
        one, other = (set().union(*map(keys, side)) for side in (rest, out))
        assert not one & other


def test_what_is_tied_to_many_rows_trains() -> None:
    rows = [Labelled(f"text {n}", False, "a", n, origin=("in list",)) for n in range(100)]
    assert hold_senders(rows) == (rows, [])


def test_whole_kinds_of_eight_languages_are_held_back() -> None:
    rest, out = hold_kinds(group_rows(read_written()))
    kinds = {(row.language[:2], row.spam, row.origin[0]) for row in out}
    assert {language for language, _, _ in kinds} == set(LANGUAGES)
    counts = Counter((row.language[:2], row.spam) for row in out)
    assert all(counts[language, False] >= 30 and counts[language, True] >= 20 for language in LANGUAGES)
    assert not any((row.language[:2], row.spam, row.origin[0]) in kinds for row in rest)
    assert {row.group for row in rest}.isdisjoint(row.group for row in out)
    assert len(out) < 700


def test_a_language_with_little_spam_has_little_ham() -> None:
    rows = [Labelled(f"ham {n}", False, "a", language="ko") for n in range(300)]
    rows += [Labelled(f"spam {n}", True, "a", language=("ko-KR", "ko/en")[n % 2]) for n in range(5)]
    rows += [Labelled(f"other {n}", False, "a", language="sw") for n in range(300)]
    kept = Counter((row.language, row.spam) for row in balance_languages(rows))
    assert kept == {
        ("ko", False): HAM_TO_SPAM * 5 + HAM_AT_LEAST,
        ("ko-KR", True): 3,
        ("ko/en", True): 2,
        ("sw", False): HAM_AT_LEAST,
    }


def test_written_ham_stays_before_other_ham() -> None:
    rows = [Labelled(f"ham {n}", False, "a", language="sw") for n in range(100)]
    rows += [Labelled(f"written {n}", False, "written", language="sw") for n in range(40)]
    kept = balance_languages(rows)
    assert kept == [*rows[: HAM_AT_LEAST - 40], *rows[100:]]


def test_made_up_messages_have_the_language_of_their_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixture, "MODERN", 84)
    assert {row.language for row in make_modern(1)} >= {"en-GB", "de", "hi-Latn", "zh"}


def test_the_first_of_each_group_is_taken() -> None:
    rows = [Labelled(f"text {n}", False, "a", group) for n, group in enumerate([3, 1, 3, 2, 1])]
    assert [row.text for row in take_firsts(rows)] == ["text 0", "text 1", "text 3"]


def test_of_a_measured_mail_all_readings_are_measured() -> None:
    rows = [Labelled(f"text {n}", False, "a", n // 2, mail=f"mail {n // 2}") for n in range(6)]
    assert take_measured(rows, 1) == rows


@pytest.mark.slow
def test_a_fold_measures_what_no_row_of_its_publishers_trained(pool: list[Labelled], tmp_path: Path) -> None:
    seen = []
    for publishers, fold in zip(FOLDS, mix_folds(pool, (), 1, 100), strict=True):
        assert len(fold.train) == 100
        assert list(fold.held_back) == list_measured(set(publishers))
        out = {one.name for one in COLLECTIONS if one.publisher in publishers}
        assert out.isdisjoint(row.collection for row in (*fold.train, *fold.validation))
        assert {row.group for row in fold.train if row.group}.isdisjoint(row.group for row in held(fold))
        assert all(0 < sum(row.spam for row in rows) < len(rows) for rows in fold.held_back.values())
        seen += list(fold.held_back)
    assert sorted(seen) == sorted(one.name for one in COLLECTIONS if one.ham and one.spam)
    paths = write_fold(fold, tmp_path / "4")
    assert [path.name for path in paths] == ["train.csv", "validation.csv", "measured.csv"]
    with paths[2].open(newline="", encoding="utf-8") as file:
        assert [row["Text"] for row in csv.DictReader(file)] == [row.text for row in held(fold)]


def test_what_is_left_out_of_the_build_is_in_no_fold(pool: list[Labelled]) -> None:
    first = next(mix_folds(pool, ("ling", "india"), 1))
    assert list(first.held_back) == ["uci", "chat-telegram-ru-tizhproger"]
    assert {"ling", "india"}.isdisjoint(row.collection for row in first.train)


def test_held_back_rows_of_a_mixture_before_go(tmp_path: Path) -> None:
    row = Labelled("hi", False, "a")
    write_mixture(Mixture([row], [row], {"a": [row], "b": [row]}), tmp_path)
    write_mixture(Mixture([row], [row], {"b": [row], "c": []}), tmp_path)
    assert [path.name for path in (tmp_path / "held").iterdir()] == ["b.csv"]
