"""Parquet and Arrow: every kind of column that holds text, whole files and broken ones, in little memory."""

import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pytest

from spamfilter import DataError, UsageError
from spamfilter.hookspecs import ReadOptions
from spamfilter.message import Message
from spamfilter.readers import notice
from spamfilter.readers.table import ENTRIES, is_table

PARQUET, ARROW = ENTRIES
TEXTS = ["hi", None, "you"]
TABLE = pa.table(
    {
        "id": [1, 2, 3],
        "Text": TEXTS,
        "large": pa.array(TEXTS, pa.large_string()),
        "coded": pa.array(TEXTS).dictionary_encode(),
        "bytes": [b"hi", None, b"\xef\xbb\xbfyou"],
        "inner": [{"text": "hi", "deep": {"text": "hi"}}, None, {"text": "you", "deep": {"text": "you"}}],
        "a.b": TEXTS,
        "nothing": pa.nulls(3),
    }
)


def write_parquet(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, row_group_size=2)


def write_file(table: pa.Table, path: Path) -> None:
    with pa.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)


def write_stream(table: pa.Table, path: Path) -> None:
    with pa.ipc.new_stream(path, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)


Write = Callable[[pa.Table, Path], None]
every_form = pytest.mark.parametrize("write", [write_parquet, write_file, write_stream])


def read(data: bytes, column: str = "text", source: str = "-") -> list[Message]:
    (entry,) = [entry for entry in ENTRIES if entry.sniff(data[:64], source)]
    return list(entry.read(io.BytesIO(data), source, ReadOptions(column)))


def fault(data: bytes, column: str = "text", source: str = "-") -> str:
    with pytest.raises(DataError) as caught:
        read(data, column, source)
    return str(caught.value)


@pytest.fixture(autouse=True)
def notices(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(notice, "NOTICES", told)
    return told


@every_form
@pytest.mark.parametrize(
    "column",
    [
        *("text", "large", "coded", "bytes", "inner.text", "Inner.Deep.TEXT", "a.b", "2"),
    ],
)
def test_a_text_is_found_in_every_kind_of_column(
    tmp_path: Path, write: Write, column: str, notices: list[str]
) -> None:
    write(TABLE, tmp_path / "box")
    data = (tmp_path / "box").read_bytes()
    for source in (str(tmp_path / "box"), "-"):  # the file itself, and a pipe
        assert [(one.number, one.text, one.raw) for one in read(data, column, source)] == [
            (1, "hi", b""),
            (3, "you", b""),
        ]
    assert [line.partition(": ")[2][:22] for line in notices] == ["1 row without a text i"] * 2


@every_form
@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("id", ": column 'id' holds int64, not text; name another with --column"),
        ("inner", ": column 'inner' holds struct<"),
        ("body", " has no column 'body', only 'id', 'Text', 'large'"),
        ("inner.body", " has no column 'inner.body', only 'id'"),
        ("nothing", ": column 'nothing' is empty in every row; name another"),
    ],
)
def test_a_column_without_text_is_named(tmp_path: Path, write: Write, column: str, said: str) -> None:
    write(TABLE, tmp_path / "box")
    assert f"-{said}" in fault((tmp_path / "box").read_bytes(), column)


@every_form
def test_a_file_that_is_cut_off_is_one_error(tmp_path: Path, write: Write) -> None:
    write(TABLE, tmp_path / "box")
    data = (tmp_path / "box").read_bytes()
    cuts = [len(data) // 2] if write is write_stream else [10, len(data) // 2, len(data) - 10, len(data) - 1]
    for cut in cuts:
        (tmp_path / "cut").write_bytes(data[:cut])
        for source in (str(tmp_path / "cut"), "-"):
            said = fault(data[:cut], source=source)
            assert f"{source} is not a whole " in said
            assert said.endswith("; get it again")
            assert "\n" not in said


def test_strings_that_are_no_utf_8_are_read_as_windows_1252(tmp_path: Path) -> None:
    data = pa.py_buffer(b"caf\xe9")
    wrong = pa.StringArray.from_buffers(1, pa.array([0, 4], pa.int32()).buffers()[1], data)
    write_file(pa.table({"text": wrong}), tmp_path / "box")
    assert [one.text for one in read((tmp_path / "box").read_bytes())] == ["café"]


def test_feather_is_arrow_and_its_first_version_is_refused(tmp_path: Path) -> None:
    feather.write_feather(TABLE.select(["Text"]), tmp_path / "box.feather", compression="zstd")
    assert [one.text for one in read((tmp_path / "box.feather").read_bytes())] == ["hi", "you"]
    assert "is Feather of version 1; write it anew" in fault(b"FEA1" + bytes(20))


def test_an_encrypted_file_is_said_to_be_one(tmp_path: Path) -> None:
    assert "is an encrypted Parquet file; decrypt it first" in fault(b"PARE" + bytes(20))
    path = tmp_path / "box.parquet"
    path.write_bytes(b"PARE" + bytes(20))
    assert "is an encrypted Parquet file" in fault(path.read_bytes(), source=str(path))


def test_a_packed_file_with_the_name_of_a_table_is_not_opened_as_one(tmp_path: Path) -> None:
    write_parquet(TABLE, tmp_path / "box")
    data = (tmp_path / "box").read_bytes()
    (tmp_path / "box.parquet").write_bytes(gzip.compress(data))
    assert len(read(data, source=str(tmp_path / "box.parquet"))) == 2


def test_what_is_no_table_is_not_taken_for_one() -> None:
    for data in (b"", b"PAR", b"ARROW", b"hello\n", b"\xff\xff\xff\xff", b"\xff\xff\xff\xff\x09\0\0\0"):
        assert not is_table(data)
    with pytest.raises(DataError, match="is not a Parquet file; say what it is with --input"):
        list(PARQUET.read(io.BytesIO(b"hello\n"), "-", ReadOptions()))
    with pytest.raises(DataError, match="is not a whole Arrow file, or is broken"):
        list(ARROW.read(io.BytesIO(b"hello\n"), "-", ReadOptions()))


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    for data in (b"PAR1", b"ARROW1\0\0"):
        with pytest.raises(UsageError, match=r"reading - needs pyarrow.*spamfilter-gpt\[tables\]"):
            read(data)


@pytest.mark.parametrize("write", [write_parquet, write_file])
@pytest.mark.parametrize("compression", ["none", "zstd"])
def test_a_large_group_of_rows_costs_at_most_one_and_a_half_times_its_size(
    tmp_path: Path, write: Write, compression: str
) -> None:
    size = 1 << 25
    rows = size // 1024
    table = pa.table({"text": [f"{row:08} {'see you at eight ' * 60}"[:1024] for row in range(rows)]})
    if write is write_parquet:
        pq.write_table(table, tmp_path / "box", compression=compression, use_dictionary=False)
        assert pq.ParquetFile(tmp_path / "box").num_row_groups == 1
    else:
        feather.write_feather(table, tmp_path / "box", compression="uncompressed", chunksize=rows)
    del table
    before, pool = pa.default_memory_pool(), pa.proxy_memory_pool(pa.default_memory_pool())
    pa.set_memory_pool(pool)
    try:
        with (tmp_path / "box").open("rb", buffering=0) as file:
            entry = PARQUET if write is write_parquet else ARROW
            messages = entry.read(file, str(tmp_path / "box"), ReadOptions())
            assert sum(len(message.text) == 1024 for message in messages) == rows
    finally:
        pa.set_memory_pool(before)
    assert pool.max_memory() < (size / 2 if write is write_parquet else 1.5 * size)
