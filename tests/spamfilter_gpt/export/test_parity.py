"""A trained model on its way to int8: changed so that less is lost, and checked."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import spamfilter_gpt.export.parity
import torch
from numpy.typing import NDArray
from spamfilter_gpt.export.int8.gptq import round_rows
from spamfilter_gpt.export.int8.layer_inputs import BlockInputs, record_inputs
from spamfilter_gpt.export.int8.outliers import balance_mlp, rotate_states
from spamfilter_gpt.export.onnx import export_onnx, make_scorer
from spamfilter_gpt.export.parity import check_parity, is_close, prepare_int8
from spamfilter_gpt.export.publish import ExportOptions, export_run
from spamfilter_gpt.network.classifier import ClassHead, SpamClassifier
from spamfilter_gpt.network.gpt2 import GPT
from spamfilter_gpt.network.llama import Llama
from spamfilter_gpt.records.architecture import GPTConfig, LlamaConfig
from spamfilter_gpt.records.model_card import Parity
from spamfilter_gpt.records.recipe import Recipe, Settings
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.training.dataset import Batch
from spamfilter_gpt.training.run import train_run
from spamfilter_gpt.weights.graph import locate_weights
from spamfilter_gpt.weights.int8 import LINEAR_LIMIT, quantize_rows
from spamfilter_gpt.weights.quantize import quantize_weights
from torch import Tensor

from spamfilter import DataError, Message
from tests.spamfilter_gpt.made_up import write_labelled

LOUD = 3  # a channel


def make_loud() -> SpamClassifier:
    """A small Llama as pretraining leaves them: one state is far above the rest, and so is one SwiGLU's."""
    torch.manual_seed(1)
    model = SpamClassifier(Llama(LlamaConfig(300, 64, 128, 3, 4, 2, 256)), ClassHead(128, "mean"))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim == 1:  # the norms' weights, which a rotation has to move
                parameter.uniform_(0.5, 1.5)
            elif name.endswith("_proj.weight"):
                parameter.mul_(5)
        model.decoder.wte.weight[:, LOUD] += 1.0
        for block in model.decoder.h:
            block.mlp.up_proj.weight[LOUD] *= 30
    return model.eval()


def make_batch(rows: int = 40, seed: int = 0) -> Batch:
    """Random messages of 1 to 30 tokens."""
    random = torch.Generator().manual_seed(seed)
    lengths = torch.randint(1, 31, (rows,), generator=random)
    ids = torch.randint(0, 300, (rows, 30), generator=random)
    return Batch(list(range(rows)), ids, lengths, torch.zeros(rows, dtype=torch.long))


def ask(model: SpamClassifier, batch: Batch) -> Tensor:
    with torch.no_grad():
        return model(batch.input_ids, batch.lengths)


def record(model: SpamClassifier, batch: Batch) -> list[BlockInputs]:
    return list(record_inputs(model, [batch]))


def loudness(peaks: Tensor) -> float:
    return (peaks.max() / peaks.median()).item()


def test_rotated_states_give_the_same_logits_without_a_loud_channel() -> None:
    model, batch = make_loud(), make_batch()
    expected, (before, *_) = ask(model, batch), record(model, batch)
    rotate_states(model)
    after = record(model, batch)[0]
    torch.testing.assert_close(ask(model, batch), expected, atol=1e-4, rtol=1e-4)
    query = model.decoder.h[0].attn.q_proj
    assert loudness(after[query].peaks) < loudness(before[query].peaks) / 2


def test_balanced_mlps_give_the_same_logits_with_a_quieter_channel() -> None:
    model, batch = make_loud(), make_batch()
    mlp = model.decoder.h[0].mlp
    expected, told = ask(model, batch), record(model, batch)[0][mlp.down_proj]
    before = loudness(told.peaks)
    balance_mlp(mlp, told)
    torch.testing.assert_close(ask(model, batch), expected, atol=1e-4, rtol=1e-4)
    found = record(model, batch)[0][mlp.down_proj]
    assert loudness(found.peaks) < before / 3
    torch.testing.assert_close(told.peaks, found.peaks)
    torch.testing.assert_close(told.products, found.products, rtol=1e-4, atol=1e-4)


