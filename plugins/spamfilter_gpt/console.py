"""What a training run shows: bars on a terminal, lines in a log; and how it hears that it should stop."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click
from tqdm import tqdm

from spamfilter_gpt.training.loop import Interruption, Row, Watch

SIGNALS = (signal.SIGINT, signal.SIGTERM)
SMOOTHING = 0.1
PAGED = 5.0  # seconds between two pages of a run at least
RESUME = "the same command and --resume"


class Console:
    """A bar on stderr when that is a terminal; a line an epoch on stdout always."""

    def __init__(self, out: Path | None = None) -> None:
        self.out = out  # the run folder that has a page of how it goes
        self.paged = time.monotonic()
        self.bar: Any = None
        self.loss = self.accuracy = 0.0

    def show_cached(self, rows: int, total: int) -> None:
        """Frozen blocks have run on ``rows`` more messages of ``total``."""
        if not sys.stderr.isatty():
            return
        self.bar = self.bar or tqdm(total=total, unit="message", desc="frozen blocks", leave=False)
        self.bar.update(rows)
        if self.bar.n >= total:
            self.close()

    def show_step(self, row: Row, steps: int) -> None:
        """One optimizer step; loss and accuracy as moving averages."""
        if not sys.stderr.isatty():
            return
        if not self.bar:
            self.bar = tqdm(total=steps, unit="step", initial=int(row["step"]) - 1, leave=False)
            self.loss, self.accuracy = row["train_loss"], row["train_accuracy"]
        self.loss += SMOOTHING * (row["train_loss"] - self.loss)
        self.accuracy += SMOOTHING * (row["train_accuracy"] - self.accuracy)
        self.bar.set_postfix_str(
            f"epoch {row['epoch']:.0f}  loss {self.loss:.3f}  accuracy {self.accuracy:.3f}"
        )
        self.bar.update()

    def show_epoch(self, row: Row) -> None:
        """One epoch's means."""
        with tqdm.external_write_mode():
            click.echo(
                f"epoch {row['epoch']:.0f}: loss {row['train_loss']:.4f}, accuracy "
                f"{row['train_accuracy']:.4f}; validation {row['validation_loss']:.4f}, "
                f"{row['validation_accuracy']:.4f}"
            )
        if self.out and time.monotonic() - self.paged > PAGED:
            from spamfilter_gpt.export.report import write_running

            write_running(self.out)
            self.paged = time.monotonic()

    def show_scored(self, messages: int, total: int) -> None:
        """``messages`` more of ``total`` are scored, of those that an export measures on."""
        if not sys.stderr.isatty():
            return
        self.bar = self.bar or tqdm(total=total, unit="message", desc="measuring", leave=False)
        self.bar.update(messages)
        if self.bar.n >= total:
            self.close()

    def close(self) -> None:
        """Take the bar away."""
        if self.bar:
            self.bar.close()
            self.bar = None


@contextmanager
def watch_training(again: str = RESUME, out: Path | None = None) -> Iterator[Watch]:
    """A :class:`Watch` for the command line; ``again`` is how to go on after an interruption.

    ``out`` is a run folder whose page is written after each epoch, of short ones after some.

    The first SIGINT or SIGTERM stops after the running step, with a checkpoint; a second one at once.
    """
    received: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        received.append(number)
        if len(received) > 1:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, remember) for number in SIGNALS}
    console = Console(out)
    try:
        yield Watch(
            console.show_cached, console.show_step, console.show_epoch, lambda: received[0] if received else 0
        )
        if received:  # too late for a checkpoint: the run is done, and what would follow is not wanted
            raise Interruption(received[0])
    except Interruption as interruption:
        console.close()
        end_interrupted(interruption.args[0], again)
    finally:
        console.close()
        for number, handler in before.items():
            signal.signal(number, handler)


def show_export(work: Callable[[Callable[[int, int], object]], Iterator[str]]) -> None:
    """Print the lines of an export as they come; on a terminal, a bar while messages are scored.

    ``work`` is given what hears of these.
    """
    console = Console()
    try:
        for line in work(console.show_scored):
            with tqdm.external_write_mode():
                click.echo(line)
    finally:
        console.close()


@contextmanager
def watch_export(again: str = RESUME) -> Iterator[None]:
    """Say how to go on where SIGINT or SIGTERM ends the block; each file is whole or not there."""

    received: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        received.append(number)
        raise KeyboardInterrupt  # an Exception would be taken for a failure of torch's or onnxruntime's

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    except KeyboardInterrupt:
        end_interrupted(received[0] if received else signal.SIGINT, again)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_interrupted(number: int, again: str) -> None:
    """Say that a signal came and how to go on, and end by it."""
    click.echo(f"spamfilter: interrupted; go on with {again}", err=True)
    end_by(number)


def end_by(number: int) -> None:
    """End as the signal would have ended the process, so that a shell or a supervisor sees why."""
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
