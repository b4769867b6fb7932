"""What ``spamfilter evaluate`` does: labelled data in, figures out."""

import math
from collections.abc import Container, Sequence

import click

from spamfilter.cli.encoding import echo_json
from spamfilter.cli.ending import check_output
from spamfilter.cli.evaluate import EvaluateOptions
from spamfilter.cli.recall import choose_several_taught
from spamfilter.cli.session import Session, echo_notices
from spamfilter.cli.terminal import count_progress
from spamfilter.formats import show_line
from spamfilter.labelled import LabelledMessage, read_all
from spamfilter.measure.evaluate import Comparison, Result, compare_all, evaluate
from spamfilter.measure.metric import NAMES, SHARES, Measure
from spamfilter.measure.subject import Subject
from spamfilter.measure.summary import summarize_evaluation
from spamfilter.plugin.choice import Chosen
from spamfilter.storage import make_folder

TEXT_LENGTH = 100


def evaluate_data(session: Session, options: EvaluateOptions) -> None:
    """Read, score, measure, print."""
    check_output()
    if options.report:
        from spamfilter import report

        report.check_packages()
    asked = options.classifiers, options.model, options.memory
    chosen = choose_several_taught(session.manager, *asked, front=not options.no_front)
    rows = read_all(
        options.data,
        options.input_format,
        column=options.column,
        label_column=options.label_column,
        encoding=options.encoding,
    )
    echo_notices()
    if options.report:
        make_folder(options.report)  # before long work
    results = [run(session, one, rows, options) for one in chosen]
    comparisons = compare_all(results)
    if options.as_json:
        echo_json(summarize_evaluation(rows, results, comparisons))
    else:
        for line in format_figures(rows, results, comparisons, options.differences):
            click.echo(line)
    if options.report:
        page = report.write_evaluation(options.report, results, comparisons, options.data)
        click.echo(f"wrote {show_line(str(page))}; open it in a browser", err=True)


def run(
    session: Session, chosen: Chosen, rows: Sequence[LabelledMessage], options: EvaluateOptions
) -> Result:
    """One classifier over all ``rows``."""
    policy = chosen.classifier.policy.override(options.ham_below, options.spam_above)
    trained_on = getattr(chosen.classifier, "trained_on", None)
    scorer = session.open_scorer(chosen, options.jobs)
    with scorer as score, count_progress(len(rows), chosen.label) as advance:
        return evaluate(
            Subject(chosen.label, score, policy, trained_on if isinstance(trained_on, Container) else None),
            rows,
            batch_size=options.batch_size,
            resamples=options.resamples,
            advance=advance,
        )


def format_figures(
    rows: Sequence[LabelledMessage],
    results: Sequence[Result],
    comparisons: Sequence[Comparison],
    differences: int,
) -> list[str]:
    """The lines of the text output."""
    spam = sum(row.spam for row in rows)
    lines = [f"{len(rows)} messages: {len(rows) - spam} ham, {spam} spam", ""]
    lines += format_table(results)
    for comparison in comparisons:
        lines += ["", *format_comparison(comparison, rows, results, differences)]
    return lines


def format_table(results: Sequence[Result]) -> list[str]:
    """A row a metric, a column a classifier, each value with its 95 % interval."""
    evaluations = [result.evaluation for result in results]
    cells = [["", *(show_line(one.name) for one in evaluations)]]
    cells += [[NAMES[name], *(show(name, one.measures[name]) for one in results)] for name in NAMES]
    for row, true in enumerate(("ham", "spam")):
        counts = (one.count_labels()[row] for one in evaluations)
        cells.append([f"{true} called ham, unsure, spam", *(", ".join(map(str, count)) for count in counts)])
    policies = [one.policy for one in evaluations]
    cells.append(["ham below, spam above", *(f"{one.ham_below:g}, {one.spam_above:g}" for one in policies)])
    speeds = (len(rows.evaluation.scores) / max(rows.seconds, 1e-9) for rows in results)
    cells.append(["messages/s", *(f"{speed:,.0f}" for speed in speeds)])
    if any(result.seen is not None for result in results):
        cells += format_repeats(results)
    return align_columns(cells)


def align_columns(cells: Sequence[Sequence[str]]) -> list[str]:
    """Rows of ``cells`` as lines, each column as wide as its widest cell."""
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def format_repeats(results: Sequence[Result]) -> list[list[str]]:
    """Rows for messages that repeat one a classifier was trained on, and for the metrics without them."""
    seen = ["unknown" if result.seen is None else str(len(result.seen)) for result in results]
    rows = [["repeats of training messages", *seen]]
    for name in ("accuracy", "roc_auc", "ham_lost", "spam_missed"):
        cells = (show(name, result.unseen[name]) if result.unseen else "–" for result in results)
        rows.append([f"{NAMES[name]} without them", *cells])
    return rows


def show(name: str, measure: Measure) -> str:
    """A metric's value and interval: shares in percent."""
    if math.isnan(measure.value):
        return "–"
    values = [
        100 * value if name in SHARES else value for value in (measure.value, measure.low, measure.high)
    ]
    value, low, high = (
        f"{value:.2f}" if name in SHARES or name == "tcr" else f"{value:.4f}" for value in values
    )
    return f"{value}{' %' if name in SHARES else ''} ({low} to {high})"


def format_comparison(
    comparison: Comparison, rows: Sequence[LabelledMessage], results: Sequence[Result], differences: int
) -> list[str]:
    """Counts, McNemar's test, and the messages that differ most."""
    first, second = show_line(comparison.first), show_line(comparison.second)
    chance = "could be chance" if comparison.p_value >= 0.05 else "is hardly chance"
    lines = [
        f"{first} against {second}: both right {comparison.both_right}, "
        f"only {first} {comparison.only_first}, only {second} {comparison.only_second}, "
        f"both wrong {comparison.both_wrong}",
        f"McNemar's exact test: p = {comparison.p_value:.3g}; the difference {chance}",
    ]
    scores = {result.evaluation.name: result.evaluation.scores for result in results}
    for row in comparison.rows[:differences]:
        message, label = rows[row].message, "spam" if rows[row].spam else "ham"
        values = "\t".join(f"{scores[name][row]:.4f}" for name in (comparison.first, comparison.second))
        text = show_line(message.text)
        text = text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1] + "…"
        lines.append(f"{label}\t{values}\t{show_line(message.source)}:{message.number}\t{text}")
    if len(comparison.rows) > differences:
        lines.append(f"and {len(comparison.rows) - differences} more; --differences N shows them")
    return lines
