"""Tokens of the unigram kind: likely pieces by sentencepiece behind the same tokenizer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spamfilter_gpt.runtime.tokens.pieces import is_sign
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.weights.pieces import cut_pieces, list_pieces, make_pieces

from spamfilter import DataError
from tests.spamfilter_gpt.made_up_encoder import BLANK, PIECES

MODEL = make_pieces([(piece, -3 - number / 10) for number, piece in enumerate(PIECES)])
TOKENIZER = Tokenizer(MODEL, "unigram", len(PIECES), 1)


def spell(text: str, tokenizer: Tokenizer = TOKENIZER) -> list[str]:
    return [PIECES[number] for number in tokenizer.encode(text)]


def test_a_text_is_cut_into_its_likeliest_pieces() -> None:
    assert spell("see you at  home") == [f"{BLANK}{word}" for word in ("see", "you", "at", "home")]
    assert spell("win 20!") == [f"{BLANK}win", BLANK, "2", "0", "!"]


def test_a_text_is_read_by_nfkc() -> None:
    assert spell("㍿") == [BLANK, "株", "式", "会", "社"]


def test_what_no_piece_has_is_one_unknown_token() -> None:
    assert spell("ok ☃☃☃") == [f"{BLANK}ok", BLANK, "<unk>"]
    assert TOKENIZER.is_in_bytes(TOKENIZER.encode("☃ ☃ ☃"))
    assert not TOKENIZER.is_in_bytes(TOKENIZER.encode(f"{10 * 'see you at home '}☃"))


def test_kana_and_chinese_characters_are_signs_for_syllables_and_words() -> None:
    words = ("日本", "の", "カード", "word", "สวัสดี", "안녕", "1", "")
    assert list(map(is_sign, words)) == [True, True, True, False, False, False, False, False]


def test_names_of_special_tokens_are_plain_text() -> None:
    assert not {"<s>", "</s>", "<pad>", "<mask>"} & set(spell("<s> see </s> <pad> <mask>"))


def test_halves_of_characters_show_nothing() -> None:
    text = "ok \ud83c\udf89 ok"
    assert spell(text) == [f"{BLANK}ok", f"{BLANK}ok"]
    assert list(TOKENIZER.find_ends(text).values()) == [2, 8]


def test_ids_end_behind_what_they_spell() -> None:
    text = "see ㍿ you"
    ends = TOKENIZER.find_ends(text)
    assert [text[:end] for end in ends.values()] == ["see", "see ", "see ㍿", "see ㍿ you"]
    assert max(ends) == len(TOKENIZER.encode(text))


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=40))
def test_ends_rise_and_lie_in_the_text(text: str) -> None:
    ends = TOKENIZER.find_ends(text)
    assert sorted(ends.items()) == list(ends.items())
    assert list(ends.values()) == sorted(set(ends.values()))
    assert all(0 < end <= len(text) for end in ends.values())


def test_words_fold_to_the_one_with_a_space_before_it() -> None:
    folds = TOKENIZER.fold_tokens()
    of, ok = (PIECES.index(f"{BLANK}{word}") for word in ("of", "ok"))
    assert (folds[of], folds[ok]) == (of, ok)
    assert folds[PIECES.index("W")] == PIECES.index("w")
    assert folds[PIECES.index("7")] == PIECES.index("0")


def test_cut_pieces_have_new_ids_in_the_same_order() -> None:
    kept = [*range(5), PIECES.index(f"{BLANK}win"), PIECES.index("w"), PIECES.index("i")]
    model = cut_pieces(MODEL, kept)
    assert list_pieces(model) == [PIECES[number] for number in sorted(kept)]
    tokenizer = Tokenizer(model, "unigram", len(kept), 1)
    assert [list_pieces(model)[number] for number in tokenizer.encode("win wi")] == [
        f"{BLANK}win", BLANK, "w", "i",
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"\x00", b"not a model", MODEL[: len(MODEL) // 2]])
def test_a_file_that_is_no_model_is_one_line(data: bytes) -> None:
    with pytest.raises(DataError, match="the pieces of tokens are damaged"):
        Tokenizer(data, "unigram", 4, 1)


def test_text_comes_back() -> None:
    assert TOKENIZER.decode(TOKENIZER.encode("see you at home now")) == "see you at home now"


def test_english_is_spelled_as_gpt2_knows_it() -> None:
    spelled = TOKENIZER.speller.respell(
        "you have won a przie, claim your reward now with this nubmer of yours"
    )
    assert spelled == "you have won a prize, claim your reward now with this number of yours"
