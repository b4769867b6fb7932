"""The lists of senders in the file of a memory."""

import sqlite3
import threading
from pathlib import Path

import pytest

from spamfilter.errors import CreateError, DataError, SourceError, SpamfilterError
from spamfilter.memory.senders import (
    ALLOW,
    BLOCK,
    SenderFile,
    add_senders,
    list_senders,
    remove_senders,
)
from spamfilter.memory.store import Subject, open_memory


def read(path: Path) -> dict[str, str]:
    return dict(SenderFile(path).read())


def test_an_entry_is_on_one_list(tmp_path: Path) -> None:
    path = tmp_path / "new" / "memory.db"
    assert add_senders(path, ALLOW, ["a", "b"]) == {"a": None, "b": None}
    assert add_senders(path, BLOCK, ["b"]) == {"b": ALLOW}
    assert read(path) == {"a": ALLOW, "b": BLOCK}
    assert [one.entry for one in list_senders(path, ALLOW)] == ["a"]
    assert remove_senders(path, ALLOW, ["a", "b", "c"]) == {"a": ALLOW, "b": BLOCK, "c": None}
    assert read(path) == {"b": BLOCK}


def test_when_an_entry_came_stays(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    add_senders(path, ALLOW, ["a"])
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE senders SET time = 7")
    add_senders(path, ALLOW, ["a"])
    assert list_senders(path, ALLOW)[0].time == 7


def test_no_file_is_no_list_and_none_is_made(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    assert (read(path), list_senders(path, ALLOW), remove_senders(path, ALLOW, ["a"])) == (
        {},
        [],
        {"a": None},
    )
    assert not path.exists()


def test_a_memory_for_any_model_has_its_lists(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    open_memory(path, Subject("gpt", "one"), create=True).close()
    assert read(path) == {}
    add_senders(path, ALLOW, ["a"])
    assert read(path) == {"a": ALLOW}
    open_memory(path, Subject("gpt", "one")).close()


def test_a_memory_may_begin_with_its_lists(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    add_senders(path, BLOCK, ["a"])
    memory = open_memory(path, Subject("gpt", "one"), create=True)
    assert (memory.describe().spam, memory.describe().ham) == (0, 0)
    memory.empty()
    assert read(path) == {"a": BLOCK}


def test_a_change_by_another_process_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    file = SenderFile(path)
    assert file.read() == {}
    add_senders(path, ALLOW, ["a"])
    assert file.read() == {"a": ALLOW}
    assert file.read() is file.read()
    remove_senders(path, ALLOW, ["a"])
    assert file.read() == {}
    path.unlink()
    assert file.read() == {}
    add_senders(path, BLOCK, ["b"])
    assert file.read() == {"b": BLOCK}


def test_threads_may_read_and_write_at_once(tmp_path: Path) -> None:
    path, file = tmp_path / "memory.db", SenderFile(tmp_path / "memory.db")
    failed: list[object] = []

    def work(name: str) -> None:
        try:
            for number in range(10):
                add_senders(path, ALLOW, [f"{name}{number}"])
                file.read()
        except SpamfilterError as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failed, len(file.read())) == ([], 30)


def test_a_damaged_file_is_one_line_and_nobody_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "memory.db"
    path.write_bytes(b"no database at all" * 100)
    file = SenderFile(path)
    assert (file.read(), file.read()) == ({}, {})
    assert capsys.readouterr().err.count("\n") == 1
    for change in (add_senders, remove_senders):
        with pytest.raises(DataError, match="damaged"):
            change(path, ALLOW, ["a"])
    with pytest.raises(DataError, match="damaged"):
        list_senders(path, ALLOW)


def test_where_no_file_can_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CreateError, match="cannot make"):
        add_senders(tmp_path / "file" / "memory.db", ALLOW, ["a"])
    (tmp_path / "folder").mkdir()
    with pytest.raises((CreateError, SourceError), match="folder"):
        add_senders(tmp_path / "folder", ALLOW, ["a"])


def test_what_cannot_be_written_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    add_senders(path, ALLOW, ["a"])
    tmp_path.chmod(0o500)
    path.chmod(0o400)
    try:
        assert read(path) == {"a": ALLOW}
    finally:
        tmp_path.chmod(0o700)
