"""Verdicts of a cluster are those of ``scan``: the same bytes, whatever the source and wherever it is cut."""

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.representative import mark_others_slow
from tests.spamfilter_dask.clustered import (
    QUICK,
    Scan,
    join_lines,
    list_parts,
    make_box,
    make_lines,
    make_mail,
    read_manifest,
    run_scan,
    start_scan,
    tell,
)

Make = Callable[[Path], Path]


def write(name: str, data: bytes) -> Make:
    """What writes a file."""

    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


RECORDS = "".join(
    json.dumps({"text": f"free prize {n}"} if n % 4 else {"other": n}) + ("\n\n" if n % 5 else "\r\n")
    for n in range(60)
).encode()


def make_table(folder: Path) -> Path:
    texts = [f"free prize {n}" if n % 4 else None for n in range(1000)]
    pq.write_table(pa.table({"id": range(1000), "text": texts}), folder / "a.parquet", row_group_size=90)
    return folder / "a.parquet"


def make_zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("one.txt", make_lines(30))
        archive.writestr("two.mbox", make_box(5))
    return folder / "a.zip"


def make_maildir(folder: Path) -> Path:
    box = folder / "Maildir"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    for number in range(40):
        place = box / ("cur" if number % 3 else "new") / f"{number}.host{':2,S' if number % 3 else ''}"
        place.write_bytes(b"" if number == 7 else make_mail(f"free prize {number}"))
    (box / "cur" / "5.packed").write_bytes(gzip.compress(make_mail("packed")))
    return box


def make_mixed(folder: Path) -> Path:
    mixed = folder / "mixed"
    (mixed / "deep").mkdir(parents=True)
    for number in range(12):
        (mixed / f"{number}.eml").write_bytes(make_mail(f"cash {number}"))
    (mixed / "5a.mbox").write_bytes(make_box(30))
    (mixed / "deep" / "rows.jsonl").write_bytes(b'{"text": "a"}\n{"text": "b"}\n')
    (mixed / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (mixed / "note").write_bytes(b"a text is one mail here\n")
    return mixed


# What is made, and in how many parts of 512 bytes it comes at least.
SOURCES: dict[str, tuple[Make, int]] = {
    "lines": (write("a.txt", make_lines(200)), 5),
    "CRLF": (write("a.txt", make_lines(200).replace(b"\n", b"\r\n")), 5),
    "no last newline": (write("a.txt", make_lines(100) + b"the end"), 3),
    "one long line": (write("a.txt", b"short\n" + b"x" * 3000 + b"\nshort\n" * 3), 2),
    "characters cut in two": (write("a.txt", "🎉".encode() * 700 + b"\n" + "ü🎉\n".encode() * 300), 3),
    "NUL": (write("a.txt", b"a\0b\n\0\n" * 200), 2),
    "empty lines": (write("a.txt", b"\n" * 2000), 3),
    "empty": (write("a.txt", b""), 0),
    "stray bytes": (write("a.txt", b"caf\xe9 \xff\xfe\n" * 200), 3),
    "UTF-16": (write("a.txt", "grüße\n".encode("utf-16") * 1), 1),
    "Windows-1251": (write("a.txt", "Привет, как дела? Увидимся завтра вечером\n".encode("cp1251") * 60), 4),
    "csv": (write("a.csv", b"id,text\n" + b'1,"free\nprize"\n' * 100), 1),
    "jsonl": (write("a.jsonl", RECORDS), 3),
    "an array": (write("a.json", json.dumps([{"text": "free prize"}] * 60).encode()), 1),
    "mbox": (write("box.mbox", make_box(40)), 10),
    "mbox CRLF": (write("box.mbox", make_box(40).replace(b"\n", b"\r\n")), 10),
    "mbox below blank lines": (write("box.mbox", b"\xef\xbb\xbf" + b"\n" * 700 + make_box(9)), 3),
    "mbox that counts": (
        write("box.mbox", make_box(1).replace(b"\nTo:", b"\nContent-Length: 29\nTo:") + make_box(9)), 1
    ),
    "gzip": (write("a.txt.gz", gzip.compress(make_lines(200))), 1),
    "zip": (make_zip, 1),
    "one mail": (write("a.eml", make_mail("free prize")), 1),
    "Parquet": (make_table, 5),
    "Maildir": (make_maildir, 10),
    "a folder": (make_mixed, 10),
}  # fmt: skip


# The others are like one of these.
QUICKLY = {
    "lines",
    "characters cut in two",
    "empty",
    "jsonl",
    "mbox",
    "gzip",
    "Parquet",
    "Maildir",
    "a folder",
}


@pytest.mark.parametrize("kind", mark_others_slow([(kind, (kind,)) for kind in SOURCES], QUICKLY))
def test_verdicts_are_those_of_scan(kind: str, tmp_path: Path, dask: Scan) -> None:
    make, least = SOURCES[kind]
    source = make(tmp_path)
    done = dask(source, "-o", tmp_path / "out", "--part-size", 512, *QUICK)
    expected = run_scan(source, *QUICK)
    assert (done.exit_code, tell(done)) == (expected.exit_code, expected.stderr.splitlines())
    assert join_lines(tmp_path / "out") == expected.stdout_bytes
    assert len(list_parts(tmp_path / "out")) >= least
    assert read_manifest(tmp_path / "out")["messages"] == expected.stdout_bytes.count(b"\n")


def test_a_table_of_verdicts_has_the_columns_and_scores_of_scan(tmp_path: Path, dask: Scan) -> None:
    source = write("box.mbox", make_box(12))(tmp_path)
    options = ("--model", "tiny", "--spam-above", "0.9", "--ham-below", "0.3")
    done = dask(source, "-o", tmp_path / "out", "--part-size", "1K", *options)
    assert done.exit_code == 0, done.stderr
    expected = run_scan(source, "--format", "parquet", "-o", tmp_path / "scan.parquet", *options)
    assert expected.exit_code == 0, expected.stderr
    parts = [pq.read_table(part) for part in list_parts(tmp_path / "out")]
    assert len(parts) >= 3
    assert pa.concat_tables(parts) == pq.read_table(tmp_path / "scan.parquet")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["lines", "jsonl", "mbox", "Maildir", "a folder", "Parquet"])
