"""What a trained model is: how texts are counted, a weight for each count, and the calibration."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import regex
from sklearn.feature_extraction.text import HashingVectorizer

from spamfilter import Fingerprints, Policy
from spamfilter_ngram.calibration import Calibration

_BLANKS = regex.compile(r"[\s\u115f\u1160\u2800\u3164\uffa0]++")
_UNSEEN = regex.compile(
    r"[[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]--[\s\u115f\u1160\u3164\uffa0]]++", regex.V1
)
Array = np.typing.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a text becomes counts: ``analyzer`` cuts it into n-grams of ``shortest`` to ``longest`` characters.

    An n-gram is known by its hash alone, one of ``buckets`` (Weinberger et al. 2009, arXiv 0902.2206): no
    vocabulary is kept, and so no word of anybody's messages. Only the first ``max_characters`` are read.
    """

    analyzer: str = "char_wb"
    shortest: int = 2
    longest: int = 5
    buckets: int = 2**18
    max_characters: int = 2**16


@dataclass(frozen=True, slots=True)
class Model:
    """``idf`` and ``coef`` [buckets]: a text's counts times ``idf``, at unit length, times ``coef``."""

    settings: Settings
    idf: Array
    coef: Array
    intercept: float
    calibration: Calibration
    policy: Policy
    trained_on: Fingerprints


def make_vectorizer(settings: Settings) -> Any:
    """From N texts to a sparse matrix of counts [N, buckets]."""
    return HashingVectorizer(
        preprocessor=partial(prepare_text, limit=settings.max_characters),
        analyzer=settings.analyzer,
        ngram_range=(settings.shortest, settings.longest),
        n_features=settings.buckets,
        alternate_sign=False,
        norm=None,
    )


def prepare_text(text: str, limit: int) -> str:
    """The beginning of ``text`` in lower case; half a surrogate pair, which has no bytes, is ``?``.

    Of a text that is cut, what shows nothing and all but one of a run of blanks is left out before.
    """
    if len(text) > limit:
        text = _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip()
    return text[:limit].encode("utf-8", "replace").decode("utf-8").lower()
