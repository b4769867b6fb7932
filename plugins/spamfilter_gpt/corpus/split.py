"""The UCI collection and its like, cut into training, validation and test rows."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from spamfilter import CreateError, DataError, SourceError, UsageError
from spamfilter_gpt.training.dataset import LABELS, read_labelled

if TYPE_CHECKING:
    import pandas as pd

SPLITS = ("train.csv", "validation.csv", "test.csv")


def read_collection(path: Path, *, quoted: bool = False) -> "pd.DataFrame":
    """Rows ``Label`` (ham or spam), ``Text`` of a ``label TAB text`` file such as SMSSpamCollection.

    The format has no quoting: 5,574 rows. ``quoted=True`` reads it as the book does, with pandas'
    default quoting, which joins three lines into one: 5,572 rows.
    """
    import pandas as pd

    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    try:
        rows = pd.read_csv(
            path, sep="\t", header=None, names=["Label", "Text"], quoting=quoting, keep_default_na=False
        )
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}; give the path of the collection") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is not a 'label TAB text' file in UTF-8: {error}") from None
    wrong = rows.index[~rows["Label"].isin(["ham", "spam"])]
    if len(wrong):
        raise DataError(
            f"{path} row {wrong[0] + 1}: the label must be ham or spam, then a TAB, then the text"
        )
    return rows


def balance_classes(rows: "pd.DataFrame", seed: int) -> "pd.DataFrame":
    """As many ham as spam, sampled with ``seed``; ham first (Raschka, chapter 6)."""
    import pandas as pd

    spam = rows[rows["Label"] == "spam"]
    ham = rows[rows["Label"] == "ham"].sample(len(spam), random_state=seed)
    return pd.concat([ham, spam])


def split_rows(rows: "pd.DataFrame", train: float, validation: float, seed: int) -> "list[pd.DataFrame]":
    """Training, validation and test rows: shuffled with ``seed`` and cut by share (Raschka, chapter 6)."""
    rows = rows.sample(frac=1, random_state=seed).reset_index(drop=True)
    first = int(len(rows) * train)
    second = first + int(len(rows) * validation)
    return [rows[:first], rows[first:second], rows[second:]]


def copy_key(text: str) -> str:
    """Equal for texts that are copies: case, punctuation and white space do not count."""
    return re.sub(r"[\W_]+", "", text.casefold()) or text.strip()


def prepare_splits(
    collection: Path,
    out: Path,
    *,
    recipe: str,
    balance: bool | None,
    exclude: Sequence[Path],
    train_share: float,
    validation_share: float,
    seed: int,
) -> list[tuple[str, int, int]]:
    """Write train.csv, validation.csv and test.csv (``Label`` 0 or 1, ``Text``) into ``out``.

    Returns name, rows and spam of each. ``exclude`` names CSV files whose texts, and copies of them,
    stay out.
    """
    if train_share + validation_share > 1:
        raise UsageError("the shares of training and validation rows add up to more than 1")
    book = recipe == "book"
    rows = read_collection(collection, quoted=book)
    keys = rows["Text"].map(copy_key)
    kept_out = {copy_key(text) for path in exclude for text in read_labelled(path).texts}
    rows = rows[~keys.isin(kept_out) & (book | ~keys.duplicated())]
    if book if balance is None else balance:
        rows = balance_classes(rows, seed)
    rows = rows.assign(Label=rows["Label"].map(LABELS))
    done = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, part in zip(SPLITS, split_rows(rows, train_share, validation_share, seed), strict=True):
            part.to_csv(out / name, index=False)
            done.append((name, len(part), int(part["Label"].sum())))
    except OSError as error:
        raise CreateError(f"cannot write {out}: {error.strerror}; choose another folder") from None
    return done
