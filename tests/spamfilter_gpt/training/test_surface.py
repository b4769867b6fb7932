"""The log-odds of a message's surface, learned: what they know again, and that trees stay what they were."""

import random

import numpy as np
import pytest
from spamfilter_gpt.network.classifier import pack_surface, unpack_surface
from spamfilter_gpt.runtime.surface import FEATURES, SHAPES, count_features
from spamfilter_gpt.training import surface
from spamfilter_gpt.training.surface import fit_surface, grow_trees

from spamfilter import DataError

WORDS = {
    "en": ["meet", "noon", "garden", "letter", "window", "river", "later", "sunday"],
    "ru": ["встреча", "полдень", "сад", "письмо", "окно", "река", "позже", "суббота"],
}


def make_rows(language: str, count: int) -> tuple[list[str], list[int]]:
    """Random words; spam has a link and an amount, ham a time in every second text."""
    chance = random.Random(language)
    texts, labels = [], []
    for number in range(count):
        words = chance.choices(WORDS[language], k=chance.randrange(5, 12))
        spam = number % 2
        sign = f"https://a{number}.example/x {chance.randrange(10_000, 99_999)} €" if spam else "12:30"
        words.insert(chance.randrange(len(words)), sign if spam or number % 4 else "")
        texts.append(" ".join(words))
        labels.append(spam)
    return texts, labels


def test_what_is_learned_in_one_language_is_known_in_another() -> None:
    logit = fit_surface(*make_rows("en", 800), seed=0)
    texts, labels = make_rows("ru", 100)
    assert [int(logit.score(text) > 0) for text in texts] == labels


def test_what_is_about_a_prize_in_one_language_is_known_in_another() -> None:
    texts = [f"{word} number {place}" for place in range(300) for word in ("prize", "tomorrow")]
    logit = fit_surface(texts, [1, 0] * 300, seed=0)
    assert [logit.score(f"{word} число 7") > 0 for word in ("приз", "завтра")] == [True, False]


def test_trees_say_what_scikit_learn_says_of_them() -> None:
    texts, labels = make_rows("en", 800)
    labels = [label ^ (number % 7 == 0) for number, label in enumerate(labels)]
    logit = fit_surface(texts, labels, seed=0)
    others = make_rows("ru", 100)[0]
    expected = np.zeros(len(others))
    for first, last in ((0, SHAPES), (SHAPES, FEATURES)):
        learned, asked = (
            np.array(list(map(count_features, rows)))[:, first:last] for rows in (texts, others)
        )
        expected += grow_trees(learned, labels, seed=0).decision_function(asked)
    assert [logit.score(text) for text in others] == pytest.approx(expected, abs=1e-3)


def test_the_same_rows_give_the_same_trees() -> None:
    rows = make_rows("en", 400)
    one, other = (fit_surface(*rows, seed=0) for _ in range(2))
    assert (one.to_bytes(), one.scale, one.bias) == (other.to_bytes(), other.scale, other.bias)


def test_few_rows_give_trees_without_a_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surface, "TREES", 3)
    logit = fit_surface(*make_rows("en", 40), seed=0)
    assert logit.score("meet at noon") == logit.score("https://a.example") == pytest.approx(0, abs=1e-6)


def test_a_run_keeps_the_trees_and_damaged_ones_are_one_line() -> None:
    logit = fit_surface(*make_rows("en", 400), seed=0).weigh(0.5, 1.0)
    packed = pack_surface(logit)
    again = unpack_surface(packed)
    assert again is not None
    assert [again.score(text) for text in WORDS["en"]] == [logit.score(text) for text in WORDS["en"]]
    assert unpack_surface(pack_surface(None)) is None
    with pytest.raises(DataError, match="the weights of the surface are damaged"):
        unpack_surface(packed | {"surface.trees": packed["surface.trees"][:-1]})
