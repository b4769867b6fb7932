"""An exported graph with its weights in int8, whose scores stay free of the batch.

Weights are rounded as :mod:`spamfilter_gpt.weights.int8` says. In the graph a table is gathered in int8 and
only the gathered rows become float. A linear layer multiplies integers: each input vector, one token of one
message, is divided by its own largest absolute value and quantized in fixed steps, so a score cannot depend
on its neighbours, and nothing has to be calibrated. onnxruntime's own dynamic quantization takes one scale
for the whole batch.
"""

from collections import Counter

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from spamfilter_gpt.weights.int8 import (
    LINEAR_LIMIT,
    TABLE_LIMIT,
    Array,
    Quantized,
    Rounding,
    is_worthwhile,
    quantize_rows,
)

Constants = dict[str, Array]

INPUT_STEPS = 127  # on either side of zero; the zero point of uint8 is 128
ZERO_POINT = 128
TINY = 1e-30  # divides a vector of zeros

SHARED: Constants = {
    "int8_axis": np.array([-1], dtype=np.int64),
    "int8_tiny": np.array(TINY, dtype=np.float32),
    "int8_step": np.array(1 / INPUT_STEPS, dtype=np.float32),
    "int8_zero": np.array(ZERO_POINT, dtype=np.uint8),
}


def quantize_weights(model: bytes, rounding: Rounding = quantize_rows) -> bytes:
    """An exported fp32 ONNX model with its linear layers, rounded by ``rounding``, and its tables in int8.

    Expects what torch's dynamo exporter writes: a linear layer is a MatMul with a constant, a table a Gather
    from one. Uses ``MatMulIntegerToFloat`` of onnxruntime's CPU operators. Gemm, which is the class head's,
    and small matrices stay float32.
    """
    proto = onnx.load_from_string(model)
    graph = proto.graph
    constants = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    quantized: set[str] = set()  # inputs of linear layers; query, key and value share one
    folded = fold_constants(list(graph.node), constants)
    carried = find_carried(folded, constants)
    for node in folded:
        weight = find_weight(node, constants)
        if weight is None:
            nodes.append(node)
        elif node.op_type == "Gather":
            nodes += rewrite_gather(node, weight, constants)
        else:
            nodes += rewrite_matmul(node, rounding(weight, LINEAR_LIMIT), constants, quantized, carried)
    constants.update(SHARED)
    used = {name for node in nodes for name in node.input} | {item.name for item in graph.output}
    del graph.node[:], graph.initializer[:], graph.value_info[:]
    graph.node.extend(nodes)
    graph.initializer.extend(
        numpy_helper.from_array(constants[name], name) for name in constants if name in used
    )
    if all(item.domain != "com.microsoft" for item in proto.opset_import):
        proto.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return bytes(proto.SerializeToString())


def fold_constants(nodes: list[onnx.NodeProto], constants: Constants) -> list[onnx.NodeProto]:
    """``nodes`` without the Slice and Transpose of constant matrices, whose results join ``constants``."""
    kept = []
    for node in nodes:
        known = all(name in constants for name in node.input if name)
        if node.op_type not in ("Slice", "Transpose") or not known or constants[node.input[0]].ndim != 2:
            kept.append(node)
            continue
        value = constants[node.input[0]]
        if node.op_type == "Slice":
            value = slice_constant(value, [constants[name] for name in node.input[1:]])
        else:
            order = next((list(item.ints) for item in node.attribute if item.name == "perm"), [1, 0])
            value = value.transpose(order)
        constants[node.output[0]] = np.ascontiguousarray(value)
    return kept


def slice_constant(value: Array, arguments: list[Array]) -> Array:
    """ONNX Slice of ``value``; ``arguments`` are starts, stops and, where given, axes and steps."""
    starts, stops = arguments[0].tolist(), arguments[1].tolist()
    axes = arguments[2].tolist() if len(arguments) > 2 else list(range(len(starts)))
    steps = arguments[3].tolist() if len(arguments) > 3 else [1] * len(starts)
    index = [slice(None)] * value.ndim
    for axis, start, stop, step in zip(axes, starts, stops, steps, strict=True):
        index[axis] = slice(start, stop, step)
    return value[tuple(index)]


