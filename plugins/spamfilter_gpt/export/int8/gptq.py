"""Rounding of weights that makes up for itself.

Frantar et al. 2022, "GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers",
arXiv 2210.17323: columns are rounded one after the other, and the columns still to come take over what the
rounding changed in the layer's outputs, as far as the inputs of its messages tell.
"""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from spamfilter_gpt.export.int8.layer_inputs import Inputs
from spamfilter_gpt.weights.graph import PIECES, mark
from spamfilter_gpt.weights.int8 import LINEAR_LIMIT, Array, Quantized, quantize_rows

DAMPING = 0.01  # share of the mean of the diagonal that is added to it (the paper's)
COLUMNS = 128  # that are rounded before the rest of the matrix is told


class CompensatedRounding:
    """Rows of known float32 weights as int8 and scales; other weights are rounded to the nearest."""

    def __init__(self) -> None:
        self.known: dict[str, Quantized] = {}

    def add_layers(self, inputs: Mapping[nn.Linear, Inputs]) -> None:
        """Round the weights of layers by what these read; layers that share their inputs go together."""
        sharing: dict[int, list[nn.Linear]] = defaultdict(list)
        for layer, read in inputs.items():
            sharing[id(read)].append(layer)
        for layers in sharing.values():
            weights = [layer.weight.detach() for layer in layers]
            rounded, scales = round_rows(torch.cat(weights), inputs[layers[0]].products)
            start = 0
            for weight in weights:
                rows = slice(start, start + len(weight))
                self.add(weight.numpy(), rounded[rows].numpy(), scales[rows].numpy())
                start = rows.stop

    def add(self, weight: Array, rounded: NDArray[np.int8], scale: NDArray[np.float32]) -> None:
        """Remember how ``weight`` is rounded, and the pieces that the exporter may cut it into."""
        self.known[mark(weight)] = rounded, scale
        if len(weight) % PIECES == 0:
            pieces = (np.split(array, PIECES) for array in (weight, rounded, scale))
            for piece, part, one in zip(*pieces, strict=True):
                self.known[mark(piece)] = part, one

    def __call__(self, weight: Array, limit: int) -> Quantized:
        """As :func:`spamfilter_gpt.weights.int8.quantize_rows`."""
        return self.known.get(mark(weight)) or quantize_rows(weight, limit)


def round_rows(weight: Tensor, products: Tensor, limit: int = LINEAR_LIMIT) -> tuple[Tensor, Tensor]:
    """``weight`` [rows, in] as int8 within ±``limit``, and float32 scales [rows, 1].

    ``products`` [in, in] is the sum of x x^T over the inputs; channels that are loud there go first.
    """
    scale = (weight.abs().amax(1, keepdim=True) / limit).float()
    scale[scale == 0] = 1
    order = products.diagonal().argsort(descending=True)
    rest = (weight / scale)[:, order].double()
    damped = products[order][:, order].clone()
    damped.diagonal().add_(DAMPING * damped.diagonal().mean().clamp_min(1e-12))
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(damped))
    factor = torch.linalg.cholesky(inverse, upper=True)
    rounded = torch.empty_like(rest)
    for start in range(0, rest.shape[1], COLUMNS):
        stop = min(start + COLUMNS, rest.shape[1])
        part = rest[:, start:stop].clone()
        errors = torch.empty_like(part)
        for place, column in enumerate(range(start, stop)):
            rounded[:, column] = part[:, place].round().clamp(-limit, limit)
            errors[:, place] = (part[:, place] - rounded[:, column]) / factor[column, column]
            part[:, place:] -= errors[:, place, None] * factor[column, column:stop]
        rest[:, stop:] -= errors @ factor[start:stop, stop:]
    return rounded[:, order.argsort()].to(torch.int8), scale
