"""One training run on disk: settings and data in, a run folder out, which is a model folder too."""

import csv
import dataclasses
import hashlib
import json
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import torch

from spamfilter import CreateError, DataError, SourceError, UsageError
from spamfilter_gpt.bases import Base, load_base, new_base
from spamfilter_gpt.calibration import choose_cutoffs, fit_temperature, score_logits, shift_prior
from spamfilter_gpt.checkpoint import write_tensors
from spamfilter_gpt.dataset import SpamDataset
from spamfilter_gpt.forward import Forward
from spamfilter_gpt.model import ClassHead, check_context
from spamfilter_gpt.precision import choose_device, choose_precision
from spamfilter_gpt.prefix import PrefixCache
from spamfilter_gpt.recipe import Recipe
from spamfilter_gpt.tokenizer import Tokenizer
from spamfilter_gpt.trainable import count_parameters, merge_adapters, select_trainable
from spamfilter_gpt.training import Interruption, Progress, Saving, Watch, fine_tune, predict, summarize

RUN_FILE = "run.json"
WEIGHTS_FILE = "weights.safetensors"
CHECKPOINT_FILE = "checkpoint.safetensors"
PARTS = ("train.csv", "validation.csv")
COLUMNS = (
    "step",
    "epoch",
    "examples",
    "train_loss",
    "train_accuracy",
    "validation_loss",
    "validation_accuracy",
)
Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides a run's result, and where it is computed; ``layers`` to ``ranks`` for ``--base new``."""

    base: str = "embedded"
    random_weights: bool = False
    layers: int = 4
    heads: int = 4
    width: int = 128
    ranks: int = 8192
    text_column: str = "Text"
    label_column: str = "Label"
    device: str = "auto"
    precision: str = "auto"
    cache: bool = True
    cache_memory: int = 1024
    checkpoint_every: float = 60.0
    recipe: Recipe = dataclasses.field(default_factory=Recipe)


def train_run(
    data: Path, out: Path, settings: Settings, *, resume: bool = False, watch: Watch | None = None, tell: Tell
) -> None:
    """Train on ``data``/train.csv, choose by ``data``/validation.csv, write the run folder ``out``.

    With ``resume``, goes on from the checkpoint in ``out`` with the settings that the run began with.
    Raises :class:`spamfilter_gpt.training.Interruption` after a checkpoint when ``watch`` says so.
    """
    begun = time.monotonic()
    if resume:
        settings = read_settings(data, out)
    check_settings(settings)
    hashes = {name: hash_file(data / name) for name in PARTS}
    torch.manual_seed(settings.recipe.seed)
    base = open_base(settings)
    train, validation = read_data(data, settings, base)
    recipe, device = settings.recipe, choose_device(settings.device)
    settings = dataclasses.replace(
        settings, device=device.type, precision=choose_precision(settings.precision, device)
    )
    write_json(out, {"settings": dataclasses.asdict(settings), "data": hashes, "finished": False})
    model = base.model
    model.head = ClassHead(model.wte.embedding_dim, recipe.read)
    frozen = select_trainable(model, recipe.trainable, recipe.lora_rank, recipe.lora_alpha)
    trains, parameters = count_parameters(model)
    tell(f"{trains:,} of {parameters:,} parameters train, on {device.type} in {settings.precision}")
    model.to(device)
    watch = watch or Watch()
    training_begun = time.monotonic()
    caches: list[PrefixCache | None] = []
    try:
        for part in (train, validation):
            caches.append(open_cache(base, part, settings, frozen, out, watch))
        tell_caches(caches, frozen, tell)
        forwards = [
            Forward(
                model,
                part,
                frozen,
                find_width(train, base, recipe),
                settings.precision,  # type: ignore[arg-type]
                cache,
                weigh_classes(train) if recipe.class_weights else None,
                recipe.lm_weight,
                recipe.word_drop,
            )
            for part, cache in zip((train, validation), caches, strict=True)
        ]
        saving = Saving(out / CHECKPOINT_FILE, settings.checkpoint_every, resume)
        progress = fine_tune(forwards[0], forwards[1], recipe, saving=saving, watch=watch)
        training_seconds = time.monotonic() - training_begun
        calibration = calibrate(forwards[1], train, recipe)
    finally:
        for cache in caches:
            if cache:
                cache.close()
    merge_adapters(model)
    described = {
        "base": settings.base,
        "settings": dataclasses.asdict(settings),
        "data": hashes,
        "rows": {"train": len(train), "validation": len(validation)},
        "spam": {"train": sum(train.labels), "validation": sum(validation.labels)},
        "architecture": {"family": model.family, **dataclasses.asdict(model.config)},
        "read": recipe.read,
        "pattern": base.pattern,
        "pad_token_id": base.pad_token_id,
        "max_length": train.max_length,
        "language_model": recipe.trainable == "all" and recipe.lm_weight > 0,
        "trainable": recipe.trainable,
        "trainable_parameters": trains,
        "total_parameters": parameters,
        "device": settings.device,
        "precision": settings.precision,
        "seed": recipe.seed,
        "recipe": dataclasses.asdict(recipe),
        **calibration,
        **summarize(progress),
        "training_seconds": round(training_seconds, 2),
        "seconds": round(time.monotonic() - begun, 1),
        "versions": {
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in ("torch", "spamfilter-gpt")},
        },
        "finished": True,
    }
    save_run(out, base, described, progress, data / PARTS[1])
    tell(f"best epoch {progress.best_epoch} of {progress.epoch}, {described['seconds']} s")


