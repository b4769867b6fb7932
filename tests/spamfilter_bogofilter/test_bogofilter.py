"""The real bogofilter, trained on a handful of made-up mails, as a classifier."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from spamfilter_bogofilter.classifier import load_bogofilter, write_mail
from spamfilter_bogofilter.program import read_score

from spamfilter import ClassifierError, DataError, Label, Message, SourceError, UsageError

Run = Callable[..., Result]

HAM = b"From: anna@example.org\nSubject: Lunch on Thursday\n\nShall we meet at the station at noon? Anna\n"
SPAM = b"From: win@example.com\nSubject: Cash prize\n\nClaim your free cash prize now, click here to win\n"
# A paragraph that begins with "From " would be two mails to a program that reads an mbox.
FROM = HAM + b"\nFrom the station it is a short walk.\n"

pytestmark = pytest.mark.skipif(not shutil.which("bogofilter"), reason="no program bogofilter here")


def train(folder: Path, *, ham: bool = True, spam: bool = True) -> Path:
    for switch, mail, wanted in (("-n", HAM, ham), ("-s", SPAM, spam)):
        if wanted:
            subprocess.run(["bogofilter", "-d", str(folder), switch], input=mail, check=True)
    return folder


@pytest.fixture
def wordlist(tmp_path: Path) -> Path:
    (tmp_path / "wordlist").mkdir()
    return train(tmp_path / "wordlist")


def ask_bogofilter(folder: Path, mail: bytes) -> float:
    command = ["bogofilter", "-d", str(folder), "-TT"]
    return float(subprocess.run(command, input=mail, capture_output=True, check=False).stdout)


def test_scores_are_those_of_the_program_for_each_mail(wordlist: Path) -> None:
    mails = [SPAM, HAM, b"", b"\x00\xff", FROM, b"From x Thu Jan  1 00:00:00 1970\n" + FROM, SPAM.upper()]
    scores = load_bogofilter(str(wordlist)).score([Message("", raw, subject="given") for raw in mails])
    assert scores == [ask_bogofilter(wordlist, mail) for mail in mails]
    assert scores[0] > 0.9
    assert scores[1] < 0.1


def test_labels_are_those_of_the_program(wordlist: Path) -> None:
    classifier = load_bogofilter(str(wordlist))
    codes = {Label.SPAM: 0, Label.HAM: 1, Label.UNSURE: 2}
    for mail in (SPAM, HAM, b"Subject: else\n\nnothing that it knows\n"):
        (score,) = classifier.score([Message("", mail, subject="given")])
        command = ["bogofilter", "-d", str(wordlist)]
        done = subprocess.run(command, input=mail, check=False)
        assert codes[classifier.policy.judge(score).label] == done.returncode


def wrap_program(folder: Path, monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    """Put a shell script in front of the program; ``$real`` is the program."""
    (folder / "bin").mkdir(exist_ok=True)
    wrapper = folder / "bin" / "bogofilter"
    wrapper.write_text(f"#!/bin/sh\nreal={shutil.which('bogofilter')}\n{lines}\n")
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder / "bin"), prepend=os.pathsep)


def test_one_process_scores_many_mails(
    wordlist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    classifier = load_bogofilter(str(wordlist))
    wrap_program(tmp_path, monkeypatch, f'echo run >> {tmp_path}/runs; exec $real "$@"')
    assert len(classifier.score([Message(f"text {number}") for number in range(100)])) == 100
    assert (tmp_path / "runs").read_text() == "run\n"


def test_no_messages_no_process(wordlist: Path) -> None:
    classifier = load_bogofilter(str(wordlist))
    shutil.rmtree(wordlist)
    assert classifier.score([]) == []


@pytest.mark.parametrize(
    ("message", "mail"),
    [
        (Message("Hi\n\nthere", HAM, subject="Hi"), HAM),
        (Message("there", b"X-Only: this\n\nthere"), b"X-Only: this\n\nthere"),
        (Message("there", b"X-Only: this\r\n\r\nthere"), b"X-Only: this\r\n\r\nthere"),
        (Message("Note: buy milk", b"Note: buy milk\n"), b"\nNote: buy milk"),
        (Message("a: b\n\nc", b'"a: b\n\nc",ham\n', preamble=b"text,label\n"), b"\na: b\n\nc"),
        (Message("half \ud83d", b""), b"\nhalf ?"),
    ],
    ids=["mail", "no subject", "crlf", "line", "csv row", "half a pair"],
)
def test_what_the_program_gets(message: Message, mail: bytes) -> None:
    assert write_mail(message) == mail


def test_the_plugin_passes_its_own_check(spamfilter: Run, wordlist: Path) -> None:
    result = spamfilter("check-plugin", "bogofilter", "--model", wordlist)
    assert (result.exit_code, "FAIL" in result.stdout) == (0, False)


def test_scan_and_environment(
    spamfilter: Run, wordlist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOGOFILTER_DIR", str(wordlist))
    (tmp_path / "mail.eml").write_bytes(SPAM)
    result = spamfilter("scan", "-c", "bogofilter", "--format", "jsonl", tmp_path / "mail.eml")
    assert json.loads(result.stdout)["score"] == pytest.approx(ask_bogofilter(wordlist, SPAM), abs=1e-4)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("ham_cutoff = 0.2\nspam_cutoff = 0.8\n", (0.2, 0.8)),
        ("ham_cutoff = 0.0\nspam_cutoff = 0.6\n", (0.6, 0.6)),
    ],
    ids=["three labels", "two labels"],
)
def test_cut_offs_come_from_its_configuration(
    wordlist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, expected: tuple[float, float]
) -> None:
    # It looks for its file where the system says the user's home is, whatever HOME says.
    (tmp_path / "bogofilter.cf").write_text(lines)
    wrap_program(tmp_path, monkeypatch, f'exec $real -c {tmp_path}/bogofilter.cf "$@"')
    policy = load_bogofilter(str(wordlist)).policy
    assert (policy.ham_below, policy.spam_above) == expected


def test_a_missing_program(monkeypatch: pytest.MonkeyPatch, wordlist: Path) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match=r"there is no program bogofilter; install bogofilter \(Debian: apt"):
        load_bogofilter(str(wordlist))


def test_a_missing_folder_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file or directory; give the folder of bogofilter's"):
        load_bogofilter(str(tmp_path / "nope"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_wordlist_stays_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no bogofilter wordlist; train it with bogofilter -s < SPAM"):
        load_bogofilter(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="is not a folder; give the one that holds bogofilter's wordlist"):
        load_bogofilter(str(tmp_path / "file"))


@pytest.mark.parametrize(("kind", "other"), [("ham", "spam"), ("spam", "ham")])
def test_a_wordlist_with_one_kind_only(tmp_path: Path, kind: str, other: str) -> None:
    train(tmp_path, **{kind: True, other: False})
    with pytest.raises(DataError, match=f"has seen no {other}; train it with bogofilter -s < SPAM"):
        load_bogofilter(str(tmp_path))


def test_a_broken_wordlist(tmp_path: Path) -> None:
    (tmp_path / "wordlist.db").write_bytes(b"no database" * 1000)
    with pytest.raises(DataError, match=r"^bogofilter failed: .*; train it with"):
        load_bogofilter(str(tmp_path))


def test_the_default_wordlist_untrained(
    spamfilter: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("BOGOFILTER_DIR", raising=False)
    result = spamfilter("scan", "-c", "bogofilter", stdin=b"hi\n")
    assert (result.exit_code, result.stderr.count("\n")) == (65, 1)
    assert "train it with bogofilter -s < SPAM and bogofilter -n < HAM" in result.stderr


def test_a_wordlist_that_goes_away_is_an_error(wordlist: Path) -> None:
    classifier = load_bogofilter(str(wordlist))
    shutil.rmtree(wordlist)
    with pytest.raises(DataError, match=r"^bogofilter failed: "):
        classifier.score([Message("hi")])


def test_an_answer_that_is_no_score() -> None:
    assert read_score("/tmp/a b/0 0,25\n") == ("/tmp/a b/0", 0.25)
    with pytest.raises(ClassifierError, match="answered 'what', which is no score"):
        read_score("what")
