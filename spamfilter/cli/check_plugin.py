"""``spamfilter check-plugin``."""

import click

from spamfilter.cli.options import MODEL
from spamfilter.cli.session import Session, pass_session


@click.command("check-plugin")
@click.argument("name")
@MODEL
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.IntRange(1, 86_400),
    default=60,
    show_default=True,
    help="What one call of the plugin's code may take.",
)
@pass_session
def check_plugin(session: Session, name: str, model: str | None, as_json: bool, timeout: int) -> None:
    """Say what a classifier plugin does wrong, for its author. NAME is what -c takes.

    A line a check: ok, warn, FAIL or skip, the check, and what was seen; of a failure also how to mend it.
    Ends with 1 when a check failed. The classifier runs in processes of its own.
    """
    from spamfilter.cli.run_check_plugin import (
        report_findings,  # what checking imports, --help can do without
    )

    if report_findings(session, name, model, timeout, as_json=as_json):
        raise click.exceptions.Exit(1)
