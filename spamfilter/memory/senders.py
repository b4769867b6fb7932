"""Who is allowed and who is blocked: two lists in the file of the memory, whatever classifier that is for."""

import os
import sqlite3
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from spamfilter.errors import CreateError, SpamfilterError
from spamfilter.memory.store import MARK, WAIT, naming_faults

ALLOW, BLOCK = "allow", "block"
TABLE = (
    "CREATE TABLE IF NOT EXISTS senders (entry TEXT PRIMARY KEY, list TEXT NOT NULL, time INTEGER NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An ``entry``, the ``list`` that it is on, and when it came there, in seconds since 1970, UTC."""

    entry: str
    list: str
    time: int


class SenderFile:
    """The lists in the memory at ``path``, as they are now. Any thread may read.

    Where they cannot be read, that is said once on standard error, and those that were known stay.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._seen: tuple[int, ...] = ()
        self._listed: Mapping[str, str] = {}
        self._warned = False

    def read(self) -> Mapping[str, str]:
        """The list of each entry; none where there is no file."""
        with self._lock:
            try:
                self._refresh()
            except SpamfilterError as error:
                if not self._warned:
                    print(f"spamfilter: {error} (nobody is allowed or blocked)", file=sys.stderr)
                self._warned = True
            return self._listed

    def _refresh(self) -> None:
        try:
            found = self.path.stat()
        except OSError:
            self._close()
            self._listed = {}
            return
        with naming_faults(self.path, writing=False):
            if self._seen[:2] != (found.st_dev, found.st_ino) or self._connection is None:
                self._close()
                self._connection = connect_to_read(self.path)
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
            seen = (found.st_dev, found.st_ino, int(version))
            if seen != self._seen:
                self._listed = {one.entry: one.list for one in read_rows(self._connection)}
                self._seen = seen

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._seen = None, ()


def list_senders(path: Path, which: str) -> list[Listed]:
    """The entries of one list, in order; none where there is no file."""
    if not path.exists():
        return []
    with naming_faults(path, writing=False), closing(connect_to_read(path)) as connection:
        return sorted((one for one in read_rows(connection) if one.list == which), key=lambda one: one.entry)


def add_senders(path: Path, which: str, entries: Iterable[str]) -> dict[str, str | None]:
    """Put ``entries`` on a list, and off the other one; the list of each before. Makes a file if need be."""
    with writing(path) as connection:
        before = find_lists(connection, entries)
        now = int(time.time())
        rows = [(entry, which, now) for entry, old in before.items() if old != which]
        connection.executemany("INSERT OR REPLACE INTO senders VALUES (?, ?, ?)", rows)
    return before


def remove_senders(path: Path, which: str, entries: Iterable[str]) -> dict[str, str | None]:
    """Take ``entries`` off a list; the list of each before."""
    if not path.exists():
        return dict.fromkeys(entries)
    with writing(path) as connection:
        before = find_lists(connection, entries)
        rows = [(entry, which) for entry in before]
        connection.executemany("DELETE FROM senders WHERE entry = ? AND list = ?", rows)
    return before


def find_lists(connection: sqlite3.Connection, entries: Iterable[str]) -> dict[str, str | None]:
    """The list that each of ``entries`` is on."""
    ask = "SELECT list FROM senders WHERE entry = ?"
    rows = {entry: connection.execute(ask, [entry]).fetchone() for entry in entries}
    return {entry: str(row[0]) if row else None for entry, row in rows.items()}


def read_rows(connection: sqlite3.Connection) -> list[Listed]:
    """All entries; none where the memory has no lists yet."""
    there = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'senders'").fetchone()
    if not there[0]:
        return []
    rows = connection.execute("SELECT entry, list, time FROM senders").fetchall()
    return [Listed(str(entry), str(which), int(when)) for entry, which, when in rows]


def connect_to_read(path: Path) -> sqlite3.Connection:
    """An open file that is not written to, in a folder too where nothing can be written."""
    place = path.absolute().as_uri()
    connection = sqlite3.connect(f"{place}?mode=ro", uri=True, timeout=WAIT, check_same_thread=False)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        if os.access(path.parent, os.W_OK) or (log.exists() and log.stat().st_size):
            raise
        # A WAL needs files beside it. Nobody writes here, so the file may be taken as it is.
        connection = sqlite3.connect(f"{place}?immutable=1", uri=True, check_same_thread=False)
    return connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """The file in one transaction, with the table in it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CreateError(
            f"cannot make {path.parent}: {error.strerror}; choose another with --memory"
        ) from None
    with naming_faults(path, writing=True):
        connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        with closing(connection):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                connection.execute(f"PRAGMA application_id = {MARK}")
            connection.execute(TABLE)
            yield connection
            connection.execute("COMMIT")
