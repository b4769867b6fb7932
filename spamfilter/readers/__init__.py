"""From a path or standard input to Messages.

One file a format; each reader takes a binary stream and the source's name and yields Messages in order,
holding one at a time. ``raw`` of all of them, joined, is the stream again (for csv: after the header) where
the format has such a thing. A directory is a Maildir, a mailbox that Apple Mail exported, or a folder of
files.
"""

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from spamfilter.errors import SourceError, UsageError
from spamfilter.hookspecs import ReaderEntry, ReadOptions
from spamfilter.message import Message
from spamfilter.readers.source.format import AUTO, FORMATS, READERS, SUFFIXES

if TYPE_CHECKING:
    from spamfilter.readers.source.recognize import Request

DIRECTORIES = ("auto", "maildir", "eml")  # formats that read one
APPLE_BOX, APPLE_INDEX = "mbox", "table_of_contents"  # in the folder that Apple Mail exports
STDIN = "-"
CHECK_NAME = "check the name and its permissions"
DEFAULTS = ReadOptions()


def check_source(path: str, input_format: str = AUTO) -> None:
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
    path: str,
    input_format: str = AUTO,
    *,
    options: ReadOptions = DEFAULTS,
    readers: Sequence[ReaderEntry] = READERS,
    sent: bool = False,
    raw: bool = False,
) -> Iterator[Message]:
    """Messages of ``path``; ``auto`` goes by the bytes, and by the name where they leave it open.

    ``readers`` are the formats that there are, ``sent`` is whether what the owner of the source sent is
    wanted too, ``raw`` whether the messages' bytes are. Raises :class:`UsageError` where ``raw`` is wanted of
    a format whose messages have none, and :class:`DataError` for what no reader knows; of a folder or an
    archive at its end, when all else of it was read.
    """
    from spamfilter.readers.source.recognize import Request

    request = Request(input_format, options, readers, sent, raw)
    with translate_errors(path):
        is_directory = path != STDIN and Path(path).is_dir()
        box = find_box(path, input_format) if is_directory else ""
    try:
        if box:
            path, request = box, replace(request, input_format="mbox")
        elif is_directory:
            yield from open_directory(path, request)
            return
        with open_binary(path) as stream:
            yield from read_unpacked(stream, path, request, live=is_live(path))
    except OSError as error:
        raise SourceError(f"cannot read {error.filename or path}: {error.strerror}") from None


def read_unpacked(
    stream: BinaryIO, path: str, request: "Request", *, live: bool = False
) -> Iterator[Message]:
    """Messages of ``stream``, which is a file called ``path``, and of what is packed in it."""
    from spamfilter.readers.source.faults import Faults
    from spamfilter.readers.source.recognize import Start, read_member, read_stream
    from spamfilter.readers.source.unpack import unpack

    with Faults() as faults:
        for source, name, member in unpack(stream, path):
            read_one = read_stream if source == path else read_member
            with faults.keep(source):
                yield from read_one(Start(member, source, name, live).begin(), request)


def find_box(path: str, input_format: str) -> str:
    """The mailbox in the directory ``path``, if that is one which Apple Mail exported; else nothing.

    It is called ``NAME.mbox``, or has the index that Apple Mail writes beside the mailbox.
    """
    folder = Path(path)
    if input_format not in ("auto", "mbox") or not (folder / APPLE_BOX).is_file():
        return ""
    exported = folder.suffix.lower() == ".mbox" or (folder / APPLE_INDEX).is_file()
    return os.fspath(folder / APPLE_BOX) if exported else ""


def open_directory(path: str, request: "Request") -> Iterator[Message]:
    """Messages of a Maildir, or of a folder of mails and other files."""
    from spamfilter.readers.maildir import is_maildir, read_folder, read_maildir

    check_directory(path, request.input_format)
    folder = Path(path)
    if request.input_format == "maildir" or (request.input_format == AUTO and is_maildir(folder)):
        return read_maildir(folder)
    if request.input_format != AUTO:
        return read_folder(folder)
    from spamfilter.readers.source.folder import read_mixed

    return read_mixed(folder, request)


def detect_format(path: str, input_format: str = AUTO) -> str | None:
    """The format of ``path``: what was asked for, and for ``auto`` what its name says, if anything."""
    return input_format if input_format != AUTO else SUFFIXES.get(Path(path).suffix.lower())


__all__ = [
    "AUTO",
    "CHECK_NAME",
    "FORMATS",
    "READERS",
    "STDIN",
    "check_source",
    "detect_format",
    "is_live",
    "open_binary",
    "open_source",
    "translate_errors",
]
