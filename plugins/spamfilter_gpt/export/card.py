"""README.md of a model folder, for people: written from model.json, which is for programs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import numpy as np

from spamfilter import Policy, report, storage
from spamfilter_gpt.export.guard import describe_guard
from spamfilter_gpt.export.parity import Exported
from spamfilter_gpt.records.model_card import (
    CharacterRecord,
    Figures,
    GuardRecord,
    ModelCard,
    Parity,
    ReliabilityBin,
    SurfaceRecord,
    TrainingSummary,
)
from spamfilter_gpt.records.parse import to_json
from spamfilter_gpt.records.recipe import Recipe, count_needed
from spamfilter_gpt.records.run_record import RowCounts, RunRecord
from spamfilter_gpt.records.stacking import LONG, FrontBand, Stacking
from spamfilter_gpt.runtime.characters import CHARACTERS, CharacterLogit
from spamfilter_gpt.runtime.disguise.passages import FEWEST, MOST
from spamfilter_gpt.runtime.folder import FRONT_FILE
from spamfilter_gpt.runtime.surface import SurfaceLogit
from spamfilter_gpt.training.calibrate.share import bound_share, format_share

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
        f"The first of these rows chose {training.name_chosen()}, so their figures flatter.",
        "",
        *format_reliability(card.reliability or ()),
        "",
        *(format_guard(card.guard) if card.guard else ()),
        *(format_front(card.front) if card.front else ()),
        *format_passages(card, training),
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
    chosen = training.name_chosen(", the temperature and")
    yield f"chose {chosen}. It reads the first {card.max_length} tokens of a message."
    sample = training.recipe.sample if training.recipe else 0
    if sample and sample < rows.train:
        yield f"The blocks learned from {sample:,} of the messages, what stands beside them from all."
    if training.recipe and training.recipe.keep:
        yield "What its base knows of spam is kept; the head and the n-grams learned a correction."
    elif training.recipe and follows_book(training.recipe):
        yield "It follows chapter 6 of the book: a model of one collection, to try that out, not a filter for"
        yield "anybody's messages."
    if card.characters:
        yield "Beside it stand the log-odds of two to five characters in a row, of a message's"
        yield f"first {CHARACTERS:,}."
    if card.surface:
        yield "So do the log-odds of its surface, links, numbers, signs, lengths, and of what it is about,"
        yield f"from {card.surface.trees} regression trees."


def follows_book(recipe: Recipe) -> bool:
    """Whether a model is trained as in the book: nothing else reads padding."""
    return recipe.read == "last-padded"


def format_guard(guard: GuardRecord) -> list[str]:
    """The comparison with the base."""
    return [f"Messages of the package that did not train it, {describe_guard(guard)}.", ""]


def format_front(band: FrontBand) -> list[str]:
    """Where the front answers alone, and what was measured of that."""
    asked = sum(band.asked.values()) / max(1, len(band.asked))
    return [
        "A front answers first: it guesses what the blocks would say from the tokens in no order. Scores",
        f"from {band.ask_above:.4g} to {band.ask_below:.4g} are the model's own, for texts of more than",
        f"{LONG} tokens from {band.long_above:.4g}, and each score of a text whose tokens are signs of words",
        "or syllables, or pieces of characters; others are the front's. With `--no-front` all are",
        "the model's. Of messages of publishers left out",
        f"{asked:.0%} reach the model, and {band.differ:.2%} of the labels are others than by the model",
        "alone, each set alike.",
        "",
        "| set left out | reach the model | AUC is larger by |",
        "| --- | ---: | ---: |",
        *(f"| {name} | {share:.1%} | {band.area.get(name, 0):+.4f} |" for name, share in band.asked.items()),
        "",
    ]


def format_passages(card: ModelCard, training: TrainingSummary) -> list[str]:
    """Where the passages of a message count, and how many were heard when the cut-offs were chosen."""
    above = card.passages_above
    if above is None or training.stacking is None:
        return []
    respelled = [
        "A message in which a quarter of the words or more have typing errors is judged with known words in",
        "their place as well, and scores as that where that is above the same.",
        "",
    ]
    return [
        f"Of a message of {FEWEST} to {MOST} words that is no mail, passages that name a number, an amount",
        f"or an address are judged by themselves too; where one scores above {above:.4g}, the message",
        f"scores as that. {training.stacking.passages:,} passages of publishers left out were heard when",
        "the cut-offs were chosen.",
        "",
        *(respelled if card.respelled else []),
    ]


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
            f"`ham` is below {card.ham_below}, `spam` above {card.spam_above}, a cut-off that lost"
            f"{describe_loss(card, training)}"
        )
    if training.recipe and card.parity:
        parity = card.parity
        yield (
            f"{describe_ham(card, training)}. Onnxruntime differs from torch by at "
            f"most {parity.onnx_difference:.1e} on {parity.messages} messages;"
        )
        yield describe_weights(card.quantize or "none", parity)
    if training.stacking:
        yield from describe_stacking(training.stacking)


def find_chooser(card: ModelCard, training: TrainingSummary) -> Figures | None:
    """What was measured on the rows that chose the cut-offs, where that says of how many ham."""
    first = next(iter((card.metrics or {}).values()), None)
    return first if first and first.ham and not training.stacking else None


def describe_loss(card: ModelCard, training: TrainingSummary) -> str:
    """The share of ham that the cut-off may lose, or what it did lose of how many."""
    chooser = find_chooser(card, training)
    return "" if chooser else " at most"


def describe_ham(card: ModelCard, training: TrainingSummary) -> str:
    """Which ham the cut-off lost, and what that can promise."""
    recipe, stacking, chooser = training.recipe or Recipe(), training.stacking, find_chooser(card, training)
    if stacking:
        return f"{recipe.ham_loss:.2%} of the ham of {stacking.collections} sets of publishers left out"
    if chooser is None or chooser.ham is None:
        return f"{recipe.ham_loss:.2%} of the validation ham"
    lost = round(chooser.ham_lost * chooser.ham)
    highest = bound_share(lost, chooser.ham)[1]
    found = f"{lost} of the {chooser.ham:,} validation ham (95 % interval up to {highest:.2%})"
    needed = count_needed(recipe.ham_loss)
    if chooser.ham >= needed:
        return found
    kept = " and that is not below its base's," if recipe.keep else ""
    return f"{found},{kept} where it takes {needed:,.0f} to promise {recipe.ham_loss:.2%}"


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
        spam = None if one.ham is None else one.rows - one.ham
        wholes = [one.rows if spam is not None else None] * 2 + [one.ham, spam]
        shares = (one.accuracy_at_half, one.accuracy_at_spam_above, one.ham_lost, one.spam_missed)
        cells = [format_share(share, whole) for share, whole in zip(shares, wholes, strict=True)]
        cells += [format_area(one), "–" if one.calibration_error is None else f"{one.calibration_error:.4f}"]
        yield f"| {name} | {one.rows} | {' | '.join(cells)} |"


def format_area(one: Figures) -> str:
    """The ROC-AUC, with its interval where that is known."""
    if one.roc_auc is None:
        return "–"
    low, high = one.roc_auc_interval or (None, None)
    return f"{one.roc_auc:.4f}" if low is None else f"{one.roc_auc:.4f} ({low:.4f} to {high:.4f})"


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


def note_stacking(card: ModelCard, stacking: Stacking | None) -> ModelCard:
    """The card with the stacking that its model was made by."""
    if card.training is None or stacking is None:
        return card
    front = stacking.front if FRONT_FILE in card.sha256 else None
    training = replace(card.training, stacking=replace(stacking, front=None))
    above = stacking.spam_above if stacking.passages else None
    heard = stacking.respelled
    return replace(card, front=front, passages_above=above, respelled=heard, training=training)


def describe_model(record: RunRecord, exported: Exported, files: Mapping[str, bytes]) -> ModelCard:
    """The card of ``files``, without what is measured on them."""
    settings, calibration = record.settings, record.calibration
    return ModelCard(
        architecture=record.architecture,
        labels=("ham", "spam"),
        normalizer=settings.recipe.normalizer,
        pattern=record.pattern,
        language_model=record.language_model,
        pad_token_id=record.pad_token_id,
        spam_above=calibration.spam_above,
        ham_below=calibration.ham_below,
        temperature=calibration.temperature,
        shift=calibration.shift,
        prior=calibration.prior,
        read=settings.recipe.read,
        max_length=record.limit,
        training=summarize_training(record),
        quantize=exported.quantize,
        parity=exported.parity,
        exported_with={name: metadata.version(name) for name in ("torch", "onnx", "onnxruntime")},
        alone=settings.recipe.read == "mean",  # otherwise the last block computes one place of a row
        sha256={name: storage.hash_bytes(data) for name, data in files.items()},
    )


def describe_characters(characters: CharacterLogit) -> CharacterRecord:
    """What the card says of the log-odds of characters, whose weights have a file of their own."""
    return CharacterRecord(characters.buckets, characters.scales, characters.biases)


def describe_surface(surface: SurfaceLogit) -> SurfaceRecord:
    """What the card says of the log-odds of the surface, whose trees have a file of their own."""
    return SurfaceRecord(len(surface.trees), surface.scale, surface.bias)


def summarize_training(record: RunRecord) -> TrainingSummary:
    """What a model's card keeps of the run that it is of."""
    return TrainingSummary(
        base=record.settings.base,
        recipe=record.settings.recipe,
        data=record.data,
        rows=record.rows,
        spam=record.spam,
        best_epoch=record.course.best_epoch,
        trainable_parameters=record.trainable_parameters,
        seconds=record.seconds,
        versions=record.versions,
    )


def use_policy(card: ModelCard, policy: Policy) -> ModelCard:
    """The card with other cut-offs."""
    return replace(card, ham_below=policy.ham_below, spam_above=policy.spam_above)
