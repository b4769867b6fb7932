"""The general messages that ship: those that training replays, and others that guard what it made.

``python -m spamfilter_gpt.corpus.general`` writes both files again; the written messages lie in the
repository alone. No message of one file is a near copy of one in the other.
"""

import gzip
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from spamfilter import storage
from spamfilter_gpt.corpus.collection import WRITTEN, Labelled, read_written
from spamfilter_gpt.corpus.copies import drop_copies, group_rows
from spamfilter_gpt.corpus.mixture import hold_kinds, make_modern, pick, take_firsts
from spamfilter_gpt.records.rows import GUARD, REPLAY

SEED = 7
MADE = 300  # made-up messages that are drawn from
# So many ham and spam of the guard: of kinds that the shipped models never saw, and of the others.
HELD, SEEN = (120, 50), (180, 80)
REPLAYED, MADE_UP = (240, 110), (30, 20)
LONGEST = 600  # characters: each training reads them all


def choose_general(seed: int = SEED) -> tuple[list[Labelled], list[Labelled]]:
    """The rows of the guard and those of the replay."""
    rows = group_rows(drop_copies([*read_written(), *make_modern(seed, MADE)]))
    rows = [row for row in rows if len(row.text) <= LONGEST]
    seen, held = hold_kinds([row for row in rows if row.collection == WRITTEN.name])
    modern = [row for row in rows if row.collection != WRITTEN.name]
    draw = random.Random(seed)
    guard: list[Labelled] = []
    for spam in (False, True):
        guard += draw_rows(select(held, spam), HELD[spam], draw)
        guard += draw_rows(select(seen, spam), SEEN[spam], draw)
    taken = {row.group for row in guard}
    replay: list[Labelled] = []
    for spam in (False, True):
        replay += draw_rows(select(seen, spam, taken), REPLAYED[spam], draw)
        replay += pick(take_firsts(select(modern, spam, taken)), MADE_UP[spam], seed)
    return guard, replay


def select(rows: Iterable[Labelled], spam: bool, taken: Iterable[int] = ()) -> list[Labelled]:
    """The ``rows`` of one class that are near copies of none of the groups ``taken``."""
    without = set(taken)
    return [row for row in rows if row.spam == spam and row.group not in without]


def draw_rows(rows: Sequence[Labelled], count: int, draw: random.Random) -> list[Labelled]:
    """About ``count`` of ``rows``, no near copies: of a language by the root of its number, kinds in turn."""
    tongues: dict[str, list[Labelled]] = defaultdict(list)
    for row in take_firsts(rows):
        tongues[row.tongue].append(row)
    whole = sum(math.sqrt(len(found)) for found in tongues.values())
    chosen = []
    for _, found in sorted(tongues.items()):
        share = max(1, round(count * math.sqrt(len(found)) / whole))
        chosen += take_turns(draw.sample(found, len(found)))[:share]
    return chosen


def take_turns(rows: Sequence[Labelled]) -> list[Labelled]:
    """``rows`` so that each kind comes once before one comes twice."""
    seen: Counter[str] = Counter()
    turns = []
    for row in rows:
        seen[row.origin[0]] += 1
        turns.append((seen[row.origin[0]], row))
    return [row for _, row in sorted(turns, key=lambda turn: turn[0])]


def pack_rows(rows: Iterable[Labelled]) -> bytes:
    """jsonl, compressed; the same bytes for the same rows."""
    lines = (
        {
            "label": "spam" if row.spam else "ham",
            "language": row.language,
            "kind": row.origin[0],
            "text": row.text,
        }
        for row in rows
    )
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return gzip.compress(text.encode(), 9, mtime=0)


def write_general(*paths: Path) -> None:
    """Write the guard and the replay to these two ``paths``."""
    for path, rows in zip(paths, choose_general(), strict=True):
        storage.write_bytes(path, pack_rows(rows), "free some space")


if __name__ == "__main__":
    write_general(GUARD, REPLAY)
