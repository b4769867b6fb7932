"""How many rows or records had a text and how many had none, of a table or of pieces of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from spamfilter.errors import DataError
from spamfilter.readers.notice import tell


@dataclass(slots=True)
class Tally:
    """What has been ``found`` and ``passed`` over so far, and a ``hint`` at what was there instead."""

    found: int = 0
    passed: int = 0
    hint: str = ""


def add_tallies(tallies: Iterable[Tally]) -> Tally:
    """Of all pieces of a table, in order; the first hint stands."""
    total = Tally()
    for one in tallies:
        total.found += one.found
        total.passed += one.passed
        total.hint = total.hint or one.hint
    return total


def settle_records(tally: Tally, source: str, column: str) -> None:
    """Tell of records without a text. Raises :class:`DataError` where none has one."""
    if tally.passed and not tally.found:
        raise DataError(f"{source} has no string {column!r} in any record{tally.hint or NO_OBJECT}")
    if tally.passed:
        tell(source, describe_passed(tally.passed, "record", column))


NO_OBJECT = "; JSON objects with a text are needed, one a line or in an array"


def settle_rows(tally: Tally, source: str) -> None:
    """Tell of rows without a text; the hint is the column. Raises :class:`DataError` where none has one."""
    if tally.passed and not tally.found:
        raise DataError(f"{source}: column {tally.hint!r} is empty in every row; name another")
    if tally.passed:
        tell(source, describe_passed(tally.passed, "row", tally.hint))


def describe_passed(count: int, what: str, column: str) -> str:
    """What a user is told of rows or records that have no text."""
    return (
        f"{count} {what} without a text in {column!r} was passed over"
        if count == 1
        else (f"{count} {what}s without a text in {column!r} were passed over")
    )
