"""The log-odds of characters, fitted: what they learn, what rounding costs, what a fit may take."""

import random

import numpy as np
import pytest
from spamfilter_gpt.runtime.characters import LONG
from spamfilter_gpt.training import characters
from spamfilter_gpt.training.characters import choose_cut, count_features, fit_characters, round_weights

BUCKETS = 1 << 14
SYLLABLES = ["ba", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu"]


def make_words(chance: random.Random, count: int) -> str:
    return " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(count))


def make_rows(count: int) -> tuple[list[str], list[int]]:
    """Random words; those of spam end in ``-zam``, each in a word of its own."""
    chance = random.Random(1)
    labels = [chance.randrange(2) for _ in range(count)]
    return [make_words(chance, 6) + ("zam" if label else "") for label in labels], labels


def test_an_ending_is_known_again_on_words_never_seen() -> None:
    logit = fit_characters(*make_rows(200), buckets=BUCKETS)
    words = make_words(random.Random(9), 6)
    assert logit.score(f"{words} telefonzam") > 0 > logit.score(words)
    assert logit.score("xylofonzam") > logit.score("xylofon") + 1


def test_the_same_rows_give_the_same_weights() -> None:
    one, other = (fit_characters(*make_rows(60), buckets=BUCKETS) for _ in range(2))
    assert (one.to_bytes(), one.scales, one.biases) == (other.to_bytes(), other.scales, other.biases)
    assert len(one.to_bytes()) == 2 * BUCKETS


def test_an_ending_may_mean_one_thing_in_a_short_text_and_another_in_a_long_one() -> None:
    chance = random.Random(2)
    texts, labels = [], []
    for _ in range(300):
        ending, long = chance.choice(("zam", "qui")), chance.random() < 0.5
        texts.append(f"{make_words(chance, LONG // 6 if long else 3)} {ending}")
        labels.append(int((ending == "zam") != long))
    logit = fit_characters(texts, labels, buckets=BUCKETS)
    filler = make_words(chance, LONG // 6)
    assert logit.score("ba zam") > logit.score("ba qui")
    assert logit.score(f"{filler} zam") < logit.score(f"{filler} qui")


def test_a_row_of_weight_two_counts_as_two_rows() -> None:
    texts, labels = make_rows(40)
    texts = [*texts, "zam, see you at home"]
    once = fit_characters(texts, [*labels, 0], buckets=BUCKETS, weights=[1.0] * 40 + [0.01])
    often = fit_characters(texts, [*labels, 0], buckets=BUCKETS, weights=[1.0] * 40 + [40.0])
    assert often.score("zam, see you") < once.score("zam, see you")


def test_features_are_of_norm_one_for_all_texts_and_again_for_the_short_or_the_long() -> None:
    columns, starts, values = count_features(["ab", "ab " * LONG], BUCKETS)
    short, long = (columns[starts[row] : starts[row + 1]] for row in range(2))
    assert np.square(values[: starts[1]]).sum() == pytest.approx(2.0)
    assert set(short // BUCKETS) == {0, 1}
    assert set(long // BUCKETS) == {0, 2}


def test_rounding_moves_a_weight_by_half_a_step_at_most() -> None:
    weights = np.random.default_rng(3).normal(size=(2, 1000))
    logit = round_weights(weights, 0.5)
    steps = np.array(logit.scales)[:, None]
    assert (np.abs(logit.weights * steps - weights) <= steps / 2 + 1e-12).all()
    assert logit.biases == (0.5, 0.5)
    assert round_weights(np.zeros((2, 8)), 0.0).weights.any() == np.False_


def test_of_too_many_characters_each_text_is_cut_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(characters, "FITTED", 10_000)
    assert choose_cut([80] * 100) == 80
    assert choose_cut([8000, *[80] * 50]) == 4000
    assert choose_cut([8000] * 100) == characters.SHORTEST
