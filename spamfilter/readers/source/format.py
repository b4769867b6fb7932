"""Our own formats, registered by the hook as a plugin's are. Each reader is imported when it is used."""

from collections.abc import Iterator
from typing import BinaryIO

from spamfilter.errors import UsageError
from spamfilter.hookspecs import ReaderEntry, ReadOptions, hookimpl
from spamfilter.message import Message
from spamfilter.readers.exports import EXPORTS
from spamfilter.readers.table import ENTRIES

AUTO = "auto"
SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".eml": "eml",
    ".emlx": "eml",
    ".mbox": "mbox",
}


def read_as_lines(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """A message a line."""
    from spamfilter.readers.lines import read_lines

    return read_lines(stream, source, separator=options.separator)


def read_as_mbox(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """The mails of a mailbox."""
    from spamfilter.readers.mbox import read_mbox

    return read_mbox(stream, source)


def read_as_maildir(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Nothing: a Maildir is read where directories are."""
    raise UsageError(f"{source} is a file, and a Maildir is a directory; try --input mbox")


def read_as_eml(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """One mail."""
    from spamfilter.readers.emlx import read_emlx

    return read_emlx(stream, source)


def read_as_csv(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """A message a row."""
    from spamfilter.readers.csv import read_csv

    return read_csv(stream, source, column=options.column)


def read_as_jsonl(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """A message an object."""
    from spamfilter.readers.jsonl import read_jsonl

    return read_jsonl(stream, source, column=options.column)


def never(head: bytes, name: str) -> bool:
    """What no bytes show: it goes by the name, or is left when nothing else fits."""
    return False


def is_mbox(head: bytes, name: str) -> bool:
    """Whether a dated From line is above a header."""
    from spamfilter.readers.sniff import sniff_format

    return sniff_format(head) == "mbox"


def is_eml(head: bytes, name: str) -> bool:
    """Whether it begins with the header of a mail."""
    from spamfilter.readers.sniff import sniff_format

    return sniff_format(head) == "eml"


READERS = (
    ReaderEntry("lines", "a message a line", never, read_as_lines, raw=True),
    ReaderEntry("mbox", "a mailbox", is_mbox, read_as_mbox, raw=True),
    ReaderEntry("maildir", "a directory of mails, a Maildir", never, read_as_maildir, raw=True),
    ReaderEntry("eml", "one mail, or a folder of them", is_eml, read_as_eml, raw=True),
    ReaderEntry(
        "csv", "a table, of comma-, semicolon- or tab-separated values", never, read_as_csv, raw=True
    ),
    ReaderEntry("jsonl", "a JSON object a line, or an array of them", never, read_as_jsonl, raw=True),
    *ENTRIES,
    *EXPORTS,
)
FORMATS = (AUTO, *(entry.name for entry in READERS))


@hookimpl
def spamfilter_readers() -> tuple[ReaderEntry, ...]:
    """What is read without any plugin."""
    return READERS
