"""What is drawn of scores: curves over every cut-off, histogram, reliability diagram."""

import math
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Literal

import numpy as np

from spamfilter.measure.metric import BINS, Evaluation, Floats, count_bins, wilson
from spamfilter.report.page import NAME_LENGTH
from spamfilter.report.svg import BLUE, DASHES, GREEN, INK, ORANGE, PURPLE, RED
from spamfilter.verdict import Policy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS = 1000  # that a line is thinned to: more than a figure has pixels
BARS = 20  # of the histogram
# Ham is blue and spam red, so classifiers get the others first.
LINES = (GREEN, PURPLE, ORANGE, INK, BLUE, RED)


def plot_roc(axes: "Axes", evaluations: Sequence[Evaluation]) -> None:
    """Spam caught against ham lost at every cut-off, the chosen ones marked; both kinds of message needed."""
    from sklearn.metrics import roc_curve

    lowest, smallest = 1.0, 1.0
    for evaluation, (colour, dash) in zip(evaluations, cycle_lines(), strict=False):
        lost, caught, _ = roc_curve(*evaluation.arrays(), drop_intermediate=True)
        axes.plot(lost, caught, dash, drawstyle="steps-post", color=colour, lw=1.8)
        ham, spam = evaluation.split_scores()
        above = evaluation.policy.spam_above
        point = (float((ham > above).mean()), float((spam > above).mean()))
        label = f"above {above:g}: {point[1]:.1%} of the spam caught, {point[0]:.2%} of the ham lost"
        mark_point(axes, point, colour, dash, evaluation.name, label)
        lowest, smallest = min(lowest, point[1]), min(smallest, 1 / len(ham))
    low = choose_floor(lowest)
    axes.set(ylim=(low, 1 + 0.02 * (1 - low)), ylabel="Spam caught", xlabel="Ham lost")
    axes.yaxis.set_major_formatter(show_tick)
    scale_losses(axes, "x", smallest)
    axes.set_xlim(0, 1.05)


def plot_precision(axes: "Axes", evaluations: Sequence[Evaluation]) -> None:
    """Precision against recall, the chosen cut-offs marked; both kinds of message needed."""
    from sklearn.metrics import precision_recall_curve

    lowest = 1.0
    for evaluation, (colour, dash) in zip(evaluations, cycle_lines(), strict=False):
        precision, recall, _ = precision_recall_curve(*evaluation.arrays(), drop_intermediate=True)
        axes.plot(recall, precision, dash, drawstyle="steps-post", color=colour, lw=1.8)
        _, spam = evaluation.split_scores()
        above = evaluation.policy.spam_above
        caught, called = (spam > above).sum(), evaluation.count_labels()[:, 2].sum()
        # Where nothing is called spam there is no precision, and so no point.
        point = (caught / len(spam), caught / called) if called else (0.0, math.nan)
        label = f"above {above:g}: recall {point[0]:.1%}, precision {point[1]:.1%}".replace("nan%", "–")
        mark_point(axes, point, colour, dash, evaluation.name, label)
        lowest = min(lowest, *point) if called else 0.0
    low = choose_floor(lowest)  # all that there is to see of a good classifier is in the corner
    top = 1 + 0.02 * (1 - low)
    axes.set(xlim=(low, top), ylim=(low, top), xlabel="Recall", ylabel="Precision")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(show_tick)
    axes.locator_params(nbins=6, steps=[1, 2, 5, 10])


def cycle_lines() -> Iterator[tuple[str, str]]:
    """A colour and a dash for each curve."""
    return zip(cycle(LINES), cycle(DASHES), strict=False)


def mark_point(
    axes: "Axes", point: tuple[float, float], colour: str, dash: str, name: str, label: str
) -> None:
    """The point of a curve that a cut-off chooses; its label stands for the curve too."""
    # matplotlib would hide a label that begins with an underscore, and a name may.
    label = f" {name[:NAME_LENGTH]}, {label}"
    axes.plot(*point, dash, marker="o", color=colour, lw=1.8, ms=7, clip_on=False, label=label)


def choose_floor(lowest: float) -> float:
    """Where an axis of shares begins, so that the ``lowest`` point is well inside."""
    return 0.8 if lowest >= 0.85 else 0.5 if lowest >= 0.6 else 0.0


