"""run.json is read as it is or refused by the name of the field, by every command that reads it."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from spamfilter_gpt.records.architecture import GPTConfig
from spamfilter_gpt.records.recipe import Recipe, Settings
from spamfilter_gpt.records.run_record import (
    Calibration,
    Course,
    RowCounts,
    RunRecord,
    RunStart,
    describe_run,
    read_finished,
    read_run,
    write_run,
)

from spamfilter import DataError
from tests.spamfilter_gpt.made_up import write_labelled
from tests.spamfilter_gpt.records.mutate import attempt, encode, names, remove, spoil

Run = Callable[..., Result]
# What describe_run writes once more for a reader of the file; the settings decide.
COPIES = ("base", "read", "trainable", "seed", "device", "precision", "recipe")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """The folder of a finished run, of which run.json alone is there."""
    record = RunRecord(
        settings=Settings(base="new", recipe=Recipe(epochs=1)),
        data={"train.csv": "a" * 64, "validation.csv": "b" * 64},
        architecture=GPTConfig(301, 32, 32, 2, 2),
        pattern="gpt2",
        pad_token_id=300,
        language_model=False,
        rows=RowCounts(60, 24),
        spam=RowCounts(20, 8),
        max_length=32,
        trainable_parameters=12_578,
        total_parameters=43_362,
        calibration=Calibration(0.5, -0.25, 0.35, 0.32, 0.5),
        course=Course(8, 1, 1),
        training_seconds=0.43,
        seconds=2.9,
        versions={"python": "3.11.7"},
    )
    write_run(tmp_path / "run", record)
    return tmp_path / "run"


def load(run: Path) -> dict[str, Any]:
    return dict(json.loads((run / "run.json").read_bytes()))


def test_a_finished_run_is_read_and_would_be_written_alike(run: Path) -> None:
    record = read_finished(run)
    assert describe_run(record) == load(run)
    assert record.settings.recipe.epochs == record.course.epochs == 1


def test_a_run_that_begins_is_read_back(tmp_path: Path) -> None:
    start = RunStart(Settings(recipe=Recipe(max_length=None, prior=0.5)), {"train.csv": "a" * 64})
    write_run(tmp_path / "run", start)
    assert read_run(tmp_path / "run") == start
    with pytest.raises(DataError, match="is not finished; go on with spamfilter gpt train --resume"):
        read_finished(tmp_path / "run")


def test_a_spoiled_field_is_refused_by_name_or_read_as_it_is(run: Path) -> None:
    refused = 0
    for path, value, changed in spoil(load(run)):
        (run / "run.json").write_bytes(encode(changed))
        message, found = attempt(partial(read_run, run))
        if message:
            refused += 1
            assert names(message, path), (path, value, message)
        else:
            assert isinstance(found, RunRecord) or path == ("finished",), (path, value)
    assert refused > 500


def test_a_missing_field_is_refused_by_name_or_has_its_default(run: Path) -> None:
    whole, needed = load(run), set()
    for path, changed in remove(whole):
        (run / "run.json").write_bytes(encode(changed))
        message, _ = attempt(partial(read_finished, run))
        assert not message or "is not finished" in message or names(message, path), path
        if message and len(path) == 1:
            needed.add(path[0])
    assert needed == whole.keys() - {*COPIES, "pattern"}


def test_a_record_of_before_the_normalizer_goes_on_without_one(run: Path) -> None:
    found = load(run)
    del found["settings"]["recipe"]["normalizer"]
    (run / "run.json").write_bytes(encode(found))
    assert read_run(run).settings.recipe.normalizer == 0
    assert Recipe().normalizer == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"max_length": 0}, "max_length"),
        ({"temperature": float("nan")}, "temperature"),
        ({"prior": 0}, "prior"),
        ({"data": {"train.csv": 5}}, "data.train.csv"),
        ({"settings": "all"}, "settings"),
        ({"finished": 1}, "finished"),
    ],
)
def test_each_command_that_reads_a_run_names_the_field(
    spamfilter: Run, run: Path, tmp_path: Path, change: dict[str, object], field: str
) -> None:
    (run / "run.json").write_bytes(encode(load(run) | change))
    data, new = write_labelled(tmp_path / "data"), tmp_path / "new"
    for command in (
        ["gpt", "export", run, new],
        ["gpt", "train", data, run, "--resume"],
        ["gpt", "train", data, run],
        ["gpt", "train", data, new, "--base", run],
    ):
        result = spamfilter(*command)
        assert (result.exit_code, result.stderr.count("\n")) == (65, 1), result.output
        assert f"run.json has no usable '{field}': " in result.stderr
        assert "; train again, or upgrade spamfilter-gpt" in result.stderr
    assert not new.exists()
