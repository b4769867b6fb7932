"""``spamfilter evaluate``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import click

from spamfilter.cli.options import (
    COUNT,
    PATH,
    SHARE,
    BatchSize,
    ClassifierNames,
    Encoding,
    HamBelow,
    InputFormat,
    Jobs,
    LabelColumn,
    ModelPath,
    NoFront,
    SpamAbove,
    TextColumn,
    argument,
    option,
    path_option,
    takes,
)
from spamfilter.cli.session import Session, pass_session
from spamfilter.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateOptions:
    """What ``evaluate`` is asked for."""

    data: Annotated[tuple[str, ...], argument(nargs=-1, metavar="DATA...")]
    classifiers: ClassifierNames = ()
    model: ModelPath = None
    no_front: NoFront = False
    memory: Annotated[
        Path | None,
        path_option("--memory", help="What 'spamfilter learn' was taught, a file.  [default: none]"),
    ] = None
    spam_above: SpamAbove = None
    ham_below: HamBelow = None
    input_format: InputFormat = "auto"
    column: TextColumn = "text"
    label_column: LabelColumn = "label"
    encoding: Encoding = ""
    jobs: Jobs = None
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
    online: Annotated[
        bool,
        option("--online", is_flag=True, help="Judge each message in order, then learn what it was."),
    ] = False
    delay: Annotated[
        int,
        option("--delay", metavar="N", type=click.IntRange(0), help="Learn it N messages later."),
    ] = 0
    feedback: Annotated[
        float,
        option("--feedback", metavar="P", type=SHARE, help="Share of the messages that are ever learned."),
    ] = 1.0
    wrong_labels: Annotated[
        float,
        option("--wrong-labels", metavar="P", type=SHARE, help="Share of the spam that is learned as ham."),
    ] = 0.0
    seed: Annotated[
        int, option("--seed", metavar="N", type=click.IntRange(0), help="By which those two are drawn.")
    ] = 123
    as_json: Annotated[
        bool, option("--json", is_flag=True, help="Print one JSON object, all differing messages in it.")
    ] = False
    report: Annotated[
        Path | None,
        option("--report", metavar="DIR", type=PATH, help="Also write DIR/index.html, with plots."),
    ] = None

    def __post_init__(self) -> None:
        if self.online and self.memory:
            raise UsageError("--online begins with an empty memory; leave out --memory")
        if self.online and self.memory:
            raise UsageError("--online begins with an empty memory; leave out --memory")
        if self.online and (self.jobs or 1) > 1:
            raise UsageError("--online learns in one process; leave out --jobs")
        if not self.online and (self.delay or self.feedback != 1 or self.wrong_labels):
            raise UsageError("--delay, --feedback and --wrong-labels are for --online; give it too")


@click.command(short_help="Measure classifiers on labelled messages.")
@takes(EvaluateOptions)
@pass_session
def evaluate(session: Session, options: EvaluateOptions) -> None:
    """Measure classifiers on labelled DATA: csv or jsonl with a label column, 'label TAB text' lines, a
    folder with the mails in ham/ and spam/, or an index of mails, 'label PATH' lines.

    A label is ham, spam, 0 or 1. Every figure has its 95 % interval. With several classifiers each pair is
    compared: McNemar's test, and the messages on which they differ.

    With --online a classifier begins with an empty memory, judges each message in the order of DATA and then
    learns what it was: the protocol of the TREC spam track. The mails of a folder come in the order of their
    time. No memory of yours is read or changed.

    \b
    Examples:
      spamfilter evaluate labelled.csv --report report
      spamfilter evaluate -c gpt -c ngram=MODEL mail
      spamfilter evaluate --online -c gpt -c bogofilter full/index
    """
    # What measuring imports, --help can do without.
    if options.online:
        from spamfilter.cli.run_online import evaluate_online

        evaluate_online(session, options)
    else:
        from spamfilter.cli.run_evaluate import evaluate_data

        evaluate_data(session, options)
