"""The shipped model from the published collections, in stages that can be interrupted and go on.

A stage is done when what it read and what it wrote have the hashes that stages.json noted; then it is left
alone, so the same command goes on where it was stopped.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from spamfilter import DataError, storage
from spamfilter_gpt.corpus.collection import COLLECTIONS, check_collections
from spamfilter_gpt.corpus.mixture import check_name, mix_collections, pick, write_mixture
from spamfilter_gpt.export.publish import ExportOptions, export_run
from spamfilter_gpt.records.choices import Stored
from spamfilter_gpt.records.parse import FieldError, parse_record, read_object, to_json
from spamfilter_gpt.records.recipe import Settings
from spamfilter_gpt.records.run_record import RUN_FILE, RunStart, read_run
from spamfilter_gpt.runtime.folder import CHARACTERS_FILE, MODEL_FILE, RANKS_FILE, WEIGHTS_FILE
from spamfilter_gpt.training.loop import UNWATCHED, Interruption, Watch
from spamfilter_gpt.training.record import PARTS
from spamfilter_gpt.training.run import Tell, train_run

STAGES_FILE = "stages.json"
MOVE = "move it away"
ANEW = "begin again in another OUT_DIR"
# What the cards of the shipped models say of their data, their limits and their commands.
ABOUT = Path(__file__).parent / "about.md"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is built: the training ``settings``, the collection to ``leave_out``, how weights are stored.

    ``rows`` trains on so many of the mixed rows only, drawn at random, for a look that does not take an hour.
    ``tiny`` are the settings of a second, smaller model that learns from the first; None makes none.
    """

    settings: Settings
    leave_out: str | None = None
    rows: int | None = None
    quantize: Stored = "int8"
    tiny: Settings | None = None


def build_embedded(
    data: Path, out: Path, plan: Plan, *, watch: Watch = UNWATCHED, tell: Tell = print
) -> None:
    """Mix, train, export: ``out/data``, ``out/run``, ``out/model``; then the tiny model, ``out/tiny``.

    ``data`` holds the collections under the names of :data:`spamfilter_gpt.corpus.collection.COLLECTIONS`.
    """
    check_name(plan.leave_out)
    check_collections(data)
    build = Build(data, out, plan, watch, tell)
    stages = Stages(out, tell)
    chosen = MixOptions(plan.leave_out, plan.rows, plan.settings.recipe.seed)
    collections = [data / collection.file for collection in COLLECTIONS]
    stages.run("mix", collections, chosen, build.mix)
    parts = [build.mixed / name for name in PARTS]
    build.make(stages, Variant("", out / "run", build.model), plan.settings, parts)
    if plan.tiny:
        tiny = replace(plan.tiny, teacher=str(build.model))
        inputs = [*parts, build.model / MODEL_FILE]
        build.make(stages, Variant(" tiny", out / "tiny-run", out / "tiny"), tiny, inputs)


@dataclass(frozen=True, slots=True)
class MixOptions:
    """What decides the mixture beside the collections."""

    leave_out: str | None
    rows: int | None
    seed: int


@dataclass(frozen=True, slots=True)
class StoreOptions:
    """What decides the export beside the run."""

    quantize: Stored


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the models: its stages end in ``suffix``, it is trained in ``run`` and goes to ``model``."""

    suffix: str
    run: Path
    model: Path


@dataclass(frozen=True, slots=True)
class Build:
    """The work of the stages: collections of ``data`` become models below ``out`` as ``plan`` says."""

    data: Path
    out: Path
    plan: Plan
    watch: Watch
    tell: Tell

    @property
    def mixed(self) -> Path:
        """Where the rows lie that train and validate."""
        return self.out / "data"

    @property
    def model(self) -> Path:
        """The large model, which teaches the tiny one."""
        return self.out / "model"

    def mix(self) -> Iterable[Path]:
        """The collections in one, parts of them held back."""
        plan, seed = self.plan, self.plan.settings.recipe.seed
        mixture = mix_collections(self.data, self.out / "book", plan.leave_out, seed)
        if plan.rows:
            mixture = replace(mixture, train=pick(mixture.train, plan.rows, seed))
        self.tell(f"{len(mixture.train)} messages train, {len(mixture.validation)} validate")
        return write_mixture(mixture, self.mixed)

    def make(self, stages: "Stages", variant: Variant, settings: Settings, inputs: list[Path]) -> None:
        """Train and export one of the models."""
        run, model = variant.run, variant.model
        stages.run(f"train{variant.suffix}", inputs, settings, partial(self.train, settings, run))
        weights, options = [run / WEIGHTS_FILE], StoreOptions(self.plan.quantize)
        stages.run(f"export{variant.suffix}", weights, options, partial(self.export, run, model))
        self.tell(f"wrote {model}; try: spamfilter scan --model {model} FILE")

    def train(self, settings: Settings, run: Path) -> Iterable[Path]:
        """Train, or go on where that was interrupted."""
        unfinished = (run / RUN_FILE).exists() and isinstance(read_run(run), RunStart)
        train_run(self.mixed, run, settings, watch=self.watch, tell=self.tell, resume=unfinished)
        return [run / WEIGHTS_FILE, run / PARTS[1]]

    def export(self, run: Path, model: Path) -> Iterable[Path]:
        """Export and measure on what was held back."""
        tests = (*sorted((self.mixed / "held").glob("*.csv")), self.out / "book" / "test.csv")
        about = ABOUT.read_text(encoding="utf-8")
        for line in export_run(run, model, ExportOptions(self.plan.quantize, tests=tests, about=about)):
            self.tell(line)
            if number := self.watch.interrupted():
                raise Interruption(number)
        written = (model / name for name in (MODEL_FILE, RANKS_FILE, CHARACTERS_FILE))
        return [path for path in written if path.exists()]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that was done: the hashes of what it read and wrote, by path, and its options."""

    inputs: dict[str, str]
    options: object
    outputs: dict[str, str]


class Stages:
    """What has been done in ``out``, by the hashes of what each stage read and wrote."""

    def __init__(self, out: Path, tell: Tell) -> None:
        self.path = out / STAGES_FILE
        self.tell = tell
        storage.make_folder(out)
        self.done = self.read() if self.path.exists() else {}

    def read(self) -> dict[str, Stage]:
        """The stages that stages.json names; what cannot be read was not done."""
        try:
            found = read_object(storage.read_bytes(self.path, MOVE), self.path, MOVE)
            return {name: parse_record(Stage, stage) for name, stage in found.items()}
        except (DataError, FieldError):
            return {}

    def run(
        self, name: str, inputs: Iterable[Path], options: object, work: Callable[[], Iterable[Path]]
    ) -> None:
        """Do ``work``, which returns the files it wrote, unless that was done from the same inputs.

        ``options`` is the record of what else decides the result.
        """
        hashes, chosen = hash_files(inputs), to_json(options)
        before = self.done.get(name)
        if before and (before.inputs, before.options) == (hashes, chosen) and is_intact(before.outputs):
            self.tell(f"{name}: done before")
            return
        self.tell(f"{name}: begins")
        self.done[name] = Stage(hashes, chosen, hash_files(work()))
        storage.write_json(self.path, {key: to_json(stage) for key, stage in self.done.items()})


def hash_files(paths: Iterable[Path]) -> dict[str, str]:
    """Path to SHA-256."""
    return {str(path): storage.hash_file(path, ANEW) for path in paths}


def is_intact(outputs: dict[str, str]) -> bool:
    """Whether every file is there and has its hash."""
    return all(
        Path(path).is_file() and storage.hash_file(Path(path), ANEW) == digest
        for path, digest in outputs.items()
    )
