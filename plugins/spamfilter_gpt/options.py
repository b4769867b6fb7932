"""Options of the commands: a record for each command, and the settings of a training."""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

import click

from spamfilter import UsageError
from spamfilter_gpt.records.choices import Quantize, RecipeName, Stored
from spamfilter_gpt.records.parse import Within, add_marks, find, hints_of
from spamfilter_gpt.records.recipe import ANEW, RECIPES, Help, Recipe, Settings

# How a filter reads: where what it knows is kept, that stays.
READING = {"read", "max_length", "padding", "ngrams", "ngram_length", "characters", "surface", "normalizer"}
WIDE = 60  # characters of an option's choices that fit beside its name
Command = TypeVar("Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """``gpt train``: ``settings`` decide the model, the rest what becomes of ``out``.

    ``test`` is measured on too. ``accept`` is given for a model that loses more honest mail than its base, or
    is of a recipe that nobody takes for a filter. ``keep_validation`` leaves the texts that chose in ``out``.
    """

    data: Path
    out: Path
    settings: Settings
    resume: bool
    overwrite: bool
    export: bool
    quantize: Quantize
    test: tuple[Path, ...]
    accept: bool = False
    keep_validation: bool = False


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """``gpt build-embedded``: see :class:`spamfilter_gpt.build.Plan` for what it does with them."""

    data: Path
    out: Path
    settings: Settings
    leave_out: tuple[str, ...]
    folds: bool
    rows: int | None
    quantize: Stored
    tiny: bool


class FiniteRange(click.FloatRange):
    """A range of numbers without infinity and ``nan``, which no record can keep."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number, or click's error of usage."""
        number = super().convert(value, param, ctx)
        return number if math.isfinite(number) else self.fail(f"{value} is no finite number", param, ctx)


def recipe_options(command: Command) -> Command:
    """Decorator: an option for each field of :class:`Recipe`; what is not given is the named recipe's."""
    for field in reversed(fields(Recipe)):
        command = make_option(Recipe, field.name, None)(command)
    return command


def settings_options(*names: str, **defaults: object) -> Callable[[Command], Command]:
    """Decorator: options for these fields of :class:`Settings`; ``defaults`` are other ones than its own."""

    def decorate(command: Command) -> Command:
        for name in reversed(names):
            default = Settings.__dataclass_fields__[name].default
            command = make_option(Settings, name, defaults.get(name, default))(command)
        return command

    return decorate


def make_option(kind: type, name: str, default: object) -> Callable[[Command], Command]:
    """The option for one field of a record: its type, range and help are those beside the field."""
    hint, marks = hints_of(kind)[name]
    if NoneType in get_args(hint):
        hint, marks = add_marks(get_args(hint)[0], marks)
    told, flag = find(Help, marks), name.replace("_", "-")
    pair = f"--{flag}/--no-{flag}" if hint is bool and default is not False else f"--{flag}"
    chosen, text = choose_type(hint, marks), told.text if told else None
    words = ", ".join(chosen.choices) if isinstance(chosen, click.Choice) else ""
    many = text is not None and len(words) > WIDE
    return click.option(
        pair,
        name,
        type=chosen,
        metavar="WHAT" if many else None,
        is_flag=hint is bool,
        default=default,
        show_default=hint is not bool and default is not None,
        help=f"{text.removesuffix('.')}: {words}." if text and many else text,
    )


def choose_type(hint: Any, marks: tuple[object, ...]) -> Any:
    """What click checks an option of this type with; the marks are those of its field."""
    if get_origin(hint) is Literal:
        return click.Choice(get_args(hint))
    limits = find(Within, marks)
    if limits is None:
        return hint
    low, high = (None if math.isinf(end) else end for end in (limits.low, limits.high))
    ends: tuple[Any, Any] = (low, high)
    kind = click.IntRange if hint is int else FiniteRange
    return kind(*ends, limits.low_open, limits.high_open)


def choose_recipe(recipe: RecipeName | None, base: str, anew: bool, given: set[str]) -> RecipeName:
    """``recipe``; where none is named, ``keep`` for a ``base`` that is a filter, else ``default``.

    ``anew`` says that only a part of the base is taken. Raises :class:`UsageError` where ``given`` options
    say otherwise how a filter reads that is kept.
    """
    chosen = recipe
    if chosen is None:
        from spamfilter_gpt.weights.known import is_filter

        chosen = "keep" if is_filter(base) and not anew else "default"
    if chosen == "keep" and (read := sorted(given & READING)):
        flag = read[0].replace("_", "-")
        raise UsageError(f"--{flag} is as the base has it, so that what it knows can stay; {ANEW}")
    return chosen


def make_settings(recipe: RecipeName | None, **options: object) -> Settings:
    """Settings from the options of their fields and of the recipe's; what is None is the ``recipe``'s.

    Raises TypeError for an option that is a field of neither.
    """
    said = {name for name, value in options.items() if value is not None}
    anew = bool(options.get("random_weights")) or options.get("layers") is not None
    base = str(options.get("base") or Settings().base)
    recipe = choose_recipe(recipe, base, anew, said)
    names = {field.name for field in fields(Recipe)}
    given: Any = {name: value for name, value in options.items() if name in names and value is not None}
    others: Any = {name: value for name, value in options.items() if name not in names}
    return Settings(recipe=replace(RECIPES[recipe], **given), **others)
