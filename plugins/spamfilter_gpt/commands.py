"""``spamfilter gpt …``. Heavy modules are imported inside the functions, so that --help stays quick."""

import functools
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from spamfilter import UsageError

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path)


def need_extra(function: Callable[..., None]) -> Callable[..., None]:
    """Decorator: a clear error where the packages of the ``train`` extra are not installed."""

    @functools.wraps(function)
    def checked(*args: Any, **kwargs: Any) -> None:
        missing = [
            n for n in ("torch", "pandas", "onnxscript", "safetensors") if not importlib.util.find_spec(n)
        ]
        if missing:
            raise UsageError(f"this command needs {', '.join(missing)}: pip install 'spamfilter-gpt[train]'")
        function(*args, **kwargs)

    return checked


@click.group()
def gpt() -> None:
    """Prepare data for the GPT classifier, train it, export it."""


@gpt.command()
@click.argument("collection", type=FILE)
@click.argument("out", type=FOLDER)
@click.option(
    "--recipe",
    type=click.Choice(["default", "book"]),
    default="default",
    show_default=True,
    help="book: quoting, balancing and split exactly as in Raschka's chapter 6.",
)
@click.option("--balance/--no-balance", default=None, help="As many ham as spam.  [default: no; book: yes]")
@click.option("--exclude", type=FILE, multiple=True, help="Leave out copies of the texts in this CSV.")
@click.option("--train", "train_share", type=click.FloatRange(0, 1), default=0.7, show_default=True)
@click.option("--validation", "validation_share", type=click.FloatRange(0, 1), default=0.1, show_default=True)
@click.option("--seed", default=123, show_default=True)
@need_extra
def prepare(collection: Path, out: Path, **options: Any) -> None:
    """Split COLLECTION (a 'label TAB text' file) into train.csv, validation.csv and test.csv in OUT.

    Except with --recipe book, copies of a message are kept once, so that no part repeats another.
    """
    from spamfilter_gpt.dataset import prepare_splits

    for name, rows, spam in prepare_splits(collection, out, **options):
        click.echo(f"{out / name}: {rows} messages, {spam} spam")


@gpt.command()
@click.argument("data", type=FOLDER)
@click.argument("out", type=FOLDER)
@click.option("--ranks", default=8192, show_default=True, help="How many of GPT-2's tokens to use.")
@click.option("--max-length", default=256, show_default=True, help="Tokens of a message that are read.")
@click.option("--layers", default=4, show_default=True)
@click.option("--heads", default=4, show_default=True)
@click.option("--width", default=128, show_default=True, help="Embedding dimension.")
@click.option("--dropout", default=0.2, show_default=True)
@click.option("--epochs", default=15, show_default=True)
@click.option("--batch-size", default=32, show_default=True)
@click.option("--learning-rate", default=1e-3, show_default=True)
@click.option("--lm-weight", default=0.5, show_default=True, help="Share of the next-token loss.")
@click.option("--word-drop", default=0.1, show_default=True, help="Share of tokens replaced at random.")
@click.option("--seed", default=123, show_default=True)
@need_extra
def train(data: Path, out: Path, **options: Any) -> None:
    """Train a GPT from random weights on DATA/train.csv; keep the epoch best on DATA/validation.csv.

    OUT gets weights.safetensors, ranks.tiktoken, run.json and metrics.csv for 'spamfilter gpt export'.
    """
    from spamfilter_gpt.run import train_run

    def report(row: dict[str, float]) -> None:
        click.echo("  ".join(f"{key} {value:.4g}" for key, value in row.items()))

    train_run(data, out, report, **options)
    click.echo(f"wrote {out}; next: spamfilter gpt export {out} MODEL_FOLDER")


@gpt.command()
@click.argument("run", type=FOLDER)
@click.argument("out", type=FOLDER)
@click.option("--test", type=FILE, multiple=True, help="Measure on this CSV too and record it.")
@need_extra
def export(run: Path, out: Path, test: tuple[Path, ...]) -> None:
    """Make the model folder OUT, which 'scan --model' reads, from the training run RUN."""
    from spamfilter_gpt.run import export_run

    for line in export_run(run, out, test):
        click.echo(line)


@gpt.command()
@click.argument("model", default="embedded")
def info(model: str) -> None:
    """Check MODEL (a folder or a shipped name) and print what it is."""
    import json

    from spamfilter_gpt.folder import load_folder

    folder = load_folder(model)
    click.echo(json.dumps({"path": str(folder.path), "bytes": len(folder.model), **folder.card}, indent=2))
