"""Mailboxes through ``scan``: what is selected is a mailbox again, for the programs that read mail too."""

import json
import mailbox
import os
import pty
import shutil
import subprocess
import tarfile
from contextlib import suppress
from pathlib import Path

import pytest

from spamfilter.readers import open_source
from spamfilter.readers.eml import read_mail
from tests.conftest import Process
from tests.paths import SHARED

WORDLIST = ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist"]
KEPT = ["--only", "ham", "--only", "unsure", "--raw"]
CORPUS = SHARED / "email-spamassassin-raw.tar.gz"
BODIES = [
    "hello you",
    "win free cash",
    "From here on\nall is well",
    "free",
    "",
    "call now, win a prize",
    "bye",
]


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A mailbox of seven mails, two of them spam, as Python writes it."""
    made = mailbox.mbox(tmp_path / "box.mbox")
    for number, body in enumerate(BODIES):
        made.add(
            f"From: jo@example.org\nSubject: mail {number}\nMessage-ID: <{number}@example.org>\n\n{body}\n"
        )
    made.close()
    return tmp_path / "box.mbox"


@pytest.fixture
def clean(process: Process, box: Path) -> Path:
    """What is left of it without the spam."""
    done = process(*WORDLIST, *KEPT, box)
    assert (done.returncode, done.stderr) == (0, b"")
    (box.parent / "clean.mbox").write_bytes(done.stdout)
    return box.parent / "clean.mbox"


def test_as_many_verdicts_as_mails_in_order(process: Process, box: Path) -> None:
    done = process(*WORDLIST, box)
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert [row[2] for row in rows] == [f"{box}:{number}" for number in range(1, 8)]
    assert [row[0] for row in rows] == ["ham", "spam", "ham", "unsure", "ham", "spam", "ham"]


def test_all_of_a_mailbox_is_the_mailbox(process: Process, box: Path) -> None:
    done = process(*WORDLIST, *KEPT, "--only", "spam", box)
    assert done.stdout == box.read_bytes()


def test_two_processes_give_the_same(process: Process, box: Path, clean: Path) -> None:
    assert process(*WORDLIST, *KEPT, "--jobs", 2, box).stdout == clean.read_bytes()


def test_python_opens_the_selection(clean: Path) -> None:
    found = mailbox.mbox(clean, create=False)
    assert [mail["Subject"] for mail in found] == [f"mail {number}" for number in (0, 2, 3, 4, 6)]
    found.close()


def open_in_mutt(box: Path, maildir: Path) -> None:
    """Have mutt, at a terminal of its own, copy every mail of ``box`` into ``maildir``.

    Without a folder that exists it would first ask whether to make ~/Mail, and take a key for the answer.
    """
    (box.parent / "muttrc").write_text(
        f"set folder={box.parent} hostname=example.org mbox_type=Maildir copy=no delete=no quit=yes\n"
        "set confirmcreate=no confirmappend=no wait_key=no\n"
        f'push "<tag-pattern>~A<enter><tag-prefix><copy-message>{maildir}<enter><exit>"\n'
    )
    command = ["mutt", "-n", "-R", "-F", str(box.parent / "muttrc"), "-f", str(box)]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "vt100"}
    ) as running:
        os.close(theirs)
        with suppress(OSError):  # what Linux says at the end of a terminal
            while os.read(ours, 1024):
                pass
    os.close(ours)
    assert running.returncode == 0


@pytest.mark.skipif(not shutil.which("mutt"), reason="mutt is not installed")
def test_mutt_opens_the_selection(clean: Path, tmp_path: Path) -> None:
    open_in_mutt(clean, tmp_path / "Maildir")
    copied = mailbox.Maildir(tmp_path / "Maildir", create=False)
    assert sorted(mail["Subject"] for mail in copied) == [f"mail {number}" for number in (0, 2, 3, 4, 6)]


@pytest.mark.skipif(not shutil.which("notmuch"), reason="notmuch is not installed")
@pytest.mark.skipif(not shutil.which("formail"), reason="formail is not installed")
def test_notmuch_opens_the_selection(clean: Path, tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    split = ["formail", "-s", "sh", "-c", "cat > mail/$FILENO"]  # notmuch wants a file a mail
    subprocess.run(split, input=clean.read_bytes(), cwd=tmp_path, check=True)
    config = tmp_path / "config"
    config.write_text(
        f"[database]\npath={tmp_path}/mail\n[user]\nprimary_email=jo@example.org\n[new]\ntags=new\n"
    )
    environment = {**os.environ, "NOTMUCH_CONFIG": str(config)}
    for command in (["new", "--quiet"], ["count", "--output=files", "*"]):
        done = subprocess.run(["notmuch", *command], env=environment, capture_output=True, check=True)
    assert int(done.stdout) == 5


def test_a_selection_of_two_mailboxes_is_one(process: Process, tmp_path: Path) -> None:
    mail = b"From x\nSubject: s\n\nhello"
    for name in ("a.mbox", "b.mbox"):
        (tmp_path / name).write_bytes(mail)
    done = process(*WORDLIST, *KEPT, tmp_path / "a.mbox", tmp_path / "b.mbox")
    assert done.stdout == mail + b"\n\n" + mail


def test_a_verdict_says_what_was_not_read(process: Process, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"Subject: free cash" + b" " * 5000 + b"x\n\n")
    note = "header field over 4096 characters"
    text, csv, jsonl = (
        process(*WORDLIST, "--format", output, tmp_path / "a.eml").stdout.decode().splitlines()[-1]
        for output in ("text", "csv", "jsonl")
    )
    assert text == f"spam\t0.7500\t{tmp_path}/a.eml:1\tfree cash\t[{note}]"
    assert csv == f"spam,0.75,{tmp_path}/a.eml,1,wordlist,free cash,{note}"
    assert json.loads(jsonl)["notes"] == [note]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every fourth of the published mails, a file each."""
    if not CORPUS.exists():
        pytest.skip("the published collection is not here")
    folder = tmp_path_factory.mktemp("corpus")
    with tarfile.open(CORPUS) as archive:
        mails = [member for member in archive if member.isfile()]
        archive.extractall(folder, mails[::4], filter="data")
    return folder


