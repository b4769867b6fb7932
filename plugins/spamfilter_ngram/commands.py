"""``spamfilter ngram …``. Heavy modules are imported inside the functions, so that --help stays quick."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click

from spamfilter import options
from spamfilter_ngram.extra import need_extra

if TYPE_CHECKING:
    from spamfilter_ngram.training import Trained


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainOptions:
    """What ``ngram train`` is asked for."""

    data: Annotated[tuple[str, ...], options.argument(nargs=-1, metavar="DATA...")]
    out: Annotated[
        Path, options.option("-o", "--out", type=options.PATH, metavar="MODEL", help="Folder to make.")
    ]
    column: options.TextColumn = "text"
    label_column: options.LabelColumn = "label"
    encoding: options.Encoding = ""
    prior: Annotated[
        float | None,
        options.option(
            "--prior",
            metavar="P",
            type=options.SHARE,
            help="Share of spam to expect.  [default: the training rows']",
        ),
    ] = None
    ham_loss: Annotated[
        float,
        options.option(
            "--ham-loss",
            metavar="P",
            type=options.SHARE,
            help="Share of ham that may be lost, which decides the cut-offs.",
        ),
    ] = 0.002
    seed: Annotated[
        int, options.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Of the solver and the folds.")
    ] = 0
    overwrite: Annotated[
        bool, options.option("--overwrite", is_flag=True, help="Replace the model that MODEL holds.")
    ] = False


@click.group(short_help="Train the n-gram classifier.")
def ngram() -> None:
    """Train the n-gram classifier, for 'scan -c ngram --model MODEL'.

    \b
    Example:
      spamfilter ngram train labelled.csv -o rival
    """


@ngram.command(short_help="Train on labelled messages; leave a model.")
@options.takes(TrainOptions)
def train(chosen: TrainOptions) -> None:
    """Train on DATA and leave a model in the folder MODEL.

    DATA is labelled files (csv, jsonl, 'label TAB text' lines) or folders with ham/ and spam/ in them; or one
    folder with train.csv in it, as 'gpt prepare' makes it. Held-back messages decide calibration and
    cut-offs: those of its validation.csv if there is one, else each fifth of the training messages in turn.

    \b
    Examples:
      spamfilter ngram train labelled.csv -o rival
      spamfilter ngram train ~/corpus --prior 0.3 -o rival
    """
    with need_extra():
        from spamfilter_ngram.publish import check_target, describe_files, write_folder
        from spamfilter_ngram.training import Recipe, read_parts, train_model
    check_target(chosen.out, overwrite=chosen.overwrite)
    columns = chosen.column, chosen.label_column
    rows, validation = read_parts(chosen.data, *columns, encoding=chosen.encoding)
    recipe = Recipe(prior=chosen.prior, ham_loss=chosen.ham_loss, seed=chosen.seed)
    trained = train_model(rows, validation, recipe)
    write_folder(chosen.out, describe_files(trained, recipe, chosen.data), overwrite=chosen.overwrite)
    for line in summarize(trained):
        click.echo(line)
    name = click.format_filename(chosen.out)
    click.echo(f"wrote {name}; try: spamfilter scan -c ngram --model {name} FILE")


def summarize(trained: "Trained") -> Iterator[str]:
    """What was trained, and how it does on held-back messages, a line each."""
    model = trained.model
    yield f"{trained.rows} messages, {trained.spam} spam; {int((model.coef != 0).sum())} features"
    yield (
        f"{trained.calibrated_on}, {trained.held_back} messages: accuracy {trained.accuracy:.4f} at 0.5; "
        f"ham below {model.policy.ham_below}, spam above {model.policy.spam_above}; "
        f"slope {model.calibration.slope:.3f}, offset {model.calibration.offset:.3f}, "
        f"shift {model.calibration.shift:.3f}"
    )
