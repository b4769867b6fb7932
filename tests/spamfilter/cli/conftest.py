"""What tests of commands start from."""

from pathlib import Path

import pytest


@pytest.fixture
def box(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the sample inbox; the user's memory is in ``data/spamfilter`` below it."""
    (tmp_path / "inbox.txt").write_bytes((data / "inbox.txt").read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path
