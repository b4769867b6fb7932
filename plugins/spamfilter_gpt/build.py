"""The shipped models from the published collections, in stages that can be interrupted and go on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from spamfilter_gpt.corpus.collection import COLLECTIONS, WRITTEN, Labelled, check_collections
from spamfilter_gpt.corpus.folds import FOLDS, MEASURED, mix_folds, read_shared, write_fold
from spamfilter_gpt.corpus.mixture import check_names, mix_rows, pick, read_pool, write_mixture
from spamfilter_gpt.export.publish import ExportOptions, export_run
from spamfilter_gpt.export.signals import read_run_signals
from spamfilter_gpt.export.teach import teach_front
from spamfilter_gpt.records.base_record import CausalOptions
from spamfilter_gpt.records.choices import TOKEN_FILES, Stored
from spamfilter_gpt.records.recipe import Recipe, Settings
from spamfilter_gpt.records.run_record import RUN_FILE, RunStart, read_run
from spamfilter_gpt.records.signals import SIGNALS_FILE, locate_passages, read_signals, write_signals
from spamfilter_gpt.records.stacking import STACKING_FILE, Stacking, read_stacking, write_stacking
from spamfilter_gpt.runtime.folder import CHARACTERS_FILE, FRONT_FILE, MODEL_FILE, WEIGHTS_FILE
from spamfilter_gpt.stages import Stages
from spamfilter_gpt.training.calibrate.front import fit_front
from spamfilter_gpt.training.calibrate.stacking import fit_stacking, pool_signals
from spamfilter_gpt.training.calibrate.validation import describe_trust
from spamfilter_gpt.training.calibrate.weighing import Trust
from spamfilter_gpt.training.causal.base import make_causal
from spamfilter_gpt.training.front import FRONT_WEIGHTS
from spamfilter_gpt.training.loop import UNWATCHED, Interruption, Watch
from spamfilter_gpt.training.record import PARTS
from spamfilter_gpt.training.run import STATES, Tell, train_run
from spamfilter_gpt.weights.bases import ENCODERS

LENGTH = 160  # tokens of a message that a base learns from where the recipe names no limit
PRIOR = 0.25  # share of spam that scores expect where the recipe names none


@dataclass(frozen=True, slots=True)
class Plan:
    """What is built: the training ``settings``, the publishers to ``leave_out``, how weights are stored.

    ``rows`` trains on so many of the mixed rows only, drawn at random, for a look that does not take an hour;
    in each fold too. ``folds`` measures publishers left out in turn, which decide how the model's parts add
    up and its cut-offs; without them its validation rows do.
    ``tiny`` are the settings of a second, smaller model that learns from the first; None makes none.
    """

    settings: Settings
    leave_out: tuple[str, ...] = ()
    rows: int | None = None
    quantize: Stored = "int8"
    tiny: Settings | None = None
    folds: bool = True


def build_embedded(
    data: Path, out: Path, plan: Plan, *, watch: Watch = UNWATCHED, tell: Tell = print
) -> None:
    """Mix, measure on publishers left out, train, export; then the tiny model.

    ``data`` holds the collections under the names of :data:`spamfilter_gpt.corpus.collection.COLLECTIONS`.
    Below ``out``: ``data``, ``base``, ``folds/N`` and ``stacking.json``, ``run``, ``model``; ``tiny-run``,
    ``tiny``.
    """
    check_names(plan.leave_out)
    check_collections(data)
    build = Build(data, out, plan, watch, tell)
    stages = Stages(out, tell)
    chosen = MixOptions(plan.leave_out, plan.rows, plan.settings.recipe.seed, plan.folds)
    collections = [data / collection.file for collection in COLLECTIONS]
    stages.run("mix", [*collections, *sorted(WRITTEN.glob("*.jsonl"))], chosen, build.mix)
    build.make_base(stages)
    parts = [build.mixed / name for name in PARTS]
    large = Variant("", build.settings)
    build.train_variant(stages, large, parts)
    stacking = build.stack(stages, large) if plan.folds else None
    if stacking:
        build.teach(stages, "", out / large.run, build.mixed)
    build.export_variant(stages, large, stacking)
    if plan.tiny:
        tiny = Variant("tiny", replace(plan.tiny, apart=plan.folds), large)
        build.train_variant(stages, tiny, [*parts, build.model / MODEL_FILE])
        stacking = build.stack(stages, tiny) if plan.folds else None
        build.export_variant(stages, tiny, stacking)


@dataclass(frozen=True, slots=True)
class MixOptions:
    """What decides the mixture beside the collections."""

    leave_out: tuple[str, ...]
    rows: int | None
    seed: int
    folds: bool


@dataclass(frozen=True, slots=True)
class StoreOptions:
    """What decides the export beside the run."""

    quantize: Stored


@dataclass(frozen=True, slots=True)
class StackOptions:
    """What decides the stacking beside what was measured."""

    prior: float
    ham_loss: float


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the models, trained by ``settings``; what it is made of has its ``name`` in front.

    ``teacher`` is the model that it learns from: in a fold the one that was trained there.
    """

    name: str
    settings: Settings
    teacher: "Variant | None" = None

    @property
    def suffix(self) -> str:
        """What its stages end in."""
        return f" {self.name}" if self.name else ""

    @property
    def run(self) -> str:
        """The folder that it is trained in."""
        return self.prefix("run")

    @property
    def model(self) -> str:
        """The folder that it is exported to."""
        return self.name or "model"

    @property
    def about(self) -> Path:
        """What its card says of its data, its limits and its commands."""
        return Path(__file__).with_name(f"about{self.suffix}.md".replace(" ", "-"))

    def prefix(self, name: str) -> str:
        """``name`` as that of something of this model."""
        return f"{self.name}-{name}" if self.name else name


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

    @property
    def recipe(self) -> Recipe:
        """The recipe of the large model."""
        return self.plan.settings.recipe

    @property
    def settings(self) -> Settings:
        """Those of the large model; folds weigh its parts, so that what they say needs no new training."""
        causal = str(self.out / "base") if self.plan.settings.base in ENCODERS else None
        return replace(self.plan.settings, apart=self.plan.folds, causal=causal)

    def mix(self) -> Iterable[Path]:
        """The collections in one, parts of them held back; for each fold too."""
        plan, seed = self.plan, self.recipe.seed
        pool = read_pool(self.data, self.out / "book")
        mixture = mix_rows(pool, plan.leave_out, seed)
        if plan.rows:
            mixture = replace(mixture, train=pick(mixture.train, plan.rows, seed))
        self.tell(f"{len(mixture.train)} messages train, {len(mixture.validation)} validate")
        return [*write_mixture(mixture, self.mixed), *(self.mix_folds(pool) if plan.folds else ())]

    def mix_folds(self, pool: list[Labelled]) -> Iterable[Path]:
        """The rows of every fold."""
        plan = self.plan
        for number, mixture in enumerate(mix_folds(pool, plan.leave_out, self.recipe.seed, plan.rows)):
            sets = ", ".join(f"{len(rows)} of {name}" for name, rows in mixture.held_back.items())
            self.tell(f"fold {number}: {len(mixture.train)} messages train, measured are {sets or 'none'}")
            yield from write_fold(mixture, self.fold(number))

    def make_base(self, stages: Stages) -> None:
        """Have a base that is an encoder read from left to right, by texts that every fold may learn from."""
        settings = self.settings
        if settings.causal is None:
            return
        length, normalizer = self.recipe.max_length or LENGTH, self.recipe.normalizer
        options = CausalOptions(settings.base, max_length=length, normalizer=normalizer)
        folds = [self.fold(number) for number in range(len(FOLDS))] if self.plan.folds else []
        files = [folder / PARTS[0] for folder in (self.mixed, *folds)]
        out = Path(settings.causal)

        def work() -> Iterable[Path]:
            return make_causal(read_shared(files), out, options, self.watch, self.tell)

        stages.run("base", files, options, work)

    def fold(self, number: int) -> Path:
        """The folder of a fold."""
        return self.out / "folds" / str(number)

    def stack(self, stages: Stages, variant: Variant) -> Path:
        """How the parts of a ``variant`` add up, from the folds that measure anything."""
        left_out = set(self.plan.leave_out)
        numbers = [number for number, publishers in enumerate(FOLDS) if set(publishers) - left_out]
        measured = [self.measure(stages, variant, self.fold(number)) for number in numbers]
        recipe, path = variant.settings.recipe, self.out / variant.prefix(STACKING_FILE)
        options = StackOptions(PRIOR if recipe.prior is None else recipe.prior, recipe.ham_loss)
        work = partial(self.fit_stacking, measured, options, path)
        beside = [locate_passages(signals) for signals in measured]
        inputs = [*measured, *(passages for passages in beside if passages.exists())]
        stages.run(f"stack{variant.suffix}", inputs, options, work)
        return path

    def measure(self, stages: Stages, variant: Variant, fold: Path) -> Path:
        """What a model that is trained like ``variant``, without the fold's publishers, says of these."""
        suffix, run = f"{variant.suffix} fold {fold.name}", fold / variant.run
        inputs = [fold / name for name in PARTS]
        if variant.teacher:
            inputs.append(self.export_teacher(stages, variant.teacher, fold))
        settings = instruct(variant, fold)
        stages.run(f"train{suffix}", inputs, settings, partial(self.train, settings, run, fold))
        learned = [run / WEIGHTS_FILE]
        if not variant.teacher:
            learned.append(self.teach(stages, suffix, run, fold))
        signals, measured = fold / variant.prefix(SIGNALS_FILE), fold / MEASURED

        def score() -> Iterable[Path]:
            return write_signals(signals, read_run_signals(run, measured))

        stages.run(f"score{suffix}", [*learned, measured], self.plan.settings, score)
        return signals

    def export_teacher(self, stages: Stages, teacher: Variant, fold: Path) -> Path:
        """The graph of the model that a fold trained, for another to learn from."""
        run, stacking = fold / teacher.run, self.out / teacher.prefix(STACKING_FILE)
        options = ExportOptions(self.plan.quantize, stacking=read_stacking(stacking), guard=False)
        work = partial(self.write_model, run, fold / teacher.model, options)
        inputs = [run / WEIGHTS_FILE, run / FRONT_WEIGHTS, stacking]
        stages.run(f"export{teacher.suffix} fold {fold.name}", inputs, StoreOptions(self.plan.quantize), work)
        return fold / teacher.model / MODEL_FILE

    def teach(self, stages: Stages, suffix: str, run: Path, data: Path) -> Path:
        """The front of a run, which learns from its blocks what they say of the rows in ``data``."""
        front = run / FRONT_WEIGHTS
        inputs = [run / WEIGHTS_FILE, *(data / name for name in PARTS)]
        stages.run(f"front{suffix}", inputs, self.plan.settings, lambda: [teach_front(run, data)])
        return front

    def fit_stacking(self, signals: list[Path], options: StackOptions, path: Path) -> Iterable[Path]:
        """How the parts add up and the cut-offs, as all that was measured says."""
        found = list(map(read_signals, signals))
        stacking = fit_stacking(found, options.prior, options.ham_loss)
        pool = pool_signals(found)
        if pool.front:
            stacking = replace(stacking, front=fit_front(pool, stacking))
        write_stacking(path, stacking)
        for line in describe_stacking(stacking):
            self.tell(line)
        return [path]

    def train_variant(self, stages: Stages, variant: Variant, inputs: list[Path]) -> None:
        """Train one of the models."""
        settings = instruct(variant, self.out)
        work = partial(self.train, settings, self.out / variant.run, self.mixed)
        stages.run(f"train{variant.suffix}", inputs, settings, work)

    def export_variant(self, stages: Stages, variant: Variant, stacking: Path | None) -> None:
        """Export one of the models, weighed and calibrated by the file ``stacking``."""
        run, model = self.out / variant.run, self.out / variant.model
        known = [path for path in (stacking, run / FRONT_WEIGHTS) if path and path.exists()]
        work = partial(self.export, variant, stacking)
        inputs = [run / WEIGHTS_FILE, run / RUN_FILE, *known]
        stages.run(f"export{variant.suffix}", inputs, StoreOptions(self.plan.quantize), work)
        self.tell(f"wrote {model}; try: spamfilter scan --model {model} FILE")

    def train(self, settings: Settings, run: Path, data: Path) -> Iterable[Path]:
        """Train, or go on where that was interrupted."""
        # What frozen blocks say of a message is the same in each fold.
        settings = replace(settings, states=str(self.out / STATES))
        unfinished = (run / RUN_FILE).exists() and isinstance(read_run(run), RunStart)
        train_run(data, run, settings, watch=self.watch, tell=self.tell, resume=unfinished)
        return [run / WEIGHTS_FILE, run / PARTS[1]]

    def export(self, variant: Variant, stacking: Path | None) -> Iterable[Path]:
        """Export one of the models and measure it on what was held back."""
        tests = (*sorted((self.mixed / "held").glob("*.csv")), self.out / "book" / "test.csv")
        about = variant.about.read_text(encoding="utf-8")
        known = read_stacking(stacking) if stacking else None
        options = ExportOptions(self.plan.quantize, tests=tests, about=about, stacking=known, guard=False)
        return self.write_model(self.out / variant.run, self.out / variant.model, options)

    def write_model(self, run: Path, model: Path, options: ExportOptions) -> Iterable[Path]:
        """Export a run; the files that decide what the model says."""
        for line in export_run(run, model, options):
            self.tell(line)
            if number := self.watch.interrupted():
                raise Interruption(number)
        names = dict.fromkeys((MODEL_FILE, *TOKEN_FILES.values(), CHARACTERS_FILE, FRONT_FILE))
        return [path for name in names if (path := model / name).exists()]


def instruct(variant: Variant, folder: Path) -> Settings:
    """The settings of a ``variant`` that is trained in ``folder``, where its teacher lies too."""
    if not variant.teacher:
        return variant.settings
    return replace(variant.settings, teacher=f"gpt:{folder / variant.teacher.model}")


def describe_stacking(stacking: Stacking) -> Iterator[str]:
    """How the parts add up, and from where on what is said, on a line each."""
    for name, part in stacking.parts.items():
        yield describe_trust(name, Trust(part.factors), stacking.factor)
    yield (
        f"{stacking.messages} messages of {stacking.collections} sets left out: "
        f"spam above {stacking.spam_above:g}, ham below {stacking.ham_below:g}"
    )
    if band := stacking.front:
        asked = sum(band.asked.values()) / len(band.asked)
        yield (
            f"the front is sure below {band.ask_above:g} and above {band.ask_below:g}: the model is asked "
            f"for {asked:.0%} of the messages, and {band.differ:.2%} of the labels are others"
        )
