"""Around a classifier that answers easy messages by something cheaper, a memory asks no more than it must."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from spamfilter import Message, Policy
from spamfilter.memory.remembering import Remembering
from spamfilter.memory.store import Subject, open_memory


class Hasty:
    """All is ham; of what asks nothing it is sure at once. ``asked`` are the texts that cost it more."""

    policy = Policy()

    def __init__(self) -> None:
        self.asked: list[str] = []

    def score(self, messages: Sequence[Message]) -> list[float]:
        return [0.125 if "?" in message.text else 0.0625 for message in messages]

    def score_first(self, messages: Sequence[Message]) -> tuple[list[float], list[bool]]:
        sure = ["?" not in message.text for message in messages]
        return [0.0625 if one else 0.5 for one in sure], sure

    def score_features(self, messages: Sequence[Message]) -> tuple[list[float], NDArray[np.float32]]:
        self.asked += [message.text for message in messages]
        rows = [[1.0, len(message.text) % 7] for message in messages]
        return self.score(messages), np.array(rows, dtype=np.float32)


SPAM = [Message(f"Your parcel {n} waits at the depot, pay the customs fee now") for n in range(6)]
HAM = [Message(f"See you at seven {n}, bring the cake for grandmother") for n in range(6)]
OTHER = Message("The kettle broke again this morning")
DOUBTFUL = Message("Where did the kettle break?")
LIKE = Message("Last day: pay the customs fee of your parcel at the depot")


@pytest.fixture
def taught(tmp_path: Path) -> Iterator[Remembering]:
    """One that has learned six messages of each kind."""
    memory = open_memory(tmp_path / "memory.db", Subject("hasty", "1"), create=True)
    taught = Remembering(Hasty(), memory)
    for message, spam in [(one, True) for one in SPAM] + [(one, False) for one in HAM]:
        assert taught.learn(message, spam)
    taught.asked.clear()
    yield taught
    memory.close()


def test_what_has_nothing_to_do_with_what_was_learned_is_not_asked_of(taught: Remembering) -> None:
    assert taught.score([OTHER]) == [0.0625]
    assert taught.asked == []


def test_what_is_unsure_or_like_what_was_learned_is_asked_of(taught: Remembering) -> None:
    scores = taught.score([OTHER, DOUBTFUL, LIKE])
    assert taught.asked == [DOUBTFUL.text, LIKE.text]
    assert scores[0] == 0.0625
    assert scores[2] > 0.5


def test_what_is_asked_of_gets_the_score_that_all_got_before(taught: Remembering) -> None:
    class Slow(Hasty):
        score_first = None  # type: ignore[assignment]

    slow = Remembering(Slow(), taught.memory)
    assert taught.score([DOUBTFUL, LIKE, *SPAM]) == slow.score([DOUBTFUL, LIKE, *SPAM])


def test_a_score_does_not_depend_on_the_others(taught: Remembering) -> None:
    messages = [OTHER, LIKE, DOUBTFUL, *SPAM, *HAM]
    assert taught.score(messages) == [taught.score([message])[0] for message in messages]


def test_what_it_adds_is_what_it_says_that_it_adds(taught: Remembering) -> None:
    added = taught.correct([OTHER, LIKE])
    assert added[0] == 0
    assert added[1] > 2
