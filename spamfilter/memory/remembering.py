"""A classifier that remembers: its own scores, and what was learned added to them."""

import math
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spamfilter.classifier import Classifier
from spamfilter.errors import SpamfilterError
from spamfilter.memory.example import Example, Trace, identify
from spamfilter.memory.known.grams import hash_grams
from spamfilter.memory.known.header import hash_header
from spamfilter.message import Message
from spamfilter.scan import list_readings
from spamfilter.verdict import Policy, log_odds

if TYPE_CHECKING:
    from spamfilter.memory.known.learner import Knowledge
    from spamfilter.memory.store import Memory


class Around:
    """``classifier``, to be scored otherwise: what is not said here is the classifier's.

    So are ``trained_on``, ``features``, ``reads_raw`` and ``concurrent``.
    """

    def __init__(self, classifier: Classifier) -> None:
        self.classifier = classifier

    def __getattr__(self, name: str) -> Any:
        if name == "classifier":  # not yet there, in a copy that is being made
            raise AttributeError(name)
        return getattr(self.classifier, name)

    @property
    def policy(self) -> Policy:
        """The classifier's cut-offs."""
        return self.classifier.policy


class Remembering(Around):
    """``classifier`` with a ``memory``, itself a :class:`spamfilter.Classifier`.

    The memory is read again whenever another process has changed it. Where it can no longer be read, that is
    said once on standard error, and scores go on by what was known.
    """

    def __init__(self, classifier: Classifier, memory: "Memory") -> None:
        super().__init__(classifier)
        self.memory = memory
        self._known: Knowledge | None = memory.knowledge()
        self._warned = False
        if hasattr(classifier, "running_scores"):
            self.running_scores = self._read_running

    def score(self, messages: Sequence[Message]) -> list[float]:
        """P(spam) in [0, 1] of each message's own text: the classifier's, and what was learned."""
        known = self._know()
        if known is None or not known.count:
            return [float(score) for score in self.classifier.score(messages)]
        return add_odds(*weigh_texts(self.classifier, known, messages))

    def correct(self, messages: Sequence[Message]) -> NDArray[np.float64]:
        """What the memory adds to the log-odds of each message's own text, [n]; for ``explain``."""
        known = self._know()
        if known is None or not known.count:
            return np.zeros(len(messages))
        return weigh_texts(self.classifier, known, messages)[1]

    def observe(self, message: Message, spam: bool, when: int | None = None) -> Example:
        """What is to be learned of ``message``, see :func:`observe`."""
        return observe(self.classifier, message, spam, when)

    def learn(self, message: Message, spam: bool, when: int | None = None) -> bool:
        """Learn that ``message`` is spam or not. Whether that changed anything: it may be known."""
        return self.memory.learn(self.observe(message, spam, when))

    def forget(self, message: Message) -> bool:
        """Forget that ``message`` was ever learned. Whether it was."""
        return self.memory.forget(identify(message))

    def _know(self) -> "Knowledge | None":
        try:
            self._known = self.memory.knowledge()
        except SpamfilterError as error:
            if not self._warned:
                self._warned = True
                print(f"spamfilter: {error}; scores go on without what it learned since", file=sys.stderr)
        return self._known

    def _read_running(self, message: Message) -> list[tuple[int, float]]:
        """The classifier's, each with what was learned of the text so far."""
        pairs: list[tuple[int, float]] = list(self.classifier.running_scores(message))  # type: ignore[attr-defined]
        added = self.correct([replace(message, text=message.text[:end]) for end, _ in pairs])
        scores = add_odds([score for _, score in pairs], added)
        return [(end, score) for (end, _), score in zip(pairs, scores, strict=True)]


def observe(classifier: Classifier, message: Message, spam: bool, when: int | None = None) -> Example:
    """What is to be learned of ``message``: each of its readings, by the ``classifier`` alone.

    ``when`` is in seconds since 1970, now if None.
    """
    one = [message] if getattr(classifier, "reads_raw", False) else list_readings(message)
    _, traces = trace_texts(classifier, one)
    return Example(identify(message), spam, int(time.time() if when is None else when), tuple(traces))


def weigh_texts(
    classifier: Classifier, known: "Knowledge", messages: Sequence[Message]
) -> tuple[list[float], NDArray[np.float64]]:
    """The classifier's own score of each message's text, and what to add to its log-odds, [n].

    Features cost what a classifier costs, so they are not asked for of a text that it answers more cheaply,
    and for sure, where nothing else that was learned has to do with it.
    """
    first = getattr(classifier, "score_first", None)
    if first is None:
        scores, traces = trace_texts(classifier, messages)
        return scores, known.correct(traces)
    scores, sure = first(messages)
    traces = [make_trace(*pair, None) for pair in zip(messages, scores, strict=True)]
    added = known.correct(traces)
    rest = [row for row in range(len(messages)) if not sure[row] or added[row]]
    if rest:
        own, features = score_features(classifier, [messages[row] for row in rest])
        for row, score, one in zip(rest, own, features, strict=True):
            scores[row] = score
            traces[row] = replace(traces[row], features=one, log_odds=log_odds(score))
        added[rest] = known.correct([traces[row] for row in rest])
    return scores, added


def trace_texts(classifier: Classifier, messages: Sequence[Message]) -> tuple[list[float], list[Trace]]:
    """The classifier's own score of each message's text, and the text's trace."""
    scores, rows = score_features(classifier, messages)
    return scores, [make_trace(*one) for one in zip(messages, scores, rows, strict=True)]


def score_features(
    classifier: Classifier, messages: Sequence[Message]
) -> tuple[list[float], list[NDArray[np.float16] | None]]:
    """The classifier's own score of each message's text, and its features, None where it has none."""
    both = getattr(classifier, "score_features", None)
    if both is not None:
        scores, features = both(messages)
    else:
        scores, ask = classifier.score(messages), getattr(classifier, "features", None)
        features = None if ask is None else ask(messages)
    scores = [float(score) for score in scores]
    if features is None:
        return scores, [None] * len(messages)
    return scores, [shorten(row) for row in np.asarray(features)]


def make_trace(message: Message, score: float, features: NDArray[np.float16] | None) -> Trace:
    """What is told of a message's own text by its ``features``, if there are any, and by itself."""
    own = log_odds(score)
    return Trace(hash_grams(message), hash_header(message), features, own, mark_text(message))


def mark_text(message: Message) -> int:
    """The mark of a message's own text."""
    return int.from_bytes(identify(message)[:8], "little")


def shorten(row: NDArray[np.float32]) -> NDArray[np.float16]:
    """Features of length 1, or 0 where they are none."""
    exact = row.astype(np.float64)
    length = math.sqrt(float(exact @ exact))
    return (exact / length if length else exact).astype(np.float16)


def add_odds(scores: Sequence[float], added: NDArray[np.float64]) -> list[float]:
    """``scores`` with ``added`` to their log-odds; where that is 0, as they are."""
    return [
        score if not more else 1 / (1 + math.exp(-(log_odds(score) + float(more))))
        for score, more in zip(scores, added, strict=True)
    ]
