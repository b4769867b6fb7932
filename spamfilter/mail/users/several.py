"""One batch of several users' messages: asked of the classifier once, corrected by each user's memory."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from spamfilter.classifier import Classifier
from spamfilter.memory.remembering import add_odds, trace_texts
from spamfilter.message import Message
from spamfilter.verdict import Policy

if TYPE_CHECKING:
    from spamfilter.memory.learner import Knowledge


class Several:
    """``classifier`` for one batch; ``known`` has what the reader of each of its texts has taught, in order.

    A text has the score that :class:`spamfilter.memory.remembering.Remembering` gives it by that alone.
    """

    def __init__(self, classifier: Classifier, known: Sequence["Knowledge | None"]) -> None:
        self.classifier, self._known = classifier, known

    def __getattr__(self, name: str) -> Any:
        if name == "classifier":  # not yet there, in a copy that is being made
            raise AttributeError(name)
        return getattr(self.classifier, name)

    @property
    def policy(self) -> Policy:
        """The classifier's cut-offs."""
        return self.classifier.policy

    def score(self, messages: Sequence[Message]) -> list[float]:
        """P(spam) in [0, 1] of each text of the batch."""
        rows: dict[int, tuple[Knowledge, list[int]]] = {}
        for row, known in enumerate(self._known):
            if known is not None and known.count:
                rows.setdefault(id(known), (known, []))[1].append(row)
        if not rows:
            return [float(score) for score in self.classifier.score(messages)]
        scores, traces = trace_texts(self.classifier, messages)
        for known, own in rows.values():
            added = known.correct([traces[row] for row in own])
            for row, score in zip(own, add_odds([scores[row] for row in own], added), strict=True):
                scores[row] = score
        return scores
