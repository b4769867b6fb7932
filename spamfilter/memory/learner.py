"""What the learned messages say of others: a correction of the classifier's log-odds.

Two parts. A copy of a learned text, be it changed in some words, gets that text's label. Any other text is
weighed by its grams, as naive Bayes does: each says how much more of the learned spam than of the learned ham
has it. A learned message counts by how far off the classifier was, and how often a gram is met in messages
at large (``background.bin``) stands in for what was not learned yet, so that a common word says nothing
though all that was learned is spam.

All that is kept are sums of whole numbers. So the same set of examples gives the same corrections, bit for
bit, in whatever order it grew, and what is forgotten leaves no trace.
"""

import math
import struct
import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from spamfilter.memory.copies import Copies, Copy, sketch_grams
from spamfilter.memory.example import Example, Trace
from spamfilter.memory.grams import Hashes, read_background

SURE = 8.0  # log-odds of a learned message
NEARLY = 5.5  # of what nearly is one
LIMIT = 12.0  # log-odds that grams add at most
BUCKETS = 20  # bits of a gram's place in the counts
UNIT = 16  # what a message counts of which the classifier was wholly wrong
LEAST = 2  # what one counts of which it was right
PRIOR = 20 * UNIT  # what the background counts, for spam and for ham
TRUST = 6.0  # times the classifier's mean error is the weight of what grams say
WEIGHTS = (0.1, 0.8)  # between these
DOUBTFUL = 2.5  # log-odds of a gram that count for nothing: languages differ from the background's mixture
ONE_SIDED = 2.5  # more of it, where all that was learned has one label
CORRECTED = UNIT // 4  # an error from which a message was learned against the classifier
FAINT = 0.5  # log-odds of all grams together that count for nothing
_HEAD = struct.Struct("=4q")
_POINT = 1 << 16  # fixed point, for sums that do not depend on how they are grouped


class Knowledge:
    """What a set of examples says: the same for the same set, to the last bit, in whatever order it grew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._background = read_background(BUCKETS)
        self._grams = np.zeros((2, 1 << BUCKETS), dtype=np.int32)  # of ham, of spam
        self._weights = [0, 0]
        self._errors = 0
        self._copies = Copies()
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
        weight = max(LEAST, error)
        places = find_places(np.concatenate([trace.grams for trace in example.traces]))
        self._grams[int(example.spam), places] += sign * weight
        self._weights[int(example.spam)] += sign * weight
        self._errors += sign * error
        self.count += sign

    def pack(self) -> bytes:
        """For a file, so that it need not be summed up again; the same for the same set but for order."""
        with self._lock:
            return (
                _HEAD.pack(self.count, self._errors, *self._weights)
                + self._grams.tobytes()
                + self._copies.pack()
            )

    @classmethod
    def unpack(cls, data: bytes) -> "Knowledge | None":
        """From what :meth:`pack` gave; None for anything else, as what another machine's bytes are."""
        made, size = cls(), _HEAD.size + (8 << BUCKETS)
        if len(data) < size or (copies := Copies.unpack(data[size:])) is None:
            return None
        made.count, made._errors, *made._weights = _HEAD.unpack_from(data)
        made._grams = np.frombuffer(data, np.int32, 2 << BUCKETS, _HEAD.size).reshape(2, -1).copy()
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
        """What grams say of each text."""
        places = [find_places(trace.grams) for trace in traces]
        starts = np.cumsum([0, *map(len, places)])
        among = np.concatenate([*places, np.zeros(0, np.intp)])
        ham, spam = self._grams[0][among], self._grams[1][among]
        known = np.flatnonzero(ham + spam)
        prior = PRIOR * self._background[among[known]]
        ratios = np.zeros(len(among) + 1, dtype=np.int64)
        odds = np.log((spam[known] + prior) / (ham[known] + prior)) - math.log(
            (self._weights[1] + PRIOR) / (self._weights[0] + PRIOR)
        )
        ratios[known] = np.rint(_POINT * np.sign(odds) * np.maximum(0.0, np.abs(odds) - self._find_doubt()))
        totals = np.concatenate([[0], np.cumsum(ratios[:-1])])
        sums = (totals[starts[1:]] - totals[starts[:-1]]) / _POINT
        found = self._find_trust() * sums / np.sqrt(np.diff(starts) + 1.0)
        sure: NDArray[np.float64] = np.sign(found) * np.clip(np.abs(found) - FAINT, 0.0, LIMIT)
        return sure + 0.0  # no minus zero

    def _find_trust(self) -> float:
        """The weight of what grams say: more, the more the classifier erred."""
        return min(WEIGHTS[1], max(WEIGHTS[0], TRUST * self._errors / UNIT / self.count))

    def _find_doubt(self) -> float:
        """How much of a gram's log-odds counts for nothing: more while what was learned has one label."""
        balance = min(self._weights) / max(self._weights)
        return DOUBTFUL + ONE_SIDED * (1 - min(1.0, 3 * balance))


def find_places(grams: Hashes) -> NDArray[np.intp]:
    """The places of ``grams`` in the counts, each once."""
    places = (grams >> np.uint32(32 - BUCKETS)).astype(np.intp)
    if not np.all(places[1:] >= places[:-1]):  # of several texts
        places.sort()
    first: NDArray[np.intp] = places[np.diff(places, prepend=-1) != 0]
    return first


def copy_of(trace: Trace, example: Example) -> Copy:
    """What is kept of a text to know copies of it."""
    corrected = measure_error(example) >= CORRECTED
    return Copy(sketch_grams(trace.grams), trace.mark, example.time, example.spam, corrected)


def measure_error(example: Example) -> int:
    """How far the classifier alone was from the truth, from 0 to ``UNIT``."""
    odds = max(trace.log_odds for trace in example.traces)
    score = 1 / (1 + math.exp(-odds))
    return round(UNIT * (1 - score if example.spam else score))
