"""Teach bogofilter what is spam and what is ham, and take it back.

bogofilter only counts: shown a mail twice it counts it twice, and to take a mail back it must be told as what
it was counted. So beside its wordlist lies a record of what it was taught here: fingerprints and labels.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from spamfilter import CreateError, DataError, Message, TemporaryError
from spamfilter_bogofilter.classifier import write_mail
from spamfilter_bogofilter.program import ask_settings, register_mails

RECORD = "spamfilter-taught.db"
WAIT = 60.0  # seconds for another process that teaches
SWITCHES = {True: "s", False: "n", None: ""}
SCHEMA = "CREATE TABLE IF NOT EXISTS taught (mail BLOB PRIMARY KEY, spam INTEGER NOT NULL) WITHOUT ROWID"
TEACH = "INSERT INTO taught VALUES (?1, ?2) ON CONFLICT DO UPDATE SET spam = ?2"


def learn(model: str | None, messages: Sequence[Message], spam: bool | None) -> None:
    """Teach the wordlist in the folder ``model``, None for the user's own; see ``ClassifierEntry``.

    Only what was taught here is known to be taught. Raises :class:`CreateError` where the folder cannot be
    made or written, :class:`DataError` for a broken record or wordlist, :class:`TemporaryError` where another
    process does not come to its end.
    """
    folder = make_folder(model)
    with open_record(folder / RECORD) as record:
        taught: dict[bytes, bool | None] = {}
        mails: dict[str, list[bytes]] = {}
        for message in messages:
            mail = write_mail(message)
            key = hashlib.sha256(mail).digest()
            known = taught.get(key, find_label(record, key))
            if known != spam:
                mails.setdefault(f"-{SWITCHES[known].upper()}{SWITCHES[spam]}", []).append(mail)
            taught[key] = spam
        for switch, some in mails.items():
            register_mails(some, switch, str(folder))
        if spam is None:
            record.executemany("DELETE FROM taught WHERE mail = ?", [(key,) for key in taught])
        else:
            record.executemany(TEACH, [(key, spam) for key in taught])


def make_folder(model: str | None) -> Path:
    """The folder of the wordlist; that of ``--model`` is made where it is not there."""
    if model is None:
        return Path(ask_settings(None).folder)
    folder = Path(model).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CreateError(
            f"cannot make the folder {folder}: {error.strerror}; name another with --model"
        ) from None
    return folder


@contextmanager
def open_record(path: Path) -> Iterator[sqlite3.Connection]:
    """The record of what was taught, held until the block ends: then it is written, unless that failed."""
    try:
        with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as record:
            record.execute("PRAGMA journal_mode = WAL")
            record.execute("PRAGMA synchronous = NORMAL")
            record.execute("BEGIN IMMEDIATE")
            record.execute(SCHEMA)
            yield record
            record.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        raise explain(path, error) from None


def explain(path: Path, error: sqlite3.DatabaseError) -> CreateError | DataError | TemporaryError:
    """What a failure of the record means, and what to do."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return TemporaryError(f"another process teaches bogofilter for over {WAIT:g} s; try again")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR")):
        return CreateError(f"cannot write {path}: {error}; look at its folder's permissions and free space")
    return DataError(f"{path} is no record of what bogofilter was taught: {error}; move it away")


def find_label(record: sqlite3.Connection, key: bytes) -> bool | None:
    """What the mail was taught as; None where it was not."""
    row = record.execute("SELECT spam FROM taught WHERE mail = ?", (key,)).fetchone()
    return None if row is None else bool(row[0])
