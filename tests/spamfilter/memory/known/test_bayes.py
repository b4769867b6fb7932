"""How much a gram says, by what was learned and by what stands in for messages at large."""

import numpy as np
import pytest

from spamfilter.memory.known.bayes import PRIOR, UNIT, GramCounts
from spamfilter.memory.known.grams import Hashes


@pytest.fixture
def gram() -> Hashes:
    return np.array([7 << 24], dtype=np.uint32)


def make_counts() -> GramCounts:
    """Of 256 places, each in a tenth of the messages at large."""
    return GramCounts(8, np.full(256, 0.1, dtype=np.float32))


def test_a_gram_says_how_much_more_of_the_spam_has_it(gram: Hashes) -> None:
    counts = make_counts()
    counts.add(gram, True, 3 * UNIT)
    expected = np.log((3 * UNIT + 0.1 * PRIOR) / (0.1 * PRIOR)) - np.log((3 * UNIT + PRIOR) / PRIOR)
    assert counts.weigh([gram], 0.0) == pytest.approx([expected / np.sqrt(2)], abs=1e-4)


def test_the_more_messages_at_large_count_the_less_it_says(gram: Hashes) -> None:
    counts = make_counts()
    counts.add(gram, True, 3 * UNIT)
    once, twice, often = (counts.weigh([gram], 0.0, large)[0] for large in (1, 2, 8))
    assert once > twice > often > 0


def test_doubt_takes_from_each_gram_and_never_turns_it_round(gram: Hashes) -> None:
    counts = make_counts()
    counts.add(gram, False, 3 * UNIT)
    whole, less, none = (counts.weigh([gram], doubt)[0] for doubt in (0.0, 0.5, 9.0))
    assert whole < less < 0
    assert none == 0
