"""From a finished training run to a model folder: export, quantize, check, measure, describe."""

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from safetensors import safe_open

from spamfilter import Classifier, CreateError, DataError, Message, Policy, report
from spamfilter_gpt.export.card import count_reliability, write_card
from spamfilter_gpt.export.parity import Exported, check_parity, export_checked, find_limit
from spamfilter_gpt.export.report import write_report
from spamfilter_gpt.network.classifier import HEAD, NGRAM, ClassHead, SpamClassifier, split_weights
from spamfilter_gpt.network.ngram import NgramLogit
from spamfilter_gpt.runtime.folder import (
    CARD_FILE,
    FORMAT,
    HASHES_FILE,
    MODEL_FILE,
    RANKS_FILE,
    WEIGHTS_FILE,
    read_file,
)
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.training.dataset import read_labelled
from spamfilter_gpt.training.record import PARTS, read_json, read_metrics
from spamfilter_gpt.weights.bases import Base, load_base
from spamfilter_gpt.weights.graph import locate_weights
from spamfilter_gpt.weights.int8 import pack_weights
from spamfilter_gpt.weights.tensors import write_tensors

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
    """``quantize`` is ``int8``, ``none``, or ``auto``: int8 unless that changes too much.

    ``weights`` keeps what further training starts from. An int8 graph is that itself; beside a float32 one
    the weights are packed into a file of their own.
    ``tests`` are measured on, ``about`` ends the model card.
    """

    quantize: str = "auto"
    weights: bool = False
    tests: tuple[Path, ...] = ()
    about: str = ""


def load_trained(run: Path, described: dict[str, Any]) -> tuple[Base, SpamClassifier]:
    """The trained classifier of a run, and its base with the tokens."""
    base = load_base(str(run))
    with safe_open(run / WEIGHTS_FILE, "pt") as file:  # which load_base has just read and checked
        names = [name for name in file.keys() if name.startswith((HEAD, NGRAM))]  # noqa: SIM118
        _, head, ngram = split_weights({name: file.get_tensor(name) for name in names})
    model = SpamClassifier(base.model, ClassHead(base.model.wte.embedding_dim, described["read"]))
    model.head.load_state_dict(head)
    if ngram:
        model.ngram, model.reads = NgramLogit.from_state(ngram), described["max_length"]
    return base, model.eval()


def export_run(run: Path, out: Path, options: Options) -> Iterator[str]:
    """Export ``run`` to the model folder ``out``, which may be the same; yields what it did, a line each.

    The cut-offs are chosen anew, by what the exported model says of the run's validation rows.
    Raises :class:`DataError`, before anything is written, when onnxruntime does not agree with torch, or
    int8, where it is asked for, not with float32.
    """
    described = read_json(run)
    if not described.get("finished"):
        raise DataError(f"the run in {run} is not finished; go on with spamfilter gpt train --resume")
    columns = described["settings"]["text_column"], described["settings"]["label_column"]
    tests = [(name_file(path), read_labelled(path, *columns)) for path in (run / PARTS[1], *options.tests)]
    base, model = load_trained(run, described)
    exported = export_checked(run, described, base, model, options.quantize)
    yield from check_parity(exported.parity, options.quantize)
    if options.quantize == "auto" and not exported.parity.is_close:
        base, model = load_trained(run, described)  # export_checked has changed it
        exported = export_checked(run, described, base, model, "none")
    card = describe_model(described, base, exported)
    files = {MODEL_FILE: exported.program, RANKS_FILE: base.ranks}
    if (run / HASHES_FILE).exists():  # a run of an earlier version has none
        files[HASHES_FILE] = read_file(run, HASHES_FILE)
    state, rounding = model.weights(), exported.rounding
    places, elsewhere = locate_weights(exported.program, state, rounding)
    if not elsewhere:
        card["weights"] = places
    elif options.weights and out != run:
        make_folder(out)
        write_tensors(out / WEIGHTS_FILE, pack_weights(state, rounding))
    del base, model, state
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


def describe_model(described: dict[str, Any], base: Base, exported: Exported) -> dict[str, Any]:
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
        "quantize": exported.quantize,
        "parity": asdict(exported.parity),
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
