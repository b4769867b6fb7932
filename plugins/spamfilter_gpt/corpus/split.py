"""Labelled messages, cut into training, validation and test rows."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from spamfilter import DataError, SourceError, UsageError, labelled, storage

if TYPE_CHECKING:
    import pandas as pd

SPLITS = ("train.csv", "validation.csv", "test.csv")
LABELS = {"ham": 0, "spam": 1}


@dataclass(frozen=True, slots=True)
class Split:
    """How messages are cut: shares of 1 that train and validate, the rest is to test; shuffled with ``seed``.

    ``recipe`` is ``default``, or ``book`` for quoting, balancing and split exactly as in Raschka's chapter 6.
    ``balance`` keeps as many ham as spam; None is as the recipe has it. ``exclude`` names labelled files
    whose texts, and copies of them, stay out. ``columns`` is what csv and jsonl call the text and the label,
    ``encoding`` what text is in that is not UTF-8.
    """

    recipe: Literal["default", "book"] = "default"
    balance: bool | None = None
    exclude: tuple[Path, ...] = ()
    train_share: float = 0.7
    validation_share: float = 0.1
    seed: int = 123
    columns: labelled.Columns = field(default_factory=labelled.Columns)
    encoding: str = ""


def prepare_splits(source: Path, out: Path, split: Split) -> list[tuple[str, int, int]]:
    """Write train.csv, validation.csv and test.csv (``Label`` 0 or 1, ``Text``) into ``out``.

    Returns name, rows and spam of each. Except in the book's recipe, a message is kept once.
    """
    if split.train_share + split.validation_share > 1:
        raise UsageError("the shares of training and validation rows add up to more than 1")
    book = split.recipe == "book"
    rows = read_book_rows(source, split.encoding) if book else read_frame(source, split)
    keys = rows["Text"].map(labelled.copy_key)
    kept_out = set(map(labelled.copy_key, list_texts(split.exclude, split)))
    rows = rows[~keys.isin(kept_out) & (book | ~keys.duplicated())]
    if book if split.balance is None else split.balance:
        rows = balance_classes(rows, split.seed)
    rows = rows.assign(Label=rows["Label"].map(LABELS))
    parts = split_rows(rows, split.train_share, split.validation_share, split.seed)
    storage.make_folder(out)
    with storage.naming_folder(out):
        for name, part in zip(SPLITS, parts, strict=True):
            part.to_csv(out / name, index=False)
    return [(name, len(part), int(part["Label"].sum())) for name, part in zip(SPLITS, parts, strict=True)]


def read_frame(source: Path, split: Split) -> "pd.DataFrame":
    """Rows ``Label`` (ham or spam), ``Text`` of labelled messages in any form."""
    import pandas as pd

    rows = [("spam" if row.spam else "ham", row.message.text) for row in read_one(source, split)]
    return pd.DataFrame(rows, columns=["Label", "Text"], dtype=object)


def read_one(source: Path, split: Split) -> Iterator[labelled.LabelledMessage]:
    """Labelled messages, read as the ``split`` says."""
    columns = split.columns
    return labelled.read_labelled(
        str(source), column=columns.text, label_column=columns.label, encoding=split.encoding
    )


def read_book_rows(path: Path, encoding: str = "") -> "pd.DataFrame":
    """The same of a ``label TAB text`` file, as the book reads it.

    The format has no quoting, and pandas' default takes quotation marks for it: of 5,574 lines of the UCI
    collection it makes 5,572 rows, three lines in one. Whoever follows the book must get its rows.
    """
    import pandas as pd

    try:
        rows = pd.read_csv(
            path,
            sep="\t",
            header=None,
            names=["Label", "Text"],
            quoting=csv.QUOTE_MINIMAL,
            keep_default_na=False,
            encoding=encoding or "utf-8",
        )
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}; give the path of the collection") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        detail = " ".join(str(error).split())
        raise DataError(
            f"{path} is not a 'label TAB text' file in {encoding or 'UTF-8'}, "
            f"as --recipe book needs: {detail}"
        ) from None
    wrong = rows.index[~rows["Label"].isin(list(LABELS))]
    if len(wrong):
        raise DataError(
            f"{path} row {wrong[0] + 1}: the label must be ham or spam, then a TAB, then the text"
        )
    return rows


def list_texts(sources: Iterable[Path], split: Split) -> Iterable[str]:
    """The texts of labelled messages."""
    for source in sources:
        yield from (row.message.text for row in read_one(source, split))


def balance_classes(rows: "pd.DataFrame", seed: int) -> "pd.DataFrame":
    """As many ham as spam, sampled with ``seed``; ham first (Raschka, chapter 6)."""
    import pandas as pd

    spam = rows[rows["Label"] == "spam"]
    ham = rows[rows["Label"] == "ham"]
    if len(ham) < len(spam):
        raise DataError(
            f"there are {len(ham)} ham and {len(spam)} spam, which --balance cannot even out; leave it off"
        )
    return pd.concat([ham.sample(len(spam), random_state=seed), spam])


def split_rows(rows: "pd.DataFrame", train: float, validation: float, seed: int) -> "list[pd.DataFrame]":
    """Training, validation and test rows: shuffled with ``seed`` and cut by share (Raschka, chapter 6)."""
    rows = rows.sample(frac=1, random_state=seed).reset_index(drop=True)
    first = int(len(rows) * train)
    second = first + int(len(rows) * validation)
    return [rows[:first], rows[first:second], rows[second:]]
