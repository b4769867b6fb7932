"""``spamfilter gpt …``. Heavy modules are imported inside the functions, so that --help stays quick."""

import functools
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, get_args

import click

from spamfilter import UsageError, install_hint, options
from spamfilter_gpt.options import (
    BuildOptions,
    FiniteRange,
    TrainOptions,
    make_settings,
    recipe_options,
    settings_options,
)
from spamfilter_gpt.records.choices import QUANTIZE, STORED, Quantize, RecipeName, Stored
from spamfilter_gpt.records.recipe import Settings

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path)
Command = Callable[..., None]


def need_extra(function: Command) -> Command:
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


def check_files(paths: tuple[Path, ...], settings: Settings) -> None:
    """Read what is to be measured on before hours are spent on training."""
    from spamfilter_gpt.records.rows import read_labelled

    for path in paths:
        read_labelled(path, settings.text_column, settings.label_column, settings.encoding)


def column_options(command: Callable[..., None]) -> Callable[..., None]:
    """Decorator: what csv and jsonl call the text and the label, and what text is in."""
    _, declare = get_args(options.Encoding)
    encoding: Callable[[Command], Command] = declare("encoding", "")
    label = click.option("--label-column", default="label", show_default=True, help="And the label.")
    text = click.option(
        *("--column", "--text-column", "text_column"),
        default="text",
        show_default=True,
        help="What csv and jsonl call the text.",
    )
    return text(label(encoding(command)))


@click.group()
def gpt() -> None:
    """Prepare data for the GPT classifier, train it, export it.

    \b
    Examples:
      spamfilter gpt train labelled.csv model
      spamfilter gpt info model
    """


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
@click.option("--exclude", type=FILE, multiple=True, help="Leave out copies of these labelled messages.")
@click.option("--train", "train_share", type=FiniteRange(0, 1), default=0.7, show_default=True)
@click.option("--validation", "validation_share", type=FiniteRange(0, 1), default=0.1, show_default=True)
@click.option("--seed", default=123, show_default=True)
@column_options
@need_extra
def prepare(
    collection: Path,
    out: Path,
    recipe: Literal["default", "book"],
    balance: bool | None,
    exclude: tuple[Path, ...],
    train_share: float,
    validation_share: float,
    seed: int,
    text_column: str,
    label_column: str,
    encoding: str,
) -> None:
    """Split messages into rows to train, validate and test.

    COLLECTION is csv, tsv or jsonl with a text and a label, 'label TAB text' lines, or a folder with mails in
    ham/ and spam/; for --recipe book it is such lines. train.csv, validation.csv and test.csv go into the
    folder OUT. Except with --recipe book, copies of a message are kept once, so that no part repeats another.

    \b
    Examples:
      spamfilter gpt prepare SMSSpamCollection data
      spamfilter gpt prepare --recipe book SMSSpamCollection data
    """
    from spamfilter import labelled
    from spamfilter_gpt.corpus.split import Split, prepare_splits

    columns = labelled.Columns(text_column, label_column)
    split = Split(recipe, balance, exclude, train_share, validation_share, seed, columns, encoding)
    for name, rows, spam in prepare_splits(collection, out, split):
        click.echo(f"{out / name}: {rows} messages, {spam} spam")


quantize_option = click.option(
    "--quantize",
    type=click.Choice(QUANTIZE),
    default="auto",
    show_default=True,
    help="auto: int8, or float32 where that would change verdicts.",
)


