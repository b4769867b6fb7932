"""Options of commands, a frozen dataclass a command: its fields are the options, checked when it is made.

The name of an option's value stands once, as the field, so a misspelt one is what a type checker finds::

    @dataclass(frozen=True, slots=True, kw_only=True)
    class GreetOptions:
        names: Annotated[tuple[str, ...], argument(metavar="NAME...", nargs=-1)]
        model: ModelPath = None
        loud: Annotated[bool, option("--loud", is_flag=True, help="In capitals.")] = False

    @click.command()
    @takes(GreetOptions)
    @pass_session
    def greet(session: Session, options: GreetOptions) -> None: ...

A field without a default must be given on the command line. The options that commands share have names of
their own below. Public as ``spamfilter.options``.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import MISSING, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import click
from click.core import ParameterSource

from spamfilter.cli.completion import FormatType, complete_classifiers, complete_models
from spamfilter.errors import UsageError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Options = TypeVar("Options", bound=DataclassInstance)
else:
    Options = TypeVar("Options")

Result = TypeVar("Result")
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
# From the name of a field and its default (MISSING: none) to click's decorator.
Declaration = Callable[[str, object], Decorator]


def option(*names: str, **attributes: Any) -> Declaration:
    """``-x``, ``--long``, as :func:`click.option` takes it; the default, shown in --help, is the field's."""

    def declare(field: str, default: object) -> Decorator:
        if default is MISSING:
            return click.option(*names, field, required=True, **attributes)
        shown = default is not None and default is not False and default not in ("", ())
        return click.option(*names, field, **{"default": default, "show_default": shown, **attributes})

    return declare


def argument(**attributes: Any) -> Declaration:
    """What stands without an option's name, as :func:`click.argument` takes it."""

    def declare(field: str, default: object) -> Decorator:
        # click has an empty tuple of its own for "none or more", and before 8.3 refuses another.
        given = {} if default is MISSING or default == () else {"default": default}
        return click.argument(field, **{"required": default is MISSING, **given, **attributes})

    return declare


def takes(kind: type[Options]) -> Callable[[Callable[[Options], Result]], Callable[..., Result]]:
    """Decorator of a command's function: it gets one ``kind``, filled from the command line.

    Options stand in --help in the order of the fields. What ``kind`` raises when it is made, a
    :class:`UsageError`, is the command's.
    """

    def decorate(function: Callable[[Options], Result]) -> Callable[..., Result]:
        @wraps(function)
        def command(**values: Any) -> Result:
            return function(fill(kind, **values))

        hints = get_type_hints(kind, include_extras=True)
        for field in reversed(fields(kind)):
            (declare,) = hints[field.name].__metadata__
            command = declare(field.name, field.default)(command)
        return command

    return decorate


def fill(kind: type[Options], **values: Any) -> Options:
    """One ``kind`` of ``values``. Raises :class:`UsageError` for wishes that exclude each other.

    One that stands in config.toml or in the environment gives way: ``--raw`` beats a ``format`` there.
    """
    try:
        return kind(**values)
    except UsageError:
        source = click.get_current_context().get_parameter_source
        for field in fields(kind):
            if source(field.name) in (ParameterSource.DEFAULT_MAP, ParameterSource.ENVIRONMENT):
                with suppress(UsageError):
                    return kind(**{**values, field.name: field.default})
        raise


