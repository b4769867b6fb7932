"""A labelled message, and what a label is."""

from dataclasses import dataclass

from spamfilter.errors import DataError
from spamfilter.message import Message

LABELS = {
    **{"0": False, "0.0": False, "ham": False, "false": False},
    **{"1": True, "1.0": True, "spam": True, "true": True},
}
WANTED = "0, 1, ham or spam"
FOLDERS = {"ham": False, "spam": True}
ADVICE = (
    "give csv, tsv or jsonl with a text and a label, 'label TAB text' lines, "
    "or a folder with mails in ham/ and spam/"
)


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A message and whether it is spam."""

    message: Message
    spam: bool


def parse_label(label: object, source: str, place: str) -> bool:
    """Whether ``label`` means spam."""
    found = LABELS.get(str(label).strip().lower())
    if found is None:
        raise DataError(f"{source} {place}: label {str(label)[:40]!r} is not {WANTED}")
    return found
