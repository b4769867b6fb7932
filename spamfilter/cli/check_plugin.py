"""``spamfilter check-plugin``."""

from dataclasses import dataclass
from typing import Annotated

import click

from spamfilter.cli.completion import complete_classifiers
from spamfilter.cli.options import ModelPath, argument, option, takes
from spamfilter.cli.session import Session, pass_session


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """What ``check-plugin`` is asked for."""

    name: Annotated[str, argument(shell_complete=complete_classifiers)]
    model: ModelPath = None
    as_json: Annotated[bool, option("--json", is_flag=True, help="Print one JSON object at the end.")] = False
    timeout: Annotated[
        int,
        option(
            "--timeout",
            metavar="SECONDS",
            type=click.IntRange(1, 86_400),
            help="What one call of the plugin's code may take.",
        ),
    ] = 60


@click.command("check-plugin", short_help="Say what a classifier plugin does wrong.")
@takes(CheckOptions)
@pass_session
def check_plugin(session: Session, options: CheckOptions) -> None:
    """Say what a classifier plugin does wrong, for its author. NAME is what -c takes.

    A line a check: ok, warn, FAIL or skip, the check, and what was seen; of a failure also how to mend it.
    Ends with 1 when a check failed. The classifier runs in processes of its own.

    \b
    Example:
      spamfilter --plugin my_plugin check-plugin mine
    """
    from spamfilter.cli.run_check_plugin import (
        report_findings,  # what checking imports, --help can do without
    )

    if report_findings(session, options):
        raise click.exceptions.Exit(1)
