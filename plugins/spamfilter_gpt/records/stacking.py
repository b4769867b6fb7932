"""stacking.json: how a model and its parts add up, and the cut-offs, as publishers left out taught them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from spamfilter import storage
from spamfilter_gpt.records.parse import FieldError, Unsaid, read_record, to_json
from spamfilter_gpt.records.ranges import Amount, Count, Positive, Prior, Share

STACKING_FILE = "stacking.json"
ADVICE = "delete it and build again"
LONG = 128  # a text of more tokens is long to a front


@dataclass(frozen=True, slots=True)
class PartWeight:
    """What a part's log-odds are multiplied by in messages of its first kind and of its second.

    ``step`` is added in those of the second kind.
    """

    factors: tuple[Amount, Amount]
    step: float = 0.0


@dataclass(frozen=True, slots=True)
class FrontBand:
    """Where a front is not sure: from ``ask_above`` to ``ask_below`` the model itself is asked.

    For a text of more than ``LONG`` tokens it is asked from ``ask_long`` on, where that is lower, and always
    for one that is cut into pieces of characters. ``asked`` is the share of messages for which it is, of each
    collection that was left out, ``area`` by how much the area under the ROC curve is then another, and
    ``differ`` the share of labels that are, each collection alike.
    """

    ask_above: Share
    ask_below: Share
    differ: Share
    asked: dict[str, Share]
    area: dict[str, float]
    ask_long: Annotated[Share, Unsaid()] = 1.0

    def __post_init__(self) -> None:
        if self.ask_above > self.ask_below:
            raise FieldError("ask_above", f"it is {self.ask_above} and ask_below is {self.ask_below}")

    @property
    def long_above(self) -> float:
        """The score from which on the model is asked of a long text."""
        return min(self.ask_above, self.ask_long)


@dataclass(frozen=True, slots=True)
class Stacking:
    """``factor`` times a model's log-odds, what its ``parts`` add, and ``start`` are log-odds of spam.

    Those expect a share ``learned`` of spam; ``prior`` is the share that scores are to expect. The cut-offs
    are for scores of that. ``messages`` of so many ``collections`` taught it, and so many ``passages`` of
    these, among them messages ``respelled``. ``front`` is where a model that has a front is asked itself.
    """

    factor: Positive
    start: float
    parts: dict[str, PartWeight]
    learned: Prior
    prior: Prior
    ham_below: Share
    spam_above: Share
    messages: Count = 0
    collections: Count = 0
    passages: Annotated[Count, Unsaid()] = 0
    respelled: Annotated[bool, Unsaid()] = False
    front: Annotated[FrontBand | None, Unsaid()] = None

    def __post_init__(self) -> None:
        if self.ham_below > self.spam_above:
            raise FieldError("ham_below", f"it is {self.ham_below} and spam_above is {self.spam_above}")


def read_stacking(path: Path) -> Stacking:
    """What ``path`` holds. Raises :class:`SourceError` and :class:`DataError` with the field's name."""
    return read_record(Stacking, storage.read_bytes(path, ADVICE), path, ADVICE)


def write_stacking(path: Path, stacking: Stacking) -> None:
    """Write ``stacking``, whole or not at all."""
    storage.write_json(path, to_json(stacking))
