"""Messages of many kinds and languages that ship with the package: what a filter must not forget.

Of one file's messages training replays some (``replay.jsonl.gz``), the other's guard what it made
(``guard.jsonl.gz``). All were written for this project, some by a program; ``corpus/general.py`` chose them.
"""

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spamfilter import DataError, storage
from spamfilter_gpt.records.rows import LabelledText

FOLDER = Path(__file__).parents[1] / "general"
GUARD, REPLAY = FOLDER / "guard.jsonl.gz", FOLDER / "replay.jsonl.gz"
AGAIN = "install spamfilter-gpt again"


@dataclass(frozen=True, slots=True)
class GeneralRow:
    """One message: its ``text``, whether it is ``spam``, its language and kind."""

    text: str
    spam: bool
    language: str
    kind: str


@cache
def read_general(path: Path) -> tuple[GeneralRow, ...]:
    """The messages of ``GUARD`` or ``REPLAY``. Raises :class:`DataError` where the file is not whole."""
    data = storage.read_bytes(path, AGAIN)
    try:
        rows = [json.loads(line) for line in gzip.decompress(data).decode().splitlines()]
        return tuple(
            GeneralRow(row["text"], row["label"] == "spam", row["language"], row["kind"]) for row in rows
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} is not what ships ({error}); {AGAIN}") from None


def list_texts(path: Path) -> LabelledText:
    """Texts and labels of the messages of ``path``."""
    rows = read_general(path)
    return LabelledText([row.text for row in rows], [int(row.spam) for row in rows])
