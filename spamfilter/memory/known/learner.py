"""What the learned messages say of others: a correction of the classifier's log-odds.

A copy of a learned text, be it changed in some words, gets that text's label. Any other text is weighed by

- its grams, and if it is a mail the words of its header, as naive Bayes does: each says how much more of the
  learned spam than of the learned ham has it. A learned message counts by how far off the classifier was, and
  how often a gram is met in messages at large (``background.bin``) stands in for what was not learned yet, so
  that a common word says nothing though all that was learned is spam;
- the classifier's own features of it: a ridge regression tells how far off the classifier is likely to be.

Of each a little counts for nothing, so that messages that have nothing to do with what was learned keep their
scores. All that is kept are sums of whole numbers. So the same set of examples gives the same corrections,
bit for bit, in whatever order it grew, and what is forgotten leaves no trace.
"""

import math
import struct
import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from spamfilter.memory.example import Example, Trace
from spamfilter.memory.known.bayes import UNIT, GramCounts
from spamfilter.memory.known.copies import Copies, Copy, sketch_grams
from spamfilter.memory.known.grams import read_background
from spamfilter.memory.known.regression import Regression

SURE = 8.0  # log-odds of a learned message
NEARLY = 5.5  # of what nearly is one
LEAST = 2  # what a message counts, of ``UNIT``, of which the classifier was right
CORRECTED = UNIT // 4  # an error from which a message was learned against the classifier

BUCKETS = 20  # bits of a gram's place in the counts
LIMIT = 6.0  # log-odds that grams add at most
TRUST = 6.0  # times the classifier's mean error is the weight of what grams say
WEIGHTS = (0.1, 0.8)  # between these
DOUBTFUL = 2.7  # log-odds of a gram that count for nothing: languages differ from the background's mixture
ONE_SIDED = 2.5  # more of it, where all that was learned has one label
FAINT = 0.5  # log-odds of all grams together that count for nothing
# Where the classifier's mean error of what was learned is the first or less, these are messages as they came;
# where it is the second or more, they are its mistakes, and nobody said of how many more it was right.
MISTAKES = (0.3, 0.7)
UNSAID = 4.0  # of ``FEW`` mistakes messages at large count so much more
VAGUER = 0.5  # and so much more of what the features tell counts for nothing

HEADER_BUCKETS = 18
HEADER_SHARE = 0.1  # of mails at large that have any word of a header: no background tells of these
HEADER_DOUBT = 1.0
HEADER_LIMIT = 4.0

GAIN = 8.0  # log-odds for an error of 1 that the features tell of
VAGUE = 0.2  # of it that counts for nothing, while few were learned
FEW = 100  # so many; it shrinks with the fourth root of what was learned more
_HEAD = struct.Struct("=2q")


