"""``spamfilter plugins``."""

from collections.abc import Sequence

import click

from spamfilter.cli.session import Session, pass_session
from spamfilter.plugin.manager import BrokenPlugin, PluginInfo, list_plugins


@click.command()
@click.option("--traceback", is_flag=True, help="Also print the traceback of each plugin that failed.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list with one object a plugin.")
@pass_session
def plugins(session: Session, traceback: bool, as_json: bool) -> None:
    """List what is installed, from where, with which hooks, and what failed and why."""
    manager = session.manager
    rows = list_plugins(manager)
    found = {row.name: manager.get_plugin(row.name) for row in rows if traceback}
    details = {name: plugin.details for name, plugin in found.items() if isinstance(plugin, BrokenPlugin)}
    if as_json:
        click.echo(format_json(rows, details))
        return
    for row in rows:
        click.echo(f"{row.name}\t{row.status}\t{row.origin}\t{row.error or ', '.join(row.hooks)}")
        if row.name in details:
            click.echo(details[row.name])


def format_json(rows: Sequence[PluginInfo], details: dict[str, str]) -> str:
    """A list of objects with what a row has, and the ``traceback`` of those in ``details``."""
    import json
    from dataclasses import asdict

    from spamfilter.formats import escape_json

    described = [
        asdict(row) | ({"traceback": details[row.name]} if row.name in details else {}) for row in rows
    ]
    return escape_json(json.dumps(described, ensure_ascii=False))
