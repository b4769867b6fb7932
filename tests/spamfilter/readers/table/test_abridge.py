"""Very long texts of JSON and csv are cut before they are parsed; everything else stays as it is."""

import csv
import io
import json
import tracemalloc
from pathlib import Path

import pytest

from spamfilter import DataError
from spamfilter.message import Message
from spamfilter.readers import open_source
from spamfilter.readers.csv import read_csv
from spamfilter.readers.jsonl import read_jsonl
from spamfilter.readers.mime.limits import TEXT
from spamfilter.readers.table import abridge
from tests.conftest import Process

WORDLIST = ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist"]
OVER = ("text over 1 MiB",)
VALUES = [
    "",
    "ab",
    'a"b\\',
    "\\\\",
    "\U0001f600" * 3,
    "é" * 12,
    "x" * 30,
    "\n" * 9,
    "a\\" * 9,
    '"' * 9,
    5,
    None,
]


def cut(data: bytes, size: int) -> bytes:
    abridger = abridge.JsonAbridger()
    pieces = [abridger.feed(data[place : place + size]) for place in range(0, len(data), size)]
    return b"".join(pieces) + abridger.finish()


def read(data: bytes) -> list[Message]:
    return list(read_jsonl(io.BytesIO(data), "box.jsonl", column="text"))


@pytest.mark.parametrize("size", range(1, 12))
@pytest.mark.parametrize("ascii_only", [True, False])
def test_only_long_strings_are_cut_wherever_a_piece_ends(
    size: int, ascii_only: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = json.dumps(VALUES, ensure_ascii=ascii_only).encode()
    assert cut(data, size) == data
    monkeypatch.setattr(abridge, "TEXT", 11)
    found = json.loads(cut(data, size))
    assert found[:4] == VALUES[:4]
    assert found[-2:] == [5, None]
    for kept, whole in zip(found[4:-2], VALUES[4:-2], strict=True):
        assert str(whole).startswith(kept)
        assert len(kept) < len(str(whole)) or len(json.dumps(kept, ensure_ascii=ascii_only).encode()) <= 13
    assert found[6] == "x" * 11


@pytest.mark.parametrize("form", [b"%b\n%b\n", b"[%b, %b]", b"[\n%b,\n%b\n]"])
def test_of_a_long_text_the_beginning_is_read_and_said(form: bytes) -> None:
    long, short = ({"id": "b" * (TEXT + 9), "text": text} for text in ("a" * (TEXT + 9), "hi"))
    found = read(form % (json.dumps(long).encode(), json.dumps(short).encode()))
    assert [(one.text, one.notes) for one in found] == [("a" * TEXT, OVER), ("hi", ())]


def test_a_text_of_just_the_bound_is_whole() -> None:
    (found,) = read(json.dumps({"text": "a" * TEXT, "more": "b" * TEXT}).encode())
    assert (len(found.text), found.notes) == (TEXT, ())


def test_a_line_that_is_large_without_a_long_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abridge, "LARGEST", 1 << 20)
    with pytest.raises(DataError, match=r"box\.jsonl line 1 has a record over 16 MiB, its long texts aside"):
        read(json.dumps({"text": "hi", "ids": ["12345678"] * 200_000}).encode())


def test_a_long_json_record_is_held_once() -> None:
    data = b'{"text": "hello"}\n{"text": "' + b"see you " * 3_000_000 + b'"}\n{"text": "bye"}\n'
    tracemalloc.start()
    lengths = [len(one.text) for one in read_jsonl(io.BytesIO(data), "box.jsonl", column="text")]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lengths == [5, TEXT, 3]
    assert peak < 1.5 * max(len(data), 1 << 24)


def test_a_long_record_leaves_whole(process: Process, tmp_path: Path) -> None:
    data = b'{"text": "win free cash' + b" now" * 300_000 + b'"}\n'
    (tmp_path / "box.jsonl").write_bytes(data)
    assert process(*WORDLIST, "--raw", tmp_path / "box.jsonl").stdout == data
    said = process(*WORDLIST, tmp_path / "box.jsonl").stdout
    assert said.endswith(b"[text over 1 MiB]\n")


def read_table(data: bytes) -> list[Message]:
    return list(read_csv(io.BytesIO(data), "box.csv", column="text"))


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("quoted", [True, False])
def test_of_a_long_field_the_beginning_is_read_and_said(end: bytes, quoted: bool) -> None:
    long, mark = b"a" * (TEXT + 9), b'"' * quoted
    rows = [b"id,text,more", b"1," + mark + long + mark + b",x", b"2,hi," + long, b"3,you,x"]
    found = read_table(end.join(rows) + end)
    kept = TEXT - quoted
    assert [(one.text, one.notes) for one in found] == [("a" * kept, OVER), ("hi", ()), ("you", ())]
    assert b"".join(one.raw for one in found) == end.join(rows[1:]) + end


def test_a_long_field_of_many_lines_is_cut_where_it_is_too_much() -> None:
    line = 'she said ""é"", and\n'
    data = f'text,id\n"{line * 70_000}",1\n"a\nb",2\n'.encode()
    long, short = read_table(data)
    whole = line.replace('""', '"') * 70_000
    assert (long.notes, short.notes, short.text) == (OVER, (), "a\nb")
    assert whole.startswith(long.text)
    assert TEXT * 0.8 < len(long.text) < TEXT


def test_a_doubled_mark_is_never_cut_in_two(monkeypatch: pytest.MonkeyPatch) -> None:
    for bound in range(1, 12):
        monkeypatch.setattr(abridge, "TEXT", bound)
        row = abridge.RowAbridger(b",", quoted=True).feed('"a""""b""é""","c"\n'.encode())
        assert len(next(csv.reader([row.decode()], strict=True))) == 2


def test_marks_that_are_text_may_stand_in_a_long_row() -> None:
    data = b'text\tid\n"never closed\t1\n"' + b"a" * (TEXT + 9) + b"\t2\nbye\t3\n"
    assert [len(one.text) for one in read_table(data)] == [13, TEXT, 3]


@pytest.mark.parametrize("size", [8_000_000, 40_000_000])
def test_a_long_field_costs_no_more_than_its_size_and_a_half(size: int) -> None:
    data = b'id,text\n1,hello\n2,"' + b"see you " * (size // 8) + b'"\n3,bye\n'
    tracemalloc.start()
    if size < 1 << 24:
        assert [len(one.text) for one in read_table(data)] == [5, TEXT - 1, 3]
    else:
        with pytest.raises(DataError, match="row 2 has a text over 16 MiB"):
            read_table(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1.5 * max(len(data), 1 << 24)


@pytest.mark.parametrize("name", ["box.jsonl", "box.csv"])
def test_a_long_record_of_utf_16_is_read_as_it_comes(tmp_path: Path, name: str) -> None:
    long = "a" * (6 << 20)
    text = f'{{"text": "{long}"}}\n' if name == "box.jsonl" else f"id,text\n1,{long}\n"
    (tmp_path / name).write_bytes(text.encode("utf-16"))
    tracemalloc.start()
    (found,) = open_source(str(tmp_path / name))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(found.text), found.notes) == (TEXT, OVER)
    assert peak < 1.5 * 2 * len(text)
