"""A causal model learns to say of a message, at its end, what an encoder says that has read all of it.

What is learned is the mean of a message's states, from no label (Hinton, Vinyals, Dean 2015, arXiv
1503.02531; of vectors of texts, Reimers, Gurevych 2020, arXiv 2004.09813). B is the batch, T the length in
tokens, C the width.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from spamfilter_gpt.network.gpt1 import GPT1
from spamfilter_gpt.network.precision import compute_in
from spamfilter_gpt.records.base_record import CausalOptions
from spamfilter_gpt.records.choices import Precision
from spamfilter_gpt.training.dataset import PackedRows, group_by_tokens
from spamfilter_gpt.training.loop import Interruption
from spamfilter_gpt.weights.tensors import pack_optimizer, read_tensors, unpack_optimizer, write_tensors

WARMUP = 0.05  # share of the steps in which the rate rises
DECAY, CLIP = 0.01, 1.0
POOL = 4000  # rows of which batches of like lengths are made
EVERY = 100  # steps between checkpoints
ASKED = 512  # rows of which the loss is told, before and after

Advance = Callable[[int, int], object]  # hears of a step and of how many there are; may raise Interruption


@dataclass(frozen=True, slots=True)
class Lesson:
    """The ``model`` that learns the ``means`` [N, C] of ``rows`` [N] of tokens, and a ``name`` of it all."""

    name: str
    model: GPT1
    rows: PackedRows
    means: Tensor
    precision: Precision

    @property
    def lengths(self) -> list[int]:
        """How many tokens each row has."""
        lengths: list[int] = self.rows.sizes.tolist()
        return lengths

    def measure(self, places: Sequence[int]) -> Tensor:
        """How far the model's means of the rows at ``places`` are off: mean square over the variance."""
        ids, lengths = self.rows.gather(places, 0), self.rows.sizes[list(places)]
        with compute_in(self.precision, ids.device):
            states = self.model.hidden(ids).float()
        real = torch.arange(ids.shape[1]) < lengths[:, None]  # B, T
        found = (states * real[:, :, None]).sum(1) / lengths[:, None]
        return ((found - self.means[list(places)]) ** 2 / self.means.var(0)).mean()

    @torch.no_grad()
    def ask(self, tokens: int) -> float:
        """The same of some ``ASKED`` rows, from all over."""
        lengths = self.lengths
        rows = range(0, len(lengths), max(1, len(lengths) // ASKED))
        batches = group_by_tokens(lengths, tokens, rows)
        return sum(float(self.measure(batch)) * len(batch) for batch in batches) / len(rows)


def plan_epoch(lengths: Sequence[int], tokens: int, seed: int) -> list[list[int]]:
    """Every row once, in shuffled batches of at most ``tokens`` padded tokens, of like lengths."""
    chance = random.Random(seed)
    order = chance.sample(range(len(lengths)), len(lengths))
    pools = [order[start : start + POOL] for start in range(0, len(order), POOL)]
    batches = [batch for pool in pools for batch in group_by_tokens(lengths, tokens, pool)]
    chance.shuffle(batches)
    return batches


class Teaching:
    """The steps of a ``lesson`` as ``options`` say, with a checkpoint at ``path`` to go on from."""

    def __init__(self, lesson: Lesson, options: CausalOptions, path: Path) -> None:
        self.lesson, self.options, self.path = lesson, options, path
        named = [(name, value) for name, value in lesson.model.named_parameters() if name.startswith("h.")]
        self.names = [name for name, _ in named]
        self.parameters = [value for _, value in named]
        lesson.model.requires_grad_(False)
        for value in self.parameters:
            value.requires_grad_(True)
        rate = options.learning_rate
        self.optimizer = torch.optim.AdamW(self.parameters, lr=rate, weight_decay=DECAY, betas=(0.9, 0.98))
        self.step = 0

    def run(self, advance: Advance) -> int:
        """All steps that are left; how many there were in all."""
        lengths, options = self.lesson.lengths, self.options
        plan = [
            batch
            for epoch in range(options.epochs)
            for batch in plan_epoch(lengths, options.tokens, options.seed + epoch)
        ]
        if self.path.exists():
            self.restore()
        for batch in plan[self.step :]:
            self.take_step(batch, len(plan))
            if self.step % EVERY == 0:
                self.save()
            try:
                advance(self.step, len(plan))
            except Interruption:
                self.save()
                raise
        return len(plan)

    def take_step(self, batch: list[int], steps: int) -> None:
        """One step of the optimizer; the rate rises over ``WARMUP`` and falls as half a cosine."""
        rise = min(1.0, (self.step + 1) / max(1.0, WARMUP * steps))
        fall = 0.5 * (1 + math.cos(math.pi * self.step / steps))
        for setting in self.optimizer.param_groups:
            setting["lr"] = self.options.learning_rate * rise * fall
        self.optimizer.zero_grad(set_to_none=True)
        self.lesson.measure(batch).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.parameters, CLIP)
        self.optimizer.step()
        self.step += 1

    def save(self) -> None:
        """Write the checkpoint."""
        tensors = dict(zip(self.names, self.parameters, strict=True))
        notes = {"of": self.lesson.name, "step": self.step}
        write_tensors(self.path, tensors | pack_optimizer(self.optimizer, self.names), notes)

    def restore(self) -> None:
        """Go on from the checkpoint, unless it is of another lesson."""
        tensors, notes = read_tensors(self.path)
        if notes["of"] != self.lesson.name:
            return
        with torch.no_grad():
            for name, value in zip(self.names, self.parameters, strict=True):
                value.copy_(tensors[name])
        unpack_optimizer(self.optimizer, self.names, tensors)
        self.step = notes["step"]