def test_a_language_model_is_not_turned() -> None:
    model = make_loud()
    before = {name: value.clone() for name, value in model.weights().items()}
    prepare_int8(model, [make_batch()], turn=False)
    assert all(torch.equal(value, before[name]) for name, value in model.weights().items())


def test_inputs_are_of_real_tokens_and_shared_where_layers_read_the_same() -> None:
    model, batch = make_loud(), make_batch()
    padded = Batch(batch.rows, batch.input_ids.clone(), batch.lengths, batch.labels)
    for row, length in enumerate(batch.lengths.tolist()):
        padded.input_ids[row, length:] = 7
    blocks = model.decoder.h
    for block, inputs, others in zip(blocks, record(model, batch), record(model, padded), strict=True):
        assert len({id(read) for read in inputs.values()}) == 4
        assert inputs[block.attn.q_proj] is inputs[block.attn.v_proj]
        for layer, read in inputs.items():
            assert read.peaks.shape == (layer.in_features,)
            torch.testing.assert_close(others[layer].products, read.products)


def test_compensated_rounding_keeps_the_outputs_of_related_inputs() -> None:
    torch.manual_seed(0)
    x = torch.randn(500, 8, dtype=torch.float64) @ torch.randn(8, 64, dtype=torch.float64)
    x += 0.1 * torch.randn(500, 64, dtype=torch.float64)
    weight = torch.randn(32, 64)

    def lost(values: Tensor, scales: Tensor) -> float:
        return (x @ (values * scales - weight).double().T).pow(2).mean().item()

    values, scales = round_rows(weight, x.T @ x)
    nearest, steps = (torch.from_numpy(one) for one in quantize_rows(weight.numpy(), LINEAR_LIMIT))
    assert values.abs().max() <= LINEAR_LIMIT
    assert torch.equal(scales, steps)
    assert lost(values, scales) < lost(nearest, steps) / 4


def test_of_unrelated_inputs_rounding_is_to_the_nearest() -> None:
    weight = torch.randn(16, 200, generator=torch.Generator().manual_seed(2))
    weight[5] = 0
    values, scales = round_rows(weight, torch.eye(200, dtype=torch.float64))
    nearest, steps = quantize_rows(weight.numpy(), LINEAR_LIMIT)
    np.testing.assert_array_equal(values.numpy(), nearest)
    np.testing.assert_array_equal(scales.numpy(), steps)


def score(program: bytes, batch: Batch) -> NDArray[np.float64]:
    """Log-odds of spam."""
    session = onnxruntime.InferenceSession(program, providers=["CPUExecutionProvider"])
    feed = {"input_ids": batch.input_ids.numpy(), "lengths": batch.lengths.numpy()}
    scores = session.run(None, feed)[0].astype(np.float64)
    return np.log(scores / (1 - scores))


@pytest.mark.slow
def test_a_loud_model_loses_less_than_half_as_much_when_prepared() -> None:
    model, batch = make_loud(), make_batch(200, seed=1)
    program = export_onnx(make_scorer(model, 1.0, 0.0, 64, 0))
    expected, nearest = score(program, batch), score(quantize_weights(program), batch)
    rounding = prepare_int8(model, [make_batch()], turn=True)
    prepared = export_onnx(make_scorer(model, 1.0, 0.0, 64, 0))
    np.testing.assert_allclose(score(prepared, batch), expected, atol=1e-4)
    found = score(quantize_weights(prepared, rounding), batch)

    def lost(scores: NDArray[np.float64]) -> float:
        return float(np.sqrt(np.mean((scores - expected) ** 2)))

    assert lost(found) < lost(nearest) / 2