@gpt.command()
@click.argument("data", type=FILE)
@click.argument("out", type=FOLDER)
@settings_options("base", "random_weights")
@click.option(
    "--recipe",
    type=click.Choice(["keep", "default", "book", "scratch"]),
    help="keep: a correction of a filter. default: its last block.  [default: keep where the base is one]",
)
@recipe_options
@settings_options("layers", "heads", "width", "ranks", "validation", "teacher", "unlabelled")
@settings_options("device", "precision")
@settings_options("cache", "cache_memory", "states", "checkpoint_every")
@column_options
@click.option("--resume", is_flag=True, help="Go on with the interrupted run in OUT, with its settings.")
@click.option("--overwrite", is_flag=True, help="Replace the run or model that OUT holds.")
@click.option("--export/--no-export", default=True, help="Make OUT a model folder at the end.")
@quantize_option
@click.option("--test", type=FILE, multiple=True, help="Measure on this too, and record it.")
@click.option("--accept", is_flag=True, help="Exit 0 though it loses more honest mail than its base.")
@click.option("--keep-validation", is_flag=True, help="Leave validation.csv, in clear, in OUT.")
@need_extra
def train(
    data: Path,
    out: Path,
    recipe: RecipeName | None,
    resume: bool,
    overwrite: bool,
    export: bool,
    quantize: Quantize,
    test: tuple[Path, ...],
    accept: bool,
    keep_validation: bool,
    **settings: Any,
) -> None:
    """Fine-tune a base on labelled messages; leave a model.

    DATA is csv, tsv or jsonl with a text and a label, 'label TAB text' lines, or a folder with mails in ham/
    and spam/, of which a share is held back to choose the epoch by; or a folder with train.csv and
    validation.csv, as 'gpt prepare' makes it. OUT is then a model folder ('scan --model OUT') with the card,
    metrics.csv, report.html and run.json, and weights.safetensors, which --base OUT starts from.

    \b
    Examples:
      spamfilter gpt train labelled.csv model
      spamfilter gpt train data model
      spamfilter gpt train --base tiny --epochs 3 --test data/test.csv data model
    """
    made = make_settings(recipe, **settings)
    accepted = accept or recipe == "book"
    ways = resume, overwrite, export, quantize, test, accepted, keep_validation
    train_model(TrainOptions(data, out, made, *ways))


def train_model(options: TrainOptions) -> None:
    """Train, or go on with a training, and export."""
    from spamfilter_gpt.console import watch_export, watch_training
    from spamfilter_gpt.training.record import check_folder
    from spamfilter_gpt.training.run import resume_run, train_run

    settings, out = options.settings, options.out
    check_files(options.test, settings)
    if not options.resume and not options.overwrite:
        check_folder(out)
    with watch_training(out=out) as watch:
        if options.resume:
            resume_run(options.data, out, watch=watch, tell=click.echo)
        else:
            train_run(options.data, out, settings, watch=watch, tell=click.echo)
    if options.export:
        with watch_export():
            harmful = export_to(out, out, options.quantize, tests=options.test)
        tell_rows(out, options.keep_validation)
        if harmful and not options.accept:
            raise SystemExit(1)


def tell_rows(out: Path, keep: bool) -> None:
    """Take the texts of the validation rows out of ``out``, or say that they stay."""
    from spamfilter_gpt.training.record import PARTS, forget_rows, has_rows

    if not keep:
        forget_rows(out)
    elif has_rows(out):
        click.echo(f"{out / PARTS[1]} stays, with your messages in clear")


@gpt.command()
@click.argument("run", type=FOLDER)
@click.argument("out", type=FOLDER)
@click.option("--test", type=FILE, multiple=True, help="Measure on this too, and record it.")
@quantize_option
@click.option("--weights", is_flag=True, help="With --quantize none: keep what --base OUT starts from.")
@need_extra
def export(run: Path, out: Path, test: tuple[Path, ...], quantize: Quantize, weights: bool) -> None:
    """Make a model folder from a training run.

    RUN is what 'gpt train' left; OUT is then a folder that 'scan --model OUT' reads.

    \b
    Example:
      spamfilter gpt export --quantize none run model
    """
    export_to(run, out, quantize, weights=weights, tests=test)


def export_to(
    run: Path, out: Path, quantize: Quantize, *, weights: bool = False, tests: tuple[Path, ...] = ()
) -> bool:
    """Export and say what was done; whether the model loses more honest mail than its base."""
    from spamfilter_gpt.console import show_export
    from spamfilter_gpt.export.guard import describe_guard, is_harmful
    from spamfilter_gpt.export.publish import ExportOptions, export_run, recall_card

    show_export(lambda advance: export_run(run, out, ExportOptions(quantize, weights, tests), advance))
    card = recall_card(out)
    harmful = bool(card and card.guard and is_harmful(card.guard))
    if card and card.guard:
        click.echo(describe_guard(card.guard), err=harmful)
    click.echo(f"wrote {out}; try: spamfilter scan --model {out} FILE")
    return harmful


