"""The memory's file: one SQLite database with the examples and what they are for."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from spamfilter.errors import CreateError, DataError, OutputError, SourceError, TemporaryError
from spamfilter.memory.example import Example, pack_traces, unpack_traces
from spamfilter.memory.exchange import read_examples, write_examples
from spamfilter.memory.learner import Knowledge

FORMAT = 1
MARK = 0x5370616D  # "Spam": SQLite's application_id, by which the file is known
WAIT = 10.0  # seconds for another process that writes
LIMIT = 1 << 29  # bytes of a file that is opened
TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE examples (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB UNIQUE NOT NULL,
    spam INTEGER NOT NULL, time INTEGER NOT NULL, traces BLOB NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a memory is for: the name of a ``classifier``, and what identifies its ``model``."""

    classifier: str
    model: str

    def __str__(self) -> str:
        return f"{self.classifier} ({self.model})" if self.model else self.classifier


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a memory: counts, the ``first`` and ``last`` time (None when empty), ``size`` in bytes."""

    subject: Subject
    spam: int
    ham: int
    first: int | None
    last: int | None
    size: int


class Memory:
    """An open memory; :func:`open_memory` makes one. Its methods may be called from any thread."""

    def __init__(self, path: Path, subject: Subject, connection: sqlite3.Connection) -> None:
        self.path, self.subject = path, subject
        self._connection = connection
        self._lock = threading.RLock()
        self._known: Knowledge | None = None
        self._version: tuple[int, int] = (-1, -1)
        self._changes = 0

    def learn(self, example: Example) -> bool:
        """Learn ``example`` in one transaction; False where it is known with that label already."""
        return self.learn_all([example]) == 1

    def learn_all(self, examples: Iterable[Example]) -> int:
        """Learn all in one transaction, or none; how many were new or had the other label."""
        with self._lock, self._writing():
            return sum(map(self._learn, examples))

    def _learn(self, example: Example) -> bool:
        row = self._connection.execute("SELECT spam FROM examples WHERE key = ?", [example.key]).fetchone()
        if row and bool(row[0]) == example.spam:
            return False
        self._connection.execute("DELETE FROM examples WHERE key = ?", [example.key])
        self._connection.execute(
            "INSERT INTO examples (key, spam, time, traces) VALUES (?, ?, ?, ?)",
            [example.key, example.spam, example.time, pack_traces(example.traces)],
        )
        return True

    def forget(self, key: bytes) -> bool:
        """Forget the example of that key; False where there is none."""
        with self._lock, self._writing():
            return self._connection.execute("DELETE FROM examples WHERE key = ?", [key]).rowcount > 0

    def find(self, key: bytes) -> bool | None:
        """Whether the message of that key was learned as spam; None where it was not learned."""
        with self._lock, self._reading():
            row = self._connection.execute("SELECT spam FROM examples WHERE key = ?", [key]).fetchone()
        return bool(row[0]) if row else None

    def empty(self) -> int:
        """Forget all; how many there were."""
        with self._lock, self._writing():
            return self._connection.execute("DELETE FROM examples").rowcount

    def examples(self) -> Iterator[Example]:
        """All that were learned, the oldest first."""
        with self._lock, self._reading():
            rows = self._connection.execute("SELECT key, spam, time, traces FROM examples ORDER BY number")
            for key, spam, time, traces in rows.fetchall():
                yield Example(bytes(key), bool(spam), int(time), unpack_traces(bytes(traces)))

    def knowledge(self) -> Knowledge:
        """What the examples say; read again when the file has changed."""
        with self._lock, self._reading():
            version = self._read_version()
            if self._known is None or version != self._version:
                self._known, self._version = Knowledge.of(self.examples()), version
            return self._known

    def describe(self) -> Contents:
        """What is in it."""
        with self._lock, self._reading():
            spam, count, first, last = self._connection.execute(
                "SELECT total(spam), count(*), min(time), max(time) FROM examples"
            ).fetchone()
        return Contents(self.subject, int(spam), count - int(spam), first, last, self.path.stat().st_size)

    def export(self, stream: BinaryIO) -> int:
        """Write all examples to ``stream``, see :mod:`spamfilter.memory.exchange`; how many."""
        return write_examples(stream, self.subject.classifier, self.subject.model, self.examples())

    def import_(self, stream: BinaryIO) -> int:
        """Learn what :meth:`export` wrote of a memory for the same classifier; how many were new.

        Raises :class:`DataError` for what is no export, or one of a memory for another, and learns nothing.
        """
        classifier, model, examples = read_examples(stream)
        if (found := Subject(classifier, model)) != self.subject:
            raise DataError(f"what is to be imported is of a memory for {found}, not for {self.subject}")
        return self.learn_all(examples)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _read_version(self) -> tuple[int, int]:
        """What another is whenever the file has changed, by this connection or another one."""
        (others,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(others), self._connection.total_changes

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with naming_faults(self.path, writing=True):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with naming_faults(self.path, writing=False):
            yield


@contextmanager
def naming_faults(path: Path, writing: bool) -> Iterator[None]:
    """Turn what SQLite raises inside into the error that it means."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise TemporaryError(f"the memory {path} is in use by another process; try again") from None
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise OutputError(f"cannot write the memory {path}: {error}; free some space") from None
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            raise OutputError(
                f"the memory {path} cannot be written: {error}; choose another with --memory"
            ) from None
        if code == sqlite3.SQLITE_CANTOPEN:
            kind = CreateError if writing else SourceError
            raise kind(f"cannot open the memory {path}: {error}; choose another with --memory") from None
        raise DataError(f"the memory {path} is damaged: {error}; move it away, and learn again") from None


def open_memory(path: Path, subject: Subject, create: bool = False) -> Memory:
    """The memory at ``path``, made where there is none if ``create``.

    Raises :class:`SourceError` when it is missing or unreadable, :class:`DataError` when it is damaged, no
    memory, of a newer format or for another subject, :class:`CreateError` when it cannot be made.
    """
    if not create and not path.exists():
        raise SourceError(f"there is no memory {path}; spamfilter learn makes one")
    if create:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CreateError(
                f"cannot make {path.parent}: {error.strerror}; choose another with --memory"
            ) from None
    with naming_faults(path, create):
        connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        (there,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not there:
            for statement in TABLES.split(";"):
                connection.execute(statement)
            about = [("format", FORMAT), ("classifier", subject.classifier), ("model", subject.model)]
            connection.executemany("INSERT INTO about VALUES (?, ?)", about)
        connection.execute("COMMIT")
        known: dict[str, object] = dict(connection.execute("SELECT name, value FROM about").fetchall())
    found = Subject(str(known["classifier"]), str(known["model"]))
    if found != subject:
        raise DataError(
            f"the memory {path} is for {found}, not for {subject}; choose another with --memory, "
            "or carry it over with spamfilter memory rebuild"
        )
    return Memory(path, subject, connection)
