"""Options that every scoring command shares."""

from collections.abc import Callable
from typing import Any

import click

from spamfilter.readers import FORMATS

SHARE = click.FloatRange(0, 1)


def scoring_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator: the classifier, its model, the cut-offs, the input and how much is done at once."""
    for option in reversed(
        [
            click.option(
                "-c",
                "--classifier",
                metavar="NAME",
                default="gpt",
                show_default=True,
                help="See 'spamfilter classifiers'.",
            ),
            click.option(
                "--model", metavar="PATH", help="Model for the classifier: a path or a shipped name."
            ),
            click.option(
                "--spam-above", metavar="P", type=SHARE, help="Spam above this score.  [default: the model's]"
            ),
            click.option(
                "--ham-below", metavar="P", type=SHARE, help="Ham below this score.  [default: the model's]"
            ),
            click.option(
                "--input",
                "input_format",
                type=click.Choice(FORMATS),
                default="auto",
                show_default=True,
                help="auto goes by the file name.",
            ),
            click.option(
                "--column",
                metavar="NAME",
                default="text",
                show_default=True,
                help="What csv and jsonl call the text.",
            ),
            click.option(
                "--jobs",
                metavar="N",
                type=click.IntRange(1),
                default=1,
                show_default=True,
                help="Processes that score.",
            ),
            click.option(
                "--batch-size",
                metavar="N",
                type=click.IntRange(1),
                default=32,
                show_default=True,
                help="Messages scored at once; no score depends on it.",
            ),
        ]
    ):
        command = option(command)
    return command
