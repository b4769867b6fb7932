"""What a shell offers when a value is to be completed. Click's own completion brings it there."""

import os
from typing import TYPE_CHECKING, Any

import click

from spamfilter.cli.session import Session
from spamfilter.errors import SpamfilterError
from spamfilter.plugin.manager import collect_classifiers, list_readers
from spamfilter.readers import AUTO, FORMATS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

CHOOSING = ("classifier", "classifiers", "name")  # what commands call the value that chooses one


class PluginType(click.ParamType):  # type: ignore[type-arg]
    """A module, or the path of a file; in a variable several have ``:`` between them, as paths have."""

    name = "module"
    envvar_list_splitter = os.pathsep

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        return [make_item(incomplete, type="file")]


class FormatType(click.ParamType):  # type: ignore[type-arg]
    """The name of an input format, of ours or a plugin's."""

    name = "format"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        return click.Choice(list_formats(ctx)).get_metavar(param, ctx)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in FORMATS:  # no plugin is asked for those
            return str(value)
        return click.Choice(list_formats(ctx)).convert(value, param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        return [make_item(name) for name in list_formats(ctx) if name.startswith(incomplete)]


def list_formats(ctx: click.Context | None) -> list[str]:
    """What ``--input`` takes; of ours alone where a plugin that was asked for fails."""
    session = (ctx and ctx.find_object(Session)) or Session()
    try:
        found = [entry.name for entry in list_readers(session.manager)]
    except SpamfilterError:
        return list(FORMATS)
    return [AUTO, *found]


def make_item(value: str, **more: str) -> "CompletionItem":
    """Something to offer; click's module is imported only where a shell asks."""
    from click.shell_completion import CompletionItem

    return CompletionItem(value, **more)


def complete_classifiers(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """The names that ``-c`` can choose."""
    return [
        make_item(name, help=summary)
        for name, (summary, _) in list_classifiers(ctx).items()
        if name.startswith(incomplete)
    ]


def complete_models(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """The names of the models that the chosen classifier ships, and paths."""
    chosen = next((ctx.params[name] for name in CHOOSING if ctx.params.get(name)), "gpt")
    name = chosen if isinstance(chosen, str) else chosen[0]
    _, models = list_classifiers(ctx).get(name, ("", ()))
    paths = make_item(incomplete, type="file")  # first: bash forgets what came before it
    return [paths, *(make_item(model) for model in models if model.startswith(incomplete))]


def list_classifiers(ctx: click.Context) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Name to summary and shipped models; none where a plugin that was asked for fails."""
    session = ctx.find_object(Session) or Session()
    try:
        found = collect_classifiers(session.manager)
    except SpamfilterError:
        return {}
    return {name: (entry.summary, entry.models) for name, (entry, _) in sorted(found.items())}
