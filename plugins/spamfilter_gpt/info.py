"""What ``gpt info`` says of a model folder: a page for people, and all of its card for programs.

The page's own words are ASCII, so that every terminal can show it.
"""

import json
from collections.abc import Iterator, Sequence

from spamfilter import storage
from spamfilter_gpt.records.model_card import ADVICE, CARD_FILE, Figures, ModelCard, TrainingSummary
from spamfilter_gpt.records.parse import read_object
from spamfilter_gpt.runtime.folder import ModelFolder

HEADER = ("measured on", "messages", "accuracy", "ham lost", "spam missed", "ROC-AUC", "cal. error")
UNKNOWN = "-"


def describe_folder(folder: ModelFolder) -> str:
    """model.json as JSON, with the folder's path and the size of its graph in bytes."""
    path = folder.path / CARD_FILE
    card = read_object(storage.read_bytes(path, ADVICE), path, ADVICE)
    return json.dumps({"path": str(folder.path), "bytes": folder.model.measure(), **card}, indent=2)


def format_folder(folder: ModelFolder) -> str:
    """The page."""
    rows = list(list_facts(folder))
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {clean(value)}" for name, value in rows]
    if folder.card.metrics:
        lines += ["", *list_metrics(folder.card.metrics)]
        chosen = (folder.card.training or TrainingSummary()).name_chosen()
        lines.append(f"The first row chose {chosen}, so its figures flatter.")
    return "\n".join(lines)


def list_facts(folder: ModelFolder) -> Iterator[tuple[str, str]]:
    """Names and values of the page's first part; what an older card does not say is left out."""
    card, shape = folder.card, folder.card.architecture
    yield "model", f"{folder.path.name}, a GPT classifier; {CARD_FILE} format {card.format}"
    yield "folder", str(folder.path)
    yield (
        "network",
        f"{shape.family}: {shape.n_layers} layers, {shape.emb_dim} wide, {shape.n_heads} heads, "
        f"{shape.vocab_size:,} tokens",
    )
    stored = {None: "", "int8": ", weights in int8", "none": ", weights in float32"}[card.quantize]
    yield "size", f"{folder.model.measure() / 1e6:.1f} MB{stored}"
    yield "reads", f"the first {card.max_length:,} tokens of a message"
    if surface := card.surface:
        yield "surface", f"links, numbers, signs and concepts weigh as well, by {surface.trees} trees"
    if characters := card.characters:
        yield "characters", f"two to five in a row weigh as well, in {characters.buckets:,} buckets"
    yield "cut-offs", f"ham below {card.ham_below:g}, spam above {card.spam_above:g}, else unsure"
    if card.temperature is not None and card.prior is not None:
        yield "calibrated", f"for {card.prior:.1%} spam, by a temperature of {card.temperature:.3f}"
    yield from describe_training(card)


def describe_training(card: ModelCard) -> Iterator[tuple[str, str]]:
    """How the model was made."""
    training, parity = card.training, card.parity
    if training and training.base:
        yield "started from", training.base
    if training and training.rows:
        spam = f", {training.spam.train:,} of them spam" if training.spam else ""
        yield "trained on", f"{training.rows.train:,} messages{spam}"
        spam = f", {training.spam.validation:,} of them spam" if training.spam else ""
        yield "validated on", f"{training.rows.validation:,} messages{spam}"
    if training and training.recipe:
        recipe, best = training.recipe, training.best_epoch
        kept = f"; number {best} was kept" if best and recipe.epochs > 1 else ""
        trains = f"{recipe.trainable} trains, epochs: {recipe.epochs}{kept}"
        yield "recipe", "a correction of what the base knows" if recipe.at_once else trains
    if training and training.seconds is not None:
        yield "took", f"{training.seconds:,.0f} s"
    if parity:
        yield "export", f"differs from torch by at most {parity.onnx_difference:.1e}"
    if guard := card.guard:
        lost = f"of {guard.ham:,} general ham {guard.ham_lost:,} are lost"
        yield "guard", f"{lost}, by {guard.base} {guard.base_ham_lost:,}"
    if card.exported_with:
        yield "made with", ", ".join(f"{name} {version}" for name, version in card.exported_with.items())


def list_metrics(metrics: dict[str, Figures]) -> Iterator[str]:
    """What was measured, a row a file, in columns."""
    table = [HEADER, *(make_row(name, figures) for name, figures in metrics.items())]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEADER))]
    for name, *cells in table:
        right = (f"{cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True))
        yield "  ".join((f"{name:<{widths[0]}}", *right))
    yield ""
    yield "Accuracy is at a score of 0.5; ham is lost and spam is missed at the cut-off of spam."


def make_row(name: str, figures: Figures) -> Sequence[str]:
    """The cells of one file."""
    shares = (figures.accuracy_at_half, figures.ham_lost, figures.spam_missed)
    rest = (figures.roc_auc, figures.calibration_error)
    return (
        clean(name),
        f"{figures.rows:,}",
        *(f"{share:.2%}" for share in shares),
        *(UNKNOWN if value is None else f"{value:.4f}" for value in rest),
    )


def clean(text: str) -> str:
    """``text`` without what moves a terminal's cursor."""
    return "".join(character if character.isprintable() else "?" for character in text)
