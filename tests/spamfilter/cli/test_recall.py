"""Who goes by which memory, and what becomes of one that cannot be used: verdicts go on without it."""

import copy
import json
import pickle
from pathlib import Path

import pytest

import spamfilter as sf
from tests.conftest import Process, Run

TINY = ["--model", "tiny"]


@pytest.fixture
def taught(box: Path, spamfilter: Run) -> Path:
    """The user's own memory for ``tiny``, in which the first message of the inbox is spam."""
    spamfilter("learn", "--spam", *TINY, "--number", 1, "inbox.txt")
    return box / "data" / "spamfilter" / "memory.db"


def scan(spamfilter: Run, *words: object) -> tuple[str, str]:
    """The label of the first message of the inbox, and what is told."""
    done = spamfilter("scan", *words, "inbox.txt")
    return done.stdout.split("\t")[0], done.stderr


def test_the_user_s_own_memory_is_used_unless_another_or_none_is_named(spamfilter: Run, taught: Path) -> None:
    assert scan(spamfilter, *TINY) == ("spam", "")
    assert scan(spamfilter, *TINY, "--no-memory") == ("ham", "")
    spamfilter("learn", "--ham", *TINY, "--memory", "other.db", "--number", 2, "inbox.txt")
    assert scan(spamfilter, *TINY, "--memory", "other.db") == ("ham", "")
    done = spamfilter("scan", *TINY, "--memory", "other.db", "--no-memory", "inbox.txt")
    assert (done.exit_code, done.stdout) == (2, "")


