"""report.html of one training run: one page that opens offline, its figures drawn into it as SVG.

What it says is in the run's own files; the page only shows it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from spamfilter import Policy, report
from spamfilter_gpt.export.curves import Curves, Rows, column, plot_accuracy, plot_loss
from spamfilter_gpt.records.parse import to_json
from spamfilter_gpt.records.run_record import RunRecord, RunStart, describe_run, read_run
from spamfilter_gpt.training.record import read_metrics

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


@dataclass(frozen=True, slots=True)
class RunPage:
    """What the page says of a run: the ``base`` it began with, its cut-offs, curves and ``settings``.

    ``said`` is one line more. A run that goes on has no cut-offs yet.
    """

    base: str = ""
    policy: Policy | None = field(default_factory=Policy)
    curves: Curves = field(default_factory=Curves)
    settings: Mapping[str, object] = field(default_factory=dict)
    said: str = ""


def describe_page(record: RunRecord, policy: Policy, steps: Rows, epochs: Rows) -> RunPage:
    """The page of ``record`` with the cut-offs of the exported model, and the rows of metrics.csv."""
    chosen = replace(record, calibration=record.calibration.choose(policy))
    found = describe_run(chosen)
    settings = {key: found[key] for key in SHOWN}
    return RunPage(record.settings.base, policy, Curves(steps, epochs, record.course.best_epoch), settings)


def write_running(run: Path) -> None:
    """The page of a ``run`` that goes on: its curves so far and its settings; the export writes another."""
    record = read_run(run)
    settings = record.settings
    started = to_json(record) if isinstance(record, RunStart) else {}
    steps, epochs = read_metrics(run)
    curves = Curves(steps, epochs)
    said = f"this run is at epoch {len(epochs)} of {settings.recipe.epochs}; open this page again to see on"
    write_report(run / "report.html", RunPage(settings.base, None, curves, started, said), [])


def write_report(path: Path, page: RunPage, evaluations: Sequence[report.Evaluation]) -> None:
    """Write the page of a training run.

    ``evaluations`` are named after the data they are of. The same input gives the same bytes. Raises
    :class:`CreateError` when ``path`` cannot be written; what was there before then stays.
    """
    title = "Training run" + (f" from {page.base}" if page.base else "")
    report.write_page(path, report.format_document(title, format_page(page, evaluations)))


def format_page(page: RunPage, evaluations: Sequence[report.Evaluation]) -> Iterator[str]:
    """The sections of the page."""
    if page.policy:
        yield (
            f"<p>A message is spam above a score of {page.policy.spam_above:g}, ham below "
            f"{page.policy.ham_below:g}, else unsure. In the table unsure counts as not spam."
        )
    if page.said:
        yield f"<p>{report.show(page.said[:1].upper() + page.said[1:])}."
    measures = [report.measure(one) for one in evaluations]
    for one, found in zip(evaluations, measures, strict=True):
        yield f'<p class="said">{report.format_sentence(one.name, found)}'
    yield format_training(page.curves)
    if evaluations:
        kinds = [(len(one.spam) - sum(one.spam), sum(one.spam)) for one in evaluations]
        counts = {"ham, spam": [f"{ham:,}, {spam:,}" for ham, spam in kinds]}
        yield "<h2>Figures</h2>"
        yield report.format_measures([one.name for one in evaluations], measures, counts)
        yield report.format_curves(evaluations)
    yield from (report.format_evaluation(one, f"e{n}") for n, one in enumerate(evaluations))
    yield "<h2>Settings</h2>\n<table>"
    yield from (f"<tr><th>{report.show(key)}<td>{show_value(value)}" for key, value in page.settings.items())
    yield "</table>\n<p>run.json holds all of them."


def show_value(value: object) -> str:
    """A value of run.json; what is nested becomes a line a key."""
    if isinstance(value, Mapping):
        return "<br>".join(f"{report.show(key)}: {show_value(inner)}" for key, inner in value.items())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return report.show(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}"


def format_training(curves: Curves) -> str:
    """Loss and accuracy while training."""
    if not curves.steps and not curves.epochs:
        return ""
    losses = column(curves.steps, "train_loss")
    bad = int((~np.isfinite(losses)).sum())
    caption = "Loss. Single steps may leave the frame."
    if bad:
        caption += f" {bad:,} of {len(losses):,} steps had no finite loss."
    accuracy = "Accuracy at a score of 0.5."
    return "\n".join(
        (
            '<h2>Training</h2>\n<div class="pair">',
            report.draw(lambda axes: plot_loss(axes, curves), "loss", caption),
            report.draw(lambda axes: plot_accuracy(axes, curves), "accuracy", accuracy),
            "</div>",
        )
    )
