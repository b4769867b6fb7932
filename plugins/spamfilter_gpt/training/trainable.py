"""Which parameters train, and low-rank adapters (Hu et al. 2021, "LoRA", arXiv 2106.09685)."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from spamfilter import UsageError
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.network.decoder import Decoder
from spamfilter_gpt.network.layers import Linear
from spamfilter_gpt.records.choices import TRAINABLE

BLOCKS = {"last-block": 1, "last-two-blocks": 2, "last-three-blocks": 3, "last-four-blocks": 4}


class AdaptedLinear(Linear):
    """A frozen linear layer plus ``scale * up(down(x))``, of rank ``rank``; starts as the layer itself."""

    def __init__(self, linear: Linear, rank: int, alpha: float) -> None:
        super().__init__(linear.in_features, linear.out_features, linear.bias is not None, device="meta")
        self.weight, self.bias = linear.weight, linear.bias
        self.scale = alpha / rank
        self.lora_down = nn.Parameter(torch.empty(rank, linear.in_features))
        self.lora_up = nn.Parameter(torch.zeros(linear.out_features, rank))
        nn.init.kaiming_uniform_(self.lora_down, a=math.sqrt(5))

    def forward(self, x: Tensor, start: int = 0, stop: int | None = None) -> Tensor:
        low = F.linear(F.linear(x, self.lora_down), self.lora_up[start:stop])
        return super().forward(x, start, stop) + self.scale * low

    @torch.no_grad()
    def merge(self) -> Linear:
        """The plain layer that computes the same."""
        merged = Linear(self.in_features, self.out_features, self.bias is not None, device="meta")
        merged.weight = nn.Parameter(self.weight + self.scale * self.lora_up @ self.lora_down)
        merged.bias = self.bias
        return merged


def select_trainable(model: SpamClassifier, trainable: str, rank: int = 8, alpha: float = 16.0) -> int:
    """Freeze all but what ``trainable`` names; how many blocks at the bottom stay frozen.

    The class head always trains, and with ``last-block`` and its like the final norm too (Raschka,
    chapter 6). ``lora`` puts adapters beside every linear layer of the blocks. -1 means that the
    token embedding trains, so that nothing can be computed beforehand.
    """
    if trainable not in TRAINABLE:
        raise UsageError(f"no way to train called {trainable!r}; there are: {', '.join(TRAINABLE)}")
    model.requires_grad_(trainable == "all")
    model.head.requires_grad_(True)
    decoder = model.decoder
    frozen = count_frozen(trainable, len(decoder.h))
    if trainable in ("all", "head"):
        return frozen
    if trainable == "lora":
        add_adapters(decoder, rank, alpha)
    else:
        for block in list(decoder.h)[frozen:]:
            block.requires_grad_(True)
    decoder.ln_f.requires_grad_(True)
    return frozen


def count_frozen(trainable: str, blocks: int) -> int:
    """How many of so many ``blocks`` stay frozen; -1 where the token embedding trains too."""
    whole = {"all": -1, "head": blocks, "lora": 0}
    return whole[trainable] if trainable in whole else max(0, blocks - BLOCKS[trainable])


def add_adapters(model: Decoder, rank: int, alpha: float) -> None:
    """Replace the linear layers of every block by adapted ones."""
    for module in list(model.h.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, Linear):
                setattr(module, name, AdaptedLinear(child, rank, alpha))


def merge_adapters(model: Decoder) -> None:
    """Fold the adapters, where there are any, into plain layers."""
    for module in list(model.h.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, AdaptedLinear):
                setattr(module, name, child.merge())


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """``(trainable, all)`` parameters."""
    counts = [(p.numel(), p.requires_grad) for p in model.parameters()]
    return sum(n for n, trains in counts if trains), sum(n for n, _ in counts)
