"""Where a user's memory is when no option says so."""

import os
import sys
from pathlib import Path


def find_memory() -> Path:
    """``$XDG_DATA_HOME/spamfilter/memory.db``, or what the platform has for a user's data.

    ``~/.local/share`` where the variable is not set; on macOS ``~/Library/Application Support``, on Windows
    ``%LOCALAPPDATA%``. Whether there is a file is another question.
    """
    home = os.path.expanduser("~")  # noqa: PTH111, pathlib's may raise
    if folder := os.environ.get("XDG_DATA_HOME"):
        place = folder
    elif sys.platform == "darwin":
        place = f"{home}/Library/Application Support"
    elif sys.platform == "win32":
        place = os.environ.get("LOCALAPPDATA") or home
    else:
        place = f"{home}/.local/share"
    return Path(place) / "spamfilter" / "memory.db"
