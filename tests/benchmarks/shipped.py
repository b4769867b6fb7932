"""What a shipped model is worth on messages it never trained on.

    python tests/benchmarks/shipped.py BUILD [MODEL ...]

BUILD is the folder that `spamfilter gpt build-embedded DATA BUILD` made; a MODEL is a model folder or a name
of a shipped one (default: embedded and tiny). Prints each held-back set, mail together, all together with its
calibration, the book's test rows, of which no copy trains, and the ham of today by kind. Beside the models
stands character TF-IDF with a logistic regression, trained on the same rows.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.training.dataset import read_labelled

from spamfilter import Message, Policy
from spamfilter.measure.metric import Evaluation, measure

MODERN = Path(__file__).parents[1] / "data" / "modern-ham.jsonl"
MAIL = ("enron", "spamassassin")
HAM_LOST = 0.005
Score = Callable[[Sequence[str]], NDArray[np.float64]]


def missed_at(spam: NDArray[np.bool_], scores: NDArray[np.float64], ham_lost: float) -> float:
    """The share of spam below the cut-off that loses that share of ham."""
    ham = np.sort(scores[~spam])
    cut = ham[min(len(ham) - 1, int(np.ceil(len(ham) * (1 - ham_lost))) - 1)]
    return float((scores[spam] <= cut).mean())


def describe(spam: NDArray[np.bool_], scores: NDArray[np.float64], spam_above: float) -> str:
    """One line of figures."""
    lost = f"{(scores[~spam] > spam_above).mean():7.2%}" if (~spam).any() else "      -"
    if not spam.any() or spam.all():
        return f"{len(spam):6} {'-':>8} {((scores > 0.5) == spam).mean():8.2%} {lost}"
    return (
        f"{len(spam):6} {roc_auc_score(spam, scores):8.4f} {((scores > 0.5) == spam).mean():8.2%} {lost} "
        f"{(scores[spam] <= spam_above).mean():9.2%} {missed_at(spam, scores, HAM_LOST):9.2%}"
    )


def train_rival(build: Path, read: int | None = None) -> Score:
    """Character TF-IDF and a logistic regression, over the first ``read`` characters of each message."""
    rows = read_labelled(build / "data" / "train.csv")
    texts = [text[:read] for text in rows.texts]
    features = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True)
    model = make_pipeline(features, LogisticRegression(C=10, solver="liblinear")).fit(texts, rows.labels)
    return lambda texts: np.asarray(model.predict_proba(list(texts))[:, 1])


def open_model(name: str) -> tuple[Score, Policy]:
    """A model folder or a shipped name."""
    classifier = load_classifier(name)
    return lambda texts: np.array(classifier.score([Message(text) for text in texts])), classifier.policy


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("build", type=Path)
    parser.add_argument("models", nargs="*", default=["embedded", "tiny"])
    arguments = parser.parse_args()
    held = {path.stem: read_labelled(path) for path in sorted((arguments.build / "data/held").glob("*.csv"))}
    book = read_labelled(arguments.build / "book" / "test.csv")
    modern = [json.loads(line) for line in MODERN.read_text(encoding="utf-8").splitlines()]
    sides = [(name, *open_model(name)) for name in arguments.models]
    sides.append(("character TF-IDF + LR", train_rival(arguments.build), Policy()))
    for name, score, policy in sides:
        cut = policy.spam_above
        found = {key: (np.array(rows.labels) == 1, score(rows.texts)) for key, rows in held.items()}
        print(f"{name}\n{'rows':>26} {'AUC':>8} {'at 0.5':>8} {'lost':>7} {'missed':>9} {'at 0.5 %':>9}")
        for key, pair in found.items():
            print(f"{key:20}{describe(*pair, cut)}")
        for key, chosen in (("mail", [key for key in MAIL if key in found]), ("all", list(found))):
            together = [np.concatenate([found[one][side] for one in chosen]) for side in (0, 1)]
            print(f"{key:20}{describe(together[0], together[1], cut)}")
        every = Evaluation("all", policy, [""] * len(together[0]), together[0], together[1])
        print(f"expected calibration error of all: {measure(every, resamples=1)['ece'].value:.4f}")
        labels, scores = np.array(book.labels) == 1, score(book.texts)
        print(f"{'book/test.csv':20}{describe(labels, scores, cut)}")
        called = score([row["text"] for row in modern]) > cut
        kinds = Counter(row["kind"] for row, spam in zip(modern, called, strict=True) if spam)
        print(f"ham of today: {called.sum()} of {len(modern)} called spam {dict(kinds) or ''}\n")


if __name__ == "__main__":
    main()
