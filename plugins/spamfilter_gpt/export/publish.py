"""From a finished training run to a model folder: export, quantize, check, measure, describe."""

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from safetensors import safe_open

from spamfilter import Classifier, DataError, Message, Policy, SourceError, report, storage
from spamfilter_gpt.export.card import (
    count_reliability,
    describe_characters,
    describe_model,
    describe_surface,
    note_stacking,
    use_policy,
    write_readme,
)
from spamfilter_gpt.export.front import export_front
from spamfilter_gpt.export.guard import compare_models, describe_guard, locate_base
from spamfilter_gpt.export.parity import Exported, check_parity, export_checked, is_close
from spamfilter_gpt.export.report import describe_page, write_report
from spamfilter_gpt.network.classifier import (
    CHARACTERS,
    HEAD,
    NGRAM,
    SURFACE,
    ClassHead,
    SpamClassifier,
    split_weights,
    unpack_characters,
    unpack_surface,
)
from spamfilter_gpt.network.ngram import NgramLogit
from spamfilter_gpt.records.choices import TOKEN_FILES, Quantize
from spamfilter_gpt.records.model_card import (
    CARD_FILE,
    Figures,
    ModelCard,
    read_card,
    write_card,
)
from spamfilter_gpt.records.recipe import Settings
from spamfilter_gpt.records.rows import GUARD, LabelledText, read_general, read_labelled
from spamfilter_gpt.records.run_record import RUN_FILE, RunRecord, read_finished
from spamfilter_gpt.records.stacking import Stacking
from spamfilter_gpt.runtime.folder import (
    CHARACTERS_FILE,
    FRONT_FILE,
    HASHES_FILE,
    MODEL_FILE,
    SURFACE_FILE,
    WEIGHTS_FILE,
    read_part,
)
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.training.calibrate.validation import calibrate_by, restack
from spamfilter_gpt.training.front import read_front
from spamfilter_gpt.training.record import PARTS, has_rows, read_metrics
from spamfilter_gpt.weights.bases import Base, load_own
from spamfilter_gpt.weights.graph import locate_weights
from spamfilter_gpt.weights.int8 import pack_weights
from spamfilter_gpt.weights.tensors import write_tensors


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """``quantize`` is ``int8``, ``none``, or ``auto``: int8 unless that changes too much.

    ``weights`` keeps what further training starts from. An int8 graph is that itself; beside a float32 one
    the weights are packed into a file of their own.
    ``tests`` are measured on, ``about`` ends the model card. ``stacking`` weighs and calibrates a run
    that kept its parts apart. ``guard`` compares the model with its base, where that is a model, on messages
    that ship.
    """

    quantize: Quantize = "auto"
    weights: bool = False
    tests: tuple[Path, ...] = ()
    about: str = ""
    stacking: Stacking | None = None
    guard: bool = True


Advance = Callable[[int, int], object]  # takes how many messages more are scored, and of how many
STEP = 64  # messages that are scored at once
RESAMPLES = 200  # for the interval of an area


def load_trained(
    run: Path, record: RunRecord, stacking: Stacking | None = None
) -> tuple[Base, SpamClassifier]:
    """The trained classifier of a run, weighed by the ``stacking``, and its base with the tokens."""
    base = load_own(str(run), run, record)
    with safe_open(run / WEIGHTS_FILE, "pt") as file:  # which load_own has just read and checked
        names = [name for name in file.keys() if name.startswith((HEAD, NGRAM, CHARACTERS, SURFACE))]  # noqa: SIM118
        found = {name: file.get_tensor(name) for name in names}
    _, head, ngram = split_weights(found)
    recipe = record.settings.recipe
    model = SpamClassifier(base.model, ClassHead(base.model.wte.embedding_dim, recipe.read))
    model.head.load_state_dict(head)
    if ngram:
        model.ngram, model.reads = NgramLogit.from_state(ngram), record.max_length
    model.characters, model.surface = unpack_characters(found), unpack_surface(found)
    if stacking:
        restack(model, recipe, stacking)
    return base, model.eval()


