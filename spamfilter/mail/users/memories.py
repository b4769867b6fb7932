"""The memories of the users of one server: a file each in a folder, or one file for all."""

import re
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spamfilter.errors import SourceError, SpamfilterError
from spamfilter.memory.store import Memory, NothingLearned, Subject, open_memory

if TYPE_CHECKING:
    from spamfilter.memory.learner import Knowledge

KEPT = 32  # memories that are open at once
WEIGHT = 1 << 27  # bytes of their files, unless one alone has more
SUFFIX = ".db"
# No path, no hidden file, no option, and with the names that SQLite gives its files below 255 bytes.
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+@=%-]{0,199}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where memories stand: ``one`` file for all users, or in a ``folder`` a file for each; or nowhere."""

    one: Path | None = None
    folder: Path | None = None

    def locate(self, user: str) -> Path | None:
        """The file of ``user``, which need not be there. None where there can be none.

        Of a folder that is for a name that is not safe as that of a file: 1 to 200 letters, figures and
        ``_.+@=%-``, of which the first is a letter, a figure or ``_``.
        """
        if self.folder is None:
            return self.one
        return self.folder / f"{user}{SUFFIX}" if _NAME.fullmatch(user) else None


@dataclass(frozen=True, slots=True)
class Opened:
    """An open ``memory``, which ``inode`` of which device it is, and how many bytes it had."""

    memory: Memory
    inode: tuple[int, int]
    size: int


class Memories:
    """The memories of a ``shelf`` for one ``subject``; those that were used last are kept open.

    One that cannot be used costs only the corrections of its users: that is a fault, see :meth:`take_faults`.
    """

    def __init__(self, shelf: Shelf, subject: Subject) -> None:
        self._shelf, self._subject = shelf, subject
        self._opened: OrderedDict[Path, Opened] = OrderedDict()
        self._faults: list[str] = []

    def recall(self, user: str) -> "Knowledge | None":
        """What was learned for ``user`` by now, by whatever process; None where there is no memory."""
        try:
            memory = self.open(user)
            return memory.knowledge() if memory else None
        except SpamfilterError as error:
            self.drop(user)
            self._faults.append(f"{error} (scoring without it)")
            return None

    def open(self, user: str, *, create: bool = False) -> Memory | None:
        """The memory of ``user``, open; None where nothing was learned yet, unless it is to ``create``.

        Raises as :func:`open_memory` does, and :class:`SourceError` where there can be no file.
        """
        path = self._shelf.locate(user)
        if path is None:
            if create:
                raise SourceError("there is no memory for a user of that name")
            return None
        found = find_inode(path)
        opened = self._opened.pop(path, None)
        if opened and opened.inode != found:  # another file has its place, or none
            opened.memory.close()
            opened = None
        if opened is None:
            if found is None and not create:
                return None
            try:
                opened = open_known(path, self._subject, create)
            except NothingLearned:  # lists of senders alone
                return None
        self._opened[path] = opened
        self._shrink()
        return opened.memory

    def drop(self, user: str) -> None:
        """Close the memory of ``user``; it is opened again when it is needed."""
        path = self._shelf.locate(user)
        if path is not None and path in self._opened:
            self._opened.pop(path).memory.close()

    def close(self) -> None:
        """Close them all."""
        while self._opened:
            self._opened.popitem()[1].memory.close()

    def take_faults(self) -> list[str]:
        """What could not be used since this was asked last, a line each."""
        faults, self._faults = self._faults, []
        return faults

    def _shrink(self) -> None:
        """Close those that were not used for longest; the last one stays."""
        weight = sum(opened.size for opened in self._opened.values())
        while len(self._opened) > 1 and (len(self._opened) > KEPT or weight > WEIGHT):
            _, opened = self._opened.popitem(last=False)
            weight -= opened.size
            opened.memory.close()


def find_inode(path: Path) -> tuple[int, int] | None:
    """Device and inode of the file; None where there is none. Raises :class:`SourceError`."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise SourceError(f"cannot look at the memory {path}: {error.strerror}") from None
    return found.st_dev, found.st_ino


def open_known(path: Path, subject: Subject, create: bool) -> Opened:
    """The memory at ``path``; see :func:`open_memory`."""
    memory = open_memory(path, subject, create)
    found = path.stat()
    return Opened(memory, (found.st_dev, found.st_ino), found.st_size)
