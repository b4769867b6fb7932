"""The memory's file: one SQLite database with the examples and what they are for."""

import sqlite3
import stat
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
MARK = 0x5370616D  # "Spam": SQLite's application_id
WAIT = 10.0  # seconds for another process that writes
LIMIT = 1 << 29  # bytes of a file that is opened
BEHIND = 256  # learned messages that are summed up anew whenever the file is opened, at most
MEND = "move it away, and learn again"
TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE examples (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB UNIQUE NOT NULL,
    spam INTEGER NOT NULL, time INTEGER NOT NULL, traces BLOB NOT NULL
);
CREATE TABLE sums (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL, data BLOB NOT NULL);
"""
ROWS = "SELECT number, key, spam, time, traces FROM examples"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a memory is for: the name of a ``classifier``, and what identifies its ``model``."""

    classifier: str
    model: str

    def __str__(self) -> str:
        return f"{self.classifier} ({self.model})" if self.model else self.classifier


class NothingLearned(SourceError):
    """The file is there, as the lists of senders are in it too, and no message was learned in it."""


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
        self._last = self._forgotten = 0  # of the file, as they were when it was read

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
        self._drop(example.key)
        self._connection.execute(
            "INSERT INTO examples (key, spam, time, traces) VALUES (?, ?, ?, ?)",
            [example.key, example.spam, example.time, pack_traces(example.traces)],
        )
        (last,) = self._connection.execute("SELECT total(last) FROM sums").fetchone()
        (number,) = self._connection.execute("SELECT max(number) FROM examples").fetchone()
        if number - last >= BEHIND:
            self._keep_sums()
        return True

    def _drop(self, key: bytes) -> bool:
        """Forget the example of that key, in the transaction that is open; whether there was one."""
        row = self._connection.execute(f"{ROWS} WHERE key = ?", [key]).fetchone()
        if row is None:
            return False
        self._connection.execute("DELETE FROM examples WHERE number = ?", [row[0]])
        self._connection.execute("UPDATE about SET value = value + 1 WHERE name = 'forgotten'")
        kept = self._connection.execute("SELECT last FROM sums").fetchone()
        if kept and row[0] <= kept[0]:
            known, last = self._read_sums()
            known.remove(self._read_row(row))
            self._write_sums(known, last)
        return True

    def forget(self, key: bytes) -> bool:
        """Forget the example of that key; False where there is none."""
        with self._lock, self._writing():
            return self._drop(key)

    def renew(self, subject: Subject, examples: Iterable[Example]) -> int:
        """Forget all and learn ``examples``, in one transaction, for ``subject`` from now on; how many."""
        with self._lock, self._writing():
            self._drop_all()
            name_new_subject(self._connection, subject)
            count = sum(map(self._learn, examples))
        self.subject = subject
        return count

    def find(self, key: bytes) -> bool | None:
        """Whether the message of that key was learned as spam; None where it was not learned."""
        with self._lock, self._reading():
            row = self._connection.execute("SELECT spam FROM examples WHERE key = ?", [key]).fetchone()
        return bool(row[0]) if row else None

    def empty(self) -> int:
        """Forget all; how many there were."""
        with self._lock, self._writing():
            return self._drop_all()

    def _drop_all(self) -> int:
        self._connection.execute("DELETE FROM sums")
        self._connection.execute("UPDATE about SET value = value + 1 WHERE name = 'forgotten'")
        return self._connection.execute("DELETE FROM examples").rowcount

    def examples(self) -> Iterator[Example]:
        """All that were learned, the oldest first."""
        with self._lock, self._reading():
            for row in self._connection.execute(f"{ROWS} ORDER BY number").fetchall():
                yield self._read_row(row)

    def _read_row(self, row: tuple[int, bytes, int, int, bytes]) -> Example:
        _, key, spam, time, traces = row
        try:
            return Example(bytes(key), bool(spam), int(time), unpack_traces(bytes(traces)))
        except (DataError, TypeError, ValueError) as error:
            raise DataError(f"the memory {self.path} is damaged: {error}; {MEND}") from None

    def knowledge(self) -> Knowledge:
        """What the examples say; what has changed in the file since the last call is read."""
        with self._lock, self._reading():
            version = self._read_version()
            if self._known is None or version != self._version:
                self._catch_up()
                self._version = version
            assert self._known is not None
            return self._known

    def _catch_up(self) -> None:
        """Read what was learned since; all there is, by the sums that are kept, where some was forgotten."""
        asked = "SELECT value FROM about WHERE name = 'forgotten'"
        forgotten = int(self._connection.execute(asked).fetchone()[0])
        if self._known is None or forgotten != self._forgotten:
            self._known, self._last = self._read_sums()
            self._forgotten = forgotten
        for row in self._connection.execute(f"{ROWS} WHERE number > ?", [self._last]).fetchall():
            self._known.add(self._read_row(row))
            self._last = row[0]

    def _keep_sums(self) -> None:
        """Keep what all examples so far add up to, in the transaction that is open."""
        known, last = self._read_sums()
        for row in self._connection.execute(f"{ROWS} WHERE number > ?", [last]).fetchall():
            known.add(self._read_row(row))
            last = row[0]
        self._write_sums(known, last)

    def _read_sums(self) -> tuple[Knowledge, int]:
        """The sums that are kept, and the number of the last example in them; none where they are damaged."""
        row = self._connection.execute("SELECT last, data FROM sums").fetchone()
        known = Knowledge.unpack(bytes(row[1])) if row else None
        return (known, int(row[0])) if known else (Knowledge(), 0)

    def _write_sums(self, known: Knowledge, last: int) -> None:
        self._connection.execute("INSERT OR REPLACE INTO sums VALUES (1, ?, ?)", [last, known.pack()])

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
        raise DataError(f"the memory {path} is damaged: {error}; {MEND}") from None


