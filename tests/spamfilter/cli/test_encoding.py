"""Where standard output is not UTF-8 every command prints all the same, in signs that there are."""

import io
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from spamfilter.cli.encoding import find_likeness, make_streams_readable
from tests.conftest import Process
from tests.paths import ROOT, WORDLIST

WORDS = ["--plugin", "spamfilter_wordlist"]
C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Spam that is not all caught, in letters that few encodings have."""
    file = tmp_path / "labelled.csv"
    rows = [
        "spam,WIN a free cash prize λ",
        "spam,größer verdienen 你好",
        "ham,see you at lunch – 5 €",
        "ham,hello",
    ]
    file.write_text("\n".join(("label,text", *rows, "")), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("env", "encoding"),
    [
        ({"PYTHONIOENCODING": "ascii"}, "ascii"),
        ({"PYTHONIOENCODING": "cp1252"}, "cp1252"),
        (C_LOCALE, "ascii"),
    ],
    ids=["ascii", "cp1252", "C"],
)
def test_evaluate_spells_lambda(process: Process, labelled: Path, env: dict[str, str], encoding: str) -> None:
    done = process(*WORDS, "evaluate", "-c", "wordlist", labelled, "--resamples", 10, **env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "TCR (lambda=50)" in done.stdout.decode(encoding)


def test_a_sign_that_the_encoding_has_stays(process: Process, tmp_path: Path) -> None:
    """Without spam there is no recall but a dash, which Windows' encoding has and ASCII has not."""
    (tmp_path / "ham.csv").write_text("label,text\nham,hello\n")
    words = [*WORDS, "evaluate", "-c", "wordlist", tmp_path / "ham.csv", "--resamples", 10]
    windows = process(*words, PYTHONIOENCODING="cp1252").stdout.decode("cp1252")
    plain = process(*words, PYTHONIOENCODING="ascii").stdout.decode("ascii")
    assert [line.split() for line in windows.splitlines() if line.startswith("recall")] == [["recall", "–"]]
    assert [line.split() for line in plain.splitlines() if line.startswith("recall")] == [["recall", "-"]]


OTHER = """
from spamfilter import ClassifierEntry, Policy, hookimpl

class Half:
    policy = Policy()
    def score(self, messages):
        return [0.9] * len(messages)

class Broken(Half):
    def score(self, messages):
        raise ValueError("λ – █")

@hookimpl
def spamfilter_classifiers():
    return [
        ClassifierEntry("half", "λ – █", lambda model: Half()),
        ClassifierEntry("broken", "λ – █", lambda model: Broken()),
    ]
"""
READING = [
    ["scan", "-c", "wordlist"],
    ["attack", "-c", "wordlist", "--kind", "homoglyphs", "--show", "9"],
    ["evaluate", "-c", "wordlist", "-c", "half", "--resamples", "10"],
    ["evaluate", "-c", "wordlist", "--json", "--resamples", "10"],
    ["explain", "-c", "wordlist"],
    ["explain", "-c", "wordlist", "--format", "jsonl"],
    ["explain", "-c", "wordlist", "--format", "html"],
]
OTHERS = [
    (["check-plugin", "broken"], 1),
    (["classifiers"], 0),
    (["plugins"], 0),
    (["plugins", "--json"], 0),
    (["gpt", "info", "tiny"], 0),
    (["scan", "größe.txt"], 66),
    (["spamd", "--help"], 0),
    (["ngram", "train", "größe.csv", "-o", "out"], 66),
    (["--help"], 0),
]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_no_command_that_reads_messages_fails(
    process: Process, labelled: Path, tmp_path: Path, words: list[str], encoding: str
) -> None:
    (tmp_path / "other.py").write_text(OTHER, encoding="utf-8")
    done = process(*WORDS, "--plugin", "other", *words, labelled, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


@pytest.mark.parametrize(("words", "code"), OTHERS, ids=[" ".join(words) for words, _ in OTHERS])
def test_no_other_command_fails(process: Process, tmp_path: Path, words: list[str], code: int) -> None:
    (tmp_path / "other.py").write_text(OTHER, encoding="utf-8")
    done = process(*WORDS, "--plugin", "other", *words, PYTHONIOENCODING="ascii")
    assert done.returncode == code
    assert (done.stdout + done.stderr).isascii()


def show_on_terminal(words: list[str], folder: Path, encoding: str) -> str:
    """What a terminal of 80 columns and this encoding shows."""
    ours, theirs = os.openpty()
    path = os.pathsep.join((str(ROOT), str(WORDLIST)))
    env = {**os.environ, "PYTHONIOENCODING": encoding, "NO_COLOR": "1", "PYTHONPATH": path}
    command = [sys.executable, "-m", "spamfilter", *WORDS, *words]
    with subprocess.Popen(command, stdout=theirs, stdin=subprocess.DEVNULL, env=env, cwd=folder) as running:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # Linux's way to say that the other end is closed
            while piece := os.read(ours, 1 << 16):
                shown += piece
    os.close(ours)
    assert running.returncode == 0
    return shown.decode(encoding)


def test_bars_and_blocks_of_explain_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("WIN a free cash prize now\n")
    words = ["explain", "--model", "tiny", "in.txt"]
    good, plain = (show_on_terminal(words, tmp_path, encoding) for encoding in ("utf-8", "cp1252"))
    assert "█" in good
    assert "running ▁" in good
    assert plain == good.translate(str.maketrans("█▇▆▅▄▃▂▁", "#%*+=-:."))


def test_a_row_of_scan_that_is_cut_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("word λ " * 20 + "\n", encoding="utf-8")
    shown = show_on_terminal(["scan", "-c", "wordlist", "in.txt"], tmp_path, "ascii")
    assert "word lambda word lambda" in shown
    assert shown.endswith("...\r\n")


@pytest.mark.parametrize(
    "words",
    [["evaluate", "-c", "wordlist", "-c", "half", "--json"], ["scan", "-c", "half", "--format", "jsonl"]],
)
def test_json_is_utf_8_whatever_the_stream_is(
    process: Process, labelled: Path, tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "other.py").write_text(OTHER, encoding="utf-8")
    done = process(*WORDS, "--plugin", "other", *words, labelled, PYTHONIOENCODING="ascii")
    assert "größer verdienen 你好" in done.stdout.decode()


def test_a_file_name_that_is_no_text_leaves_as_its_bytes() -> None:
    out = io.BytesIO()
    stream = io.TextIOWrapper(out, "utf-8")
    before, sys.stdout = sys.stdout, stream
    try:
        make_streams_readable()
    finally:
        sys.stdout = before
    stream.write("b\udcff.txt \ud83d")
    stream.flush()
    assert out.getvalue() == b"b\xff.txt \\ud83d"


def test_a_choice_of_the_users_own_is_kept(process: Process, labelled: Path) -> None:
    words = [*WORDS, "evaluate", "-c", "wordlist", labelled, "--resamples", 10]
    done = process(*words, PYTHONIOENCODING="ascii:replace")
    assert b"TCR (?=50)" in done.stdout


@pytest.mark.parametrize(
    ("character", "expected"), [("–", b"-"), ("λ", b"lambda"), ("█", b"#"), ("你", b"\\u4f60")]
)
def test_likenesses(character: str, expected: bytes) -> None:
    assert find_likeness(character) == expected


def test_filter_says_why_in_signs_that_there_are(process: Process) -> None:
    words = ["filter", "-c", "größe"]
    done = process(*words, stdin=b"Subject: hi\n\nhello\n", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stderr.startswith(b"spamfilter: no classifier 'gr\\xf6\\xdfe'; there are: ")
