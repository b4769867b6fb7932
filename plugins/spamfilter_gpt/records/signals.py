"""signals.csv: what a model and its parts say of messages that were measured, each apart."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from spamfilter import DataError, SourceError, storage

SIGNALS_FILE = "signals.csv"
FIRST = ("Collection", "Language", "Spam", "Message", "model")
FRONT = ("front", "tokens", "in bytes")  # columns that a model without a front does not have
LONG = " long"  # ends the name of the column that says of which kind a row is for a part
ADVICE = "delete it and build again"


@dataclass(frozen=True, slots=True)
class PartOdds:
    """Log-odds ``odds`` [N] that a part gives each row, and whether a row is of its second kind, ``long``."""

    odds: tuple[float, ...]
    long: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class FrontOdds:
    """What a front takes a model's log-odds for, ``odds`` [N], and what else it goes by.

    ``tokens`` [N] are counts; ``in_bytes`` [N] tells which texts are cut into pieces of characters.
    """

    odds: tuple[float, ...]
    tokens: tuple[int, ...]
    in_bytes: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Signals:
    """``model`` [N] and ``parts`` are log-odds of N texts, of which each is of a collection and a language.

    Texts with one of ``messages`` [N] are readings of one mail. ``front`` is None where there is none. Of
    ``passages``, which are of the same messages, ``model`` is what the front says where there is one.
    """

    collections: tuple[str, ...]
    languages: tuple[str, ...]
    spam: tuple[bool, ...]
    messages: tuple[str, ...]
    model: tuple[float, ...]
    parts: dict[str, PartOdds]
    front: FrontOdds | None = None
    passages: "Signals | None" = None


def locate_passages(path: Path) -> Path:
    """The table of the passages of the messages in ``path``."""
    return path.with_stem(f"{path.stem}-passages")


def write_signals(path: Path, signals: Signals) -> list[Path]:
    """A row for each text, and a second table of the passages where there are any; the files."""
    beside = locate_passages(path)
    write_table(path, signals)
    if not signals.passages:
        beside.unlink(missing_ok=True)  # of messages that were here before
        return [path]
    write_table(beside, signals.passages)
    return [path, beside]


def write_table(path: Path, signals: Signals) -> None:
    """A row for each text."""
    names = [name for part in signals.parts for name in (part, part + LONG)]
    flags = tuple(map(int, signals.spam))
    columns = [signals.collections, signals.languages, flags, signals.messages, signals.model]
    first: tuple[str, ...] = FIRST
    if signals.front:
        front = signals.front
        columns += [front.odds, front.tokens, tuple(map(int, front.in_bytes))]
        first += FRONT
    for part in signals.parts.values():
        columns += [part.odds, tuple(map(int, part.long))]
    with storage.naming_folder(path.parent), path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow((*first, *names))
        writer.writerows(zip(*columns, strict=True))


def read_signals(path: Path) -> Signals:
    """What :func:`write_signals` wrote. Raises :class:`SourceError` and :class:`DataError`."""
    beside = locate_passages(path)
    return replace(open_table(path), passages=open_table(beside) if beside.exists() else None)


def open_table(path: Path) -> Signals:
    """One of the tables."""
    try:
        with path.open(newline="", encoding="utf-8") as file:
            return parse_rows(csv.reader(file))
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}; {ADVICE}") from None
    except (ValueError, csv.Error, StopIteration) as error:
        raise DataError(f"{path} is no table of signals: {error}; {ADVICE}") from None


def parse_rows(rows: Iterator[list[str]]) -> Signals:
    """The signals in the rows of a csv. Raises ValueError."""
    names = next(rows)
    begun = len(FIRST) + len(FRONT) * (tuple(names[len(FIRST) :][: len(FRONT)]) == FRONT)
    if tuple(names[: len(FIRST)]) != FIRST or (len(names) - begun) % 2:
        raise ValueError(f"its columns are {', '.join(names)}")
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    collections, languages, spam, messages, model, *said = columns[:begun]
    parts = {
        name: PartOdds(read_odds(odds), read_flags(long))
        for name, odds, long in zip(names[begun::2], columns[begun::2], columns[begun + 1 :: 2], strict=True)
    }
    front = FrontOdds(read_odds(said[0]), tuple(map(int, said[1])), read_flags(said[2])) if said else None
    return Signals(collections, languages, read_flags(spam), messages, read_odds(model), parts, front)


def read_odds(column: tuple[str, ...]) -> tuple[float, ...]:
    """Numbers of a column."""
    return tuple(map(float, column))


def read_flags(column: tuple[str, ...]) -> tuple[bool, ...]:
    """1 and 0 as truth values."""
    return tuple(value == "1" for value in column)
