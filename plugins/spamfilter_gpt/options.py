"""Options of the commands: a record for each command, and the settings of a training."""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

import click

from spamfilter_gpt.records.choices import Quantize, RecipeName, Stored
from spamfilter_gpt.records.parse import Within, add_marks, find, hints_of
from spamfilter_gpt.records.recipe import RECIPES, Help, Recipe, Settings

Command = TypeVar("Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """``gpt train``: ``settings`` decide the model, the rest what becomes of ``out``.

    ``test`` is measured on too.
    """

    data: Path
    out: Path
    settings: Settings
    resume: bool
    overwrite: bool
    export: bool
    quantize: Quantize
    test: tuple[Path, ...]


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
    return click.option(
        pair,
        name,
        type=choose_type(hint, marks),
        is_flag=hint is bool,
        default=default,
        show_default=hint is not bool and default is not None,
        help=told.text if told else None,
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


def make_settings(recipe: RecipeName, **options: object) -> Settings:
    """Settings from the options of their fields and of the recipe's; what is None is the ``recipe``'s.

    Raises TypeError for an option that is a field of neither.
    """
    names = {field.name for field in fields(Recipe)}
    given: Any = {name: value for name, value in options.items() if name in names and value is not None}
    others: Any = {name: value for name, value in options.items() if name not in names}
    return Settings(recipe=replace(RECIPES[recipe], **given), **others)
