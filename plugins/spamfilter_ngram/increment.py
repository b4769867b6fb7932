"""A logistic regression of TF-IDF that learns message by message, in one file: the rival that learns too.

A text is counted as ``ngram`` counts it (character n-grams of 2 to 5, 2^18 buckets), and is at unit length
(1 + ln count) (1 + ln((1 + N) / (1 + n))), where n of the N messages that it was taught have the n-gram. A
message that is taught moves the weights once, by ``RATE`` times what the score was off, along the text:
online gradient descent as Goodman and Yih 2006, "Online Discriminative Spam Filter Training". Nothing is
fitted again, so it cannot forget. Its scores are not calibrated.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamfilter import CreateError, DataError, Message, Policy, SourceError, TemporaryError, UsageError
from spamfilter_ngram.calibration import sigmoid
from spamfilter_ngram.model import Settings, make_vectorizer

RATE = 5.0  # from 3 to 10 it is as good, on SMS and on mail
BIAS = 0.25  # step of the constant, likewise
CUTOFFS = Policy(0.1, 0.9)
WAIT = 60.0  # seconds for another process that teaches
CHUNK = 500  # n-grams that are asked for at once
NEEDED = "teach it with spamfilter learn, or see what it does with spamfilter evaluate --online"
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS gram"
    " (bucket INTEGER PRIMARY KEY, texts INTEGER NOT NULL, weight REAL NOT NULL)",
    "CREATE TABLE IF NOT EXISTS state (messages INTEGER NOT NULL, bias REAL NOT NULL)",
    "CREATE TABLE IF NOT EXISTS taught (text BLOB PRIMARY KEY, spam INTEGER NOT NULL) WITHOUT ROWID",
)
PUT = "INSERT INTO gram VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET texts = ?2, weight = ?3"
TEACH = "INSERT INTO taught VALUES (?1, ?2) ON CONFLICT DO UPDATE SET spam = ?2"
Floats = NDArray[np.float64]


class Grams:
    """From a text to its n-grams and how often each is in it."""

    def __init__(self) -> None:
        self._vectorizer = make_vectorizer(Settings())

    def count(self, text: str) -> tuple[list[int], Floats]:
        """Buckets [k], rising, and counts [k]."""
        row = self._vectorizer.transform([text])
        row.sort_indices()
        return row.indices.tolist(), row.data.astype(np.float64)


class TfidfClassifier:
    """What the file at ``path`` has learned, as a :class:`spamfilter.Classifier`; each call reads it."""

    policy = CUTOFFS
    learns_at_once = True

    def __init__(self, path: Path) -> None:
        self._path, self._grams = path, Grams()

    def score(self, messages: Sequence[Message]) -> list[float]:
        """P(spam) in [0, 1] for each message, in order."""
        with open_file(self._path, "ro") as file:
            total, bias = read_state(file)
            return [sigmoid(self._decide(file, message.text, total) + bias) for message in messages]

    def _decide(self, file: sqlite3.Connection, text: str, total: int) -> float:
        buckets, counts = self._grams.count(text)
        texts, weights = read_grams(file, buckets)
        return float(weigh(counts, texts, total) @ weights)


def load_tfidf(model: str | None) -> TfidfClassifier:
    """The classifier of ``--model``, a file. Raises :class:`UsageError` for none, and what opening raises."""
    classifier = TfidfClassifier(find_file(model))
    classifier.score([])
    return classifier


def learn(model: str | None, messages: Sequence[Message], spam: bool | None) -> None:
    """Teach the file ``model``, which is made where it is not there; see ``ClassifierEntry``."""
    path = find_file(model)
    if spam is None:
        raise UsageError(
            "tfidf cannot forget: later messages built on it; teach a new model what it is to know"
        )
    grams = Grams()
    with open_file(path, "rwc") as file:
        file.execute("BEGIN IMMEDIATE")
        for statement in SCHEMA:
            file.execute(statement)
        total, bias = read_state(file)
        for message in messages:
            key = hashlib.sha256(message.text.encode("utf-8", "surrogatepass")).digest()
            known = file.execute("SELECT spam FROM taught WHERE text = ?", (key,)).fetchone()
            if known is not None and bool(known[0]) == spam:
                continue
            new = int(known is None)
            bias += take_step(file, grams.count(message.text), (total + new, bias, new), spam)
            total += new
            file.execute(TEACH, (key, spam))
        file.execute("DELETE FROM state")
        file.execute("INSERT INTO state VALUES (?, ?)", (total, bias))
        file.execute("COMMIT")


def take_step(
    file: sqlite3.Connection, counted: tuple[list[int], Floats], state: tuple[int, float, int], spam: bool
) -> float:
    """Move the weights of a text's n-grams, and return how far the constant moves.

    ``state`` is the number of messages taught, this one too, the constant, and 1 if this one is new.
    """
    (buckets, counts), (total, bias, new) = counted, state
    texts, weights = read_grams(file, buckets)
    texts += new
    values = weigh(counts, texts, total)
    off = float(spam) - sigmoid(float(values @ weights) + bias)
    weights += RATE * off * values
    file.executemany(PUT, zip(buckets, texts.astype(int).tolist(), weights.tolist(), strict=True))
    return BIAS * off


def weigh(counts: Floats, texts: Floats, total: int) -> Floats:
    """TF-IDF [k] at unit length of a text's ``counts`` [k], each n-gram being in so many ``texts`` [k]."""
    values = (1 + np.log(counts)) * (1 + np.log((1 + total) / (1 + texts)))
    length = float(np.sqrt(values @ values))
    return np.asarray(values / length if length else values)


def read_state(file: sqlite3.Connection) -> tuple[int, float]:
    """How many messages were taught, and the constant."""
    row = file.execute("SELECT messages, bias FROM state").fetchone()
    return (int(row[0]), float(row[1])) if row else (0, 0.0)


def read_grams(file: sqlite3.Connection, buckets: list[int]) -> tuple[Floats, Floats]:
    """In how many of the messages each of ``buckets`` [k] was, and its weight; 0 for what is new."""
    found: dict[int, tuple[int, float]] = {}
    for start in range(0, len(buckets), CHUNK):
        some = buckets[start : start + CHUNK]
        marks = ",".join("?" * len(some))
        rows = file.execute(f"SELECT bucket, texts, weight FROM gram WHERE bucket IN ({marks})", some)
        found.update((bucket, (texts, weight)) for bucket, texts, weight in rows)
    pairs: Any = [found.get(bucket, (0, 0.0)) for bucket in buckets]
    table = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()


def find_file(model: str | None) -> Path:
    """The file that ``--model`` names."""
    if model is None:
        raise UsageError(f"tfidf begins with nothing: name a file of its own with --model, and {NEEDED}")
    return Path(model).absolute()


@contextmanager
def open_file(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """The file, until the block ends; ``mode`` is SQLite's: ``ro``, or ``rwc`` to make it.

    Raises :class:`SourceError` where it is not there, :class:`CreateError` where it cannot be written,
    :class:`DataError` where it is no such file.
    """
    if mode == "ro" and not path.is_file():
        raise SourceError(f"cannot read {path}: there is no such file; {NEEDED}")
    try:
        uri = f"{path.as_uri()}?mode={mode}"
        with closing(sqlite3.connect(uri, timeout=WAIT, isolation_level=None, uri=True)) as file:
            yield file
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise TemporaryError(f"another process writes {path} for over {WAIT:g} s; try again") from None
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR")):
            raise CreateError(
                f"cannot write {path}: {error}; look at its folder and the free space"
            ) from None
        raise DataError(f"{path} is no model of tfidf: {error}; name another with --model") from None
