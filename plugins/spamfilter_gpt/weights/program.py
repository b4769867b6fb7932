"""A torch module as an ONNX program."""

import logging
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx
import onnx_ir as ir
import torch
from onnx_ir.passes import common
from onnxscript.optimizer import fold_constants
from torch import Tensor, nn

from spamfilter import DataError


@dataclass(frozen=True, slots=True)
class Signature:
    """The inputs of a program by name: an ``example`` of each, and ``shapes``, which of its dimensions vary.

    Example sizes are two or more: a size of one would be exported as a constant.
    """

    example: Mapping[str, Tensor]
    shapes: Mapping[str, Mapping[int, Any]]

    @classmethod
    def of_rows(cls, longest: int | None, *numbers: str) -> "Signature":
        """``input_ids`` [B, T], T up to ``longest``, ``lengths`` [B], and [B] for each name."""
        batch, length = torch.export.Dim("batch"), torch.export.Dim("length", max=longest)
        example = {"input_ids": torch.zeros(3, 7, dtype=torch.long), "lengths": torch.tensor([7, 3, 5])}
        example |= {name: torch.zeros(3) for name in numbers}
        shapes = {name: {0: batch} for name in example}
        shapes["input_ids"][1] = length
        return cls(example, shapes)


def export_program(module: nn.Module, inputs: Signature, outputs: Sequence[str]) -> bytes:
    """``module``, which takes ``inputs`` and gives ``outputs``, as ONNX bytes, weights inside."""
    # The exporter reports missing torchvision operators and its own deprecations; none concern a user.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / "program.onnx"
        program = torch.onnx.export(
            module,
            tuple(inputs.example.values()),
            dynamo=True,
            input_names=list(inputs.example),
            output_names=list(outputs),
            dynamic_shapes=dict(inputs.shapes),
            verbose=False,
            optimize=False,
        )
        if program is None:
            raise DataError("torch exported no ONNX program; report this with the versions of torch and onnx")
        tidy_graph(program.model)
        program.save(str(path), external_data=False)
        return strip_traces(path.read_bytes())


def tidy_graph(model: ir.Model) -> None:
    """Fold constants and drop what is unused or double, in place.

    These are the exporter's own passes without its pattern rewriter, whose time grows with the square of the
    nodes (a minute and more at 30 blocks) and whose patterns onnxruntime finds by itself.
    """
    fold_constants(model)
    for tidy in (
        common.RemoveUnusedNodesPass(),
        common.LiftConstantsToInitializersPass(lift_all_constants=True, size_limit=0),
        common.DeduplicateInitializersPass(),
        common.CommonSubexpressionEliminationPass(),
        common.RemoveUnusedNodesPass(),
        common.OutputFixPass(),
        common.NameFixPass(),
    ):
        tidy(model)


def strip_traces(data: bytes) -> bytes:
    """Drop the exporter's notes on nodes and values: stack traces with the paths of this machine."""
    proto = onnx.load_from_string(data)
    graph = proto.graph
    for item in (*graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer):
        del item.metadata_props[:]
        item.doc_string = ""
    return bytes(proto.SerializeToString())