def plot_cutoffs(axes: "Axes", evaluation: Evaluation) -> None:
    """Shares of ham lost and spam missed at every cut-off, the chosen ones marked."""
    ham, spam = evaluation.split_scores()
    cutoffs = np.linspace(0, 1, POINTS + 1)
    marks = np.array([evaluation.policy.ham_below, evaluation.policy.spam_above])

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
    mark_policy(axes, evaluation.policy)
    scale_losses(axes, "y", 1 / max(len(ham), len(spam)))
    axes.set(xlim=(0, 1), xlabel="Cut-off", ylabel="Share of the ham, of the spam")


def mark_policy(axes: "Axes", policy: Policy) -> None:
    """Both cut-offs, as upright lines."""
    for cutoff, dash, label in (
        (policy.ham_below, ":", "ham below"),
        (policy.spam_above, "-.", "spam above"),
    ):
        axes.axvline(cutoff, color=INK, lw=1, ls=dash, label=f"{label} {cutoff:g}")


def scale_losses(axes: "Axes", side: Literal["x", "y"], smallest: float) -> None:
    """A logarithmic axis of shares that has a place for 0 too.

    One message of the larger kind is the ``smallest`` share; below it there is only none.
    """
    smallest = max(1e-4, smallest)
    axis = axes.xaxis if side == "x" else axes.yaxis
    axes.set(**{f"{side}scale": "linear", f"{side}lim": (0, 1)})
    (axes.set_xscale if side == "x" else axes.set_yscale)("symlog", linthresh=smallest, linscale=0.4)
    axis.set_ticks([0, *(10.0**n for n in range(math.ceil(math.log10(smallest)), 1))], minor=False)
    axis.set_ticks([], minor=True)
    axis.set_major_formatter(show_tick)


def plot_histogram(axes: "Axes", evaluation: Evaluation) -> None:
    """How many ham and spam have which score; a bar each, side by side."""
    edges = np.linspace(0, 1, BARS + 1)
    most = 1
    for scores, start, colour, label in zip(
        evaluation.split_scores(), (0.05, 0.5), (BLUE, RED), ("ham", "spam"), strict=True
    ):
        counts, _ = np.histogram(scores, edges)
        most = max(most, int(counts.max()))
        lefts = edges[:-1] + start / BARS
        axes.bar(lefts, counts, 0.45 / BARS, align="edge", color=colour, label=label)
    mark_policy(axes, evaluation.policy)
    axes.set_yscale("log")
    axes.set(xlim=(0, 1), ylim=(0.5, 1.5 * most), xlabel="Score", ylabel="Messages")
    decades = [10**n for n in range(len(str(most)))]
    axes.set_yticks(decades if most >= 100 else [n * m for n in decades for m in (1, 2, 5)], minor=False)
    axes.set_ylim(0.5, 1.5 * most)  # ticks above it would have moved it
    axes.set_yticks([], minor=True)
    axes.yaxis.set_major_formatter("{x:,.0f}")


def plot_reliability(axes: "Axes", evaluation: Evaluation) -> None:
    """In each bin of scores, the share that is spam against the mean score; the number of messages above."""
    spam, scores = evaluation.arrays()
    axes.plot((0, 1), (0, 1), ":", color=INK, lw=1, label="perfect")
    label: str | None = "share that is spam, with its 95 % interval"
    for one in count_bins(spam, scores):
        interval = wilson(one.spam, one.messages)
        axes.plot((one.score, one.score), interval, "-", color=BLUE, lw=1.4, clip_on=False)
        axes.plot(one.score, one.spam, "o-", color=BLUE, ms=5, lw=1.4, clip_on=False, label=label)
        axes.text((one.place + 0.5) / BINS, 1.05, shorten(one.messages), ha="center", fontsize=8)
        label = None
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="Mean score", ylabel="Share that is spam")
    axes.set_xticks(np.linspace(0, 1, BINS + 1))
    axes.yaxis.set_major_formatter(show_tick)


def shorten(count: int) -> str:
    """``count`` in few letters."""
    if count < 10_000:
        return f"{count:,}"
    return f"{count / 1000:,.0f}k" if count < 1_000_000 else f"{count / 1_000_000:,.1f}M"


def show_tick(share: float, _: float) -> str:
    """A share of 1 on an axis, in percent."""
    return f"{share * 100:g}%"
