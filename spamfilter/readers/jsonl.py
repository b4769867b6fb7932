"""One JSON object a line (https://jsonlines.org)."""

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.message import Message, decode_text
from spamfilter.readers.lines import split_records


def read_jsonl(stream: BinaryIO, source: str, *, column: str) -> Iterator[Message]:
    """A Message a line, its text the string under ``column``; ``number`` is the line's, blank ones skipped.

    Raises :class:`DataError`, with the line number, for what is not an object with such a string.
    """
    for message, _ in read_objects(stream, source, column):
        yield message


def read_objects(stream: BinaryIO, source: str, column: str) -> Iterator[tuple[Message, dict[str, object]]]:
    """As :func:`read_jsonl`, each Message with the whole object."""
    for number, raw in enumerate(split_records(stream), start=1):
        line = decode_text(raw)
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "too deep, or a number too long")
            raise DataError(
                f"{source} line {number} is not JSON: {reason}; one object a line is needed"
            ) from None
        key = find_key(column, row) if isinstance(row, dict) else None
        text = None if key is None else row[key]
        if not isinstance(text, str):
            raise DataError(f"{source} line {number} has no string {column!r}; name another with --column")
        # JSON can spell half a surrogate pair, which no encoder takes.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        yield Message(text, raw, source, number), row


def find_key(column: str, row: Mapping[str, object]) -> str | None:
    """The key of ``row`` that is ``column``, or where none is spelt so, regardless of case."""
    if column in row:
        return column
    return next((key for key in row if key.lower() == column.lower()), None)
