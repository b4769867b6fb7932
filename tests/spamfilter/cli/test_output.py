"""``scan --output`` and ``--format parquet``: files that are whole or not there."""

import io
import json
import os
import sys
import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import Result

import spamfilter as sf
from tests.conftest import Process, Run
from tests.spamfilter.readers.exports.test_backup import backup, sms

TINY = ("scan", "--model", "tiny")


def read_rows(path: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pq.read_table(path).to_pylist()
    return found


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fail(result: Result, code: int) -> str:
    """The one line of a command that ended with ``code``."""
    assert result.exit_code == code
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.mark.parametrize("form", ["text", "jsonl", "csv"])
def test_the_file_holds_what_would_have_been_printed(
    spamfilter: Run, data: Path, tmp_path: Path, form: str
) -> None:
    printed = spamfilter(*TINY, "--format", form, data / "inbox.txt")
    written = spamfilter(*TINY, "--format", form, data / "inbox.txt", "-o", tmp_path / "out")
    assert (written.exit_code, written.output) == (0, "")
    assert (tmp_path / "out").read_bytes() == printed.stdout_bytes
    assert list_names(tmp_path) == ["out"]


def test_a_table_says_what_jsonl_says(spamfilter: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(backup(sms("see you at eight"), sms("WIN free cash, text WIN to 80082")))
    lines = spamfilter(*TINY, "--format", "jsonl", tmp_path / "a.xml").stdout.splitlines()
    spamfilter(*TINY, "--format", "parquet", tmp_path / "a.xml", "-o", tmp_path / "out.parquet")
    rows = read_rows(tmp_path / "out.parquet")
    for row in rows:
        row["score"] = round(float(str(row["score"])), 6)
    assert [row.pop("sent") for row in rows] == [False, False]
    known = [{name: value for name, value in row.items() if value is not None} for row in rows]
    assert known == [json.loads(line) for line in lines]


def test_scores_are_those_of_score_table_to_the_last_bit(spamfilter: Run, data: Path, tmp_path: Path) -> None:
    texts = (data / "inbox.txt").read_text(encoding="utf-8").splitlines()
    pq.write_table(pa.table({"text": texts}), tmp_path / "in.parquet")
    spamfilter(*TINY, "--format", "parquet", tmp_path / "in.parquet", "-o", tmp_path / "out.parquet")
    expected = sf.load(model="tiny").score_table(pa.table({"text": texts}))
    found = pq.read_table(tmp_path / "out.parquet")
    for name in ("text", "label", "score"):
        assert found.column(name).to_pylist() == expected.column(name).to_pylist()
    assert found.column("number").to_pylist() == list(range(1, len(texts) + 1))


def test_rows_are_written_in_groups(
    spamfilter: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spamfilter.cli.table.ROWS", 7)
    spamfilter(*TINY, "--format", "parquet", data / "inbox.txt", "-o", tmp_path / "out")
    groups = pq.ParquetFile(tmp_path / "out").metadata
    assert [groups.row_group(at).num_rows for at in range(groups.num_row_groups)] == [7, 7, 2]


def test_a_table_of_nothing_has_its_columns(spamfilter: Run, tmp_path: Path) -> None:
    result = spamfilter(*TINY, "--format", "parquet", "-o", tmp_path / "out", stdin=b"")
    assert result.exit_code == 0
    assert pq.read_table(tmp_path / "out").schema.names[:2] == ["label", "score"]


def test_a_table_may_be_piped(process: Process, data: Path) -> None:
    done = process(*TINY, "--format", "parquet", "--compare", "gpt=tiny", data / "inbox.txt")
    found = pq.read_table(io.BytesIO(done.stdout))
    assert found.num_rows == 16
    assert found.schema.names[-3:] == ["other_label", "other_score", "other_classifier"]


def test_half_a_pair_is_no_text(spamfilter: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "win \\ud800 cash"}\n')
    spamfilter(*TINY, "--format", "parquet", tmp_path / "in.jsonl", "-o", tmp_path / "out")
    assert [row["text"] for row in read_rows(tmp_path / "out")] == ["win \ufffd cash"]


def test_a_scan_that_fails_leaves_the_old_file(spamfilter: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(backup(sms("see you at eight")))
    (tmp_path / "out").write_text("old")
    fail(spamfilter(*TINY, "--raw", tmp_path / "a.xml", "-o", tmp_path / "out"), 2)
    fail(spamfilter(*TINY, tmp_path / "nothing.txt", "-o", tmp_path / "out"), 66)
    assert (list_names(tmp_path), (tmp_path / "out").read_text()) == (["a.xml", "out"], "old")
    spamfilter(*TINY, data / "inbox.txt", "-o", tmp_path / "out")
    assert (tmp_path / "out").read_text().count("\n") == 16


def test_what_stands_before_bad_data_is_written(spamfilter: Run, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text('text\nhello\n"never closed\n')
    fail(spamfilter(*TINY, tmp_path / "table.csv", "-o", tmp_path / "out"), 65)
    assert (tmp_path / "out").read_text().endswith("table.csv:1\thello\n")


def test_a_source_may_be_its_own_target(spamfilter: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("see you at eight\n")
    spamfilter(*TINY, tmp_path / "a.txt", "--output", tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_text().endswith("a.txt:1\tsee you at eight\n")


def test_links_stay_links_and_pipes_stay_pipes(spamfilter: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    spamfilter(*TINY, data / "inbox.txt", "-o", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text().count("\n") == 16
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    spamfilter(*TINY, data / "inbox.txt", "-o", tmp_path / "pipe")
    reader.join()
    assert read[0] == (tmp_path / "real").read_bytes()
    assert (tmp_path / "pipe").is_fifo()


def test_what_cannot_be_is_told_before_any_work(
    spamfilter: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = data / "inbox.txt"
    assert "choose another folder" in fail(spamfilter(*TINY, inbox, "-o", tmp_path / "no" / "out"), 73)
    assert "Is a directory" in fail(spamfilter(*TINY, inbox, "-o", tmp_path), 73)
    assert "--quiet" in fail(spamfilter(*TINY, inbox, "--quiet", "-o", tmp_path / "out"), 2)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    missing = fail(spamfilter(*TINY, inbox, "--format", "parquet", "-o", tmp_path / "out"), 2)
    assert "install spamfilter-gpt[tables]" in missing
    assert list_names(tmp_path) == []
