"""The spamd plugin: a command that serves the protocol of SpamAssassin's spamd. Hook implementations only."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from spamfilter import hookimpl

if TYPE_CHECKING:
    import click


@hookimpl
def spamfilter_commands() -> "Iterable[click.Command]":
    """``spamfilter spamd``."""
    from spamfilter_spamd.commands import spamd

    return [spamd]
