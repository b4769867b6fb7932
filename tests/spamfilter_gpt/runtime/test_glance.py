"""What a glance spares never changes what comes out: the patterns that it spares find nothing there."""

from types import ModuleType

import numpy as np
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from spamfilter_gpt.runtime import padding
from spamfilter_gpt.runtime.characters import hash_rows
from spamfilter_gpt.runtime.disguise import late, version_1, version_2
from spamfilter_gpt.runtime.disguise.glance import drop_controls, may_be_apart, may_be_strewn
from spamfilter_gpt.runtime.disguise.spaced import ROW

# What the patterns look for and around, so that few characters make what they may find.
ASCII = st.text(st.sampled_from("abEFZ0134@$!|. *_-/\n\r\t\x00\x1c\x7f#%=~"), max_size=30)
TEXTS = ASCII | st.text(st.sampled_from("abEF01. *\n·éÉа\u0301\u200b中…\xa0"), max_size=30) | st.text()
ALL_OF_ASCII = "".join(map(chr, range(128)))


def test_a_pattern_is_compiled_when_it_is_first_used() -> None:
    pattern, broken = late.compile(r"\p{Lu}+"), late.compile("(")
    assert (pattern.findall("aÉB"), pattern.sub("x", "aÉB"), pattern.pattern) == (["ÉB"], "ax", r"\p{Lu}+")
    with pytest.raises(regex.error):
        broken.search("a")


def test_controls_of_ascii_are_those_that_show_nothing() -> None:
    plain = drop_controls(ALL_OF_ASCII)
    assert plain == version_1._UNSEEN.sub("", ALL_OF_ASCII) == version_2._NOTHING.sub("", ALL_OF_ASCII)
    assert (len(plain), plain[:5]) == (100, "\t\n\v\f\r")


@given(TEXTS)
def test_where_no_letters_are_apart_there_is_no_row_of_them(text: str) -> None:
    assert may_be_apart(text) or not (version_1._SPACED.search(text) or ROW.search(text))


@pytest.mark.parametrize("version", [version_1, version_2])
@given(text=TEXTS)
def test_where_capitals_are_not_strewn_none_are_counted(version: ModuleType, text: str) -> None:
    strewn, cased = len(version._STREWN.findall(text)), len(version._CASED.findall(text))
    many = strewn >= 2 and 4 * strewn >= cased
    assert may_be_strewn(text, version._CASED_ASCII) or not many


@given(ASCII)
def test_patterns_for_ascii_find_what_those_for_all_of_unicode_find(text: str) -> None:
    for quick, whole in (
        (version_1._LEET_ASCII, version_1._LEET),
        (version_1._CASED_ASCII, version_1._CASED),
        (version_2._CASED_ASCII, version_2._CASED),
        (padding._FILLING_ASCII, padding._FILLING),
    ):
        assert [match.span() for match in quick.finditer(text)] == [
            match.span() for match in whole.finditer(text)
        ]


@given(st.text(min_size=2), st.sampled_from([1, 7, 1 << 19, 1 << 40]))
def test_buckets_are_each_there_once_and_rise(text: str, count: int) -> None:
    found = hash_rows(text, count)
    assert np.array_equal(found, np.unique(found))
    assert found.dtype == np.int64
