"""Ridge regression over a classifier's features, of how far off the classifier was.

Hoerl, Kennard 1970, "Ridge Regression", without an intercept: it tells in what the learned texts differ among
each other, so that texts that were all wrong in one way say nothing of all others. Where the features of all
texts are much alike, as an encoder's are, weights are held to 0 by as much less. Its sums are kept in whole
numbers, and its weights are rounded: so the same set of examples gives the same weights in whatever order it
grew, and what is taken out leaves no trace. One solution of the sums takes some milliseconds, and comes with
the first text after a lesson.
"""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WIDEST = 1024  # features that are kept; more are added up in groups
RIDGE = 1.0  # how much the weights of features of length 1 are held to 0
SPREAD = 0.07  # their mean square distance from their mean, for which that holds; for less it is less
FEW = 100  # texts that count as if they spread so
_SCALE = 1 << 12  # whole numbers are so many times the features and errors
_FINE = 1 << 20  # and so many times the weights
_HEAD = struct.Struct("=3q")
Features = NDArray[np.float16]


class Regression:
    """What features say of errors from -1 to 1; nothing before the first lesson."""

    def __init__(self) -> None:
        self._size(0)

    def _size(self, width: int) -> None:
        self._squares = np.zeros((width, width), dtype=np.int64)
        self._products = np.zeros(width, dtype=np.int64)
        self._sums = np.zeros(width, dtype=np.int64)
        self._errors = self._count = 0
        self._solved: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None

    def add(self, features: Features, error: float, sign: int) -> None:
        """Learn that of a text with these ``features`` the classifier was off by ``error``; -1 unlearns."""
        row, whole = to_whole(features), round(_SCALE * error)
        if not len(self._products):
            self._size(len(row))
        if len(row) != len(self._products):  # a model has one width: only a forged example has another
            return
        self._squares += sign * np.outer(row, row)
        self._products += sign * row * whole
        self._sums += sign * row
        self._errors += sign * whole
        self._count += sign
        self._solved = None

    def weigh(self, rows: Sequence[Features | None]) -> list[float]:
        """How far off the classifier is likely to be of each text, [n]; 0 where there are no features."""
        if not self._count:
            return [0.0] * len(rows)
        if self._solved is None:
            self._solved = self._solve()
        mean, weights = self._solved
        whole = [None if row is None else to_whole(row) for row in rows]
        sums = (0 if row is None or len(row) != len(mean) else int((row - mean) @ weights) for row in whole)
        return [total / _SCALE / _FINE for total in sums]

    def _solve(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The mean of the learned features, and the weights, both as whole numbers."""
        mean = self._sums / self._count
        products = self._products - mean * self._errors
        squares = self._squares - self._count * np.outer(mean, mean)
        spread = (np.trace(squares) / _SCALE**2 + FEW * SPREAD) / (self._count + FEW)
        ridge = RIDGE * min(1.0, spread / SPREAD) * _SCALE**2 * np.eye(len(mean))
        weights = np.linalg.solve(squares + ridge, products)
        return np.rint(mean).astype(np.int64), np.rint(_FINE * weights).astype(np.int64)

    def pack(self) -> bytes:
        """For a file."""
        head = _HEAD.pack(len(self._products), self._errors, self._count)
        return head + b"".join(part.tobytes() for part in (self._sums, self._products, self._squares))

    def unpack(self, data: memoryview) -> memoryview | None:
        """Take over what :meth:`pack` gave, and return what is behind it; None where it was cut short."""
        if len(data) < _HEAD.size:
            return None
        width, errors, count = _HEAD.unpack_from(data)
        end = _HEAD.size + 8 * width * (width + 2)
        if not 0 <= width <= WIDEST or len(data) < end:
            return None
        whole = np.frombuffer(data[_HEAD.size : end], np.int64).reshape(-1, max(1, width)).copy()
        self._size(width)
        if width:
            self._sums, self._products, self._squares = whole[0], whole[1], whole[2:]
        self._errors, self._count = errors, count
        return data[end:]


def to_whole(features: Features) -> NDArray[np.int64]:
    """Features as whole numbers; where there are over ``WIDEST``, every so many of them in one."""
    exact = features.astype(np.float64)
    if len(exact) > WIDEST:
        groups = -(-len(exact) // WIDEST)
        signs = np.where(np.arange(len(exact)) // WIDEST % 2, -1.0, 1.0)
        exact = np.bincount(np.arange(len(exact)) % WIDEST, exact * signs) / groups**0.5
    return np.rint(_SCALE * exact).astype(np.int64)
