"""From a finished training run to a model folder: export, quantize, check, measure, describe."""

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open

from spamfilter import Classifier, CreateError, DataError, Message, Policy, report
from spamfilter_gpt.bases import Base, load_base
from spamfilter_gpt.card import count_reliability, write_card
from spamfilter_gpt.checkpoint import write_tensors
from spamfilter_gpt.dataset import SpamDataset, read_labelled
from spamfilter_gpt.export import (
    PARITY_LIMIT,
    Parity,
    export_onnx,
    make_scorer,
    plan_batches,
    score_onnx,
    score_torch,
)
from spamfilter_gpt.folder import (
    CARD_FILE,
    FORMAT,
    HASHES_FILE,
    MODEL_FILE,
    RANKS_FILE,
    WEIGHTS_FILE,
    read_file,
)
from spamfilter_gpt.graph import locate_weights
from spamfilter_gpt.inference import load_classifier
from spamfilter_gpt.model import ClassHead
from spamfilter_gpt.ngram import NgramLogit
from spamfilter_gpt.quantize import pack_weights, quantize_weights
from spamfilter_gpt.record import PARTS, read_json, read_metrics
from spamfilter_gpt.report import write_report

NGRAM = "ngram."  # what their parameters' names begin with
# Messages that the parity check runs: torch needs as long for them as onnxruntime, so not all of many.
CHECKED = 500
# int8 weights move scores near the cut-off; labels at 0.5 that differ for more than this share are refused.
AGREEMENT_LIMIT = 0.98
DIFFERENCE_LIMIT = 0.3
KEPT = ("pad_token_id", "spam_above", "ham_below", "temperature", "shift", "prior", "read")
TRAINING = (
    "base",
    "recipe",
    "data",
    "rows",
    "spam",
    "best_epoch",
    "trainable_parameters",
    "seconds",
    "versions",
)


@dataclass(frozen=True, slots=True)
class Options:
    """``quantize`` is ``int8`` or ``none``; ``weights`` keeps what further training starts from.

    An int8 graph is that itself; beside a float32 one the weights are packed into a file of their own.
    ``tests`` are measured on, ``about`` ends the model card.
    """

    quantize: str = "int8"
    weights: bool = False
    tests: tuple[Path, ...] = ()
    about: str = ""


def load_trained(run: Path, described: dict[str, Any]) -> Base:
    """The trained model of a run, with its class head."""
    base = load_base(str(run))
    head = ClassHead(base.model.wte.embedding_dim, described["read"])
    with safe_open(run / WEIGHTS_FILE, "pt") as file:  # which load_base has just read and checked
        head.load_state_dict({name: file.get_tensor(f"head.{name}") for name in ("weight", "bias")})
        ngram = {name: file.get_tensor(name) for name in file.keys() if name.startswith(NGRAM)}  # noqa: SIM118
    if ngram:
        base.model.ngram = NgramLogit.from_state({k.removeprefix(NGRAM): v for k, v in ngram.items()})
        base.model.reads = described["max_length"]
    base.model.head = head
    base.model.eval()
    return base


def export_run(run: Path, out: Path, options: Options) -> Iterator[str]:
    """Export ``run`` to the model folder ``out``, which may be the same; yields what it did, a line each.

    The cut-offs are chosen anew, by what the exported model says of the run's validation rows.
    Raises :class:`DataError`, before anything is written, when onnxruntime does not agree with torch.
    """
    described = read_json(run)
    if not described.get("finished"):
        raise DataError(f"the run in {run} is not finished; go on with spamfilter gpt train --resume")
    columns = described["settings"]["text_column"], described["settings"]["label_column"]
    tests = [(name_file(path), read_labelled(path, *columns)) for path in (run / PARTS[1], *options.tests)]
    base = load_trained(run, described)
    program, parity = export_checked(run, described, base, options.quantize)
    yield from check_parity(parity, options.quantize)
    card = describe_model(described, base, parity, options)
    files = {MODEL_FILE: program, RANKS_FILE: base.ranks}
    if (run / HASHES_FILE).exists():  # a run of an earlier version has none
        files[HASHES_FILE] = read_file(run, HASHES_FILE)
    places, elsewhere = locate_weights(program, base.model.state_dict())
    if not elsewhere:
        card["weights"] = places
    elif options.weights and out != run:
        make_folder(out)
        write_tensors(out / WEIGHTS_FILE, pack_weights(base.model.state_dict()))
    del base
    hashes = write_files(out, files)
    write_description(out, card, hashes)
    classifier = load_classifier(str(out))
    evaluations: list[report.Evaluation] = []
    metrics = {}
    for name, data in tests:
        found = evaluate(classifier, name, data.texts, data.labels)
        if not evaluations:  # The validation rows. int8 moves scores, so those of what was written choose.
            policy = Policy.choose(found.scores, found.spam, described["recipe"]["ham_loss"])
            card |= asdict(policy)
        evaluations.append(replace(found, policy=policy))
        metrics[name] = measure(evaluations[-1], policy.spam_above)
        known = ((key, value) for key, value in metrics[name].items() if value is not None)
        yield f"{name}: " + ", ".join(f"{key} {value:.4g}" for key, value in known)
    card["metrics"] = metrics
    card["reliability"] = count_reliability(evaluations[1:] or evaluations)
    write_description(out, card, hashes)
    write_card(out, card, options.about)
    write_report(out / "report.html", described | asdict(policy), *read_metrics(run), evaluations)


