"""What the learned messages say of others: a correction of the classifier's log-odds."""

import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from spamfilter.memory.example import Example, Trace

SURE = 8.0  # log-odds that a copy of a learned message has at least


class Knowledge:
    """What a set of examples says: the same for the same set, to the last bit, in whatever order it grew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._labels: dict[bytes, list[bool]] = {}
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
            self.count += 1
            for trace in example.traces:
                self._labels.setdefault(trace.grams.tobytes(), []).append(example.spam)

    def remove(self, example: Example) -> None:
        """Forget one that is in the set: as if it had never been learned."""
        with self._lock:
            self.count -= 1
            for trace in example.traces:
                labels = self._labels[trace.grams.tobytes()]
                labels.remove(example.spam)
                if not labels:
                    del self._labels[trace.grams.tobytes()]

    def correct(self, traces: Sequence[Trace]) -> NDArray[np.float64]:
        """What to add to the log-odds of each text, [n]; 0 where nothing was learned of its like."""
        with self._lock:
            return np.array([self._correct(trace) for trace in traces], dtype=np.float64)

    def _correct(self, trace: Trace) -> float:
        labels = self._labels.get(trace.grams.tobytes(), [])
        if not labels:
            return 0.0
        sure = SURE if 2 * sum(labels) >= len(labels) else -SURE
        return sure - trace.log_odds
