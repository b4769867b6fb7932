"""report.html of one training run: one page that opens offline, its figures drawn into it as SVG.

Figures are drawn with :class:`matplotlib.figure.Figure`; neither pyplot nor a display is ever touched.
"""

import io
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, precision_recall_curve

from spamfilter import CreateError, Policy

Rows = Sequence[Mapping[str, float]]
Floats = NDArray[np.float64]
POINTS = 1000  # that a line is thinned to: more than a figure has pixels
MISTAKES, TEXT_LENGTH = 10, 200
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
CSS = """
:root { color-scheme: light dark; --ink: #1f2321; --faint: #c9cdd3; --blue: #0072b2; --red: #d55e00;
  --paper: #fefefe; --right: 0 114 178; --wrong: 213 94 0; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e4e6e3; --faint: #4a4f55; --blue: #56b4e9;
  --red: #f0913e; --paper: #16181b; --right: 86 180 233; --wrong: 240 145 62; } }
body { font: 16px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 68rem;
  margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; height: auto; } svg text { font-family: system-ui, sans-serif !important; }
figure { margin: 0; max-width: 36rem; break-inside: avoid; }
figcaption { font-size: .9em; margin-bottom: .5em; }
h2 { margin-top: 2.5rem; border-top: 1px solid var(--faint); padding-top: 1rem; break-after: avoid; }
h2, td, th { overflow-wrap: anywhere; } h3, caption { break-after: avoid; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem; }
.wide { overflow-x: auto; } .wide td, .wide th { overflow-wrap: normal; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .5rem 0 1rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
td, th { border-bottom: 1px solid var(--faint); padding: .3rem .8rem .3rem 0; text-align: left;
  vertical-align: top; }
tr { break-inside: avoid; } small { white-space: nowrap; }
.matrix th { vertical-align: middle; }
.matrix td { padding: .6rem 1rem; text-align: center; print-color-adjust: exact; min-width: 4.5rem; }
.right { background: rgb(var(--right) / calc(.6 * var(--share))); }
.wrong { background: rgb(var(--wrong) / calc(.15 + .6 * var(--share))); }
.unsure { background: rgb(128 128 128 / calc(.1 + .6 * var(--share))); }
.texts { width: 100%; table-layout: fixed; } .texts th { width: 4.5rem; font-weight: 400; }
.texts bdi { display: block; overflow: hidden; }
@media print { body { margin: 0; max-width: none; font-size: 9.5pt; }
  .wide { overflow: visible; } .wide td, .wide th { padding-right: .5rem; }
  .pair { grid-template-columns: 1fr 1fr; } }
"""
# What of run.json the table shows, in this order. settings and architecture would repeat the rest.
SHOWN = (
    "base",
    "trainable",
    "trainable_parameters",
    "total_parameters",
    "rows",
    "spam",
    "best_epoch",
    "spam_above",
    "ham_below",
    "temperature",
    "shift",
    "prior",
    "max_length",
    "seed",
    "seconds",
    "device",
    "precision",
    "recipe",
    "versions",
    "data",
)
_SPACES = re.compile(r"\s+")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores in [0, 1] of N labelled texts, labels 0 (ham) or 1 (spam); N may be 0."""

    name: str
    texts: Sequence[str]
    labels: Sequence[int]
    scores: Sequence[float]


def write_report(
    path: Path, run: Mapping[str, Any], steps: Rows, epochs: Rows, evaluations: Sequence[Evaluation]
) -> None:
    """Write the page of the run that run.json (``run``) and metrics.csv (``steps``, ``epochs``) describe.

    The same input gives the same bytes. Raises :class:`CreateError` when ``path`` cannot be written; what
    was there before then stays.
    """
    with style.context(["default", STYLE]):
        page = format_page(run, steps, epochs, evaluations)
    partial = path.with_name(path.name + ".partial")
    try:
        # A message may hold half a surrogate pair, which no encoding has.
        partial.write_bytes(page.encode("utf-8", "replace"))
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise CreateError(f"cannot write {path}: {error.strerror}; choose another folder") from None


def format_page(run: Mapping[str, Any], steps: Rows, epochs: Rows, evaluations: Sequence[Evaluation]) -> str:
    """The whole page."""
    policy = Policy().override(run.get("ham_below"), run.get("spam_above"))
    title = "Training run" + (f" from {show(run['base'])}" if "base" in run else "")
    sections = (format_evaluation(one, policy, f"e{n}") for n, one in enumerate(evaluations))
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{title}</title>\n<style>{CSS}</style>\n<h1>{title}</h1>",
            f"<p>A message is spam above a score of {policy.spam_above:g}, ham below {policy.ham_below:g}, "
            "else unsure. In the table unsure counts as not spam.",
            format_headline(evaluations, policy),
            format_curves(run, steps, epochs),
            *sections,
            "<h2>Settings</h2>\n<table>",
            *(f"<tr><th>{show(key)}<td>{show_value(run[key])}" for key in SHOWN if key in run),
            "</table>\n<p>run.json holds all of them.\n</html>\n",
        )
    )


def show(value: object, length: int = 1000) -> str:
    """``value`` on one line, cut, safe in HTML; controls and turns of the writing direction are U+FFFD."""
    line = _UNSAFE.sub("\ufffd", _SPACES.sub(" ", str(value)))
    return escape(line if len(line) <= length else line[:length] + "…")


def show_value(value: object) -> str:
    """A value of run.json; what is nested becomes a line a key."""
    if isinstance(value, Mapping):
        return "<br>".join(f"{show(key)}: {show_value(inner)}" for key, inner in value.items())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return show(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}"


def show_share(part: float, whole: float) -> str:
    """``part`` of ``whole`` in percent, a dash where there is nothing to take a share of."""
    return f"{part / whole:.2%}" if whole else "–"


def count_labels(evaluation: Evaluation, policy: Policy) -> NDArray[np.int64]:
    """The confusion matrix [2, 3]: true ham and spam, called ham, unsure and spam."""
    scores = np.asarray(evaluation.scores, float)
    called = np.where(scores > policy.spam_above, 2, np.where(scores < policy.ham_below, 0, 1))
    counts = np.zeros((2, 3), np.int64)
    np.add.at(counts, (np.asarray(evaluation.labels, int), called), 1)
    return counts


def split_scores(evaluation: Evaluation) -> tuple[Floats, Floats]:
    """The sorted scores of the ham and of the spam."""
    scores, labels = np.asarray(evaluation.scores, float), np.asarray(evaluation.labels, int)
    return np.sort(scores[labels == 0]), np.sort(scores[labels == 1])


def format_headline(evaluations: Sequence[Evaluation], policy: Policy) -> str:
    """The table of what matters, a row an evaluation."""
    names = ("messages", "accuracy", "ham lost", "spam missed", "precision", "recall", "F1")
    head = "".join(f"<th>{name}" for name in ("", *names))
    rows = "\n".join(
        f"<tr><th>{show(one.name)}" + "".join(f"<td>{cell}" for cell in list_measures(one, policy))
        for one in evaluations
    )
    return f'<div class="wide"><table>\n<tr>{head}\n{rows}\n</table></div>'


def list_measures(evaluation: Evaluation, policy: Policy) -> Iterator[str]:
    """Cells of the headline; what is above ``spam_above`` counts as called spam, all else as not."""
    counts = count_labels(evaluation, policy)
    (ham, spam), rows = counts.sum(axis=1), counts.sum()
    lost, caught = counts[0, 2], counts[1, 2]
    yield f"{rows:,}<br><small>{ham:,} ham, {spam:,} spam</small>"
    yield show_share(ham - lost + caught, rows)
    yield f"{show_share(lost, ham)}<br><small>{lost:,} of {ham:,}</small>"
    yield f"{show_share(spam - caught, spam)}<br><small>{spam - caught:,} of {spam:,}</small>"
    yield show_share(caught, caught + lost)
    yield show_share(caught, spam)
    yield show_share(2 * caught, caught + lost + spam if spam else 0)


def format_curves(run: Mapping[str, Any], steps: Rows, epochs: Rows) -> str:
    """Loss and accuracy while training."""
    if not steps and not epochs:
        return ""
    losses = column(steps, "train_loss")
    bad = int((~np.isfinite(losses)).sum())
    caption = "Loss. Single steps may leave the frame."
    if bad:
        caption += f" {bad:,} of {len(losses):,} steps had no finite loss."
    return "\n".join(
        (
            '<h2>Training</h2>\n<div class="pair">',
            draw(lambda axes: plot_loss(axes, run, steps, epochs), "loss", caption),
            draw(lambda axes: plot_accuracy(axes, run, epochs), "accuracy", "Accuracy at a score of 0.5."),
            "</div>",
        )
    )


def format_evaluation(evaluation: Evaluation, policy: Policy, name: str) -> str:
    """The section of one evaluation."""
    heading = f"<h2>{show(evaluation.name)}</h2>"
    if not len(evaluation.scores):
        return f"{heading}\n<p>No messages."
    ham, spam = split_scores(evaluation)
    figures, note = [], "<p>Only one kind of message, so there is no precision-recall curve."
    if len(ham) and len(spam):
        note = ""
        average = average_precision_score(evaluation.labels, evaluation.scores)
        caption = f"Precision and recall. Average precision {average:.4f}."
        figures.append(draw(lambda axes: plot_precision(axes, ham, spam, policy), f"{name}-pr", caption))
    caption = "What a cut-off loses: ham called spam, and spam not called spam."
    figures.append(draw(lambda axes: plot_cutoffs(axes, ham, spam, policy), f"{name}-cut", caption))
    return "\n".join(
        (
            *(heading, format_matrix(evaluation, policy), note),
            *('<div class="pair">', *figures, "</div>"),
            *format_mistakes(evaluation, policy),
        )
    )


def format_matrix(evaluation: Evaluation, policy: Policy) -> str:
    """The confusion matrix: counts, and shares of the true ham or spam."""
    lines = ['<table class="matrix">', "<tr><td><th>called ham<th>unsure<th>called spam"]
    kinds = (("right", "unsure", "wrong"), ("wrong", "unsure", "right"))
    rows = zip(("ham", "spam"), count_labels(evaluation, policy), kinds, strict=True)
    for true, counts, classes in rows:
        lines.append(f"<tr><th>is {true}")
        for count, kind in zip(counts, classes, strict=True):
            # A cell without messages has no colour at all, whichever kind it is.
            share = count / max(1, counts.sum())
            shade = f' class="{kind}" style="--share: {share:.3f}"' if count else ""
            lines.append(f"<td{shade}>{count:,}<br><small>{show_share(count, counts.sum())}</small>")
    return "\n".join((*lines, "</table>"))


def format_mistakes(evaluation: Evaluation, policy: Policy) -> Iterator[str]:
    """The surest wrong calls, a table for ham called spam and one for spam called ham."""
    rows = list(zip(evaluation.scores, evaluation.labels, evaluation.texts, strict=True))
    lost = sorted((row for row in rows if row[1] == 0 and row[0] > policy.spam_above), key=lambda r: -r[0])
    missed = sorted((row for row in rows if row[1] == 1 and row[0] < policy.ham_below), key=lambda r: r[0])
    for title, wrong in (("Ham called spam", lost), ("Spam called ham", missed)):
        if not wrong:
            yield f"<h3>{title}</h3>\n<p>None."
            continue
        number = f"the {MISTAKES} surest of {len(wrong):,}" if len(wrong) > MISTAKES else f"{len(wrong):,}"
        yield f'<h3>{title} ({number})</h3>\n<table class="texts">'
        for score, _, text in wrong[:MISTAKES]:
            yield f"<tr><th>{score:.4f}<td><bdi>{show(text, TEXT_LENGTH)}</bdi>"
        yield "</table>"


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
