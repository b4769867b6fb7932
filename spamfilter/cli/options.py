"""Options that several commands share."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import click

from spamfilter.cli.session import Session
from spamfilter.plugin.choice import Chosen
from spamfilter.readers import FORMATS

if TYPE_CHECKING:
    from spamfilter.scan import Score

SHARE = click.FloatRange(0, 1)
Command = Callable[..., Any]

CLASSIFIER = click.option(
    "-c",
    "--classifier",
    metavar="NAME",
    default="gpt",
    show_default=True,
    help="See 'spamfilter classifiers'.",
)
SEVERAL = click.option(
    "-c",
    "--classifier",
    "classifiers",
    metavar="NAME[=MODEL]",
    multiple=True,
    help="May be given again.  [default: gpt]",
)
MODEL = click.option("--model", metavar="PATH", help="Model for the classifier: a path or a shipped name.")
CUTOFFS = (
    click.option(
        "--spam-above", metavar="P", type=SHARE, help="Spam above this score.  [default: the model's]"
    ),
    click.option(
        "--ham-below", metavar="P", type=SHARE, help="Ham below this score.  [default: the model's]"
    ),
)
INPUT = click.option(
    "--input",
    "input_format",
    type=click.Choice(FORMATS),
    default="auto",
    show_default=True,
    help="auto goes by the name, else by the first line.",
)
COLUMN = click.option(
    "--column", metavar="NAME", default="text", show_default=True, help="What csv and jsonl call the text."
)
LABEL_COLUMN = click.option(
    "--label-column", metavar="NAME", default="label", show_default=True, help="And what they call the label."
)
JOBS = click.option(
    "--jobs", metavar="N", type=click.IntRange(1), default=1, show_default=True, help="Processes that score."
)
BATCH_SIZE = click.option(
    "--batch-size",
    metavar="N",
    type=click.IntRange(1),
    default=128,
    show_default=True,
    help="Messages scored at once; no score depends on it.",
)


def add_options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Decorator: ``options``, the first of them first in --help."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


scoring_options = add_options(CLASSIFIER, MODEL, *CUTOFFS, INPUT, COLUMN, JOBS, BATCH_SIZE)
labelled_options = add_options(SEVERAL, MODEL, *CUTOFFS, INPUT, COLUMN, LABEL_COLUMN, JOBS, BATCH_SIZE)


def open_chosen(session: Session, chosen: Chosen, jobs: int) -> "AbstractContextManager[Score]":
    """What scores by ``chosen``, in ``jobs`` processes."""
    from spamfilter.plugin.worker import open_scorer  # what scoring imports, --help can do without

    plugins = session.plugins
    return open_scorer(chosen.classifier, chosen.name, chosen.model, plugins, jobs)
