"""What the two parts of a shipped model bring: its blocks, the n-grams beside them, and both.

    python tests/benchmarks/parts.py BUILD

BUILD is the folder that `spamfilter gpt build-embedded DATA BUILD` made. Prints the area under the ROC curve,
and the share of spam missed at 0.5 % ham lost, on each held-back set, mail together, and the book's rows.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from shipped import HAM_LOST, MAIL, missed_at
from sklearn.metrics import roc_auc_score
from spamfilter_gpt.export.publish import load_trained
from spamfilter_gpt.network.ngram import NgramLogit
from spamfilter_gpt.records.run_record import read_finished
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.loop import predict
from spamfilter_gpt.training.objective import Forward

Floats = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("build", type=Path)
    build = parser.parse_args().build
    record = read_finished(build / "run")
    base, model = load_trained(build / "run", record)
    tokenizer = base.make_tokenizer(record.settings.recipe.normalizer)
    limit, pad = record.limit, base.pad_token_id
    ngram = model.ngram
    assert isinstance(ngram, NgramLogit)

    def score(path: Path) -> tuple[NDArray[np.bool_], list[Floats]]:
        """Labels, and log-odds of the blocks, of the n-grams, and of both."""
        data = SpamDataset(path, tokenizer, record.max_length, pad)
        logits, labels = predict(Forward(model, data, -1, precision=record.settings.precision))
        blocks = (logits[:, 1] - logits[:, 0]).double().numpy()
        words = ngram.score_rows([tokenizer.encode(text, limit) for text in data.texts]).double().numpy()
        return labels.numpy() == 1, [blocks, words, blocks + words]

    paths = [*sorted((build / "data" / "held").glob("*.csv")), build / "book" / "test.csv"]
    with torch.no_grad():
        found = {f"{path.parent.name}/{path.stem}": score(path) for path in paths}
    mail = [found[f"held/{name}"] for name in MAIL if f"held/{name}" in found]
    parts = [np.concatenate([scores[part] for _, scores in mail]) for part in range(3)]
    found["mail"] = np.concatenate([labels for labels, _ in mail]), parts
    print(f"{'':20}" + "".join(f"{name:>18}" for name in ("blocks", "n-grams", "both")))
    for name, (labels, scores) in found.items():
        if labels.any() and not labels.all():
            cells = [
                f"{roc_auc_score(labels, one):8.4f} {missed_at(labels, one, HAM_LOST):8.2%}" for one in scores
            ]
            print(f"{name:20}" + "".join(f"{cell:>18}" for cell in cells))


if __name__ == "__main__":
    main()
