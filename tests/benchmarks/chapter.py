"""Test accuracy of trained models on the book's split: all rows, and those that copy no training row.

    for seed in 123 124 125; do
        spamfilter gpt train DATA run$seed --base smollm2 --trainable last-two-blocks --seed $seed
    done
    python tests/benchmarks/chapter.py DATA run123 run124 run125

DATA comes from ``spamfilter gpt prepare SMSSpamCollection DATA --recipe book``. A copy is equal but for case
and white space. The models run as ``spamfilter scan`` runs them, by onnxruntime.
"""

import sys
from pathlib import Path

from spamfilter_gpt.dataset import read_labelled
from spamfilter_gpt.inference import load_classifier

from spamfilter import Message


def fold(text: str) -> str:
    return " ".join(text.lower().split())


def main() -> None:
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    data, models = Path(sys.argv[1]), sys.argv[2:]
    known = {fold(text) for text in read_labelled(data / "train.csv").texts}
    test = read_labelled(data / "test.csv")
    clean = [fold(text) not in known for text in test.texts]
    found = []
    for model in models:
        scores = load_classifier(model).score([Message(text) for text in test.texts])
        right = [(score > 0.5) == label for score, label in zip(scores, test.labels, strict=True)]
        right_clean = [one for one, kept in zip(right, clean, strict=True) if kept]
        found.append((sum(right) / len(right), sum(right_clean) / len(right_clean)))
        print(
            f"{model}: all {len(right)} rows {found[-1][0]:.2%}, {len(right_clean)} clean {found[-1][1]:.2%}"
        )
    whole, kept = (sum(column) / len(found) for column in zip(*found, strict=True))
    print(f"mean: all rows {whole:.2%}, clean rows {kept:.2%}")


if __name__ == "__main__":
    main()
