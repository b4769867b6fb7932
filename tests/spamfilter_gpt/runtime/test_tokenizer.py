"""GPT-2's tokens from a local table."""

import pytest
from spamfilter_gpt.runtime.tokens.byte_pairs import cut_ranks
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.weights.bases import GPT2_RANKS

from spamfilter import DataError


def test_the_whole_table_gives_the_books_ids() -> None:
    tokenizer = Tokenizer(GPT2_RANKS.read_bytes())
    assert (tokenizer.vocab_size, tokenizer.pad_token_id) == (50257, 50256)
    assert tokenizer.encode("Do you have time") == [5211, 345, 423, 640]


def test_a_cut_table_keeps_the_ids_of_what_is_left() -> None:
    tokenizer = Tokenizer(cut_ranks(GPT2_RANKS.read_bytes(), 8192))
    assert tokenizer.pad_token_id == 8192
    assert tokenizer.encode("Do you have time") == [5211, 345, 423, 640]
    assert tokenizer.decode(tokenizer.encode("grüße 日本 🍝")) == "grüße 日本 🍝"


@pytest.mark.parametrize(
    ("text", "in_bytes"),
    [
        ("Do you have time", False),
        ("Wäre schön, bis später", False),
        ("আজ রাতে দেখা হবে", True),  # three bytes a letter, and no token has all three
        ("Do you have time for lunch at noon, as we said? আজ", False),  # over a third counts
        ("", False),
    ],
)
def test_a_script_that_the_table_lacks_is_spelled_in_bytes(text: str, in_bytes: bool) -> None:
    tokenizer = Tokenizer(GPT2_RANKS.read_bytes())
    assert tokenizer.is_in_bytes(tokenizer.encode(text)) == in_bytes


def test_the_end_of_text_in_a_message_is_plain_text() -> None:
    tokenizer = Tokenizer(GPT2_RANKS.read_bytes())
    assert tokenizer.pad_token_id not in tokenizer.encode("a <|endoftext|> b")
    assert tokenizer.encode("") == [50256]


def test_long_texts_are_cut_before_they_can_hurt() -> None:
    tokenizer = Tokenizer(GPT2_RANKS.read_bytes())
    assert len(tokenizer.encode(" " * 5_000_000, 256)) <= 256
    assert len(tokenizer.encode("ab" * 5_000_000, 256)) <= 256
    assert len(tokenizer.encode("".join(map(str, range(500_000))), 256)) == 256


@pytest.mark.parametrize("data", [b"", b"IQ== 0\n", b"what\n", b"*** 1\n"])
def test_a_table_without_every_byte_is_refused(data: bytes) -> None:
    with pytest.raises(DataError, match="rank table"):
        Tokenizer(data)


def test_ids_of_what_is_turned_round_end_where_it_ends() -> None:
    tokenizer = Tokenizer(GPT2_RANKS.read_bytes(), normalizer=2)
    text = "Subject: go \u202ednuopyrtne\u202c now"
    ends = tokenizer.find_ends(text)
    assert list(ends.values()) == [11, 24, 28]
    assert max(ends) == len(tokenizer.encode(text))
