"""report.html of one training run: one page that opens offline, its figures drawn into it as SVG.

What it says is in the run's own files; the page only shows it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import style
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from spamfilter import CreateError, Policy
from spamfilter_gpt.plot import (
    STYLE,
    Floats,
    Rows,
    column,
    draw,
    plot_accuracy,
    plot_cutoffs,
    plot_loss,
    plot_precision,
)

MISTAKES, TEXT_LENGTH = 10, 200
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
