"""``spamfilter scan``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import click

from spamfilter.cli.completion import complete_classifiers
from spamfilter.cli.options import (
    PATH,
    AuthservIds,
    BatchSize,
    ClassifierName,
    Encoding,
    HamBelow,
    InputFormat,
    Jobs,
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
from spamfilter.errors import UsageError
from spamfilter.verdict import Label

LABELS = click.Choice([label.value for label in Label])
OUTPUTS = click.Choice(["text", "jsonl", "csv", "parquet"])


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanOptions:
    """What ``scan`` is asked for. Raises :class:`UsageError` for wishes that exclude each other."""

    sources: Annotated[tuple[str, ...], argument(nargs=-1, metavar="[SOURCE]...")] = ()
    classifier: ClassifierName = "gpt"
    model: ModelPath = None
    no_front: NoFront = False
    memory: MemoryPath = None
    no_memory: NoMemory = False
    authserv_ids: AuthservIds = ()
    spam_above: SpamAbove = None
    ham_below: HamBelow = None
    input_format: InputFormat = "auto"
    column: TextColumn = "text"
    encoding: Encoding = ""
    sent: WithSent = False
    jobs: Jobs = None
    batch_size: BatchSize = 128
    output: Annotated[str | None, option("--format", type=OUTPUTS, help="[default: text]")] = None
    target: Annotated[
        Path | None,
        option(
            "-o",
            "--output",
            type=PATH,
            metavar="FILE",
            help="Write here instead of to standard output; the file is there when it is whole.",
        ),
    ] = None
    only: Annotated[
        tuple[str, ...],
        option("--only", type=LABELS, multiple=True, help="Only these; may be given again."),
    ] = ()
    raw: Annotated[
        bool, option("--raw", is_flag=True, help="Print the messages' exact bytes instead of verdicts.")
    ] = False
    summary: Annotated[
        bool, option("--summary", is_flag=True, help="Print counts on standard error at the end.")
    ] = False
    exit_code: Annotated[
        bool, option("--exit-code", is_flag=True, help="End with 1 when something is spam.")
    ] = False
    null: Annotated[
        bool, option("-z", "--null", is_flag=True, help="Lines end in NUL instead of newline, in and out.")
    ] = False
    quiet: Annotated[bool, option("--quiet", is_flag=True, help="Print no verdicts and no progress bar.")] = (
        False
    )
    compare: Annotated[
        str | None,
        option(
            "--compare",
            metavar="NAME[=MODEL]",
            shell_complete=complete_classifiers,
            help="Print beside each verdict what this classifier would say, and at the end how much they "
            "differ.",
        ),
    ] = None
    differing: Annotated[
        bool, option("--differing", is_flag=True, help="With --compare: only messages whose labels differ.")
    ] = False

    def __post_init__(self) -> None:
        check_memory(self.memory, self.no_memory)
        if self.raw and self.output:
            raise UsageError("--raw prints messages and --format verdicts; give one of them")
        if self.quiet and self.target:
            raise UsageError("--quiet prints no verdicts and --output says where to; give one of them")
        if self.differing and not self.compare:
            raise UsageError("--differing needs --compare NAME, the classifier to differ from")
        if self.compare == self.classifier:
            raise UsageError(
                f"--compare {self.compare} is the classifier itself; name another, or another model of it"
            )


@click.command(short_help="Say which messages are spam.")
@takes(ScanOptions)
@pass_session
def scan(session: Session, options: ScanOptions) -> None:
    """Print a verdict for each message of each SOURCE: a file, a Maildir or other folder of mails, or - for
    standard input, the default.

    \b
    Examples:
      spamfilter scan inbox.txt
      spamfilter scan --only spam --format jsonl ~/Maildir
    """
    from spamfilter.cli.run_scan import scan_sources  # what scanning imports, --help can do without

    outcome = scan_sources(session, options)
    counts = outcome.counts
    if options.summary:
        total = sum(counts.values())
        click.echo(f"{total} messages: " + ", ".join(f"{counts[label]} {label}" for label in Label), err=True)
    if outcome.exit_code or (options.exit_code and counts[Label.SPAM]):
        raise click.exceptions.Exit(outcome.exit_code or 1)
