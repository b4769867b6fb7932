"""The honest messages of today in ``data/modern-ham.jsonl``: written by hand, 300, no two alike.

A filter that calls more than 1 % of them spam is not fit for a phone.
"""

import json
import re
from collections import Counter
from itertools import combinations

from spamfilter.labelled import read_all
from tests.paths import DATA

FILE = DATA / "modern-ham.jsonl"
ROWS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
KINDS = {
    "codes": 43,
    "deliveries": 43,
    "bank": 43,
    "appointments": 42,
    "receipts": 43,
    "chat": 43,
    "work": 43,
}
LANGUAGES = {"en": 120, "es": 26, "fr": 26, "de": 26, "pt": 26, "it": 26, "ja": 25, "ar": 25}
# A word, or a single sign of Japanese, which sets no spaces.
WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W\u3040-\u30ff\u4e00-\u9fff]+")


def list_words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def list_trigrams(text: str) -> set[tuple[str, ...]]:
    """Every run of three words; of a shorter text all of its words."""
    words = list_words(text)
    return {tuple(words[start : start + 3]) for start in range(max(1, len(words) - 2))}


def test_every_row_has_the_same_fields() -> None:
    assert [sorted(row) for row in ROWS] == [["kind", "label", "language", "text"]] * 300
    assert {row["label"] for row in ROWS} == {"ham"}


def test_kinds_and_languages_are_balanced() -> None:
    assert Counter(row["kind"] for row in ROWS) == KINDS
    assert Counter(row["language"] for row in ROWS) == LANGUAGES
    cells = Counter((row["language"], row["kind"]) for row in ROWS)
    assert {count for (language, _), count in cells.items() if language == "en"} == {17, 18}
    assert {count for (language, _), count in cells.items() if language != "en"} == {3, 4}


def test_the_product_reads_them_as_ham() -> None:
    rows = read_all([str(FILE)])
    assert [row.message.text for row in rows] == [row["text"] for row in ROWS]
    assert [row.spam for row in rows] == [False] * 300


def test_no_text_is_there_twice() -> None:
    folded = Counter(" ".join(row["text"].casefold().split()) for row in ROWS)
    assert [text for text, count in folded.items() if count > 1] == []


def test_no_two_of_a_kind_share_half_of_their_words_in_order() -> None:
    alike = [
        (one["text"], other["text"])
        for one, other in combinations(ROWS, 2)
        if (one["kind"], one["language"]) == (other["kind"], other["language"])
        and share_of_shorter(one["text"], other["text"]) > 0.5
    ]
    assert alike == []


def share_of_shorter(one: str, other: str) -> float:
    """What part of the shorter text's trigrams the longer has too."""
    shorter, longer = sorted((list_trigrams(one), list_trigrams(other)), key=len)
    return len(shorter & longer) / len(shorter)


def test_lengths_go_from_three_words_to_a_hundred() -> None:
    lengths = [len(row["text"].split()) for row in ROWS if row["language"] != "ja"]
    assert min(lengths) >= 3
    assert 80 <= max(lengths) <= 100


def test_mails_have_a_subject_and_a_blank_line() -> None:
    mails = [row for row in ROWS if row["kind"] == "work" and "\n\n" in row["text"]]
    assert {row["language"] for row in mails} == set(LANGUAGES)
    assert [row["text"] for row in mails if "\n" in row["text"].partition("\n\n")[0]] == []
