"""Copies and near copies, and what is drawn by a text alone."""

from spamfilter_gpt.corpus.collection import Labelled
from spamfilter_gpt.corpus.copies import (
    SHINGLE_UNSPACED,
    drop_copies,
    group_rows,
    hold_back,
    limit_rows,
    list_shingles,
    tie_rows,
)

from tests.spamfilter_gpt.made_up_collections import make_text


def group(*texts: str) -> list[int]:
    return [row.group for row in group_rows([Labelled(text, False, "a") for text in texts])]


def test_copies_are_dropped_and_near_copies_stay_together() -> None:
    rows = [
        Labelled("Dear friend, claim your 500 pounds at our office today", True, "a"),
        Labelled("dear friend claim your 500 pounds at our office today!", True, "b"),
        Labelled("Dear friend, claim your 900 pounds at our office today or tomorrow", True, "b"),
        Labelled("are we still on for lunch", False, "b"),
    ]
    kept = drop_copies(rows, ["Are we still on for LUNCH?"])
    assert kept == [rows[0], rows[2]]
    grouped = group_rows([rows[0], rows[3], rows[2]])
    assert grouped[0].group == grouped[2].group != grouped[1].group


def test_one_line_that_a_mailer_puts_into_all_mails_makes_no_copies() -> None:
    line = "----- Original Message ----- From:"
    words = [make_text("x", False, n).split()[4:10] for n in range(60)]
    mails = [" ".join((*words[n], line, *words[n + 30])) for n in range(30)]
    assert len(set(group(*mails))) == 30


def test_short_texts_are_near_copies_when_they_differ_in_digits_or_case_alone() -> None:
    first, second, third = group("Code 1234", "code 9999", "code 1234 ok")
    assert first == second != third


def test_a_text_without_spaces_is_compared_by_characters() -> None:
    text = "尊敬的客户您好本行最新推出低息贷款业务手续简单当天放款详情请联系客服"
    assert {len(one) for one in list_shingles(text)} == {SHINGLE_UNSPACED}
    assert list_shingles("今天晚上一起吃饭吗") == {"今天晚上一起吃饭吗"}
    first, second, third = group(
        text, f"{text}谢谢", "今天晚上一起吃饭吗我们在学校门口等你记得带上书还有雨伞明天见"
    )
    assert first == second != third


def test_ties_reach_from_row_to_row() -> None:
    tied = tie_rows([("a",), ("b",), ("a", "c"), ("c", "d"), (), ("d",)])
    assert tied[0] == tied[2] == tied[3] == tied[5]
    assert len({tied[0], tied[1], tied[4]}) == 3


def test_groups_are_held_back_whole() -> None:
    rows = group_rows([Labelled(make_text("x", False, n // 2), False, "a") for n in range(200)])
    rest, held = hold_back(rows, 0.3, "salt")
    assert {row.group for row in rest}.isdisjoint(row.group for row in held)
    assert 0.15 < len(held) / 200 < 0.45
    assert hold_back(rows, 0.3, "salt") == (rest, held)


def test_a_large_collection_is_cut_to_its_limits() -> None:
    rows = [Labelled(f"text {n}", n % 2 == 0, "a", n) for n in range(100)]
    kept = limit_rows(rows, 10, 5)
    assert [sum(row.spam for row in kept), len(kept)] == [5, 15]


def test_of_near_copies_two_come_before_the_others() -> None:
    rows = [Labelled(f"copy {n}", True, "a", 0) for n in range(50)]
    rows += [Labelled(f"text {n}", True, "a", n) for n in range(1, 9)]
    kept = limit_rows(rows, 0, 10)
    assert sum(row.group == 0 for row in kept) == 2
