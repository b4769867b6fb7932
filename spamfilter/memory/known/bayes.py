"""Naive Bayes over counts of grams: how much more of the learned spam than of the learned ham has each.

All that is kept are sums of whole numbers, so that the order of learning leaves no trace.
"""

import math
import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spamfilter.memory.known.grams import Hashes

UNIT = 16  # what a message counts of which the classifier was wholly wrong
PRIOR = 20 * UNIT  # what messages at large count, for spam and for ham
_POINT = 1 << 16  # fixed point, for sums that do not depend on how they are grouped
_HEAD = struct.Struct("=2q")


class GramCounts:
    """Counts for 2^``bits`` places of grams; ``shares`` float32 [2^bits] of messages at large have each."""

    def __init__(self, bits: int, shares: NDArray[np.float32]) -> None:
        self._bits, self._shares = bits, shares
        self._counts = np.zeros((2, 1 << bits), dtype=np.int32)  # of ham, of spam
        self._weights = [0, 0]

    def add(self, grams: Hashes, spam: bool, weight: int) -> None:
        """Count a message's ``grams``; those of a negative ``weight`` are taken away again."""
        self._counts[int(spam), find_places(grams, self._bits)] += weight
        self._weights[int(spam)] += weight

    def weigh(self, texts: Sequence[Hashes], doubt: float, large: float = 1.0) -> list[float]:
        """Log-odds of spam of each text's grams, [n], over the root of their number.

        ``doubt`` log-odds of each gram count for nothing; messages at ``large`` count so many ``PRIOR``.
        """
        whole = large * PRIOR
        places = [find_places(grams, self._bits) for grams in texts]
        starts = np.cumsum([0, *map(len, places)])
        among = np.concatenate([*places, np.zeros(0, np.intp)])
        ham, spam = self._counts[0][among], self._counts[1][among]
        known = np.flatnonzero(ham + spam)
        prior = whole * self._shares[among[known]]
        odds = np.log((spam[known] + prior) / (ham[known] + prior)) - math.log(
            (self._weights[1] + whole) / (self._weights[0] + whole)
        )
        ratios = np.zeros(len(among) + 1, dtype=np.int64)
        ratios[known] = np.rint(_POINT * np.sign(odds) * np.maximum(0.0, np.abs(odds) - doubt))
        totals = np.concatenate([[0], np.cumsum(ratios[:-1])])
        sums = (totals[starts[1:]] - totals[starts[:-1]]).tolist()
        return [total / _POINT / math.sqrt(len(own) + 1) for total, own in zip(sums, places, strict=True)]

    @property
    def balance(self) -> float:
        """What was learned less of, spam or ham, as a share of the other; 0 while all has one label."""
        return min(self._weights) / max(1, *self._weights)

    def pack(self) -> bytes:
        """For a file."""
        return _HEAD.pack(*self._weights) + self._counts.tobytes()

    def unpack(self, data: memoryview) -> memoryview | None:
        """Take over what :meth:`pack` gave, and return what is behind it; None where it was cut short."""
        size = _HEAD.size + self._counts.nbytes
        if len(data) < size:
            return None
        self._weights = list(_HEAD.unpack_from(data))
        counts = np.frombuffer(data[_HEAD.size : size], np.int32)
        self._counts = counts.reshape(2, -1).copy()
        return data[size:]


def find_places(grams: Hashes, bits: int) -> NDArray[np.intp]:
    """The places of ``grams`` in 2^``bits`` counts, each once."""
    places = (grams >> np.uint32(32 - bits)).astype(np.intp)
    if not np.all(places[1:] >= places[:-1]):  # of several texts
        places.sort()
    first: NDArray[np.intp] = places[np.diff(places, prepend=-1) != 0]
    return first
