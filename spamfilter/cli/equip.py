"""What every command has though nobody wrote it there: ``-V``, and an environment variable an option.

A variable is named after the option as people write it, not after the function's argument, which is why
click's ``auto_envvar_prefix`` is not used: ``--input`` of ``scan`` is ``SPAMFILTER_SCAN_INPUT``.
"""

import copy
from collections.abc import Sequence

import click

from spamfilter.plugin.entrypoint import find_version

PREFIX = "SPAMFILTER"
PLUGIN = f"{PREFIX}_PLUGIN"
VERSION = "_spamfilter_version"  # no option or argument of a plugin's is called that


def show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """Print the version and end."""
    if value and not ctx.resilient_parsing:
        click.echo(f"spamfilter {find_version()}")
        ctx.exit()


def equip(command: click.Command, place: Sequence[str]) -> click.Command:
    """A copy of ``command`` with the two; those below it likewise. ``place`` is its words: gpt, train."""
    made = copy.copy(command)
    made._help_option = None  # click keeps that of the first use, perhaps outside the group, without -h
    made.params = [equip_option(param, place) for param in command.params]
    taken = {name for param in made.params for name in (*param.opts, *param.secondary_opts)}
    if names := [name for name in ("-V", "--version") if name not in taken]:
        made.params.append(make_version_option(names))
    if isinstance(made, click.Group):
        made.commands = {name: equip(below, (*place, name)) for name, below in made.commands.items()}
    return made


def make_version_option(names: Sequence[str]) -> click.Option:
    """The option that shows the version."""
    return click.Option(
        [*names, VERSION],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show_version,
        help="Print the version and end.",
    )


def equip_option(param: click.Parameter, place: Sequence[str]) -> click.Parameter:
    """A copy that is also set by its variable; an argument as it is."""
    if not isinstance(param, click.Option) or is_built_in(param):
        return param
    own = [param.envvar] if isinstance(param.envvar, str) else list(param.envvar or ())
    made = copy.copy(param)
    made.envvar = list(dict.fromkeys([*own, name_variable(place, param)]))
    return made


def is_built_in(option: click.Option) -> bool:
    """Whether it is the option that shows the help or the version, which nothing but a command line sets."""
    return option.name == VERSION or "--help" in option.opts


def name_variable(place: Sequence[str], option: click.Option) -> str:
    """``SPAMFILTER_<COMMAND>_<OPTION>``."""
    return "_".join([PREFIX, *place, name_option(option)]).replace("-", "_").upper()


def name_option(option: click.Option) -> str:
    """Its name without dashes before it: the first long one, else the first."""
    return next((name for name in option.opts if name.startswith("--")), option.opts[0]).lstrip("-")
