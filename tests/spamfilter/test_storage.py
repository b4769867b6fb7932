"""Files that are whole or not there."""

import os
from pathlib import Path

import pytest

from spamfilter import CreateError, DataError, SourceError, storage


def test_a_file_is_the_old_one_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    storage.write_text(path, "old")

    def fail_halfway() -> None:
        with storage.replacing(path) as partial:
            partial.write_text("ne")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert (path.read_text(), list(tmp_path.iterdir())) == ("old", [path])
    storage.write_text(path, "new")
    assert (path.read_text(), list(tmp_path.iterdir())) == ("new", [path])


def test_what_cannot_be_written_is_named_with_the_advice(tmp_path: Path) -> None:
    with pytest.raises(CreateError, match=r"cannot write .*nowhere/a: No such file or directory; try again"):
        storage.write_bytes(tmp_path / "nowhere" / "a", b"", "try again")


@pytest.mark.parametrize("read", [storage.read_bytes, storage.hash_file])
def test_a_named_pipe_and_a_folder_are_refused_at_once(tmp_path: Path, read: object) -> None:
    assert callable(read)
    os.mkfifo(tmp_path / "pipe")
    for name, reason in (("pipe", "not a regular file"), ("", "a directory"), ("no", "No such file")):
        with pytest.raises(SourceError, match=f"cannot read .*: {reason}.*; copy it"):
            read(tmp_path / name, "copy it")


@pytest.mark.parametrize("data", [b"", b"[1]", b"{", b"\xff", b"[" * 100_000, b'{"a": ' + b"1" * 5000 + b"}"])
def test_what_is_no_json_object_is_bad_data(data: bytes) -> None:
    with pytest.raises(DataError, match=r"a\.json is not a JSON object; copy it"):
        storage.parse_object(data, Path("a.json"), "copy it")


def test_a_file_of_another_hash_is_not_the_card_s(tmp_path: Path) -> None:
    path = tmp_path / "a"
    storage.write_bytes(path, b"abc")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert storage.hash_file(path, "") == digest
    storage.check_hash(path, b"abc", digest, "model.json", "copy it")
    with pytest.raises(DataError, match=r"a is not the file its model\.json describes; copy it"):
        storage.check_hash(path, b"abd", digest, "model.json", "copy it")
