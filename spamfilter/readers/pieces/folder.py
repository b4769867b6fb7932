"""Pieces of a folder: some of its files, in the order in which all of them are read."""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.message import Message
from spamfilter.readers import check_directory
from spamfilter.readers.container.packing import find_packing
from spamfilter.readers.container.source import Source
from spamfilter.readers.maildir import (
    CURRENT,
    NEW,
    is_maildir,
    list_arrived,
    list_files,
    list_mails,
    order_arrived,
    order_numbers,
    read_files,
)
from spamfilter.readers.notice import collect_notices
from spamfilter.readers.pieces.outline import Outline, outline_stream
from spamfilter.readers.source.faults import Faults
from spamfilter.readers.source.folder import MANY, choose_files, choose_kind, count_alone, read_chosen
from spamfilter.readers.source.format import AUTO
from spamfilter.readers.source.recognize import Request, Start

MAILDIR = "maildir"


@dataclass(frozen=True, slots=True)
class Listing:
    """The ``files`` of a folder, in order.

    ``mails``    whether each is one mail, as in a Maildir; else each is what its bytes say
    ``indexed``  whether a mail program keeps an index among them
    """

    files: tuple[str, ...]
    mails: bool = False
    indexed: bool = False


def list_folder(path: str, request: Request, fail: Callable[[OSError], None]) -> Listing:
    """The files of the folder ``path``; ``fail`` is given what cannot be listed.

    Raises :class:`UsageError` for a format that no folder has, :class:`DataError` for one that is no Maildir
    and is said to be one.
    """
    check_directory(path, request.input_format)
    folder = Path(path)
    arrived = is_maildir(folder)
    check_maildir(path, request, arrived=arrived)
    if request.input_format == MAILDIR or (arrived and request.input_format == AUTO):
        return Listing(name_files(list_arrived(folder, fail)), mails=True)
    return sort_out(list_files(folder, fail), request)


def list_names(path: str, names: Sequence[str], request: Request) -> Listing:
    """The same of a folder elsewhere; ``names`` are those of its files below it, parted by ``/``.

    There are no empty folders there, so ``new`` or ``cur`` alone makes a Maildir.
    """
    check_directory(path, request.input_format)
    files = [Path(name) for name in names if not any(part.startswith(".") for part in name.split("/"))]
    arrived = any(file.parts[0] in (NEW, CURRENT) and len(file.parts) > 1 for file in files)
    check_maildir(path, request, arrived=arrived)
    if request.input_format == MAILDIR or (arrived and request.input_format == AUTO):
        return Listing(
            name_files(order_arrived([one for one in files if one.parts[0] in (NEW, CURRENT)])), True
        )
    return sort_out(sorted(files, key=lambda file: [order_numbers(part) for part in file.parts]), request)


def check_maildir(path: str, request: Request, *, arrived: bool) -> None:
    """Raise :class:`DataError` where a Maildir is asked for and ``path`` is none."""
    if request.input_format == MAILDIR and not arrived:
        raise DataError(f"{path} is not a Maildir: it lacks {NEW} or {CURRENT}; --input eml reads its files")


def sort_out(files: list[Path], request: Request) -> Listing:
    """The files of a folder that is no Maildir."""
    if request.input_format != AUTO:
        return Listing(name_files(files), mails=True)
    chosen, indexed = choose_files(files)
    return Listing(name_files(chosen), indexed=indexed)


def name_files(files: Sequence[Path]) -> tuple[str, ...]:
    return tuple(map(os.fspath, files))


def count_files(files: Sequence[Path], listing: Listing, request: Request) -> int:
    """How many mails are whole ones of ``files``, some of those in ``listing``: what numbers go by.

    What cannot be read counts nothing.
    """
    faults = Faults()  # which who reads them tells
    if listing.mails:
        return sum(1 for _ in list_mails(files, faults))
    return count_alone(files, request, faults, indexed=listing.indexed)


def outline_listed(stream: BinaryIO, source: str, listing: Listing, request: Request) -> Outline:
    """How a file of a folder is read. It may be cut where it is many messages, as a mailbox is."""
    start = Start(stream, source, source).begin()
    if listing.mails or find_packing(Source(io.BytesIO(start.head).read)):
        return Outline()
    with collect_notices():  # who reads the file tells them
        if choose_kind(start, request, indexed=listing.indexed) != MANY:
            return Outline()
    stream.seek(0)
    return outline_stream(stream, source, request)


def read_listed(files: Sequence[Path], listing: Listing, request: Request, before: int) -> Iterator[Message]:
    """The messages of some of the files of a folder, with ``before`` whole mails in those above them.

    Raises at the end what the worst of them could not be read by, as for the whole folder.
    """
    with Faults() as faults:
        if listing.mails:
            yield from read_files(files, faults, before)
        else:
            yield from read_chosen(files, request, faults, indexed=listing.indexed, before=before)
