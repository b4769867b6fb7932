"""``spamfilter evaluate``."""

from pathlib import Path
from typing import Any

import click

from spamfilter.cli.options import labelled_options
from spamfilter.cli.session import Session, pass_session


@click.command()
@click.argument("data", nargs=-1, required=True, metavar="DATA...")
@labelled_options
@click.option(
    "--resamples",
    metavar="N",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    help="Of the bootstrap behind the intervals.",
)
@click.option("--differences", metavar="N", type=click.IntRange(0), default=10, show_default=True,
              help="Messages to show on which two classifiers differ.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, all differing messages in it.")
@click.option(
    "--report", metavar="DIR", type=click.Path(path_type=Path), help="Also write DIR/index.html, with plots."
)
@pass_session
def evaluate(session: Session, /, data: tuple[str, ...], **options: Any) -> None:
    """Measure classifiers on labelled DATA: csv or jsonl with a label column, 'label TAB text' lines, or a
    folder with the mails in ham/ and spam/.

    A label is ham, spam, 0 or 1. Every figure has its 95 % interval. With several classifiers each pair is
    compared: McNemar's test, and the messages on which they differ.
    """
    from spamfilter.cli.run_evaluate import evaluate_data  # what measuring imports, --help can do without

    evaluate_data(session, data, options)
