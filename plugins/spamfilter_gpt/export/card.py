"""README.md of a model folder, for people: written from model.json, which is for programs."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from spamfilter import report, storage
from spamfilter_gpt.records.model_card import Figures, ModelCard, Parity, ReliabilityBin, TrainingSummary
from spamfilter_gpt.records.parse import to_json
from spamfilter_gpt.records.run_record import RowCounts
from spamfilter_gpt.records.stacking import Stacking
from spamfilter_gpt.runtime.characters import CHARACTERS

NOTHING = RowCounts(0, 0)


def write_readme(folder: Path, card: ModelCard, about: str = "") -> None:
    """Write README.md into a model folder, ``about`` at its end."""
    storage.write_text(folder / "README.md", format_card(card) + about)


def format_card(card: ModelCard) -> str:
    """Markdown from model.json: what it is, how it was made, what was measured."""
    training = card.training or TrainingSummary()
    lines = [
        "# A spam classifier for `spamfilter scan --model`",
        "",
        *describe_origin(card, training),
        "",
        *format_settings(training),
        "",
        *describe_scores(card, training),
        "",
        *format_metrics(card.metrics or {}),
        "",
        f"The first of these rows chose {name_chosen(training, ' and')}, so their figures flatter.",
        "",
        *format_reliability(card.reliability or ()),
        "",
    ]
    return "\n".join(lines)


def describe_origin(card: ModelCard, training: TrainingSummary) -> Iterator[str]:
    """What the model is, what it began as and which messages it has seen."""
    shape, rows, spam = card.architecture, training.rows or NOTHING, training.spam or NOTHING
    size = (
        f"{shape.n_layers} layers, {shape.emb_dim} wide, {shape.n_heads} heads, {shape.vocab_size:,} tokens"
    )
    yield f"A {shape.family}-architecture model ({size}), read at `{card.read}`, fine-tuned from"
    yield (
        f"`{training.base}` on {rows.train:,} messages, {spam.train:,} of them spam; "
        f"{rows.validation:,} others, {spam.validation:,} spam,"
    )
    chosen = name_chosen(training, ", the temperature and")
    yield f"chose {chosen}. It reads the first {card.max_length} tokens of a message."
    sample = training.recipe.sample if training.recipe else 0
    if sample and sample < rows.train:
        yield f"The blocks learned from {sample:,} of the messages, what stands beside them from all."
    if card.characters:
        yield "Beside it stand the log-odds of two to five characters in a row, of a message's"
        yield f"first {CHARACTERS:,}."


def name_chosen(training: TrainingSummary, link: str) -> str:
    """What the validation rows chose; ``link`` stands before the cut-offs."""
    return "the epoch" if training.stacking else f"the epoch{link} the cut-offs"


def describe_stacking(stacking: Stacking) -> Iterator[str]:
    """What model and parts count, as publishers left out taught."""
    yield f"Log-odds of spam are {stacking.factor:.2f} times what the blocks say and, in short and long ones,"
    parts = (
        f"{part.factors[0]:.2f} and {part.factors[1]:.2f} times {name}"
        for name, part in stacking.parts.items()
    )
    yield f"{', '.join(parts)}: weights that {stacking.messages:,} messages of publishers left out taught."


def format_settings(training: TrainingSummary) -> Iterator[str]:
    """The recipe and what came of it, as a table."""
    yield "| setting | value |"
    yield "| --- | --- |"
    for name, value in to_json(training.recipe).items() if training.recipe else ():
        if value is not None:
            yield f"| {name} | {value} |"
    yield f"| trained parameters | {training.trainable_parameters or 0:,} |"
    yield f"| best epoch | {training.best_epoch} |"
    yield f"| time | {training.seconds} s |"
    for name, digest in (training.data or {}).items():
        yield f"| SHA-256 of {name} | {digest} |"


def describe_scores(card: ModelCard, training: TrainingSummary) -> Iterator[str]:
    """How scores are to be understood, and how far the program is from the trained model."""
    if card.temperature is not None and card.prior is not None:
        yield (
            f"Scores are calibrated (temperature {card.temperature:.3f}) for {card.prior:.1%} spam. "
            f"`ham` is below {card.ham_below}, `spam` above {card.spam_above}, a cut-off that lost at most"
        )
    if training.recipe and card.parity:
        share, parity, stacking = training.recipe.ham_loss, card.parity, training.stacking
        ham = f"ham of {stacking.collections} sets of publishers left out" if stacking else "validation ham"
        yield (
            f"{share:.2%} of the {ham}. Onnxruntime differs from torch by at "
            f"most {parity.onnx_difference:.1e} on {parity.messages} messages;"
        )
        yield describe_weights(card.quantize or "none", parity)
    if training.stacking:
        yield from describe_stacking(training.stacking)


def describe_weights(quantize: str, parity: Parity) -> str:
    """How weights are stored, and what that costs."""
    if quantize == "none":
        return "weights are stored as float32."
    return (
        f"weights are stored as {quantize}, which moves scores by at most "
        f"{parity.quantized_difference:.3f} and keeps {parity.quantized_agreement:.2%} of the labels."
    )


def format_metrics(metrics: dict[str, Figures]) -> Iterator[str]:
    """What was measured on each file, a row each."""
    yield (
        "| rows | count | accuracy at 0.5 | accuracy at `spam_above` | ham lost | spam missed | ROC-AUC "
        "| calibration error |"
    )
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name, one in metrics.items():
        shares = (one.accuracy_at_half, one.accuracy_at_spam_above, one.ham_lost, one.spam_missed)
        areas = (one.roc_auc, one.calibration_error)
        cells = [f"{share:.2%}" for share in shares] + ["–" if v is None else f"{v:.4f}" for v in areas]
        yield f"| {name} | {one.rows} | {' | '.join(cells)} |"


def count_reliability(evaluations: Sequence[report.Evaluation]) -> tuple[ReliabilityBin, ...]:
    """Of all messages of ``evaluations``, for each tenth of the scores: how many, their mean score, and the
    share of them that is spam, which a calibrated score equals."""
    spam, scores = (np.concatenate(side) for side in zip(*(one.arrays() for one in evaluations), strict=True))
    return tuple(
        ReliabilityBin(one.place / report.BINS, one.messages, one.score, one.spam)
        for one in report.count_bins(spam, scores)
    )


def format_reliability(bins: Sequence[ReliabilityBin]) -> list[str]:
    """The diagram as a table with bars."""
    return [
        "Are the scores probabilities? Of the messages above (the first rows aside where there are others),"
        " by score:",
        "",
        "| score from | messages | mean score | of them spam | |",
        "| ---: | ---: | ---: | ---: | :--- |",
        *(
            f"| {one.start:.1f} | {one.messages} | {one.score:.3f} | {one.spam:.3f} "
            f"| {'█' * round(20 * one.spam)} |"
            for one in bins
        ),
    ]
