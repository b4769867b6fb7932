"""``spamfilter learn``."""

from dataclasses import dataclass
from typing import Annotated

import click

from spamfilter.cli.options import (
    COUNT,
    ClassifierName,
    Encoding,
    InputFormat,
    MemoryPath,
    ModelPath,
    TextColumn,
    WithSent,
    argument,
    option,
    takes,
)
from spamfilter.cli.session import Session, pass_session
from spamfilter.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnOptions:
    """What ``learn`` is asked for. Raises :class:`UsageError` unless it is exactly one thing."""

    sources: Annotated[tuple[str, ...], argument(nargs=-1, metavar="[SOURCE]...")] = ()
    spam: Annotated[bool, option("--spam", is_flag=True, help="These are spam.")] = False
    ham: Annotated[bool, option("--ham", is_flag=True, help="These are honest messages.")] = False
    forget: Annotated[bool, option("--forget", is_flag=True, help="As if these had never been learned.")] = (
        False
    )
    numbers: Annotated[
        tuple[int, ...],
        option(
            "--number",
            metavar="N",
            type=COUNT,
            multiple=True,
            help="Only this message, numbered as scan prints it; may be given again.",
        ),
    ] = ()
    memory: MemoryPath = None
    classifier: ClassifierName = "gpt"
    model: ModelPath = None
    input_format: InputFormat = "auto"
    column: TextColumn = "text"
    encoding: Encoding = ""
    sent: WithSent = False

    def __post_init__(self) -> None:
        asked = [name for name in ("spam", "ham", "forget") if getattr(self, name)]
        if len(asked) != 1:
            given = f"not --{' and --'.join(asked)}" if asked else "none is given"
            raise UsageError(f"say what the messages are: --spam, --ham or --forget; {given}")
        if self.numbers and len(self.sources) > 1:
            raise UsageError("--number is for one source; give each source with its numbers by itself")

    @property
    def label(self) -> bool | None:
        """Whether they are spam; None where they are to be forgotten."""
        return None if self.forget else self.spam


@click.command(short_help="Correct a verdict, at once and for good.")
@takes(LearnOptions)
@pass_session
def learn(session: Session, options: LearnOptions) -> None:
    """Learn that the messages of each SOURCE are --spam or --ham, or --forget them.

    A SOURCE is what scan reads: a file, a Maildir or other folder of mails, or - for standard input, the
    default. From then on scan, filter and explain go by it. A message that is learned twice counts once; what
    is learned last, spam or ham, stands.

    \b
    Examples:
      spamfilter learn --ham --number 3 inbox.txt
      spamfilter learn --spam ~/Maildir/.Junk
      spamfilter learn --forget < mail.eml
    """
    from spamfilter.cli.run_learn import learn_sources  # what learning imports, --help can do without

    if code := learn_sources(session, options):
        raise click.exceptions.Exit(code)
