"""What one run of the command line carries to its command, ours or a plugin's."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import click
import pluggy

from spamfilter.hookspecs import ReadOptions
from spamfilter.plugin.choice import Chosen
from spamfilter.plugin.manager import create_manager, list_readers
from spamfilter.readers import DEFAULTS

if TYPE_CHECKING:
    from spamfilter.mail.delivery import Delivery
    from spamfilter.message import Message
    from spamfilter.scan import Score


@dataclass(frozen=True)
class Session:
    """One run.

    ``words``     of the command line, as they came
    ``plugins``   named by ``--plugin``
    ``delivery``  of the mail on standard input, where the command is ``filter``
    """

    words: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    delivery: "Delivery | None" = None

    @cached_property
    def manager(self) -> pluggy.PluginManager:
        """The plugins, loaded when first asked for. Raises :class:`PluginError` when one of these fails."""
        return create_manager(self.plugins)

    def read(
        self,
        source: str,
        input_format: str = "auto",
        options: ReadOptions = DEFAULTS,
        *,
        sent: bool = False,
        raw: bool = False,
    ) -> "Iterator[Message]":
        """Messages of ``source``, as :func:`spamfilter.readers.open_source`, by the readers of this run.

        What there is to tell of it, as what was passed over, is printed on standard error at its end; on a
        terminal at the end of the command, so that it parts no rows of verdicts.
        """
        from spamfilter.readers import open_source  # what reading imports, --help can do without

        readers = list_readers(self.manager)
        try:
            yield from open_source(source, input_format, options=options, readers=readers, sent=sent, raw=raw)
        finally:
            if not sys.stdout.isatty():
                echo_notices()

    def tell(self, notice: str) -> None:
        """Print a line on standard error: a notice of a source, or what is wrong with one."""
        echo_notice(notice)

    def open_scorer(self, chosen: Chosen, jobs: int | None) -> "AbstractContextManager[Score]":
        """What scores by ``chosen``, ``jobs`` batches at a time, until the block ends."""
        from spamfilter.plugin.worker import open_scorer  # what scoring imports, --help can do without

        return open_scorer(chosen, self.plugins, jobs)


def echo_notices() -> None:
    """Print what readers have told of sources so far."""
    from spamfilter.readers.notice import take_notices

    for notice in take_notices():
        echo_notice(notice)


def echo_notice(notice: str) -> None:
    """Print one of them."""
    from spamfilter.formats import show_line

    click.echo(f"spamfilter: {show_line(notice)}", err=True)


# Decorator of a command's function: its first argument is the run's Session.
pass_session = click.make_pass_decorator(Session, ensure=True)
