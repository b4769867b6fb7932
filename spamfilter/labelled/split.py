"""Labelled messages in two parts, to train on and to validate with; and whether they can train at all."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from spamfilter.errors import DataError
from spamfilter.readers import CHECK_NAME, translate_errors

PACKED = ".gz"
# What a file of a folder with parts may end in.
ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".arrow", ".feather", ".txt")


def find_parts(folder: str, advice: str = CHECK_NAME) -> tuple[str, str | None] | None:
    """The files ``train`` and ``validation`` of a ``folder`` that is split already; None where it is not.

    They may end in any of :data:`ENDINGS`; the second is None where it is missing.
    """
    with translate_errors(folder, advice):
        train, validation = (find_part(Path(folder), name) for name in ("train", "validation"))
    return None if train is None else (train, validation)


def find_part(folder: Path, name: str) -> str | None:
    """The file ``name`` in ``folder``, with the first of :data:`ENDINGS` that is there."""
    paths = (folder / f"{name}{ending}{packed}" for ending in ENDINGS for packed in ("", PACKED))
    return next((str(path) for path in paths if path.is_file()), None)


def copy_key(text: str) -> str:
    """Equal for texts that are copies: case, punctuation and white space do not count."""
    return re.sub(r"[\W_]+", "", text.casefold()) or text.strip()


def draw_validation(texts: Sequence[str], spam: Sequence[bool], share: float, seed: int) -> list[int]:
    """Rows [M], in order, to hold back from training: a ``share`` of the ham and of the spam, by ``seed``.

    Copies of a message stay on one side. Of each kind something trains; where a kind has two distinct
    messages or more, something is held back.
    """
    copies: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        copies.setdefault(copy_key(text), []).append(row)
    drawn: list[int] = []
    for kind in (False, True):
        groups = [(key, rows) for key, rows in copies.items() if spam[rows[0]] == kind]
        groups.sort(key=lambda group: hash_key(group[0], seed))
        wanted, held = share * sum(len(rows) for _, rows in groups), 0
        for _, rows in groups[:-1]:
            if held >= wanted:
                break
            drawn += rows
            held += len(rows)
    return sorted(drawn)


def hash_key(text: str, seed: int) -> bytes:
    """What orders texts at random by ``seed``; the same wherever it is computed."""
    return hashlib.blake2b(f"{seed}\n{text}".encode("utf-8", "surrogatepass"), digest_size=8).digest()


def check_trainable(texts: Iterable[str], spam: Sequence[bool], source: str) -> None:
    """Raise :class:`DataError` unless ``source`` has messages of both kinds, and a text that is not empty."""
    for kind, wanted in (("ham", False), ("spam", True)):
        if wanted not in spam:
            raise DataError(f"{source} has no {kind}; training needs messages of both kinds")
    if not any(text.strip() for text in texts):
        raise DataError(f"every text in {source} is empty; name the column of the texts with --column")
