"""From a finished training run to a model folder: export, quantize, check, measure, describe."""

import math
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from pathlib import Path

from safetensors import safe_open

from spamfilter import Classifier, DataError, Message, Policy, report, storage
from spamfilter_gpt.export.card import count_reliability, write_readme
from spamfilter_gpt.export.parity import Exported, check_parity, export_checked, is_close
from spamfilter_gpt.export.report import describe_page, write_report
from spamfilter_gpt.network.classifier import (
    CHARACTERS,
    HEAD,
    NGRAM,
    ClassHead,
    SpamClassifier,
    split_weights,
    unpack_characters,
)
from spamfilter_gpt.network.ngram import NgramLogit
from spamfilter_gpt.records.choices import Quantize
from spamfilter_gpt.records.model_card import CharacterRecord, Figures, ModelCard, TrainingSummary, write_card
from spamfilter_gpt.records.recipe import Settings
from spamfilter_gpt.records.rows import LabelledText, read_labelled
from spamfilter_gpt.records.run_record import RUN_FILE, RunRecord, read_finished
from spamfilter_gpt.records.stacking import Stacking
from spamfilter_gpt.runtime.characters import CharacterLogit
from spamfilter_gpt.runtime.folder import (
    CHARACTERS_FILE,
    HASHES_FILE,
    MODEL_FILE,
    RANKS_FILE,
    WEIGHTS_FILE,
    read_part,
)
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.training.calibrate.validation import calibrate_by, restack
from spamfilter_gpt.training.record import PARTS, read_metrics
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
    that kept its parts apart.
    """

    quantize: Quantize = "auto"
    weights: bool = False
    tests: tuple[Path, ...] = ()
    about: str = ""
    stacking: Stacking | None = None


def load_trained(
    run: Path, record: RunRecord, stacking: Stacking | None = None
) -> tuple[Base, SpamClassifier]:
    """The trained classifier of a run, weighed by the ``stacking``, and its base with the tokens."""
    base = load_own(str(run), run, record)
    with safe_open(run / WEIGHTS_FILE, "pt") as file:  # which load_own has just read and checked
        names = [name for name in file.keys() if name.startswith((HEAD, NGRAM, CHARACTERS))]  # noqa: SIM118
        found = {name: file.get_tensor(name) for name in names}
    _, head, ngram = split_weights(found)
    recipe = record.settings.recipe
    model = SpamClassifier(base.model, ClassHead(base.model.wte.embedding_dim, recipe.read))
    model.head.load_state_dict(head)
    if ngram:
        model.ngram, model.reads = NgramLogit.from_state(ngram), record.max_length
    model.characters = unpack_characters(found)
    if stacking:
        restack(model, recipe, stacking)
    return base, model.eval()


def export_run(run: Path, out: Path, options: ExportOptions) -> Iterator[str]:
    """Export ``run`` to the model folder ``out``, which may be the same; yields what it did, a line each.

    The cut-offs are chosen anew, by what the exported model says of the run's validation rows, unless those
    of publishers left out have chosen them.
    Raises :class:`DataError`, before anything is written, when onnxruntime does not agree with torch, or
    int8, where it is asked for, not with float32.
    """
    record = read_stacked(run, options.stacking)
    tests = read_tests(run, record.settings, options.tests)
    made = yield from make_program(run, record, options)
    card = note_stacking(write_model(run, out, record, made, options.weights), options.stacking)
    del made  # as large as training needs
    evaluations: list[report.Evaluation] = []
    classifier = load_classifier(str(out))
    for name, data in tests:
        found = evaluate(classifier, name, data.texts, data.labels)
        if not evaluations and not options.stacking:
            # The validation rows. int8 moves scores, so those of what was written choose.
            card = use_policy(card, Policy.choose(found.scores, found.spam, record.settings.recipe.ham_loss))
        evaluations.append(replace(found, policy=card.policy))
        figures = measure(evaluations[-1])
        card = replace(card, metrics={**(card.metrics or {}), name: figures})
        known = ((key, value) for key, value in asdict(figures).items() if value is not None)
        yield f"{name}: " + ", ".join(f"{key} {value:.4g}" for key, value in known)
    card = replace(card, reliability=count_reliability(evaluations[1:] or evaluations))
    write_readme(out, card, options.about)
    page = describe_page(record, card.policy, *read_metrics(run))
    write_report(out / "report.html", page, evaluations)
    write_card(out, card)  # last: by its metrics an export that was interrupted is known


def read_stacked(run: Path, stacking: Stacking | None) -> RunRecord:
    """What a finished run says of itself, calibrated by the ``stacking`` that it left that to."""
    record = read_finished(run)
    if record.settings.apart and stacking is None:
        raise DataError(f"the run in {run} left its calibration to a stacking; build-embedded exports it")
    return replace(record, calibration=calibrate_by(stacking)) if stacking else record


def note_stacking(card: ModelCard, stacking: Stacking | None) -> ModelCard:
    """The card with the stacking that its model was made by."""
    if card.training is None or stacking is None:
        return card
    return replace(card, windows=stacking.windows, training=replace(card.training, stacking=stacking))


def read_tests(run: Path, settings: Settings, paths: Sequence[Path]) -> list[tuple[str, LabelledText]]:
    """The run's validation rows and what else is measured on, with the names that the card uses."""
    columns = settings.text_column, settings.label_column
    return [(name_file(path), read_labelled(path, *columns)) for path in (run / PARTS[1], *paths)]


