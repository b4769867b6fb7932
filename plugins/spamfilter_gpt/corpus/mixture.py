"""Training, validation and held-back rows from the collections: the data of the shipped models."""

import csv
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spamfilter import UsageError, labelled, storage
from spamfilter_gpt.corpus.augment import disguise_rows
from spamfilter_gpt.corpus.collection import (
    COLLECTIONS,
    Labelled,
    read_collection,
    read_written,
)
from spamfilter_gpt.corpus.copies import draw_share, drop_copies, group_rows, hold_back, limit_rows, tie_rows
from spamfilter_gpt.corpus.generator import generate_modern
from spamfilter_gpt.corpus.split import Split, prepare_splits

HELD_BACK = 0.15  # of what is tied together among the raw mails
TIED = 0.02
VALIDATION = 0.04  # of each collection, for the choice of the epoch
VALIDATED = 150  # rows of one collection that validate at most
MODERN = 3000  # made-up messages that train
TESTED = 1500  # held-back rows of one collection at most
BOOK_PARTS = ("validation.csv", "test.csv")
# Of a language without spam there is little ham, or it would be the language that is honest.
HAM_TO_SPAM, HAM_AT_LEAST = 6, 60
# Whole kinds of the written messages of eight languages are held back, so many messages of each class.
LANGUAGES = ("en", "de", "es", "fr", "pt", "ru", "zh", "ja")
HELD_KINDS = {
    False: (("delivery", "otp", "school", "bill", "appointment", "shop", "health"), 30),
    True: (("parcel", "tax", "toll", "marketplace", "wrongnumber", "crypto"), 20),
}


@dataclass(frozen=True, slots=True)
class Mixture:
    """What goes where: rows to train on, rows to choose by, and rows to measure on, by collection."""

    train: list[Labelled]
    validation: list[Labelled]
    held_back: dict[str, list[Labelled]]


def mix_collections(data: Path, book: Path, leave_out: Sequence[str], seed: int) -> Mixture:
    """Read the collections in ``data``; the book's split goes to the folder ``book``.

    Neither the book's validation and test rows nor copies of them train. ``leave_out`` names publishers
    whose collections are held back whole. Raises :class:`SourceError` and :class:`DataError` for what is not
    there.
    """
    check_names(leave_out)
    known = prepare_book(data, book)
    held: dict[str, list[Labelled]] = {}
    rest: list[Labelled] = []
    for collection in COLLECTIONS:
        rows = group_rows(drop_copies(read_collection(data, collection), known))
        if collection.name == "spamassassin" and collection.publisher not in leave_out:
            rows, held[collection.name] = hold_senders(rows)
        rows = limit_rows(rows, collection.ham, collection.spam)
        if collection.publisher in leave_out:
            held[collection.name] = pick(take_firsts(rows), TESTED, seed)
        else:
            rest += rows
    written, held["written"] = hold_kinds(read_written())
    rest += written
    rest = drop_copies(rest, [row.text for rows in held.values() for row in rows])
    validation: list[Labelled] = []
    train: list[Labelled] = []
    for name in dict.fromkeys(row.collection for row in rest):
        rows = group_rows([row for row in rest if row.collection == name])
        rows, choosing = hold_back(rows, VALIDATION, "validation")
        validation += pick(choosing, VALIDATED, seed)
        train += rows
    train += [Labelled(text, spam, "modern") for text, spam in generate_modern(MODERN, seed)]
    train = balance_languages(drop_copies(train, [row.text for row in validation]))
    random.Random(seed).shuffle(train)
    return Mixture(disguise_rows(train, seed), validation, held)


def check_names(leave_out: Sequence[str]) -> None:
    """Raise :class:`UsageError` unless ``leave_out`` are publishers."""
    names = list(dict.fromkeys(collection.publisher for collection in COLLECTIONS))
    for name in leave_out:
        if name not in names:
            raise UsageError(f"no publisher {name!r} to leave out; there are: {', '.join(names)}")


def prepare_book(data: Path, book: Path) -> list[str]:
    """Make the book's split and return the texts of its validation and test rows."""
    uci = next(collection for collection in COLLECTIONS if collection.name == "uci")
    prepare_splits(data / uci.file, book, Split(recipe="book"))
    read = (labelled.read_labelled(str(book / name)) for name in BOOK_PARTS)
    return [row.message.text for rows in read for row in rows]


def hold_senders(rows: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """``rows`` and a share held back; no sender, thread or near copy is on both sides.

    Lists tie thousands of mails together; what is tied to more than ``TIED`` of the rows trains.
    """
    tied = tie_rows([(*row.origin, f"copy {row.group}") for row in rows])
    sizes = Counter(tied)
    small = TIED * len(rows)
    out = {one for one in sizes if sizes[one] <= small and draw_share(rows[one].text) < HELD_BACK}
    pairs = list(zip(rows, tied, strict=True))
    return [row for row, one in pairs if one not in out], [row for row, one in pairs if one in out]


def hold_kinds(rows: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """The written ``rows`` and whole kinds of them, in each of ``LANGUAGES``, as ``HELD_KINDS`` says."""
    counts = Counter((row.language[:2], row.spam, row.origin[0]) for row in rows)
    out = set()
    for language in LANGUAGES:
        for spam, (kinds, wanted) in HELD_KINDS.items():
            found = 0
            for kind in kinds:
                if found < wanted:
                    out.add((language, spam, kind))
                    found += counts[language, spam, kind]
    grouped = group_rows(rows)
    held = [row for row in grouped if (row.language[:2], row.spam, row.origin[0]) in out]
    shared = {row.group for row in held}
    return [row for row in grouped if row.group not in shared], held


def balance_languages(rows: Sequence[Labelled]) -> list[Labelled]:
    """``rows`` without the ham of a language beyond what its spam allows."""
    spam = Counter(row.language.split("-")[0] for row in rows if row.spam)
    kept = []
    ham: Counter[str] = Counter()
    for row in rows:
        language = row.language.split("-")[0]
        ham[language] += not row.spam
        if row.spam or ham[language] <= HAM_TO_SPAM * spam[language] + HAM_AT_LEAST:
            kept.append(row)
    return kept


def take_firsts(rows: Sequence[Labelled]) -> list[Labelled]:
    """The first of each group of near copies."""
    return list({row.group: row for row in reversed(rows)}.values())[::-1]


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
    """A csv with ``Label``, ``Text``, ``Collection`` and ``Language``."""
    with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(("Label", "Text", "Collection", "Language"))
        writer.writerows((int(row.spam), row.text, row.collection, row.language) for row in rows)