def check_settings(settings: Settings) -> None:
    """Raise :class:`UsageError` for settings that contradict each other."""
    recipe = settings.recipe
    if recipe.read == "last-padded" and recipe.padding == "batch":
        raise UsageError(
            "--read last-padded needs --padding longest or context, or scores depend on the batch"
        )
    if (recipe.lm_weight or recipe.word_drop) and recipe.trainable != "all":
        raise UsageError("--lm-weight and --word-drop need --trainable all")


def open_base(settings: Settings) -> Base:
    """The base that ``settings`` name."""
    recipe = settings.recipe
    if settings.base != "new":
        return load_base(settings.base, drop_rate=recipe.dropout, random_weights=settings.random_weights)
    return new_base(
        settings.ranks,
        settings.layers,
        settings.heads,
        settings.width,
        recipe.max_length or 1024,
        recipe.dropout,
    )


def read_data(data: Path, settings: Settings, base: Base) -> tuple[SpamDataset, SpamDataset]:
    """Training and validation rows as the base's tokens, both cut to the training rows' ``max_length``."""
    tokenizer = Tokenizer(base.ranks, base.pattern, base.model.wte.num_embeddings, base.pad_token_id)
    columns = (settings.text_column, settings.label_column)
    limit = settings.recipe.max_length
    if limit is not None:
        limit = min(limit, base.model.context_length)
    train = SpamDataset(data / PARTS[0], tokenizer, limit, base.pad_token_id, *columns)
    check_context(train.max_length, base.model.context_length)
    for label, name in ((0, "ham"), (1, "spam")):
        if label not in train.labels:
            raise DataError(f"{data / PARTS[0]} has no {name}; training needs messages of both kinds")
    return train, SpamDataset(data / PARTS[1], tokenizer, train.max_length, base.pad_token_id, *columns)


def find_width(data: SpamDataset, base: Base, recipe: Recipe) -> int | None:
    """The tokens that every batch is padded to, None for its own longest."""
    if recipe.padding == "longest":
        return data.max_length
    return base.model.context_length if recipe.padding == "context" else None


def open_cache(
    base: Base, part: SpamDataset, settings: Settings, frozen: int, out: Path, watch: Watch
) -> PrefixCache | None:
    """The frozen-prefix cache of ``part``; None where there is nothing frozen to compute beforehand."""
    recipe = settings.recipe
    if not settings.cache or frozen < 1 or recipe.dropout:
        return None

    def advance(rows: int) -> None:
        watch.cached(rows, len(part))
        if number := watch.interrupted():
            raise Interruption(number)

    return PrefixCache(
        base.model,
        part,
        frozen,
        width=find_width(part, base, recipe),
        budget=settings.cache_memory * 10**6,
        folder=out,
        precision=settings.precision,  # type: ignore[arg-type]
        advance=advance,
    )


