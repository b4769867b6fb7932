"""Pieces of a file, joined, are the file; each message is in one of them, and the same as in the whole."""

import io
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spamfilter import Message, pieces
from spamfilter.readers import open_source
from spamfilter.readers.lines import read_lines
from spamfilter.readers.mbox import Box, read_mbox
from spamfilter.readers.pieces import Count, Outline, Piece, Request, Tally
from tests.spamfilter.readers.pieces.cutting import cut, read_cut

DATE = b"Mon Jan  1 00:00:00 2024"
NEXT = b"From a " + DATE + b"\nSubject: b\n\n"
# What mailboxes are made of, and what may pass for it.
SCRAPS = st.sampled_from(
    [
        b"From a@example.org " + DATE, b"From -", b"From me to you,", b"From : x", b"From a at b " + DATE,
        b"Subject: see you", b"From: a@example.org", b"Date: Mon, 1 Jan 2024 00:00:00 +0000",
        b"Message-ID: <1@example.org>", b"Received: from x", b" folded", b">From here", b"hello",
        b"\xff\xfe", b"\0", "zw\u00f6lf \U0001f600".encode(), b"x" * 1200, b"",
    ]
)  # fmt: skip
ENDS = st.sampled_from([b"\n", b"\n", b"\n", b"\r\n", b"\n\n", b"\r"])
TEXTS = st.lists(st.tuples(SCRAPS, ENDS), max_size=30).map(lambda rows: b"".join(map(b"".join, rows)))
SIZES = st.integers(1, 200)


@given(st.one_of(st.binary(max_size=400), TEXTS), SIZES)
@example(b"", 1)
@example(b"\n", 1)
@example(b"no end", 3)
@example("ä\nöü\n".encode(), 1)
def test_lines_are_cut_at_their_ends(data: bytes, size: int) -> None:
    outline = Outline("lines")
    found = cut(data, outline, size)
    assert b"".join(data[one.begin : one.end] for one in found) == data
    assert all(data[: one.begin].endswith(b"\n") for one in found[1:])
    assert all(one.begin // size != two.begin // size for one, two in pairwise(found))
    assert read_cut(data, outline, found) == list(read_lines(io.BytesIO(data), "source"))


@given(TEXTS, SIZES)
@example(b"\xef\xbb\xbf\n\n\nFrom a@example.org " + DATE + b"\nSubject: a\n\nx\n", 2)
@example((b"From a@example.org " + DATE + b"\nSubject: a\n\nx\n\n") * 3, 30)
@example(b"From a@example.org " + DATE + b"\nSubject: a\n\n>From b\nFrom time to time\n", 7)
def test_a_mailbox_is_cut_where_its_reader_cuts_it(data: bytes, size: int) -> None:
    data = b"From a@example.org " + DATE + b"\nSubject: first\n\n" + data
    outline = pieces.outline_stream(io.BytesIO(data), "box.mbox", Request("mbox"))
    assert outline.format == "mbox"
    found = cut(data, outline, size)
    mails = list(Box(io.BytesIO(data)).split("box.mbox"))
    places = [sum(map(len, mails[:count])) for count in range(len(mails))]
    assert [one.begin for one in found] == sorted({first_of(places, start, size) for start in places})
    assert read_cut(data, outline, found) == list(read_mbox(io.BytesIO(data), "source"))


def first_of(places: list[int], start: int, size: int) -> int:
    """The first of ``places`` in the block that ``start`` is in."""
    return min(place for place in places if place // size == start // size)


@given(
    st.lists(st.sampled_from(['{"text": "a"}', '"b"', "", " ", '{"no": 1}', "7", '{"text": "c\\u00e4"}'])),
    SIZES,
)
def test_json_lines_keep_their_numbers(rows: list[str], size: int) -> None:
    data = "\n".join(['{"text": "first"}', *rows]).encode()
    outline = pieces.outline_stream(io.BytesIO(data), "a.jsonl", Request())
    assert outline == Outline("jsonl")
    tally = Tally()
    found = read_cut(data, outline, cut(data, outline, size), tally)
    assert found == list(open_stream(data, "jsonl"))
    assert (tally.found, tally.passed) == (len(found), sum(row in ('{"no": 1}', "7") for row in rows))


def open_stream(data: bytes, input_format: str) -> list[Message]:
    """The messages of the whole, as ``scan`` reads them."""
    return list(pieces.read_unpacked(io.BytesIO(data), "source", Request(input_format)))


def test_a_block_without_a_start_belongs_to_the_one_before() -> None:
    counts = [Count(0, 2), Count(None, 0), Count(None, 0), Count(13, 1)]
    assert list(pieces.join_counts(counts, 16)) == [Piece(0, 13, 0), Piece(13, 16, 2)]


@pytest.mark.parametrize(
    ("name", "data", "outline"),
    [
        ("a.txt", b"hello\n", Outline("lines")),
        ("a.txt", "grüße\n".encode("utf-16"), Outline()),
        ("a.txt", b"\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\0", Outline()),
        ("a.csv", b"text\nhello\n", Outline()),
        ("a.json", b'[{"text": "a"},\n{"text": "b"}]\n', Outline()),
        ("a.jsonl", b'{\n"text": "a"}\n', Outline()),
        ("a.eml", b"Subject: a\nFrom: b@example.org\n\nhello\n", Outline()),
        ("a", b"From a " + DATE + b"\nSubject: a\nContent-Length: 2\n\na\n\n" + NEXT, Outline()),
    ],
)  # fmt: skip
def test_what_can_be_cut_is_seen_by_the_beginning(name: str, data: bytes, outline: Outline) -> None:
    assert pieces.outline_stream(io.BytesIO(data), name, Request()) == outline


def test_an_encoding_of_one_byte_a_line_end_is_cut_too(tmp_path: Path) -> None:
    text = "Привет, как дела? Встретимся завтра вечером у метро.\n" * 20
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode("cp1251"))
    with file.open("rb") as stream:
        outline = pieces.outline_stream(stream, str(file), Request())
    assert outline == Outline("lines", "cp1251")
    data = file.read_bytes()
    found = read_cut(data, outline, cut(data, outline, 100))
    assert [one.text for one in found] == [one.text for one in open_source(str(file))]
