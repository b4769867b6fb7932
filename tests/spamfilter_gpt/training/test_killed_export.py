"""``gpt train`` that is killed while it exports: real processes, at each file that they write."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.paths import search_first
from tests.spamfilter_gpt.made_up import TINY, write_labelled

# Stops before the NAMEd file of the export is written, and tells that it is there.
WAIT = """
import json, pathlib, time
from spamfilter import storage
write = storage.write_bytes
def write_bytes(path, data, advice=storage.ELSEWHERE):
    run = path.with_name("run.json")
    if path.name == "{name}" and run.exists() and "best_epoch" in json.loads(run.read_text()):
        pathlib.Path("{here}").touch()
        time.sleep(600)
    write(path, data, advice)
storage.write_bytes = write_bytes
"""
AGAIN = "spamfilter: interrupted; go on with the same command and --resume\n"


def start(folder: Path, *more: str, plugin: str = "") -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "spamfilter", *(["--plugin", plugin] if plugin else []), "gpt", "train"]
    command += [str(folder / "data"), str(folder / "run"), *map(str, TINY), "--epochs", "1", *more]
    env = {**os.environ, "CUDA_VISIBLE_DEVICES": "", "PYTHONPATH": search_first(folder)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)


def train(folder: Path, *more: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a whole run."""
    with start(folder, *more) as process:
        out, errors = process.communicate(timeout=600)
    return process.returncode, out, errors


def kill_at(folder: Path, name: str, number: int) -> tuple[int, str]:
    """Exit code and standard error of a run that gets the signal when the file ``name`` is to be written."""
    here = folder / "here"
    (folder / "waiting.py").write_text(WAIT.format(name=name, here=here))
    with start(folder, plugin="waiting") as process:
        deadline = time.monotonic() + 600
        while not here.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(number)
        _, errors = process.communicate(timeout=600)
    return process.returncode, errors


@pytest.mark.slow
def test_an_export_that_was_stopped_names_resume(tmp_path: Path) -> None:
    write_labelled(tmp_path / "data")
    assert kill_at(tmp_path, "ranks.tiktoken", signal.SIGINT) == (130, AGAIN)
    assert not (tmp_path / "run" / "model.json").exists()


@pytest.mark.slow
def test_an_export_that_was_killed_is_done_by_resume(tmp_path: Path) -> None:
    write_labelled(tmp_path / "data")
    assert kill_at(tmp_path, "README.md", signal.SIGKILL) == (-signal.SIGKILL, "")
    weights = (tmp_path / "run" / "weights.safetensors").read_bytes()
    advice = (
        "holds a finished run, but no whole model; export it with --resume, or start anew with --overwrite"
    )
    code, _, errors = train(tmp_path)
    assert (code, advice in errors) == (2, True), errors
    code, out, errors = train(tmp_path, "--resume")
    assert (code, errors) == (0, "")
    assert out.startswith(f"the run in {tmp_path / 'run'} is finished\n")
    assert out.endswith("FILE\n")
    assert (tmp_path / "run" / "weights.safetensors").read_bytes() == weights
    card = json.loads((tmp_path / "run" / "model.json").read_text())
    assert list(card["metrics"]) == ["run/validation.csv"]
    assert not list((tmp_path / "run").glob("*.partial"))
    assert "holds a trained model" in train(tmp_path)[2]
