"""The parts of ``inference.py`` that run in Python: PART WORKSPACE [MODEL], each in a process of its own.

Prints one JSON object. Libraries are imported inside the functions, so that the peak memory of a part
holds none that it does without. Every part is given text and ends with scores: all of them tokenize.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spamfilter_gpt.records.architecture import LlamaConfig
from spamfilter_gpt.records.model_card import ModelCard
from spamfilter_gpt.runtime.folder import ModelFolder, load_folder

from spamfilter import Message, SpamfilterError, labelled
from spamfilter.readers.lines import read_lines

BATCH = 32
PASSES = 3
LONGEST = 10.0  # seconds after which no other pass begins
BOOK_LENGTH = 120  # tokens that chapter 6 pads to, the longest of its training rows
FP32_FILE = "fp32.onnx"
Batch = list[Message]
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """What a part works on: ``folder`` is the model, ``threads`` what a library may use that has a choice."""

    workspace: Path
    folder: ModelFolder
    messages: Batch
    threads: int


def make_batches(messages: Batch, limit: int | None = None, size: int = BATCH) -> list[Batch]:
    """``messages`` by length in batches; of these every n-th, for about ``limit`` messages of all lengths."""
    order = sorted(messages, key=lambda message: len(message.text))
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    step = max(1, -(-len(messages) // (limit or len(messages))))
    return batches[step // 2 :: step]


def time_passes(run: Callable[[Batch], object], batches: list[Batch]) -> float:
    """Seconds of the best of up to three passes over ``batches``, after a batch that is not counted."""
    run(batches[len(batches) // 2])
    passes: list[float] = []
    while len(passes) < PASSES and sum(passes) < LONGEST:
        start = time.perf_counter()
        for batch in batches:
            run(batch)
        passes.append(time.perf_counter() - start)
    return min(passes)


def measure(
    folder: ModelFolder, run: Callable[[Batch], object], batches: list[Batch], cores: int, precision: str
) -> Result:
    """``run`` over ``batches``: messages, seconds, and the operations that a message of them needs."""
    encode = make_encoder(folder)
    lengths = [len(ids) for batch in batches for ids in encode(batch)]
    operations = count_operations(folder.card, lengths)
    return {
        "messages": len(lengths),
        "seconds": time_passes(run, batches),
        "cores": cores,
        "precision": precision,
        "operations": operations / len(lengths),
    }


def count_operations(card: ModelCard, lengths: list[int]) -> float:
    """Operations of the products with weights that scoring messages of ``lengths`` tokens needs.

    Padding is none of it, nor what the last block computes of tokens that the head does not read.
    """
    shape, tokens = card.architecture, sum(lengths)
    width = shape.emb_dim
    if isinstance(shape, LlamaConfig):
        keys = 2 * width**2 * shape.n_kv_heads // shape.n_heads  # weights of keys and values
        rest = 2 * width**2 + 3 * width * shape.hidden_dim
    else:
        keys, rest = 2 * width**2, 10 * width**2
    read = tokens if card.read == "mean" else len(lengths)
    return 2 * float((shape.n_layers - 1) * tokens * (keys + rest) + tokens * keys + read * rest)


def make_encoder(folder: ModelFolder) -> Callable[[Batch], list[list[int]]]:
    """Token ids of a batch, as the model reads them."""
    from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer

    card = folder.card
    tokens, pad = card.architecture.vocab_size, card.pad_token_id
    tokenizer = Tokenizer(folder.tokens, card.pattern, tokens, pad, card.normalizer)
    return lambda batch: [tokenizer.encode(message.text, card.max_length) for message in batch]


def pad_batch(ids: list[list[int]], pad_token_id: int) -> tuple[Any, Any]:
    """``input_ids`` [B, T] and ``lengths`` [B] as arrays, T the longest of the batch."""
    import numpy as np

    lengths = np.array([len(row) for row in ids])
    input_ids = np.full((len(ids), lengths.max()), pad_token_id)
    for row, tokens in enumerate(ids):
        input_ids[row, : len(tokens)] = tokens
    return input_ids, lengths


def run_score(job: Job) -> Result:
    """Ours without the host, on one core as always."""
    lengths = [len(ids) for ids in make_encoder(job.folder)(job.messages)]
    note = f"{sum(lengths) / len(lengths):.1f} tokens a message"
    return {**measure_ours(job.folder, make_batches(job.messages)), "note": note}


def measure_ours(folder: ModelFolder, batches: list[Batch]) -> Result:
    """``GPTClassifier.score`` of the model in ``folder``."""
    from spamfilter_gpt.runtime.inference import GPTClassifier

    precision = "int8" if folder.card.quantize == "int8" else "fp32"
    return measure(folder, GPTClassifier(folder).score, batches, 1, precision)


def run_book(job: Job) -> Result:
    """``classify_review`` of Raschka's chapter 6, which computes the class logits of every position."""
    import torch
    from inference_models import load_torch

    model, weights = load_torch(job.folder)
    encode, pad = make_encoder(job.folder), job.folder.card.pad_token_id
    width = min(BOOK_LENGTH, model.decoder.context_length)

    def classify(batch: Batch) -> int:
        ids = encode(batch)[0][:width]
        input_ids = torch.tensor(ids + [pad] * (width - len(ids))).unsqueeze(0)
        with torch.no_grad():
            logits = model.head(model.decoder.hidden(input_ids))[:, -1, :]
        return int(torch.argmax(logits, dim=-1).item())

    batches = make_batches(job.messages, 200, size=1)
    return {**measure(job.folder, classify, batches, job.threads, "fp32"), "note": weights}


