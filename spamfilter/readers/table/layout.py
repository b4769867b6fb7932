"""Where a table's columns are: by the names in its first row, or by their numbers."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spamfilter.errors import DataError

# In the order in which a header's names are looked for, and those that may part a table without a header: of
# the latter a tab is surest, for it stands in no text.
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LIKELIEST = ("\t", ",", ";", "|")
NO_DELIMITER = "\uffff"  # of a table with one column: stands in no row, which are read as Latin-1
# What an error shows of a header line, which of a file that is no csv may be anything.
LONGEST_NAME, MOST_NAMES = 40, 8
# What is longer is no name of a column but a message.
LONGEST_COLUMN, MOST_WORDS = 40, 6
LABELS = {"ham", "spam"}

_VALUE = re.compile(r"[+-]?\d[\d.,:/ +-]*+")
_SENTENCE = re.compile(r"\S+\s+\S+\s.*[.!?…]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Layout:
    """What parts the fields, how many a row has, and the ``places`` of the columns that are read, from 0.

    ``headless`` says that the first row is one like the others. ``numbered`` says that columns were found by
    their numbers.
    """

    delimiter: str
    width: int
    places: tuple[int, ...]
    headless: bool = False
    numbered: bool = False


def find_layout(
    header: str, columns: Mapping[str, str], source: str, delimiter: str = "", sample: Sequence[str] = ()
) -> Layout:
    """The layout of the table whose first row is ``header``.

    ``columns`` goes from the option that names a column, which an error recommends, to its name or number,
    from 1. ``delimiter`` is what parts fields where the table says so itself, ``sample`` some of the lines
    below. Raises :class:`DataError` where a column is not there.
    """
    for one in (delimiter,) if delimiter else tuple(DELIMITERS):
        names = split_row(header, one)
        places = [find_name(column, names) for column in columns.values()]
        if None not in places:
            return make_layout(one, names, places)
    one = delimiter or guess_delimiter(header, sample)
    names = split_row(header, one)
    named = [find_name(column, names) for column in columns.values()]
    data = is_data(names, split_rows(sample, one))
    headless = data and not any(place is not None for place in named)
    places = [
        find_number(column, len(names)) if place is None else place
        for place, column in zip(named, columns.values(), strict=True)
    ]
    if None in places:
        option, column = [*columns.items()][places.index(None)]
        raise DataError(describe_missing(column, option, names, source, headless))
    return make_layout(one, names, places, headless=headless, numbered=True)


def make_layout(delimiter: str, names: Sequence[str], places: Sequence[int | None], **known: bool) -> Layout:
    """A :class:`Layout` with all its ``places``."""
    found = tuple(place for place in places if place is not None)
    return Layout(delimiter if len(names) > 1 else NO_DELIMITER, len(names), found, **known)


def split_row(row: str, delimiter: str) -> list[str]:
    """The fields of one row."""
    return next(csv.reader(row.splitlines(keepends=True), delimiter=delimiter), [])


def split_rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """The fields of each of ``lines``, quoted or not."""
    return [split_row(line, delimiter) for line in lines if line]


def find_name(column: str, names: Sequence[str]) -> int | None:
    """Index of ``column`` among ``names``, or where none is spelt so, regardless of case and white space."""
    if column in names:
        return names.index(column)
    plain = [" ".join(name.split()).lower() for name in names]
    wanted = " ".join(column.split()).lower()
    return plain.index(wanted) if wanted in plain else None


def find_number(column: str, width: int) -> int | None:
    """Index of the column that ``column`` is the number of, counted from 1; None where it is none."""
    number = int(column) if column.isdecimal() and len(column) < 6 else 0
    return number - 1 if 1 <= number <= width else None


def guess_delimiter(header: str, sample: Sequence[str]) -> str:
    """What parts the fields of a table: what cuts its rows into equally many, more than one."""
    widths = {one: len(split_row(header, one)) for one in LIKELIEST}

    def weigh(one: str) -> tuple[bool, int, int]:
        alike = sum(len(row) == widths[one] for row in split_rows(sample, one))
        return widths[one] > 1, alike, widths[one]

    return max(LIKELIEST, key=weigh)


def is_data(names: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a first row holds values rather than names: numbers, sentences, what stands ``below`` too.

    ``ham`` or ``spam`` is a label where there are only those below; alone it may be a name.
    """
    if any(is_value(name.strip()) for name in names):
        return True
    columns = [{row[place] for row in below if place < len(row)} for place in range(len(names))]
    return any(
        name.strip() and (name in column or (name in LABELS and column and column <= LABELS))
        for name, column in zip(names, columns, strict=True)
    )


def is_value(name: str) -> bool:
    """Whether ``name`` is longer than a column's name, a number, or a sentence."""
    if len(name) > LONGEST_COLUMN or len(name.split()) > MOST_WORDS:
        return True
    return bool(_VALUE.fullmatch(name) or _SENTENCE.fullmatch(name))


def describe_missing(column: str, option: str, names: Sequence[str], source: str, headless: bool) -> str:
    """What to say where no column is called ``column``."""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    found = (
        f"{source} has no column {column!r}, only {', '.join(cut_names(names))}{more}; name one with {option}"
    )
    if not headless:
        return found
    longest = max(range(len(names)), key=lambda place: len(names[place])) + 1
    return (
        f"{found}; its first row seems to be a message, not a header: "
        f"then by the number of the column, as in {option} {longest}"
    )


def cut_names(names: Sequence[str]) -> Iterator[str]:
    """The first of ``names``, quoted, none of them long."""
    for name in names[:MOST_NAMES]:
        yield repr(name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…")
