"""What onnxruntime has whole is one node in an export, and computes what torch does."""

from collections import Counter
from functools import cache

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from spamfilter_gpt.export.onnx import Scorer, export_onnx, make_scorer
from spamfilter_gpt.network.classifier import ClassHead, SpamClassifier
from spamfilter_gpt.network.decoder import Decoder
from spamfilter_gpt.network.gpt1 import GPT1
from spamfilter_gpt.network.gpt2 import GPT
from spamfilter_gpt.network.llama import Llama
from spamfilter_gpt.records.architecture import GPT1Config, GPTConfig, LlamaConfig
from spamfilter_gpt.records.choices import Read
from spamfilter_gpt.weights.quantize import quantize_weights


def make_model(family: str, read: Read) -> SpamClassifier:
    torch.manual_seed(1)
    if family == "gpt2":
        decoder: Decoder = GPT(GPTConfig(100, 64, 32, 3, 4))
    elif family == "gpt1":
        decoder = GPT1(GPT1Config(100, 64, 32, 3, 4))
    else:
        decoder = Llama(LlamaConfig(100, 64, 64, 3, 4, 2, 128))
    model = SpamClassifier(decoder, ClassHead(decoder.wte.embedding_dim, read))
    torch.nn.init.normal_(model.head.weight)
    return model.eval()


@cache
def export(family: str, read: Read) -> tuple[Scorer, bytes]:
    """The model that scores, and its graph; an export takes seconds."""
    scorer = make_scorer(make_model(family, read), 1.0, 0.0, 64, 0)
    return scorer, export_onnx(scorer)


def count_operators(program: bytes) -> Counter[str]:
    return Counter(node.op_type for node in onnx.load_from_string(program).graph.node)


@pytest.mark.slow
@pytest.mark.parametrize("family", ["gpt1", "gpt2", "llama"])
@pytest.mark.parametrize(("read", "whole"), [("mean", 3), ("last", 2)])
def test_attention_is_a_node_a_block_but_for_the_last_token_alone(
    family: str, read: Read, whole: int
) -> None:
    scorer, program = export(family, read)
    assert count_operators(program)["GroupQueryAttention"] == whole
    session = onnxruntime.InferenceSession(program, providers=["CPUExecutionProvider"])
    for batch, width in ((1, 1), (2, 3), (5, 30)):
        ids = torch.randint(100, (batch, width))
        lengths = torch.randint(1, width + 1, (batch,))
        lengths[0] = width
        with torch.no_grad():
            expected = scorer(ids, lengths)
        found = session.run(None, {"input_ids": ids.numpy(), "lengths": lengths.numpy()})
        for one, other in zip(found, expected, strict=True):  # scores, features
            np.testing.assert_allclose(one, other.numpy(), atol=3e-6)


@pytest.mark.slow
def test_a_norm_is_a_node() -> None:
    found = count_operators(export("llama", "mean")[1])
    assert found["SimplifiedLayerNormalization"] == 2 * 3 + 1
    assert found["Pow"] == found["ReduceMean"] == 0


def test_the_scale_of_a_gate_s_factor_follows_the_layer_behind_it() -> None:
    graph = onnx.load_from_string(quantize_weights(export("llama", "mean")[1])).graph
    made = {name: node.op_type for node in graph.node for name in node.output}
    products = [node for node in graph.node if node.op_type == "Mul"]
    gated = [node for node in products if "MatMulIntegerToFloat" in {made.get(name) for name in node.input}]
    layers = sum(node.op_type == "MatMulIntegerToFloat" for node in graph.node)
    assert layers == 3 * 7
    assert len(gated) == layers  # one multiplication each: up's is the gating itself
