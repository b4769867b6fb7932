"""Weights in int8: one float32 scale an output channel, 4 times smaller than float32.

A weight is symmetric int8 with a scale a row: of ``nn.Linear.weight``, or of an embedding table, where a row
is a token or a position.
"""

from collections.abc import Callable, Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Array = NDArray[np.generic]
Quantized = tuple[NDArray[np.int8], NDArray[np.float32]]
Rounding = Callable[[Array, int], Quantized]

# x86 CPUs without VNNI add two products of uint8 and int8 in 16 bits that saturate (onnxruntime, "Quantize
# ONNX models"): 2 * 255 * 64 = 32,640 fits, so that every CPU computes the same integers. The error of the
# input vectors, 8 bits wide, outweighs that of these 7.
LINEAR_LIMIT = 64
TABLE_LIMIT = 127
TABLES = ("wte.weight", "wpe.weight", "head.weight")  # the vocabulary head's weight is the token table
SMALLEST = 1024  # elements; below, a scale and two more nodes cost as much as they save
FEWEST_ROWS = 16  # a class head of two rows stays float
GRID = 1e-3  # of a step: how far from a whole number float32 leaves what was one
EXACT = (torch.int32, torch.float16)  # stay as they are: the n-grams'


def quantize_rows(weight: Array, limit: int) -> Quantized:
    """``weight`` [rows, columns] to the nearest int8 within ±``limit``, and scales [rows, 1]."""
    scale = np.abs(weight).max(axis=1, keepdims=True).astype(np.float32) / np.float32(limit)
    scale[scale == 0] = 1
    return np.round(weight / scale).astype(np.int8), scale


def keep_rows(weight: Array, limit: int) -> Quantized:
    """As :func:`quantize_rows`, but a row that lies on a grid of at most ``limit`` steps stays what it is.

    So weights that were rounded before, and have not been trained since, are rounded to themselves.
    """
    rounded, scale = quantize_rows(weight, limit)
    wrong = np.flatnonzero(~lies_on(weight, scale))
    for steps in range(limit - 1, limit // 4, -1):
        if not len(wrong):
            break
        rows = weight[wrong]
        finer = np.abs(rows).max(axis=1, keepdims=True).astype(np.float32) / np.float32(steps)
        found = lies_on(rows, finer)
        scale[wrong[found]] = finer[found]
        rounded[wrong[found]] = np.round(rows[found] / finer[found]).astype(np.int8)
        wrong = wrong[~found]
    return rounded, scale


def lies_on(rows: Array, scale: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which of ``rows`` [N, columns] are whole multiples of their ``scale`` [N, 1], but for rounding."""
    steps = np.asarray(rows, dtype=np.float32) / scale
    on: NDArray[np.bool_] = (np.abs(steps - np.round(steps)) < GRID).all(axis=1)
    return on


def is_worthwhile(shape: tuple[int, ...]) -> bool:
    """Whether a parameter of ``shape`` is stored in int8."""
    return len(shape) == 2 and shape[0] >= FEWEST_ROWS and shape[0] * shape[1] >= SMALLEST


def pack_weights(state: Mapping[str, Tensor], rounding: Rounding = quantize_rows) -> dict[str, Tensor]:
    """``state`` with each large matrix P as int8 ``P`` and float32 ``P.scale`` [rows, 1], the rest float32,
    but for what is ``EXACT``.

    The values are those of the exported graph, so that further training starts from the model that scored.
    """
    packed: dict[str, Tensor] = {}
    for name, value in state.items():
        if is_worthwhile(tuple(value.shape)):
            limit = TABLE_LIMIT if name.endswith(TABLES) else LINEAR_LIMIT
            weight, scale = rounding(value.detach().float().cpu().numpy(), limit)
            packed[name], packed[f"{name}.scale"] = torch.from_numpy(weight), torch.from_numpy(scale)
        elif value.dtype in EXACT:
            packed[name] = value.detach().cpu().clone()
        else:
            packed[name] = value.detach().float().cpu().clone()
    return packed


def unpack_weights(packed: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The float32 state that :func:`pack_weights` packed, each element within half a scale."""
    return {
        name: value.float() * packed[f"{name}.scale"] if f"{name}.scale" in packed else value
        for name, value in packed.items()
        if name.removesuffix(".scale") not in packed or not name.endswith(".scale")
    }
