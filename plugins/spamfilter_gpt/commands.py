"""``spamfilter gpt …``. Heavy modules are imported inside the functions, so that --help stays quick."""

import functools
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from spamfilter import UsageError, install_hint
from spamfilter_gpt.options import make_settings, recipe_options

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
            raise UsageError(f"this command needs {', '.join(missing)}: {install_hint('train')}")
        function(*args, **kwargs)

    return checked


def check_files(paths: tuple[Path, ...], text_column: str, label_column: str) -> None:
    """Read what is to be measured on before hours are spent on training."""
    from spamfilter_gpt.training.dataset import read_labelled

    for path in paths:
        read_labelled(path, text_column, label_column)


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
    from spamfilter_gpt.corpus.split import prepare_splits

    for name, rows, spam in prepare_splits(collection, out, **options):
        click.echo(f"{out / name}: {rows} messages, {spam} spam")


quantize_option = click.option(
    "--quantize",
    type=click.Choice(["auto", "int8", "none"]),
    default="auto",
    show_default=True,
    help="auto: int8, or float32 where that would change verdicts.",
)


@gpt.command()
@click.argument("data", type=FOLDER)
@click.argument("out", type=FOLDER)
@click.option(
    "--base",
    default="embedded",
    show_default=True,
    help="Weights to start from: embedded, tiny, smollm2, gpt2 (-medium, -large, -xl), a path, or new.",
)
@click.option("--random-weights", is_flag=True, help="The base's shape and tokens, but random weights.")
@click.option(
    "--recipe", type=click.Choice(["default", "book", "scratch"]), default="default", show_default=True
)
@recipe_options
@click.option(
    "--layers", type=click.IntRange(1), help="Keep the base's lowest blocks only.  [default: all; new: 4]"
)
@click.option(
    "--heads", type=click.IntRange(1), default=4, show_default=True, help="Of --base new, as the next two."
)
@click.option("--width", type=click.IntRange(1), default=128, show_default=True, help="Embedding dimension.")
@click.option(
    "--ranks", type=click.IntRange(256, 50256), default=8192, show_default=True, help="GPT-2 tokens used."
)
@click.option("--text-column", default="Text", show_default=True)
@click.option("--label-column", default="Label", show_default=True)
@click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda", "mps"]), default="auto", show_default=True
)
@click.option("--precision", type=click.Choice(["auto", "fp32", "bf16"]), default="auto", show_default=True)
@click.option(
    "--cache/--no-cache", default=True, help="Run frozen blocks once per message, not once per epoch."
)
@click.option(
    "--cache-memory", type=click.IntRange(0), default=1024, show_default=True, help="MB; beyond, a file."
)
@click.option(
    "--checkpoint-every", type=click.FloatRange(0), default=60.0, show_default=True, help="Seconds."
)
@click.option("--resume", is_flag=True, help="Go on with the interrupted run in OUT, with its settings.")
@click.option("--overwrite", is_flag=True, help="Replace the run or model that OUT holds.")
@click.option("--export/--no-export", default=True, help="Make OUT a model folder at the end.")
@quantize_option
@click.option("--test", type=FILE, multiple=True, help="Measure on this CSV too, and record it.")
@need_extra
def train(
    data: Path,
    out: Path,
    resume: bool,
    overwrite: bool,
    export: bool,
    quantize: str,
    test: tuple[Path, ...],
    **options: Any,
) -> None:
    """Fine-tune a base on DATA/train.csv; choose the epoch by DATA/validation.csv; leave a model in OUT.

    OUT is then a model folder ('scan --model OUT') with the card, metrics.csv, report.html and run.json,
    and weights.safetensors, which --base OUT starts from.
    """
    from spamfilter_gpt.console import watch_training
    from spamfilter_gpt.training.record import check_folder
    from spamfilter_gpt.training.run import resume_run, train_run

    check_files(test, options["text_column"], options["label_column"])
    if not resume and not overwrite:
        check_folder(out)
    with watch_training() as watch:
        if resume:
            resume_run(data, out, watch=watch, tell=click.echo)
        else:
            train_run(data, out, make_settings(options), watch=watch, tell=click.echo)
    if export:
        export_to(out, out, quantize=quantize, weights=False, tests=test)


