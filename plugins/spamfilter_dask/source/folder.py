"""Folders: cut into groups of files, read where they are, or copied first where they are behind an address.

Readers of folders go by paths. So of a folder elsewhere a worker copies the files of one group to a temporary
folder, and what it reads there is called by the address again.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from spamfilter import DataError, Message, SourceError, pieces, storage
from spamfilter_dask.source.place import (
    Stat,
    copy_place,
    find_store,
    is_address,
    join_address,
    look,
    make_stat,
    open_place,
    reading,
)

MOST_FILES = 10_000  # of a group


@dataclass(frozen=True, slots=True)
class Entry:
    """What follows in a folder: some of its files as a ``group``, or one large file.

    Of the file its ``outline``, the rows of its ``groups`` if it is Parquet, and what there is to tell.
    """

    source: str
    stat: Stat
    begin: int
    group: pieces.Listing | None = None
    outline: pieces.Outline = pieces.Outline()  # noqa: RUF009, which is frozen
    groups: tuple[int, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Folder:
    """The ``entries`` of a folder, in order, and what of it cannot be listed."""

    entries: tuple[Entry, ...]
    faults: tuple[str, ...] = ()


def survey_folder(source: str, request: pieces.Request, part_size: int) -> Folder:
    """Look at all files of a folder, and at the beginning of the large ones."""
    faults: list[str] = []

    def fail(error: OSError) -> None:
        faults.append(f"cannot read {error.filename or source}: {error.strerror}")

    if is_address(source):
        listing, stats = list_store(source, request)
    else:
        with reading(source):
            listing = pieces.list_folder(source, request, fail)
        stats = list(map(look_quietly, listing.files))
    return Folder(tuple(group_files(source, listing, stats, request, part_size)), tuple(faults))


def list_store(source: str, request: pieces.Request) -> tuple[pieces.Listing, list[Stat]]:
    """The files behind an address, by their names below it."""
    with reading(source):
        store, path = find_store(source)
        found = store.find(path, detail=True)
        root = path.rstrip("/") + "/"
        stats = {name.removeprefix(root): make_stat(name, about) for name, about in found.items()}
    listing = pieces.list_names(source, list(stats), request)
    return listing, [stats[name] for name in listing.files]


def look_quietly(file: str) -> Stat:
    """The stat of a file; nothing where it has gone, or cannot be looked at: who reads it tells."""
    try:
        return look(file)
    except SourceError:
        return Stat(0, "")


def group_files(
    source: str, listing: pieces.Listing, stats: list[Stat], request: pieces.Request, part_size: int
) -> Iterator[Entry]:
    """Groups of files of about ``part_size`` bytes together, and large files that can be cut."""
    files: list[str] = []
    held: list[Stat] = []
    size = 0
    for place, (file, stat) in enumerate(zip(listing.files, stats, strict=True)):
        large = stat.size > part_size and not listing.mails
        entry = look_into(source, file, stat, listing, request) if large else None
        full = len(files) >= MOST_FILES or size + stat.size > part_size
        if files and (full or entry):
            yield make_entry(source, listing, files, held, place - len(files))
            files, held, size = [], [], 0
        if entry:
            yield entry
        else:
            files.append(file)
            held.append(stat)
            size += stat.size
    if files:
        yield make_entry(source, listing, files, held, len(listing.files) - len(files))


def make_entry(
    source: str, listing: pieces.Listing, files: list[str], stats: list[Stat], begin: int
) -> Entry:
    """An entry of small files."""
    stamp = storage.hash_bytes("\n".join(stat.stamp for stat in stats).encode())
    group = replace(listing, files=tuple(files))
    return Entry(source, Stat(sum(stat.size for stat in stats), stamp), begin, group)


def locate(source: str, file: str) -> str:
    """What a file of a folder is called in verdicts."""
    return join_address(source, file) if is_address(source) else file


def look_into(
    source: str, file: str, stat: Stat, listing: pieces.Listing, request: pieces.Request
) -> Entry | None:
    """A large file as an entry of its own; None where it is read whole, or not at all."""
    place = locate(source, file)
    try:
        with open_place(place) as stream, pieces.collect_notices() as notices:
            outline = pieces.outline_listed(stream, place, listing, request)
            groups = tuple(pieces.list_groups(stream, place)) if outline.format == "parquet" else ()
    except (SourceError, DataError):  # which who reads it tells
        return None
    return Entry(place, stat, 0, None, outline, groups, tuple(notices)) if outline.format else None


def stamp_group(source: str, group: pieces.Listing) -> str:
    """The stamp of a group as it is now, by which it is seen that one of its files has changed."""
    if is_address(source):
        stats = [look_quietly(locate(source, file)) for file in group.files]
    else:
        stats = list(map(look_quietly, group.files))
    return storage.hash_bytes("\n".join(stat.stamp for stat in stats).encode())


@contextmanager
def open_group(source: str, group: pieces.Listing) -> Iterator[list[Path]]:
    """Paths of the files of a ``group``: their own, or of copies."""
    if not is_address(source):
        yield [Path(file) for file in group.files]
        return
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder, file) for file in group.files]
        for file, copy in zip(group.files, copies, strict=True):
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy_place(locate(source, file), copy)
        yield copies


def read_group(
    source: str, group: pieces.Listing, request: pieces.Request, before: int, notices: list[str]
) -> Iterator[Message]:
    """The messages of a ``group``, with ``before`` mails above them; what is told comes into ``notices``."""
    with open_group(source, group) as files:
        names = name_copies(source, group, files)
        try:
            for message in pieces.read_listed(files, group, request, before):
                held = [replace(message, source=call_by_address(message.source, names)) if names else message]
                del message
                yield held.pop()
        except (SourceError, DataError) as error:
            raise type(error)(call_by_address(str(error), names)) from None
        finally:
            notices[:] = [call_by_address(notice, names) for notice in notices]


def count_group(source: str, group: pieces.Listing, request: pieces.Request) -> int:
    """How many whole mails are in a ``group``."""
    with open_group(source, group) as files, pieces.collect_notices():
        return pieces.count_files(files, group, request)


def name_copies(source: str, group: pieces.Listing, files: list[Path]) -> dict[str, str]:
    """The address of each copy; empty where files are read where they are."""
    if not is_address(source):
        return {}
    return {os.fspath(copy): locate(source, file) for copy, file in zip(files, group.files, strict=True)}


def call_by_address(text: str, names: dict[str, str]) -> str:
    """``text`` with the address of the copy that it names."""
    if text in names:
        return names[text]
    copy = max((copy for copy in names if copy in text), key=len, default="")
    return text.replace(copy, names[copy]) if copy else text
