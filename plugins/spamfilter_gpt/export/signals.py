"""What a trained run says of messages that were left out: the model and each of its parts apart."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from spamfilter_gpt.export.publish import load_trained
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.network.front import Front
from spamfilter_gpt.records.recipe import Settings
from spamfilter_gpt.records.rows import LabelledText, read_labelled
from spamfilter_gpt.records.run_record import RunRecord, read_finished
from spamfilter_gpt.records.signals import FrontOdds, PartOdds, Signals
from spamfilter_gpt.runtime.disguise.passages import gather_passages
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.training.calibrate.validation import (
    CHARACTERS,
    NGRAMS,
    SURFACE,
    ask_characters,
    ask_ngrams,
    ask_surface,
    list_parts,
)
from spamfilter_gpt.training.calibrate.weighing import Signal
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.front import ask_front, read_front
from spamfilter_gpt.training.frozen.states import Int8States
from spamfilter_gpt.training.loop import predict
from spamfilter_gpt.training.objective import Forward
from spamfilter_gpt.training.run import choose_machine, find_width, locate_states, open_blocks
from spamfilter_gpt.training.trainable import count_frozen
from spamfilter_gpt.weights.bases import Base

Column = tuple[str, ...]
Columns = tuple[Column, Column, Column]  # collection, language and message of each row


@dataclass(frozen=True, slots=True)
class Trained:
    """A finished run in the folder ``run``: its ``model`` over a ``base``, its ``front`` if it has one."""

    run: Path
    record: RunRecord
    settings: Settings
    base: Base
    model: SpamClassifier
    tokenizer: Tokenizer
    front: Front | None


def open_trained(run: Path) -> Trained:
    """What is in the folder of a finished run, to be computed on this machine."""
    record = read_finished(run)
    settings = choose_machine(record.settings)
    base, model = load_trained(run, record)
    tokenizer = base.make_tokenizer(settings.recipe.normalizer)
    return Trained(run, record, settings, base, model.to(settings.device), tokenizer, read_front(run))


def read_run_signals(run: Path, measured: Path) -> Signals:
    """What the finished ``run`` says of the rows of ``measured``, a csv with ``Collection`` and more.

    And of their passages, where the front answers for the blocks. The run must have kept its parts apart.
    """
    trained, rows, columns = open_trained(run), read_labelled(measured), read_columns(measured)
    owners, texts = gather_passages(rows.texts, respell=trained.tokenizer.speller.respell)
    found = ask_run(trained, rows, columns)
    if not texts:
        return found
    passages = LabelledText(texts, [rows.labels[row] for row in owners])
    collections, languages, names = (tuple(column[row] for row in owners) for column in columns)
    return replace(found, passages=ask_run(trained, passages, (collections, languages, names), guess=True))


@torch.no_grad()
def ask_run(trained: Trained, rows: LabelledText, columns: Columns, *, guess: bool = False) -> Signals:
    """What a run says of ``rows``; to ``guess`` is to ask the front, if it has one, and not the blocks."""
    model, tokenizer, front = trained.model, trained.tokenizer, trained.front
    data = SpamDataset.of(rows, tokenizer, trained.record.max_length, trained.base.pad_token_id)
    parts = dict(ask_parts(model, data.texts, tokenizer, trained.record))
    collections, languages, names = columns
    said = (
        tuple(ask_front(front, data.token_ids).double().tolist())
        if guess and front
        else ask_bare(trained, data)
    )
    return Signals(
        collections,
        languages,
        tuple(label == 1 for label in data.labels),
        names,
        said,
        {name: tabulate(signal) for name, signal in parts.items()},
        describe_guesses(front, data, tokenizer) if front and not guess else None,
    )


def ask_bare(trained: Trained, data: SpamDataset) -> tuple[float, ...]:
    """The log-odds of the blocks for each row, without those of the n-grams."""
    model = trained.model
    ngram, model.ngram = model.ngram, None
    try:
        logits, _ = predict(make_forward(model, data, trained.base, trained.settings, trained.run))
    finally:
        model.ngram = ngram
    return tuple((logits[:, 1] - logits[:, 0]).double().tolist())


def describe_guesses(front: Front, data: SpamDataset, tokenizer: Tokenizer) -> FrontOdds:
    """What ``front`` says of the rows of ``data``."""
    return FrontOdds(
        tuple(ask_front(front, data.token_ids).double().tolist()),
        tuple(data.lengths),
        tuple(map(tokenizer.is_in_bytes, data.token_ids)),
    )


def make_forward(
    model: SpamClassifier, data: SpamDataset, base: Base, settings: Settings, run: Path
) -> Forward:
    """``model`` over ``data``, its frozen blocks as in training."""
    recipe = settings.recipe
    width = find_width(data, base, recipe)
    frozen = count_frozen(recipe.trainable, len(model.decoder.h))
    blocks = open_blocks(model, frozen, recipe)
    if blocks is None:
        return Forward(model, data, -1, width, settings.precision)
    states = Int8States(blocks, data, locate_states(settings, run), lambda rows: None)
    return Forward(model, data, frozen, width, settings.precision, states)


def ask_parts(
    model: SpamClassifier, texts: list[str], tokenizer: Tokenizer, record: RunRecord
) -> Iterator[tuple[str, Signal]]:
    """Name and log-odds of each part that the run's recipe asked for."""
    for name in list_parts(record.settings.recipe):
        if name == NGRAMS and model.ngram is not None:
            yield name, ask_ngrams(model.ngram, texts, tokenizer, record.settings.recipe.ngram_length)
        elif name == CHARACTERS and model.characters:
            yield name, ask_characters(model.characters, texts, tokenizer)
        elif name == SURFACE and model.surface:
            yield name, ask_surface(model.surface, texts, tokenizer)
        else:  # one that says nothing is not kept with a run
            yield name, Signal(torch.zeros(len(texts)), torch.zeros(len(texts), dtype=torch.bool))


def tabulate(signal: Signal) -> PartOdds:
    """A part's signal as a table has it."""
    return PartOdds(tuple(signal.odds.double().tolist()), tuple(signal.second.bool().tolist()))


def read_columns(measured: Path) -> Columns:
    """Collection and language of each row of ``measured``, and a name for its message."""
    with measured.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = tuple(row["Mail"] or str(place) for place, row in enumerate(rows))
    return tuple(row["Collection"] for row in rows), tuple(row["Language"] for row in rows), names
