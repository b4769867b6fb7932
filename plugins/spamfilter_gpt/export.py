"""A trained GPT as a model folder: ONNX, rank table, model.json and card, with a parity check."""

import hashlib
import json
import logging
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from spamfilter import CreateError, DataError
from spamfilter_gpt.dataset import SpamDataset, make_batch
from spamfilter_gpt.folder import CARD_FILE, FORMAT, MODEL_FILE, RANKS_FILE
from spamfilter_gpt.model import GPT

PARITY_LIMIT = 1e-4


class Scorer(nn.Module):
    """Logits, temperature and softmax in one graph: the score [B] of ``input_ids`` [B, T]."""

    def __init__(self, model: GPT, temperature: float) -> None:
        super().__init__()
        self.model = model
        self.temperature = temperature

    def forward(self, input_ids: Tensor, lengths: Tensor) -> Tensor:
        logits = self.model(input_ids, lengths) / self.temperature
        score: Tensor = torch.softmax(logits, dim=-1)[:, 1]
        return score


def export_onnx(model: GPT, temperature: float) -> bytes:
    """The scorer as ONNX bytes, batch and length dynamic, no external data."""
    scorer = Scorer(model, temperature).eval()
    batch = torch.export.Dim("batch")
    length = torch.export.Dim("length", max=model.config.context_length)
    # Example sizes of two and more: a size of one would be exported as a constant.
    example = (torch.zeros(3, 7, dtype=torch.long), torch.tensor([7, 3, 5]))
    # The exporter reports missing torchvision operators and its own deprecations; none concern a user.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / MODEL_FILE
        program = torch.onnx.export(
            scorer,
            example,
            dynamo=True,
            input_names=["input_ids", "lengths"],
            output_names=["spam_score"],
            dynamic_shapes={"input_ids": {0: batch, 1: length}, "lengths": {0: batch}},
            verbose=False,
        )
        if program is None:
            raise DataError("torch exported no ONNX program; report this with the versions of torch and onnx")
        program.save(str(path), external_data=False)
        return strip_traces(path.read_bytes())


def strip_traces(data: bytes) -> bytes:
    """Drop the exporter's notes on nodes and values: stack traces with the paths of this machine."""
    proto = onnx.load_from_string(data)
    graph = proto.graph
    for item in (*graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer):
        del item.metadata_props[:]
        item.doc_string = ""
    return bytes(proto.SerializeToString())


def measure_parity(model: GPT, temperature: float, program: bytes, data: SpamDataset) -> float:
    """Largest difference between torch's and onnxruntime's score over ``data``, in batches of 1 to 33."""
    scorer = Scorer(model, temperature).eval()
    session = onnxruntime.InferenceSession(program, providers=["CPUExecutionProvider"])
    worst, start = 0.0, 0
    for size in [1, 2, 33] + [32] * len(data):
        rows = range(start, min(start + size, len(data)))
        start += size
        if not rows:
            break
        batch = make_batch(data, rows)
        feed = {"input_ids": batch.input_ids.numpy(), "lengths": batch.lengths.numpy()}
        with torch.no_grad():
            expected = scorer(batch.input_ids, batch.lengths).numpy()
        worst = max(worst, float(np.abs(session.run(None, feed)[0] - expected).max()))
    return worst


def write_folder(path: Path, files: dict[str, bytes], card: dict[str, Any]) -> None:
    """Write a model folder; model.json, which makes it one, comes last."""
    hashes = {name: hashlib.sha256(files[name]).hexdigest() for name in (MODEL_FILE, RANKS_FILE)}
    described = {"format": FORMAT, **card, "sha256": hashes}
    try:
        path.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (path / name).write_bytes(data)
        (path / CARD_FILE).write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise CreateError(f"cannot write {path}: {error.strerror}; choose another folder") from None
