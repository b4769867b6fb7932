"""What the linear layers of a model read: what quantizing them well has to know."""

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from spamfilter_gpt.dataset import Batch
from spamfilter_gpt.model import Decoder, Linear


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


@torch.no_grad()
def record_inputs(model: Decoder, batches: Iterable[Batch]) -> dict[nn.Linear, Inputs]:
    """What each linear layer of the blocks reads of the real tokens of ``batches``.

    Layers that read the same vectors, as query, key and value do, share one :class:`Inputs`.
    """
    found: dict[nn.Linear, Inputs] = {}
    before: list[Tensor | Inputs] = []  # the last input, and where it was added
    lengths = torch.empty(0)

    def add(layer: nn.Linear, arguments: tuple[Tensor, ...]) -> None:
        x = arguments[0]
        if before and before[0] is x:
            found.setdefault(layer, before[1])  # type: ignore[arg-type]
            return
        if layer not in found:
            found[layer] = Inputs.none(x.shape[-1])
        real = torch.arange(x.shape[1]) < lengths[:, None]  # B, T; of one read position, all
        found[layer].add(x[real])
        before[:] = [x, found[layer]]

    layers = [module for module in model.h.modules() if isinstance(module, Linear)]
    hooks = [layer.register_forward_pre_hook(add) for layer in layers]
    try:
        for batch in batches:
            lengths = batch.lengths
            model(batch.input_ids, lengths)
    finally:
        for hook in hooks:
            hook.remove()
    return found
