"""run.json: what a training run began with and, once it is finished, what came of it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from spamfilter import DataError, Policy, storage
from spamfilter_gpt.records.architecture import Architecture
from spamfilter_gpt.records.choices import Pattern
from spamfilter_gpt.records.parse import Before, Inline, parse_object, read_object, to_json
from spamfilter_gpt.records.ranges import Amount, Count, Hash, Length, Positive, Prior, Share
from spamfilter_gpt.records.recipe import Settings

RUN_FILE = "run.json"
ADVICE = "train again, or upgrade spamfilter-gpt"
NO_RUN = "make a run with spamfilter gpt train"


@dataclass(frozen=True, slots=True)
class RunStart:
    """What a run begins with: its ``settings`` and the SHA-256 of its ``data`` files by name."""

    settings: Settings
    data: dict[str, Hash]
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the validation rows decided: a score is ``sigmoid(log-odds / temperature + shift)``.

    ``prior`` is the share of spam that it expects; the cut-offs turn a score into a label.
    """

    temperature: Positive
    shift: float
    prior: Prior
    ham_below: Share
    spam_above: Share

    def choose(self, policy: Policy) -> "Calibration":
        """The same with other cut-offs."""
        return replace(self, ham_below=policy.ham_below, spam_above=policy.spam_above)


@dataclass(frozen=True, slots=True)
class RowCounts:
    """How many messages train and validate."""

    train: Count
    validation: Count


@dataclass(frozen=True, slots=True)
class Course:
    """How training went: optimizer steps, epochs, the epoch that was kept."""

    steps: Count
    epochs: Count
    best_epoch: Count


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A finished run: ``max_length`` tokens of a message are read, of ``rows`` so many are ``spam``.

    ``pad_token_id`` and ``pattern`` belong to its tokens. ``training_seconds`` leave out what came before
    and after the epochs. ``language_model`` says whether next tokens were learned too.
    """

    settings: Settings
    data: dict[str, Hash]
    architecture: Architecture
    pattern: Annotated[Pattern, Before("gpt2")]
    pad_token_id: Count
    language_model: bool
    rows: RowCounts
    spam: RowCounts
    max_length: Length
    trainable_parameters: Count
    total_parameters: Count
    calibration: Annotated[Calibration, Inline()]
    course: Annotated[Course, Inline()]
    training_seconds: Amount
    seconds: Amount
    versions: dict[str, str]
    finished: Literal[True] = True

    @property
    def limit(self) -> int:
        """Tokens that the model reads at most: its blocks, or the n-grams beside them, which read on."""
        recipe = self.settings.recipe
        return recipe.ngram_length if recipe.ngrams else self.max_length


def read_run(run: Path) -> RunStart | RunRecord:
    """What ``run``/run.json says. Raises :class:`SourceError`, :class:`DataError` with the field's name."""
    path = run / RUN_FILE
    found = read_object(storage.read_bytes(path, NO_RUN), path, ADVICE)
    start = parse_object(RunStart, found, path, ADVICE)
    return parse_object(RunRecord, found, path, ADVICE) if start.finished else start


def read_finished(run: Path) -> RunRecord:
    """The same of a run that must be finished."""
    record = read_run(run)
    if isinstance(record, RunStart):
        raise DataError(f"the run in {run} is not finished; go on with spamfilter gpt train --resume")
    return record


def write_run(run: Path, record: RunStart | RunRecord) -> None:
    """Write run.json, whole or not at all, and the folder where it is missing."""
    storage.make_folder(run)
    found = to_json(record) if isinstance(record, RunStart) else describe_run(record)
    storage.write_json(run / RUN_FILE, found)


def describe_run(record: RunRecord) -> dict[str, object]:
    """run.json as an object. The settings that its readers ask for first stand at its top once more."""
    settings, recipe = record.settings, record.settings.recipe
    return {
        "base": settings.base,
        "read": recipe.read,
        "trainable": recipe.trainable,
        "seed": recipe.seed,
        "device": settings.device,
        "precision": settings.precision,
        "recipe": to_json(recipe),
        **to_json(record),
    }
