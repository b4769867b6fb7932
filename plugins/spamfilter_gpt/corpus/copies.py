"""Copies and near copies among rows, and draws that depend on a text alone."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from spamfilter import labelled
from spamfilter_gpt.corpus.collection import Labelled

SHINGLE = 5  # words
SHINGLE_UNSPACED = 12  # characters, of a text without spaces between its words
SIGNATURE = 4  # smallest hashes of a text's shingles; near copies share two


def drop_copies(rows: Sequence[Labelled], known: Sequence[str] = ()) -> list[Labelled]:
    """``rows`` without later copies of earlier ones, and without copies of the ``known`` texts."""
    seen = set(map(labelled.copy_key, known))
    kept = []
    for row in rows:
        key = labelled.copy_key(row.text)
        if key not in seen:
            seen.add(key)
            kept.append(row)
    return kept


def group_rows(rows: Sequence[Labelled]) -> list[Labelled]:
    """``rows`` with equal ``group`` for near copies: texts that share minimal hashes of their word 5-grams.

    Broder 1997, "On the resemblance and containment of documents"; digits count alike. Two hashes must be
    shared where there are two: thousands of mails have one line in common that a mailer put there.
    """
    tied = tie_rows([pair_marks(sign_text(row.text)) for row in rows])
    return [replace(row, group=one) for row, one in zip(rows, tied, strict=True)]


def pair_marks(marks: Sequence[bytes]) -> list[tuple[bytes, ...]]:
    """Every two of ``marks``; of one mark that."""
    return list(combinations(marks, 2)) if len(marks) > 1 else [tuple(marks)]


def tie_rows(keys: Sequence[Sequence[object]]) -> list[int]:
    """For each row a number, equal for rows that share one of their ``keys``, directly or by others."""
    parent = list(range(len(keys)))

    def find(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    first: dict[object, int] = {}
    for row, ones in enumerate(keys):
        for key in ones:
            parent[find(row)] = find(first.setdefault(key, row))
    return [find(row) for row in range(len(keys))]


def sign_text(text: str) -> list[bytes]:
    """The ``SIGNATURE`` smallest hashes of a text's word 5-grams; of a short text, of all its words."""
    shingles = list_shingles(re.sub(r"\d", "0", text.casefold()))
    hashes = sorted(
        hashlib.blake2b(one.encode("utf-8", "replace"), digest_size=8).digest() for one in shingles
    )
    return hashes[:SIGNATURE]


def list_shingles(text: str) -> set[str]:
    """Runs of ``SHINGLE`` words, or of characters where words are not told apart by spaces."""
    words = text.split()
    if len(text) > 2 * SHINGLE_UNSPACED and len(text) > SHINGLE_UNSPACED * len(words):
        joined = "".join(words)
        last = max(1, len(joined) - SHINGLE_UNSPACED + 1)
        return {joined[start : start + SHINGLE_UNSPACED] for start in range(last)}
    last = max(1, len(words) - SHINGLE + 1)
    return {" ".join(words[start : start + SHINGLE]) for start in range(last)}


def hold_back(rows: Sequence[Labelled], share: float, salt: str) -> tuple[list[Labelled], list[Labelled]]:
    """``rows`` and a ``share`` held back, whole groups, chosen by a hash of the group's first text."""
    firsts: dict[int, str] = {}
    for row in rows:
        firsts.setdefault(row.group, row.text)
    held = {group for group, text in firsts.items() if draw_share(f"{salt}\n{text}") < share}
    return [row for row in rows if row.group not in held], [row for row in rows if row.group in held]


def draw_share(text: str) -> float:
    """A number in [0, 1) that depends on ``text`` alone."""
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def limit_rows(rows: Sequence[Labelled], ham: int, spam: int) -> list[Labelled]:
    """At most so many of each class, chosen by hash; near copies of a row come after all that are not."""
    kept = []
    for label, limit in ((False, ham), (True, spam)):
        seen: dict[int, int] = {}
        ranked = []
        for row in sorted((row for row in rows if row.spam == label), key=lambda row: draw_share(row.text)):
            seen[row.group] = seen.get(row.group, 0) + 1
            ranked.append((seen[row.group] > 2, row))
        kept += [row for _, row in sorted(ranked, key=lambda pair: pair[0])][:limit]
    return sorted(kept, key=lambda row: draw_share(row.text + "\n"))
