"""Other views of messages: each gives what it says."""

import random
from collections import Counter

import pytest
from spamfilter_gpt.corpus.augment import (
    LONG,
    WINDOW,
    cut_out,
    cut_short,
    disguise_rows,
    draw_digits,
    drop_signs,
    lower_case,
    mistype,
    mix_case,
    raise_case,
    start_case,
    view_row,
)
from spamfilter_gpt.corpus.collection import Labelled

from tests.spamfilter_gpt.made_up_collections import make_text

SEEDS = range(30)


def draw(seed: int = 1) -> random.Random:
    return random.Random(seed)


def test_views_of_case_change_case_alone() -> None:
    text = "Call Me at 5, straße"
    assert raise_case(text, draw()) == "CALL ME AT 5, STRASSE"
    assert lower_case(text, draw()) == "call me at 5, straße"
    assert start_case("call me  at 5", draw()) == "Call Me  At 5"
    mixed = mix_case("call me at home tonight", draw())
    assert mixed != "call me at home tonight"
    assert mixed.lower() == "call me at home tonight"


def test_digits_are_drawn_anew_and_nothing_else() -> None:
    drawn = draw_digits("Code 123-456, ٣ days", draw())
    assert drawn != "Code 123-456, ٣ days"
    assert [one for one in drawn if not "0" <= one <= "9"] == list("Code -, ٣ days")


def test_a_cut_keeps_a_beginning() -> None:
    for seed in SEEDS:
        cut = cut_short("x" * 300, draw(seed))
        assert 20 <= len(cut) <= 160
    assert cut_short("short", draw()) == "short"


def test_a_window_is_the_beginning_the_middle_or_the_end() -> None:
    text = "".join(chr(0x4E00 + place) for place in range(3000))
    places = set()
    for seed in SEEDS:
        window = cut_out(text, draw(seed))
        assert WINDOW[0] <= len(window) <= WINDOW[1]
        start = text.index(window)
        places.add(round(2 * start / (len(text) - len(window))))
        assert start in (0, (len(text) - len(window)) // 2, len(text) - len(window))
    assert places == {0, 1, 2}


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Hi, call 1,000 times: www.ab.com!", "Hi call 1,000 times www.ab.com"),
        ("你好，今天？好。", "你好 今天 好"),
        ("سلام، چطوری؟", "سلام چطوری"),
        ("line one.\nline two.", "line one \nline two"),
        ("...", "..."),
    ],
)
def test_punctuation_goes_and_what_it_is_part_of_stays(text: str, without: str) -> None:
    assert drop_signs(text, draw()) == without


def test_a_typing_error_changes_a_letter_or_two_of_a_word() -> None:
    text = "please confirm your account number tomorrow"
    changed = 0
    for seed in SEEDS:
        words = mistype(text, draw(seed)).split(" ")
        for old, new in zip(text.split(" "), words, strict=True):
            changed += old != new
            assert abs(len(old) - len(new)) <= 1
            assert (new[0], sorted(set(new) - set(old))) == (old[0], [])
    assert changed > 10


def test_a_view_differs_where_any_can() -> None:
    chinese = Labelled("吃饭吗", False, "a", language="zh")
    digits = Labelled("今天123", False, "a", language="zh")
    for seed in SEEDS:
        assert view_row(digits, {}, draw(seed)) != digits.text
        assert view_row(chinese, {}, draw(seed)) == chinese.text  # no case, no digits, no signs, short


def test_spam_is_surrounded_by_ham_of_its_language() -> None:
    ham = {"pt": [f"até logo {number}" for number in range(10)], "en": ["see you"] * 10, "fi": ["moi"]}
    found = Counter[str]()
    for language in ("pt", "fi"):
        row = Labelled("WIN a prize", True, "a", language=language)
        for seed in range(200):
            text = view_row(row, ham, draw(seed))
            found[language, "até" in text, "see you" in text] += 1  # type: ignore[index]
    assert found["pt", True, False] > 50  # type: ignore[index]
    assert found["fi", False, True] > 50  # type: ignore[index]
    assert not found["pt", False, True]  # type: ignore[index]


def test_a_share_of_the_rows_gets_another_view() -> None:
    rows = [Labelled(make_text("x", n % 2 == 0, n), n % 2 == 0, "a") for n in range(400)]
    viewed = disguise_rows(rows, 1)
    assert viewed == disguise_rows(rows, 1)
    texts = {row.text for row in rows}
    added = [row for row in viewed if row.view]
    assert 90 < len(added) < 190
    assert not any(row.text in texts for row in added)
    assert [row for row in viewed if not row.view] == rows


def test_an_honest_message_warns_of_spam() -> None:
    rows = [Labelled(make_text("x", True, n), True, "a") for n in range(2000)]
    warned = [row for row in disguise_rows(rows, 1) if not row.spam]
    assert 20 < len(warned) < 70
    assert all("win a prize" in row.text for row in warned)


def test_a_view_of_a_long_text_is_rarer() -> None:
    rows = [Labelled(f"{n} " + "long words " * (LONG // 8), False, "a") for n in range(400)]
    assert 60 < len(disguise_rows(rows, 1)) - 400 < 140
