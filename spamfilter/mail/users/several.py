"""One batch of several users' messages: asked of the classifier once, corrected by each user's memory."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spamfilter.classifier import Classifier
from spamfilter.memory.remembering import Around, add_odds, trace_texts
from spamfilter.message import Message

if TYPE_CHECKING:
    from spamfilter.memory.known.learner import Knowledge


class Several(Around):
    """``classifier`` for one batch; ``known`` has what the reader of each of its texts has taught, in order.

    A text has the score that :class:`spamfilter.memory.remembering.Remembering` gives it by that alone.
    """

    def __init__(self, classifier: Classifier, known: Sequence["Knowledge | None"]) -> None:
        super().__init__(classifier)
        self._known = known

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