def open_memory(path: Path, subject: Subject | None, create: bool = False) -> Memory:
    """The memory at ``path``, made where there is none if ``create``. No ``subject`` stands for any.

    A memory in which nothing was learned, or all was forgotten, is for whoever learns next. Raises
    :class:`NothingLearned` for one that is not for ``subject`` yet, :class:`SourceError` when it is missing
    or unreadable, :class:`DataError` when it is damaged, no memory, of a newer format or for another subject,
    :class:`CreateError` when it cannot be made.
    """
    check_file(path, create)
    with naming_faults(path, create):
        connection = connect(path, create)
        if create:
            connection.execute("BEGIN IMMEDIATE")
        try:
            found = settle_subject(connection, subject if create else None)
        except (KeyError, TypeError, ValueError):
            raise DataError(f"{path} is no memory of spamfilter; {MEND}") from None
        if create:
            connection.execute("COMMIT")
    if found is not None and found.format != FORMAT:
        connection.close()
        raise DataError(f"the memory {path} has format {found.format}; upgrade spamfilter-gpt")
    if found is None or (subject is not None and found.subject != subject):
        connection.close()
    if found is None or (subject is not None and found.subject != subject and not found.count):
        raise NothingLearned(f"nothing was learned in {path} so far; spamfilter learn begins it")
    if subject is not None and found.subject != subject:
        raise DataError(
            f"the memory {path} is for {found.subject}, not for {subject}; choose another with --memory, "
            "or carry it over with spamfilter memory rebuild"
        )
    return Memory(path, found.subject, connection)


def check_file(path: Path, create: bool) -> None:
    """Raise unless ``path`` can be the file of a memory; with ``create``, make its folder."""
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        there = path.stat() if create is False or path.exists() else None
    except FileNotFoundError:
        raise SourceError(f"there is no memory {path}; spamfilter learn makes one") from None
    except (OSError, ValueError) as error:
        kind = CreateError if create else SourceError
        reason = getattr(error, "strerror", None) or error
        raise kind(f"cannot open the memory {path}: {reason}; choose another with --memory") from None
    if there and not stat.S_ISREG(there.st_mode):
        raise DataError(f"{path} is no file; choose another with --memory")
    if there and there.st_size > LIMIT:
        raise DataError(f"the memory {path} has over {LIMIT >> 20} MB; {MEND}")


def connect(path: Path, create: bool) -> sqlite3.Connection:
    """An open connection; one that only reads where the file, or its folder, cannot be written."""
    place = path.absolute().as_uri()
    connection = open_uri(f"{place}?mode={'rwc' if create else 'rw'}")
    try:
        if create:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        connection.close()
        if create or not path.exists():
            raise
        # Beside a file that is read in the usual way SQLite must write another.
        connection = open_uri(f"{place}?immutable=1")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def open_uri(place: str) -> sqlite3.Connection:
    """A connection for any thread, in which transactions are begun and ended by hand."""
    return sqlite3.connect(place, timeout=WAIT, isolation_level=None, check_same_thread=False, uri=True)


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is a memory for, how many messages were learned in it, and its format."""

    subject: Subject
    count: int
    format: int


def settle_subject(connection: sqlite3.Connection, subject: Subject | None) -> Found | None:
    """What the file is a memory for; None where it is none yet, as one that holds lists of senders alone.

    With a ``subject`` it is made one for that, unless something was learned for another.
    """
    (there,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'about'").fetchone()
    if not there:
        if subject is None:
            return None
        for statement in TABLES.split(";"):
            connection.execute(statement)
        connection.executemany("INSERT INTO about VALUES (?, ?)", [("format", FORMAT), ("forgotten", 0)])
    asked = "SELECT name, value FROM about"
    version = int(dict(connection.execute(asked).fetchall())["format"])
    if version != FORMAT:
        return Found(Subject("", ""), 0, version)
    (count,) = connection.execute("SELECT count(*) FROM examples").fetchone()
    if subject is not None and not count:
        name_new_subject(connection, subject)
    known: dict[str, object] = dict(connection.execute(asked).fetchall())
    return Found(Subject(str(known["classifier"]), str(known["model"])), int(count), version)


def name_new_subject(connection: sqlite3.Connection, subject: Subject) -> None:
    """Have the file be a memory for ``subject``."""
    about = [("classifier", subject.classifier), ("model", subject.model)]
    connection.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", about)
