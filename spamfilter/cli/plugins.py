"""``spamfilter plugins``."""

import click

from spamfilter.plugins import BrokenPlugin, list_plugins


@click.command()
@click.option("--traceback", is_flag=True, help="Also print the traceback of each plugin that failed.")
@click.pass_context
def plugins(ctx: click.Context, traceback: bool) -> None:
    """List what is installed, from where, with which hooks, and what failed and why."""
    manager = ctx.find_root().obj
    for row in list_plugins(manager):
        click.echo(f"{row.name}\t{row.status}\t{row.origin}\t{row.error or ', '.join(row.hooks)}")
        plugin = manager.get_plugin(row.name)
        if traceback and isinstance(plugin, BrokenPlugin):
            click.echo(plugin.details)