def test_scores_of_the_shipped_model_are_the_same_bytes(kind: str, tmp_path: Path, dask: Scan) -> None:
    source = SOURCES[kind][0](tmp_path)
    done = dask(source, "-o", tmp_path / "out", "--part-size", "2K", "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    assert join_lines(tmp_path / "out") == start_scan(source, "--format", "jsonl")


def test_several_sources_come_in_their_order(tmp_path: Path, dask: Scan) -> None:
    sources = [write(name, make_lines(30))(tmp_path) for name in ("b.txt", "a.txt")]
    sources.append(write("c.csv", b"text\nfree prize\n")(tmp_path))
    assert dask(*sources, "-o", tmp_path / "out", "--part-size", 300, *QUICK).exit_code == 0
    assert join_lines(tmp_path / "out") == run_scan(*sources, *QUICK).stdout_bytes


def test_a_pattern_names_what_a_shell_makes_of_it(tmp_path: Path, dask: Scan) -> None:
    sources = [write(f"{name}.txt", make_lines(5))(tmp_path) for name in ("a", "b", "c")]
    write("d.log", b"not this one\n")(tmp_path)
    assert dask(tmp_path / "*.txt", "-o", tmp_path / "out", *QUICK).exit_code == 0
    assert join_lines(tmp_path / "out") == run_scan(*sources, *QUICK).stdout_bytes


def test_options_mean_what_they_mean_to_scan(tmp_path: Path, dask: Scan) -> None:
    source = write("a.tsv", "id\tbody\n1\tお疲れ様です、賞金 free cash\n".encode("shift_jis") * 1)(tmp_path)
    options = ("--column", "body", "--encoding", "shift_jis", "--input", "csv", "--spam-above", "0.1")
    done = dask(source, "-o", tmp_path / "out", *options, *QUICK, "--summary")
    expected = run_scan(source, *options, *QUICK, "--summary")
    assert join_lines(tmp_path / "out") == expected.stdout_bytes
    assert tell(done) == expected.stderr.splitlines()


def test_what_a_plugin_reads_and_says_counts(tmp_path: Path, dask: Scan) -> None:
    rules = write(
        "rules.py",
        b"from spamfilter import Label, Message, ReaderEntry, Verdict, hookimpl\n"
        b"@hookimpl\ndef spamfilter_review(message, verdict):\n"
        b"    return Verdict(Label.SPAM, 1.0) if 'lunch' in message.text else None\n"
        b"def read(stream, source, options):\n    yield Message('lunch?', b'', source, 1)\n"
        b"@hookimpl\ndef spamfilter_readers():\n"
        b"    return [ReaderEntry('pocket', 'x', lambda head, name: head.startswith(b'POCKET'), read)]\n",
    )(tmp_path)
    source, other = write("a.txt", make_lines(40))(tmp_path), write("b", b"POCKET\n")(tmp_path)
    words = ("--plugin", rules)
    assert run_with(dask, words, source, other, "-o", tmp_path / "out", "--part-size", 300) == 0
    lines = [json.loads(line) for line in join_lines(tmp_path / "out").splitlines()]
    assert {line["label"] for line in lines if "lunch" in line["text"]} == {"spam"}
    assert lines[-1]["source"] == str(other)


def run_with(dask: Scan, words: tuple[object, ...], *args: object) -> int:
    """The exit code with more words before the command."""
    from click.testing import CliRunner

    from spamfilter.cli import cli

    all_words = [*words, "dask", "--scheduler", dask.address, "--model", "tiny", "--format", "jsonl", *args]
    return CliRunner().invoke(cli, list(map(str, all_words))).exit_code
