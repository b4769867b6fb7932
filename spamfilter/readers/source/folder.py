"""The files of a folder, each by what it is: a mail, a mailbox, an export, or something else that is named.

Mail programs keep their own files beside mail: Thunderbird an index ``NAME.msf`` beside each mailbox
``NAME``, and the folders in it in ``NAME.sbd``; Apple Mail a ``table_of_contents``. Beside those only what is
mail by its bytes is read.
"""

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from spamfilter.message import Message
from spamfilter.readers.emlx import cut_mail
from spamfilter.readers.maildir import list_files, read_moving
from spamfilter.readers.notice import tell
from spamfilter.readers.sniff import sniff_format
from spamfilter.readers.source.faults import Faults
from spamfilter.readers.source.recognize import (
    TABLES,
    Request,
    Start,
    describe_binary,
    find_asked,
    read_stream,
)
from spamfilter.readers.source.unpack import read_rest, unpack

INDEX = ".msf"
MANY, MAIL, NOTHING = "many", "mail", "nothing"
ALONE = 0  # the number of a mail that is a whole file, until it has its place
# What mail programs write beside mail, which holds none.
PROGRAM = {
    "table_of_contents", "msgfilterrules.dat", "popstate.dat", "filterlog.html", "junklog.html",
    "training.dat", "virtualfolders.dat",
}  # fmt: skip


def read_mixed(folder: Path, request: Request) -> Iterator[Message]:
    """The messages in the files of ``folder`` and the folders in it, by path.

    A file that is not known for something else is one mail, and its number its place among those; messages of
    other files have their place in the file. What cannot be read is raised at the end.
    """
    with Faults() as faults:
        files, indexed = choose_files(list_files(folder, faults.keep_os))
        yield from read_chosen(files, request, faults, indexed=indexed)


def choose_files(files: Sequence[Path]) -> tuple[list[Path], bool]:
    """Those of a folder's ``files`` that are looked into, and whether a mail program keeps an index there."""
    indexed = any(file.suffix.lower() == INDEX for file in files)
    others = [file for file in files if file.suffix.lower() != INDEX and file.name.lower() not in PROGRAM]
    return others, indexed


def read_chosen(
    files: Iterable[Path], request: Request, faults: Faults, *, indexed: bool, before: int = 0
) -> Iterator[Message]:
    """The messages of some ``files`` of a folder, with ``before`` mails in files above them."""
    mails = before
    for start in open_mixed(files, faults):
        with faults.keep(start.source):
            for message in read_packed(start, request, indexed=indexed):
                mails += message.number == ALONE
                held = [replace(message, number=mails) if message.number == ALONE else message]
                del message  # a large one is not kept here while the next one is read
                yield held.pop()


def count_alone(files: Iterable[Path], request: Request, faults: Faults, *, indexed: bool) -> int:
    """How many of ``files``, and of what is packed in them, are one mail."""
    count = 0
    for start in open_mixed(files, faults):
        with faults.keep(start.source):
            count += choose_kind(start, request, indexed=indexed) == MAIL and bool(read_rest(start.replay()))
    return count


def open_mixed(files: Iterable[Path], faults: Faults) -> Iterator[Start]:
    """What each of ``files`` holds, one stream or, of an archive, several; to be read before the next."""
    for file in files:
        with faults.keep(os.fspath(file)):
            try:
                stream = cast(BinaryIO, file.open("rb", buffering=0))
            except FileNotFoundError:  # moved by a mail program
                stream = io.BytesIO(read_moving(file))
            with closing(stream):
                for source, name, member in unpack(stream, os.fspath(file)):
                    with faults.keep(source):
                        yield Start(member, source, name).begin()


def read_packed(start: Start, request: Request, *, indexed: bool) -> Iterator[Message]:
    """The messages of a file, or of one that was packed in it."""
    kind = choose_kind(start, request, indexed=indexed)
    if kind == MANY:
        yield from read_stream(start, request)
    elif kind == MAIL:
        yield from read_alone(read_rest(start.replay()), start.source)


def choose_kind(start: Start, request: Request, *, indexed: bool) -> str:
    """What a file of a folder is: ``MANY`` messages, one ``MAIL``, or ``NOTHING`` to read, which is told."""
    head = start.head
    kind = sniff_format(head)
    if is_other(start, kind, request):
        return MANY
    binary = describe_binary(head, mail=not indexed) if kind == "lines" else ""
    if binary:
        tell(start.source, f"is {binary.partition(';')[0]}; it was passed over")
        return NOTHING
    if indexed and kind == "lines" and cut_mail(head) == head:
        if head.strip():
            tell(start.source, "is no mail; it was passed over")
        return NOTHING
    return MAIL


def is_other(start: Start, kind: str | None, request: Request) -> bool:
    """Whether a file of a folder is more than one mail: a mailbox, a table by its name, or an export."""
    if kind == "mbox":
        return start.named != "eml"
    return (kind == "lines" and start.named in TABLES) or find_asked(start, request) is not None


def read_alone(raw: bytes, source: str) -> Iterator[Message]:
    """The one mail that a file is, without its number; nothing for an empty file."""
    from spamfilter.readers.eml import read_mail

    if raw:
        held = [replace(read_mail(cut_mail(raw), source), raw=raw, number=ALONE)]
        del raw
        yield held.pop()
