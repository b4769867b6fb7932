"""``spamfilter attack``."""

from typing import Any

import click

from spamfilter.cli.options import (
    BATCH_SIZE,
    COLUMN,
    CUTOFFS,
    INPUT,
    JOBS,
    LABEL_COLUMN,
    MODEL,
    SEVERAL,
    SHARE,
    add_options,
)
from spamfilter.cli.session import Session, pass_session

# Those of spamfilter.measure.obfuscate, which takes long to import.
KINDS = (
    "homoglyphs",
    "zero-width",
    "leetspeak",
    "spacing",
    "good-words",
    "case",
    "html-hidden",
    "base64",
)


@click.command()
@click.argument("data", nargs=-1, required=True, metavar="DATA...")
@add_options(SEVERAL, MODEL, CUTOFFS[0], INPUT, COLUMN, LABEL_COLUMN, JOBS, BATCH_SIZE)
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help="Only this; may be given again.  [default: all]",
)
@click.option("--seed", metavar="N", type=int, default=1, show_default=True, help="Of the random choices.")
@click.option(
    "--max-loss", metavar="SHARE", type=SHARE, help="End with 1 when a kind costs more recall than this."
)
@click.option("--show", metavar="N", type=click.IntRange(0), default=0, show_default=True,
              help="Rewritten messages to print, of each kind, that were caught and now pass.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@pass_session
def attack(session: Session, /, data: tuple[str, ...], **options: Any) -> None:
    """Rewrite the spam of labelled DATA as spammers do, and measure how much less of it is caught.

    \b
    homoglyphs   Cyrillic, Greek and full-width letters that look Latin
    zero-width   invisible characters inside words
    leetspeak    fr33 c4$h
    spacing      F R E E, f.r.e.e, f-r-e-e
    good-words   words of the data's ham at the end
    case         fReE
    html-hidden  an HTML mail in which unseen words split the seen ones
    base64       a mail with a base64 body

    Addresses and digits stay as they are. A message is rewritten the same way for the same --seed, whatever
    else is in DATA but for the ham that words are taken from.
    """
    from spamfilter.cli.run_attack import attack_data  # what measuring imports, --help can do without

    if attack_data(session, data, options):
        raise click.exceptions.Exit(1)