def run_torch(job: Job, precision: str = "fp32") -> Result:
    """The same network in batches of like lengths."""
    import torch
    from inference_models import load_torch
    from spamfilter_gpt.network.precision import choose_precision

    if precision == "bf16" and choose_precision("auto", torch.device("cpu")) != "bf16":
        return {"skipped": "this processor does not multiply bfloat16"}
    model, weights = load_torch(job.folder)
    model = model.to(torch.bfloat16 if precision == "bf16" else torch.float32)
    encode, pad = make_encoder(job.folder), job.folder.card.pad_token_id

    def score(batch: Batch) -> list[float]:
        with torch.inference_mode():
            logits = model(*map(torch.from_numpy, pad_batch(encode(batch), pad)))
        return list(logits.softmax(1)[:, 1].tolist())

    batches = make_batches(job.messages, 600)
    return {**measure(job.folder, score, batches, job.threads, precision), "note": weights}


def run_torch_bf16(job: Job) -> Result:
    """The same with weights and activations in bfloat16."""
    return run_torch(job, "bf16")


def run_transformers(job: Job) -> Result:
    """The sequence classifier of ``transformers`` that has this shape."""
    import torch
    from inference_models import build_transformers

    model = build_transformers(job.folder.card)
    encode, pad = make_encoder(job.folder), job.folder.card.pad_token_id

    def score(batch: Batch) -> list[float]:
        input_ids, lengths = map(torch.from_numpy, pad_batch(encode(batch), pad))
        mask = (torch.arange(input_ids.shape[1]) < lengths[:, None]).long()
        with torch.inference_mode():
            logits = model(input_ids=input_ids, attention_mask=mask).logits
        return list(logits.softmax(1)[:, 1].tolist())

    batches = make_batches(job.messages, 600)
    return {**measure(job.folder, score, batches, job.threads, "fp32"), "note": "random weights"}


def run_session(job: Job, program: bytes, precision: str) -> Result:
    """``program`` in batches of like lengths, padded to the longest, as onnxruntime comes but for threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = job.threads
    session = onnxruntime.InferenceSession(program, options, providers=["CPUExecutionProvider"])
    encode, pad = make_encoder(job.folder), job.folder.card.pad_token_id

    def score(batch: Batch) -> list[float]:
        input_ids, lengths = pad_batch(encode(batch), pad)
        return list(session.run(None, {"input_ids": input_ids, "lengths": lengths})[0].tolist())

    return measure(job.folder, score, make_batches(job.messages, 1000), job.threads, precision)


def run_onnx_fp32(job: Job) -> Result:
    """What ``export-onnx-fp32`` wrote."""
    return run_session(job, (job.workspace / FP32_FILE).read_bytes(), "fp32")


def run_onnx_int8(job: Job) -> Result:
    """The folder's own program."""
    if job.folder.card.quantize != "int8":
        return {"skipped": "the folder's model is not quantized"}
    return run_session(job, job.folder.model, "int8")


def run_gpt2_small(job: Job) -> Result:
    """Ours at GPT-2 small's size, as ``export-gpt2-small`` wrote it."""
    folder = load_folder(str(job.workspace / "gpt2-small"))
    return {**measure_ours(folder, make_batches(job.messages, 200)), "note": "random weights"}


def run_tfidf(job: Job) -> Result:
    """Character TF-IDF (2 to 5) and a logistic regression, fitted in this process before the time counts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    rows = labelled.read_all([str(job.workspace / "labelled.txt")])
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 5), sublinear_tf=True)
    rival = make_pipeline(vectors, LogisticRegression(C=100, max_iter=1000))
    rival.fit([row.message.text for row in rows], [row.spam for row in rows])

    def score(batch: Batch) -> list[float]:
        return list(rival.predict_proba([message.text for message in batch])[:, 1])

    seconds = time_passes(score, [job.messages])
    note = f"{len(rows)} training messages; the memory is that of fitting too"
    return {"messages": len(job.messages), "seconds": seconds, "cores": 1, "note": note}


def export_fp32(job: Job) -> Result:
    """Write the folder's model as ONNX in float32."""
    from inference_models import write_fp32

    return {"note": write_fp32(job.folder, job.workspace / FP32_FILE)}


def export_gpt2_small(job: Job) -> Result:
    """Write the model folder ``gpt2-small``."""
    from inference_models import write_gpt2_small

    write_gpt2_small(job.workspace / "gpt2-small", job.folder.card.max_length)
    return {}


PARTS: dict[str, Callable[[Job], Result]] = {
    "score": run_score,
    "book": run_book,
    "torch": run_torch,
    "torch-bf16": run_torch_bf16,
    "transformers": run_transformers,
    "onnx-fp32": run_onnx_fp32,
    "onnx-int8": run_onnx_int8,
    "gpt2-small": run_gpt2_small,
    "tfidf": run_tfidf,
    "export-onnx-fp32": export_fp32,
    "export-gpt2-small": export_gpt2_small,
}


def main() -> None:
    name, workspace, *model = sys.argv[1:]
    path = Path(workspace)
    with (path / "messages.txt").open("rb") as stream:
        messages = list(read_lines(stream, "messages.txt"))
    try:
        folder = load_folder(model[0] if model else None)
        job = Job(path, folder, messages, int(os.environ["OMP_NUM_THREADS"]))
        print(json.dumps(PARTS[name](job)))
    except ModuleNotFoundError as error:
        print(json.dumps({"skipped": f"{error.name} is not installed"}))
    except SpamfilterError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
