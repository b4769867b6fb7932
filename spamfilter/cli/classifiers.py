"""``spamfilter classifiers``."""

import click

from spamfilter.plugin.manager import collect_classifiers, describe_provider


@click.command()
@click.pass_context
def classifiers(ctx: click.Context) -> None:
    """List what -c can choose."""
    for name, (entry, provider) in sorted(collect_classifiers(ctx.find_root().obj).items()):
        click.echo(f"{name}\t{entry.summary}\t{describe_provider(provider)}")
