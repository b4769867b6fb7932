"""Directories of mails: a Maildir (https://cr.yp.to/proto/maildir.html), or files of one mail each.

Only read: a mail in ``new`` stays there, unlike in a mail program. One that a mail server keeps packed (the
plugin ``zlib`` of Dovecot does) is unpacked, also in ``raw``. ``number`` is the mail's place in the
directory and ``source`` its file.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from spamfilter.errors import DataError
from spamfilter.message import Message
from spamfilter.readers.container import unpack_held
from spamfilter.readers.eml import read_mail
from spamfilter.readers.emlx import cut_mail
from spamfilter.readers.source.faults import Faults

NEW, CURRENT = "new", "cur"
FLAGS = ":2,"  # what follows changes when a mail is read or answered
_NUMBERS = re.compile(r"(\d+)")


def is_maildir(folder: Path) -> bool:
    """Whether ``folder`` has the two folders in it in which a Maildir keeps its mails."""
    return (folder / NEW).is_dir() and (folder / CURRENT).is_dir()


def read_maildir(folder: Path) -> Iterator[Message]:
    """The mails in ``new`` and ``cur``, by name, which starts with the time of arrival.

    A mail that is moved or gets other flags meanwhile keeps its place; one that is deleted is left out.
    Raises :class:`DataError` where ``folder`` is no Maildir, and at the end for what could not be read.
    """
    if not is_maildir(folder):
        raise DataError(
            f"{folder} is not a Maildir: it lacks {NEW} or {CURRENT}; --input eml reads its files"
        )
    with Faults() as faults:
        yield from read_files(list_arrived(folder, faults.keep_os), faults)


def list_arrived(folder: Path, fail: Callable[[OSError], None]) -> list[Path]:
    """The files of a Maildir in the order of arrival."""
    return order_arrived([file for part in (NEW, CURRENT) for file in list_files(folder / part, fail)])


def order_arrived(files: list[Path]) -> list[Path]:
    """``files`` of a Maildir by name, without the flags in it."""
    return sorted(files, key=lambda file: order_numbers(file.name.partition(FLAGS)[0]))


def read_folder(folder: Path) -> Iterator[Message]:
    """The mails in the files of ``folder`` and the folders in it, by path, each file one mail."""
    with Faults() as faults:
        yield from read_files(list_files(folder, faults.keep_os), faults)


def read_files(files: Iterable[Path], faults: Faults, before: int = 0) -> Iterator[Message]:
    """Each file that is there and not empty as one mail, of which ``before`` stand above."""
    number, mails = before, list_mails(files, faults)
    while found := next(mails, None):
        number += 1
        raw, source = found
        held = [replace(read_mail(cut_mail(raw), source, number), raw=raw)]
        del raw, found  # a large mail is not kept here while the next one is read
        yield held.pop()


def list_mails(files: Iterable[Path], faults: Faults) -> Iterator[tuple[bytes, str]]:
    """The bytes of each file that is there and not empty, and its name."""
    for file in files:
        with faults.keep(os.fspath(file)):
            held = [(unpack_held(read_moving(file), os.fspath(file)), os.fspath(file))]
            if held[0][0]:
                yield held.pop()


def list_files(folder: Path, fail: Callable[[OSError], None] | None = None) -> list[Path]:
    """The files in ``folder`` and the folders in it, by path, none whose name starts with a dot.

    A folder that cannot be listed is an error, unless ``fail`` takes it.
    """
    found = []
    for place, folders, names in os.walk(folder, onerror=fail or raise_error):
        inner = Path(place)
        temporary = {"tmp"} if is_maildir(inner) else set()  # not yet delivered
        folders[:] = [name for name in folders if not name.startswith(".") and name not in temporary]
        found += [inner / name for name in names if not name.startswith(".") and (inner / name).is_file()]
    return sorted(found, key=lambda file: [order_numbers(part) for part in file.parts])


def raise_error(error: OSError) -> None:
    """A folder that cannot be listed must not pass for an empty one."""
    raise error


def order_numbers(name: str) -> list[str | int]:
    """A key by which ``2.eml`` comes before ``10.eml``: text and numbers by turns."""
    return [int(part) if index % 2 else part for index, part in enumerate(_NUMBERS.split(name))]


def read_moving(file: Path) -> bytes:
    """Bytes of a mail, which another program may meanwhile have moved or deleted: then there are none."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        name, _, _ = file.name.partition(FLAGS)
        moved = file.parent.parent / CURRENT
        if file.parent.name not in (NEW, CURRENT) or not moved.is_dir():
            return b""
        others = (other for other in moved.iterdir() if other.name.partition(FLAGS)[0] == name)
        return next((other.read_bytes() for other in others), b"")