@pytest.mark.slow
@pytest.mark.parametrize("family", ["gpt2", "llama"])
def test_compensated_weights_are_found_in_the_graph(family: str) -> None:
    model = make_loud()
    if family == "gpt2":
        model = SpamClassifier(GPT(GPTConfig(300, 64, 64, 2, 4)), ClassHead(64))
    rounding = prepare_int8(model, [make_batch()], turn=True)
    quantized = quantize_weights(export_onnx(make_scorer(model, 1.0, 0.0, 64, 0)), rounding)
    assert locate_weights(quantized, model.weights(), rounding)[1] == set()
    assert locate_weights(quantized, model.weights())[1]  # the nearest int8 are others


@pytest.mark.parametrize(
    ("largest", "mean", "equal", "close"),
    [
        (0.34, 0.001, 1.0, True),  # one doubtful message
        (0.34, 0.001, 0.97, False),
        (0.34, 0.03, 1.0, False),
        (0.01, 0.001, 0.5, True),  # of two messages one, at 0.5
    ],
)
def test_int8_stands_for_float32_by_labels_and_the_mean(
    largest: float, mean: float, equal: float, close: bool
) -> None:
    assert is_close(Parity(20, 0.0, largest, mean, equal)) is close


@pytest.mark.parametrize(
    ("parity", "complaint"),
    [
        (Parity(20, 0.0, features_difference=0.01), "differs from torch in its features by 1.0e-02, over"),
        (Parity(20, 0.0, features_difference=float("nan")), "differs from torch in its features by nan"),
        (Parity(20, 0.01), "differs from torch by 1.0e-02, over 0.0001; nothing written"),
        (Parity(20, 0.0, quantized_features=0.3), "past the limit of 25% for features; nothing written"),
        (Parity(20, 0.0, quantized_features=float("nan")), "past the limit of 25% for features; nothing"),
    ],
)
def test_features_that_are_others_are_refused_as_scores_are(parity: Parity, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        list(check_parity(parity, "int8"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("convert")
    recipe = Recipe(epochs=1, trainable="head")
    settings = Settings(base="new", layers=1, heads=4, width=64, ranks=300, recipe=recipe)
    train_run(write_labelled(folder / "data"), folder / "run", settings, tell=lambda line: None)
    return folder / "run"


@pytest.mark.slow
def test_where_int8_would_change_verdicts_float32_is_kept(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spamfilter_gpt.export.parity, "DIFFERENCE_LIMIT", -1.0)
    lines = list(export_run(run, tmp_path / "model", ExportOptions()))
    past = "that is past the limits of -1.0 in the mean and 98%, so the model keeps float32"
    assert any(line.startswith(past) for line in lines)
    assert json.loads((tmp_path / "model" / "model.json").read_text())["quantize"] == "none"
    monkeypatch.undo()
    list(export_run(run, tmp_path / "plain", ExportOptions("none")))
    texts = [Message("WIN a prize"), Message("see you at 7")]
    kept, plain = (load_classifier(str(tmp_path / name)).score(texts) for name in ("model", "plain"))
    assert kept == plain


@pytest.mark.slow
def test_int8_that_was_asked_for_is_refused_past_the_limits(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spamfilter_gpt.export.parity, "DIFFERENCE_LIMIT", -1.0)
    with pytest.raises(DataError, match=r"past the limits .*; nothing written; use --quantize none"):
        list(export_run(run, tmp_path / "model", ExportOptions("int8")))
    assert not (tmp_path / "model").exists()


@pytest.mark.slow
def test_weights_of_the_model_that_was_there_before_do_not_stay(run: Path, tmp_path: Path) -> None:
    list(export_run(run, tmp_path / "model", ExportOptions("none", weights=True)))
    assert (tmp_path / "model" / "weights.safetensors").exists()
    list(export_run(run, tmp_path / "model", ExportOptions("int8")))
    assert not (tmp_path / "model" / "weights.safetensors").exists()
    assert (run / "weights.safetensors").exists()


@pytest.mark.slow
def test_the_run_s_own_weights_stay_by_whatever_name_it_is_called(run: Path) -> None:
    before = (run / "weights.safetensors").read_bytes()
    list(export_run(run, run.parent / "data" / ".." / "run", ExportOptions("none", weights=True)))
    assert (run / "weights.safetensors").read_bytes() == before
