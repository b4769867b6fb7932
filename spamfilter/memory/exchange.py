"""A memory as lines of JSON, to be carried to another machine: fingerprints and numbers, no text.

The first line says what it is and of which classifier and model; each other one is a learned message, what is
no text in it as base64.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.memory.example import KEY, Example, pack_traces, unpack_traces

TITLE = "spamfilter memory"
FORMAT = 1
LATEST = 1 << 40  # seconds since 1970
LINE = 1 << 24  # bytes


def write_examples(stream: BinaryIO, classifier: str, model: str, examples: Iterable[Example]) -> int:
    """Write ``examples`` of a memory for this ``classifier`` and ``model``; how many."""
    head = {"title": TITLE, "format": FORMAT, "classifier": classifier, "model": model}
    stream.write(json.dumps(head).encode() + b"\n")
    count = 0
    for count, example in enumerate(examples, 1):  # noqa: B007, its last value is the answer
        row = {
            "key": example.key.hex(),
            "label": "spam" if example.spam else "ham",
            "time": example.time,
            "traces": base64.b64encode(pack_traces(example.traces)).decode("ascii"),
        }
        stream.write(json.dumps(row).encode() + b"\n")
    return count


def read_examples(stream: BinaryIO) -> tuple[str, str, Iterator[Example]]:
    """The classifier, the model and the examples. Raises :class:`DataError` for anything else."""
    head = parse_line(stream.readline(LINE), 1)
    if head.get("title") != TITLE:
        raise DataError("line 1 is not that of an exported memory; spamfilter memory export writes one")
    if head.get("format") != FORMAT:
        raise DataError(f"the exported memory has format {head.get('format')!r}; upgrade spamfilter-gpt")
    return str(head.get("classifier")), str(head.get("model")), parse_examples(stream)


def parse_examples(stream: BinaryIO) -> Iterator[Example]:
    """An example of each line that is left."""
    number = 1
    while line := stream.readline(LINE):
        number += 1
        row = parse_line(line, number)
        try:
            key = bytes.fromhex(str(row["key"]))
            spam = {"spam": True, "ham": False}[str(row["label"])]
            traces = unpack_traces(base64.b64decode(str(row["traces"]), validate=True))
            time = int(str(row["time"]))
        except (KeyError, ValueError, binascii.Error, DataError):
            raise damaged(number) from None
        if len(key) != KEY or not 0 <= time < LATEST:
            raise damaged(number)
        yield Example(key, spam, time, traces)


def parse_line(line: bytes, number: int) -> dict[str, object]:
    """The object on a line."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise damaged(number)
    return found


def damaged(number: int) -> DataError:
    """The error for a line that is none of an export."""
    return DataError(f"line {number} is not that of an exported memory; export it again")
