"""What a trained run says of messages that were left out: the model and each of its parts apart."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch

from spamfilter_gpt.export.publish import load_trained
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.records.recipe import Settings
from spamfilter_gpt.records.rows import LabelledText
from spamfilter_gpt.records.run_record import RunRecord, read_finished
from spamfilter_gpt.records.signals import PartOdds, Signals
from spamfilter_gpt.records.windows import Windows
from spamfilter_gpt.runtime.tokenizer import Tokenizer
from spamfilter_gpt.runtime.windows import cut_windows
from spamfilter_gpt.training.calibrate.validation import (
    CHARACTERS,
    NGRAMS,
    ask_characters,
    ask_ngrams,
    list_parts,
)
from spamfilter_gpt.training.calibrate.weighing import Signal
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.int8_states import Int8States
from spamfilter_gpt.training.loop import predict
from spamfilter_gpt.training.objective import Forward
from spamfilter_gpt.training.run import choose_machine, find_width, locate_states, open_blocks
from spamfilter_gpt.training.trainable import count_frozen
from spamfilter_gpt.weights.bases import Base


@dataclass(frozen=True, slots=True)
class Measured:
    """Texts [N] to be measured, and what :class:`Signals` tells of each."""

    texts: list[str] = field(default_factory=list)
    spam: list[bool] = field(default_factory=list)
    collections: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    windows: list[bool] = field(default_factory=list)

    def add(self, row: Mapping[str, str], message: str, text: str, window: bool) -> None:
        """Add the ``text`` of a ``row``, or a ``window`` of it."""
        self.texts.append(text)
        self.spam.append(row["Label"] == "1")
        self.collections.append(row["Collection"])
        self.languages.append(row["Language"])
        self.messages.append(message)
        self.windows.append(window)


def read_measured(path: Path, tokenizer: Tokenizer, limit: int, windows: Windows | None) -> Measured:
    """The rows of ``path``, a csv with ``Collection`` and more, and behind each its ``windows``.

    ``limit`` is how many tokens of a text are read.
    """
    found = Measured()
    with path.open(newline="", encoding="utf-8") as file:
        for place, row in enumerate(csv.DictReader(file)):
            text, message = row["Text"], row["Mail"] or str(place)
            found.add(row, message, text, False)
            count = windows.count_windows(len(tokenizer.encode(text, limit))) if windows else 0
            for window in cut_windows(text, count) if count else ():
                found.add(row, message, window, True)
    return found


@torch.no_grad()
def read_run_signals(run: Path, measured: Path, windows: Windows | None = None) -> Signals:
    """What the finished ``run`` says of the rows of ``measured``, and of their ``windows``.

    The run must have kept its parts apart.
    """
    record = read_finished(run)
    machine = choose_machine(record.settings)
    base, model = load_trained(run, record)
    tokenizer = base.make_tokenizer(machine.recipe.normalizer)
    rows = read_measured(measured, tokenizer, record.limit, windows)
    labelled = LabelledText(rows.texts, list(map(int, rows.spam)))
    data = SpamDataset.of(labelled, tokenizer, record.max_length, base.pad_token_id)
    parts = dict(ask_parts(model, data.texts, tokenizer, record))
    model.ngram = None
    logits, _ = predict(make_forward(model.to(machine.device), data, base, machine, run))
    return Signals(
        tuple(rows.collections),
        tuple(rows.languages),
        tuple(rows.spam),
        tuple(rows.messages),
        tuple(rows.windows),
        tuple((logits[:, 1] - logits[:, 0]).double().tolist()),
        {name: tabulate(signal) for name, signal in parts.items()},
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
        else:  # one that says nothing is not kept with a run
            yield name, Signal(torch.zeros(len(texts)), torch.zeros(len(texts), dtype=torch.bool))


def tabulate(signal: Signal) -> PartOdds:
    """A part's signal as a table has it."""
    return PartOdds(tuple(signal.odds.double().tolist()), tuple(signal.second.bool().tolist()))
