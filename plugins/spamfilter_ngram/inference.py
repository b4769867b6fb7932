"""Scores from a trained model."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfTransformer

from spamfilter import Fingerprints, Message, Policy, UsageError
from spamfilter_ngram.calibration import score_decisions
from spamfilter_ngram.folder import load_folder
from spamfilter_ngram.model import Model, make_vectorizer


class NgramClassifier:
    """The model as a :class:`spamfilter.Classifier`.

    A score depends on its message alone, to the last bit: a text's n-grams are counted in whole numbers and
    sorted by bucket, and a sparse product adds up each row by itself in that order.
    """

    def __init__(self, model: Model) -> None:
        self.policy: Policy = model.policy
        self.trained_on: Fingerprints = model.trained_on
        self._vectorizer = make_vectorizer(model.settings)
        self._tfidf = TfidfTransformer(sublinear_tf=True)
        self._tfidf.idf_ = model.idf.astype(np.float64)
        self._coef = model.coef.astype(np.float64)
        self._intercept = model.intercept
        self._calibration = model.calibration

    def score(self, messages: Sequence[Message]) -> list[float]:
        """P(spam) in [0, 1] for each message, in order."""
        if not messages:
            return []
        counts = self._vectorizer.transform([message.text for message in messages])
        decisions = self._tfidf.transform(counts) @ self._coef + self._intercept
        return score_decisions(decisions, self._calibration)


def load_classifier(model: str | None) -> NgramClassifier:
    """The classifier of ``--model``; see :func:`spamfilter_ngram.folder.load_folder` for the errors."""
    if model is None:
        raise UsageError(
            "ngram comes without a model; make one with spamfilter ngram train DATA -o MODEL, "
            "and name it: --model MODEL, or ngram=MODEL among several"
        )
    return NgramClassifier(load_folder(Path(model)))
