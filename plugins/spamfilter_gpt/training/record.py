"""What a training run keeps in its folder: run.json, metrics.csv, its validation rows, the weights."""

import csv
import io
import platform
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

from torch import Tensor

from spamfilter import DataError, Fingerprints, SourceError, UsageError, storage
from spamfilter_gpt.records.choices import TOKEN_FILES
from spamfilter_gpt.records.model_card import CARD_FILE, read_card
from spamfilter_gpt.records.recipe import Settings
from spamfilter_gpt.records.rows import hash_sources
from spamfilter_gpt.records.run_record import RUN_FILE, RunRecord, RunStart, read_run, write_run
from spamfilter_gpt.runtime.folder import HASHES_FILE, WEIGHTS_FILE
from spamfilter_gpt.training.loop import Progress, Row, Watch
from spamfilter_gpt.weights.tensors import write_tensors

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
RESUME = "free some space and go on with --resume"
PACKAGES = ("torch", "tiktoken", "safetensors", "numpy", "spamfilter-gpt")


def check_folder(out: Path) -> None:
    """Raise :class:`UsageError` where a new run would overwrite an old one or a model."""
    run = read_run(out) if (out / RUN_FILE).exists() else None
    if isinstance(run, RunStart):
        raise UsageError(
            f"{out} holds an interrupted run; go on with --resume, or start anew with --overwrite"
        )
    if run and not is_exported(out):
        raise UsageError(
            f"{out} holds a finished run, but no whole model; "
            "export it with --resume, or start anew with --overwrite"
        )
    if run or (out / CARD_FILE).exists():
        raise UsageError(f"{out} holds a trained model; choose another folder, or --overwrite")


def is_exported(out: Path) -> bool:
    """Whether the model beside a run is whole: the export measures it last of all, and notes that."""
    path = out / CARD_FILE
    try:
        return read_card(storage.read_bytes(path, "export it"), path).metrics is not None
    except (SourceError, DataError):
        return False


def start_record(out: Path, start: RunStart) -> None:
    """Note what a run begins with. Where it is another one than before, files of that go."""
    try:
        same = read_run(out) == start
    except (SourceError, DataError):
        same = False
    if not same:
        with storage.naming_folder(out):
            for name in (CHECKPOINT_FILE, CARD_FILE):
                (out / name).unlink(missing_ok=True)
        write_run(out, start)


@dataclass(frozen=True, slots=True)
class RunFiles:
    """What a finished run keeps beside run.json: weights by name, tokens, validation rows, fingerprints."""

    weights: dict[str, Tensor]
    tokens: bytes
    validation: bytes
    trained_on: Fingerprints


def save_run(out: Path, files: RunFiles, record: RunRecord, progress: Progress) -> None:
    """Write the files of a finished run; run.json comes last, and the checkpoint goes."""
    write_tensors(out / WEIGHTS_FILE, files.weights)
    storage.write_bytes(out / TOKEN_FILES[record.pattern], files.tokens, RESUME)
    storage.write_bytes(out / HASHES_FILE, files.trained_on.to_bytes(), RESUME)
    storage.write_bytes(out / PARTS[1], files.validation, RESUME)
    storage.write_text(out / METRICS_FILE, format_course(progress), RESUME)
    write_run(out, record)
    (out / CHECKPOINT_FILE).unlink(missing_ok=True)


def has_rows(run: Path) -> bool:
    """Whether the run still has the texts of its validation rows."""
    return (run / PARTS[1]).is_file()


def forget_rows(run: Path) -> None:
    """Take the texts of the validation rows, which are the user's own, out of an exported ``run``."""
    with storage.naming_folder(run):
        (run / PARTS[1]).unlink(missing_ok=True)


def list_versions() -> dict[str, str]:
    """Versions of what decides a result."""
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in PACKAGES}}


def format_course(progress: Progress) -> str:
    """metrics.csv: a row a step, and after an epoch's last step a row with that epoch's means."""
    ends = {row["examples"]: row for row in progress.epochs}
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    for row in progress.steps:
        writer.writerow(row)
        if row["examples"] in ends:
            writer.writerow({"step": row["step"], **ends[row["examples"]]})
    return text.getvalue()


class CourseFile:
    """metrics.csv of a run that goes on: a row is in the file as soon as it is known."""

    def __init__(self, out: Path) -> None:
        self.path = out / METRICS_FILE

    def begin(self, progress: Progress) -> None:
        """Write what a run that goes on has behind it."""
        storage.write_text(self.path, format_course(progress), RESUME)
        self.step = progress.step

    def add_step(self, row: Row) -> None:
        """The row of one optimizer step."""
        self.step = int(row["step"])
        self.add(row)

    def add_epoch(self, row: Row) -> None:
        """The means of an epoch, after its last step."""
        self.add({"step": self.step, **row})

    def add(self, row: Row) -> None:
        """One row more."""
        with (
            storage.naming_folder(self.path.parent),
            self.path.open("a", newline="", encoding="utf-8") as file,
        ):
            csv.DictWriter(file, COLUMNS, restval="").writerow(row)


def watch_course(out: Path, watch: Watch) -> Watch:
    """``watch``, and metrics.csv in ``out`` that hears the same, so that a run can be looked at."""
    course = CourseFile(out)

    def begin(progress: Progress) -> None:
        course.begin(progress)
        watch.begun(progress)

    def step(row: Row, steps: int) -> None:
        course.add_step(row)
        watch.step(row, steps)

    def epoch(row: Row) -> None:
        course.add_epoch(row)
        watch.epoch(row)

    return replace(watch, begun=begin, step=step, epoch=epoch)


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


def read_settings(data: Path, out: Path) -> Settings:
    """The settings that the run in ``out`` began with, if ``data`` is still what it began with."""
    run = read_run(out)
    if hash_sources(data, run.settings) != run.data:
        raise DataError(f"{data} is not what the run in {out} began with; start again without --resume")
    return run.settings