def tell_caches(caches: list[PrefixCache | None], frozen: int, tell: Tell) -> None:
    """Say what the caches hold and cost."""
    filled = [cache for cache in caches if cache]
    if filled:
        size, seconds = sum(cache.size for cache in filled), sum(cache.seconds for cache in filled)
        place = "in files" if any(cache.in_file for cache in filled) else "in memory"
        tell(f"{frozen} frozen blocks computed once: {seconds:.1f} s, {size / 1e6:.0f} MB {place}")


def weigh_classes(train: SpamDataset) -> torch.Tensor:
    """Weights [2] that make both classes count alike."""
    spam = sum(train.labels)
    return torch.tensor([len(train) / (2 * (len(train) - spam)), len(train) / (2 * spam)])


def calibrate(forward: Forward, train: SpamDataset, recipe: Recipe) -> dict[str, float]:
    """Temperature, shift of the prior and cut-offs from the validation rows."""
    logits, labels = predict(forward)
    temperature = fit_temperature(logits, labels)
    share = sum(train.labels) / len(train)
    learned = 0.5 if recipe.class_weights else share
    expected = recipe.prior if recipe.prior is not None else share
    shift = shift_prior(expected, learned)
    scores = score_logits(logits, temperature, shift)
    ham_below, spam_above = choose_cutoffs(scores, labels, recipe.ham_loss)
    return {
        "temperature": temperature,
        "shift": shift,
        "prior": expected,
        "ham_below": ham_below,
        "spam_above": spam_above,
    }


def save_run(out: Path, base: Base, described: dict[str, Any], progress: Progress, validation: Path) -> None:
    """Write the files of a finished run; run.json comes last, and the checkpoint goes."""
    write_tensors(out / WEIGHTS_FILE, base.model.state_dict())
    try:
        (out / "ranks.tiktoken").write_bytes(base.ranks)
        (out / "validation.csv").write_bytes(validation.read_bytes())
        with (out / "metrics.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            ends = {row["examples"]: row for row in progress.epochs}
            for row in progress.steps:
                writer.writerow(row)
                if row["examples"] in ends:
                    writer.writerow({"step": row["step"], **ends[row["examples"]]})
    except OSError as error:
        raise CreateError(f"cannot write {out}: {error.strerror}; free some space and resume") from None
    write_json(out, described)
    (out / CHECKPOINT_FILE).unlink(missing_ok=True)


def write_json(out: Path, described: dict[str, Any]) -> None:
    """Write run.json atomically, and the folder where it is missing."""
    partial = out / (RUN_FILE + ".partial")
    try:
        out.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
        partial.replace(out / RUN_FILE)
    except OSError as error:
        raise CreateError(f"cannot write {out}: {error.strerror}; choose another folder") from None


def read_json(run: Path) -> dict[str, Any]:
    """run.json of a run folder."""
    try:
        return dict(json.loads((run / RUN_FILE).read_bytes()))
    except OSError as error:
        raise SourceError(
            f"{run} is not a training run: {error.strerror}; make one with spamfilter gpt train"
        ) from None
    except (ValueError, TypeError):
        raise DataError(f"{run / RUN_FILE} is not readable JSON; train again") from None


def read_settings(data: Path, out: Path) -> Settings:
    """The settings that the run in ``out`` began with. Raises :class:`UsageError` when it cannot go on."""
    described = read_json(out)
    if described.get("finished"):
        raise UsageError(f"the run in {out} is finished; there is nothing to resume")
    for name, digest in described["data"].items():
        if hash_file(data / name) != digest:
            raise DataError(
                f"{data / name} is not what the run in {out} began with; start again without --resume"
            )
    try:
        recipe = Recipe(**described["settings"].pop("recipe"))
        return Settings(**described["settings"], recipe=recipe)
    except (KeyError, TypeError):
        raise DataError(f"{out / RUN_FILE} is of another version; start again without --resume") from None


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise SourceError(
            f"cannot read {path}: {error.strerror}; make it with spamfilter gpt prepare"
        ) from None


def read_metrics(run: Path) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """The rows of metrics.csv, by step and by epoch."""
    try:
        with (run / "metrics.csv").open(newline="", encoding="utf-8") as file:
            rows = [
                {key: float(value) for key, value in row.items() if value} for row in csv.DictReader(file)
            ]
    except OSError:
        return [], []
    return (
        [row for row in rows if "validation_loss" not in row],
        [row for row in rows if "validation_loss" in row],
    )
