"""What one run of the command line carries to its command, ours or a plugin's."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import click
import pluggy

from spamfilter.plugin.choice import Chosen
from spamfilter.plugin.manager import create_manager

if TYPE_CHECKING:
    from spamfilter.mail.delivery import Delivery
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

    def open_scorer(self, chosen: Chosen, jobs: int) -> "AbstractContextManager[Score]":
        """What scores by ``chosen``, in ``jobs`` processes, until the block ends."""
        from spamfilter.plugin.worker import open_scorer  # what scoring imports, --help can do without

        return open_scorer(chosen.classifier, chosen.name, chosen.model, self.plugins, jobs)


# Decorator of a command's function: its first argument is the run's Session.
pass_session = click.make_pass_decorator(Session, ensure=True)
