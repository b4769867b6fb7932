"""The published collections that the shipped model learns from, without copies, near copies grouped."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spamfilter import SourceError, labelled

UCI = "SMSSpamCollection"
SHINGLE = 5  # words
SIGNATURE = 4  # smallest hashes of a text's shingles; near copies share one
LENGTH = 4000  # characters of a text that are used


@dataclass(frozen=True, slots=True)
class Collection:
    """One published set: its ``file`` in the data folder, and how many rows of each class may train.

    Each row trains ``times``: short messages beside thousands of mails would hardly be heard.
    """

    name: str
    file: str
    ham: int
    spam: int
    times: int = 1


# Limits keep a large set from deciding what spam is; a class in which there are fewer is used whole.
COLLECTIONS = (
    Collection("uci", UCI, 5000, 1000, 2),
    Collection("india", "sms-india.csv.gz", 1500, 1000),
    Collection("mendeley", "sms-mendeley-smishing-new.csv.gz", 500, 500),
    Collection("nus", "sms-nus-english-ham.csv.gz", 2500, 0),
    Collection("spamassassin", "email-spamassassin.csv.gz", 4000, 2000),
    Collection("enron", "email-enron-spam-1-4.csv.gz", 8000, 8000),
    Collection("ling", "email-ling-spam-bare.csv.gz", 1500, 500),
)

NEEDED = f"put the published collections there: {', '.join(one.file for one in COLLECTIONS)}"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, whether it is spam, the collection that it is of, and the group of near copies it is in."""

    text: str
    spam: bool
    collection: str
    group: int = 0


def check_collections(data: Path) -> None:
    """Raise :class:`SourceError` for the first collection that ``data`` lacks."""
    for collection in COLLECTIONS:
        path = data / collection.file
        if not path.exists():
            raise SourceError(f"cannot read {path}: No such file or directory; {NEEDED}")


def read_collection(data: Path, collection: Collection) -> list[Labelled]:
    """Rows of one collection, empty ones left out, each text cut to ``LENGTH``."""
    rows = labelled.read_labelled(str(data / collection.file), advice=NEEDED)
    texts = ((row.message.text, row.spam) for row in rows)
    return [Labelled(text[:LENGTH], spam, collection.name) for text, spam in texts if text.strip()]


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
    """``rows`` with equal ``group`` for near copies: texts that share a minimal hash of their word 5-grams.

    Broder 1997, "On the resemblance and containment of documents"; digits count alike.
    """
    parent = list(range(len(rows)))

    def find(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    first: dict[bytes, int] = {}
    for row, one in enumerate(rows):
        for mark in sign_text(one.text):
            parent[find(row)] = find(first.setdefault(mark, row))
    return [Labelled(r.text, r.spam, r.collection, find(row)) for row, r in enumerate(rows)]


def sign_text(text: str) -> list[bytes]:
    """The ``SIGNATURE`` smallest hashes of a text's word 5-grams; of a short text, of all its words."""
    words = re.sub(r"\d", "0", text.casefold()).split()
    last = max(1, len(words) - SHINGLE + 1)
    shingles = {" ".join(words[start : start + SHINGLE]) for start in range(last)}
    hashes = sorted(
        hashlib.blake2b(one.encode("utf-8", "replace"), digest_size=8).digest() for one in shingles
    )
    return hashes[:SIGNATURE]


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


def limit_rows(rows: Sequence[Labelled], collection: Collection) -> list[Labelled]:
    """At most as many of each class as the collection may train, chosen by hash, in order."""
    classes: dict[bool, list[Labelled]] = defaultdict(list)
    for row in rows:
        classes[row.spam].append(row)
    kept = []
    for spam, limit in ((False, collection.ham), (True, collection.spam)):
        chosen = sorted(classes[spam], key=lambda row: draw_share(row.text))[:limit]
        kept += chosen
    return sorted(kept, key=lambda row: draw_share(row.text + "\n"))