@gpt.command("build-embedded")
@click.argument("data_dir", type=FOLDER)
@click.argument("out_dir", type=FOLDER)
@settings_options("base", "layers", base="e5")
@click.option("--recipe", type=click.Choice(["embedded", "default"]), default="embedded", show_default=True)
@recipe_options
@click.option(
    *("--leave-out", "leave_out"),
    metavar="PUBLISHER",
    multiple=True,
    help="Hold back all collections of this publisher: what is learned without them?",
)
@click.option(
    *("--folds/--no-folds", "folds"),
    default=True,
    show_default=True,
    help="Leave publishers out in turn; what is said of them sets weights and cut-offs.",
)
@click.option("--rows", type=click.IntRange(1), help="Train on so many of the rows only, for a look.")
@click.option("--quantize", type=click.Choice(STORED), default="int8", show_default=True)
@click.option("--tiny/--no-tiny", default=True, show_default=True, help="Also make the tiny model from it.")
@need_extra
def build_embedded(
    data_dir: Path,
    out_dir: Path,
    recipe: RecipeName,
    leave_out: tuple[str, ...],
    folds: bool,
    rows: int | None,
    quantize: Stored,
    tiny: bool,
    **settings: Any,
) -> None:
    """Make the models that ship from the collections.

    The published collections lie in DATA_DIR; the models go to OUT_DIR/model and OUT_DIR/tiny. Stages: mix
    the collections; train without some publishers, five times, and score what these published; fine-tune on
    all, with weights and cut-offs from those scores; export and measure. Then the same for the tiny model,
    which learns from the first. What is done is not done again: the same command goes on after an
    interruption.

    \b
    Examples:
      spamfilter gpt build-embedded data out
      spamfilter gpt build-embedded --rows 500 --no-folds --no-tiny data look
    """
    made = make_settings(recipe, **settings)
    build_models(BuildOptions(data_dir, out_dir, made, leave_out, folds, rows, quantize, tiny))


def build_models(options: BuildOptions) -> None:
    """Build what ships, as far as that is not done."""
    from spamfilter_gpt.build import Plan
    from spamfilter_gpt.build import build_embedded as build
    from spamfilter_gpt.console import watch_training
    from spamfilter_gpt.records.recipe import RECIPES, Settings

    small = Settings("new", recipe=RECIPES["tiny"]) if options.tiny else None
    chosen = options.leave_out, options.rows, options.quantize
    plan = Plan(options.settings, *chosen, small, options.folds)
    with watch_training("the same command") as watch:
        build(options.data, options.out, plan, watch=watch, tell=click.echo)


@gpt.command()
@click.argument("prompt", default="Every effort moves you")
@click.option("--base", default="smollm2", show_default=True, help="As for train.")
@click.option("--max-new-tokens", type=click.IntRange(1), default=15, show_default=True)
@need_extra
def generate(prompt: str, base: str, max_new_tokens: int) -> None:
    """Continue a text, to see that a base's weights have loaded.

    The likeliest tokens follow PROMPT.

    \b
    Example:
      spamfilter gpt generate "Every effort moves you" --max-new-tokens 30
    """
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
@click.option("--json", "as_json", is_flag=True, help="All that model.json says, as JSON.")
def info(model: str, as_json: bool) -> None:
    """Check a model; say what it is and how it was made.

    MODEL is a model folder, or the name of one that ships: embedded or tiny.

    \b
    Examples:
      spamfilter gpt info
      spamfilter gpt info --json tiny
    """
    from spamfilter_gpt.info import describe_folder, format_folder
    from spamfilter_gpt.runtime.folder import load_folder

    folder = load_folder(model)
    click.echo(describe_folder(folder) if as_json else format_folder(folder))
