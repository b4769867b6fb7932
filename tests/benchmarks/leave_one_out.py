"""What the recipe of the shipped model learns beyond the collections that it sees.

    python tests/benchmarks/leave_one_out.py DATA OUT [--only NAME ...] [--rows N] [-- OPTIONS]

For each of the six collections with both classes: `spamfilter gpt build-embedded DATA OUT/NAME --leave-out
NAME` (with OPTIONS, and with N random training rows where the hours are lacking), then the area under the ROC
curve on that collection, beside character TF-IDF with a logistic regression trained on the same rows. Both
sides read the first 1,000 characters. A run that was interrupted goes on when called again.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import numpy as np
from shipped import train_rival
from sklearn.metrics import roc_auc_score
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.training.dataset import read_labelled

from spamfilter import Message

SETS = ("uci", "enron", "ling", "spamassassin", "india", "mendeley")
READ = 1000  # characters


def measure(build: Path, name: str) -> tuple[int, float, float]:
    """Messages of the collection that was left out of ``build``, and the areas of model and rival there."""
    rows = read_labelled(build / "data" / "held" / f"{name}.csv")
    texts = [text[:READ] for text in rows.texts]
    scores = load_classifier(str(build / "model")).score([Message(text) for text in texts])
    rival = train_rival(build, READ)(texts)
    return len(texts), float(roc_auc_score(rows.labels, scores)), float(roc_auc_score(rows.labels, rival))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--rows", type=int)
    # argparse takes what is behind -- only where nothing stands between it and the folders.
    end = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    given = parser.parse_args(sys.argv[1:end])
    command = ["spamfilter", "gpt", "build-embedded", "--no-tiny", *sys.argv[end + 1 :]]
    command += ["--rows", str(given.rows)] if given.rows else []
    found = []
    for name in given.only:
        build = given.out / name
        subprocess.run([*command, "--leave-out", name, str(given.data), str(build)], check=True)
        rows, area, rival = measure(build, name)
        found.append((area, rival))
        print(f"{name:14}{rows:6} messages, AUC {area:.4f}, TF-IDF {rival:.4f}", flush=True)
    area, rival = np.mean(found, axis=0)
    print(f"mean of {len(found)}: AUC {area:.4f}, TF-IDF {rival:.4f}")


if __name__ == "__main__":
    main()
