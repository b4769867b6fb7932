"""Labelled messages as token ids and in batches."""

import functools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from spamfilter_gpt.records.rows import LabelledText, read_labelled
from spamfilter_gpt.runtime.tokens.tokenizer import CHARACTERS_PER_TOKEN, Tokenizer

# Batches of like lengths are cut from shuffled pools of this many batches.
POOL = 32


class Encoder(Protocol):
    """What turns text into token ids: our ``Tokenizer``, or a tiktoken ``Encoding`` as in the chapter."""

    def encode(self, text: str) -> list[int]: ...


class SpamDataset(Dataset[tuple[Tensor, Tensor]]):
    """The Dataset of Raschka's chapter 6: messages of a CSV as token ids, padded to one length.

    ``max_length=None`` takes the longest message; longer ones are cut. An item is
    ``(LongTensor [max_length], LongTensor [])``. ``lengths`` counts the real tokens of each message, at
    least one: an empty text is one padding token. What ``tokenizer.encode`` does with special tokens'
    text is its matter; a tiktoken ``Encoding`` is asked for plain text, since messages are data. Our own
    ``Tokenizer`` is told the limit, and so reads of a long message what a scan reads.
    """

    def __init__(
        self,
        csv_file: str | Path,
        tokenizer: Encoder,
        max_length: int | None = None,
        pad_token_id: int = 50256,
    ) -> None:
        self._fill(read_labelled(Path(csv_file)), tokenizer, max_length, pad_token_id)

    @classmethod
    def of(
        cls, rows: LabelledText, tokenizer: Encoder, max_length: int | None = None, pad_token_id: int = 50256
    ) -> "SpamDataset":
        """The same of rows that were read already."""
        data = cls.__new__(cls)
        data._fill(rows, tokenizer, max_length, pad_token_id)
        return data

    def _fill(
        self, rows: LabelledText, tokenizer: Encoder, max_length: int | None, pad_token_id: int
    ) -> None:
        self.texts = rows.texts
        self.labels = rows.labels
        self.token_ids = [encode_text(tokenizer, text, max_length) or [pad_token_id] for text in rows.texts]
        self.lengths = [len(ids) for ids in self.token_ids]
        self.max_length = max_length or max(self.lengths)
        self.pad_token_id = pad_token_id
        self.labelled = len(rows.labels)  # the rows behind these have the label that a teacher gave
        self.targets: list[float] | None = None  # P(spam) to learn instead of the labels
        self.odds: list[float] | None = None  # what characters say, for a model that has these

    def draw(self, count: int, seed: int) -> "SpamDataset":
        """``count`` of the rows, drawn at random, in their order; all for 0 or where there are no more."""
        rows = self.choose(count, seed)
        if len(rows) == len(self):
            return self
        drawn = type(self).__new__(type(self))
        drawn.texts = [self.texts[row] for row in rows]
        drawn.labels = [self.labels[row] for row in rows]
        drawn.token_ids = [self.token_ids[row] for row in rows]
        drawn.lengths = [self.lengths[row] for row in rows]
        drawn.max_length, drawn.pad_token_id = self.max_length, self.pad_token_id
        drawn.labelled = sum(row < self.labelled for row in rows)
        drawn.targets = None if self.targets is None else [self.targets[row] for row in rows]
        drawn.odds = None if self.odds is None else [self.odds[row] for row in rows]
        return drawn

    def choose(self, count: int, seed: int) -> Sequence[int]:
        """The numbers of the rows that :meth:`draw` takes."""
        rows = range(len(self))
        return sorted(random.Random(seed).sample(rows, count)) if 0 < count < len(rows) else rows

    @functools.cached_property
    def packed(self) -> "PackedRows":
        """The tokens of all rows in one tensor, made when the first batch is."""
        return PackedRows.of(self.token_ids)

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        ids = self.token_ids[index]
        padded = ids + [self.pad_token_id] * (self.max_length - len(ids))
        return torch.tensor(padded), torch.tensor(self.labels[index])