def find_weight(node: onnx.NodeProto, constants: Constants) -> Array | None:
    """The float32 weight of a linear layer, as [out, in], or of a table, [rows, C]; None for other nodes."""
    place = {"MatMul": 1, "Gather": 0}.get(node.op_type)
    value = None if place is None else constants.get(node.input[place])
    across = any(item.name == "axis" and item.i != 0 for item in node.attribute)
    if value is None or value.ndim != 2 or value.dtype != np.float32 or across:
        return None
    weight = value.T if node.op_type == "MatMul" else value
    return weight if is_worthwhile(weight.shape) else None


def rewrite_gather(node: onnx.NodeProto, table: Array, constants: Constants) -> list[onnx.NodeProto]:
    """Gather rows and scales, then multiply: the table itself never becomes float."""
    name, index, output = node.input[0], node.input[1], node.output[0]
    constants[f"{name}_int8"], constants[f"{name}_scale"] = quantize_rows(table, TABLE_LIMIT)
    return [
        helper.make_node("Gather", [f"{name}_int8", index], [f"{output}_int8"]),
        helper.make_node("Gather", [f"{name}_scale", index], [f"{output}_scale"]),
        helper.make_node("Cast", [f"{output}_int8"], [f"{output}_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{output}_float", f"{output}_scale"], [output]),
    ]


def find_carried(nodes: list[onnx.NodeProto], constants: Constants) -> dict[str, onnx.NodeProto]:
    """Linear layers whose output only scales the input of another: that input, and the layer.

    In SwiGLU up(x) scales what down reads, which is divided by its own largest value before it is quantized.
    So the scale of up(x), one number a token, need not be multiplied in before: it may follow down.
    """
    producers = {name: node for node in nodes for name in node.output}
    uses = Counter(name for node in nodes for name in node.input)
    found = {}
    for node in nodes:
        product = producers.get(node.input[0]) if node.op_type == "MatMul" else None
        if product is None or product.op_type != "Mul" or uses[product.output[0]] != 1:
            continue
        for name in product.input:
            layer = producers.get(name)
            if layer is not None and layer.op_type == "MatMul" and uses[name] == 1:
                if find_weight(layer, constants) is not None and find_weight(node, constants) is not None:
                    found[product.output[0]] = layer
                break
    return found


def rewrite_matmul(
    node: onnx.NodeProto,
    weight: Quantized,
    constants: Constants,
    quantized: set[str],
    carried: dict[str, onnx.NodeProto],
) -> list[onnx.NodeProto]:
    """x W as (x / m) W m, where m [..., 1] is the largest absolute value of each vector of x [..., in]."""
    x, name, output = node.input[0], node.input[1], node.output[0]
    weight_int8, scale = weight
    constants[f"{name}_int8"], constants[f"{name}_scale"] = np.ascontiguousarray(weight_int8.T), scale[:, 0]
    nodes = [] if x in quantized else quantize_input(x)
    quantized.add(x)
    carries = any(layer.output[0] == output for layer in carried.values())
    unit, factor = output if carries else f"{output}_unit", f"{x}_max"
    product = [f"{x}_int8", f"{name}_int8", "int8_step", f"{name}_scale", "int8_zero"]
    nodes.append(helper.make_node("MatMulIntegerToFloat", product, [unit], domain="com.microsoft"))
    if x in carried:
        before, factor = carried[x].input[0], f"{output}_factor"
        nodes.append(helper.make_node("Mul", [f"{x}_max", f"{before}_max"], [factor]))
    return nodes if carries else [*nodes, helper.make_node("Mul", [unit, factor], [output])]


def quantize_input(x: str) -> list[onnx.NodeProto]:
    """Nodes that give ``{x}_max`` [..., 1] and ``{x}_int8``: x over it, in uint8 around the zero point."""
    return [
        helper.make_node("Abs", [x], [f"{x}_abs"]),
        helper.make_node("ReduceMax", [f"{x}_abs", "int8_axis"], [f"{x}_peak"], keepdims=1),
        helper.make_node("Max", [f"{x}_peak", "int8_tiny"], [f"{x}_max"]),
        helper.make_node("Reciprocal", [f"{x}_max"], [f"{x}_inverse"]),
        helper.make_node("Mul", [x, f"{x}_inverse"], [f"{x}_scaled"]),
        helper.make_node("QuantizeLinear", [f"{x}_scaled", "int8_step", "int8_zero"], [f"{x}_int8"]),
    ]
