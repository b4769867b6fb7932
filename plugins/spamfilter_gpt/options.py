"""Options of the training commands, and the settings that they make."""

from collections.abc import Callable
from typing import Any

import click


def recipe_options(command: Callable[..., None]) -> Callable[..., None]:
    """Decorator: an option for each setting of a recipe; what is not given is the recipe's."""
    share = click.FloatRange(0, 1)
    choices = {
        "trainable": click.Choice(
            ["head", "last-block", "last-two-blocks", "last-three-blocks", "all", "lora"]
        ),
        "read": click.Choice(["last", "last-padded", "first", "mean"]),
        "padding": click.Choice(["batch", "longest", "context"]),
        "schedule": click.Choice(["cosine", "constant"]),
    }
    options = [
        click.option("--trainable", type=choices["trainable"], help="What trains beside the head."),
        click.option("--read", type=choices["read"], help="The token that the class is read at."),
        click.option("--padding", type=choices["padding"], help="What rows are padded to."),
        click.option("--max-length", type=click.IntRange(1), help="Tokens of a message that are read."),
        click.option("--epochs", type=click.IntRange(1)),
        click.option("--batch-size", type=click.IntRange(1)),
        click.option("--accumulate", type=click.IntRange(1), help="Batches to an optimizer step."),
        click.option("--learning-rate", type=click.FloatRange(0, min_open=True)),
        click.option("--weight-decay", type=click.FloatRange(0)),
        click.option("--schedule", type=choices["schedule"]),
        click.option("--warmup", type=share, help="Share of the steps in which the rate rises."),
        click.option("--clip", type=click.FloatRange(0), help="Gradient norm; 0 for no limit."),
        click.option(
            "--patience", type=click.IntRange(0), help="Epochs without gain before the end; 0: never."
        ),
        click.option("--lora-rank", type=click.IntRange(1)),
        click.option("--lora-alpha", type=click.FloatRange(0, min_open=True)),
        click.option("--dropout", type=click.FloatRange(0, 1, max_open=True)),
        click.option("--lm-weight", type=click.FloatRange(0), help="Share of the next-token loss."),
        click.option("--word-drop", type=share, help="Share of tokens replaced at random."),
        click.option("--probe/--no-probe", default=None, help="Start the head as a logistic regression."),
        click.option("--ngrams/--no-ngrams", default=None, help="Weigh words and pairs of them as well."),
        click.option("--ngram-length", type=click.IntRange(1), help="Tokens whose n-grams count."),
        click.option("--class-weights/--no-class-weights", default=None, help="Both classes count alike."),
        click.option("--drop-last/--no-drop-last", default=None, help="Leave out a last short batch."),
        click.option("--prior", type=share, help="Share of spam to expect.  [default: the training rows']"),
        click.option("--ham-loss", type=share, help="Share of ham that may be lost.  [default: 0.002]"),
        click.option(
            "--normalizer", type=click.IntRange(0, 1), help="Version that undoes disguises; 0 for none."
        ),
        click.option("--seed", type=int),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def make_settings(options: dict[str, Any]) -> Any:
    """Settings from command-line options; what is None is the recipe's."""
    import dataclasses

    from spamfilter_gpt.records.recipe import RECIPES, Recipe, Settings

    recipe = RECIPES[options.pop("recipe")]
    names = {field.name for field in dataclasses.fields(Recipe)}
    given = {name: options.pop(name) for name in list(options) if name in names}
    recipe = dataclasses.replace(recipe, **{name: v for name, v in given.items() if v is not None})
    return Settings(recipe=recipe, **options)
