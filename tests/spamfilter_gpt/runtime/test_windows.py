"""The windows of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spamfilter_gpt.records.parse import FieldError
from spamfilter_gpt.records.windows import Windows
from spamfilter_gpt.runtime.windows import cut_windows


def test_windows_are_cut_at_the_nearest_space() -> None:
    text = "one two three four five six seven eight"
    assert cut_windows(text, 2) == ["one two three four", "five six seven eight"]
    assert cut_windows(text, 3) == ["one two three", "four five six", "seven eight"]


def test_a_text_without_spaces_is_cut_where_the_window_ends() -> None:
    assert cut_windows("今天下午三点在公司开会", 2) == ["今天下午三", "点在公司开会"]


@given(st.text(max_size=200), st.integers(2, 6))
def test_nothing_but_white_space_is_left_out(text: str, count: int) -> None:
    windows = cut_windows(text, count)
    assert "".join("".join(windows).split()) == "".join(text.split())
    assert len(windows) <= count


def test_only_texts_of_some_length_are_read_in_windows() -> None:
    windows = Windows(above=48, until=160, size=40, doubt=1.0)
    counts = {tokens: windows.count_windows(tokens) for tokens in (1, 48, 49, 100, 101, 160, 161, 1024)}
    assert counts == {1: 0, 48: 0, 49: 2, 100: 2, 101: 3, 160: 4, 161: 0, 1024: 0}


def test_windows_larger_than_the_texts_they_are_of_are_refused() -> None:
    with pytest.raises(FieldError, match="30 is not between size 40 and until 160"):
        Windows(above=30, until=160, size=40, doubt=1.0)
