"""What ``auto`` takes a source for: by its name, and where that says nothing by its first line."""

import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import BinaryIO, cast

import pytest

from spamfilter.readers import detect_format, open_source
from spamfilter.readers.sniff import sniff_format
from spamfilter.readers.source.recognize import Request, Start, read_stream
from tests.conftest import Process
from tests.doubling import check_doubling

FROM = b"From jo@example.org Thu Aug 22 12:36:23 2002\n"
DATE = b"Date: Fri, 20 Jun 2025 11:55:47 -0400\n"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("box.mbox", "mbox"),
        ("Box.MBOX", "mbox"),
        ("a.eml", "eml"),
        ("a.emlx", "eml"),
        ("a.csv", "csv"),
        ("a.tsv", "csv"),
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("inbox.txt", None),
        ("Inbox", None),
        ("-", None),
        (".mbox", None),
    ],
)
def test_by_name(name: str, found: str | None) -> None:
    assert detect_format(name) == found
    assert detect_format(name, "lines") == "lines"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (FROM, "mbox"),
        (FROM[:-1], "mbox"),
        (FROM[:-1] + b"\r\nReturn-Path: <jo@example.org>\r\n", "mbox"),
        (b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011\n", "mbox"),
        (b"From - Mon Jan 05 09:00:00 2004\n", "mbox"),
        (b"From me to you, May 2020\n", "lines"),
        (b"From: Jo <jo@example.org>\n", "lines"),
        (b"from jo Thu Aug 22 12:36:23 2002\n", "lines"),
        (b"hello\n" + FROM, "lines"),
        (b"Return-Path: <jo@example.org>\n", "eml"),
        (b"Return-path: <>\r\nReceived: by x\r\n", "eml"),
        (b"Received: from example.org by example.com\n", "eml"),
        (b"Delivered-To: jo@example.org\n", "eml"),
        (b"Message-ID: <1@example.org>\n", "eml"),
        (b"MIME-Version: 1.0\n", "eml"),
        (b"Subject: Minutes of Thursday's meeting. Hi all\n", "lines"),
        (b"Received: your parcel\n", "lines"),
        (b"text,label\n", "lines"),
        (b"", "lines"),
        (b"\n", "lines"),
        (b"\xff\xfe\x00", "lines"),
        (b"From " * 10_000, "lines"),
        # A mail by its whole header, whichever field is first.
        (DATE + b"From: Jo <jo@example.org>\nSubject: s\n\nhello\n", "eml"),
        (b"From: Jo <jo@example.org>\nSubject: s\n\nhello\n", "eml"),
        (b"Subject: s\r\n" + DATE + b"\r\nhello\r\n", "eml"),
        (b"X-Labels: a,\n b\nX-Id: 3\nReturn-Path: <jo@example.org>\n\nhello\n", "eml"),
        (b"Content-Type: text/plain\nSubject: s\n\nhello\n", "eml"),
        (b"Thread-Topic: s\nTo: jo@example.org\n\nhello\n", "eml"),
        (b"Foo: bar\nTo: jo@example.org\nSubject: s\n\nhello\n", "eml"),
        (b"Subject : s\nTo : jo@example.org\n\nhello\n", "eml"),
        (b"\xef\xbb\xbfTo: jo@example.org\nSubject: s\n\nhello\n", "eml"),
        (b"\n\nTo: jo@example.org\nSubject: s\n\nhello\n", "eml"),
        (DATE + b"From: Jo <jo@example.org>\nSubject: s", "eml"),
        (DATE + b"From: Jo <jo@example.org>\nTo: you@example.org\nSubject: s\nno field\n", "eml"),
        (DATE + b"To: " + b"jo@example.org, " * 9_000 + b"\nSubject: s\n\nhello\n", "eml"),
        ((DATE + b"From: jo@example.org\nSubject: s\n\nhello\n").replace(b"\n", b"\r"), "eml"),
        # Lines that begin like fields.
        (b"Subject: hi\nFrom: me\n\nhello\n", "lines"),
        (b"Subject: hi\nhello jo@example.org\n", "lines"),
        (b"Subject: hi\nSubject: you\nTo: jo@example.org\n\n", "lines"),
        (b"Note: bring milk\nDate: tomorrow\n\nok\n", "lines"),
        (b"From: London\nTo: Paris\nDate: 8 May\n\nok\n", "lines"),
        (b"Date: Fri, 20 Jun 2025 11:55\nok\nok\n", "lines"),
        (b"https://example.org\nTo: jo@example.org\nSubject: s\n\n", "lines"),
        # A mailbox by what is below its From line.
        (b"\xef\xbb\xbf\r\n" + FROM + b"Subject: s\n\nhello\n", "mbox"),
        (b"From - \nSubject: s\n\nhello\n", "mbox"),
        (b"From -\r\nX-Mozilla-Status: 0001\r\n\r\nhello\r\n", "mbox"),
        (b"From MAILER-DAEMON\nReturn-Path: <>\n\nhello\n", "mbox"),
        (FROM + b">From jo Thu Aug 22 12:36:23 2002 remote from x\nSubject: s\n\nhello\n", "mbox"),
        ((FROM + b"Subject: s\n\nhello\n").replace(b"\n", b"\r"), "mbox"),
        (FROM + b"\nhello\n", "mbox"),
        (FROM + b"hello\n", "lines"),
        (FROM + b"Note: hello\nok\n", "lines"),
        (b"From your bank: 1 Jan 2024 12:00\nSubject: s\nok\n", "lines"),
        (b"From your bank: 1 Jan 2024 12:00\nok\n", "lines"),
        (b"From - hello\nok\n", "lines"),
        (b"From -\nok\n", "lines"),
    ],
)
def test_by_content(head: bytes, found: str) -> None:
    assert sniff_format(head) == found


