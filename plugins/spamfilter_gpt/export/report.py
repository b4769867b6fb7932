"""report.html of one training run: one page that opens offline, its figures drawn into it as SVG.

What it says is in the run's own files; the page only shows it.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from spamfilter import Policy, report
from spamfilter_gpt.export.curves import Rows, column, plot_accuracy, plot_loss

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


def write_report(
    path: Path, run: Mapping[str, Any], steps: Rows, epochs: Rows, evaluations: Sequence[report.Evaluation]
) -> None:
    """Write the page of the run that run.json (``run``) and metrics.csv (``steps``, ``epochs``) describe.

    ``evaluations`` are named after the data they are of. The same input gives the same bytes. Raises
    :class:`CreateError` when ``path`` cannot be written; what was there before then stays.
    """
    title = "Training run" + (f" from {run['base']}" if "base" in run else "")
    report.write_page(path, report.format_document(title, format_page(run, steps, epochs, evaluations)))


def format_page(
    run: Mapping[str, Any], steps: Rows, epochs: Rows, evaluations: Sequence[report.Evaluation]
) -> Iterator[str]:
    """The sections of the page."""
    policy = Policy().override(run.get("ham_below"), run.get("spam_above"))
    yield (
        f"<p>A message is spam above a score of {policy.spam_above:g}, ham below {policy.ham_below:g}, "
        "else unsure. In the table unsure counts as not spam."
    )
    measures = [report.measure(one) for one in evaluations]
    for one, found in zip(evaluations, measures, strict=True):
        yield f'<p class="said">{report.format_sentence(one.name, found)}'
    yield format_training(run, steps, epochs)
    if evaluations:
        kinds = [(len(one.spam) - sum(one.spam), sum(one.spam)) for one in evaluations]
        counts = {"ham, spam": [f"{ham:,}, {spam:,}" for ham, spam in kinds]}
        yield "<h2>Figures</h2>"
        yield report.format_measures([one.name for one in evaluations], measures, counts)
        yield report.format_curves(evaluations)
    yield from (report.format_evaluation(one, f"e{n}") for n, one in enumerate(evaluations))
    yield "<h2>Settings</h2>\n<table>"
    yield from (f"<tr><th>{report.show(key)}<td>{show_value(run[key])}" for key in SHOWN if key in run)
    yield "</table>\n<p>run.json holds all of them."


def show_value(value: object) -> str:
    """A value of run.json; what is nested becomes a line a key."""
    if isinstance(value, Mapping):
        return "<br>".join(f"{report.show(key)}: {show_value(inner)}" for key, inner in value.items())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return report.show(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}"


def format_training(run: Mapping[str, Any], steps: Rows, epochs: Rows) -> str:
    """Loss and accuracy while training."""
    if not steps and not epochs:
        return ""
    losses = column(steps, "train_loss")
    bad = int((~np.isfinite(losses)).sum())
    caption = "Loss. Single steps may leave the frame."
    if bad:
        caption += f" {bad:,} of {len(losses):,} steps had no finite loss."
    accuracy = "Accuracy at a score of 0.5."
    return "\n".join(
        (
            '<h2>Training</h2>\n<div class="pair">',
            report.draw(lambda axes: plot_loss(axes, run, steps, epochs), "loss", caption),
            report.draw(lambda axes: plot_accuracy(axes, run, epochs), "accuracy", accuracy),
            "</div>",
        )
    )
