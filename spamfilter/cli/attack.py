"""``spamfilter attack``."""

from dataclasses import dataclass
from typing import Annotated

import click

from spamfilter.cli.options import (
    SHARE,
    AsJson,
    BatchSize,
    ClassifierNames,
    Encoding,
    InputFormat,
    Jobs,
    LabelColumn,
    ModelPath,
    NoFront,
    SpamAbove,
    TextColumn,
    argument,
    option,
    takes,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackOptions:
    """What ``attack`` is asked for."""

    data: Annotated[tuple[str, ...], argument(nargs=-1, metavar="DATA...")]
    classifiers: ClassifierNames = ()
    model: ModelPath = None
    no_front: NoFront = False
    spam_above: SpamAbove = None
    input_format: InputFormat = "auto"
    column: TextColumn = "text"
    label_column: LabelColumn = "label"
    encoding: Encoding = ""
    jobs: Jobs = None
    batch_size: BatchSize = 128
    kinds: Annotated[
        tuple[str, ...],
        option(
            "--kind",
            type=click.Choice(KINDS),
            multiple=True,
            help="Only this; may be given again.  [default: all]",
        ),
    ] = ()
    seed: Annotated[int, option("--seed", metavar="N", type=int, help="Of the random choices.")] = 1
    max_loss: Annotated[
        float | None,
        option(
            "--max-loss",
            metavar="SHARE",
            type=SHARE,
            help="End with 1 when a kind costs more recall than this.",
        ),
    ] = None
    show: Annotated[
        int,
        option(
            "--show",
            metavar="N",
            type=click.IntRange(0),
            help="Rewritten messages to print, of each kind, that were caught and now pass.",
        ),
    ] = 0
    as_json: AsJson = False


@click.command(short_help="Disguise spam as spammers do; see what is missed.")
@takes(AttackOptions)
@pass_session
def attack(session: Session, options: AttackOptions) -> None:
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

    \b
    Examples:
      spamfilter attack labelled.csv
      spamfilter attack --kind leetspeak --show 3 labelled.csv
    """
    from spamfilter.cli.run_attack import attack_data  # what measuring imports, --help can do without

    if attack_data(session, options):
        raise click.exceptions.Exit(1)