@gpt.command()
@click.argument("run", type=FOLDER)
@click.argument("out", type=FOLDER)
@click.option("--test", type=FILE, multiple=True, help="Measure on this CSV too and record it.")
@quantize_option
@click.option("--weights", is_flag=True, help="With --quantize none: keep what --base OUT starts from.")
@need_extra
def export(run: Path, out: Path, test: tuple[Path, ...], quantize: str, weights: bool) -> None:
    """Make the model folder OUT, which 'scan --model' reads, from the training run RUN."""
    export_to(run, out, quantize=quantize, weights=weights, tests=test)


def export_to(run: Path, out: Path, **options: Any) -> None:
    """Export and say what was done."""
    from spamfilter_gpt.export.publish import Options, export_run

    for line in export_run(run, out, Options(**options)):
        click.echo(line)
    click.echo(f"wrote {out}; try: spamfilter scan --model {out} FILE")


@gpt.command("build-embedded")
@click.argument("data_dir", type=FOLDER)
@click.argument("out_dir", type=FOLDER)
@click.option("--base", default="smollm2", show_default=True, help="As for train.")
@click.option("--layers", type=click.IntRange(1), default=8, show_default=True, help="Lowest blocks kept.")
@click.option("--recipe", type=click.Choice(["embedded", "default"]), default="embedded", show_default=True)
@recipe_options
@click.option(
    "--leave-out", metavar="NAME", help="Hold this collection back whole: what is learned without it?"
)
@click.option("--rows", type=click.IntRange(1), help="Train on so many of the rows only, for a look.")
@click.option("--quantize", type=click.Choice(["int8", "none"]), default="int8", show_default=True)
@click.option("--tiny/--no-tiny", default=True, show_default=True, help="Also make the tiny model from it.")
@need_extra
def build_embedded(
    data_dir: Path,
    out_dir: Path,
    leave_out: str | None,
    rows: int | None,
    quantize: str,
    tiny: bool,
    **options: Any,
) -> None:
    """Make the models that ship from the published collections in DATA_DIR: OUT_DIR/model, OUT_DIR/tiny.

    Stages: mix the collections, fine-tune, export and measure; the tiny model the same way. What is done is
    not done again: the same command goes on after an interruption.
    """
    from spamfilter_gpt.build import Plan
    from spamfilter_gpt.build import build_embedded as build
    from spamfilter_gpt.console import watch_training
    from spamfilter_gpt.records.recipe import RECIPES, Settings

    small = Settings("new", recipe=RECIPES["tiny"]) if tiny else None
    plan = Plan(make_settings(options), leave_out, rows, quantize, small)
    with watch_training("the same command") as watch:
        build(data_dir, out_dir, plan, watch=watch, tell=click.echo)


@gpt.command()
@click.argument("prompt", default="Every effort moves you")
@click.option("--base", default="smollm2", show_default=True, help="As for train.")
@click.option("--max-new-tokens", type=click.IntRange(1), default=15, show_default=True)
@need_extra
def generate(prompt: str, base: str, max_new_tokens: int) -> None:
    """Continue PROMPT by the likeliest tokens: the check that a base's weights have loaded."""
    from spamfilter_gpt.network.decoder import generate_greedy
    from spamfilter_gpt.weights.bases import load_base

    loaded = load_base(base)
    if not loaded.language_model:
        raise UsageError(f"base {base} has no language-model head, so it cannot continue a text")
    model = loaded.model
    tokenizer = loaded.make_tokenizer()
    click.echo(tokenizer.decode(generate_greedy(model, tokenizer.encode_prompt(prompt), max_new_tokens)))


@gpt.command()
@click.argument("model", default="embedded")
def info(model: str) -> None:
    """Check MODEL (a folder or a shipped name) and print what it is."""
    import json

    from spamfilter_gpt.runtime.folder import load_folder

    folder = load_folder(model)
    click.echo(json.dumps({"path": str(folder.path), "bytes": len(folder.model), **folder.card}, indent=2))
