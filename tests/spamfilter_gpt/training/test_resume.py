"""Interruption: real processes that are really killed go on to the result of one that was not."""

import os
import re
import resource
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import torch
from spamfilter_gpt.weights.tensors import read_tensors, write_tensors

from spamfilter import CreateError, DataError
from tests.spamfilter_gpt.made_up import write_labelled

OPTIONS = ["--base", "new", "--recipe", "scratch", "--ranks", "300", "--layers", "2", "--width", "32"]
OPTIONS += ["--heads", "2", "--max-length", "32", "--batch-size", "1", "--epochs", "4", "--no-export"]
OPTIONS += ["--checkpoint-every", "0"]
STEPS = 4 * 60  # so many that a signal sent after a checkpoint always meets a running training


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``data`` and ``run``, which nobody interrupted."""
    folder = tmp_path_factory.mktemp("whole")
    write_labelled(folder / "data")
    assert train(folder / "data", folder / "run")[0] == 0
    return folder


def start(data: Path, run: Path, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "spamfilter", "gpt", "train", str(data), str(run), *OPTIONS, *more]
    env = {**os.environ, "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)


def train(data: Path, run: Path, *more: str) -> tuple[int, str]:
    """Exit code and standard error of a whole run."""
    with start(data, run, *more) as process:
        _, errors = process.communicate(timeout=600)
    return process.returncode, errors


def wait_for_step(run: Path, step: int, process: "subprocess.Popen[str]") -> None:
    """Until the checkpoint in ``run`` is of ``step`` or later."""
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline and process.poll() is None:
        try:
            _, notes = read_tensors(run / "checkpoint.safetensors")
        except DataError as error:  # not there yet: it is never there in part
            if "No such file" not in str(error):
                raise
        else:
            if notes["step"] >= step:
                return
        time.sleep(0.001)
    raise AssertionError(f"no checkpoint of step {step}: {process.communicate()}")


def interrupt(data: Path, run: Path, step: int, number: int, *more: str) -> tuple[int, str]:
    with start(data, run, *more) as process:
        wait_for_step(run, step, process)
        process.send_signal(number)
        _, errors = process.communicate(timeout=600)
    return process.returncode, errors


def assert_same_result(run: Path, expected: Path) -> None:
    for name in ("weights.safetensors", "metrics.csv", "ranks.tiktoken", "validation.csv"):
        assert (run / name).read_bytes() == (expected / name).read_bytes(), name
    assert not list(run.glob("*.partial")) + list(run.glob("checkpoint*"))


@pytest.mark.slow
def test_a_run_killed_three_times_ends_bit_for_bit_the_same(finished: Path, tmp_path: Path) -> None:
    run, more = tmp_path / "run", []
    for step in (1, 70, 190):  # in the first epoch, in the second, in the fourth
        assert interrupt(finished / "data", run, step, signal.SIGKILL, *more)[0] == -signal.SIGKILL
        more = ["--resume"]
    assert train(finished / "data", run, "--resume")[0] == 0
    assert_same_result(run, finished / "run")


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_ctrl_c_and_sigterm_leave_a_checkpoint(
    finished: Path, tmp_path: Path, number: int, code: int
) -> None:
    run = tmp_path / "run"
    expected = (code, "spamfilter: interrupted; go on with the same command and --resume\n")
    assert interrupt(finished / "data", run, 20, number) == expected
    _, notes = read_tensors(run / "checkpoint.safetensors")
    assert 20 <= notes["step"] < STEPS
    assert train(finished / "data", run, "--resume")[0] == 0
    assert_same_result(run, finished / "run")


@pytest.mark.slow
def test_an_interrupted_run_is_not_started_over_by_accident(finished: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    interrupt(finished / "data", run, 5, signal.SIGKILL)
    before = (run / "checkpoint.safetensors").read_bytes()
    code, errors = train(finished / "data", run)
    assert (code, "holds an interrupted run; go on with --resume" in errors) == (2, True)
    assert (run / "checkpoint.safetensors").read_bytes() == before
    (run / "checkpoint.safetensors").write_bytes(before[:-10])
    code, errors = train(finished / "data", run, "--resume")
    assert (code, "is not a readable checkpoint" in errors) == (65, True)


@pytest.mark.slow
def test_resume_refuses_other_data(finished: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    interrupt(finished / "data", run, 5, signal.SIGKILL)
    data = write_labelled(tmp_path / "data")
    (data / "train.csv").write_text((data / "train.csv").read_text() + "0,one more\n")
    code, errors = train(data, run, "--resume")
    assert (code, f"{data} is not what the run in" in errors) == (65, True)


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file of this process may grow beyond ``size`` bytes: writing fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_keeps_the_last_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.safetensors"
    write_tensors(path, {"a": torch.arange(10)}, {"step": 1})
    with full_disk(20_000), pytest.raises(CreateError, match="the last one is kept; free some space"):
        write_tensors(path, {"a": torch.zeros(100_000)}, {"step": 2})
    tensors, notes = read_tensors(path)
    assert (tensors["a"].tolist(), notes) == (list(range(10)), {"step": 1})
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.slow
def test_a_terminal_gets_a_bar_and_a_log_plain_lines(finished: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "spamfilter",
        "gpt",
        "train",
        str(finished / "data"),
        str(tmp_path / "run"),
    ]
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    shown: list[bytes] = []

    def read() -> None:
        with suppress(OSError):  # how Linux says that the other side is closed
            while piece := os.read(ours, 4096):
                shown.append(piece)

    reader = threading.Thread(target=read)
    reader.start()
    done = subprocess.run([*command, *OPTIONS], stdout=subprocess.PIPE, stderr=theirs, text=True, check=True)
    os.close(theirs)
    reader.join(30)
    os.close(ours)
    assert re.search(rb"epoch \d+  loss \d\.\d{3}  accuracy \d\.\d{3}", b"".join(shown))
    assert re.fullmatch(
        r".* parameters train, on cpu in \w+\n"
        r"(epoch \d: loss \S+, accuracy \S+; validation \S+, \S+\n){4}"
        r"best epoch \d of 4, \S+ s\n",
        done.stdout,
    )


def test_checkpoints_are_readable_as_other_files_are(tmp_path: Path) -> None:
    write_tensors(tmp_path / "a.safetensors", {"a": torch.arange(10)})
    (tmp_path / "b").touch()
    assert (tmp_path / "a.safetensors").stat().st_mode == (tmp_path / "b").stat().st_mode