def test_settings_name_a_memory_or_none(
    spamfilter: Run, taught: Path, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taught.rename(box / "mine.db")
    monkeypatch.setenv("SPAMFILTER_CONFIG", str(box / "config.toml"))
    (box / "config.toml").write_text('[scan]\nmodel = "tiny"\nmemory = "mine.db"\n')
    assert scan(spamfilter) == ("spam", "")
    assert scan(spamfilter, "--no-memory") == ("ham", "")
    monkeypatch.setenv("SPAMFILTER_SCAN_NO_MEMORY", "1")
    assert scan(spamfilter, "--memory", "mine.db") == ("spam", "")
    monkeypatch.setenv("SPAMFILTER_SCAN_MEMORY", "no.db")
    assert scan(spamfilter, "--memory", "mine.db", "--summary")[0] == "spam"


@pytest.mark.slow
def test_scores_are_the_same_in_two_processes(process: Process, taught: Path) -> None:
    one, two = (process("scan", *TINY, "--jobs", jobs, "inbox.txt") for jobs in (1, 2))
    assert one.stdout.startswith(b"spam\t")
    assert (two.returncode, two.stdout, two.stderr) == (0, one.stdout, b"")


def test_what_it_is_compared_with_is_the_classifier_alone(spamfilter: Run, taught: Path) -> None:
    done = spamfilter("scan", *TINY, "--compare", "gpt=tiny", "--differing", "inbox.txt")
    (line,) = done.stdout.splitlines()
    label, _, other, _, place, _ = line.split("\t")
    assert (label, other, place) == ("spam", "ham", "inbox.txt:1")
    assert done.stderr.startswith("gpt and gpt=tiny give 15 of 16 messages the same label")


def test_one_of_another_model_is_passed_over_unless_it_was_named(spamfilter: Run, taught: Path) -> None:
    done = spamfilter("scan", "inbox.txt")
    assert (done.exit_code, done.stdout.count("\n"), done.stderr.count("\n")) == (0, 16, 1)
    assert done.stdout.startswith("ham\t")
    assert done.stderr.startswith(f"spamfilter: the memory {taught} is for gpt (")
    done = spamfilter("scan", "--memory", taught, "inbox.txt")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (65, "", 1)


def break_memory(path: Path, how: str) -> None:
    """Make of the memory at ``path`` what is none."""
    whole = path.read_bytes()
    path.unlink()
    if how == "a folder":
        path.mkdir()
    else:
        broken = {
            "not SQLite": b"hello\n" * 1000,
            "cut off": whole[: len(whole) // 2],
            "overwritten": whole[:4096] + b"\xff" * (len(whole) - 4096),
        }
        path.write_bytes(broken[how])


BREAKS = ["not SQLite", "cut off", "overwritten", "a folder"]


@pytest.mark.parametrize("how", BREAKS)
def test_verdicts_go_on_without_the_user_s_own_memory_where_it_is_broken(
    spamfilter: Run, taught: Path, how: str
) -> None:
    break_memory(taught, how)
    label, told = scan(spamfilter, *TINY)
    assert label == "ham"
    assert told.splitlines()[0].startswith("spamfilter: ")
    assert [str(taught) in line for line in told.splitlines()] in ([True], [True, True])  # the lists' too
    done = spamfilter("scan", *TINY, "--memory", taught, "inbox.txt")
    assert (done.exit_code in (65, 66), done.stdout, done.stderr.count("\n")) == (True, "", 1)


MAIL = b"From: a@b.example\nSubject: lunch\n\nAre we still on?\n"


@pytest.mark.parametrize("how", BREAKS)
def test_the_filter_judges_without_a_memory_that_is_broken(process: Process, taught: Path, how: str) -> None:
    break_memory(taught, how)
    for words in ([], ["--memory", taught]):
        done = process("filter", *TINY, *words, stdin=MAIL)
        assert done.returncode == 0
        assert all(str(taught).encode() in line for line in done.stderr.splitlines())
        assert 1 <= done.stderr.count(b"\n") <= 2  # the lists of senders are in it too
        assert b"X-Spam-Status: No" in done.stdout
        assert done.stdout.endswith(MAIL)


def test_the_filter_judges_without_a_memory_that_is_not_there(process: Process, box: Path) -> None:
    done = process("filter", *TINY, "--memory", "no.db", stdin=MAIL)
    assert (done.returncode, b"X-Spam-Flag: NO" in done.stdout, (box / "no.db").exists()) == (0, True, False)
    assert done.stderr.startswith(b"spamfilter: there is no memory no.db; spamfilter learn makes one")


def test_explain_shows_what_the_memory_added(spamfilter: Run, taught: Path, box: Path) -> None:
    alone = spamfilter("explain", *TINY, "--no-memory", "--number", 1, "inbox.txt").stdout.splitlines()
    lines = spamfilter("explain", *TINY, "--number", 1, "inbox.txt").stdout.splitlines()
    assert lines[0].startswith("spam\t")
    assert lines[1:-2] == alone[1:-1]  # the words are those of the classifier
    assert (lines[-2].startswith("\tmemory\t+"), lines[-1]) == (True, alone[-1])
    assert not any(line.startswith("\tmemory") for line in alone)
    found = json.loads(spamfilter("explain", *TINY, "--format", "jsonl", "--number", 1, "inbox.txt").stdout)
    assert f"{found['memory']:+.2f}" == lines[-2].split("\t")[2]
    odds = sf.log_odds(found["score"]) - sf.log_odds(float(alone[0].split("\t")[1]))
    assert found["memory"] == pytest.approx(odds, abs=0.2)  # of a score with four decimals
    page = spamfilter("explain", *TINY, "--format", "html", "--number", 1, "inbox.txt").stdout
    assert f">{found['memory']:+.2f}<td><i>what it was taught</i>" in page
    other = spamfilter("explain", *TINY, "--number", 5, "inbox.txt").stdout
    assert "\n\tmemory\t" in other


def test_evaluate_takes_none_unless_it_is_named(spamfilter: Run, taught: Path, box: Path) -> None:
    text = (box / "inbox.txt").read_text(encoding="utf-8").splitlines()[0]
    (box / "rows.csv").write_text(f'label,text\nspam,"{text}"\nham,see you at eight\n')
    plain = json.loads(spamfilter("evaluate", "-c", "gpt=tiny", "--json", "rows.csv").stdout)
    words = ["evaluate", "-c", "gpt=tiny", "--memory", taught, "--json", "rows.csv"]
    told = json.loads(spamfilter(*words).stdout)
    assert [one["classifiers"][0]["metrics"]["recall"]["value"] for one in (plain, told)] == [0.0, 1.0]
    done = spamfilter("evaluate", "--memory", taught, "rows.csv")
    assert (done.exit_code, done.stdout) == (65, "")
    assert f"the memory {taught} is for gpt (" in done.stderr


def test_python_goes_by_the_memory_that_is_named_alone(spamfilter: Run, taught: Path) -> None:
    message = next(iter(sf.read("inbox.txt")))
    assert sf.load("gpt", "tiny").judge([message])[0].label == "ham"
    told = sf.load("gpt", "tiny", memory=taught)
    assert told.judge([message])[0].label == "spam"
    for again in (copy.copy(told), pickle.loads(pickle.dumps(told))):
        assert again.score([message])[0] == told.score([message])[0]
    spamfilter("learn", "--forget", "--number", 1, "inbox.txt")
    assert told.judge([message])[0].label == "ham"
    with pytest.raises(sf.SourceError, match="there is no memory"):
        sf.load("gpt", "tiny", memory="no.db")
    spamfilter("learn", "--spam", *TINY, "--number", 1, "inbox.txt")
    with pytest.raises(sf.DataError, match="is for gpt"):
        sf.load("gpt", memory=str(taught))
