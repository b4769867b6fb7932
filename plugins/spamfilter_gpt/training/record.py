"""What a training run keeps in its folder: run.json, metrics.csv, its validation rows, the weights."""

import csv
import dataclasses
import hashlib
import json
import platform
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from torch import Tensor

from spamfilter import CreateError, DataError, Fingerprints, SourceError, UsageError
from spamfilter_gpt.records.recipe import Recipe, Settings
from spamfilter_gpt.runtime.folder import CARD_FILE, HASHES_FILE, RANKS_FILE, WEIGHTS_FILE
from spamfilter_gpt.training.loop import Progress, Row
from spamfilter_gpt.weights.tensors import write_tensors

RUN_FILE = "run.json"
METRICS_FILE = "metrics.csv"
CHECKPOINT_FILE = "checkpoint.safetensors"
PARTS = ("train.csv", "validation.csv")
COLUMNS = (
    "step",
    "epoch",
    "examples",
    "train_loss",
    "train_accuracy",
    "validation_loss",
    "validation_accuracy",
)
PACKAGES = ("torch", "tiktoken", "safetensors", "numpy", "spamfilter-gpt")


def check_folder(out: Path) -> None:
    """Raise :class:`UsageError` where a new run would overwrite an old one or a model."""
    if (out / RUN_FILE).is_file() and not read_json(out).get("finished"):
        raise UsageError(
            f"{out} holds an interrupted run; go on with --resume, or start anew with --overwrite"
        )
    if (out / RUN_FILE).exists() or (out / CARD_FILE).exists():
        raise UsageError(f"{out} holds a trained model; choose another folder, or --overwrite")


def start_record(out: Path, settings: Settings, hashes: dict[str, str]) -> None:
    """Note what a run begins with. Where it is another one than before, files of that go."""
    described = {"settings": dataclasses.asdict(settings), "data": hashes, "finished": False}
    try:
        same = {key: read_json(out).get(key) for key in described} == json.loads(json.dumps(described))
    except (SourceError, DataError):
        same = False
    if not same:
        try:
            for name in (CHECKPOINT_FILE, CARD_FILE):
                (out / name).unlink(missing_ok=True)
        except OSError as error:
            raise CreateError(f"cannot write {out}: {error.strerror}; choose another folder") from None
        write_json(out, described)


@dataclass(frozen=True, slots=True)
class RunFiles:
    """What a finished run keeps beside run.json: weights by name, ranks, validation rows, fingerprints."""

    weights: dict[str, Tensor]
    ranks: bytes
    validation: Path
    trained_on: Fingerprints


def save_run(out: Path, files: RunFiles, described: dict[str, Any], progress: Progress) -> None:
    """Write the files of a finished run; run.json comes last, and the checkpoint goes."""
    write_tensors(out / WEIGHTS_FILE, files.weights)
    try:
        (out / RANKS_FILE).write_bytes(files.ranks)
        (out / HASHES_FILE).write_bytes(files.trained_on.to_bytes())
        if files.validation.resolve() != (out / PARTS[1]).resolve():
            shutil.copyfile(files.validation, out / PARTS[1])
        write_metrics(out / METRICS_FILE, progress)
    except OSError as error:
        raise CreateError(f"cannot write {out}: {error.strerror}; free some space and resume") from None
    write_json(out, {**described, "versions": list_versions(), "finished": True})
    (out / CHECKPOINT_FILE).unlink(missing_ok=True)


def list_versions() -> dict[str, str]:
    """Versions of what decides a result."""
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in PACKAGES}}


def write_metrics(path: Path, progress: Progress) -> None:
    """metrics.csv: a row a step, and after an epoch's last step a row with that epoch's means."""
    ends = {row["examples"]: row for row in progress.epochs}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for row in progress.steps:
            writer.writerow(row)
            if row["examples"] in ends:
                writer.writerow({"step": row["step"], **ends[row["examples"]]})


def read_metrics(run: Path) -> tuple[Sequence[Row], Sequence[Row]]:
    """The rows of metrics.csv, by step and by epoch."""
    try:
        with (run / METRICS_FILE).open(newline="", encoding="utf-8") as file:
            rows = [
                {key: float(value) for key, value in row.items() if value} for row in csv.DictReader(file)
            ]
    except OSError:
        return [], []
    steps = [row for row in rows if "validation_loss" not in row]
    return steps, [row for row in rows if "validation_loss" in row]


def write_json(out: Path, described: dict[str, Any]) -> None:
    """Write run.json atomically, and the folder where it is missing."""
    partial = out / (RUN_FILE + ".partial")
    try:
        out.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
        partial.replace(out / RUN_FILE)
    except OSError as error:
        raise CreateError(f"cannot write {out}: {error.strerror}; choose another folder") from None


def read_json(run: Path) -> dict[str, Any]:
    """run.json of a run folder."""
    try:
        return dict(json.loads((run / RUN_FILE).read_bytes()))
    except OSError as error:
        raise SourceError(
            f"{run} is not a training run: {error.strerror}; make one with spamfilter gpt train"
        ) from None
    except (ValueError, TypeError):
        raise DataError(f"{run / RUN_FILE} is not readable JSON; train again") from None


def read_settings(data: Path, out: Path) -> Settings:
    """The settings that the run in ``out`` began with, if ``data`` is still what it began with."""
    described = read_json(out)
    for name, digest in described.get("data", {}).items():
        if hash_file(data / name) != digest:
            raise DataError(
                f"{data / name} is not what the run in {out} began with; start again without --resume"
            )
    try:
        # A run of a version that had no normalizer goes on without one.
        recipe = Recipe(**{"normalizer": 0, **described["settings"].pop("recipe")})
        return Settings(**described["settings"], recipe=recipe)
    except (KeyError, TypeError):
        raise DataError(f"{out / RUN_FILE} is of another version; start again without --resume") from None


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise SourceError(
            f"cannot read {path}: {error.strerror}; make it with spamfilter gpt prepare"
        ) from None
