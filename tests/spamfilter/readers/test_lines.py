"""Lines: their bytes, and how much of a long one is read."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from spamfilter.readers.lines import CHUNK, OVER, cut_character, read_lines, split_records
from spamfilter.readers.mime.limits import TEXT


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_records_are_the_stream_in_pieces(length: int) -> None:
    data = b"a\n" + b"x" * length + b"\n\n" + b"y" * length
    records = list(split_records(io.BytesIO(data)))
    assert b"".join(records) == data
    assert records[:3] == [b"a\n", b"x" * length + b"\n", b"\n"]
    assert all(record.endswith(b"\n") for record in records[:3])


def test_a_separator_of_its_own() -> None:
    assert list(split_records(io.BytesIO(b"a\nb\0c"), b"\0")) == [b"a\nb\0", b"c"]


def test_of_a_long_line_the_beginning_is_read_and_that_is_said() -> None:
    line = "é".encode() * (TEXT // 2) + b"z\n"
    short, long, after = read_lines(io.BytesIO(b"hi\n" + line + b"bye"), "-")
    assert (short.text, short.notes, after.text, after.number) == ("hi", (), "bye", 3)
    assert long.raw == line
    assert (long.text, long.notes) == ("é" * (TEXT // 2), (OVER,))


@pytest.mark.parametrize("text", ["aé", "a€", "a\U0001f600"])
def test_half_a_character_is_cut_off(text: str) -> None:
    data = text.encode()
    assert cut_character(data) == data
    for end in range(2, len(data)):
        assert cut_character(data[:end]) == b"a"
    assert cut_character(b"") == b""
    assert cut_character(b"\xe9") == b""
    assert cut_character(b"\x80\x80\x80\x80") == b"\x80\x80\x80\x80"  # no UTF-8 at all


MEASURE = """
import io, resource, sys
from spamfilter.readers import open_source
from spamfilter.scan import score_messages
score = lambda batches: ([0.5] * len(batch) for batch in batches)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
lengths = []
for message, _ in score_messages(open_source(*sys.argv[1:]), [score]):
    lengths.append(len(message.raw))
    del message
print(lengths, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@pytest.mark.parametrize("input_format", ["lines", "mbox"])
def test_long_records_one_after_another_take_the_size_of_one(tmp_path: Path, input_format: str) -> None:
    """Three of 120 MiB, mostly NUL: of one 1.5 times its size, and what is taken apart of a mail."""
    size = 120 << 20
    path = tmp_path / "box"
    head = b"From a@b Thu Aug 22 12:36:23 2002\nSubject: x\n\n" if input_format == "mbox" else b""
    with path.open("wb") as stream:
        for _ in range(3):
            stream.write(head)
            stream.seek(size - len(head), 1)
            stream.write(b"\n\n" if head else b"\n")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), input_format],
        capture_output=True,
        text=True,
        check=True,
    )
    lengths, grown = done.stdout.rsplit(" ", 1)
    assert lengths.count(str(size + (2 if head else 1))) == 3
    assert float(grown) < 1.5 * 120 + 60
