"""model.json, format 1: what a model folder says of its model, written and checked here alone."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from spamfilter import DataError, Policy, UsageError, storage
from spamfilter_ngram.calibration import Calibration
from spamfilter_ngram.model import Settings

FORMAT = 1
KIND = "ngram"
CARD_FILE = "model.json"
ANALYZERS = ("char", "char_wb")
LARGEST = 1e30  # of a number in model.json: what is beyond, or NaN, was not trained


@dataclass(frozen=True, slots=True)
class Training:
    """How a model was trained: the names of its ``data``, the settings, what it was ``calibrated_on``.

    ``accuracy`` is that at a score of 0.5 on ``held_back`` messages.
    """

    data: tuple[str, ...]
    inverse_regularization: float
    seed: int
    prior: float
    ham_loss: float
    calibrated_on: str
    held_back: int
    accuracy: float


@dataclass(frozen=True, slots=True)
class Card:
    """What model.json says. ``rows`` messages trained, ``spam`` of them spam; ``sha256`` is by file name."""

    settings: Settings
    intercept: float
    calibration: Calibration
    policy: Policy
    rows: int
    spam: int
    training: Training
    versions: dict[str, str]
    sha256: dict[str, str]


def format_card(card: Card) -> bytes:
    """The bytes of model.json."""
    described = {
        "format": FORMAT,
        "kind": KIND,
        "settings": asdict(card.settings),
        "intercept": card.intercept,
        **asdict(card.calibration),
        **asdict(card.policy),
        "rows": card.rows,
        "spam": card.spam,
        "training": asdict(card.training),
        "versions": card.versions,
        "sha256": card.sha256,
    }
    return (json.dumps(described, indent=2) + "\n").encode()


def parse_card(file: Path, data: bytes) -> Card:
    """The card in the bytes of a ``file``.

    Raises :class:`DataError` where it is of another kind or format, or with the field that is not usable.
    """
    fields = Fields(file, storage.parse_object(data, file, "copy the folder again"))
    kind, format_ = (fields.found.get(name) for name in ("kind", "format"))
    if kind != KIND:
        raise DataError(f"{file} is of another classifier's model; make one with spamfilter ngram train")
    if format_ != FORMAT:
        raise DataError(
            f"{file} has model format {format_!r} and this version reads {FORMAT}; "
            f"upgrade spamfilter-gpt or train again"
        )
    calibration = Calibration(fields.number("slope"), fields.number("offset"), fields.number("shift"))
    try:
        policy = Policy(fields.number("ham_below"), fields.number("spam_above"))
    except UsageError as error:
        raise DataError(f"{file}: {error}; train again") from None
    return Card(
        settings=parse_settings(fields.inner("settings")),
        intercept=fields.number("intercept"),
        calibration=calibration,
        policy=policy,
        rows=fields.count("rows"),
        spam=fields.count("spam"),
        training=parse_training(fields.inner("training")),
        versions=fields.texts("versions"),
        sha256=fields.texts("sha256"),
    )


def parse_settings(fields: "Fields") -> Settings:
    """The settings, which are possible; one that is not there is as it is by default."""
    default = asdict(Settings())
    if unknown := sorted(set(fields.found) - set(default)):
        raise fields.refuse(unknown[0])
    whole = Fields(fields.file, {**default, **fields.found}, fields.above)
    settings = Settings(
        whole.text("analyzer"),
        whole.count("shortest", 1),
        whole.count("longest", 1),
        whole.count("buckets", 1),
        whole.count("max_characters", 1),
    )
    if settings.analyzer not in ANALYZERS:
        raise whole.refuse("analyzer")
    if settings.shortest > settings.longest:
        raise whole.refuse("shortest")
    return settings


def parse_training(fields: "Fields") -> Training:
    """What is told of the training."""
    data = fields.found.get("data")
    if not isinstance(data, list) or not all(isinstance(name, str) for name in data):
        raise fields.refuse("data")
    return Training(
        tuple(data),
        fields.number("inverse_regularization"),
        fields.count("seed"),
        fields.number("prior"),
        fields.number("ham_loss"),
        fields.text("calibrated_on"),
        fields.count("held_back"),
        fields.number("accuracy"),
    )


@dataclass(frozen=True, slots=True)
class Fields:
    """An object of ``file``, from which fields are taken; ``above`` is what its own field is called."""

    file: Path
    found: dict[str, object]
    above: str = ""

    def refuse(self, name: str) -> DataError:
        """The error that the field ``name`` is missing, or of another type, or impossible."""
        return DataError(f"{self.file} has no usable {self.above + name!r}; train again")

    def number(self, name: str) -> float:
        """A number that training can have given."""
        value = self.found.get(name)
        if isinstance(value, bool) or not isinstance(value, (float, int)) or not abs(value) <= LARGEST:
            raise self.refuse(name)
        return float(value)

    def count(self, name: str, least: int = 0) -> int:
        """A whole number of at least ``least``."""
        value = self.found.get(name)
        if type(value) is not int or not least <= value <= LARGEST:
            raise self.refuse(name)
        return value

    def text(self, name: str) -> str:
        """A text."""
        value = self.found.get(name)
        if not isinstance(value, str):
            raise self.refuse(name)
        return value

    def texts(self, name: str) -> dict[str, str]:
        """An object of texts."""
        inner = self.inner(name)
        return {key: inner.text(key) for key in inner.found}

    def inner(self, name: str) -> "Fields":
        """The fields of an object in this one."""
        value = self.found.get(name)
        if not isinstance(value, dict):
            raise self.refuse(name)
        return Fields(self.file, value, f"{self.above}{name}.")
