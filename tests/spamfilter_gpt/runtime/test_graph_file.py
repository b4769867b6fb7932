"""The file of a graph: what was hashed is what runs, and it is read where it lies."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from spamfilter_gpt.runtime import graph_file
from spamfilter_gpt.runtime.graph_file import GraphFile
from spamfilter_gpt.runtime.inference import load_classifier

from spamfilter import DataError, Message, SourceError

DATA = bytes(range(256)) * (1 << 16)  # more than one piece
WRONG = DataError("it is another")
listed = pytest.mark.skipif(not graph_file.OPENED.exists(), reason="no system that lists what is open")


def open_graph(path: Path, data: bytes = DATA) -> GraphFile:
    """The file at ``path``, which is expected to hold ``data``."""
    return GraphFile(path, hashlib.sha256(data).hexdigest(), WRONG, "copy it again")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "model.onnx"
    path.write_bytes(DATA)
    return path


@listed
def test_what_comes_to_its_place_later_is_not_seen(path: Path) -> None:
    file = open_graph(path)
    path.with_name("other").write_bytes(b"other")
    path.with_name("other").replace(path)
    file.check()
    assert (file.measure(), file.read()) == (len(DATA), DATA)
    place = file.find()
    assert isinstance(place, str)
    assert Path(place).read_bytes() == DATA


def test_another_file_is_refused_whenever_it_is_asked_for(path: Path) -> None:
    file = open_graph(path, b"other")
    for ask in (file.check, file.read, file.find):
        with pytest.raises(DataError, match="it is another"):
            ask()


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot read .*: a directory; copy it again"):
        open_graph(tmp_path)


def test_where_open_files_have_no_place_all_of_it_is_given(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = [Message("free prize"), Message("see you at six")]
    expected = load_classifier("tiny").score(messages)
    monkeypatch.setattr(graph_file, "OPENED", path.parent / "no such place")
    file = open_graph(path)
    assert [file.find(), file.find()] == [DATA, DATA]
    assert load_classifier("tiny").score(messages) == expected


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give up its rights")
def test_who_gave_up_the_right_to_open_it_still_has_it(path: Path) -> None:
    path.chmod(0o600)
    code = (
        "import hashlib, os, sys; from pathlib import Path; from spamfilter import DataError\n"
        "from spamfilter_gpt.runtime.graph_file import GraphFile\n"
        "path = Path(sys.argv[1])\n"
        "file = GraphFile(path, hashlib.sha256(path.read_bytes()).hexdigest(), DataError(), '')\n"
        "os.setuid(65534)\n"
        "print(len(file.find()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"%d\n" % len(DATA), b"")


@listed
def test_it_is_closed_when_nobody_has_it(path: Path) -> None:
    before = len(list(graph_file.OPENED.iterdir()))
    files = [open_graph(path) for _ in range(9)]
    for file in files:
        file.check()
    assert len(list(graph_file.OPENED.iterdir())) == before + 9
    del files, file
    assert len(list(graph_file.OPENED.iterdir())) == before
