"""From a path or standard input to Messages.

One file a format; each reader takes a binary stream and the source's name and yields Messages in order,
holding one at a time. ``raw`` of all of them, joined, is the stream again (for csv: after the header).
"""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from spamfilter.errors import DataError, SourceError, UsageError
from spamfilter.message import Message

FORMATS = ("auto", "lines", "csv", "jsonl", "eml")
SUFFIXES = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".eml": "eml"}
MAIL_SUFFIXES = {".mbox"}
STDIN = "-"


def check_source(path: str) -> None:
    """Raise :class:`SourceError` unless ``path`` is ``-`` or a file that can be opened."""
    if path == STDIN:
        return
    with translate_errors(path):
        mode = Path(path).stat().st_mode
    if stat.S_ISDIR(mode):
        raise SourceError(f"{path} is a directory; name the files in it")
    if stat.S_ISREG(mode):  # opening a named pipe to look would cut off who writes into it
        with open_binary(path):
            pass


@contextmanager
def translate_errors(path: str) -> Iterator[None]:
    """Turn what opening and reading ``path`` may raise into :class:`SourceError`."""
    try:
        yield
    except OSError as error:
        raise SourceError(
            f"cannot read {path}: {error.strerror}; check the name and its permissions"
        ) from None
    except ValueError:  # a NUL in the name
        raise SourceError(f"cannot read {path!r}: not a valid file name") from None


def is_live(path: str) -> bool:
    """Whether ``path`` may pause before its end: a pipe, a terminal, a socket; not a regular file."""
    try:
        mode = os.fstat(0).st_mode if path == STDIN else Path(path).stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode)


def open_binary(path: str) -> AbstractContextManager[BinaryIO]:
    """``path``, or standard input for ``-``; unbuffered, so that what is there is read at once."""
    if path == STDIN:
        if sys.stdin is None:
            raise SourceError("standard input is closed; name a file or pipe something in")
        buffer = sys.stdin.buffer
        return nullcontext(cast(BinaryIO, getattr(buffer, "raw", buffer)))
    with translate_errors(path):
        return Path(path).open("rb", buffering=0)


def open_source(
    path: str, input_format: str = "auto", *, column: str = "text", separator: bytes = b"\n"
) -> Iterator[Message]:
    """Messages of ``path``; ``auto`` goes by the file name, and is ``lines`` for standard input.

    ``column`` is what csv and jsonl call the text; ``separator`` ends a line of ``lines``.
    """
    reader = choose_reader(path, input_format, column, separator)
    with open_binary(path) as stream:
        try:
            yield from reader(stream, path)
        except OSError as error:
            raise SourceError(f"cannot read {path}: {error.strerror}") from None


def detect_format(path: str, input_format: str = "auto") -> str:
    """The format of ``path``: what was asked for, and for ``auto`` what its name says."""
    if input_format != "auto":
        return input_format
    suffix = Path(path).suffix.lower()
    if suffix in MAIL_SUFFIXES:
        raise DataError(
            f"{path} is a mailbox, which this version cannot read; --input lines takes it line by line"
        )
    return SUFFIXES.get(suffix, "lines")


def choose_reader(
    path: str, input_format: str, column: str, separator: bytes
) -> Callable[[BinaryIO, str], Iterator[Message]]:
    """The reader for ``input_format``."""
    input_format = detect_format(path, input_format)
    # Each reader is imported when it is used, which keeps the start quick.
    if input_format == "lines":
        from spamfilter.readers.lines import read_lines

        return partial(read_lines, separator=separator)
    if input_format == "csv":
        from spamfilter.readers.csv import read_csv

        return partial(read_csv, column=column)
    if input_format == "jsonl":
        from spamfilter.readers.jsonl import read_jsonl

        return partial(read_jsonl, column=column)
    if input_format == "eml":
        from spamfilter.readers.eml import read_eml

        return read_eml
    raise UsageError(f"no input format {input_format!r}; there are: {', '.join(FORMATS)}")


__all__ = [
    "FORMATS",
    "STDIN",
    "check_source",
    "detect_format",
    "is_live",
    "open_binary",
    "open_source",
    "translate_errors",
]
