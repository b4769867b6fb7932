"""Layers that all decoders are made of. B is the batch, T the length in tokens, C the width."""

from torch import Tensor, nn
from torch.nn import functional as F


class Linear(nn.Linear):
    """``nn.Linear`` of which a range of the output features can be had alone."""

    def forward(self, x: Tensor, start: int = 0, stop: int | None = None) -> Tensor:
        bias = None if self.bias is None else self.bias[start:stop]
        return F.linear(x, self.weight[start:stop], bias)


def take(x: Tensor, positions: Tensor) -> Tensor:
    """The vectors at ``positions`` [B] of ``x`` [B, T, C], as [B, 1, C]."""
    index = positions.view(-1, 1, 1).expand(-1, 1, x.shape[2])
    return x.gather(1, index)


def initialize(module: nn.Module) -> None:
    """GPT-2's initialization: normal with deviation 0.02, biases zero."""
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)
