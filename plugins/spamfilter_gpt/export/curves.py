"""Curves of a training run, for :func:`spamfilter.report.evaluation.draw`."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, StrMethodFormatter
from numpy.typing import NDArray

from spamfilter import report

Rows = Sequence[Mapping[str, float]]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curves:
    """The rows of metrics.csv by step and by epoch, and the epoch that was kept, if any."""

    steps: Rows = ()
    epochs: Rows = ()
    best_epoch: int | None = None


def plot_loss(axes: Axes, curves: Curves) -> None:
    """Training loss by step and smoothed, validation loss by epoch."""
    steps, epochs = curves.steps, curves.epochs
    size = epoch_size(steps, epochs)
    every = max(1, math.ceil(len(steps) / report.POINTS))
    seen, losses = column(steps, "examples") / size, column(steps, "train_loss")
    smooth = smooth_losses(losses)
    axes.plot(seen[::every], losses[::every], color=report.BLUE, alpha=0.35, lw=0.6, label="training step")
    axes.plot(seen[::every], smooth[::every], color=report.BLUE, lw=1.8, label="smoothed")
    validation = column(epochs, "validation_loss")
    axes.plot(column(epochs, "epoch"), validation, "--o", color=report.RED, ms=4, label="validation")
    shown = [values[np.isfinite(values)] for values in (losses, smooth, validation)]
    # A few wild steps must not press all else to the floor, so they may leave the frame.
    tops = [np.quantile(shown[0], 0.95)] if len(shown[0]) else []
    tops += [values.max() for values in shown[1:] if len(values)]
    axes.set_ylim(0, max([*tops, 1e-3]) * 1.08)
    axes.set_ylabel("Loss")
    finish_curves(axes, curves)


def smooth_losses(losses: Floats) -> Floats:
    """Mean of the finite losses [N] around each step, over about a thirtieth of them."""
    if not len(losses):
        return losses
    window, finite = np.ones(2 * (len(losses) // 60) + 1), np.isfinite(losses)
    counts = np.convolve(finite.astype(float), window, "same")
    sums = np.convolve(np.where(finite, losses, 0), window, "same")
    return np.where(counts > 0.5, sums / np.maximum(counts, 1), math.nan)


def plot_accuracy(axes: Axes, curves: Curves) -> None:
    """Accuracy on training and validation rows by epoch."""
    epochs = curves.epochs
    at = column(epochs, "epoch")
    training, validation = column(epochs, "train_accuracy"), column(epochs, "validation_accuracy")
    axes.plot(at, training, "-s", color=report.BLUE, ms=4, label="training")
    axes.plot(at, validation, "--o", color=report.RED, ms=4, label="validation")
    both = np.concatenate((training, validation))
    low = min([*both[np.isfinite(both)], 1.0])
    axes.set_ylim(max(0.0, low - 0.1 * (1 - low) - 0.01), 1 + 0.03 * (1 - low) + 0.001)
    axes.yaxis.set_major_formatter(report.show_tick)
    axes.set_ylabel("Accuracy")
    finish_curves(axes, replace(curves, steps=()))


def epoch_size(steps: Rows, epochs: Rows) -> float:
    """Examples in an epoch."""
    last = (epochs or steps)[-1]
    return max(1.0, last["examples"] / max(1.0, last["epoch"]))


def finish_curves(axes: Axes, curves: Curves) -> None:
    """The best epoch and the two x-axes: epochs below, examples seen above."""
    steps, epochs = curves.steps, curves.epochs
    if not steps and not epochs:
        return
    size = epoch_size(steps, epochs)
    ends = np.concatenate((column(epochs, "epoch"), column(steps, "examples") / size))
    axes.set_xlim(0, ends.max() * 1.02)
    if curves.best_epoch:
        axes.axvline(curves.best_epoch, color=report.INK, lw=1, ls=":", label="best epoch")
    axes.set_xlabel("Epochs")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))

    def to_examples(epoch: Floats) -> Floats:
        return epoch * size

    def to_epochs(examples: Floats) -> Floats:
        return examples / size

    above = axes.secondary_xaxis("top", functions=(to_examples, to_epochs))  # type: ignore[arg-type]
    above.set_xlabel("Examples seen")
    above.xaxis.set_major_locator(MaxNLocator(4))
    above.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def column(rows: Rows, key: str) -> Floats:
    """The values [N] of ``key``, NaN where it is missing."""
    return np.array([row.get(key, math.nan) for row in rows], float)
