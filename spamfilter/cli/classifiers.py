"""``spamfilter classifiers``."""

import click

from spamfilter.cli.session import Session, pass_session
from spamfilter.plugin.manager import collect_classifiers, describe_provider


@click.command(short_help="List what -c can choose.")
@pass_session
def classifiers(session: Session) -> None:
    """List what -c can choose: the name, what it is, and the plugin that it comes from.

    \b
    Example:
      spamfilter classifiers
    """
    for name, (entry, provider) in sorted(collect_classifiers(session.manager).items()):
        click.echo(f"{name}\t{entry.summary}\t{describe_provider(provider)}")
