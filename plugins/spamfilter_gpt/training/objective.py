"""From a batch of a dataset to class logits and loss, with or without the frozen-prefix cache."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from spamfilter_gpt.network.classifier import SpamClassifier, add_odds
from spamfilter_gpt.network.layers import take
from spamfilter_gpt.network.precision import compute_in
from spamfilter_gpt.records.choices import Precision
from spamfilter_gpt.records.run_record import Calibration
from spamfilter_gpt.training.dataset import Batch, SpamDataset
from spamfilter_gpt.training.frozen.cache import PrefixCache
from spamfilter_gpt.training.frozen.states import Int8States


@dataclass(frozen=True, slots=True)
class Forward:
    """``model`` over ``data``.

    ``frozen`` is what ``trainable.select_trainable`` returned, ``width`` the tokens
    that every batch is padded to (None: its longest), ``cache`` the states of ``data`` after the frozen
    blocks. ``weights`` [2] are class weights on the CPU. ``kept`` is the calibration of a filter that is
    gone on from: what is learned and judged then are its scores, not the bare logits.
    """

    model: SpamClassifier
    data: SpamDataset
    frozen: int
    width: int | None = None
    precision: Precision = "fp32"
    cache: PrefixCache | Int8States | None = None
    weights: Tensor | None = None
    lm_weight: float = 0.0
    word_drop: float = 0.0
    kept: Calibration | None = None

    @property
    def device(self) -> torch.device:
        return self.model.device

    def logits(self, batch: Batch) -> Tensor:
        """Class logits [B, 2], float32, with what the rows' odds add."""
        model, lengths = self.model, batch.lengths.to(self.device)
        with compute_in(self.precision, self.device):
            if self.cache:
                x = self.cache.states(batch)
            else:
                with torch.set_grad_enabled(self.frozen < 0 and torch.is_grad_enabled()):
                    x = model.run_prefix(batch.input_ids.to(self.device), lengths, max(0, self.frozen))
            x = model.run_blocks(x, lengths, max(0, self.frozen), len(model.decoder.h))
            logits = model.classify(x, lengths).float()
        return logits if batch.odds is None else add_odds(logits, batch.odds.to(self.device))

    def scale(self, logits: Tensor) -> Tensor:
        """Class ``logits`` [B, 2] whose softmax the scores are, as far as that is known while training."""
        if self.kept is None:
            return logits
        shift = logits.new_full((len(logits),), self.kept.shift)
        return add_odds(logits / self.kept.temperature, shift)

    def loss(self, batch: Batch) -> tuple[Tensor, int]:
        """The training loss of ``batch``, and how many of its messages were told right."""
        labels = batch.labels.to(self.device)
        extra: Tensor | float = 0.0
        if self.lm_weight or self.word_drop:
            logits, extra = self._logits_and_language(batch)
        else:
            logits = self.logits(batch)
        weights = None if self.weights is None else self.weights.to(self.device)
        wanted = labels if batch.targets is None else batch.targets.to(self.device)
        loss = F.cross_entropy(self.scale(logits), wanted, weight=weights) + extra
        return loss, int((self.scale(logits).argmax(1) == labels).sum())

    def _logits_and_language(self, batch: Batch) -> tuple[Tensor, Tensor | float]:
        """Class logits, and ``lm_weight`` times the next-token loss on real tokens."""
        model, decoder, ids = self.model, self.model.decoder, batch.input_ids.to(self.device)
        lengths = batch.lengths.to(self.device)
        seen = ids
        if self.word_drop:
            noise = torch.randint(decoder.wte.num_embeddings, seen.shape, device=self.device)
            seen = torch.where(torch.rand(seen.shape, device=self.device) < self.word_drop, noise, seen)
        with compute_in(self.precision, self.device):
            x = decoder.embed(seen)
            for block in decoder.h:
                x = block(x)
            positions = model.head.find_positions(lengths, x.shape[1])
            logits = model.classify(x if positions is None else take(x, positions), lengths).float()
            real = torch.arange(1, x.shape[1], device=self.device) < lengths[:, None]  # B, T - 1
            targets = ids[:, 1:][real]
            if not self.lm_weight or not len(targets):
                return logits, 0.0
            predicted = decoder.predict_tokens(decoder.ln_f(x[:, :-1][real]))
            return logits, self.lm_weight * F.cross_entropy(predicted.float(), targets)
