"""What a page says of classifiers: sentences, the table of metrics, curves, the section of each."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from spamfilter.measure.metric import NAMES, SHARES, Evaluation, Measure
from spamfilter.report.page import show, show_name
from spamfilter.report.plot import plot_cutoffs, plot_histogram, plot_precision, plot_reliability, plot_roc
from spamfilter.report.svg import draw

MISTAKES, TEXT_LENGTH = 20, 400
MEANINGS = {
    "accuracy": "share of the messages called what they are",
    "precision": "share of spam in what is called spam",
    "recall": "share of the spam that is called spam",
    "f1": "harmonic mean of precision and recall",
    "mcc": "Matthews correlation: 1 is perfect, 0 is chance",
    "roc_auc": "how often a spam scores higher than a ham; 0.5 is chance",
    "average_precision": "mean precision over every recall",
    "ham_lost": "share of the ham that is called spam",
    "spam_missed": "share of the spam that is not called spam",
    "unsure": "share of the messages between both cut-offs",
    "spam_missed_at_1_percent_ham_lost": "with the cut-off that loses as much ham",
    "spam_missed_at_0.1_percent_ham_lost": "with the cut-off that loses as much ham",
    "lam": "ham lost and spam missed, averaged as logits",
    "tcr": "how many times better than no filter, a lost ham being as bad as λ missed spam",
    "brier": "mean squared distance of score and truth; 0 is perfect",
    "ece": "how far scores are from the share that is spam; 0 is perfect",
}


def format_sentence(name: str, measures: Mapping[str, Measure]) -> str:
    """What to expect of a classifier, for a reader who is no statistician."""
    return f"<b>{show_name(name)}</b>: {describe_losses(measures)}."


def describe_losses(measures: Mapping[str, Measure]) -> str:
    """Ham lost and spam missed of a thousand each."""
    lost, missed = measures["ham_lost"], measures["spam_missed"]
    first = "there was no ham to lose"
    if not math.isnan(lost.value):
        first = f"of 1,000 ham it would lose {show_thousandths(lost)}"
    if math.isnan(missed.value):
        return f"{first}; there was no spam to miss"
    return f"{first}; of 1,000 spam it would miss {show_thousandths(missed)}"


def show_thousandths(share: Measure) -> str:
    """A share and its interval as numbers of a thousand; the interval is rounded outwards."""
    value, low, high = (1000 * part for part in (share.value, share.low, share.high))
    low, high = math.floor(low + 1e-6), math.ceil(high - 1e-6)
    shown = "fewer than 1" if 0 < value < 0.5 else f"{value:,.0f}"
    if low == 0:
        return f"{shown} (at most {high:,})"
    return f"{shown} (at least {low:,})" if high == 1000 else f"{shown} ({low:,} to {high:,})"


def format_measures(
    names: Sequence[str],
    columns: Sequence[Mapping[str, Measure]],
    more: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """A table of all metrics, a column a name; ``more`` has further rows, which come first."""
    head = "".join(f"<th>{show_name(name)}" for name in names)
    lines = ['<div class="wide"><table class="measures">', f"<tr><td>{head}"]
    for label, cells in (more or {}).items():
        lines.append(f"<tr><th>{show(label)}" + "".join(f"<td>{show(cell)}" for cell in cells))
    for name, label in NAMES.items():
        found = "".join(f"<td>{show_measure(name, column[name])}" for column in columns)
        lines.append(f"<tr><th>{show(label)}<br><small>{MEANINGS[name]}</small>{found}")
    return "\n".join((*lines, "</table></div>"))


def show_measure(name: str, found: Measure) -> str:
    """A metric's value, and its interval beneath; shares in percent."""

    def show_value(value: float) -> str:
        if not math.isfinite(value):
            return "–" if math.isnan(value) else "∞"
        if name in SHARES:
            return f"{value:.2%}"
        return f"{value:,.2f}" if name == "tcr" else f"{value:.4f}"

    if math.isnan(found.value):
        return "–"
    return f"{show_value(found.value)}<br><small>{show_value(found.low)} to {show_value(found.high)}</small>"