def export_run(
    run: Path, out: Path, options: ExportOptions, advance: Advance = lambda done, total: None
) -> Iterator[str]:
    """Export ``run`` to the model folder ``out``, which may be the same; yields what it did, a line each.

    The cut-offs are chosen anew, by what the exported model says of the run's validation rows, unless those
    of publishers left out have chosen them, or these rows are gone. ``advance`` hears of messages that are
    scored.
    Raises :class:`DataError`, before anything is written, when onnxruntime does not agree with torch, or
    int8, where it is asked for, not with float32.
    """
    record, former = read_stacked(run, options.stacking), recall_card(run)
    tests = read_tests(run, record.settings, options.tests)
    yield "export: the graph is made and checked"
    made = yield from make_program(run, record, options)
    card = note_stacking(write_model(run, out, record, made, options.weights), options.stacking)
    del made  # as large as training needs
    if not has_rows(run):
        card = recall_choice(card, former)
    classifier = load_classifier(str(out))
    evaluations: list[report.Evaluation] = []
    for name, data in tests:
        found = evaluate(classifier, name, data, advance)
        if not evaluations and not options.stacking and has_rows(run):
            card = use_policy(card, choose_policy(found, record))
        evaluations.append(replace(found, policy=card.policy))
        figures = measure(evaluations[-1])
        card = replace(card, metrics={**(card.metrics or {}), name: figures})
        yield f"{name}: {list_figures(figures)}"
    base = locate_base(record.settings) if options.guard else None
    if base:
        yield f"guard: {len(read_general(GUARD).texts)} general messages are compared"
        card = replace(card, guard=compare_models(base, record.settings.base, classifier, card.policy))
    write_pages(out, replace(card, metrics=card.metrics or {}), evaluations, options.about, run, record)


def list_figures(figures: Figures) -> str:
    """The figures of one file, on one line."""
    known = ((key, value) for key, value in asdict(figures).items() if isinstance(value, int | float))
    return ", ".join(f"{key} {value:.4g}" for key, value in known)


def choose_policy(found: report.Evaluation, record: RunRecord) -> Policy:
    """The cut-offs that the exported model's scores of the validation rows choose.

    int8 moves scores, so those of what was written choose. Where a filter's knowledge is kept they may only
    rise: what training chose stands on more messages than these.
    """
    chosen = Policy.choose(found.scores, found.spam, record.settings.recipe.ham_loss)
    if not record.settings.recipe.keep:
        return chosen
    before = record.calibration
    return Policy(before.ham_below, max(before.spam_above, chosen.spam_above))


def read_stacked(run: Path, stacking: Stacking | None) -> RunRecord:
    """What a finished run says of itself, calibrated by the ``stacking`` that it left that to."""
    record = read_finished(run)
    if record.settings.apart and stacking is None:
        raise DataError(f"the run in {run} left its calibration to a stacking; build-embedded exports it")
    return replace(record, calibration=calibrate_by(stacking)) if stacking else record


def read_tests(run: Path, settings: Settings, paths: Sequence[Path]) -> list[tuple[str, LabelledText]]:
    """The run's validation rows and what else is measured on, with the names that the card uses."""
    columns = settings.text_column, settings.label_column
    own = [(run / PARTS[1], "")] if has_rows(run) else []
    files = [*own, *((path, settings.encoding) for path in paths)]
    return [(name_file(path), read_labelled(path, *columns, encoding)) for path, encoding in files]


def read_checked(run: Path, settings: Settings) -> LabelledText:
    """What the export is checked on: the validation rows, or messages of the package where they are gone."""
    if has_rows(run):
        return read_labelled(run / PARTS[1], settings.text_column, settings.label_column)
    return read_general(GUARD)


def recall_card(run: Path) -> ModelCard | None:
    """The card of the model that was exported into the run's own folder before."""
    path = run / CARD_FILE
    try:
        return read_card(storage.read_bytes(path, "export it"), path)
    except (SourceError, DataError):
        return None


def recall_choice(card: ModelCard, former: ModelCard | None) -> ModelCard:
    """``card`` with the cut-offs that the validation rows chose before they went, and what they measured."""
    if former is None:
        return card
    first = dict(list((former.metrics or {}).items())[:1])
    return replace(use_policy(card, former.policy), metrics=first)


@dataclass(frozen=True, slots=True)
class Program:
    """A trained ``model`` as it was ``exported``, the ``base`` with its tokens, and its front as ONNX."""

    base: Base
    model: SpamClassifier
    exported: Exported
    front: bytes | None = None


def make_program(run: Path, record: RunRecord, options: ExportOptions) -> Generator[str, None, Program]:
    """The program of a finished run; where ``auto`` finds int8 too far away, in float32."""
    quantize = options.quantize
    rows = read_checked(run, record.settings)
    base, model = load_trained(run, record, options.stacking)
    asked = read_front(run) if options.stacking and options.stacking.front else None
    # Before the model's states are turned, which changes what its parts are added to, not what they say.
    front = export_front(asked, model, rows, record, base) if asked else None
    exported = export_checked(rows, record, base, model, quantize)
    yield from check_parity(exported.parity, quantize)
    if quantize == "auto" and not is_close(exported.parity):
        base, model = load_trained(run, record, options.stacking)  # export_checked has changed it
        exported = export_checked(rows, record, base, model, "none")
    return Program(base, model, exported, front)


