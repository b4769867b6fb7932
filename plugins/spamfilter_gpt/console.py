"""What a training run shows: bars on a terminal, lines in a log; and how it hears that it should stop."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click
from tqdm import tqdm

from spamfilter_gpt.training import Interruption, Row, Watch

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def watch_training() -> Iterator[Watch]:
    """A :class:`Watch` for the command line.

    The first SIGINT or SIGTERM stops after the running step, with a checkpoint; a second one at once.
    """
    received: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        received.append(number)
        if len(received) > 1:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, remember) for number in SIGNALS}
    bar: Any = None

    def show_cached(rows: int, total: int) -> None:
        nonlocal bar
        if not sys.stderr.isatty():
            return
        bar = bar or tqdm(total=total, unit="message", desc="frozen blocks", leave=False)
        bar.update(rows)
        if bar.n >= total:
            bar.close()
            bar = None

    def show_step(row: Row, steps: int) -> None:
        nonlocal bar
        if not sys.stderr.isatty():
            return
        bar = bar or tqdm(total=steps, unit="step", initial=int(row["step"]) - 1, leave=False)
        bar.set_postfix_str(f"epoch {row['epoch']:.0f}  loss {row['train_loss']:.3f}")
        bar.update()

    def show_epoch(row: Row) -> None:
        with tqdm.external_write_mode():
            click.echo(
                f"epoch {row['epoch']:.0f}: loss {row['train_loss']:.4f}, accuracy "
                f"{row['train_accuracy']:.4f}; validation {row['validation_loss']:.4f}, "
                f"{row['validation_accuracy']:.4f}"
            )

    try:
        yield Watch(show_cached, show_step, show_epoch, lambda: received[0] if received else 0)
    except Interruption as interruption:
        click.echo("spamfilter: interrupted after a checkpoint; go on with --resume", err=True)
        end_by(interruption.args[0])
    finally:
        if bar:
            bar.close()
        for number, handler in before.items():
            signal.signal(number, handler)


def end_by(number: int) -> None:
    """End as the signal would have ended the process, so that a shell or a supervisor sees why."""
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
