"""The weights inside an exported graph: found there when it is made, read back when training starts from it.

So a model folder holds its weights once. The exporter renames, transposes and cuts them, so where a
parameter went is told by its values.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from spamfilter import DataError
from spamfilter_gpt.weights.int8 import Rounding, pack_weights, quantize_rows

PIECES = 3  # that the exporter cuts GPT-2's joint query, key and value layer into
TURNED = ".T"
Array = NDArray[Any]


def locate_weights(
    program: bytes, state: Mapping[str, Tensor], rounding: Rounding = quantize_rows
) -> tuple[dict[str, list[str]], set[str]]:
    """Where the parameters of ``state`` are in an int8 ``program``, and which are not in it as they are.

    A parameter is named with the constants that are its rows one below the other, ``.T`` behind those that
    are transposed; one in int8 has its scales under the same name with ``_scale`` for ``_int8``.
    """
    known: dict[str, str] = {}
    for item in onnx.load_from_string(program).graph.initializer:
        value = numpy_helper.to_array(item)
        known.setdefault(mark(value), item.name)
        known.setdefault(mark(value.T), item.name + TURNED)
    found: dict[str, list[str]] = {}
    packed = pack_weights(state, rounding)
    for name in state:
        value = packed[name].numpy()
        whole = [value], np.split(value, PIECES) if len(value) % PIECES == 0 else []
        for pieces in filter(None, whole):
            marks = [mark(piece) for piece in pieces]
            if all(one in known for one in marks):
                found[name] = [known[one] for one in marks]
                break
    return found, set(state) - set(found)


def mark(value: Array) -> str:
    """What tells a constant by its shape, type and values."""
    data = np.ascontiguousarray(value)
    return f"{data.shape} {data.dtype} {hashlib.sha256(data.tobytes()).hexdigest()}"


def read_weights(program: bytes, places: Mapping[str, Sequence[str]]) -> dict[str, Tensor]:
    """The parameters at ``places`` in ``program``, float32. Raises :class:`DataError` if one is missing."""
    constants = {item.name: item for item in onnx.load_from_string(program).graph.initializer}
    try:
        return {
            name: torch.cat([read_piece(constants, piece) for piece in pieces])
            for name, pieces in places.items()
        }
    except (KeyError, ValueError) as error:
        raise DataError(f"the model's graph lacks weights that model.json names: {error}") from None


def read_piece(constants: Mapping[str, onnx.TensorProto], piece: str) -> Tensor:
    """One constant turned back, as float32."""
    name = piece.removesuffix(TURNED)
    value = numpy_helper.to_array(constants[name])
    value = value.T if piece != name else value
    if value.dtype == np.int8:
        scale = numpy_helper.to_array(constants[name.removesuffix("_int8") + "_scale"])
        return torch.from_numpy(value.astype(np.float32) * scale.reshape(-1, 1))
    return torch.from_numpy(value.copy())
