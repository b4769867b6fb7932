"""Training, validation and held-back rows from the collections: the data of the shipped models."""

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spamfilter import UsageError, labelled, storage
from spamfilter_gpt.corpus.augment import disguise_rows
from spamfilter_gpt.corpus.collection import (
    COLLECTIONS,
    RAW,
    WRITTEN,
    Labelled,
    read_collection,
    read_written,
)
from spamfilter_gpt.corpus.copies import draw_share, drop_copies, group_rows, hold_back, limit_rows, tie_rows
from spamfilter_gpt.corpus.generator import make_examples
from spamfilter_gpt.corpus.split import Split, prepare_splits

HELD_BACK = 0.15  # of what is tied together among the raw mails
TIED = 0.02
VALIDATION = 0.04  # of each collection, for the choice of the epoch
VALIDATED = 150  # rows of one collection that validate at most
MODERN = 1500  # made-up messages that train
TESTED = 1000  # held-back rows of one collection at most
COLUMNS = ("Label", "Text", "Collection", "Language", "Mail", "View")
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
    """Read the collections in ``data`` and mix them; the book's split goes to the folder ``book``."""
    check_names(leave_out)
    return mix_rows(read_pool(data, book), leave_out, seed)


def read_pool(data: Path, book: Path) -> list[Labelled]:
    """All rows there are but copies, near copies grouped; the book's split goes to the folder ``book``.

    Neither the book's validation and test rows nor copies of them are among them. Raises
    :class:`SourceError` and :class:`DataError` for what is not there.
    """
    known = prepare_book(data, book)
    rows = [row for collection in COLLECTIONS for row in read_collection(data, collection)]
    return group_rows(drop_copies([*rows, *read_written()], known))


def mix_rows(pool: Sequence[Labelled], leave_out: Sequence[str], seed: int) -> Mixture:
    """Mix the rows of ``pool``; what ``leave_out`` names does not train, nor near copies of measured rows."""
    parts: dict[str, list[Labelled]] = defaultdict(list)
    for row in pool:
        parts[row.collection].append(row)
    held: dict[str, list[Labelled]] = {}
    rest: list[Labelled] = []
    for collection in COLLECTIONS:
        rows = parts[collection.name]
        if collection.publisher in leave_out:
            held[collection.name] = take_measured(rows, seed)
            continue
        if collection.file == RAW:
            rows, held[collection.name] = hold_senders(rows)
        rest += limit_rows(rows, collection.ham, collection.spam)
    rows, held[WRITTEN.name] = hold_kinds(parts[WRITTEN.name])
    measured = {row.group for rows in held.values() for row in rows}
    rest = [row for row in (*rest, *rows) if row.group not in measured]
    return split_mixture(rest, held, seed)


def split_mixture(rest: Sequence[Labelled], held: dict[str, list[Labelled]], seed: int) -> Mixture:
    """Training and validation rows of the ``rest``, with made-up messages and other views among the first."""
    train, choosing = hold_back(rest, VALIDATION, "validation")
    names = dict.fromkeys(row.collection for row in choosing)
    groups = [[row for row in choosing if row.collection == name] for name in names]
    validation = [row for rows in groups for row in pick(rows, VALIDATED, seed)]
    taken = [row.text for rows in (*held.values(), validation) for row in rows]
    train = balance_languages(drop_copies([*train, *make_modern(seed)], taken))
    random.Random(seed).shuffle(train)
    return Mixture(disguise_rows(train, seed), validation, held)


def make_modern(seed: int, count: int = MODERN) -> list[Labelled]:
    """Made-up messages, each with the language of its locale and its kind."""
    made = make_examples(count, seed)
    return [
        Labelled(one.text, one.spam, "modern", language=one.locale.replace("_", "-"), origin=(one.kind,))
        for one in made
    ]


