"""What classifiers did with labelled messages, as a page that opens offline: DIR/index.html.

Needs matplotlib and scikit-learn (:func:`check_packages`) as soon as something is drawn, not before.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from spamfilter.errors import UsageError
from spamfilter.measure.evaluate import Comparison, Result
from spamfilter.measure.metric import Evaluation
from spamfilter.plugin.install import install_hint
from spamfilter.report.page import format_document, show, show_count, show_name, write_page
from spamfilter.report.section import (
    TEXT_LENGTH,
    describe_losses,
    format_curves,
    format_evaluation,
    format_measures,
    format_sentence,
)
from spamfilter.storage import make_folder

PAGE = "index.html"
DIFFERENCES, SOURCES = 30, 20


def check_packages() -> None:
    """Raise :class:`UsageError` when what draws is not installed; call it before long work."""
    try:
        import_module("matplotlib.figure")
        import_module("sklearn.metrics")
    except ImportError as error:
        raise UsageError(
            f"a report needs matplotlib and scikit-learn ({error}); "
            f"install them with: {install_hint('evaluate')}"
        ) from None


def write_evaluation(
    folder: Path, results: Sequence[Result], comparisons: Sequence[Comparison], sources: Sequence[str]
) -> Path:
    """Write the page of what ``results`` found in the messages of ``sources``, and return its path.

    All results are of the same messages, their names differ, and ``comparisons`` are among them. The same
    input gives the same bytes. Raises :class:`CreateError` when ``folder`` cannot be written.
    """
    check_packages()
    page = format_document("Spam filter evaluation", format_page(results, comparisons, sources))
    make_folder(folder)
    write_page(folder / PAGE, page)
    return folder / PAGE


def format_page(
    results: Sequence[Result], comparisons: Sequence[Comparison], sources: Sequence[str]
) -> Iterator[str]:
    """The sections of the page."""
    evaluations = [result.evaluation for result in results]
    yield from format_headline(results, sources)
    yield from format_figures(results)
    yield format_curves(evaluations)
    for number, one in enumerate(evaluations):
        yield format_evaluation(one, f"e{number}")
    for comparison in comparisons:
        yield from format_comparison(comparison, {one.name: one for one in evaluations})


def format_headline(results: Sequence[Result], sources: Sequence[str]) -> Iterator[str]:
    """What was measured, and what to expect of each classifier, in sentences."""
    truth = results[0].evaluation.spam
    names = ["standard input" if source == "-" else source for source in sources]
    more = [f"{len(names) - SOURCES:,} more"] if len(names) > SOURCES else []
    yield (
        f"<p>{show_count(len(truth), 'message')}, {len(truth) - sum(truth):,} ham and {sum(truth):,} spam, "
        f"from {', '.join([*map(show_name, names[:SOURCES]), *more])}."
    )
    for result in results:
        yield f'<p class="said">{format_sentence(result.evaluation.name, result.measures)}'
        if result.seen is not None:
            yield f"<br><small>{format_repeats(result.seen, result)}</small>"
    yield (
        "<p>To lose a ham is to call it spam; to miss a spam is not to. In brackets the 95 % interval: with "
        "other messages of the same kind, the figure may well be anywhere in it."
    )


def format_repeats(seen: Sequence[int], result: Result) -> str:
    """How far the messages that it was trained on, the rows ``seen``, flatter a classifier."""
    if not seen:
        return "None of these messages repeats one that it was trained on."
    if result.unseen is None:
        return "But it was trained on every one of these messages, so this says little about new ones."
    repeat = "message repeats" if len(seen) == 1 else "messages repeat"
    return (
        f"But {len(seen):,} {repeat} one that it was trained on; without "
        f"{'it' if len(seen) == 1 else 'them'}, {describe_losses(result.unseen)}."
    )


def format_figures(results: Sequence[Result]) -> Iterator[str]:
    """The table of all metrics, and once more without what a classifier was trained on."""
    names = [result.evaluation.name for result in results]
    policies = [result.evaluation.policy for result in results]
    speeds = (len(result.evaluation.scores) / max(result.seconds, 1e-9) for result in results)
    yield "<h2>Figures</h2>"
    yield format_measures(
        names,
        [result.measures for result in results],
        {
            "ham below, spam above": [f"{one.ham_below:g}, {one.spam_above:g}" for one in policies],
            "messages/s": [f"{speed:,.0f}" for speed in speeds],
        },
    )
    known = [(result.evaluation.name, result.seen, result.unseen) for result in results]
    parted = [(name, len(seen), unseen) for name, seen, unseen in known if seen and unseen]
    if parted:
        number = f"the {parted[0][1]:,}" if len(parted) == 1 else "those"
        yield f"<h3>Without {number} that repeat a training message</h3>"
        yield format_measures(
            [name for name, _, _ in parted],
            [unseen for _, _, unseen in parted],
            {"messages left out": [f"{count:,}" for _, count, _ in parted]},
        )


def format_comparison(comparison: Comparison, evaluations: Mapping[str, Evaluation]) -> Iterator[str]:
    """Two classifiers: how often each was right alone, whether that may be chance, and where they differ."""
    first, second = show_name(comparison.first), show_name(comparison.second)
    yield f"<h2>{first} against {second}</h2>"
    yield f'<table class="matrix">\n<tr><td><th>{second} right<th>{second} wrong'
    yield f"<tr><th>{first} right<td>{comparison.both_right:,}<td>{comparison.only_first:,}"
    yield f"<tr><th>{first} wrong<td>{comparison.only_second:,}<td>{comparison.both_wrong:,}\n</table>"
    yield f"<p>{describe_difference(comparison)}"
    if not comparison.rows:
        return
    shown = comparison.rows[:DIFFERENCES]
    number = f"{len(shown)}"
    if len(comparison.rows) > len(shown):
        number = f"the {len(shown)} of {len(comparison.rows):,} that differ most"
    yield f"<h3>Messages that one got right and the other wrong ({number})</h3>"
    yield f'<table class="texts differ">\n<tr class="head"><th>is<th>{first}<th>{second}<th>'
    pair = [evaluations[name] for name in (comparison.first, comparison.second)]
    for row in shown:
        spam = pair[0].spam[row]
        cells = "".join(format_score(one, row) for one in pair)
        yield (
            f"<tr><th>{'spam' if spam else 'ham'}{cells}"
            f"<td><bdi>{show(pair[0].texts[row], TEXT_LENGTH)}</bdi>"
        )
    yield "</table>"


def format_score(evaluation: Evaluation, row: int) -> str:
    """The cell of one score: shaded where the label that it means is wrong."""
    verdict = evaluation.policy.judge(evaluation.scores[row])
    kind = "right" if (verdict.label == "spam") == evaluation.spam[row] else "wrong"
    share = ".2" if kind == "wrong" else "0"
    return f'<td class="score {kind}" style="--share: {share}">{verdict.score:.4f} {verdict.label}'


def describe_difference(comparison: Comparison) -> str:
    """McNemar's test in words."""
    if not comparison.rows:
        return "They never differ: each message is right for both or wrong for both."
    p_value = "p < 0.0001" if comparison.p_value < 0.0001 else f"p = {comparison.p_value:.3g}"
    said = "could well be chance" if comparison.p_value >= 0.05 else "is hardly chance"
    first, second = show_name(comparison.first), show_name(comparison.second)
    return (
        f"{first} alone is right {show_count(comparison.only_first, 'time')}, {second} alone "
        f"{show_count(comparison.only_second, 'time')}; the difference {said} "
        f"({p_value}, McNemar's exact test)."
    )
