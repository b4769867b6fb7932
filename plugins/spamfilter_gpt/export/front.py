"""The front of a trained model as ONNX, and how it agrees with torch."""

from collections.abc import Sequence

import numpy as np
import onnxruntime
import torch
from torch import Tensor, nn

from spamfilter import DataError
from spamfilter_gpt.export.parity import PARITY_LIMIT, hear_texts
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.network.front import Front
from spamfilter_gpt.records.rows import LabelledText
from spamfilter_gpt.records.run_record import RunRecord
from spamfilter_gpt.runtime.program import ODDS, SCORE
from spamfilter_gpt.training.dataset import Batch, SpamDataset, group_by_tokens, make_batch
from spamfilter_gpt.weights.bases import Base
from spamfilter_gpt.weights.program import Signature, export_program

CHECKED = 500  # messages on which torch and onnxruntime are to agree
TOKENS = 4096


class FrontScorer(nn.Module):
    """P(spam) [B] of right-padded ``input_ids`` [B, T] with ``lengths`` [B], as of the ``model``'s scorer.

    Only what the blocks would say is the ``front``'s guess; n-grams, the ``odds`` [B] of what stands outside
    and the calibration are the model's own.
    """

    def __init__(self, front: Front, model: SpamClassifier, temperature: float, shift: float) -> None:
        super().__init__()
        self.front = front
        self.ngram = model.ngram
        self.reads = model.reads
        self.temperature = temperature
        self.shift = shift

    def forward(self, input_ids: Tensor, lengths: Tensor, odds: Tensor | None = None) -> Tensor:
        read, counts = input_ids, lengths
        if self.reads is not None:
            read, counts = input_ids[:, : self.reads], lengths.clamp(max=self.reads)
        found: Tensor = self.front(read, counts)
        if self.ngram is not None:
            found = found + self.ngram(input_ids, lengths)
        if odds is not None:
            found = found + odds
        return torch.sigmoid(found / self.temperature + self.shift)


def export_front(
    front: Front, model: SpamClassifier, rows: LabelledText, record: RunRecord, base: Base
) -> bytes:
    """ONNX bytes of the ``front`` of a weighed ``model``, which agree with torch on ``rows``.

    Raises :class:`DataError` where they do not.
    """
    scorer = FrontScorer(front, model, record.calibration.temperature, record.calibration.shift).eval()
    longest = model.decoder.context_length if model.reads is None else None
    numbers = [ODDS] if model.hears else []
    program = export_program(scorer, Signature.of_rows(longest, *numbers), [SCORE])
    tokenizer = base.make_tokenizer(record.settings.recipe.normalizer)
    some = LabelledText(rows.texts[:CHECKED], rows.labels[:CHECKED])
    data = SpamDataset.of(some, tokenizer, record.limit, base.pad_token_id)
    hear_texts(data, model, tokenizer)
    batches = [make_batch(data, group) for group in group_by_tokens(data.lengths, TOKENS)]
    apart = measure_difference(scorer, program, batches)
    if not apart <= PARITY_LIMIT:
        raise DataError(f"the front differs from torch by {apart:.1e}, over {PARITY_LIMIT}; nothing written")
    return program


@torch.no_grad()
def measure_difference(scorer: FrontScorer, program: bytes, batches: Sequence[Batch]) -> float:
    """How far the scores of two are apart at most."""
    session = onnxruntime.InferenceSession(program, providers=["CPUExecutionProvider"])
    apart = 0.0
    for batch in batches:
        feed = {"input_ids": batch.input_ids.numpy(), "lengths": batch.lengths.numpy()}
        if batch.odds is not None:
            feed[ODDS] = batch.odds.numpy()
        (found,) = session.run([SCORE], feed)
        expected = scorer(batch.input_ids, batch.lengths, batch.odds).numpy()
        apart = max(apart, float(np.abs(found - expected).max()))
    return apart
