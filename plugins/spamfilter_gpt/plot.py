"""Figures of a training run, as SVG whose colours are variables of the page around them.

Drawn with :class:`matplotlib.figure.Figure`; neither pyplot nor a display is ever touched.
"""

import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve

from spamfilter import Policy

Rows = Sequence[Mapping[str, float]]
Floats = NDArray[np.float64]
POINTS = 1000  # that a line is thinned to: more than a figure has pixels
# Okabe and Ito's colours, which colour-blind readers tell apart. In the page each becomes the CSS variable
# of its name, so that dark mode can have lighter ones.
INK, FAINT, BLUE, RED = "#1f2321", "#c9cdd3", "#0072b2", "#d55e00"
COLOURS = {INK: "ink", FAINT: "faint", BLUE: "blue", RED: "red"}
INKED = ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color")
STYLE = {
    **dict.fromkeys(INKED, INK),
    "font.size": 10,
    "axes.grid": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": FAINT,
    "grid.linewidth": 0.5,
    "legend.frameon": False,
    "legend.handlelength": 1.8,
    "legend.handletextpad": 0.5,
    "legend.columnspacing": 1.2,
    "legend.fontsize": 8.5,
    "figure.constrained_layout.use": True,
    "svg.fonttype": "none",
    "svg.hashsalt": "spamfilter",  # without it ids are random
}


def draw(plot: Callable[[Axes], object], name: str, caption: str) -> str:
    """A figure drawn by ``plot``; ``name`` keeps its ids apart from those of the page's other figures."""
    figure = Figure(figsize=(5.4, 3.6))
    axes = figure.add_subplot()
    plot(axes)
    if axes.get_legend_handles_labels()[0]:
        # Beside the curves there is no place that some run's curves do not need.
        figure.legend(loc="outside lower center", ncol=4)
    out = io.StringIO()
    figure.savefig(
        out, format="svg", transparent=True, metadata=dict.fromkeys(("Creator", "Date", "Format", "Type"))
    )
    svg = out.getvalue()
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg[svg.index("<svg") :])
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    for colour, variable in COLOURS.items():
        svg = svg.replace(colour, f"var(--{variable})")
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(caption)}" ', 1)
    return f"<figure>\n<figcaption>{caption}</figcaption>\n{svg}</figure>"


def plot_loss(axes: Axes, run: Mapping[str, Any], steps: Rows, epochs: Rows) -> None:
    """Training loss by step and smoothed, validation loss by epoch."""
    size = epoch_size(steps, epochs)
    every = max(1, math.ceil(len(steps) / POINTS))
    seen, losses = column(steps, "examples") / size, column(steps, "train_loss")
    smooth = smooth_losses(losses)
    axes.plot(seen[::every], losses[::every], color=BLUE, alpha=0.35, lw=0.6, label="training step")
    axes.plot(seen[::every], smooth[::every], color=BLUE, lw=1.8, label="smoothed")
    validation = column(epochs, "validation_loss")
    axes.plot(column(epochs, "epoch"), validation, "--o", color=RED, ms=4, label="validation")
    shown = [values[np.isfinite(values)] for values in (losses, smooth, validation)]
    # A few wild steps must not press all else to the floor, so they may leave the frame.
    tops = [np.quantile(shown[0], 0.95)] if len(shown[0]) else []
    tops += [values.max() for values in shown[1:] if len(values)]
    axes.set_ylim(0, max([*tops, 1e-3]) * 1.08)
    axes.set_ylabel("Loss")
    finish_curves(axes, run, steps, epochs)


