"""What the plugin's tests share: made-up labelled messages, and the published split where it is."""

import random
from pathlib import Path

import pytest

from tests.paths import SHARED

SPLIT = SHARED / "sms-book-split"
needs_split = pytest.mark.skipif(not SPLIT.exists(), reason="the published collection is not here")
SPAM = ["winner", "prize", "claim", "urgent", "voucher", "guaranteed", "customer", "awarded"]
HAM = ["lunch", "tomorrow", "station", "kitchen", "sister", "garden", "evening", "football"]


def make_rows(count: int, seed: int, share: float = 0.4, purity: float = 0.9) -> list[tuple[bool, str]]:
    """``count`` messages, about a ``share`` of them spam, of words that are their class's with ``purity``."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        spam = chance.random() < share
        words = [chance.choice(SPAM if (chance.random() < purity) == spam else HAM) for _ in range(4)]
        rows.append((spam, f"{' '.join(words)} {number}"))
    return rows


def write_lines(path: Path, rows: list[tuple[bool, str]]) -> Path:
    """``label TAB text`` lines."""
    lines = [f"{'spam' if spam else 'ham'}\t{text}\n" for spam, text in rows]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def write_csv(path: Path, rows: list[tuple[bool, str]]) -> Path:
    """A csv as ``gpt prepare`` writes it."""
    path.write_text(
        "Label,Text\n" + "".join(f"{int(spam)},{text}\n" for spam, text in rows), encoding="utf-8"
    )
    return path


def read_files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
