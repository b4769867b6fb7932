"""A trained classifier as ONNX: one graph from token ids to score and features; what torch and it give."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.runtime.program import FEATURES, ODDS, SCORE
from spamfilter_gpt.training.dataset import Batch, SpamDataset, group_by_tokens, make_batch
from spamfilter_gpt.weights.program import Signature, export_program

# Batches of these sizes are run after the export: dynamic sizes have been made constants silently.
SIZES = (1, 2, 33, 3, 7)
TOKENS = 2048


class Scorer(nn.Module):
    """P(spam) [B] and features [B, C] of right-padded ``input_ids`` [B, T] with ``lengths`` [B].

    ``odds`` [B] is what characters say, for a model that has these.
    ``padded_to`` is set for a head that reads the last padded position: rows are then padded to it.
    """

    def __init__(
        self, model: SpamClassifier, temperature: float, shift: float = 0.0, padded_to: int = 0, pad: int = 0
    ) -> None:
        super().__init__()
        model.doubled = True
        self.model = model
        self.temperature = temperature
        self.shift = shift
        self.padded_to = padded_to
        self.pad = pad

    def forward(
        self, input_ids: Tensor, lengths: Tensor, odds: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        if self.padded_to:
            filler = input_ids.new_full((input_ids.shape[0], self.padded_to), self.pad)
            real = torch.arange(input_ids.shape[1]) < lengths[:, None]
            input_ids = torch.cat([torch.where(real, input_ids, self.pad), filler], 1)[:, : self.padded_to]
        logits, features = self.model.read(input_ids, lengths, odds)
        scores = torch.sigmoid((logits[:, 1] - logits[:, 0]) / self.temperature + self.shift)
        return scores, features


def make_scorer(
    model: SpamClassifier, temperature: float, shift: float, max_length: int, pad_token_id: int
) -> Scorer:
    """The scorer of a trained model with its calibration."""
    padded_to = max_length if model.head.read == "last-padded" else 0
    return Scorer(model, temperature, shift, padded_to, pad_token_id).eval()


def export_onnx(scorer: Scorer) -> bytes:
    """``scorer`` as ONNX bytes, batch and length dynamic, weights inside."""
    # N-grams read on where the blocks have ceased.
    longest = scorer.model.decoder.context_length if scorer.model.reads is None else None
    numbers = [ODDS] if scorer.model.hears else []
    return export_program(scorer, Signature.of_rows(longest, *numbers), [SCORE, FEATURES])


def plan_batches(data: SpamDataset, rows: int) -> list[list[int]]:
    """The first ``rows`` rows of ``data`` in batches of changing sizes."""
    batches: list[list[int]] = []
    start, rows = 0, min(rows, len(data))
    while start < rows:
        longest = max(data.lengths[start : start + 33])
        size = min(SIZES[len(batches) % len(SIZES)], max(1, TOKENS // longest))
        batches.append(list(range(start, min(start + size, rows))))
        start += size
    return batches


def draw_batches(data: SpamDataset, tokens: int) -> list[Batch]:
    """Messages of ``data`` drawn at random, with a seed, until they have ``tokens`` tokens."""
    rows: list[int] = []
    count = 0
    for row in random.Random(0).sample(range(len(data)), len(data)):
        if count >= tokens:
            break
        rows.append(row)
        count += data.lengths[row]
    return [make_batch(data, group) for group in group_by_tokens(data.lengths, TOKENS, rows)]


@dataclass(frozen=True, slots=True)
class Outputs:
    """What a model gives of N rows: ``scores`` [N] and ``features`` [N, C]."""

    scores: NDArray[np.float32]
    features: NDArray[np.float32]

    @classmethod
    def join(cls, pairs: Iterable[tuple[NDArray[np.float32], NDArray[np.float32]]]) -> "Outputs":
        """Those of batches, one after the other."""
        scores, features = (np.concatenate(one) for one in zip(*pairs, strict=True))
        return cls(scores, features)


def run_torch(scorer: Scorer, data: SpamDataset, batches: list[list[int]]) -> Outputs:
    """What torch gives of the rows of ``batches``."""
    found = (make_batch(data, rows) for rows in batches)
    with torch.no_grad():
        pairs = [scorer(batch.input_ids, batch.lengths, batch.odds) for batch in found]
    return Outputs.join((scores.numpy(), features.numpy()) for scores, features in pairs)


def run_onnx(program: bytes, data: SpamDataset, batches: list[list[int]]) -> Outputs:
    """What onnxruntime gives of the rows of ``batches``."""
    session = onnxruntime.InferenceSession(program, providers=["CPUExecutionProvider"])
    pairs = []
    for rows in batches:
        batch = make_batch(data, rows)
        feed = {"input_ids": batch.input_ids.numpy(), "lengths": batch.lengths.numpy()}
        if batch.odds is not None:
            feed[ODDS] = batch.odds.numpy()
        pairs.append(session.run([SCORE, FEATURES], feed))
    return Outputs.join(pairs)