def refuse_empty(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """``value``, unless it is the empty word that an unset variable leaves."""
    if value == "":
        raise click.BadParameter("it is empty; name a model, or leave the option out", ctx, param)
    return value


def refuse_nameless(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    """``value``, unless it is the folder here, which is what the empty word of an unset variable means."""
    if value == Path():
        raise click.BadParameter("it names no file; name one, or leave the option out", ctx, param)
    return value


def check_memory(memory: Path | None, no_memory: bool) -> None:
    """Raise :class:`UsageError` where a memory is named and none is wanted."""
    if memory and no_memory:
        raise UsageError("--memory names what is used and --no-memory uses none; give one of them")


def check_servers(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Names of servers as they may stand in a field, in lower case."""
    for name in value:
        if not name or not name.isascii() or not name.isprintable() or set(name) & set(' ;()"'):
            raise click.BadParameter(f"{name!r} is no server's name; write mx.example.org", ctx, param)
    return tuple(name.lower() for name in value)


def check_encoding(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Python's name of an encoding; empty for none."""
    from spamfilter.readers.source.encoding import find_codec  # what reading imports, --help can do without

    return find_codec(value) if value else ""


SHARE = click.FloatRange(0, 1)
COUNT = click.IntRange(1)
SECONDS = click.FloatRange(0, min_open=True)
PATH = click.Path(path_type=Path)


def path_option(name: str, *, help: str) -> Declaration:
    """A path that may be left out, and not be empty."""
    return option(name, metavar="PATH", type=PATH, callback=refuse_nameless, help=help)


ClassifierName = Annotated[
    str,
    option(
        "-c",
        "--classifier",
        metavar="NAME",
        shell_complete=complete_classifiers,
        help="See 'spamfilter classifiers'.",
    ),
]
ClassifierNames = Annotated[
    tuple[str, ...],
    option(
        "-c",
        "--classifier",
        metavar="NAME[=MODEL]",
        multiple=True,
        shell_complete=complete_classifiers,
        help="May be given again.  [default: gpt]",
    ),
]
ModelPath = Annotated[
    str | None,
    option(
        "--model",
        metavar="PATH",
        callback=refuse_empty,
        shell_complete=complete_models,
        help="Model for the classifier: a path or a shipped name.",
    ),
]
NoFront = Annotated[
    bool, option("--no-front", is_flag=True, help="Ask a large model for what a cheap guess answers too.")
]
MemoryPath = Annotated[
    Path | None, path_option("--memory", help="What 'spamfilter learn' was taught, a file.  [default: yours]")
]
NoMemory = Annotated[bool, option("--no-memory", is_flag=True, help="Go by none, nor by the lists in it.")]
AuthservIds = Annotated[
    tuple[str, ...],
    option(
        "--authserv-id",
        metavar="NAME",
        multiple=True,
        callback=check_servers,
        help="Your own server's name in Authentication-Results: who is allowed is believed by these; may be "
        "given again.",
    ),
]
SpamAbove = Annotated[
    float | None,
    option("--spam-above", metavar="P", type=SHARE, help="Spam above this score.  [default: the model's]"),
]
HamBelow = Annotated[
    float | None,
    option("--ham-below", metavar="P", type=SHARE, help="Ham below this score.  [default: the model's]"),
]
InputFormat = Annotated[
    str, option("--input", type=FormatType(), help="auto goes by the bytes, then by the name.")
]
Encoding = Annotated[
    str,
    option(
        "--encoding",
        metavar="NAME",
        callback=check_encoding,
        help="Of text that is not UTF-8, as shift_jis or windows-1251.  [default: what its bytes say]",
    ),
]
WithSent = Annotated[
    bool, option("--sent", is_flag=True, help="Of a phone's or a chat's export also what its owner sent.")
]
TextColumn = Annotated[
    str, option("--column", metavar="NAME", help="What tables and jsonl call the text, or its number.")
]
LabelColumn = Annotated[str, option("--label-column", metavar="NAME", help="And what they call the label.")]
Jobs = Annotated[
    int | None,
    option(
        "--jobs",
        metavar="N",
        type=COUNT,
        help="Batches scored at a time.  [default: one a processor where the classifier gains by it]",
    ),
]
BatchSize = Annotated[
    int,
    option("--batch-size", metavar="N", type=COUNT, help="Messages scored at once; no score depends on it."),
]
AsJson = Annotated[bool, option("--json", is_flag=True, help="Print one JSON object.")]
