"""Log-odds of spam from the surface of a message: its length, links, numbers, signs, concepts. No torch.

What is asked of a reader by strangers looks alike in any language: an address to open, a number to call, an
amount, a code, words that shout. So these features know spam in languages that no text of training is in
(surface features, as in Sahami et al. 1998, "A Bayesian Approach to Filtering Junk E-Mail", section 4). What
they say together is learned by regression trees (Friedman 2001, "Greedy Function Approximation: A Gradient
Boosting Machine").
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spamfilter_gpt.runtime.concepts import CONCEPTS, share_concepts

CHARACTERS = 4000  # of a text that are looked at
KNOWN = 1 << 14  # characters whose kind is kept at hand: of all there are, memory would grow

_LINK = re.compile(r"(?i)https?://\S*+|\bwww\.\S*+")
_DOMAIN = re.compile(
    r"(?i)\.(?:com|net|org|info|biz|xyz|top|site|shop|club|online|link|vip|store|live|icu|page|app|ru|in|co|me"
    r"|ly|io|cc|tk|gl|gd|uk|de|fr|br|th|id|cn|tr|ng|za|mz|bd|pl|ua|kz|it|es|jp|kr|vn|ph|mx)\b"
)
_SHORTENED = re.compile(r"(?i)\b(?:bit\.ly|t\.me|wa\.me|tinyurl|goo\.gl|t\.co|cutt\.ly|is\.gd|rb\.gy|lnkd)\b")
_ADDRESS = re.compile(r"\w@\w")
_HANDLE = re.compile(r"(?<!\w)@\w")
_MONEY = re.compile(
    r"(?i)\b(?:usd|eur|gbp|rs|inr|tk|bdt|rp|idr|mzn|mt|tl|try|thb|ngn|ksh|kes|php|rub|btc|usdt)\b"
)
_NUMBER = re.compile(r"\d++")
_MIXED = re.compile(r"[A-Za-z]\d|\d[A-Za-z]")
_PERCENT = re.compile(r"\d\s?[%٪]")
_PLUS = re.compile(r"\+\d")
_TIME = re.compile(r"\b\d{1,2}:\d{2}\b")
_DATE = re.compile(r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b")
_SENTENCE = re.compile(r"[.!?。！？।\n]")
ENDS = frozenset(".!?。！？।")


class _Categories(dict[str, str]):
    """The general category of each character (Unicode Standard Annex 44), of the first ``KNOWN`` at hand."""

    def __missing__(self, character: str) -> str:
        found = unicodedata.category(character)
        if len(self) < KNOWN:
            self[character] = found
        return found


_CATEGORIES = _Categories()


def count_features(text: str) -> list[float]:
    """What the surface of ``text`` is like and what it is about, :data:`FEATURES` numbers in a fixed order.

    The first :data:`SHAPES` are of the surface, the others of concepts.
    """
    text = text[:CHARACTERS]
    return [*count_shapes(text), *share_concepts(text)]


def count_shapes(text: str) -> list[float]:
    """What the surface of ``text`` is like."""
    kinds = Counter(map(_CATEGORIES.__getitem__, text))
    size, words = len(text) + 1, text.split()
    letters = kinds["Lu"] + kinds["Ll"] + kinds["Lo"] + kinds["Lt"] + kinds["Lm"] + 1
    points = sum(kinds[kind] for kind in ("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"))
    links = _LINK.findall(text)
    numbers = [len(number) for number in _NUMBER.findall(text)]
    long_numbers = sum(length >= 5 for length in numbers)
    shouted = sum(len(word) > 2 and word.isupper() for word in words)
    lengths = [len(word) for word in words] or [0]
    lines = text.count("\n") + 1
    cries, questions = text.count("!") + text.count("！"), text.count("?") + text.count("？")
    domains = len(_DOMAIN.findall(text))
    money = len(_MONEY.findall(text)) + kinds["Sc"]
    counts = (
        *(len(words), len(links), domains, money, long_numbers, len(numbers), shouted, kinds["So"], cries),
        *(questions, lines, kinds["Cf"], points, len(_MIXED.findall(text)), len(_PERCENT.findall(text))),
    )
    shares = (
        *(sum(map(len, links)), kinds["Nd"], kinds["So"], points, kinds["Sm"] + kinds["Sk"], letters, cries),
        *(text.count(","), lines, len(set(text)), len(_SENTENCE.findall(text)), kinds["Zs"]),
    )
    return [
        math.log(size),
        *(math.log1p(count) for count in counts),
        *(share / size for share in shares),
        *(float(bool(one)) for one in find_signs(text)),
        kinds["Lu"] / letters,
        shouted / (len(words) + 1),
        sum(lengths) / len(lengths),
        float(min(max(lengths), 100)),
        float(max(numbers, default=0)),
    ]


def find_signs(text: str) -> tuple[object, ...]:
    """What is there, or not."""
    start, end = text.lstrip()[:1], text.rstrip()[-1:]
    return (
        *(_SHORTENED.search(text), _ADDRESS.search(text), _HANDLE.search(text), _PLUS.search(text)),
        *(_TIME.search(text), _DATE.search(text), start.islower(), start.isupper(), end in ENDS, "*" in text),
        *("#" in text, "&" in text, "|" in text, "\n\n" in text, "..." in text or "…" in text, "!!" in text),
        *("[" in text or "【" in text or "«" in text, '"' in text or "“" in text),
    )


SHAPES = len(count_shapes(""))
FEATURES = SHAPES + CONCEPTS
SPLITS = 15  # of a tree at most, so its leaves have a bit each of 16
LEAVES = SPLITS + 1
FAR = math.inf  # what a split that is not there is below
ALL = (1 << LEAVES) - 1
LIMIT = (1 << 15) - 1  # of a leaf
_TREE = np.dtype(
    [
        ("features", "<i2", (SPLITS,)),
        ("limits", "<f8", (SPLITS,)),
        ("masks", "<u2", (SPLITS,)),
        ("leaves", "<i2", (LEAVES,)),
    ]
)
_ALL, _ONE = np.uint16(ALL), np.uint16(1)
Tree = tuple[Sequence[int], Sequence[float], Sequence[int], Sequence[float]]


class SurfaceLogit:
    """Regression ``trees`` [T] over the features of a text: ``scale`` times their sum, and ``bias``.

    A tree has up to ``SPLITS`` splits and a leaf more, numbered from the left. Where a feature is above its
    limit, the split's mask takes away the leaves on its left; the first that is left over counts (Lucchese et
    al. 2015, "QuickScorer", SIGIR). So all splits of all trees are one comparison.
    """

    def __init__(self, trees: NDArray[np.void], scale: float = 1.0, bias: float = 0.0) -> None:
        self.trees, self.scale, self.bias = trees, scale, bias
        # A row for the first split of all trees, one for the second, ...
        self._features = np.ascontiguousarray(trees["features"].T, np.intp)
        self._limits = np.ascontiguousarray(trees["limits"].T)
        self._masks = np.ascontiguousarray(trees["masks"].T, np.uint16)
        self._leaves = trees["leaves"].ravel().astype(np.int64)
        self._starts = LEAVES * np.arange(len(trees))

    @classmethod
    def of(cls, trees: Sequence[Tree], bias: float) -> "SurfaceLogit":
        """Of ``trees``, each the features, limits and masks of its splits and the values of its leaves."""
        found = np.zeros(len(trees), dtype=_TREE)
        values = np.array([leaves for *_, leaves in trees])
        largest = float(np.abs(values).max(initial=0.0))
        scale = largest / LIMIT or 1.0
        for place, (features, limits, masks, _) in enumerate(trees):
            found[place] = (features, limits, masks, np.round(values[place] / scale).astype(np.int16))
        return cls(found, scale, bias)

    @classmethod
    def from_bytes(cls, data: bytes, scale: float, bias: float) -> "SurfaceLogit":
        """With the trees that :meth:`to_bytes` gave. Raises ValueError where they are none."""
        trees = np.frombuffer(data, dtype=_TREE)
        features, masks = trees["features"], trees["masks"]
        if not ((features >= 0) & (features < FEATURES)).all() or not (masks >> SPLITS).all():
            raise ValueError("it holds no trees of this version")
        return cls(trees, scale, bias)

    def to_bytes(self) -> bytes:
        """The trees, one after the other, little-endian."""
        return self.trees.tobytes()

    def score(self, text: str) -> float:
        """Log-odds of ``text``, as the tokenizer's normalizer leaves it. They depend on it alone.

        The sum is of integers, so it is the same everywhere.
        """
        above = np.array(count_features(text))[self._features] > self._limits
        left = np.bitwise_and.reduce(np.where(above, self._masks, _ALL))
        lowest = (left & (~left + _ONE)).astype(np.float32)  # a power of two
        places = np.frexp(lowest)[1] - 1
        return self.scale * int(self._leaves[self._starts + places].sum()) + self.bias

    def weigh(self, factor: float, bias: float) -> "SurfaceLogit":
        """The same times ``factor``, and ``bias`` added."""
        return SurfaceLogit(self.trees, self.scale * factor, self.bias * factor + bias)
