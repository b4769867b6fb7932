"""Where tests find what they read."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"  # the repository's own
WORDLIST = DATA / "wordlist-plugin"
# Published collections, which are not in the repository; tests that read them are skipped without.
SHARED = Path(os.environ.get("SPAMFILTER_DATA") or ROOT.parent / "shared" / "data")


def search_first(*folders: Path | str) -> str:
    """A PYTHONPATH with these folders before those that are on it now."""
    return os.pathsep.join([*map(str, folders), *filter(None, [os.environ.get("PYTHONPATH")])])


def needs(path: Path) -> pytest.MarkDecorator:
    """Skip where ``path`` is not there."""
    return pytest.mark.skipif(not path.exists(), reason=f"{path.name} is not here; see SPAMFILTER_DATA")


needs_shared = needs(SHARED)
