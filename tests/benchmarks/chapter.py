"""Test accuracy on the book's split, of all rows and of those that copy no training row: models and a rival.

    for seed in 123 124 125; do
        spamfilter gpt train DATA run$seed --base smollm2 --trainable last-two-blocks --seed $seed
    done
    python tests/benchmarks/chapter.py DATA run123 run124 run125

DATA comes from ``spamfilter gpt prepare SMSSpamCollection DATA --recipe book``. A copy is equal but for case
and white space. The models run as ``spamfilter scan`` runs them, by onnxruntime.
"""

import sys
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.training.dataset import read_labelled

from spamfilter import Message


def fold(text: str) -> str:
    return " ".join(text.lower().split())


def score_rival(data: Path, texts: list[str]) -> list[float]:
    """Character TF-IDF (2 to 5) and a logistic regression, trained on the same rows."""
    train = read_labelled(data / "train.csv")
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 5), sublinear_tf=True)
    rival = make_pipeline(vectors, LogisticRegression(C=100, max_iter=1000)).fit(train.texts, train.labels)
    return list(rival.predict_proba(texts)[:, 1])


def main() -> None:
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    data, models = Path(sys.argv[1]), sys.argv[2:]
    known = {fold(text) for text in read_labelled(data / "train.csv").texts}
    test = read_labelled(data / "test.csv")
    clean = [fold(text) not in known for text in test.texts]

    def measure(name: str, scores: list[float]) -> tuple[float, float]:
        right = [(score > 0.5) == label for score, label in zip(scores, test.labels, strict=True)]
        kept = [one for one, new in zip(right, clean, strict=True) if new]
        whole, part = sum(right) / len(right), sum(kept) / len(kept)
        print(f"{name}: all {len(right)} rows {whole:.2%}, {len(kept)} clean rows {part:.2%}")
        return whole, part

    messages = [Message(text) for text in test.texts]
    found = [measure(model, load_classifier(model).score(messages)) for model in models]
    whole, part = (sum(column) / len(found) for column in zip(*found, strict=True))
    print(f"mean of the models: all rows {whole:.2%}, clean rows {part:.2%}")
    measure("TF-IDF and logistic regression", score_rival(data, test.texts))


if __name__ == "__main__":
    main()
