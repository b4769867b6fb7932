"""The Dask plugin: a command that scans on many machines. Hook implementations only."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from spamfilter import hookimpl

if TYPE_CHECKING:
    import click


@hookimpl
def spamfilter_commands() -> "Iterable[click.Command]":
    """``spamfilter dask``."""
    from spamfilter_dask.commands import dask

    return [dask]