@dataclass(frozen=True, slots=True, eq=False)
class PackedRows:
    """Rows of any length one after another in ``values`` [K, ...]: where each begins and its size, [N]."""

    values: Tensor
    starts: Tensor
    sizes: Tensor

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> "PackedRows":
        """Those of lists of token ids."""
        return cls.over(torch.tensor(list(chain.from_iterable(rows)), dtype=torch.long), list(map(len, rows)))

    @classmethod
    def over(cls, values: Tensor, sizes: Sequence[int]) -> "PackedRows":
        """``values`` [K, ...] as rows of these ``sizes``, which add up to K."""
        starts = [0, *accumulate(sizes)][:-1]
        return cls(values, torch.tensor(starts, dtype=torch.long), torch.tensor(sizes, dtype=torch.long))

    def gather(self, rows: Sequence[int], fill: int, width: int | None = None) -> Tensor:
        """``rows`` as [B, width, ...], on the device of the values, ``fill`` behind each row's end."""
        chosen = torch.tensor(list(rows), dtype=torch.long)
        starts, sizes = self.starts[chosen], self.sizes[chosen]
        places = torch.arange(width or int(sizes.max()))
        real = places < sizes[:, None]  # B, T
        found = torch.where(real, starts[:, None] + places, starts[:, None])
        values = self.values[found.to(self.values.device)]
        outside = ~real.to(values.device)
        return values.masked_fill_(outside.view(*outside.shape, *[1] * (values.dim() - 2)), fill)


def encode_text(tokenizer: Encoder, text: str, max_length: int | None) -> list[int]:
    """Ids of ``text``, at most ``max_length``; None for all."""
    if isinstance(tokenizer, Tokenizer):
        return tokenizer.encode(text, max_length)
    encode = getattr(tokenizer, "encode_ordinary", tokenizer.encode)
    cut = None if max_length is None else max_length * CHARACTERS_PER_TOKEN
    ids: list[int] = encode(text[:cut])[:max_length]
    return ids


def create_loaders(
    train: SpamDataset, validation: SpamDataset, test: SpamDataset, batch_size: int = 8, seed: int = 123
) -> "tuple[DataLoader[Any], DataLoader[Any], DataLoader[Any]]":
    """The chapter's loaders: training rows shuffled with ``seed``, its last short batch dropped."""
    torch.manual_seed(seed)
    return (
        DataLoader(train, batch_size, shuffle=True, drop_last=True),
        DataLoader(validation, batch_size),
        DataLoader(test, batch_size),
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """``rows`` of a dataset: ``input_ids`` [B, T], padded on the right, ``lengths`` [B], ``labels`` [B].

    ``targets`` [B, 2] are probabilities of ham and spam to learn instead of the labels, or None; ``odds`` [B]
    what characters say, or None.
    """

    rows: list[int]
    input_ids: Tensor
    lengths: Tensor
    labels: Tensor
    targets: Tensor | None = None
    odds: Tensor | None = None


def make_batch(data: SpamDataset, rows: Sequence[int], width: int | None = None) -> Batch:
    """``rows`` of ``data``, padded to ``width`` tokens; None pads to the longest among them only."""
    lengths = [data.lengths[row] for row in rows]
    input_ids = data.packed.gather(rows, data.pad_token_id, width)
    labels = torch.tensor([data.labels[row] for row in rows])
    targets = None
    if data.targets is not None:
        spam = torch.tensor([data.targets[row] for row in rows])
        targets = torch.stack([1 - spam, spam], dim=1)
    odds = None if data.odds is None else torch.tensor([data.odds[row] for row in rows])
    return Batch(list(rows), input_ids, torch.tensor(lengths), labels, targets, odds)


def order_rows(data: SpamDataset, batch_size: int, seed: int, *, alike: bool) -> list[list[int]]:
    """Every row once, in shuffled batches; ``alike`` gathers like lengths in a batch, to pad less."""
    shuffle = random.Random(seed)
    rows = list(range(len(data)))
    shuffle.shuffle(rows)
    if alike:
        pool = POOL * batch_size
        pools = [rows[start : start + pool] for start in range(0, len(rows), pool)]
        rows = [row for part in pools for row in sorted(part, key=data.lengths.__getitem__)]
    batches = [rows[start : start + batch_size] for start in range(0, len(rows), batch_size)]
    if alike:
        shuffle.shuffle(batches)
    return batches


def group_by_tokens(
    lengths: Sequence[int], tokens: int, rows: Sequence[int] | None = None
) -> Iterator[list[int]]:
    """Rows in order of length, in batches of at most ``tokens`` padded tokens (one row at least).

    ``rows`` are some of those that ``lengths`` [N] tells of; None for all.
    """
    batch: list[int] = []
    for row in sorted(range(len(lengths)) if rows is None else rows, key=lengths.__getitem__):
        if batch and lengths[row] * (len(batch) + 1) > tokens:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