def smooth_losses(losses: Floats) -> Floats:
    """Mean of the finite losses [N] around each step, over about a thirtieth of them."""
    if not len(losses):
        return losses
    window, finite = np.ones(2 * (len(losses) // 60) + 1), np.isfinite(losses)
    counts = np.convolve(finite.astype(float), window, "same")
    sums = np.convolve(np.where(finite, losses, 0), window, "same")
    return np.where(counts > 0.5, sums / np.maximum(counts, 1), math.nan)


def plot_accuracy(axes: Axes, run: Mapping[str, Any], epochs: Rows) -> None:
    """Accuracy on training and validation rows by epoch."""
    at = column(epochs, "epoch")
    training, validation = column(epochs, "train_accuracy"), column(epochs, "validation_accuracy")
    axes.plot(at, training, "-s", color=BLUE, ms=4, label="training")
    axes.plot(at, validation, "--o", color=RED, ms=4, label="validation")
    both = np.concatenate((training, validation))
    low = min([*both[np.isfinite(both)], 1.0])
    axes.set_ylim(max(0.0, low - 0.1 * (1 - low) - 0.01), 1 + 0.03 * (1 - low) + 0.001)
    axes.yaxis.set_major_formatter(show_tick)
    axes.set_ylabel("Accuracy")
    finish_curves(axes, run, (), epochs)


def epoch_size(steps: Rows, epochs: Rows) -> float:
    """Examples in an epoch."""
    last = (epochs or steps)[-1]
    return max(1.0, last["examples"] / max(1.0, last["epoch"]))


def finish_curves(axes: Axes, run: Mapping[str, Any], steps: Rows, epochs: Rows) -> None:
    """The best epoch and the two x-axes: epochs below, examples seen above."""
    if not steps and not epochs:
        return
    size = epoch_size(steps, epochs)
    ends = np.concatenate((column(epochs, "epoch"), column(steps, "examples") / size))
    axes.set_xlim(0, ends.max() * 1.02)
    if run.get("best_epoch"):
        axes.axvline(run["best_epoch"], color=INK, lw=1, ls=":", label="best epoch")
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


def plot_precision(axes: Axes, ham: Floats, spam: Floats, policy: Policy) -> None:
    """Precision against recall, and the point that ``spam_above`` chooses; scores [N] of both kinds in."""
    scores, labels = np.concatenate((ham, spam)), np.repeat((0, 1), (len(ham), len(spam)))
    precision, recall, _ = precision_recall_curve(labels, scores, drop_intermediate=True)
    axes.plot(recall, precision, drawstyle="steps-post", color=BLUE, lw=1.8)
    caught, called = (spam > policy.spam_above).sum(), (scores > policy.spam_above).sum()
    low = 0.0
    if called:
        point = (caught / len(spam), caught / called)
        # All that there is to see of a good model is in the corner.
        low = 0.8 if min(point) >= 0.85 else 0.5 if min(point) >= 0.6 else 0.0
        label = f"above {policy.spam_above:g}: recall {point[0]:.1%}, precision {point[1]:.1%}"
        axes.plot(*point, "o", color=RED, ms=8, label=label, clip_on=False)
    margin = 0.02 * (1 - low)
    axes.set(xlim=(low, 1 + margin), ylim=(low, 1 + margin))
    axes.set(xlabel="Recall, the share of the spam caught", ylabel="Precision")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        axis.set_major_formatter(show_tick)


def plot_cutoffs(axes: Axes, ham: Floats, spam: Floats, policy: Policy) -> None:
    """Shares of ham lost and spam missed at every cut-off, the chosen ones marked; sorted scores [N] in."""
    cutoffs = np.linspace(0, 1, POINTS + 1)
    marks = np.array([policy.ham_below, policy.spam_above])

    def lose(at: Floats) -> Floats:
        return np.asarray(1 - np.searchsorted(ham, at, "right") / len(ham))

    def miss(at: Floats) -> Floats:
        return np.asarray(np.searchsorted(spam, at, "right") / len(spam))

    for scores, share, colour, dash, label in (
        (ham, lose, BLUE, "-", "ham lost"),
        (spam, miss, RED, "--", "spam missed"),
    ):
        if len(scores):
            axes.plot(cutoffs, share(cutoffs), dash, color=colour, lw=1.8, label=label, clip_on=False)
            axes.plot(marks, share(marks), "o", color=colour, ms=5, clip_on=False)
    for mark, dash, label in ((marks[0], ":", "ham below"), (marks[1], "-.", "spam above")):
        axes.axvline(mark, color=INK, lw=1, ls=dash, label=f"{label} {mark:g}")
    # One message of the larger kind is the smallest share; below it there is only none.
    smallest = max(1e-4, 1 / max(len(ham), len(spam)))
    axes.set_yscale("symlog", linthresh=smallest, linscale=0.4)
    axes.set(xlim=(0, 1), ylim=(0, 1.0), xlabel="Cut-off", ylabel="Share of the ham, of the spam")
    axes.set_yticks([0, *(10.0**n for n in range(math.ceil(math.log10(smallest)), 1))], minor=False)
    axes.set_yticks([], minor=True)
    axes.yaxis.set_major_formatter(show_tick)


def column(rows: Rows, key: str) -> Floats:
    """The values [N] of ``key``, NaN where it is missing."""
    return np.array([row.get(key, math.nan) for row in rows], float)


def show_tick(share: float, _: float) -> str:
    """A share of 1 on an axis, in percent."""
    return f"{share * 100:g}%"
