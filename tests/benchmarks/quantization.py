"""How far int8 moves a trained model's scores: rounded to the nearest, and as it is exported.

    python tests/benchmarks/quantization.py TEST.csv RUN ...

A RUN is a folder that `spamfilter gpt train` made; TEST.csv has rows that it did not train or validate on.
Both sides are compared with torch in float32 on the same rows: mean and largest difference of a score, root
mean square difference of the log-odds, equal labels at 0.5.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spamfilter_gpt.export.onnx import (
    draw_batches,
    export_onnx,
    make_scorer,
    plan_batches,
    run_onnx,
    run_torch,
)
from spamfilter_gpt.export.parity import CALIBRATION_TOKENS, hear_characters, prepare_int8
from spamfilter_gpt.export.publish import load_trained
from spamfilter_gpt.records.run_record import read_finished
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.record import PARTS
from spamfilter_gpt.weights.quantize import quantize_weights

Scores = NDArray[np.float32]


def find_odds(scores: Scores) -> NDArray[np.float64]:
    """Log-odds; scores are cut where float32 rounds to 0 and 1."""
    kept = np.clip(scores.astype(np.float64), 1e-7, 1 - 1e-7)
    return np.log(kept / (1 - kept))


def describe(name: str, found: Scores, expected: Scores) -> float:
    """Print one line; returns the root mean square difference of the log-odds."""
    moved = np.abs(found - expected)
    odds = float(np.sqrt(np.mean((find_odds(found) - find_odds(expected)) ** 2)))
    equal = ((found > 0.5) == (expected > 0.5)).mean()
    print(f"  {name:18} {moved.mean():10.5f} {moved.max():10.4f} {odds:10.4f} {equal:10.2%}")
    return odds


def compare(run: Path, path: Path) -> None:
    """Print both sides of one run."""
    record = read_finished(run)
    base, model = load_trained(run, record)
    limit, pad = record.limit, base.pad_token_id
    tokenizer = base.make_tokenizer(record.settings.recipe.normalizer)
    test, validation = (SpamDataset(one, tokenizer, limit, pad) for one in (path, run / PARTS[1]))
    for data in (test, validation):
        hear_characters(data, model, tokenizer)
    batches = plan_batches(test, len(test))
    scorer = make_scorer(model, record.calibration.temperature, record.calibration.shift, limit, pad)
    expected = run_torch(scorer, test, batches).scores
    print(f"{run}, {len(test)} rows\n  {'':18} {'mean':>10} {'largest':>10} {'log-odds':>10} {'labels':>10}")
    nearest = describe(
        "to the nearest", run_onnx(quantize_weights(export_onnx(scorer)), test, batches).scores, expected
    )
    drawn = draw_batches(validation, CALIBRATION_TOKENS)
    rounding = prepare_int8(model, drawn, turn=not record.language_model)
    quantized = quantize_weights(export_onnx(scorer), rounding)
    exported = describe("as exported", run_onnx(quantized, test, batches).scores, expected)
    print(f"  log-odds move {nearest / exported:.1f} times less")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("test", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    arguments = parser.parse_args()
    for run in arguments.runs:
        compare(run, arguments.test)


if __name__ == "__main__":
    main()
