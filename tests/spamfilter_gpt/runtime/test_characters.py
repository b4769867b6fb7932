"""What characters say of a text: which of them are read, how they are hashed, how they add up."""

import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spamfilter_gpt.runtime.characters import CHARACTERS, LONG, CharacterLogit, find_buckets, fold
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer

from tests.spamfilter_gpt.made_up import RANKS

COUNT = 1 << 19
SMS = "Congrats! You have won a £2000 prize, call 09061 701461 now or text WIN to 80000. T&Cs apply, 18+ only"


def make_logit(count: int = COUNT) -> CharacterLogit:
    weights = np.random.default_rng(0).integers(-127, 128, (2, count), dtype=np.int8)
    return CharacterLogit(weights, (0.25, 0.5), (1.0, -1.0))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("WIN £2000", " win £0000 "),
        ("a\t\n  b ", " a b "),
        ("Straße ١٢", " strasse 00 "),
        ("", "  "),
    ],
)
def test_case_digits_and_white_space_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_text_is_its_rows_of_two_to_five_characters_each_once() -> None:
    assert len(find_buckets("ab", COUNT)) == 3 + 2 + 1  # of " ab ": pairs, triples, all four
    assert len(find_buckets("abababab", COUNT)) == 4 + 4 + 4 + 4
    assert len(find_buckets("", COUNT)) == 1


def test_a_row_has_one_bucket_wherever_it_stands() -> None:
    one, other = (set(find_buckets(text, COUNT).tolist()) for text in ("prize", "a prize for you"))
    assert one < other


@pytest.mark.parametrize(
    ("text", "buckets"),
    [
        ("Win", [89973, 165212, 190741, 213290, 256584, 318964, 429058, 433851, 455137, 469857]),
        ("при", [42357, 245048, 248204, 254707, 294706, 309735, 329490, 351475, 388833, 513974]),
    ],
)
def test_buckets_are_the_same_on_every_machine(text: str, buckets: list[int]) -> None:
    assert find_buckets(text, COUNT).tolist() == buckets


@given(st.text(alphabet=st.characters(), max_size=80), st.integers(1, COUNT))
def test_every_text_has_buckets_that_rise(text: str, count: int) -> None:
    found = find_buckets(text, count)
    assert len(found) > 0
    assert (np.diff(found) > 0).all()
    assert 0 <= found[0] <= found[-1] < count


def test_half_a_surrogate_pair_is_a_character() -> None:
    assert len(find_buckets("\ud83d", COUNT)) == 3


def test_only_the_first_characters_count() -> None:
    text = "win a prize " * CHARACTERS
    assert len(fold(text)) == CHARACTERS
    assert make_logit().score(text) == make_logit().score(text[:CHARACTERS])


def test_log_odds_are_the_sum_over_the_root_of_the_number_and_a_bias() -> None:
    logit = make_logit()
    buckets = find_buckets(SMS, COUNT)
    total = sum(int(logit.weights[0][bucket]) for bucket in buckets)
    assert logit.score(SMS) == 0.25 * total / math.sqrt(len(buckets)) + 1.0


def test_a_long_text_has_weights_of_its_own() -> None:
    logit = make_logit()
    short, long = "ab " * (LONG // 3 - 1), "ab " * (LONG // 3 + 1)
    buckets = find_buckets(long, COUNT)
    assert find_buckets(short, COUNT).tolist() == buckets.tolist()
    sums = [int(row[buckets].sum(dtype=np.int64)) / math.sqrt(len(buckets)) for row in logit.weights]
    assert [logit.score(short), logit.score(long)] == [0.25 * sums[0] + 1.0, 0.5 * sums[1] - 1.0]


def test_what_is_weighed_says_so_many_times_as_much_and_something_more() -> None:
    weighed = make_logit().weigh((2.0, 0.5), (0.5, 3.0))
    assert weighed.score(SMS) == pytest.approx(2.0 * make_logit().score(SMS) + 0.5)
    assert weighed.score(SMS * 4) == pytest.approx(0.5 * make_logit().score(SMS * 4) + 3.0)


def test_weights_are_kept_as_their_bytes() -> None:
    logit = make_logit(1009)
    assert len(logit.to_bytes()) == 2 * 1009
    again = CharacterLogit.from_bytes(logit.to_bytes(), logit.scales, logit.biases)
    assert again.score(SMS) == logit.score(SMS)


def test_disguises_are_undone_first_and_padding_of_a_long_text_does_not_count() -> None:
    tokenizer = Tokenizer(RANKS, normalizer=1)
    assert tokenizer.plain("cl\u200bick he\u0433e") == tokenizer.plain("click he\u0433e")
    assert tokenizer.plain("\u2800 " * CHARACTERS + SMS) == SMS
    assert tokenizer.plain(f"{SMS}   {SMS}") == f"{SMS}   {SMS}"


def test_an_sms_costs_well_under_a_millisecond() -> None:
    logit, seconds = make_logit(), []
    for _ in range(200):
        start = time.perf_counter()
        logit.score(SMS)
        seconds.append(time.perf_counter() - start)
    assert sorted(seconds)[len(seconds) // 2] < 0.001