class Knowledge:
    """What a set of examples says: the same for the same set, to the last bit, in whatever order it grew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._grams = GramCounts(BUCKETS, read_background(BUCKETS))
        shares = np.full(1 << HEADER_BUCKETS, HEADER_SHARE, dtype=np.float32)
        self._headers = GramCounts(HEADER_BUCKETS, shares)
        self._features = Regression()
        self._copies = Copies()
        self._errors = 0
        self.count = 0

    @classmethod
    def of(cls, examples: Iterable[Example]) -> "Knowledge":
        """That of all ``examples``."""
        made = cls()
        for example in examples:
            made.add(example)
        return made

    def add(self, example: Example) -> None:
        """Learn one that is not in the set."""
        with self._lock:
            self._count(example, 1)
            for trace in example.traces:
                self._copies.add(copy_of(trace, example))

    def remove(self, example: Example) -> None:
        """Forget one that is in the set: as if it had never been learned."""
        with self._lock:
            self._count(example, -1)
            for trace in example.traces:
                self._copies.remove(copy_of(trace, example))

    def _count(self, example: Example, sign: int) -> None:
        error = measure_error(example)
        weight = sign * max(LEAST, error)
        grams = np.concatenate([trace.grams for trace in example.traces])
        self._grams.add(grams, example.spam, weight)
        self._headers.add(example.traces[0].header, example.spam, weight)
        worst = max(example.traces, key=lambda trace: trace.log_odds)
        if worst.features is not None:
            self._features.add(worst.features, 2 * (example.spam - to_score(worst.log_odds)), sign)
        self._errors += sign * error
        self.count += sign

    def pack(self) -> bytes:
        """For a file, so that it need not be summed up again; the same for the same set but for order."""
        with self._lock:
            parts = (self._grams, self._headers, self._features, self._copies)
            return _HEAD.pack(self.count, self._errors) + b"".join(part.pack() for part in parts)

    @classmethod
    def unpack(cls, data: bytes) -> "Knowledge | None":
        """From what :meth:`pack` gave; None for anything else, as what another machine's bytes are."""
        made = cls()
        if len(data) < _HEAD.size:
            return None
        made.count, made._errors = _HEAD.unpack_from(data)
        rest: memoryview | None = memoryview(data)[_HEAD.size :]
        for part in (made._grams, made._headers, made._features):
            rest = None if rest is None else part.unpack(rest)
        copies = None if rest is None else Copies.unpack(bytes(rest))
        if copies is None:
            return None
        made._copies = copies
        return made

    def correct(self, traces: Sequence[Trace]) -> NDArray[np.float64]:
        """What to add to the log-odds of each text, [n]; 0 where nothing was learned of its like."""
        with self._lock:
            if not self.count:
                return np.zeros(len(traces))
            added = self._weigh(traces)
            for row, trace in enumerate(traces):
                pull, spam = self._copies.find(sketch_grams(trace.grams), trace.mark)
                if pull:
                    sure = (SURE if pull == 1 else NEARLY) * (1 if spam else -1)
                    whole = trace.log_odds + added[row]
                    if whole * sure < sure * sure:  # it may be surer by itself
                        added[row] += pull * (sure - whole)
            return added

    def _weigh(self, traces: Sequence[Trace]) -> NDArray[np.float64]:
        """What grams, headers and features say of each text."""
        trust, mistaken = self._find_trust(), self._find_mistaken()
        vague = VAGUE * (FEW / max(FEW, self.count)) ** 0.25 + VAGUER * mistaken
        prior = 1 + UNSAID * mistaken
        grams = self._grams.weigh([trace.grams for trace in traces], self._find_doubt(), prior)
        headers = self._headers.weigh([trace.header for trace in traces], HEADER_DOUBT)
        features = self._features.weigh([trace.features for trace in traces])
        return np.array(
            [
                bound(drop(trust * gram, FAINT), LIMIT)
                + bound(header, HEADER_LIMIT)
                + GAIN * drop(feature, vague)
                for gram, header, feature in zip(grams, headers, features, strict=True)
            ]
        )

    def _find_trust(self) -> float:
        """The weight of what grams say: more, the more the classifier erred."""
        return min(WEIGHTS[1], max(WEIGHTS[0], TRUST * self._mean_error))

    def _find_mistaken(self) -> float:
        """How much is unsaid by mistakes alone: 0 of messages as they came, 1 of ``FEW`` mistakes."""
        low, high = MISTAKES
        share = min(1.0, max(0.0, (self._mean_error - low) / (high - low)))
        many = self.count / FEW
        return share * min(many, math.sqrt(many))

    @property
    def _mean_error(self) -> float:
        return self._errors / UNIT / self.count

    def _find_doubt(self) -> float:
        """How much of a gram's log-odds counts for nothing: more while what was learned has one label."""
        return DOUBTFUL + ONE_SIDED * (1 - min(1.0, 3 * self._grams.balance))


def drop(value: float, least: float) -> float:
    """``value``, nearer to 0 by ``least``."""
    return math.copysign(max(0.0, abs(value) - least), value) + 0.0  # no minus zero


def bound(value: float, limit: float) -> float:
    """``value``, ever less of it the nearer it comes to ``limit``."""
    return limit * math.tanh(value / limit)


def copy_of(trace: Trace, example: Example) -> Copy:
    """What is kept of a text to know copies of it."""
    corrected = measure_error(example) >= CORRECTED
    return Copy(sketch_grams(trace.grams), trace.mark, example.time, example.spam, corrected)


def measure_error(example: Example) -> int:
    """How far the classifier alone was from the truth, from 0 to ``UNIT``."""
    score = to_score(max(trace.log_odds for trace in example.traces))
    return round(UNIT * (1 - score if example.spam else score))


def to_score(log_odds: float) -> float:
    """The probability of spam."""
    return 1 / (1 + math.exp(-log_odds))
