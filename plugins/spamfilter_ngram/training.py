"""Train on labelled messages: fit, calibrate on held-back ones, choose the cut-offs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from spamfilter import DataError, Fingerprints, Policy, labelled, shift_prior
from spamfilter_ngram.calibration import Calibration, fit_platt, score_decisions
from spamfilter_ngram.model import Model, Settings, make_vectorizer

FOLDS = 5
# C of the logistic regression: by cross-validation of SMS, 10 is worse and 300 no better.
INVERSE_REGULARIZATION = 100.0
CHOOSE = f"{labelled.ADVICE}, or with train.csv in it"
Rows = Sequence[labelled.LabelledMessage]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The share of spam to expect (None: the training rows'), of ham that may be lost, and the seed."""

    prior: float | None = None
    ham_loss: float = 0.002
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Trained:
    """A ``model`` of ``rows`` messages, ``spam`` of them spam; it expects a share ``prior`` of spam.

    ``accuracy`` is that at a score of 0.5 on ``held_back`` messages, ``calibrated_on`` says which.
    """

    model: Model
    rows: int
    spam: int
    prior: float
    calibrated_on: str
    held_back: int
    accuracy: float


def read_parts(
    paths: Sequence[str], column: str, label_column: str, *, encoding: str = ""
) -> tuple[Rows, Rows]:
    """Training and validation rows: of one folder that is split already, else all of ``paths`` and none."""
    read = partial(
        labelled.read_all, column=column, label_column=label_column, advice=CHOOSE, encoding=encoding
    )
    parts = labelled.find_parts(paths[0], CHOOSE) if len(paths) == 1 else None
    if parts is None:
        return read(paths), []
    train, validation = parts
    return read([train]), read([validation]) if validation else []


def train_model(rows: Rows, validation: Rows, recipe: Recipe) -> Trained:
    """Train on ``rows``; calibrate on ``validation``, or out of fold when that is empty.

    A copy of a training message says nothing of new ones: among the validation rows it is left out, and out
    of fold it stays with its like. Raises :class:`DataError` when a class has too few distinct messages.
    """
    settings = Settings()
    trained_on = Fingerprints.of(list_texts(rows))
    held_back = [row for row in validation if row.message.text not in trained_on] if validation else rows
    check_classes(rows, "to train on")
    check_classes(held_back, "in validation.csv that copy no training message")
    vectorizer = make_vectorizer(settings)
    counts, spam = vectorizer.transform(list_texts(rows)), list_spam(rows)
    tfidf, regression = pipeline = make_estimator(recipe.seed).fit(counts, spam)
    if validation:
        decisions = pipeline.decision_function(vectorizer.transform(list_texts(held_back)))
    else:
        decisions = decide_out_of_fold(counts, rows, recipe.seed)
    prior = float(spam.mean()) if recipe.prior is None else recipe.prior
    calibration, scores = calibrate(decisions, list_spam(held_back), prior)
    policy = Policy.choose(scores, list_spam(held_back).tolist(), recipe.ham_loss)
    idf, coef = tfidf.idf_.astype(np.float32), regression.coef_[0].astype(np.float32)
    model = Model(settings, idf, coef, float(regression.intercept_[0]), calibration, policy, trained_on)
    accuracy = float(np.mean((np.array(scores) > 0.5) == list_spam(held_back)))
    place = "validation.csv" if validation else "out-of-fold"
    return Trained(model, len(rows), int(spam.sum()), prior, place, len(held_back), accuracy)


def make_estimator(seed: int) -> Any:
    """From counts to a decision, untrained: TF-IDF at unit length, then a logistic regression.

    Its dual is solved, message by message, which takes a tenth of the time where buckets are many.
    """
    regression = LogisticRegression(
        C=INVERSE_REGULARIZATION, solver="liblinear", dual=True, max_iter=1000, random_state=seed
    )
    return make_pipeline(TfidfTransformer(sublinear_tf=True), regression)


def decide_out_of_fold(counts: Any, rows: Rows, seed: int) -> Any:
    """Decision values [N] of ``rows``, each by a model that has seen neither the message nor a copy."""
    copies = [Fingerprints.of([text]).to_bytes().hex() for text in list_texts(rows)]
    return cross_val_predict(
        make_estimator(seed),
        counts,
        list_spam(rows),
        groups=copies,
        cv=StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed),
        method="decision_function",
    )


def calibrate(decisions: Any, spam: Any, prior: float) -> tuple[Calibration, list[float]]:
    """The calibration that held-back ``decisions`` [N] ask for, and their scores [N] by it."""
    shift = shift_prior(prior, float(spam.mean()))
    calibration = replace(fit_platt(decisions, spam), shift=shift)
    return calibration, score_decisions(decisions, calibration)


def check_classes(rows: Rows, place: str) -> None:
    """Raise :class:`DataError` unless there are ``FOLDS`` distinct messages of each class."""
    for label, wanted in (("ham", False), ("spam", True)):
        count = len(Fingerprints.of(row.message.text for row in rows if row.spam == wanted))
        if count < FOLDS:
            raise DataError(f"distinct {label} messages {place}: {count}; at least {FOLDS} are needed")


def list_texts(rows: Rows) -> list[str]:
    """What the messages say."""
    return [row.message.text for row in rows]


def list_spam(rows: Rows) -> "np.typing.NDArray[np.bool_]":
    """Which are spam, [N]."""
    return np.array([row.spam for row in rows])
