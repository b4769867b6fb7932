"""From a path or standard input to Messages.

One file a format; each reader takes a binary stream and the source's name and yields Messages in order,
holding one at a time. ``raw`` of all of them, joined, is the stream again (for csv: after the header). A
directory is a Maildir, a mailbox that Apple Mail exported, or a folder of mails, a file each.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from spamfilter.errors import SourceError, UsageError
from spamfilter.message import Message

FORMATS = ("auto", "lines", "mbox", "maildir", "eml", "csv", "jsonl")
SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".eml": "eml",
    ".emlx": "eml",
    ".mbox": "mbox",
}
DIRECTORIES = ("auto", "maildir", "eml")  # formats that read one
APPLE_BOX, APPLE_INDEX = "mbox", "table_of_contents"  # in the folder that Apple Mail exports
STDIN = "-"
CHECK_NAME = "check the name and its permissions"


def check_source(path: str, input_format: str = "auto") -> None:
    """Raise :class:`SourceError` unless ``path`` is ``-``, or a file or directory that can be opened.

    And :class:`UsageError` for a directory of which ``input_format`` makes nothing, or a file.
    """
    if path == STDIN:
        return
    with translate_errors(path):
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode):
            next(Path(path).iterdir(), None)
    if stat.S_ISDIR(mode):
        check_directory(path, input_format)
    elif input_format == "maildir":
        raise UsageError(f"{path} is a file, and a Maildir is a directory; try --input mbox")
    if stat.S_ISREG(mode):  # opening a named pipe to look would cut off who writes into it
        with open_binary(path):
            pass


def check_directory(path: str, input_format: str) -> None:
    """Raise :class:`UsageError` unless ``input_format`` reads directories."""
    if input_format not in DIRECTORIES and not find_box(path, input_format):
        raise UsageError(f"{path} is a directory; name the files in it, or read mails with --input eml")


@contextmanager
def translate_errors(path: str, advice: str = CHECK_NAME) -> Iterator[None]:
    """Turn what opening and reading ``path`` may raise into :class:`SourceError` with ``advice``."""
    try:
        yield
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}; {advice}") from None
    except ValueError:  # a NUL in the name
        raise SourceError(f"cannot read {path!r}: not a valid file name") from None


def is_live(path: str) -> bool:
    """Whether ``path`` may pause before its end: a pipe, a terminal, a socket; not a file or directory."""
    try:
        mode = os.fstat(0).st_mode if path == STDIN else Path(path).stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def open_binary(path: str, advice: str = CHECK_NAME) -> AbstractContextManager[BinaryIO]:
    """``path``, or standard input for ``-``; unbuffered, so that what is there is read at once."""
    if path == STDIN:
        if sys.stdin is None:
            raise SourceError("standard input is closed; name a file or pipe something in")
        buffer = sys.stdin.buffer
        return nullcontext(cast(BinaryIO, getattr(buffer, "raw", buffer)))
    with translate_errors(path, advice):
        return Path(path).open("rb", buffering=0)


def open_source(
    path: str, input_format: str = "auto", *, column: str = "text", separator: bytes = b"\n"
) -> Iterator[Message]:
    """Messages of ``path``; ``auto`` goes by the name, and where that says nothing by the first line.

    ``column`` is what csv and jsonl call the text; ``separator`` ends a line of ``lines``.
    """
    with translate_errors(path):
        is_directory = path != STDIN and Path(path).is_dir()
        box = find_box(path, input_format) if is_directory else ""
    try:
        if box:
            path, input_format = box, "mbox"
        elif is_directory:
            yield from open_directory(path, input_format)
            return
        with open_binary(path) as stream:
            yield from choose_reader(detect_format(path, input_format), column, separator)(stream, path)
    except OSError as error:
        raise SourceError(f"cannot read {error.filename or path}: {error.strerror}") from None


def find_box(path: str, input_format: str) -> str:
    """The mailbox in the directory ``path``, if that is one which Apple Mail exported; else nothing.

    It is called ``NAME.mbox``, or has the index that Apple Mail writes beside the mailbox.
    """
    folder = Path(path)
    if input_format not in ("auto", "mbox") or not (folder / APPLE_BOX).is_file():
        return ""
    exported = folder.suffix.lower() == ".mbox" or (folder / APPLE_INDEX).is_file()
    return os.fspath(folder / APPLE_BOX) if exported else ""


def open_directory(path: str, input_format: str) -> Iterator[Message]:
    """Messages of a Maildir, or of a folder of mails."""
    from spamfilter.readers.maildir import is_maildir, read_folder, read_maildir

    check_directory(path, input_format)
    folder = Path(path)
    if input_format == "maildir" or (input_format == "auto" and is_maildir(folder)):
        return read_maildir(folder)
    return read_folder(folder)


def detect_format(path: str, input_format: str = "auto") -> str | None:
    """The format of ``path``: what was asked for, and for ``auto`` what its name says, if anything."""
    return input_format if input_format != "auto" else SUFFIXES.get(Path(path).suffix.lower())


def choose_reader(
    input_format: str | None, column: str, separator: bytes
) -> Callable[[BinaryIO, str], Iterator[Message]]:
    """The reader for ``input_format``; for none the one that looks at the first line."""
    # Each reader is imported when it is used, which keeps the start quick.
    if input_format is None:
        from spamfilter.readers.sniff import read_sniffed

        return partial(read_sniffed, separator=separator)
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
        from spamfilter.readers.emlx import read_emlx

        return read_emlx
    if input_format == "mbox":
        from spamfilter.readers.mbox import read_mbox

        return read_mbox
    raise UsageError(f"no input format {input_format!r} for a file; there are: {', '.join(FORMATS)}")


__all__ = [
    "CHECK_NAME",
    "FORMATS",
    "STDIN",
    "check_source",
    "detect_format",
    "is_live",
    "open_binary",
    "open_source",
    "translate_errors",
]