def take_measured(rows: Sequence[Labelled], seed: int) -> list[Labelled]:
    """What is measured of a collection left out: some distinct rows, and other readings of their mails."""
    chosen = pick(take_firsts(rows), TESTED, seed)
    texts, mails = {row.text for row in chosen}, {row.mail for row in chosen if row.mail}
    return [row for row in rows if row.text in texts or row.mail in mails]


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
    mails = [(f"mail {row.mail}",) if row.mail else () for row in rows]
    both = zip(rows, mails, strict=True)
    tied = tie_rows([(*row.origin, f"copy {row.group}", *mail) for row, mail in both])
    sizes = Counter(tied)
    small = TIED * len(rows)
    out = {one for one in sizes if sizes[one] <= small and draw_share(rows[one].text) < HELD_BACK}
    pairs = list(zip(rows, tied, strict=True))
    return [row for row, one in pairs if one not in out], [row for row, one in pairs if one in out]


def hold_kinds(rows: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """The written ``rows`` and whole kinds of them, in each of ``LANGUAGES``, as ``HELD_KINDS`` says.

    What nearly repeats a message that is held back is on neither side.
    """
    counts = Counter(find_kind(row) for row in rows)
    out = set()
    for language in LANGUAGES:
        for spam, (kinds, wanted) in HELD_KINDS.items():
            found = 0
            for kind in kinds:
                if found < wanted:
                    out.add((language, spam, kind))
                    found += counts[language, spam, kind]
    held = [row for row in rows if find_kind(row) in out]
    shared = {row.group for row in held}
    return [row for row in rows if row.group not in shared], held


def find_kind(row: Labelled) -> tuple[str, bool, str]:
    """Language, class and kind of a written message."""
    return row.tongue, row.spam, row.origin[0]


def balance_languages(rows: Sequence[Labelled]) -> list[Labelled]:
    """``rows`` without the ham of a language beyond what its spam allows.

    What was written for this project stays first: it is the most like what a person gets.
    """
    spam = Counter(row.tongue for row in rows if row.spam)
    ham: Counter[str] = Counter()
    out = set()
    for place in sorted(range(len(rows)), key=lambda place: rows[place].collection != WRITTEN.name):
        row, language = rows[place], rows[place].tongue
        ham[language] += not row.spam
        if not row.spam and ham[language] > HAM_TO_SPAM * spam[language] + HAM_AT_LEAST:
            out.add(place)
    return [row for place, row in enumerate(rows) if place not in out]


def take_firsts(rows: Sequence[Labelled]) -> list[Labelled]:
    """The first of each group of near copies."""
    firsts: dict[int, Labelled] = {}
    for row in rows:
        firsts.setdefault(row.group, row)
    return list(firsts.values())


def pick(rows: Sequence[Labelled], count: int, seed: int) -> list[Labelled]:
    """At most ``count`` of ``rows``, in their natural mix of ham and spam."""
    chosen = sorted(random.Random(seed).sample(range(len(rows)), min(count, len(rows))))
    return [rows[place] for place in chosen]


def write_mixture(mixture: Mixture, out: Path) -> list[Path]:
    """Write train.csv and validation.csv into ``out``, and held-back rows into ``out/held``, alone there."""
    files = {out / "train.csv": mixture.train, out / "validation.csv": mixture.validation}
    files |= {out / "held" / f"{name}.csv": rows for name, rows in mixture.held_back.items() if rows}
    storage.make_folder(out / "held")
    with storage.naming_folder(out):
        for path in set((out / "held").glob("*.csv")).difference(files):  # of a mixture before
            path.unlink()
        for path, rows in files.items():
            write_rows(path, rows)
    return list(files)


def write_rows(path: Path, rows: Iterable[Labelled]) -> None:
    """A csv with a column for each of ``COLUMNS``; ``Mail`` is empty but for readings of a mail."""
    with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in rows:
            told = row.collection, row.language, row.mail, int(row.view)
            writer.writerow((int(row.spam), row.text, *told))
