"""What the linear layers of a model read: what quantizing them well has to know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.network.layers import Linear
from spamfilter_gpt.training.dataset import Batch


@dataclass(slots=True, eq=False)
class Inputs:
    """Of the vectors x [in] that a layer read: the sum of x x^T [in, in], float64, and max |x| [in]."""

    products: Tensor
    peaks: Tensor

    @classmethod
    def none(cls, width: int) -> "Inputs":
        """No vector yet."""
        return cls(torch.zeros(width, width, dtype=torch.float64), torch.zeros(width))

    def add(self, x: Tensor) -> None:
        """Vectors [N, in] more."""
        self.products += (x.T @ x).double()
        torch.maximum(self.peaks, x.abs().amax(0), out=self.peaks)

    def divide(self, scale: Tensor) -> None:
        """As if each vector had been divided by ``scale`` [in]."""
        self.products /= torch.outer(scale, scale).double()
        self.peaks /= scale


BlockInputs = dict[nn.Linear, Inputs]


def record_inputs(model: SpamClassifier, batches: Sequence[Batch]) -> Iterator[BlockInputs]:
    """What each linear layer reads of the real tokens of ``batches``, one block after the other.

    So the inputs of one block are in memory at a time; until the next is asked for its layers may be changed
    to others that compute the same. Layers that read the same vectors, as query, key and value do, share one
    :class:`Inputs`.
    """
    cuts = [model.reads or batch.input_ids.shape[1] for batch in batches]
    lengths = [batch.lengths.clamp(max=cut) for batch, cut in zip(batches, cuts, strict=True)]
    with torch.no_grad():
        ids = [batch.input_ids[:, :cut] for batch, cut in zip(batches, cuts, strict=True)]
        states = [model.decoder.embed(one) for one in ids]
    for number in range(len(model.decoder.h)):
        found: BlockInputs = {}
        for place, counts in enumerate(lengths):
            states[place] = record_block(model, number, states[place], counts, found)
        yield found


@torch.no_grad()
def record_block(
    model: SpamClassifier, number: int, x: Tensor, lengths: Tensor, found: BlockInputs
) -> Tensor:
    """The state [B, T, C] after block ``number`` of ``x`` [B, T, C]; what its layers read joins ``found``."""
    before: list[tuple[Tensor, Inputs]] = []  # the last input, and where it was added

    def add(layer: nn.Linear, arguments: tuple[Tensor, ...]) -> None:
        """What torch calls before ``layer`` with its arguments."""
        x = arguments[0]
        if before and before[0][0] is x:
            found.setdefault(layer, before[0][1])
            return
        if layer not in found:
            found[layer] = Inputs.none(x.shape[-1])
        real = torch.arange(x.shape[1]) < lengths[:, None]  # B, T; of one read position, all
        found[layer].add(x[real])
        before[:] = [(x, found[layer])]

    layers = [module for module in model.decoder.h[number].modules() if isinstance(module, Linear)]
    hooks = [layer.register_forward_pre_hook(add) for layer in layers]
    try:
        return model.run_blocks(x, lengths, number, number + 1)
    finally:
        for hook in hooks:
            hook.remove()
