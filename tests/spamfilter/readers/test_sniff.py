"""What ``auto`` takes a source for: by its name, and where that says nothing by its first line."""

import subprocess
import sys
from pathlib import Path

import pytest

from spamfilter.readers import detect_format, open_source
from spamfilter.readers.sniff import sniff_format
from tests.conftest import Process

FROM = b"From jo@example.org Thu Aug 22 12:36:23 2002\n"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("box.mbox", "mbox"),
        ("Box.MBOX", "mbox"),
        ("a.eml", "eml"),
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
