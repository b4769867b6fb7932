"""``spamfilter memory`` and the commands below it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import click

from spamfilter.cli.options import (
    PATH,
    AsJson,
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

STREAM = Path("-")


class MemoryGroup(click.Group):
    """A group that means ``info`` where no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {name for param in self.get_params(ctx) for name in param.opts}
        if not ctx.resilient_parsing and (not args or (args[0].startswith("-") and args[0] not in own)):
            args = [info.name or "", *args]
        return super().parse_args(ctx, args)


@click.group(
    "memory",
    cls=MemoryGroup,
    short_help="Show, move or empty what was learned.",
    subcommand_metavar="[COMMAND] [ARGS]...",
)
def memory() -> None:
    """Show what 'spamfilter learn' was taught; carry it elsewhere; empty it. Without a command: info.

    \b
    Examples:
      spamfilter memory
      spamfilter memory export learned.jsonl
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class InfoOptions:
    """What ``memory info`` is asked for."""

    memory: MemoryPath = None
    as_json: AsJson = False


@memory.command(short_help="Show how much was learned, when, for which model.")
@takes(InfoOptions)
def info(options: InfoOptions) -> None:
    """Show where the memory is, for which classifier and model, how much it was taught, and when.

    \b
    Examples:
      spamfilter memory info
      spamfilter memory info --json
    """
    from spamfilter.cli.run_memory import show_memory

    show_memory(options)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What ``memory export`` is asked for."""

    file: Annotated[Path, argument(type=PATH, metavar="[FILE]")] = STREAM
    memory: MemoryPath = None


@memory.command(short_help="Write what was learned, a line a message.")
@takes(ExportOptions)
def export(options: ExportOptions) -> None:
    """Write the memory to FILE, by default to standard output: a line of JSON a message, and no text of it.

    \b
    Examples:
      spamfilter memory export learned.jsonl
      spamfilter memory export | ssh other spamfilter memory import
    """
    from spamfilter.cli.run_memory import export_memory

    export_memory(options)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What ``memory import`` is asked for."""

    file: Annotated[Path, argument(type=PATH, metavar="[FILE]")] = STREAM
    memory: MemoryPath = None


@memory.command("import", short_help="Add what 'memory export' wrote.")
@takes(ImportOptions)
def import_command(options: ImportOptions) -> None:
    """Add to the memory what 'memory export' wrote: FILE, by default standard input.

    Of a message that both know the label in FILE stands. What was learned with another model is refused; see
    'spamfilter memory rebuild'.

    \b
    Example:
      spamfilter memory import learned.jsonl
    """
    from spamfilter.cli.run_memory import import_memory

    import_memory(options)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyOptions:
    """What ``memory empty`` is asked for."""

    yes: Annotated[bool, option("--yes", is_flag=True, help="Do not ask.")] = False
    memory: MemoryPath = None


@memory.command(short_help="Forget all that was learned.")
@takes(EmptyOptions)
def empty(options: EmptyOptions) -> None:
    """Forget all that was learned. It asks first; where nobody can answer it wants --yes.

    \b
    Example:
      spamfilter memory empty --yes
    """
    from spamfilter.cli.run_memory import empty_memory

    empty_memory(options)


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildOptions:
    """What ``memory rebuild`` is asked for. Raises :class:`UsageError` without any source."""

    sources: Annotated[tuple[str, ...], argument(nargs=-1, metavar="[SOURCE]...")] = ()
    spam: Annotated[
        tuple[str, ...],
        option("--spam", metavar="SOURCE", multiple=True, help="Spam to learn; may be given again."),
    ] = ()
    ham: Annotated[
        tuple[str, ...],
        option("--ham", metavar="SOURCE", multiple=True, help="Honest messages; may be given again."),
    ] = ()
    memory: MemoryPath = None
    classifier: ClassifierName = "gpt"
    model: ModelPath = None
    input_format: InputFormat = "auto"
    column: TextColumn = "text"
    encoding: Encoding = ""
    sent: WithSent = False

    def __post_init__(self) -> None:
        if not (self.sources or self.spam or self.ham):
            raise UsageError("name what to learn again: SOURCE, --spam SOURCE or --ham SOURCE")


@memory.command(short_help="Learn again, for another model.")
@takes(RebuildOptions)
@pass_session
def rebuild(session: Session, options: RebuildOptions) -> None:
    """Make the memory anew from messages, for the classifier and model of today.

    What a memory holds of a message is how one model sees it, so another model cannot use it. Of the messages
    in each SOURCE those that the old memory knows are learned again, each as what it was; those of --spam and
    --ham whether it knows them or not. What is in no source is forgotten. The old memory stays as it is until
    all of them have been read.

    \b
    Examples:
      spamfilter memory rebuild ~/Maildir
      spamfilter memory rebuild --model tiny --spam spam.txt --ham ham.txt
    """
    from spamfilter.cli.run_rebuild import rebuild_memory

    rebuild_memory(session, options)