@dataclass(frozen=True, slots=True)
class Program:
    """A trained ``model`` as it was ``exported``, and the ``base`` with its tokens."""

    base: Base
    model: SpamClassifier
    exported: Exported


def make_program(run: Path, record: RunRecord, options: ExportOptions) -> Generator[str, None, Program]:
    """The program of a finished run; where ``auto`` finds int8 too far away, in float32."""
    quantize = options.quantize
    base, model = load_trained(run, record, options.stacking)
    exported = export_checked(run, record, base, model, quantize)
    yield from check_parity(exported.parity, quantize)
    if quantize == "auto" and not is_close(exported.parity):
        base, model = load_trained(run, record, options.stacking)  # export_checked has changed it
        exported = export_checked(run, record, base, model, "none")
    return Program(base, model, exported)


def write_model(run: Path, out: Path, record: RunRecord, made: Program, weights: bool) -> ModelCard:
    """Write all that scanning needs; model.json, which makes a folder a model, comes last."""
    program, rounding, state = made.exported.program, made.exported.rounding, made.model.weights()
    files = {MODEL_FILE: program, RANKS_FILE: made.base.ranks}
    if (run / HASHES_FILE).exists():  # a run of an earlier version has none
        files[HASHES_FILE] = read_part(run, HASHES_FILE)
    characters = made.model.characters
    if characters:
        files[CHARACTERS_FILE] = characters.to_bytes()
    places, elsewhere = locate_weights(program, state, rounding)
    storage.make_folder(out)
    if elsewhere and weights and out.resolve() != run.resolve():
        write_tensors(out / WEIGHTS_FILE, pack_weights(state, rounding))
    elif not (out / RUN_FILE).exists():  # those of the model that was here before
        remove_file(out, WEIGHTS_FILE)
    if not characters:
        remove_file(out, CHARACTERS_FILE)
    for name, data in files.items():
        storage.write_bytes(out / name, data)
    card = describe_model(record, made.exported, files)
    card = replace(card, characters=describe_characters(characters) if characters else None)
    if not elsewhere:
        card = replace(card, weights={name: tuple(pieces) for name, pieces in places.items()})
    write_card(out, card)
    return card


def remove_file(folder: Path, name: str) -> None:
    """Take one file out of ``folder``, if it is there."""
    with storage.naming_folder(folder):
        (folder / name).unlink(missing_ok=True)


def describe_model(record: RunRecord, exported: Exported, files: Mapping[str, bytes]) -> ModelCard:
    """The card of ``files``, without what is measured on them."""
    settings, calibration = record.settings, record.calibration
    return ModelCard(
        architecture=record.architecture,
        labels=("ham", "spam"),
        normalizer=settings.recipe.normalizer,
        pattern=record.pattern,
        language_model=record.language_model,
        pad_token_id=record.pad_token_id,
        spam_above=calibration.spam_above,
        ham_below=calibration.ham_below,
        temperature=calibration.temperature,
        shift=calibration.shift,
        prior=calibration.prior,
        read=settings.recipe.read,
        max_length=record.limit,
        training=summarize_training(record),
        quantize=exported.quantize,
        parity=exported.parity,
        exported_with={name: metadata.version(name) for name in ("torch", "onnx", "onnxruntime")},
        sha256={name: storage.hash_bytes(data) for name, data in files.items()},
    )


def describe_characters(characters: CharacterLogit) -> CharacterRecord:
    """What the card says of the log-odds of characters, whose weights have a file of their own."""
    return CharacterRecord(characters.buckets, characters.scales, characters.biases)


def summarize_training(record: RunRecord) -> TrainingSummary:
    """What a model's card keeps of the run that it is of."""
    return TrainingSummary(
        base=record.settings.base,
        recipe=record.settings.recipe,
        data=record.data,
        rows=record.rows,
        spam=record.spam,
        best_epoch=record.course.best_epoch,
        trainable_parameters=record.trainable_parameters,
        seconds=record.seconds,
        versions=record.versions,
    )


def use_policy(card: ModelCard, policy: Policy) -> ModelCard:
    """The card with other cut-offs."""
    return replace(card, ham_below=policy.ham_below, spam_above=policy.spam_above)


def name_file(path: Path) -> str:
    """A data file as the card names it: without the folders above its own."""
    return f"{path.resolve().parent.name}/{path.name}"


def evaluate(
    classifier: Classifier, name: str, texts: Sequence[str], labels: Sequence[int]
) -> report.Evaluation:
    """Scores of ``texts`` [N] whose ``labels`` are 1 for spam."""
    scores = classifier.score([Message(text) for text in texts])
    return report.Evaluation(name, classifier.policy, texts, [label == 1 for label in labels], scores)


def measure(evaluation: report.Evaluation) -> Figures:
    """What the card says of the messages of one file, by the cut-offs of ``evaluation``."""
    found = report.measure(evaluation, resamples=1)
    area, spam_above = found["roc_auc"].value, evaluation.policy.spam_above
    pairs = list(zip(evaluation.scores, evaluation.spam, strict=True))
    ham, spam = [s for s, y in pairs if not y], [s for s, y in pairs if y]
    return Figures(
        rows=len(pairs),
        accuracy_at_half=sum((s > 0.5) == y for s, y in pairs) / len(pairs),
        accuracy_at_spam_above=sum((s > spam_above) == y for s, y in pairs) / len(pairs),
        ham_lost=sum(s > spam_above for s in ham) / max(1, len(ham)),
        spam_missed=sum(s <= spam_above for s in spam) / max(1, len(spam)),
        roc_auc=None if math.isnan(area) else area,
        calibration_error=found["ece"].value,
    )
