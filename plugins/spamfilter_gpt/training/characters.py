"""The log-odds of characters (``runtime/characters.py``), fitted to labelled messages."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spamfilter_gpt.runtime.characters import KINDS, CharacterLogit, fold, hash_rows, is_long

BUCKETS = 1 << 19
STRENGTH = 0.5  # scikit-learn's C: the inverse of the penalty on the weights
LIMIT = 127  # of a weight
# Characters of all texts together: beyond, each text is cut. One takes some 130 bytes while a model is
# fitted: up to four rows of characters begin with it, each is there twice, 8 bytes here and 16 in liblinear.
FITTED = 40_000_000
SHORTEST = 500  # characters that a cut leaves


def fit_characters(
    texts: Sequence[str],
    labels: Sequence[int],
    *,
    buckets: int = BUCKETS,
    weights: Sequence[float] | None = None,
) -> CharacterLogit:
    """Logistic regression over ``texts`` [N] with ``labels`` [N], each row counting as ``weights`` [N] say.

    Texts are as a normalizer leaves them. Features are binary, of norm 1, scaled by their inverse document
    frequency, and each is there once for all texts and once for the short or the long ones alone, as
    :func:`spamfilter_gpt.network.ngram.fit_ngrams` has them. All that is folded into the weights, which are
    then rounded.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    columns, starts, values = count_features(texts, buckets)
    scale = weigh_columns(columns, len(texts), KINDS * buckets + buckets)
    values *= scale[columns]
    rows = csr_matrix((values, columns, starts), shape=(len(texts), len(scale)), copy=False)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
    model.fit(rows, labels, sample_weight=None if weights is None else np.asarray(weights, dtype=float))
    shared, short, long = np.split(model.coef_[0] * scale, KINDS + 1)
    return round_weights(np.stack([shared + short, shared + long]), float(model.intercept_[0]))


def count_features(
    texts: Sequence[str], buckets: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """Columns and values [K] of what occurs in each text, and where each text's begin, [N + 1].

    Columns are those of all texts first, then those of short ones and of long ones alone.
    """
    folded = [fold(text) for text in texts]
    cut = choose_cut([len(text) for text in folded])
    found: list[NDArray[np.int32]] = []
    for text in folded:
        places = hash_rows(text[:cut], buckets).astype(np.int32)
        found.append(np.concatenate([places, places + buckets * (1 + is_long(text))], dtype=np.int32))
    starts = np.cumsum([0, *map(len, found)], dtype=np.int32)
    columns = np.empty(starts[-1], dtype=np.int32)
    values = np.empty(starts[-1], dtype=np.float32)
    for row in range(len(found) - 1, -1, -1):  # from the end, so that what is copied goes at once
        places = found.pop()
        columns[starts[row] : starts[row + 1]] = places
        values[starts[row] : starts[row + 1]] = (len(places) / 2) ** -0.5
    return columns, starts, values


def choose_cut(lengths: Sequence[int]) -> int:
    """How many characters of a text are fitted: all, or half as many until ``FITTED`` are not exceeded."""
    cut = max(lengths, default=1)
    while cut > SHORTEST and sum(min(length, cut) for length in lengths) > FITTED:
        cut = max(SHORTEST, cut // 2)
    return cut


def weigh_columns(columns: NDArray[np.int32], count: int, size: int) -> NDArray[np.float32]:
    """The inverse document frequency, [size], of ``columns`` of ``count`` texts."""
    frequency = np.bincount(columns, minlength=size)
    return (np.log((1 + count) / (1 + frequency)) + 1).astype(np.float32)


def round_weights(weights: NDArray[np.float64], bias: float) -> CharacterLogit:
    """``weights`` [2, buckets] as int8 with a scale a row, and the same bias for both."""
    largest = np.abs(weights).max(axis=1)
    scales = np.where(largest > 0, largest, LIMIT) / LIMIT
    rounded = np.round(weights / scales[:, None]).astype(np.int8)
    return CharacterLogit(rounded, (float(scales[0]), float(scales[1])), (bias, bias))
