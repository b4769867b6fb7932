"""``spamfilter evaluate``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import click

from spamfilter.cli.options import (
    COUNT,
    PATH,
    BatchSize,
    ClassifierNames,
    Encoding,
    HamBelow,
    InputFormat,
    Jobs,
    LabelColumn,
    ModelPath,
    SpamAbove,
    TextColumn,
    argument,
    option,
    takes,
)
from spamfilter.cli.session import Session, pass_session


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateOptions:
    """What ``evaluate`` is asked for."""

    data: Annotated[tuple[str, ...], argument(nargs=-1, metavar="DATA...")]
    classifiers: ClassifierNames = ()
    model: ModelPath = None
    spam_above: SpamAbove = None
    ham_below: HamBelow = None
    input_format: InputFormat = "auto"
    column: TextColumn = "text"
    label_column: LabelColumn = "label"
    encoding: Encoding = ""
    jobs: Jobs = 1
    batch_size: BatchSize = 128
    resamples: Annotated[
        int,
        option("--resamples", metavar="N", type=COUNT, help="Of the bootstrap behind the intervals."),
    ] = 1000
    differences: Annotated[
        int,
        option(
            "--differences",
            metavar="N",
            type=click.IntRange(0),
            help="Messages to show on which two classifiers differ.",
        ),
    ] = 10
    as_json: Annotated[
        bool, option("--json", is_flag=True, help="Print one JSON object, all differing messages in it.")
    ] = False
    report: Annotated[
        Path | None,
        option("--report", metavar="DIR", type=PATH, help="Also write DIR/index.html, with plots."),
    ] = None


@click.command(short_help="Measure classifiers on labelled messages.")
@takes(EvaluateOptions)
@pass_session
def evaluate(session: Session, options: EvaluateOptions) -> None:
    """Measure classifiers on labelled DATA: csv or jsonl with a label column, 'label TAB text' lines, or a
    folder with the mails in ham/ and spam/.

    A label is ham, spam, 0 or 1. Every figure has its 95 % interval. With several classifiers each pair is
    compared: McNemar's test, and the messages on which they differ.

    \b
    Examples:
      spamfilter evaluate labelled.csv --report report
      spamfilter evaluate -c gpt -c ngram=MODEL mail
    """
    from spamfilter.cli.run_evaluate import evaluate_data  # what measuring imports, --help can do without

    evaluate_data(session, options)
