"""Log-odds of spam from the characters of a message, two to five in a row, whatever their place. No torch.

What tokens of one language cut to pieces, rows of characters know again: words of other languages, their
endings, addresses, disguises. A linear model over hashed rows is as small as its table (Weinberger et al.
2009, "Feature Hashing for Large Scale Multitask Learning", arXiv 0902.2206).
"""

import math
import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

CHARACTERS = 8000  # of a text that are read
LONG = 300  # characters; a longer text has weights of its own
SIZES = (2, 3, 4, 5)  # characters in a row
KINDS = 2  # of texts: short ones, long ones

_DIGIT = re.compile(r"\d")
_WHOLE = (1 << 64) - 1
# Odd numbers whose bits follow no pattern: fractions of the golden ratio, and of its kin in two dimensions.
_STEP = np.uint64(0x9E3779B97F4A7C15)
_SALT = 0xD1B54A32D192ED03
# The last steps of splitmix64 (Steele, Lea, Flood 2014, "Fast Splittable Pseudorandom Number Generators").
_MIX = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))


def fold(text: str) -> str:
    """``text`` in small letters, digits as 0, white space as one space, one before and one behind."""
    words = _DIGIT.sub("0", text.casefold()).split()
    return f" {' '.join(words)} "[:CHARACTERS]


def find_buckets(text: str, count: int) -> NDArray[np.int64]:
    """The buckets below ``count`` of what stands in ``text``, each once, rising.

    ``text`` is as the tokenizer's normalizer leaves it.
    """
    return hash_rows(fold(text), count)


def hash_rows(folded: str, count: int) -> NDArray[np.int64]:
    """The same of a text that was folded before."""
    points = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    rows, found = points, []
    for size in SIZES:
        rows = rows[:-1] * _STEP + points[size - 1 :]  # modulo 2 ** 64
        found.append(rows + np.uint64(size * _SALT & _WHOLE))
    mixed = np.concatenate(found)
    for shift, factor in _MIX:
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    # In half the bytes they are sorted in half the time, where numpy's unique takes a table of them first.
    buckets = (mixed % np.uint64(count)).astype(np.uint32 if count <= 1 << 32 else np.uint64)
    buckets.sort()
    first = np.ones(len(buckets), dtype=bool)
    np.not_equal(buckets[1:], buckets[:-1], out=first[1:])
    return buckets[first].astype(np.int64)


def is_long(folded: str) -> bool:
    """Whether a folded text has the second row of weights."""
    return len(folded) > LONG


@dataclass(frozen=True, slots=True, eq=False)
class CharacterLogit:
    """Weights of buckets, int8 [2, count], with a scale and a bias for each row: short texts, long ones."""

    weights: NDArray[np.int8]
    scales: tuple[float, float]
    biases: tuple[float, float]

    @classmethod
    def from_bytes(
        cls, data: bytes, scales: tuple[float, float], biases: tuple[float, float]
    ) -> "CharacterLogit":
        """With the weights that :meth:`to_bytes` gave."""
        return cls(np.frombuffer(data, dtype=np.int8).reshape(KINDS, -1), scales, biases)

    def to_bytes(self) -> bytes:
        """The weights, a row after the other."""
        return self.weights.tobytes()

    @property
    def buckets(self) -> int:
        """How many weights a row has."""
        return int(self.weights.shape[1])

    def score(self, text: str) -> float:
        """Log-odds: the sum over what occurs, each once, over the root of how many these are.

        ``text`` is as for :func:`find_buckets`. The sum is of integers, so it is the same everywhere.
        """
        folded = fold(text)
        kind = int(is_long(folded))
        buckets = hash_rows(folded, self.buckets)
        total = int(self.weights[kind][buckets].sum(dtype=np.int64))
        return self.scales[kind] * total / math.sqrt(max(1, len(buckets))) + self.biases[kind]

    def weigh(self, factors: tuple[float, float], biases: tuple[float, float]) -> "CharacterLogit":
        """What short and long texts get times ``factors``, and ``biases`` added."""
        pairs = tuple(zip(factors, biases, strict=True))
        scales = tuple(scale * factor for scale, (factor, _) in zip(self.scales, pairs, strict=True))
        starts = tuple(
            start * factor + bias for start, (factor, bias) in zip(self.biases, pairs, strict=True)
        )
        return replace(self, scales=(scales[0], scales[1]), biases=(starts[0], starts[1]))
