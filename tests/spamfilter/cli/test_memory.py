"""``spamfilter memory``: what was learned is shown, carried elsewhere, emptied, made anew."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.pictures.terminal import read_all

TINY = ["--model", "tiny"]


@pytest.fixture
def box(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the sample inbox; the memory is in ``data/spamfilter`` below it."""
    (tmp_path / "inbox.txt").write_bytes((data / "inbox.txt").read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def taught(box: Path, spamfilter: Run) -> Path:
    """The user's memory for ``tiny``, which was told of two spam and one ham."""
    spamfilter("learn", "--spam", *TINY, "--number", 1, "--number", 3, "inbox.txt")
    spamfilter("learn", "--ham", *TINY, "--number", 2, "inbox.txt")
    return box / "data" / "spamfilter" / "memory.db"


def test_info_is_what_the_group_says_by_itself(spamfilter: Run, taught: Path) -> None:
    shown = spamfilter("memory")
    assert shown.stdout == spamfilter("memory", "info").stdout
    facts = dict(line.split("\t") for line in shown.stdout.splitlines())
    assert list(facts) == ["file", "classifier", "model", "spam", "ham", "first", "last", "size"]
    assert (facts["file"], facts["classifier"]) == (str(taught), "gpt")
    assert (facts["spam"], facts["ham"]) == ("2", "1")
    assert facts["size"] == f"{taught.stat().st_size:,} bytes"


def test_info_as_json(spamfilter: Run, taught: Path) -> None:
    found = json.loads(spamfilter("memory", "--json").stdout)
    assert (found["exists"], found["spam"], found["ham"], found["file"]) == (True, 2, 1, str(taught))
    assert "2020" < found["first"] <= found["last"] < "2100"
    assert found["last"].endswith("Z")


def test_a_memory_that_is_not_there_yet_is_no_error(spamfilter: Run, box: Path) -> None:
    shown = spamfilter("memory")
    assert shown.exit_code == 0
    assert shown.stdout.endswith("/data/spamfilter/memory.db\nstate\tnothing learned yet\n")
    assert json.loads(spamfilter("memory", "--json").stdout)["exists"] is False
    assert not (box / "data").exists()


def test_one_that_is_named_and_not_there_is_an_error(spamfilter: Run, box: Path) -> None:
    for words in (["info"], ["export"], ["empty", "--yes"]):
        done = spamfilter("memory", *words, "--memory", "no.db")
        assert (done.exit_code, done.stdout) == (66, "")
        assert done.stderr == "spamfilter: there is no memory no.db; spamfilter learn makes one\n"
    assert not (box / "no.db").exists()


def test_an_export_holds_no_text_and_imports_to_the_same_scores(
    spamfilter: Run, taught: Path, box: Path
) -> None:
    scores = spamfilter("scan", *TINY, "inbox.txt").stdout
    assert spamfilter("memory", "export", "learned.jsonl").stderr == "wrote 3 messages to learned.jsonl\n"
    lines = (box / "learned.jsonl").read_text().splitlines()
    assert lines == spamfilter("memory", "export").stdout.splitlines()
    assert [json.loads(line)["label"] for line in lines[1:]] == ["spam", "spam", "ham"]
    assert not any(word in line for line in lines for word in ("lunch", "URGENT", "milk"))
    done = spamfilter("memory", "import", "--memory", "copy.db", "learned.jsonl")
    assert done.stdout == "added 3 messages of 3; memory copy.db\n"
    assert spamfilter("scan", *TINY, "--memory", "copy.db", "inbox.txt").stdout == scores
    done = spamfilter("memory", "import", "--memory", "copy.db", stdin="\n".join(lines).encode())
    assert done.stdout == "added 0 messages of 3; memory copy.db\n"


def test_import_merges(spamfilter: Run, taught: Path, box: Path) -> None:
    spamfilter("memory", "export", "learned.jsonl")
    spamfilter("learn", "--ham", *TINY, "--memory", "other.db", "--number", 3, "--number", 5, "inbox.txt")
    done = spamfilter("memory", "import", "--memory", "other.db", "learned.jsonl")
    assert done.stdout == "added 3 messages of 3; memory other.db\n"
    shown = spamfilter("memory", "--memory", "other.db").stdout
    assert "\nspam\t2\nham\t2\n" in shown


def test_what_is_no_export_or_of_another_model_is_refused_and_adds_nothing(
    spamfilter: Run, taught: Path, box: Path
) -> None:
    spamfilter("memory", "export", "learned.jsonl")
    head, *rows = (box / "learned.jsonl").read_text().splitlines(keepends=True)
    other = json.dumps({**json.loads(head), "model": "another"}) + "\n"
    for content, told in (
        (other + rows[0], "is for gpt ("),
        ("hello\n", "line 1 is not that of an exported memory; export it again"),
        (head + rows[0] + "{}\n", "line 3 is not that of an exported memory; export it again"),
    ):
        (box / "bad.jsonl").write_text(content)
        done = spamfilter("memory", "import", "bad.jsonl")
        assert (done.exit_code, done.stdout, told in done.stderr) == (65, "", True)
    done = spamfilter("memory", "import", "--memory", "new.db", "bad.jsonl")
    assert (done.exit_code, (box / "new.db").exists()) == (65, False)
    assert "\nspam\t2\nham\t1\n" in spamfilter("memory").stdout


def test_emptying_wants_somebody_who_says_yes(spamfilter: Run, taught: Path) -> None:
    done = spamfilter("memory", "empty")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith("is to be emptied; add --yes\n")
    assert "\nspam\t2\n" in spamfilter("memory").stdout
    assert spamfilter("memory", "empty", "--yes").stdout == f"forgot 3 messages; memory {taught}\n"
    assert "\nspam\t0\nham\t0\nfirst\t–\nlast\t–\n" in spamfilter("memory").stdout


@pytest.mark.parametrize(("answer", "code", "left"), [(b"n\n", 1, 2), (b"y\n", 0, 0)])
def test_on_a_terminal_it_asks(spamfilter: Run, taught: Path, answer: bytes, code: int, left: int) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "spamfilter", "memory", "empty"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        os.write(ours, answer)
        printed = b"".join(read_all(ours))
        os.close(ours)
    assert running.returncode == code
    assert b"Forget 3 messages in " in printed
    assert f"\nspam\t{left}\n" in spamfilter("memory").stdout


def test_a_memory_is_made_anew_for_another_model(spamfilter: Run, taught: Path, box: Path) -> None:
    first = json.loads(spamfilter("memory", "--json").stdout)
    (box / "more.txt").write_text("hello there\n")
    refused = spamfilter("learn", "--ham", "more.txt")
    assert refused.exit_code == 65
    done = spamfilter("memory", "rebuild", "inbox.txt", "--ham", "more.txt")
    assert done.exit_code == 0
    assert done.stdout.startswith("learned 2 messages as spam and 2 as ham for gpt (")
    then = json.loads(spamfilter("memory", "--json").stdout)
    assert (then["spam"], then["ham"], then["first"]) == (2, 2, first["first"])
    assert then["model"] != first["model"]
    labels = [line.split("\t")[0] for line in spamfilter("scan", "inbox.txt").stdout.splitlines()]
    assert labels[:3] == ["spam", "ham", "spam"]


def test_what_is_in_no_source_is_forgotten_and_told(spamfilter: Run, taught: Path, box: Path) -> None:
    (box / "one.txt").write_bytes((box / "inbox.txt").read_bytes().split(b"\n")[0])
    done = spamfilter("memory", "rebuild", *TINY, "one.txt")
    assert done.stdout.startswith("learned 1 message as spam and 0 as ham for gpt (")
    assert done.stdout.endswith(f"), 2 that were known are in no source; memory {taught}\n")


def test_a_rebuild_that_cannot_read_everything_changes_nothing(
    spamfilter: Run, taught: Path, box: Path
) -> None:
    before = taught.read_bytes()
    (box / "broken.jsonl").write_text('{"text": "hi"}\n{\n')
    (box / "empty.txt").write_text("")
    for words, code in (
        (["--spam", "no.txt", "--ham", "inbox.txt"], 66),
        (["--spam", "broken.jsonl"], 65),
        (["empty.txt"], 65),
        ([], 2),
    ):
        done = spamfilter("memory", "rebuild", *TINY, *words)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    spamfilter("memory")  # whoever opens it puts what is beside it into it
    assert taught.read_bytes() == before


def test_a_file_that_holds_lists_of_senders_alone_has_learned_nothing(spamfilter: Run, box: Path) -> None:
    spamfilter("block", "example.org")
    assert "state\tnothing learned yet\n" in spamfilter("memory").stdout
    assert spamfilter("scan", *TINY, "inbox.txt").stderr == ""
    done = spamfilter("learn", "--forget", "inbox.txt")
    assert done.stdout.startswith("forgot 0 messages, 16 not there to forget; memory ")


def test_an_unknown_command_is_named(spamfilter: Run) -> None:
    done = spamfilter("memory", "show")
    assert (done.exit_code, done.stderr.startswith("spamfilter: No such command 'show'")) == (2, True)
