"""Training, validation and held-back rows from the collections: the data of the shipped model."""

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spamfilter import UsageError, labelled, storage
from spamfilter_gpt.corpus.augment import disguise_rows
from spamfilter_gpt.corpus.collection import (
    COLLECTIONS,
    Labelled,
    drop_copies,
    group_rows,
    hold_back,
    limit_rows,
    read_collection,
)
from spamfilter_gpt.corpus.generator import generate_modern
from spamfilter_gpt.corpus.split import Split, prepare_splits

HELD_BACK = 0.1  # of each collection, for the figures of the card
VALIDATION = 0.1  # of the rest, for calibration and the choice of the epoch
VALIDATED = 400  # rows of one collection that validate at most
MODERN = (5000, 300)  # made-up messages that train, and that are held back
TESTED = 3000  # held-back rows of one collection at most
BOOK_PARTS = ("validation.csv", "test.csv")


@dataclass(frozen=True, slots=True)
class Mixture:
    """What goes where: rows to train on, rows to choose by, and rows to measure on, by collection."""

    train: list[Labelled]
    validation: list[Labelled]
    held_back: dict[str, list[Labelled]]


def mix_collections(data: Path, book: Path, leave_out: str | None, seed: int) -> Mixture:
    """Read the collections in ``data``; the book's split goes to the folder ``book``.

    Neither the book's validation and test rows nor copies of them train. ``leave_out`` names a collection
    that is held back whole. Raises :class:`SourceError` and :class:`DataError` for what is not there.
    """
    check_name(leave_out)
    known = prepare_book(data, book)
    train: list[Labelled] = []
    validation: list[Labelled] = []
    held: dict[str, list[Labelled]] = {}
    for collection in COLLECTIONS:
        rows = group_rows(drop_copies(read_collection(data, collection), known))
        if collection.name == leave_out:
            held[collection.name] = pick(rows, TESTED, seed)
            continue
        if collection.name == "uci":  # the book's split is what validates and tests there
            validation += read_book(book / BOOK_PARTS[0])
            train += limit_rows(rows, collection)
            continue
        rest, kept_back = hold_back(rows, HELD_BACK, "held back")
        held[collection.name] = pick(kept_back, TESTED, seed)
        rest, choosing = hold_back(rest, VALIDATION, "validation")
        validation += pick(choosing, VALIDATED, seed)
        train += limit_rows(rest, collection)
    made_up = [Labelled(text, spam, "modern") for text, spam in generate_modern(sum(MODERN), seed)]
    train += made_up[: MODERN[0]]
    # They do not validate: what has learned the templates of these knows the others too.
    held["modern"] = made_up[MODERN[0] :]
    times = {collection.name: collection.times for collection in COLLECTIONS}
    train = drop_copies(train, [row.text for row in (*validation, *held["modern"])])
    train = [row for row in train for _ in range(times.get(row.collection, 1))]
    random.Random(seed).shuffle(train)
    return Mixture(disguise_rows(train, seed), validation, held)


def read_book(path: Path) -> list[Labelled]:
    """Rows of a part of the book's split."""
    return [Labelled(row.message.text, row.spam, "uci") for row in labelled.read_labelled(str(path))]


def check_name(leave_out: str | None) -> None:
    """Raise :class:`UsageError` unless ``leave_out`` is a collection."""
    names = [collection.name for collection in COLLECTIONS]
    if leave_out is not None and leave_out not in names:
        raise UsageError(f"no collection {leave_out!r} to leave out; there are: {', '.join(names)}")


def prepare_book(data: Path, book: Path) -> list[str]:
    """Make the book's split and return the texts of its validation and test rows."""
    uci = next(collection for collection in COLLECTIONS if collection.name == "uci")
    prepare_splits(data / uci.file, book, Split(recipe="book"))
    return [row.text for name in BOOK_PARTS for row in read_book(book / name)]


def pick(rows: Sequence[Labelled], count: int, seed: int) -> list[Labelled]:
    """At most ``count`` of ``rows``, in their natural mix of ham and spam."""
    chosen = sorted(random.Random(seed).sample(range(len(rows)), min(count, len(rows))))
    return [rows[place] for place in chosen]


def write_mixture(mixture: Mixture, out: Path) -> list[Path]:
    """Write train.csv and validation.csv into ``out``, and held-back rows into ``out/held``."""
    files = {out / "train.csv": mixture.train, out / "validation.csv": mixture.validation}
    files |= {out / "held" / f"{name}.csv": rows for name, rows in mixture.held_back.items() if rows}
    storage.make_folder(out / "held")
    with storage.naming_folder(out):
        for path, rows in files.items():
            write_rows(path, rows)
    return list(files)


def write_rows(path: Path, rows: Iterable[Labelled]) -> None:
    """A csv with ``Label``, ``Text`` and ``Collection``."""
    with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(("Label", "Text", "Collection"))
        writer.writerows((int(row.spam), row.text, row.collection) for row in rows)
