"""One training run on disk: settings and data in, a run folder out; a run folder in, a model folder out."""

import csv
import dataclasses
import hashlib
import json
import platform
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from spamfilter import CreateError, DataError, Message, SourceError
from spamfilter_gpt.dataset import SpamDataset, read_labelled
from spamfilter_gpt.export import PARITY_LIMIT, export_onnx, measure_parity, write_folder
from spamfilter_gpt.folder import MODEL_FILE, RANKS_FILE
from spamfilter_gpt.inference import load_classifier
from spamfilter_gpt.model import GPT, GPTConfig
from spamfilter_gpt.tokenizer import Tokenizer, cut_ranks
from spamfilter_gpt.training import Recipe, choose_cutoffs, fine_tune, predict

WEIGHTS_FILE = "weights.safetensors"
GPT2_RANKS = Path(__file__).parent / "gpt2.tiktoken"


def train_run(
    data: Path,
    out: Path,
    report: Callable[[dict[str, float]], None],
    *,
    ranks: int,
    max_length: int,
    layers: int,
    heads: int,
    width: int,
    dropout: float,
    **recipe_options: Any,
) -> None:
    """Train on ``data``/train.csv and write the run folder ``out``."""
    recipe = Recipe(**recipe_options)
    table = cut_ranks(GPT2_RANKS.read_bytes(), ranks)
    tokenizer = Tokenizer(table)
    pad = tokenizer.pad_token_id
    train = SpamDataset(data / "train.csv", tokenizer, max_length, pad)
    validation = SpamDataset(data / "validation.csv", tokenizer, max_length, pad)
    torch.manual_seed(recipe.seed)
    config = GPTConfig(tokenizer.vocab_size, max_length, width, layers, heads, drop_rate=dropout)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CreateError(f"cannot write {out}: {error.strerror}; choose another folder") from None
    result = fine_tune(GPT(config), train, validation, recipe, report)
    logits, labels = predict(result.model, validation)
    ham_below, spam_above = choose_cutoffs((logits / result.temperature).softmax(1)[:, 1], labels)
    settings = {
        "architecture": {"family": "gpt2", **dataclasses.asdict(config)},
        "max_length": max_length,
        "pad_token_id": pad,
        "temperature": result.temperature,
        "ham_below": ham_below,
        "spam_above": spam_above,
        "recipe": dataclasses.asdict(recipe),
        "data": {name: hash_file(data / name) for name in ("train.csv", "validation.csv")},
        "rows": {"train": len(train), "validation": len(validation)},
        "prior": sum(train.labels) / len(train),
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
    }
    save_run(out, result.model, table, settings, result.history)
    (out / "validation.csv").write_bytes((data / "validation.csv").read_bytes())


def save_run(
    out: Path, model: GPT, ranks: bytes, settings: dict[str, Any], history: list[dict[str, float]]
) -> None:
    """Write the files of a run folder; run.json, which makes it one, comes last."""
    save_file(model.state_dict(), out / WEIGHTS_FILE)
    (out / RANKS_FILE).write_bytes(ranks)
    with (out / "metrics.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(history[0]))
        writer.writeheader()
        writer.writerows(history)
    (out / "run.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def export_run(run: Path, out: Path, tests: Sequence[Path]) -> Iterator[str]:
    """Export ``run`` to the model folder ``out``; yields what it did, a line each.

    Raises :class:`DataError` when torch and onnxruntime disagree by more than ``PARITY_LIMIT``.
    """
    try:
        settings = json.loads((run / "run.json").read_bytes())
        ranks = (run / RANKS_FILE).read_bytes()
        weights = load_file(run / WEIGHTS_FILE)
    except OSError as error:
        raise SourceError(
            f"{run} is not a training run: {error}; make one with spamfilter gpt train"
        ) from None
    architecture = {key: value for key, value in settings["architecture"].items() if key != "family"}
    model = GPT(GPTConfig(**architecture)).eval()
    model.load_state_dict(weights)
    onnx = export_onnx(model, settings["temperature"])
    data = SpamDataset(
        run / "validation.csv", Tokenizer(ranks), settings["max_length"], settings["pad_token_id"]
    )
    parity = measure_parity(model, settings["temperature"], onnx, data)
    yield f"largest difference between torch and onnxruntime on {len(data)} messages: {parity:.1e}"
    if not parity <= PARITY_LIMIT:
        raise DataError(
            f"the export differs from torch by {parity:.1e}, over {PARITY_LIMIT}; nothing written"
        )
    card = {
        "architecture": settings["architecture"],
        "labels": ["ham", "spam"],
        "normalizer": 0,
        **{
            key: settings[key]
            for key in ("max_length", "pad_token_id", "spam_above", "ham_below", "temperature")
        },
        "training": {key: settings[key] for key in ("recipe", "data", "rows", "prior", "versions")},
        "parity": parity,
        "exported_with": {name: metadata.version(name) for name in ("torch", "onnx", "onnxruntime")},
    }
    files = {MODEL_FILE: onnx, RANKS_FILE: ranks}
    write_folder(out, files, card)
    card["metrics"] = {
        f"{path.parent.name}/{path.name}": measure(out, path) for path in [run / "validation.csv", *tests]
    }
    write_folder(out, files, card)
    for name, measures in card["metrics"].items():
        yield f"{name}: " + ", ".join(f"{key} {value:.4g}" for key, value in measures.items())
    yield f"wrote {out}; try: spamfilter scan --model {out} FILE"


def measure(folder: Path, path: Path) -> dict[str, float]:
    """Rows, accuracy at 0.5 and at the recommended cut-offs, ham lost and spam missed, of a labelled CSV."""
    data = read_labelled(path)
    classifier = load_classifier(str(folder))
    scores = classifier.score([Message(text) for text in data.texts])
    pairs = list(zip(scores, data.labels, strict=True))
    ham, spam = [s for s, y in pairs if not y], [s for s, y in pairs if y]
    above = classifier.policy.spam_above
    return {
        "rows": len(pairs),
        "accuracy_at_half": sum((s > 0.5) == y for s, y in pairs) / len(pairs),
        "accuracy_at_spam_above": sum((s > above) == y for s, y in pairs) / len(pairs),
        "ham_lost": sum(s > above for s in ham) / max(1, len(ham)),
        "spam_missed": sum(s <= above for s in spam) / max(1, len(spam)),
    }
