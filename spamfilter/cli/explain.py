"""``spamfilter explain``."""

from typing import Any

import click

from spamfilter.cli.options import CLASSIFIER, COLUMN, CUTOFFS, INPUT, MODEL, add_options
from spamfilter.cli.session import Session, pass_session
from spamfilter.readers import STDIN


@click.command()
@click.argument("source", default=STDIN)
@add_options(CLASSIFIER, MODEL, *CUTOFFS, INPUT, COLUMN)
@click.option(
    "--number",
    metavar="N",
    type=click.IntRange(1),
    multiple=True,
    help="Only this message; may be given again.",
)
@click.option(
    "--top", metavar="N", type=click.IntRange(0), default=8, show_default=True, help="Words to list."
)
@click.option("--format", "output", type=click.Choice(["text", "jsonl", "html"]), default="text",
              show_default=True)  # fmt: skip
@pass_session
def explain(session: Session, /, source: str, **options: Any) -> None:
    """Show which words made each message of SOURCE (as scan reads it) spam or ham.

    Words are left out by halves and what becomes of the score is put down to each: in log-odds, above zero
    for spam. Works with any classifier. One that reads from left to right, as gpt does, also says how its
    score ran from word to word.
    """
    from spamfilter.cli.run_explain import explain_source  # what explaining imports, --help can do without

    explain_source(session, source, options)
