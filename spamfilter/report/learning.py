"""What classifiers learned on their way through messages, as a page that opens offline: DIR/index.html."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from spamfilter.measure.curve import FIXED, Learner, Point, trace_curve
from spamfilter.measure.metric import Measure
from spamfilter.report.evaluation import PAGE, check_packages
from spamfilter.report.page import NAME_LENGTH, format_document, show, show_name, write_page
from spamfilter.report.plot import LINES, show_tick
from spamfilter.report.section import (
    describe_losses,
    format_curves,
    format_evaluation,
    format_measures,
    show_measure,
)
from spamfilter.report.svg import draw
from spamfilter.storage import make_folder

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEAST = 1e-5  # of 1 - AUC, as drawn: on a logarithmic axis there is no 0
CAPTION = (
    "The learning curve of the TREC spam track: 1−AUC of all messages so far. Lower is better; dashes are a "
    "classifier that does not learn."
)
BETWEEN = "Spam missed at 0.5 % ham lost, of the messages from one point to the next. Lower is better."


def write_learning(folder: Path, learners: Sequence[Learner], sentence: str, sources: Sequence[str]) -> Path:
    """Write the page of what ``learners`` made of the messages of ``sources``, and return its path.

    ``sentence`` says what was judged and told. Raises :class:`CreateError` when ``folder`` cannot be written.
    """
    check_packages()
    page = format_document("Spam filters that learn", format_learning(learners, sentence, sources))
    make_folder(folder)
    write_page(folder / PAGE, page)
    return folder / PAGE


def format_learning(learners: Sequence[Learner], sentence: str, sources: Sequence[str]) -> Iterator[str]:
    """The sections of the page."""
    names = ", ".join("standard input" if source == "-" else show_name(source) for source in sources)
    yield f"<p>{show(sentence)}. From {names}."
    for one in learners:
        yield f'<p class="said"><b>{show_name(one.evaluation.name)}</b>: {describe_losses(one.measures)}.'
        if one.seen:
            told = f"It was trained on {len(one.seen):,} of these messages; {describe_unseen(one)}."
            yield f"<br><small>{told}</small>"
    yield "<h2>As corrections came</h2>"
    yield '<div class="pair">'
    yield draw(partial(plot_learning, learners=learners), "learning", CAPTION)
    yield draw(partial(plot_between, learners=learners), "between", BETWEEN)
    yield "</div>"
    yield from format_points(learners)
    yield "<h2>Figures over all messages</h2>"
    yield format_measures(
        [one.evaluation.name for one in learners],
        [one.measures for one in learners],
        {
            "(1−AUC) %": [show_share(one.measures["auc_loss"]) for one in learners],
            "spam missed at 0.5 % ham lost": [show_share(one.measures[FIXED]) for one in learners],
            "messages/s, with learning": [
                f"{len(one.evaluation.scores) / max(one.seconds, 1e-9):,.0f}" for one in learners
            ],
        },
    )
    yield format_curves([one.evaluation for one in learners])
    for number, one in enumerate(learners):
        yield format_evaluation(one.evaluation, f"e{number}")


def describe_unseen(learner: Learner) -> str:
    """What is left of a figure without the messages that the classifier was trained on."""
    if learner.unseen is None:
        return "there are no others"
    return f"without them its 1−AUC is {show_share(learner.unseen['auc_loss'])}"


def format_points(learners: Sequence[Learner]) -> Iterator[str]:
    """A table of the curve: a row a point, two columns a classifier."""
    yield '<div class="wide"><table class="measures">'
    yield "<tr><th>corrections<th>messages" + "".join(
        f"<th>{show_name(one.evaluation.name)}<br><small>1−AUC so far</small>"
        "<th><small>spam missed at 0.5 % ham lost, until the next point</small>"
        for one in learners
    )
    for points in zip(*(one.curve for one in learners), strict=True):
        cells = "".join(map(format_point, points))
        yield f"<tr><th>{points[0].corrections:,}<td>{points[0].messages:,}{cells}"
    ends = "".join(f"<td>{show_measure('accuracy', one.measures['auc_loss'])}<td>" for one in learners)
    yield f"<tr><th>all<td>{len(learners[0].evaluation.scores):,}{ends}\n</table></div>"


def format_point(point: Point) -> str:
    """Its two cells."""
    found = (point.so_far, point.between[FIXED])
    return "".join(f"<td>{show_measure('accuracy', one)}" for one in found)


def show_share(share: Measure) -> str:
    """A share and its interval, in percent, in one line."""
    return show_measure("accuracy", share).replace("<br><small>", " (").replace("</small>", ")")


def plot_learning(axes: "Axes", learners: Sequence[Learner]) -> None:
    """1 - AUC of all messages so far against their number, both logarithmic."""
    for one, (colour, dash) in zip(learners, choose_lines(learners), strict=True):
        places = trace_curve(one.evaluation)
        losses = [max(LEAST, loss) for _, loss in places]
        label = f" {one.evaluation.name[:NAME_LENGTH]}"
        axes.plot([place for place, _ in places], losses, dash, color=colour, lw=1.8, label=label)
    axes.set(xscale="log", yscale="log", xlabel="Messages judged", ylabel="1−AUC so far")
    axes.yaxis.set_major_formatter(show_tick)


def plot_between(axes: "Axes", learners: Sequence[Learner]) -> None:
    """Spam missed at a fixed loss of ham, a step a stretch, against the number of messages."""
    for one, (colour, dash) in zip(learners, choose_lines(learners), strict=True):
        label = f" {one.evaluation.name[:NAME_LENGTH]}"
        for point in one.curve:
            value = point.between[FIXED].value
            stretch = (max(1, point.messages), max(1, point.until))
            axes.plot(stretch, (value, value), dash, color=colour, lw=1.8, label=label, clip_on=False)
            label = "_"  # one entry of the legend is enough
    axes.set(xscale="log", xlabel="Messages judged", ylabel="Spam missed", ylim=(0, 1))
    axes.yaxis.set_major_formatter(show_tick)


def choose_lines(learners: Sequence[Learner]) -> Iterator[tuple[str, str]]:
    """A colour a classifier; dashes where it does not learn, in the colour of the one before it."""
    colours, colour = cycle(LINES), LINES[0]
    for one in learners:
        if one.learns != "nothing":
            colour = next(colours)
        yield colour, "--" if one.learns == "nothing" else "-"
