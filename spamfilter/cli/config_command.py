"""``spamfilter config``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from spamfilter.cli.config import CONFIG, Setting, find_path, list_settings, list_unknown
from spamfilter.cli.options import AsJson, takes


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigOptions:
    """What ``config`` is asked for."""

    as_json: AsJson = False


@dataclass(frozen=True, slots=True)
class Described:
    """What ``--json`` prints: the ``file`` (None for none) and whether it ``exists``; the ``options`` that
    are set; the ``unknown_variables``, which are named like an option's and are none's."""

    file: str | None
    exists: bool
    options: list[Setting]
    unknown_variables: list[str]


@click.command(short_help="Show options that are set beforehand.")
@takes(ConfigOptions)
def config(options: ConfigOptions) -> None:
    """Show the options that the configuration file and the environment set.

    First the file, then a line an option: the command, the option, its value, and where that comes from. The
    command line wins over the environment, and that over the file.

    \b
    Examples:
      spamfilter config
      SPAMFILTER_SCAN_JOBS=2 spamfilter config --json
    """
    root = click.get_current_context().find_root()
    path = find_path()
    settings, unknown = list(list_settings(root)), list_unknown(root)
    if options.as_json:
        from spamfilter.formats import to_json

        exists = path is not None and path.is_file()
        click.echo(to_json(Described(None if path is None else str(path), exists, settings, unknown)))
        return
    for line in format_lines(settings):
        click.echo(line)
    for name in unknown:
        click.echo(f"spamfilter: {name} sets nothing, for there is no such option", err=True)


def format_lines(settings: Sequence[Setting]) -> Iterator[str]:
    """The file, and a line an option."""
    from spamfilter.formats import show_line

    path = find_path()
    if path is None:
        yield f"file\tnone\t{CONFIG} is empty"
    else:
        yield f"file\t{show_line(str(path))}\t{'read' if path.is_file() else 'not there'}"
    for one in settings:
        label = f"{one.command} {one.option}".strip()
        yield f"{label}\t{show_line(show_value(one.value))}\t{one.variable or one.source}"


def show_value(value: object) -> str:
    """As it would be written: several with spaces between."""
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
