"""``spamfilter scan``, run as a process with the shipped model unless a test says otherwise."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spamfilter import SourceError
from spamfilter.readers import check_source
from tests.conftest import Process
from tests.paths import search_first

ALL = ["--only", "ham", "--only", "unsure", "--only", "spam"]
WORDLIST = ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist"]


def test_text_output_is_label_score_place_and_text(process: Process) -> None:
    done = process(*WORDLIST, stdin=b"hello\nwin a FREE prize\tnow\x1b[31m\nclaim it\n")
    assert done.stdout.decode() == (
        "ham\t0.0000\t-:1\thello\n"
        "spam\t0.8750\t-:2\twin a FREE prize now\ufffd[31m\n"
        "unsure\t0.5000\t-:3\tclaim it\n"
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_jsonl_output(process: Process) -> None:
    done = process(*WORDLIST, "--format", "jsonl", stdin="grüße\u2028 free\n".encode())
    assert done.stdout.decode() == (
        '{"label": "unsure", "score": 0.5, "source": "-", "number": 1, "classifier": "wordlist", '
        '"text": "grüße\\u2028 free"}\n'
    )


def test_csv_output_has_a_header(process: Process) -> None:
    done = process(*WORDLIST, "--format", "csv", stdin=b'a "free", b\n')
    assert (
        done.stdout
        == b'label,score,source,number,classifier,text,notes\nunsure,0.5,-,1,wordlist,"a ""free"", b",\n'
    )


def test_only_selects_labels(process: Process) -> None:
    done = process(*WORDLIST, "--only", "spam", "--raw", stdin=b"hello\r\nwin free cash\r\nbye")
    assert done.stdout == b"win free cash\r\n"


def test_summary_and_exit_code(process: Process) -> None:
    done = process(*WORDLIST, "--summary", "--exit-code", "--quiet", stdin=b"hello\nwin free cash\nfree\n")
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"3 messages: 1 ham, 1 unsure, 1 spam\n")


def make_random_lines(count: int) -> bytes:
    source = random.Random(7)
    return b"\n".join(source.randbytes(source.randrange(40)).replace(b"\n", b"") for _ in range(count))


@pytest.mark.parametrize("null", [[], ["-z"]])
@pytest.mark.parametrize("end", [b"", b"\n"])
def test_random_bytes_come_out_as_they_went_in(process: Process, null: list[str], end: bytes) -> None:
    stream = make_random_lines(1000) + end
    done = process("scan", "--model", "tiny", "--raw", "--input", "lines", *ALL, *null, stdin=stream)
    assert done.stdout == stream
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.slow
def test_random_bytes_come_out_of_the_shipped_model_too(process: Process) -> None:
    stream = make_random_lines(500)
    done = process("scan", "--raw", "--input", "lines", *ALL, stdin=stream)
    assert done.stdout == stream
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.slow
def test_batch_size_and_jobs_do_not_change_a_digit(process: Process, data: Path) -> None:
    runs = [
        process("scan", "--format", "jsonl", "--batch-size", size, "--jobs", jobs, data / "inbox.txt").stdout
        for size, jobs in ((1, 1), (7, 1), (64, 1), (3, 2), (7, 9))  # 2 are threads, 9 are processes
    ]
    assert runs[0].count(b"\n") == 16
    assert runs[1:] == [runs[0]] * 4


def test_csv_input_keeps_its_header_and_bytes(process: Process, tmp_path: Path) -> None:
    rows = b'id;Text\r\n1;"free; cash\r\nwin"\r\n2;hello\r\n'
    (tmp_path / "box.csv").write_bytes(rows)
    done = process(*WORDLIST, "--raw", tmp_path / "box.csv")
    assert done.stdout == rows
    spam = process(*WORDLIST, "--raw", "--only", "spam", tmp_path / "box.csv")
    assert spam.stdout == b'id;Text\r\n1;"free; cash\r\nwin"\r\n'


def test_jsonl_input_reads_the_named_column(process: Process, tmp_path: Path) -> None:
    (tmp_path / "box.jsonl").write_bytes(b'{"body": "win free cash \\ud83d"}\n\n{"body": "hi"}\n')
    done = process(*WORDLIST, "--column", "body", "--format", "jsonl", tmp_path / "box.jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["number"], row["label"], row["text"]) for row in rows] == [
        (1, "spam", "win free cash \ufffd"),
        (3, "ham", "hi"),
    ]


def test_two_files_without_a_final_newline_stay_two_messages(process: Process, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    (tmp_path / "b").write_bytes(b"two")
    assert process(*WORDLIST, "--raw", tmp_path / "a", tmp_path / "b").stdout == b"one\ntwo"


def test_empty_input_gives_no_output(process: Process) -> None:
    done = process("scan", stdin=b"")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_line_in_an_open_pipe_gets_its_verdict_before_the_end() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "spamfilter", "scan"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write(b"see you at home\n")
        running.stdin.flush()
        first = running.stdout.readline()
        running.stdin.write(b"and bring milk\n")
        running.stdin.flush()
        second = running.stdout.readline()
        running.stdin.close()
        assert running.wait(600) == 0
    assert first.endswith(b"\t-:1\tsee you at home\n")
    assert second.endswith(b"\t-:2\tand bring milk\n")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_closed_pipe_ends_the_scan_by_sigpipe(tmp_path: Path, data: Path, jobs: int) -> None:
    big = tmp_path / "big.txt"
    big.write_bytes((data / "inbox.txt").read_bytes() * 2000)
    with subprocess.Popen(
        [sys.executable, "-m", "spamfilter", "scan", "--model", "tiny", "--jobs", str(jobs), str(big)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline().count(b"\t") == 3
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(600) == -signal.SIGPIPE


def test_control_c_ends_with_130_and_no_traceback() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "spamfilter", "scan"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(b"hello\n")
        running.stdin.flush()
        running.stdout.readline()
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        assert running.wait(600) == 130
        assert running.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_line_and_74(data: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "spamfilter", "scan", str(data / "inbox.txt")],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr.count(b"\n")) == (74, 1)


def failure(process: Process, *args: object) -> tuple[int, str]:
    """Exit code and the one line on stderr."""
    done = process(*args)
    lines = done.stderr.decode().splitlines()
    assert done.stdout == b""
    assert len(lines) == 1, lines
    return done.returncode, lines[0]


def test_unknown_classifier(process: Process) -> None:
    assert failure(process, "scan", "-c", "nope") == (
        2,
        "spamfilter: no classifier 'nope'; there are: bogofilter, gpt, ngram, tfidf",
    )


def test_a_scan_leaves_nothing_at_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": search_first()}
    command = [sys.executable, "-m", "spamfilter", "scan"]
    done = subprocess.run(command, input=b"hello\n", capture_output=True, env=environment, check=True)
    assert done.stdout.startswith(b"ham\t")
    assert list(home.rglob("*")) == []  # onnxruntime's telemetry begins with an identifier there


def test_missing_file(process: Process) -> None:
    assert failure(process, "scan", "nope.txt") == (
        66,
        "spamfilter: cannot read nope.txt: No such file or directory; check the name and its permissions",
    )


def test_directory_for_a_file(process: Process, tmp_path: Path) -> None:
    assert failure(process, "scan", "--input", "lines", tmp_path) == (
        2,
        f"spamfilter: {tmp_path} is a directory; name the files in it, or read mails with --input eml",
    )


def test_file_for_a_directory(process: Process, data: Path) -> None:
    code, line = failure(process, "scan", "--input", "maildir", data / "inbox.txt")
    assert code == 2
    assert line.endswith("inbox.txt is a file, and a Maildir is a directory; try --input mbox")


def test_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "secret").chmod(0)
    user = os.geteuid()
    os.seteuid(user or 65534)  # root reads everything
    try:
        with pytest.raises(SourceError, match="secret: Permission denied; check the name") as caught:
            check_source(str(tmp_path / "secret"))
    finally:
        os.seteuid(user)
    assert caught.value.exit_code == 66


def test_csv_without_the_column(process: Process, tmp_path: Path) -> None:
    (tmp_path / "box.csv").write_bytes(b"id,body\n1,hi\n")
    code, line = failure(process, "scan", tmp_path / "box.csv")
    assert code == 65
    assert line.endswith("has no column 'text', only 'id', 'body'; name one with --column")


def test_broken_jsonl_names_the_line(process: Process, tmp_path: Path) -> None:
    (tmp_path / "box.jsonl").write_bytes(b'{"text": "hi"}\n{"text": \n')
    done = process(*WORDLIST, tmp_path / "box.jsonl")
    assert done.returncode == 65
    assert done.stdout.count(b"\n") == 1, "the verdict before the fault is not lost"
    assert b"box.jsonl line 2 is not JSON" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_far_into_a_file_costs_no_verdict_before_it(
    process: Process, tmp_path: Path, jobs: int
) -> None:
    (tmp_path / "box.jsonl").write_bytes(b'{"text": "hi"}\n' * 3000 + b"{\n")
    done = process(*WORDLIST, "--jobs", jobs, tmp_path / "box.jsonl")
    assert done.returncode == 65
    assert done.stdout.count(b"\n") == 3000
    assert b"box.jsonl line 3001 is not JSON" in done.stderr


def test_crossed_cutoffs(process: Process) -> None:
    code, line = failure(process, "scan", "--ham-below", "0.9", "--spam-above", "0.1")
    assert code == 2
    assert "ham-below 0.9 and spam-above 0.1" in line


def test_what_click_refuses_is_one_line_too(process: Process) -> None:
    assert failure(process, "scan", "--jobs", "0") == (
        2,
        "spamfilter: Invalid value for '--jobs': 0 is not in the range x>=1; see 'spamfilter scan --help'",
    )
    code, line = failure(process, "scn")
    assert code == 2
    assert "No such command 'scn'" in line


def test_a_named_pipe_is_opened_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    command = [sys.executable, "-m", "spamfilter", "scan", "--format", "csv", str(tmp_path / "pipe")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        with (tmp_path / "pipe").open("wb") as pipe:
            pipe.write(b"hello\nyou\n")
        assert running.stdout is not None
        assert running.stdout.read().count(b"\n") == 3


def test_closed_standard_output(data: Path) -> None:
    command = f"exec {sys.executable} -m spamfilter scan {data / 'inbox.txt'} >&-"
    done = subprocess.run(["/bin/sh", "-c", command], stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (74, 1)


def test_a_bug_is_one_line_and_70_with_a_traceback_on_demand(process: Process, tmp_path: Path) -> None:
    (tmp_path / "buggy.py").write_text(
        "from spamfilter import hookimpl\n"
        "@hookimpl\n"
        "def spamfilter_review(message, verdict):\n"
        "    raise LookupError('lost')\n"
    )
    arguments = ("--plugin", "buggy", *WORDLIST, "-")
    done = process(*arguments, stdin=b"hi\n")
    assert (done.returncode, done.stderr.count(b"\n")) == (70, 1)
    assert b"LookupError: lost" in done.stderr
    assert b"Traceback" in process(*arguments, stdin=b"hi\n", SPAMFILTER_TRACEBACK="1").stderr


def test_raw_and_format_exclude_each_other(process: Process) -> None:
    assert failure(process, "scan", "--raw", "--format", "csv")[0] == 2