def export_checked(run: Path, described: dict[str, Any], base: Base, quantize: str) -> tuple[bytes, Parity]:
    """The ONNX program of a trained model, and how it agrees with torch on the run's validation rows."""
    limit, pad = find_limit(described), base.pad_token_id
    scorer = make_scorer(base.model, described["temperature"], described["shift"], limit, pad)
    program = export_onnx(scorer)
    quantized = quantize_weights(program) if quantize == "int8" else program
    columns = described["settings"]["text_column"], described["settings"]["label_column"]
    tokenizer = base.make_tokenizer(described["recipe"].get("normalizer", 0))
    data = SpamDataset(run / PARTS[1], tokenizer, limit, pad, *columns)
    batches = plan_batches(data, CHECKED)
    expected, found = score_torch(scorer, data, batches), score_onnx(program, data, batches)
    stored = found if quantized is program else score_onnx(quantized, data, batches)
    return quantized, compare_scores(expected, found, stored)


def find_limit(described: dict[str, Any]) -> int:
    """Tokens that a model reads at most: its blocks, or the n-grams beside them, which read on."""
    recipe = described["recipe"]
    return int(recipe["ngram_length"] if recipe.get("ngrams") else described["max_length"])


def compare_scores(torch_scores: Any, onnx_scores: Any, quantized_scores: Any) -> Parity:
    """Agreement of three arrays of scores [N]."""
    return Parity(
        len(torch_scores),
        float(np.abs(onnx_scores - torch_scores).max()),
        float(np.abs(quantized_scores - onnx_scores).max()),
        float(((quantized_scores > 0.5) == (onnx_scores > 0.5)).mean()),
    )


def check_parity(parity: Parity, quantize: str) -> Iterator[str]:
    """Say how far the scores are apart; raise :class:`DataError` past the limits."""
    yield (
        f"onnxruntime differs from torch by at most {parity.onnx_difference:.1e} "
        f"on {parity.messages} messages"
    )
    if not parity.onnx_difference <= PARITY_LIMIT:
        raise DataError(
            f"the export differs from torch by {parity.onnx_difference:.1e}, over {PARITY_LIMIT}; "
            f"nothing written"
        )
    if quantize == "none":
        return
    yield (
        f"int8 weights move scores by at most {parity.quantized_difference:.3f}; "
        f"{parity.quantized_agreement:.2%} of the labels stay"
    )
    close = parity.quantized_difference <= DIFFERENCE_LIMIT
    if not (close and parity.quantized_agreement >= AGREEMENT_LIMIT):
        raise DataError(
            f"that is past the limits of {DIFFERENCE_LIMIT} and {AGREEMENT_LIMIT:.0%}; nothing written; "
            f"use spamfilter gpt export --quantize none"
        )


def describe_model(described: dict[str, Any], base: Base, parity: Parity, options: Options) -> dict[str, Any]:
    """model.json without its hashes and metrics."""
    return {
        "architecture": described["architecture"],
        "labels": ["ham", "spam"],
        "normalizer": described["recipe"].get("normalizer", 0),
        "pattern": base.pattern,
        "language_model": described["language_model"],
        **{key: described[key] for key in KEPT},
        "max_length": find_limit(described),
        "training": {key: described[key] for key in TRAINING},
        "quantize": options.quantize,
        "parity": asdict(parity),
        "exported_with": {name: metadata.version(name) for name in ("torch", "onnx", "onnxruntime")},
    }


def make_folder(path: Path) -> None:
    """Make a model folder's directory."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CreateError(f"cannot write {path}: {error.strerror}; choose another folder") from None


def write_files(path: Path, files: dict[str, bytes]) -> dict[str, str]:
    """Write what model.json describes, and return the SHA-256 of each file."""
    make_folder(path)
    try:
        for name, data in files.items():
            (path / name).write_bytes(data)
    except OSError as error:
        raise CreateError(f"cannot write {path}: {error.strerror}; choose another folder") from None
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def write_description(path: Path, card: dict[str, Any], hashes: dict[str, str]) -> None:
    """Write model.json, which makes a folder a model; so it comes after the files that it describes."""
    try:
        text = json.dumps({"format": FORMAT, **card, "sha256": hashes}, indent=2)
        (path / CARD_FILE).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CreateError(f"cannot write {path}: {error.strerror}; choose another folder") from None


def name_file(path: Path) -> str:
    """A data file as the card names it: without the folders above its own."""
    return f"{path.resolve().parent.name}/{path.name}"


def evaluate(
    classifier: Classifier, name: str, texts: Sequence[str], labels: Sequence[int]
) -> report.Evaluation:
    """Scores of ``texts`` [N] whose ``labels`` are 1 for spam."""
    scores = classifier.score([Message(text) for text in texts])
    return report.Evaluation(name, classifier.policy, texts, [label == 1 for label in labels], scores)


def measure(evaluation: report.Evaluation, spam_above: float) -> dict[str, float | None]:
    """Rows, accuracy at 0.5 and at ``spam_above``, shares of ham lost and spam missed there, and more.

    The area under the ROC curve is None where there is one class only.
    """
    found = report.measure(evaluation, resamples=1)
    area, error = found["roc_auc"].value, found["ece"].value
    pairs = list(zip(evaluation.scores, evaluation.spam, strict=True))
    ham, spam = [s for s, y in pairs if not y], [s for s, y in pairs if y]
    return {
        "rows": len(pairs),
        "accuracy_at_half": sum((s > 0.5) == y for s, y in pairs) / len(pairs),
        "accuracy_at_spam_above": sum((s > spam_above) == y for s, y in pairs) / len(pairs),
        "ham_lost": sum(s > spam_above for s in ham) / max(1, len(ham)),
        "spam_missed": sum(s <= spam_above for s in spam) / max(1, len(spam)),
        "roc_auc": None if math.isnan(area) else area,
        "calibration_error": error,
    }