def format_curves(evaluations: Sequence[Evaluation]) -> str:
    """What all could be, whatever the cut-off: ROC and precision-recall curves in one figure each."""
    both = [one for one in evaluations if 0 < sum(one.spam) < len(one.spam)]
    if not both:
        return "<p>Only one kind of message, so there is no ROC and no precision-recall curve."
    roc = "ROC: spam caught for ham lost. Up and left is better; the dots are the chosen cut-offs."
    precision = "Precision and recall. Up and right is better; the dots are the chosen cut-offs."
    return "\n".join(
        (
            '<h2>At every cut-off</h2>\n<div class="pair">',
            draw(lambda axes: plot_roc(axes, both), "roc", roc),
            draw(lambda axes: plot_precision(axes, both), "pr", precision),
            "</div>",
        )
    )


def format_evaluation(evaluation: Evaluation, name: str) -> str:
    """The section of one evaluation; ``name`` keeps its figures' ids apart from others'."""
    heading = f"<h2>{show_name(evaluation.name)}</h2>"
    if not len(evaluation.scores):
        return f"{heading}\n<p>No messages."
    figures = (
        ("cut", plot_cutoffs, "What a cut-off loses: ham called spam, and spam not called spam."),
        ("bars", plot_histogram, "How many ham and spam have which score."),
        (
            "bins",
            plot_reliability,
            "Does a score mean what it says? On the dotted line it does. Above, the number of messages.",
        ),
    )
    drawn = (
        draw(partial(plot, evaluation=evaluation), f"{name}-{key}", caption) for key, plot, caption in figures
    )
    return "\n".join(
        (
            *(heading, '<div class="pair">', format_matrix(evaluation), *drawn, "</div>"),
            *format_mistakes(evaluation),
        )
    )


def format_matrix(evaluation: Evaluation) -> str:
    """The confusion matrix: counts, and shares of the true ham or spam."""
    lines = [
        "<figure>\n<figcaption>What became of the messages.</figcaption>",
        '<table class="matrix">\n<tr><td><th>called ham<th>unsure<th>called spam',
    ]
    kinds = (("right", "unsure", "wrong"), ("wrong", "unsure", "right"))
    rows = zip(("ham", "spam"), evaluation.count_labels(), kinds, strict=True)
    for true, counts, classes in rows:
        lines.append(f"<tr><th>is {true}")
        for count, kind in zip(counts, classes, strict=True):
            # A cell without messages has no colour at all, whichever kind it is.
            share = count / max(1, counts.sum())
            shade = f' class="{kind}" style="--share: {share:.3f}"' if count else ""
            shown = f"{share:.2%}" if counts.sum() else "–"
            lines.append(f"<td{shade}>{count:,}<br><small>{shown}</small>")
    return "\n".join((*lines, "</table>\n</figure>"))


def format_mistakes(evaluation: Evaluation) -> Iterator[str]:
    """The costliest mistakes: ham called spam, then spam not called spam, the surest first."""
    rows = list(zip(evaluation.scores, evaluation.spam, evaluation.texts, strict=True))
    called = [evaluation.policy.judge(score).label for score in evaluation.scores]
    wrong = [
        (score, spam, text, label)
        for (score, spam, text), label in zip(rows, called, strict=True)
        if (label == "spam") != spam
    ]
    lost = sorted((row for row in wrong if not row[1]), key=lambda row: -row[0])
    missed = sorted((row for row in wrong if row[1]), key=lambda row: row[0])
    for title, found in (("Ham called spam", lost), ("Spam missed", missed)):
        if not found:
            yield f"<h3>{title}</h3>\n<p>None."
            continue
        number = f"the {MISTAKES} surest of {len(found):,}" if len(found) > MISTAKES else f"{len(found):,}"
        yield f'<h3>{title} ({number})</h3>\n<table class="texts">'
        for score, _, text, label in found[:MISTAKES]:
            note = "<br>unsure" if label == "unsure" else ""
            yield f"<tr><th>{score:.4f}{note}<td><bdi>{show(text, TEXT_LENGTH)}</bdi>"
        yield "</table>"
