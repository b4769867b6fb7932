"""Files that are whole or not there, written beside their place and moved into it; one kind of read error.

What plugins store goes through here too, so that a full disk, a missing folder and a named pipe mean the same
everywhere.
"""

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from spamfilter.errors import CreateError, DataError, SourceError

ELSEWHERE = "choose another folder, or free some space"


@contextmanager
def naming_folder(folder: Path, advice: str = ELSEWHERE) -> Iterator[None]:
    """Turn an OSError inside into a :class:`CreateError` that names ``folder`` and gives the ``advice``."""
    try:
        yield
    except OSError as error:
        raise CreateError(f"cannot write {folder}: {error.strerror or error}; {advice}") from None


def make_folder(folder: Path) -> None:
    """Make ``folder`` and those above it. Raises :class:`CreateError`."""
    with naming_folder(folder):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def replacing(path: Path, advice: str = ELSEWHERE) -> Iterator[Path]:
    """A path beside ``path`` to write to; what is there when the block ends takes the place of ``path``.

    ``path`` is the old file or the new one at every moment, and the old one where the block fails. Raises
    :class:`CreateError` for an OSError inside.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        with naming_folder(path, advice):
            yield partial
            with partial.open("rb") as file:
                os.fsync(file.fileno())
            partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes, advice: str = ELSEWHERE) -> None:
    """Write a whole file, as :func:`replacing` does."""
    with replacing(path, advice) as partial:
        partial.write_bytes(data)


def write_text(path: Path, text: str, advice: str = ELSEWHERE) -> None:
    """The same for text, in UTF-8; half a surrogate pair, which no encoding has, becomes ``?``."""
    write_bytes(path, text.encode("utf-8", "replace"), advice)


def write_json(path: Path, value: object, advice: str = ELSEWHERE) -> None:
    """The same for what JSON can say. ``value`` must hold no NaN and no infinity."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n", advice)


def open_file(path: Path) -> BinaryIO:
    """``path`` opened to read. Raises FileNotFoundError, or OSError for what is no regular file.

    A named pipe in place of a file would otherwise wait for a writer for ever.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        raise OSError(0, "a directory" if stat.S_ISDIR(mode) else "not a regular file", str(path))
    return path.open("rb")


@contextmanager
def naming_file(path: Path, advice: str) -> Iterator[None]:
    """Turn what opening and reading ``path`` may raise into a :class:`SourceError` with the ``advice``."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"cannot read {path}: {reason}; {advice}") from None


def read_bytes(path: Path, advice: str) -> bytes:
    """All bytes of a file. Raises :class:`SourceError`; ``advice`` says what to do."""
    with naming_file(path, advice), open_file(path) as file:
        return file.read()


def parse_object(
    data: bytes, path: Path, advice: str, parse_int: Callable[[str], float] = int
) -> dict[str, object]:
    """The JSON object in ``data``, the bytes of ``path``. Raises :class:`DataError` where there is none.

    ``parse_int`` makes a number of the digits of a whole one, of which there may be very many.
    """
    try:
        found = json.loads(data, parse_int=parse_int)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise DataError(f"{path} is not a JSON object; {advice}")
    return found


def hash_bytes(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def hash_file(path: Path, advice: str) -> str:
    """SHA-256 of a file, in hexadecimal, a piece at a time. Raises :class:`SourceError`."""
    with naming_file(path, advice), open_file(path) as file:
        return hash_rest(file, 1 << 20)


def hash_rest(file: BinaryIO, size: int) -> str:
    """SHA-256 of what ``file`` has still to read, in hexadecimal, in pieces of ``size`` bytes."""
    digest = hashlib.sha256()
    while piece := file.read(size):
        digest.update(piece)
    return digest.hexdigest()


def check_hash(path: Path, data: bytes, expected: str | None, card: str, advice: str) -> None:
    """Raise :class:`DataError` unless ``data`` of the file ``path`` has the SHA-256 in its ``card``."""
    if hash_bytes(data) != expected:
        raise DataError(describe_other(path, card, advice))


def describe_other(path: Path, card: str, advice: str) -> str:
    """What is said of a file that its ``card`` does not mean."""
    return f"{path} is not the file its {card} describes; {advice}"
