"""model.json: what an exported model is, how it was made and measured, and the hashes of its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from spamfilter import DataError, Policy, storage
from spamfilter_gpt.records.architecture import Architecture
from spamfilter_gpt.records.choices import NORMALIZER, Pattern, Read, Stored
from spamfilter_gpt.records.parse import FieldError, Key, Unsaid, Within, parse_object, read_object, to_json
from spamfilter_gpt.records.ranges import Amount, Count, Hash, Length, Positive, Prior, Share, Size
from spamfilter_gpt.records.recipe import Recipe
from spamfilter_gpt.records.run_record import RowCounts
from spamfilter_gpt.records.stacking import FrontBand, Stacking

CARD_FILE = "model.json"
FORMATS = (1, 2)  # of 2 the graph gives features too
READS = " and ".join(map(str, FORMATS))
ADVICE = "export the model again, or upgrade spamfilter-gpt"


@dataclass(frozen=True, slots=True)
class TrainingSummary:
    """How the model was trained, and on what its cut-offs rest; the first versions said less."""

    base: str | None = None
    recipe: Recipe | None = None
    data: dict[str, Hash] | None = None
    rows: RowCounts | None = None
    spam: RowCounts | None = None
    best_epoch: Count | None = None
    trainable_parameters: Count | None = None
    seconds: Amount | None = None
    versions: dict[str, str] | None = None
    stacking: Annotated[Stacking | None, Unsaid()] = None

    def name_chosen(self, link: str = " and") -> str:
        """What the validation rows chose; ``link`` stands before the cut-offs."""
        if self.stacking:
            return "the epoch"
        if self.recipe and self.recipe.keep:
            chosen = "how far the correction counts" if self.recipe.at_once else "the epoch"
            return f"{chosen} and the cut-offs"
        return f"the epoch{link} the cut-offs"


@dataclass(frozen=True, slots=True)
class CharacterRecord:
    """The log-odds of characters beside the graph: ``buckets`` int8 weights a row, in a file of their own.

    The first of two rows is of short texts, the second of long ones; each has a scale and a bias.
    """

    buckets: Size
    scales: tuple[Amount, Amount]
    biases: tuple[float, float]


@dataclass(frozen=True, slots=True)
class SurfaceRecord:
    """The log-odds of the surface beside the graph: so many ``trees``, in a file of their own.

    ``scale`` times what they say, and ``bias``.
    """

    trees: Size
    scale: float
    bias: float


@dataclass(frozen=True, slots=True)
class Parity:
    """Agreement on ``messages`` real messages: score differences and the share of equal labels.

    ``features_difference`` is the largest difference of a feature, as a share of the largest feature;
    ``quantized_features`` how far int8 moves a message's features, as a share of their length, in the mean.
    """

    messages: Count
    onnx_difference: Share
    quantized_difference: Share = 0.0
    quantized_mean: Share = 0.0
    quantized_agreement: Share = 1.0
    features_difference: Annotated[Amount, Unsaid()] = 0.0
    quantized_features: Annotated[Amount, Unsaid()] = 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on ``rows`` messages: shares of them, of the ham and of the spam.

    ``roc_auc`` is None where there is one class only, ``roc_auc_interval`` its 95 % interval. Earlier
    versions did not say how many of the rows are ``ham``.
    """

    rows: Count
    accuracy_at_half: Share
    accuracy_at_spam_above: Share
    ham_lost: Share
    spam_missed: Share
    roc_auc: Share | None = None
    calibration_error: Share | None = None
    ham: Annotated[Count | None, Unsaid()] = None
    roc_auc_interval: Annotated[tuple[Share, Share] | None, Unsaid()] = None


