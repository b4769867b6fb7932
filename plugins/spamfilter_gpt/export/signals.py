"""What a trained run says of messages that were left out: the model and each of its parts apart."""

import csv
from collections.abc import Iterator
from pathlib import Path

import torch

from spamfilter_gpt.export.publish import load_trained
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.network.front import Front
from spamfilter_gpt.records.recipe import Settings
from spamfilter_gpt.records.rows import LabelledText, read_labelled
from spamfilter_gpt.records.run_record import RunRecord, read_finished
from spamfilter_gpt.records.signals import FrontOdds, PartOdds, Signals
from spamfilter_gpt.runtime.disguise.passages import list_all
from spamfilter_gpt.runtime.tokenizer import Tokenizer
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


@torch.no_grad()
def read_run_signals(run: Path, measured: Path) -> Signals:
    """What the finished ``run`` says of the rows of ``measured``, a csv with ``Collection`` and more.

    The run must have kept its parts apart.
    """
    record = read_finished(run)
    machine = choose_machine(record.settings)
    base, model = load_trained(run, record)
    tokenizer = base.make_tokenizer(machine.recipe.normalizer)
    rows, columns, front = read_labelled(measured), read_columns(measured), read_front(run)
    owners, passages = list_all(rows.texts)
    told = LabelledText(passages, [rows.labels[row] for row in owners])
    data, short = (
        SpamDataset.of(one, tokenizer, record.max_length, base.pad_token_id) for one in (rows, told)
    )
    parts, said = (
        {name: tabulate(signal) for name, signal in ask_parts(model, one.texts, tokenizer, record)}
        for one in (data, short)
    )
    model.ngram = None
    forward = make_forward(model.to(machine.device), data, base, machine, run)
    guesses = describe_guesses(front, data, tokenizer) if front else None
    if not passages:
        return Signals(*columns[:2], list_spam(data), columns[2], ask_model(forward), parts, guesses)
    guessed = (
        tuple(ask_front(front, short.token_ids).double().tolist())
        if front
        else ask_model(make_forward(model, short, base, machine, run))
    )
    owned = (tuple(column[row] for row in owners) for column in columns)
    collections, languages, names = owned
    heard = Signals(collections, languages, list_spam(short), names, guessed, said)
    return Signals(*columns[:2], list_spam(data), columns[2], ask_model(forward), parts, guesses, heard)


def ask_model(forward: Forward) -> tuple[float, ...]:
    """The log-odds of the blocks for each row."""
    logits, _ = predict(forward)
    return tuple((logits[:, 1] - logits[:, 0]).double().tolist())


def list_spam(data: SpamDataset) -> tuple[bool, ...]:
    """Whether each row is spam."""
    return tuple(label == 1 for label in data.labels)


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


def read_columns(measured: Path) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Collection and language of each row of ``measured``, and a name for its message."""
    with measured.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = tuple(row["Mail"] or str(place) for place, row in enumerate(rows))
    return tuple(row["Collection"] for row in rows), tuple(row["Language"] for row in rows), names
