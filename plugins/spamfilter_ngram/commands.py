"""``spamfilter ngram …``. Heavy modules are imported inside the functions, so that --help stays quick."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spamfilter_ngram.extra import need_extra

if TYPE_CHECKING:
    from spamfilter_ngram.training import Trained

SHARE = click.FloatRange(0, 1)


@click.group()
def ngram() -> None:
    """Train the n-gram classifier, for 'scan -c ngram --model MODEL'."""


@ngram.command()
@click.argument("data", nargs=-1, required=True, metavar="DATA...")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), required=True, metavar="MODEL", help="Folder to make."
)
@click.option(
    "--column", metavar="NAME", default="text", show_default=True, help="What csv and jsonl call the text."
)
@click.option(
    "--label-column", metavar="NAME", default="label", show_default=True, help="And what they call the label."
)
@click.option(
    "--prior", metavar="P", type=SHARE, help="Share of spam to expect.  [default: the training rows']"
)
@click.option(
    "--ham-loss",
    metavar="P",
    type=SHARE,
    default=0.002,
    show_default=True,
    help="Share of ham that may be lost, which decides the cut-offs.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=0,
    show_default=True,
    help="Of the solver and the folds.",
)
@click.option("--overwrite", is_flag=True, help="Replace the model that MODEL holds.")
def train(
    data: tuple[str, ...], out: Path, column: str, label_column: str, overwrite: bool, **options: Any
) -> None:
    """Train on DATA and leave a model in the folder MODEL.

    DATA is labelled files (csv, jsonl, 'label TAB text' lines) or folders with ham/ and spam/ in them; or one
    folder with train.csv in it, as 'gpt prepare' makes it. Held-back messages decide calibration and
    cut-offs: those of its validation.csv if there is one, else each fifth of the training messages in turn.
    """
    with need_extra():
        from spamfilter_ngram.publish import check_target, describe_files, write_folder
        from spamfilter_ngram.training import Recipe, read_parts, train_model
    check_target(out, overwrite=overwrite)
    rows, validation = read_parts(data, column=column, label_column=label_column)
    recipe = Recipe(**options)
    trained = train_model(rows, validation, recipe)
    write_folder(out, describe_files(trained, recipe, data), overwrite=overwrite)
    for line in summarize(trained):
        click.echo(line)
    name = click.format_filename(out)
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
