"""Sources and verdicts behind addresses, in fsspec's own file system in memory: workers are threads here."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pyarrow.parquet as pq
import pytest
from fsspec import AbstractFileSystem
from spamfilter_dask.source.folder import open_group
from spamfilter_dask.source.place import open_place

from spamfilter import SourceError, pieces
from tests.spamfilter_dask.clustered import (
    QUICK,
    Scan,
    make_box,
    make_lines,
    make_mail,
    run_scan,
    tell,
)
from tests.spamfilter_dask.test_equal import make_maildir, make_mixed, make_table, write


@pytest.fixture(scope="module")
def threads() -> Iterator[Scan]:
    """A cluster in this process, several parts at a time in one worker."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=1, threads_per_worker=3, processes=False, dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield Scan(cluster.scheduler_address)


@pytest.fixture
def store() -> Iterator[AbstractFileSystem]:
    """The file system in memory."""
    store = fsspec.filesystem("memory")
    yield store
    store.rm("/", recursive=True)


def join_verdicts(store: AbstractFileSystem, out: str) -> list[dict[str, object]]:
    """The verdicts of a run with ``--format jsonl``, in the order of the manifest; there are no others."""
    manifest = json.loads(store.cat_file(f"{out}/manifest.json"))
    files = [part["file"] for part in manifest["parts"] if part["file"]]
    assert {name.rpartition("/")[2] for name in store.find(out)} == {"manifest.json", *files}
    return [json.loads(line) for file in files for line in store.cat_file(f"{out}/{file}").splitlines()]


def scan_here(source: Path, name: str) -> list[dict[str, object]]:
    """What ``scan`` says of the same files on a disk, by the name that they have elsewhere."""
    lines = run_scan(source, *QUICK).stdout.replace(str(source), name).splitlines()
    return [json.loads(line) for line in lines]


FILES = {"a.txt": make_lines(200), "box.mbox": make_box(20), "a.csv": b"text\nfree prize\n", "empty": b""}


@pytest.mark.parametrize("name", FILES)
def test_files_are_read_and_written_behind_addresses(
    name: str, tmp_path: Path, threads: Scan, store: AbstractFileSystem
) -> None:
    store.pipe_file(f"/in/{name}", FILES[name])
    (tmp_path / name).write_bytes(FILES[name])
    for _ in range(2):
        done = threads(f"memory://in/{name}", "-o", "memory://out", "--part-size", 512, *QUICK)
        assert (done.exit_code, tell(done)) == (0, [])
        assert join_verdicts(store, "/out") == scan_here(tmp_path / name, f"memory://in/{name}")


def test_a_pattern_fits_what_is_there(threads: Scan, store: AbstractFileSystem) -> None:
    for name in ("a.txt", "b.txt", "c.log"):
        store.pipe_file(f"/logs/{name}", b"free prize\n")
    assert threads("memory://logs/*.txt", "-o", "memory://out", *QUICK).exit_code == 0
    found = [row["source"] for row in join_verdicts(store, "/out")]
    assert found == ["memory:///logs/a.txt", "memory:///logs/b.txt"]


@pytest.mark.parametrize("make", [make_maildir, make_mixed])
def test_folders_elsewhere_are_read_as_here(
    make: object, tmp_path: Path, threads: Scan, store: AbstractFileSystem
) -> None:
    assert callable(make)
    folder = make(tmp_path)
    store.put(str(folder), "/box", recursive=True)
    done = threads("memory://box", "-o", "memory://out", "--part-size", 512, *QUICK)
    assert done.exit_code == 0, done.stderr
    assert join_verdicts(store, "/out") == scan_here(folder, "memory://box")
    expected = run_scan(folder, *QUICK).stderr.replace(str(folder), "memory://box").splitlines()
    assert tell(done) == expected


def test_a_table_elsewhere_is_read_by_its_groups(
    tmp_path: Path, threads: Scan, store: AbstractFileSystem
) -> None:
    store.put_file(str(make_table(tmp_path)), "/a.parquet")
    done = threads("memory://a.parquet", "-o", "memory://out", "--part-size", 512, "-c", "wordlist")
    assert done.exit_code == 0, done.stderr
    parts = [name for name in store.find("/out") if name.endswith(".parquet")]
    assert len(parts) > 5
    rows = sum(pq.read_table(io.BytesIO(store.cat_file(part))).num_rows for part in parts)
    assert rows == 750


