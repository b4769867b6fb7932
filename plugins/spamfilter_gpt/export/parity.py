"""A trained model as the program that runs: exported, quantized, and checked against torch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from spamfilter import DataError
from spamfilter_gpt.export.int8.gptq import CompensatedRounding
from spamfilter_gpt.export.int8.layer_inputs import record_inputs
from spamfilter_gpt.export.int8.outliers import balance_mlp, rotate_states
from spamfilter_gpt.export.onnx import (
    Outputs,
    draw_batches,
    export_onnx,
    make_scorer,
    plan_batches,
    run_onnx,
    run_torch,
)
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.network.llama import Llama, LlamaBlock
from spamfilter_gpt.records.choices import Quantize, Stored
from spamfilter_gpt.records.model_card import Parity
from spamfilter_gpt.records.rows import LabelledText
from spamfilter_gpt.records.run_record import RunRecord
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.training.dataset import Batch, SpamDataset
from spamfilter_gpt.weights.bases import Base
from spamfilter_gpt.weights.int8 import Rounding, keep_rows, quantize_rows
from spamfilter_gpt.weights.quantize import TINY, quantize_weights

# float32 sums in another order differ by about 1e-6; more means that the graph computes something else.
PARITY_LIMIT = 1e-4
# Messages that the parity check runs: torch needs as long for them as onnxruntime, so not all of many.
CHECKED = 500
# Of these also the features: int8 is of changed weights, whose features are others, so torch runs them again.
FEATURES_CHECKED = 100
# Tokens of them that say what int8 has to keep: some more than the widest layer of a small model reads.
CALIBRATION_TOKENS = 8192
# int8 moves scores near 0.5 most. It is refused past either limit: equal labels there, the mean difference.
AGREEMENT_LIMIT = 0.98
DIFFERENCE_LIMIT = 0.02
# Learning tells messages apart by their features: what int8 may move them, as a share of their length.
FEATURES_LIMIT = 0.25


def is_close(parity: Parity) -> bool:
    """Whether int8 may stand for float32; a score of 0.501 may change its label if none moves far."""
    if not parity.quantized_features <= FEATURES_LIMIT:
        return False
    if parity.quantized_difference <= DIFFERENCE_LIMIT:
        return True
    return parity.quantized_agreement >= AGREEMENT_LIMIT and parity.quantized_mean <= DIFFERENCE_LIMIT


@dataclass(frozen=True, slots=True)
class Exported:
    """A program, how its weights are stored and which ``rounding`` made them so, and its parity."""

    program: bytes
    quantize: Stored
    rounding: Rounding
    parity: Parity


def export_checked(
    rows: LabelledText, record: RunRecord, base: Base, model: SpamClassifier, quantize: Quantize
) -> Exported:
    """The ONNX program of a trained ``model``, and how it agrees with torch on ``rows``.

    ``base`` has its tokens. For int8 the weights of ``model`` are changed, in place, to others that say the
    same.
    """
    settings, limit, pad = record.settings, record.limit, base.pad_token_id
    scorer = make_scorer(model, record.calibration.temperature, record.calibration.shift, limit, pad)
    tokenizer = base.make_tokenizer(settings.recipe.normalizer)
    data = SpamDataset.of(rows, tokenizer, limit, pad)
    hear_texts(data, model, tokenizer)
    batches = plan_batches(data, CHECKED)
    expected = run_torch(scorer, data, batches)
    if quantize == "none":
        program = export_onnx(scorer)
        found = run_onnx(program, data, batches)
        return Exported(program, "none", quantize_rows, compare_outputs(expected, found, found))
    if settings.recipe.at_once:
        rounding: Rounding = keep_rows  # the blocks are those of the base, and stay what they are
    else:
        drawn = draw_batches(data, CALIBRATION_TOKENS)
        rounding = prepare_int8(model, drawn, turn=not record.language_model)
    changed = run_torch(scorer, data, plan_batches(data, FEATURES_CHECKED))
    expected = replace(expected, features=changed.features)
    program = export_onnx(scorer)
    quantized = quantize_weights(program, rounding)
    found, stored = (run_onnx(one, data, batches) for one in (program, quantized))
    return Exported(quantized, "int8", rounding, compare_outputs(expected, found, stored))


def hear_texts(data: SpamDataset, model: SpamClassifier, tokenizer: Tokenizer) -> None:
    """Have ``data`` hold what stands outside of ``model`` says of its texts; nothing where nothing does."""
    if model.hears:
        data.odds = [model.hear(tokenizer.plain(text)) for text in data.texts]


def prepare_int8(model: SpamClassifier, batches: Sequence[Batch], *, turn: bool) -> Rounding:
    """Have ``model`` lose less by int8, the same function otherwise; returns how to round its weights.

    ``batches`` tell what its layers read; ``turn`` also rotates and balances the states of a Llama.
    """
    rounding = CompensatedRounding()
    if turn and isinstance(model.decoder, Llama):
        rotate_states(model)
    for block, inputs in zip(model.decoder.h, record_inputs(model, batches), strict=True):
        if turn and isinstance(block, LlamaBlock):
            balance_mlp(block.mlp, inputs[block.mlp.down_proj])
        rounding.add_layers(inputs)
    return rounding


def compare_outputs(by_torch: Outputs, by_onnx: Outputs, quantized: Outputs) -> Parity:
    """Agreement of what three give of the same rows; of torch there may be fewer features."""
    moved = np.abs(quantized.scores - by_onnx.scores)
    features, expected = by_onnx.features, by_torch.features
    lengths = np.linalg.norm(features, axis=1) + TINY
    return Parity(
        len(by_torch.scores),
        float(np.abs(by_onnx.scores - by_torch.scores).max()),
        float(moved.max()),
        float(moved.mean()),
        float(((quantized.scores > 0.5) == (by_onnx.scores > 0.5)).mean()),
        float(np.abs(features[: len(expected)] - expected).max() / (np.abs(expected).max() + TINY)),
        float((np.linalg.norm(quantized.features - features, axis=1) / lengths).mean()),
    )


def check_parity(parity: Parity, quantize: Quantize) -> Iterator[str]:
    """Say how far the scores are apart; raise :class:`DataError` past the limits."""
    yield (
        f"onnxruntime differs from torch by at most {parity.onnx_difference:.1e} "
        f"on {parity.messages} messages"
    )
    for what, difference in (("", parity.onnx_difference), (" in its features", parity.features_difference)):
        if not difference <= PARITY_LIMIT:  # nor where it is no number
            raise DataError(
                f"the export differs from torch{what} by {difference:.1e}, over {PARITY_LIMIT}; "
                f"nothing written"
            )
    if quantize == "none":
        return
    yield (
        f"int8 moves scores by {parity.quantized_mean:.4f} in the mean and {parity.quantized_difference:.3f} "
        f"at most; {parity.quantized_agreement:.2%} of the labels stay; features move by "
        f"{parity.quantized_features:.1%}"
    )
    if is_close(parity):
        return
    past = f"that is past the limits of {DIFFERENCE_LIMIT} in the mean and {AGREEMENT_LIMIT:.0%}"
    if not parity.quantized_features <= FEATURES_LIMIT:
        past = f"that is past the limit of {FEATURES_LIMIT:.0%} for features"
    if quantize == "int8":
        raise DataError(f"{past}; nothing written; use --quantize none")
    yield f"{past}, so the model keeps float32, four times as large"
