"""``spamfilter explain``."""

from dataclasses import dataclass
from typing import Annotated

import click

from spamfilter.cli.options import (
    COUNT,
    ClassifierName,
    Encoding,
    HamBelow,
    InputFormat,
    MemoryPath,
    ModelPath,
    NoFront,
    NoMemory,
    SpamAbove,
    TextColumn,
    WithSent,
    argument,
    check_memory,
    option,
    takes,
)
from spamfilter.cli.session import Session, pass_session
from spamfilter.readers import STDIN

OUTPUTS = click.Choice(["text", "jsonl", "html"])


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainOptions:
    """What ``explain`` is asked for. Raises :class:`UsageError` for a memory and none."""

    source: Annotated[str, argument()] = STDIN
    classifier: ClassifierName = "gpt"
    model: ModelPath = None
    no_front: NoFront = False
    memory: MemoryPath = None
    no_memory: NoMemory = False
    spam_above: SpamAbove = None
    ham_below: HamBelow = None
    input_format: InputFormat = "auto"
    column: TextColumn = "text"
    encoding: Encoding = ""
    sent: WithSent = False
    numbers: Annotated[
        tuple[int, ...],
        option(
            "--number", metavar="N", type=COUNT, multiple=True, help="Only this message; may be given again."
        ),
    ] = ()
    top: Annotated[int, option("--top", metavar="N", type=click.IntRange(0), help="Words to list.")] = 8
    output: Annotated[str, option("--format", type=OUTPUTS)] = "text"

    def __post_init__(self) -> None:
        check_memory(self.memory, self.no_memory)


@click.command(short_help="Show which words made a message spam.")
@takes(ExplainOptions)
@pass_session
def explain(session: Session, options: ExplainOptions) -> None:
    """Show which words made each message of SOURCE (as scan reads it) spam or ham.

    Words are left out by halves and what becomes of the score is put down to each: in log-odds, above zero
    for spam. Works with any classifier. One that reads from left to right, as gpt does, also says how its
    score ran from word to word. What 'spamfilter learn' was taught is a line of its own: words and the
    running score are those of the classifier alone.

    \b
    Examples:
      spamfilter explain --number 3 inbox.txt
      spamfilter explain --format html inbox.txt > words.html
    """
    from spamfilter.cli.run_explain import explain_source  # what explaining imports, --help can do without

    explain_source(session, options)
