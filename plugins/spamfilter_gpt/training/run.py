"""One training run: settings and data in, a run folder out."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import torch

from spamfilter import Fingerprints
from spamfilter_gpt.network.classifier import ClassHead, SpamClassifier, pack_characters, pack_surface
from spamfilter_gpt.network.precision import choose_device, choose_precision
from spamfilter_gpt.records.choices import Device
from spamfilter_gpt.records.recipe import Recipe, Settings, check_settings
from spamfilter_gpt.records.rows import read_sources
from spamfilter_gpt.records.run_record import Calibration, Course, RowCounts, RunRecord, RunStart, read_run
from spamfilter_gpt.training.calibrate.kept import calibrate_kept
from spamfilter_gpt.training.calibrate.validation import calibrate, keep_apart
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.frozen.cache import Prefix, PrefixCache
from spamfilter_gpt.training.frozen.states import Int8Blocks, Int8States
from spamfilter_gpt.training.keep.replay import read_replay, teach_replay
from spamfilter_gpt.training.keep.rows import choose_prior, encode_parts
from spamfilter_gpt.training.loop import UNWATCHED, Interruption, Progress, Saving, Watch, fine_tune
from spamfilter_gpt.training.objective import Forward
from spamfilter_gpt.training.probe import fit_probe
from spamfilter_gpt.training.record import (
    CHECKPOINT_FILE,
    RunFiles,
    list_versions,
    read_settings,
    save_run,
    start_record,
    watch_course,
)
from spamfilter_gpt.training.trainable import count_parameters, merge_adapters, select_trainable
from spamfilter_gpt.weights.bases import Base, cut_blocks, load_base, new_base
from spamfilter_gpt.weights.known import Known, read_known

Tell = Callable[[str], object]
Cache = PrefixCache | Int8States
STATES = "states"  # in a run folder, unless the settings name another


def resume_run(data: Path, out: Path, *, watch: Watch, tell: Tell) -> None:
    """Go on with the run in ``out``, with the settings that it began with; a finished one is left alone."""
    settings = read_settings(data, out)
    if isinstance(read_run(out), RunRecord):
        tell(f"the run in {out} is finished")
    else:
        train_run(data, out, settings, watch=watch, tell=tell, resume=True)


@dataclass(frozen=True, slots=True)
class Fitting:
    """What one run trains: a ``model`` over a ``base``, of which the ``frozen`` lowest blocks stay.

    ``known`` is what is kept of the base beside its blocks, None where nothing is. ``rows`` train and
    validate, ``out`` is the run folder, ``watch`` and ``tell`` hear how it goes.
    """

    base: Base
    model: SpamClassifier
    frozen: int
    known: Known | None
    rows: tuple[SpamDataset, SpamDataset]
    settings: Settings
    out: Path
    watch: Watch
    tell: Tell


def train_run(
    data: Path,
    out: Path,
    settings: Settings,
    *,
    watch: Watch = UNWATCHED,
    tell: Tell = print,
    resume: bool = False,
) -> None:
    """Train on ``data``, choose by its validation rows or by some that are held back, write ``out``.

    ``data`` is what :func:`spamfilter_gpt.records.rows.read_sources` reads, ``out`` becomes the run folder.

    Raises :class:`spamfilter_gpt.training.loop.Interruption` after a checkpoint when ``watch`` says so.
    """
    begun = time.monotonic()
    check_settings(settings)
    known = read_known(settings.base) if settings.recipe.keep else None
    settings = replace(settings, recipe=known.read_as(settings.recipe)) if known else settings
    parts = read_sources(data, settings)
    known = known and known.expect(choose_prior(parts.train.labels, settings.recipe))
    if parts.held_back:
        tell(parts.describe())
    torch.manual_seed(settings.recipe.seed)
    base = open_base(settings)
    rows = encode_parts(parts, settings, base, known)
    start = RunStart(choose_machine(settings), parts.hashes)
    start_record(out, start)
    watch = watch_course(out, watch)
    model, frozen = prepare_model(base, start.settings, known)
    fitting = Fitting(base, model, frozen, known, rows, start.settings, out, watch, tell)
    tell(describe_start(counts := count_parameters(model), start.settings))
    fitted = fit(fitting, resume)
    record = record_run(fitting, start, counts, fitted, time.monotonic() - begun)
    kept = parts.format_validation(settings.text_column, settings.label_column)
    weights = model.weights() | pack_characters(model.characters) | pack_surface(model.surface)
    files = RunFiles(weights, base.tokens, kept, list_trained(rows[0], known))
    save_run(out, files, record, fitted.progress)
    tell(describe_course(record))


def describe_course(record: RunRecord) -> str:
    """How the training ended, on one line."""
    course = record.course
    best = f"best epoch {course.best_epoch} of {course.epochs}, " if course.epochs else "learned in "
    return f"{best}{record.seconds} s"


def describe_start(counts: tuple[int, int], settings: Settings) -> str:
    """How many parameters train and how many there are, and where, on one line."""
    machine = f"on {settings.device} in {settings.precision}"
    return f"{counts[0]:,} of {counts[1]:,} parameters train, {machine}"


def list_trained(train: SpamDataset, known: Known | None) -> Fingerprints:
    """Fingerprints of what trained the model: now, and before where that is kept."""
    now = Fingerprints.of(train.texts)
    before = known.trained_on if known else None
    return Fingerprints(now.hashes | before.hashes) if before else now


def choose_machine(settings: Settings) -> Settings:
    """``settings`` with the device and the precision that this machine has for them."""
    device = choose_device(settings.device)
    precision = choose_precision(settings.precision, device)
    return replace(settings, device=cast(Device, device.type), precision=precision)


def prepare_model(base: Base, settings: Settings, known: Known | None) -> tuple[SpamClassifier, int]:
    """The classifier over ``base`` on its device, and how many blocks at the bottom stay frozen."""
    recipe = settings.recipe
    model = SpamClassifier(base.model, ClassHead(base.model.wte.embedding_dim, recipe.read))
    frozen = select_trainable(model, recipe.trainable, recipe.lora_rank, recipe.lora_alpha)
    if known:
        model.head.load_state_dict(known.head)
        model.characters, model.surface = known.characters, known.surface
    return model.to(settings.device), frozen


@dataclass(frozen=True, slots=True)
class Fitted:
    """The course of the training, what the validation rows decided, and the ``seconds`` of the epochs."""

    progress: Progress
    calibration: Calibration
    seconds: float


def fit(fitting: Fitting, resume: bool) -> Fitted:
    """Train and calibrate, or leave the second to a stacking."""
    settings, recipe = fitting.settings, fitting.settings.recipe
    begun = time.monotonic()
    with open_forwards(fitting) as forwards:
        if fitting.known:
            teach_replay(forwards[0], len(forwards[0].data) - len(read_replay(recipe.replay)[0].texts))
        if recipe.probe:
            fitting.tell(f"linear probe: {fit_probe(forwards[0], recipe.seed):.2%} of its rows right")
        saving = Saving(fitting.out / CHECKPOINT_FILE, settings.checkpoint_every, resume)
        if recipe.at_once:
            progress = Progress()
        else:
            progress = fine_tune(*forwards, recipe, saving=saving, watch=fitting.watch)
        seconds = time.monotonic() - begun
        tokenizer = fitting.base.make_tokenizer(recipe.normalizer)
        if fitting.known:
            calibration = calibrate_kept(*forwards, fitting.known, tokenizer, recipe, fitting.tell)
        else:
            told = forwards[1], fitting.rows[0], tokenizer, recipe
            calibration = keep_apart(*told) if settings.apart else calibrate(*told, fitting.tell)
    merge_adapters(fitting.model.decoder)
    return Fitted(progress, calibration, seconds)


def open_base(settings: Settings) -> Base:
    """The base that ``settings`` name."""
    recipe = settings.recipe
    if settings.base != "new":
        name = settings.causal or settings.base
        base = load_base(name, drop_rate=recipe.dropout, random_weights=settings.random_weights)
        return cut_blocks(base, settings.layers) if settings.layers else base
    context = recipe.max_length or 1024
    layers = settings.layers or 4
    return new_base(settings.ranks, layers, settings.heads, settings.width, context, recipe.dropout)


@contextmanager
def open_forwards(fitting: Fitting) -> Iterator[tuple[Forward, Forward]]:
    """The model over training rows, those drawn for it, and validation rows.

    Files of the frozen-prefix cache go at the end.
    """
    settings, recipe = fitting.settings, fitting.settings.recipe
    train = fitting.rows[0].draw(recipe.sample, recipe.seed)
    rows = train, fitting.rows[1]
    width = find_width(train, fitting.base, recipe)
    weights = weigh_classes(train) if recipe.class_weights else None
    with ExitStack() as stack:
        blocks = open_blocks(fitting.model, fitting.frozen, recipe)
        caches = [open_cache(fitting, part, width, stack, blocks) for part in rows]
        tell_caches(caches, fitting.frozen, fitting.tell)
        train_forward, validation_forward = (
            Forward(
                fitting.model,
                part,
                fitting.frozen,
                width,
                settings.precision,
                cache,
                weights,
                recipe.lm_weight,
                recipe.word_drop,
                fitting.known.calibration if fitting.known else None,
            )
            for part, cache in zip(rows, caches, strict=True)
        )
        yield train_forward, validation_forward


def find_width(train: SpamDataset, base: Base, recipe: Recipe) -> int | None:
    """The tokens that every batch is padded to, None for its own longest."""
    if recipe.padding == "longest":
        return train.max_length
    return base.model.context_length if recipe.padding == "context" else None


def open_blocks(model: SpamClassifier, frozen: int, recipe: Recipe) -> Int8Blocks | None:
    """The ``frozen`` lowest blocks of ``model`` in int8, where the recipe says so and there are any."""
    return Int8Blocks(model, frozen) if recipe.frozen == "int8" and frozen > 0 else None


def locate_states(settings: Settings, run: Path) -> Path:
    """The folder of what frozen blocks in int8 gave."""
    return Path(settings.states) if settings.states else run / STATES


def open_cache(
    fitting: Fitting, part: SpamDataset, width: int | None, stack: ExitStack, blocks: Int8Blocks | None
) -> Cache | None:
    """What frozen blocks give of ``part``: ``blocks`` in int8, else those of the model on rows of ``width``.

    None where there is nothing frozen to compute beforehand.
    """
    settings, watch = fitting.settings, fitting.watch

    def advance(rows: int) -> None:
        watch.cached(rows, len(part))
        if number := watch.interrupted():
            raise Interruption(number)

    if blocks:
        return Int8States(blocks, part, locate_states(settings, fitting.out), advance)
    if not settings.cache or fitting.frozen < 1 or settings.recipe.dropout:
        return None
    prefix = Prefix(fitting.model, part, fitting.frozen, width, settings.precision)
    cache = PrefixCache(prefix, settings.cache_memory * 10**6, fitting.out, advance)
    stack.callback(cache.close)
    return cache


def tell_caches(caches: list[Cache | None], frozen: int, tell: Tell) -> None:
    """Say what the caches hold and cost."""
    filled = [cache for cache in caches if cache]
    if filled:
        size, seconds = sum(cache.size for cache in filled), sum(cache.seconds for cache in filled)
        place = "in files" if any(cache.in_file for cache in filled) else "in memory"
        tell(f"{frozen} frozen blocks computed once: {seconds:.1f} s, {size / 1e6:.0f} MB {place}")


def weigh_classes(train: SpamDataset) -> torch.Tensor:
    """Weights [2] that make both classes count alike."""
    count, spam = train.labelled, sum(train.labels[: train.labelled])
    return torch.tensor([count / (2 * (count - spam)), count / (2 * spam)])


def record_run(
    fitting: Fitting, start: RunStart, counts: tuple[int, int], fitted: Fitted, seconds: float
) -> RunRecord:
    """run.json of a run that took ``seconds``; ``counts`` are of the parameters that train and of all."""
    base, (train, validation) = fitting.base, fitting.rows
    recipe, progress = start.settings.recipe, fitted.progress
    return RunRecord(
        settings=start.settings,
        data=start.data,
        architecture=base.model.config,
        pattern=base.pattern,
        pad_token_id=base.pad_token_id,
        language_model=recipe.trainable == "all" and recipe.lm_weight > 0,
        rows=RowCounts(train.labelled, validation.labelled),
        spam=RowCounts(*(sum(part.labels[: part.labelled]) for part in (train, validation))),
        max_length=train.max_length,
        trainable_parameters=counts[0],
        total_parameters=counts[1],
        calibration=fitted.calibration,
        course=Course(progress.step, progress.epoch, progress.best_epoch),
        training_seconds=round(fitted.seconds, 2),
        seconds=round(seconds, 1),
        versions=list_versions(),
    )