@pytest.mark.parametrize(("name", "count"), [("Inbox", 2), ("box.mbox", 2), ("box.eml", 1)])
def test_a_name_that_tells_goes_before_the_content(tmp_path: Path, name: str, count: int) -> None:
    (tmp_path / name).write_bytes((FROM + b"Subject: s\n\nhello\n\n") * 2)
    assert len(list(open_source(str(tmp_path / name)))) == count


@pytest.mark.parametrize(
    ("stdin", "shown"),
    [
        ((FROM + b"Subject: s\n\nhello\n\n") * 2, ["s hello", "s hello"]),
        (b"Received: from a by b\nSubject: s\n\nhello\n", ["s hello"]),
        (b"Subject: s\nhello", ["Subject: s", "hello"]),
        (b"a" * 3000 + b"\nb", ["a" * 3000, "b"]),
    ],
)
def test_standard_input(process: Process, stdin: bytes, shown: list[str]) -> None:
    done = process("--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist", stdin=stdin)
    assert [line.split("\t")[3] for line in done.stdout.decode().splitlines()] == shown


class Pipe:
    """A stream that hands out a chunk a read, and must not be read beyond them."""

    def __init__(self, *chunks: bytes) -> None:
        self.chunks = list(chunks)

    def read(self, size: int) -> bytes:
        assert self.chunks, "it waits for more"
        return self.chunks.pop(0)


@pytest.mark.parametrize(
    "line",
    [
        b"see you at eight\n",
        b"From me to you, May 2020\n",
        b"From your bank: 1 Jan 2024 12:00\n",
        b"From jo@example.org: see you\n",
        b"From London\nok\n",
        b"Note: bring milk\n",
        b"OTP: 123456\n",
        b"Subject: hi\nok\n",
        b"Subject: hi\nSubject: you\n",
        b"X-Note: hi\nok\n",
        b"\n",
        b"\r\n",
        b"\nSubject: hi\n",
    ],
)
def test_a_line_in_a_pipe_does_not_wait(line: bytes) -> None:
    first = next(read_stream(Start(cast(BinaryIO, Pipe(line)), "-", "-", live=True).begin(), Request()))
    assert first.raw == line.splitlines(keepends=True)[0]


def test_a_header_in_a_pipe_may_come_line_by_line() -> None:
    lines = [DATE, b"From: Jo <jo@ex", b"ample.org>\n", b"Subject: s\n", b"\n", b"hello\n", b""]
    (mail,) = read_stream(Start(cast(BinaryIO, Pipe(*lines)), "-", "-", live=True).begin(), Request())
    assert (mail.text, mail.raw) == ("s\n\nhello", b"".join(lines))


@pytest.mark.slow
@pytest.mark.parametrize("end", [b"\n", b" 1\n", b": 1\n", b"\n\n", b"\r"])
@pytest.mark.parametrize("start", [b"Subject", b"X-A", b"From ", b"Received", b"\n"])
def test_looking_at_the_head_is_linear(start: bytes, end: bytes) -> None:
    def measure(size: int) -> float:
        head = start + end + (b"X-A" + end) * (size // len(end))
        begun = process_time()
        sniff_format(head)
        return process_time() - begun

    check_doubling(measure)


def test_null_means_lines(process: Process) -> None:
    done = process("--plugin", "spamfilter_wordlist", "scan", "-z", "-c", "wordlist", stdin=FROM + b"\0b")
    assert done.stdout.count(b"\0") == 2


def test_a_mail_in_an_open_pipe_gets_its_verdict_when_the_next_one_starts(data: Path) -> None:
    command = [sys.executable, "-m", "spamfilter", "scan"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write(FROM + b"Subject: one\n\nsee you at home\n\n" + FROM)
        running.stdin.flush()
        assert running.stdout.readline().endswith(b"\t-:1\tone see you at home\n")
        running.stdin.write(b"Subject: two\n\nbring milk\n")
        running.stdin.close()
        assert running.stdout.readline().endswith(b"\t-:2\ttwo bring milk\n")
        assert running.wait(600) == 0
