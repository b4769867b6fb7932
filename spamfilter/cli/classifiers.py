"""``spamfilter classifiers``."""

import click

from spamfilter.cli.session import Session, pass_session
from spamfilter.plugin.manager import collect_classifiers, describe_provider


@click.command()
@pass_session
def classifiers(session: Session) -> None:
    """List what -c can choose."""
    for name, (entry, provider) in sorted(collect_classifiers(session.manager).items()):
        click.echo(f"{name}\t{entry.summary}\t{describe_provider(provider)}")
