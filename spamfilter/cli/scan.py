"""``spamfilter scan``."""

from typing import Any

import click

from spamfilter.cli.options import scoring_options
from spamfilter.cli.session import Session, pass_session
from spamfilter.errors import UsageError
from spamfilter.readers import STDIN
from spamfilter.verdict import Label


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@scoring_options
@click.option("--format", "output", type=click.Choice(["text", "jsonl", "csv"]), help="[default: text]")
@click.option(
    "--only",
    type=click.Choice([label.value for label in Label]),
    multiple=True,
    help="Only these; may be given again.",
)
@click.option("--raw", is_flag=True, help="Print the messages' exact bytes instead of verdicts.")
@click.option("--summary", is_flag=True, help="Print counts on standard error at the end.")
@click.option("--exit-code", is_flag=True, help="End with 1 when something is spam.")
@click.option("-z", "--null", is_flag=True, help="Lines end in NUL instead of newline, in and out.")
@click.option("--quiet", is_flag=True, help="Print no verdicts and no progress bar.")
@click.option(
    "--compare",
    metavar="NAME[=MODEL]",
    help="Print beside each verdict what this classifier would say, and at the end how much they differ.",
)
@click.option("--differing", is_flag=True, help="With --compare: only messages whose labels differ.")
@pass_session
def scan(session: Session, /, sources: tuple[str, ...], **options: Any) -> None:
    """Print a verdict for each message of each SOURCE: a file, a Maildir or other folder of mails, or - for
    standard input, the default."""
    sources = sources or (STDIN,)
    if options["raw"] and options["output"]:
        raise UsageError("--raw prints messages and --format verdicts; give one of them")
    if options["differing"] and not options["compare"]:
        raise UsageError("--differing needs --compare NAME, the classifier to differ from")
    from spamfilter.cli.run_scan import scan_sources  # what scanning imports, --help can do without

    counts = scan_sources(session, sources, options)
    if options["summary"]:
        total = sum(counts.values())
        click.echo(f"{total} messages: " + ", ".join(f"{counts[label]} {label}" for label in Label), err=True)
    if options["exit_code"] and counts[Label.SPAM]:
        raise click.exceptions.Exit(1)
