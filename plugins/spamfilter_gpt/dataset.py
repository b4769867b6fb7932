"""Labelled messages: the UCI collection, its splits, CSV files, and batches of token ids."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import torch
from torch import Tensor
from torch.utils.data import Dataset

from spamfilter import CreateError, DataError, SourceError, UsageError
from spamfilter_gpt.tokenizer import Tokenizer

if TYPE_CHECKING:
    import pandas as pd

SPLITS = ("train.csv", "validation.csv", "test.csv")
LABELS = {"0": 0, "1": 1, "ham": 0, "spam": 1}


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


@dataclass(frozen=True, slots=True)
class LabelledText:
    """Texts and their labels, 0 ham and 1 spam."""

    texts: list[str]
    labels: list[int]


def read_labelled(path: Path, text_column: str = "Text", label_column: str = "Label") -> LabelledText:
    """Rows of a CSV with a label (0, 1, ham or spam) and a text. Errors name the row, from 1."""
    import pandas as pd

    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is not a CSV file in UTF-8: {error}") from None
    for column in (label_column, text_column):
        if column not in rows.columns:
            raise DataError(f"{path} has no column {column!r}, only {', '.join(map(repr, rows.columns))}")
    if rows.empty:
        raise DataError(f"{path} has no rows; it needs at least one labelled message")
    labels = [LABELS.get(value.strip().lower(), -1) for value in rows[label_column]]
    if -1 in labels:
        bad = labels.index(-1)
        raise DataError(
            f"{path} row {bad + 1}: label {rows[label_column].iloc[bad]!r} is not 0, 1, ham or spam"
        )
    return LabelledText(list(rows[text_column]), labels)


class SpamDataset(Dataset[tuple[Tensor, Tensor]]):
    """The chapter's Dataset: messages of a CSV as token ids, padded to one length.

    ``max_length=None`` takes the longest message; longer ones are cut. An item is
    ``(LongTensor [max_length], LongTensor [])``. ``lengths`` counts the real tokens of each.
    """

    def __init__(
        self,
        csv_file: str | Path,
        tokenizer: Tokenizer,
        max_length: int | None = None,
        pad_token_id: int = 50256,
        text_column: str = "Text",
        label_column: str = "Label",
    ) -> None:
        data = read_labelled(Path(csv_file), text_column, label_column)
        self.labels = data.labels
        self.token_ids = [tokenizer.encode(text, max_length) for text in data.texts]
        self.lengths = [len(ids) for ids in self.token_ids]
        self.max_length = max_length or max(self.lengths)
        self.pad_token_id = pad_token_id

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        ids = self.token_ids[index]
        padded = ids + [self.pad_token_id] * (self.max_length - len(ids))
        return torch.tensor(padded), torch.tensor(self.labels[index])


@dataclass(frozen=True, slots=True)
class Batch:
    """``input_ids`` [B, T] padded to the longest of the batch, ``lengths`` [B], ``labels`` [B]."""

    input_ids: Tensor
    lengths: Tensor
    labels: Tensor


def make_batch(data: SpamDataset, indices: Sequence[int]) -> Batch:
    """The rows ``indices`` of ``data``, padded to the longest among them only."""
    rows = [torch.tensor(data.token_ids[i]) for i in indices]
    input_ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=data.pad_token_id)
    return Batch(
        input_ids, torch.tensor([len(r) for r in rows]), torch.tensor([data.labels[i] for i in indices])
    )


def iterate_batches(data: SpamDataset, batch_size: int, generator: torch.Generator | None) -> Iterator[Batch]:
    """Every row once: shuffled with ``generator``, or in order of length when there is none."""
    if generator is None:
        order = sorted(range(len(data)), key=data.lengths.__getitem__)
    else:
        order = torch.randperm(len(data), generator=generator).tolist()
    for start in range(0, len(order), batch_size):
        yield make_batch(data, order[start : start + batch_size])
