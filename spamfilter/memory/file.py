"""The file of a memory: a SQLite database, opened to learn or only to read, and what its faults mean."""

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spamfilter.errors import CreateError, DataError, OutputError, SourceError, TemporaryError

MARK = 0x5370616D  # "Spam": SQLite's application_id
WAIT = 10.0  # seconds for another process that writes
LIMIT = 1 << 29  # bytes of a file that is opened
MEND = "move it away, and learn again"
_told: dict[Path, str] = {}


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


def tell_fault(path: Path, error: Exception) -> None:
    """Say on standard error that a process goes on without the memory at ``path``: of a fault once."""
    if _told.get(path) != str(error):
        print(f"spamfilter: {error} (scoring without a memory)", file=sys.stderr)
    _told[path] = str(error)


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
    """An open connection in which transactions are begun and ended by hand; see :func:`connect_to_read`.

    A file that is made is for its owner alone: whoever has it can check a guess of what was learned.
    """
    if not create:
        return open_unless_alone(path, "rw")
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600))
    except OSError as error:
        raise CreateError(
            f"cannot make the memory {path}: {error.strerror}; choose another with --memory"
        ) from None
    connection = open_uri(path, "mode=rwc")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        connection.execute(f"PRAGMA application_id = {MARK}")
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """An open file that is not written to, in a folder too where nothing can be written."""
    return open_unless_alone(path, "ro")


def open_unless_alone(path: Path, mode: str) -> sqlite3.Connection:
    """A connection; to a file as it stands where beside it nothing can be written, and nothing is."""
    connection = open_uri(path, f"mode={mode}")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        if os.access(path.parent, os.W_OK) or (log.exists() and log.stat().st_size):
            raise
        # A WAL needs files beside it. Nobody writes here, so the file may be taken as it is.
        connection = open_uri(path, "immutable=1")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def open_uri(path: Path, how: str) -> sqlite3.Connection:
    """A connection for any thread, in which transactions are begun and ended by hand."""
    place = f"{path.absolute().as_uri()}?{how}"
    return sqlite3.connect(place, timeout=WAIT, isolation_level=None, check_same_thread=False, uri=True)
