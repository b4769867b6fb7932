"""``spamfilter plugins``."""

from dataclasses import asdict, dataclass
from typing import Annotated

import click

from spamfilter.cli.encoding import echo_json
from spamfilter.cli.options import option, takes
from spamfilter.cli.session import Session, pass_session
from spamfilter.plugin.manager import BrokenPlugin, PluginInfo, list_plugins


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginsOptions:
    """What ``plugins`` is asked for."""

    traceback: Annotated[
        bool, option("--traceback", is_flag=True, help="Also print the traceback of each plugin that failed.")
    ] = False
    as_json: Annotated[
        bool, option("--json", is_flag=True, help="Print a JSON list with one object a plugin.")
    ] = False


@click.command(short_help="List the plugins, and what failed and why.")
@takes(PluginsOptions)
@pass_session
def plugins(session: Session, options: PluginsOptions) -> None:
    """List what is installed, from where, with which hooks, and what failed and why.

    \b
    Examples:
      spamfilter plugins
      spamfilter plugins --traceback
    """
    manager = session.manager
    rows = list_plugins(manager)
    found = {row.name: manager.get_plugin(row.name) for row in rows if options.traceback}
    details = {name: plugin.details for name, plugin in found.items() if isinstance(plugin, BrokenPlugin)}
    if options.as_json:
        echo_json([Row(**asdict(row), traceback=details.get(row.name)) for row in rows])
        return
    for row in rows:
        click.echo(f"{row.name}\t{row.status}\t{row.origin}\t{row.error or ', '.join(row.hooks)}")
        if row.name in details:
            click.echo(details[row.name])


@dataclass(frozen=True, slots=True)
class Row(PluginInfo):
    """A plugin in JSON: its row, and the traceback of one that failed."""

    traceback: str | None = None
