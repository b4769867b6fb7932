"""The peak of this machine's matrix products: what ``inference.py`` takes shares of. Prints JSON.

Square matrices, each kind on one core and on all that OMP_NUM_THREADS allows, the best of three products.
"""

import json
import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from spamfilter_gpt.network.precision import choose_precision

SIZE = 2048
OPERATORS = ("MatMulInteger", "MatMulIntegerToFloat")


def time_product(multiply: Callable[[], object]) -> float:
    """Operations a second of the best of three products, after one that is not counted."""
    multiply()
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        multiply()
        seconds.append(time.perf_counter() - start)
    return 2 * SIZE**3 / min(seconds)


def make_int8_product(operator: str, cores: int) -> Callable[[], object]:
    """uint8 by constant int8, as in the exported model, by one of onnxruntime's operators."""
    random = np.random.default_rng(0)
    weight = random.integers(-64, 65, (SIZE, SIZE), dtype=np.int8)
    left = random.integers(0, 256, (SIZE, SIZE), dtype=np.uint8)
    constants: dict[str, NDArray[Any]] = {
        "weight": weight,
        "zero": np.array(128, np.uint8),
        "scale": np.array(0.01, np.float32),
    }
    to_float = operator == "MatMulIntegerToFloat"
    inputs = ["left", "weight", *(["scale", "scale"] if to_float else []), "zero"]
    node = helper.make_node(operator, inputs, ["product"], domain="com.microsoft" if to_float else "")
    given, wanted = TensorProto.UINT8, TensorProto.FLOAT if to_float else TensorProto.INT32
    shape = [SIZE, SIZE]
    graph = helper.make_graph(
        [node],
        "product",
        [helper.make_tensor_value_info("left", given, shape)],
        [helper.make_tensor_value_info("product", wanted, shape)],
        [numpy_helper.from_array(value, name) for name, value in constants.items() if name in inputs],
    )
    domains = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=domains, ir_version=10)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = cores
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    return lambda: session.run(None, {"left": left})


def main() -> None:
    kinds = {"fp32": torch.float32}
    if choose_precision("auto", torch.device("cpu")) == "bf16":
        kinds["bf16"] = torch.bfloat16
    found = []
    for cores in sorted({1, int(os.environ["OMP_NUM_THREADS"])}):
        torch.set_num_threads(cores)
        for precision, dtype in kinds.items():
            matrix = torch.randn(SIZE, SIZE).to(dtype)
            rate = time_product(lambda m=matrix: m @ m)  # type: ignore[misc]
            found.append({"name": "torch", "precision": precision, "cores": cores, "rate": rate})
        for operator in OPERATORS:
            rate = time_product(make_int8_product(operator, cores))
            found.append({"name": operator, "precision": "int8", "cores": cores, "rate": rate})
    print(json.dumps(found))


if __name__ == "__main__":
    main()