def write_model(run: Path, out: Path, record: RunRecord, made: Program, weights: bool) -> ModelCard:
    """Write all that scanning needs; model.json, which makes a folder a model, comes last."""
    program, rounding, state = made.exported.program, made.exported.rounding, made.model.weights()
    files = {MODEL_FILE: program, TOKEN_FILES[record.pattern]: made.base.tokens}
    if made.front:
        files[FRONT_FILE] = made.front
    if (run / HASHES_FILE).exists():  # a run of an earlier version has none
        files[HASHES_FILE] = read_part(run, HASHES_FILE)
    characters, surface = made.model.characters, made.model.surface
    if characters:
        files[CHARACTERS_FILE] = characters.to_bytes()
    if surface:
        files[SURFACE_FILE] = surface.to_bytes()
    places, elsewhere = locate_weights(program, state, rounding)
    storage.make_folder(out)
    if elsewhere and weights and out.resolve() != run.resolve():
        write_tensors(out / WEIGHTS_FILE, pack_weights(state, rounding))
    elif not (out / RUN_FILE).exists():  # those of the model that was here before
        remove_file(out, WEIGHTS_FILE)
    for name in {CHARACTERS_FILE, SURFACE_FILE, FRONT_FILE, *TOKEN_FILES.values()} - set(files):
        remove_file(out, name)
    for name, data in files.items():
        storage.write_bytes(out / name, data)
    card = describe_model(record, made.exported, files)
    card = replace(
        card,
        characters=describe_characters(characters) if characters else None,
        surface=describe_surface(surface) if surface else None,
    )
    if not elsewhere:
        card = replace(card, weights={name: tuple(pieces) for name, pieces in places.items()})
    write_card(out, card)
    return card


def remove_file(folder: Path, name: str) -> None:
    """Take one file out of ``folder``, if it is there."""
    with storage.naming_folder(folder):
        (folder / name).unlink(missing_ok=True)


def name_file(path: Path) -> str:
    """A data file as the card names it: without the folders above its own."""
    return f"{path.resolve().parent.name}/{path.name}"


def evaluate(
    classifier: Classifier, name: str, data: LabelledText, advance: Advance = lambda done, total: None
) -> report.Evaluation:
    """Scores of the texts of ``data``."""
    scores: list[float] = []
    for start in range(0, len(data.texts), STEP):
        part = [Message(text) for text in data.texts[start : start + STEP]]
        scores += classifier.score(part)
        advance(len(part), len(data.texts))
    return report.Evaluation(name, classifier.policy, data.texts, [one == 1 for one in data.labels], scores)


def measure(evaluation: report.Evaluation) -> Figures:
    """What the card says of the messages of one file, by the cut-offs of ``evaluation``."""
    found = report.measure(evaluation, resamples=RESAMPLES)
    area, spam_above = found["roc_auc"], evaluation.policy.spam_above
    pairs = list(zip(evaluation.scores, evaluation.spam, strict=True))
    ham, spam = [s for s, y in pairs if not y], [s for s, y in pairs if y]
    known = not math.isnan(area.value)
    return Figures(
        rows=len(pairs),
        accuracy_at_half=sum((s > 0.5) == y for s, y in pairs) / len(pairs),
        accuracy_at_spam_above=sum((s > spam_above) == y for s, y in pairs) / len(pairs),
        ham_lost=sum(s > spam_above for s in ham) / max(1, len(ham)),
        spam_missed=sum(s <= spam_above for s in spam) / max(1, len(spam)),
        roc_auc=area.value if known else None,
        calibration_error=found["ece"].value,
        ham=len(ham),
        roc_auc_interval=(area.low, area.high) if known else None,
    )


def write_pages(
    out: Path,
    card: ModelCard,
    evaluations: Sequence[report.Evaluation],
    about: str,
    run: Path,
    record: RunRecord,
) -> None:
    """The card for people, the report, and last model.json: by its metrics an interrupted export is known."""
    if evaluations:
        card = replace(card, reliability=count_reliability(evaluations[1:] or evaluations))
    write_readme(out, card, about)
    page = describe_page(record, card.policy, *read_metrics(run))
    said = describe_guard(card.guard) if card.guard else ""
    write_report(out / "report.html", replace(page, said=said), evaluations)
    write_card(out, card)