def test_an_address_with_a_protocol_of_files_is_one(tmp_path: Path, threads: Scan) -> None:
    (tmp_path / "a.txt").write_bytes(make_lines(30))
    done = threads(f"file://{tmp_path}/a.txt", "-o", f"file://{tmp_path}/out", *QUICK)
    assert done.exit_code == 0, done.stderr
    (part,) = (tmp_path / "out").glob("*.jsonl")
    assert part.read_bytes().count(b"\n") == 30


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        ("memory://nosuch", 66, "cannot read memory://nosuch: No such file or directory; check the name"),
        ("nosuch://a", 2, "cannot use nosuch://a: Protocol not known: nosuch"),
        ("memory://*.none", 66, "cannot read memory://*.none: no file fits the pattern; check the name"),
    ],
)
def test_what_is_not_there_is_told(
    source: str, code: int, said: str, threads: Scan, store: AbstractFileSystem
) -> None:
    done = threads(source, "-o", "memory://out", *QUICK)
    assert done.exit_code == code
    assert tell(done)[0].startswith(f"spamfilter: {said}")


@pytest.mark.parametrize("address", ["zip://box::{}", "zip://::{}", "simplecache::zip://box::{}"])
def test_a_folder_of_an_archive_is_one(address: str, tmp_path: Path, threads: Scan) -> None:
    with zipfile.ZipFile(tmp_path / "box.zip", "w") as box:
        for number in range(3):
            box.writestr(f"box/{number}.eml", make_mail(f"cash {number}"))
        box.writestr("box/lines.jsonl", b'{"text": "a"}\n{"no": "b"}\n')
    source = address.format(f"file://{tmp_path}/box.zip")
    done = threads(source, "-o", str(tmp_path / "out"), "--part-size", 512, *QUICK)
    assert done.exit_code == 0, done.stderr
    folder = "box/" if "zip://::" in source else ""
    names = [source.replace("zip://box", "zip://box/").replace("::file", f"{folder}{name}::file")
             for name in ("0.eml", "1.eml", "2.eml", "lines.jsonl")]  # fmt: skip
    parts = sorted((tmp_path / "out").glob("*.jsonl"))
    rows = [json.loads(line) for part in parts for line in part.read_bytes().splitlines()]
    assert [row["source"] for row in rows] == names
    assert tell(done) == [f"spamfilter: {names[3]}: 1 record without a text in 'text' was passed over"]


def test_who_opens_a_file_in_memory_reads_it_alone(store: AbstractFileSystem) -> None:
    store.pipe_file("/a.eml", b"From: a@example.org\n\nHello\n")
    with open_place("memory://a.eml") as first, open_place("memory://a.eml") as second:
        assert first.read(5) == b"From:"
        assert second.read() == b"From: a@example.org\n\nHello\n"
        assert first.read() == b" a@example.org\n\nHello\n"


class CutFile(io.BufferedReader):
    """A download of 100 bytes that ends after fewer."""

    size = 100


def test_a_copy_that_ends_early_is_no_mail(
    tmp_path: Path, store: AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.pipe_file("/box/1.eml", make_mail("cash"))
    cut = write("cut", make_mail("cash")[:40])(tmp_path)
    monkeypatch.setattr(type(store), "open", lambda *_, **__: CutFile(io.FileIO(cut)))
    group = pieces.Listing(("1.eml",))
    with (
        pytest.raises(SourceError, match=r"memory://box/1.eml: it ended after 40 of 100 bytes; try again"),
        open_group("memory://box", group),
    ):
        raise AssertionError


def test_notices_of_parts_that_are_read_at_once_are_not_mixed(
    threads: Scan, store: AbstractFileSystem
) -> None:
    told = []
    for number in range(4):
        rows = [{"text": "a"}, *[{"no": 1}] * (number + 1)] * 20
        store.pipe_file(f"/in/{number:02}.jsonl", "\n".join(map(json.dumps, rows)).encode())
        count = 20 * (number + 1)
        told.append(
            f"spamfilter: memory:///in/{number:02}.jsonl: {count} records without a text in 'text' "
            f"were passed over"
        )
    done = threads("memory://in/*.jsonl", "-o", "memory://out", "--part-size", 200, *QUICK)
    assert (done.exit_code, tell(done)) == (0, told)


def test_a_mail_elsewhere_is_one(threads: Scan, store: AbstractFileSystem) -> None:
    store.pipe_file("/a.eml", make_mail("free prize"))
    assert threads("memory://a.eml", "-o", "memory://out", *QUICK).exit_code == 0
    (row,) = join_verdicts(store, "/out")
    assert row["sender"] == "a@example.org"