@dataclass(frozen=True, slots=True)
class GuardRecord:
    """What a new model and its ``base`` call so many ``ham`` and ``spam`` of the package."""

    base: str
    ham: Size
    spam: Count
    base_ham_lost: Count
    ham_lost: Count
    base_spam_missed: Count
    spam_missed: Count


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The ``messages`` that score ``start`` and up to a tenth more: their mean score, their share of spam."""

    start: Annotated[Share, Key("from")]
    messages: Count
    score: Share
    spam: Share


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One exported model. What follows ``sha256`` may be missing in a card of an earlier version.

    ``max_length`` tokens of a message are read. ``normalizer`` is the version that undoes disguises, 0 for
    none; ``pattern`` says how text is split before bytes are merged. ``weights`` names, for each parameter,
    the constants of the graph that hold it; without them they lie in a file of their own, if anywhere.
    Of ``format`` 2 the graph has a second output, ``features``, and where there are ``characters`` or a
    ``surface`` a third input, ``odds``, which is what these say. Where there is a ``front``, a graph of its
    own, with the same inputs, answers first. ``alone``: the graph computes one row as it does several.
    Passages that score above ``passages_above`` count; where messages are ``respelled``, one that is full of
    typing errors is read as it was meant, too.
    """

    architecture: Architecture
    labels: tuple[Literal["ham"], Literal["spam"]]
    max_length: Length
    pad_token_id: Count
    spam_above: Share
    ham_below: Share
    sha256: dict[str, Hash]
    normalizer: Annotated[int, Within(0, NORMALIZER)] = 0
    pattern: Pattern = "gpt2"
    language_model: bool = False
    temperature: Positive | None = None
    shift: float | None = None
    prior: Prior | None = None
    read: Read | None = None
    training: TrainingSummary | None = None
    quantize: Stored | None = None
    parity: Parity | None = None
    exported_with: dict[str, str] | None = None
    weights: dict[str, tuple[str, ...]] | None = None
    characters: CharacterRecord | None = None
    surface: Annotated[SurfaceRecord | None, Unsaid()] = None
    front: FrontBand | None = None
    passages_above: Annotated[Share | None, Unsaid()] = None
    respelled: Annotated[bool, Unsaid()] = False
    alone: Annotated[bool, Unsaid()] = False
    metrics: dict[str, Figures] | None = None
    reliability: tuple[ReliabilityBin, ...] | None = None
    guard: GuardRecord | None = None
    format: Literal[1, 2] = 2

    def __post_init__(self) -> None:
        if self.ham_below > self.spam_above:
            raise FieldError("ham_below", f"it is {self.ham_below} and spam_above is {self.spam_above}")
        tokens = self.architecture.vocab_size
        if self.pad_token_id >= tokens:
            raise FieldError("pad_token_id", f"it is {self.pad_token_id} and there are {tokens} tokens")

    @property
    def policy(self) -> Policy:
        """The cut-offs chosen when the model was made."""
        return Policy(self.ham_below, self.spam_above)


def read_card(data: bytes, path: Path) -> ModelCard:
    """The card in ``data``, the bytes of ``path``. Raises :class:`DataError` with the field's name."""
    found = read_object(data, path, ADVICE)
    version = found.get("format")
    if type(version) is not int or version not in FORMATS:
        raise DataError(
            f"{path.parent} has model format {version!r} and this version reads {READS}; "
            f"upgrade spamfilter-gpt or export the model again"
        )
    if isinstance(found.get("parity"), float):  # the first version's: the difference alone
        found["parity"] = {"messages": 0, "onnx_difference": found["parity"]}
    return parse_object(ModelCard, found, path, ADVICE)


def write_card(folder: Path, card: ModelCard) -> None:
    """Write model.json, which makes a folder a model; so it comes after the files that it describes."""
    storage.write_json(folder / CARD_FILE, describe_card(card))


def describe_card(card: ModelCard) -> Mapping[str, object]:
    """model.json as an object: the format first, the hashes last, without what the card does not say."""
    found = to_json(card)
    order = ["format", *(key for key in found if key not in ("format", "sha256")), "sha256"]
    return {key: found[key] for key in order if found[key] is not None}