@pytest.mark.slow
def test_a_quarter_of_6046_published_mails_is_read_whole(corpus: Path) -> None:
    messages = list(open_source(str(corpus)))
    assert len(messages) == 1512
    assert len({message.source for message in messages}) == 1512
    assert all(message.text.strip() for message in messages)
    assert [message.notes for message in messages if message.notes] == []


@pytest.mark.slow
def test_a_mailbox_of_published_mails_is_one_again(process: Process, corpus: Path) -> None:
    path = corpus.parent / "all.mbox"
    made = mailbox.mbox(path)
    made.lock()
    for message in open_source(str(corpus)):
        made.add(message.raw)
    made.close()
    done = process(*WORDLIST, *KEPT, "--only", "spam", "--summary", "--jobs", 2, path)
    assert done.stdout == path.read_bytes()
    assert done.stderr.startswith(b"1512 messages: ")
    clean = corpus.parent / "clean.mbox"
    clean.write_bytes(process(*WORDLIST, *KEPT, path).stdout)
    kept = process(*WORDLIST, "--summary", "--quiet", clean).stderr
    found = mailbox.mbox(clean, create=False)
    assert len(found) == int(kept.split()[0])
    found.close()


def test_pythons_own_malformed_mails_are_read() -> None:
    data = pytest.importorskip("test.test_email", reason="Python's own tests are not installed")
    files = sorted((Path(data.__file__).parent / "data").glob("*"))
    assert len(files) > 50
    for file in files:
        assert read_mail(file.read_bytes(), str(file)).notes == ()
