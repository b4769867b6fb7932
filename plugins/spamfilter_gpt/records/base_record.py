"""base.json: what an encoder became that was made to read from left to right."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from spamfilter import storage
from spamfilter_gpt.records.architecture import Architecture
from spamfilter_gpt.records.choices import Pattern
from spamfilter_gpt.records.parse import Inline, parse_object, read_object, to_json
from spamfilter_gpt.records.ranges import Amount, Count

BASE_FILE = "base.json"
ADVICE = "make it again with spamfilter gpt build-embedded"


@dataclass(frozen=True, slots=True)
class CausalOptions:
    """How the encoder ``source`` is taught: it keeps so many ``pieces``, a step is of so many ``tokens``.

    ``max_length`` is the tokens of a message that are read, ``normalizer`` what undoes disguises before.
    """

    source: str
    epochs: Count = 2
    learning_rate: Amount = 3e-4
    tokens: Count = 2048
    pieces: Count = 80_000
    max_length: Count = 160
    normalizer: Count = 3
    seed: Count = 123


@dataclass(frozen=True, slots=True)
class Taught:
    """How the teaching went: so many ``texts`` in so many ``steps``.

    ``loss`` is the mean square by which a message's mean state missed the encoder's, in units of the
    variance of that; ``loss_before`` that of the encoder's own weights behind the mask.
    """

    texts: Count
    steps: Count
    loss_before: Amount
    loss: Amount


@dataclass(frozen=True, slots=True)
class BaseRecord:
    """A base in a folder of its own: its shape, its tokens, and how it was taught."""

    architecture: Architecture
    pattern: Pattern
    pad_token_id: Count
    options: CausalOptions
    taught: Annotated[Taught, Inline()]
    language_model: bool = False


def read_base(folder: Path) -> BaseRecord:
    """What base.json says. Raises :class:`SourceError`, :class:`DataError` with the field's name."""
    path = folder / BASE_FILE
    return parse_object(BaseRecord, read_object(storage.read_bytes(path, ADVICE), path, ADVICE), path, ADVICE)


def write_base(folder: Path, record: BaseRecord) -> None:
    """Write base.json, whole or not at all, behind the files that it describes."""
    storage.write_json(folder / BASE_FILE, to_json(record))
