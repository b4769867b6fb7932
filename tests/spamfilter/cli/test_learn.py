"""``spamfilter learn``: a verdict is corrected by one command, and the correction is taken back exactly."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Process, Run
from tests.spamfilter.readers.container.packed import make_zip

SINGLES = "Hot singles in your area are waiting to chat! Text DATE to 69969. Unsubscribe send STOP"


MEMORY = "data/spamfilter/memory.db"


def say(box: Path, what: str) -> str:
    """The line that ``learn`` prints."""
    return f"{what}; memory {box / MEMORY}\n"


def test_one_command_corrects_a_verdict_and_forgetting_brings_the_old_scores_back(
    process: Process, box: Path
) -> None:
    before = process("scan", "inbox.txt").stdout.splitlines()
    assert before[10].startswith(b"unsure\t0.95")
    done = process("learn", "--ham", "--number", 11, "inbox.txt")
    said = say(box, "learned 1 message as ham").encode()
    assert (done.returncode, done.stdout, done.stderr) == (0, said, b"")
    after = process("scan", "inbox.txt").stdout.splitlines()
    assert after[10].startswith(b"ham\t0.0")
    assert [one for one, other in zip(after, before, strict=True) if one != other] == [after[10]]
    done = process("learn", "--forget", "--number", 11, "inbox.txt")
    assert done.stdout == say(box, "forgot 1 message").encode()
    assert process("scan", "inbox.txt").stdout.splitlines() == before


def test_a_message_counts_once_and_the_label_learned_last_stands(spamfilter: Run, box: Path) -> None:
    tiny = ["--model", "tiny", "--number", 13, "inbox.txt"]
    assert spamfilter("learn", "--spam", *tiny).stdout == say(box, "learned 1 message as spam")
    assert spamfilter("learn", "--spam", *tiny).stdout == say(
        box, "learned 0 messages as spam, 1 known as spam already"
    )
    assert spamfilter("learn", "--ham", *tiny).stdout == say(
        box, "learned 1 message as ham (1 of them spam before)"
    )
    assert spamfilter("scan", "--model", "tiny", "inbox.txt").stdout.splitlines()[12].startswith("ham\t0.0")
    assert "\nspam\t0\nham\t1\n" in spamfilter("memory").stdout
    assert spamfilter("learn", "--forget", *tiny).stdout == say(box, "forgot 1 message")
    assert spamfilter("learn", "--forget", *tiny).stdout == say(
        box, "forgot 0 messages, 1 not there to forget"
    )


def test_two_that_are_wrong_at_once(spamfilter: Run, box: Path) -> None:
    done = spamfilter("learn", "--ham", "--model", "tiny", "--number", 2, "--number", 4, "inbox.txt")
    assert done.stdout == say(box, "learned 2 messages as ham")
    labels = [line[:4] for line in spamfilter("scan", "--model", "tiny", "inbox.txt").stdout.splitlines()]
    assert labels[:5] == ["ham\t"] * 5


def test_a_number_that_is_not_there_is_told_and_the_others_are_learned(spamfilter: Run, box: Path) -> None:
    done = spamfilter("learn", "--ham", "--model", "tiny", "--number", 2, "--number", 99, "inbox.txt")
    assert (done.exit_code, done.stdout) == (65, say(box, "learned 1 message as ham"))
    assert done.stderr == "spamfilter: there is no message number 99 in it\n"


def test_of_several_sources_one_that_cannot_be_read_is_named_and_the_others_are_learned(
    spamfilter: Run, box: Path
) -> None:
    (box / "more.txt").write_text(f"hello\n{SINGLES}\n", encoding="utf-8")
    done = spamfilter("learn", "--spam", "--model", "tiny", "no.txt", "inbox.txt", "more.txt")
    line = "learned 17 messages as spam, 1 known as spam already"
    assert (done.exit_code, done.stdout) == (66, say(box, line))
    assert done.stderr.splitlines() == [
        "spamfilter: cannot read no.txt: No such file or directory; check the name and its permissions"
    ]


def test_where_nothing_can_be_read_no_memory_is_made(spamfilter: Run, box: Path) -> None:
    done = spamfilter("learn", "--spam", "no.txt")
    assert (done.exit_code, done.stdout, (box / "data").exists()) == (66, "", False)


MAIL = b"From: a@b.example\nSubject: lunch\n\nThe offer for lunch: see you at eight.\n"


def test_a_mail_on_standard_input_is_one_message(process: Process, spamfilter: Run, box: Path) -> None:
    done = spamfilter("learn", "--spam", "--model", "tiny", stdin=MAIL)
    assert done.stdout == say(box, "learned 1 message as spam")
    judged = process("filter", "--model", "tiny", stdin=b"Received: by here\n" + MAIL)
    assert b"X-Spam-Flag: YES" in judged.stdout
    assert spamfilter("learn", "--forget", stdin=MAIL).stdout == say(box, "forgot 1 message")


def test_any_source_that_scan_reads_with_its_options(spamfilter: Run, box: Path) -> None:
    (box / "export.csv").write_text("date,body\nnow,see you at eight\n", encoding="latin-1")
    (box / "ann.zip").write_bytes(make_zip({"a.txt": b"one\ntwo\n"}))
    (box / "old.txt").write_bytes("Grüße aus Köln\n".encode("cp437"))
    for words, count in (
        (["--column", "body", "export.csv"], "1 message"),
        (["ann.zip"], "2 messages"),
        (["--encoding", "cp437", "old.txt"], "1 message"),
        (["--input", "lines", "-"], "4 messages"),
    ):
        done = spamfilter("learn", "--spam", "--model", "tiny", *words, stdin=MAIL)
        assert done.stdout == say(box, f"learned {count} as spam"), done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["x"], "say what the messages are: --spam, --ham or --forget; none is given"),
        (["--spam", "--ham"], "say what the messages are: --spam, --ham or --forget; not --spam and --ham"),
        (["--ham", "--number", 1, "a", "b"], "--number is for one source; give each source with its numbers"),
        (["--ham", "--memory", ""], "Invalid value for '--memory': it names no file; name one, or leave the"),
    ],
)
def test_what_cannot_be_meant_is_refused(spamfilter: Run, box: Path, words: list[str], told: str) -> None:
    done = spamfilter("learn", *words)
    assert (done.exit_code, done.stdout, (box / "data").exists()) == (2, "", False)
    assert done.stderr.startswith(f"spamfilter: {told}")


def test_a_memory_of_another_model_is_refused_by_name(spamfilter: Run, box: Path) -> None:
    spamfilter("learn", "--spam", "--model", "tiny", "--number", 13, "inbox.txt")
    done = spamfilter("learn", "--spam", "--number", 13, "inbox.txt")
    assert (done.exit_code, done.stdout) == (65, "")
    assert "/memory.db is for gpt (" in done.stderr
    assert "spamfilter memory rebuild" in done.stderr


def test_once_all_is_forgotten_the_memory_is_for_whoever_learns_next(spamfilter: Run, box: Path) -> None:
    spamfilter("learn", "--spam", "--model", "tiny", "--number", 13, "inbox.txt")
    spamfilter("memory", "empty", "--yes")
    done = spamfilter("scan", "inbox.txt")
    assert (done.stdout.splitlines()[10][:4], done.stderr) == ("unsu", "")
    done = spamfilter("learn", "--spam", "--number", 13, "inbox.txt")
    assert (done.exit_code, done.stdout) == (0, say(box, "learned 1 message as spam"))


def test_what_was_learned_when_it_is_interrupted_stays(process: Process, box: Path) -> None:
    command = [sys.executable, "-m", "spamfilter", "learn", "--spam", "--model", "tiny", "--input", "lines"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write(b"see you\nat eight\n")
        running.stdin.flush()
        deadline = time.monotonic() + 60
        while b"spam\t2\n" not in process("memory").stdout and time.monotonic() < deadline:
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        assert running.stdout.read() == say(box, "learned 2 messages as spam").encode()
    assert running.returncode == 130
    assert b"\nspam\t2\n" in process("memory").stdout


def test_a_pipe_that_stays_open_is_judged_by_what_is_learned_meanwhile(process: Process, box: Path) -> None:
    process("learn", "--ham", "--model", "tiny", "--number", 1, "inbox.txt")
    command = [sys.executable, "-m", "spamfilter", "scan", "--model", "tiny"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin
        assert running.stdout
        verdicts = []
        for label in (["--ham"], ["--spam"], ["--forget"]):
            running.stdin.write(f"{SINGLES}\n".encode())
            running.stdin.flush()
            verdicts.append(running.stdout.readline().split(b"\t")[:2])
            process("learn", *label, "--model", "tiny", stdin=f"{SINGLES}\n".encode())
        running.stdin.write(f"{SINGLES}\n".encode())
        running.stdin.close()
        verdicts.append(running.stdout.readline().split(b"\t")[:2])
    assert [label for label, _ in verdicts[1:3]] == [b"ham", b"spam"]
    assert verdicts[3] == verdicts[0]


OWN = """
import json, pathlib
from spamfilter import ClassifierEntry, Policy, hookimpl

class Own:
    policy = Policy()
    def __init__(self, model):
        self.path = pathlib.Path(model)
    def score(self, messages):
        known = json.loads(self.path.read_text()) if self.path.exists() else {}
        return [float(known.get(message.text, 0.5)) for message in messages]

def learn(model, messages, spam):
    path = pathlib.Path(model)
    known = json.loads(path.read_text()) if path.exists() else {}
    for message in messages:
        known.pop(message.text, None) if spam is None else known.update({message.text: spam})
    path.write_text(json.dumps(known))

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("own", "one that keeps its own memory", Own, learn=learn)]
"""


def test_a_classifier_that_keeps_its_own_memory_is_taught_by_it(spamfilter: Run, box: Path) -> None:
    (box / "own.py").write_text(OWN, encoding="utf-8")
    own = ["--plugin", "./own.py", "learn", "-c", "own", "--model", "own.json"]
    done = spamfilter(*own, "--spam", "--number", 13, "inbox.txt")
    assert done.stdout == "learned 1 message as spam; own keeps its own memory\n"
    assert json.loads((box / "own.json").read_text()) == {SINGLES: True}
    scan = ["--plugin", "./own.py", "scan", "-c", "own=own.json", "inbox.txt"]
    assert spamfilter(*scan).stdout.splitlines()[12].startswith("spam\t1.0000\t")
    assert (
        spamfilter(*own, "--forget", "inbox.txt").stdout == "forgot 16 messages; own keeps its own memory\n"
    )
    assert json.loads((box / "own.json").read_text()) == {}
    done = spamfilter(*own, "--spam", "--memory", "m.db", "inbox.txt")
    assert (done.exit_code, (box / "m.db").exists(), (box / "data").exists()) == (2, False, False)
    assert "classifier own keeps what it is taught itself" in done.stderr


def test_a_classifier_without_features_is_taught_too(process: Process, box: Path) -> None:
    word = ["--plugin", "spamfilter_wordlist"]
    done = process(*word, "learn", "-c", "wordlist", "--ham", stdin=b"win a free prize\n")
    assert done.stdout.decode() == say(box, "learned 1 message as ham")
    done = process(*word, "scan", "-c", "wordlist", stdin=b"win a free prize\nwin free cash\n")
    assert [line[:4] for line in done.stdout.splitlines()] == [b"ham\t", b"spam"]


def test_a_place_where_no_file_can_be_is_one_line(spamfilter: Run, box: Path) -> None:
    done = spamfilter("learn", "--spam", "--model", "tiny", "--memory", "inbox.txt/memory.db", "inbox.txt")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (73, "", 1)
    assert done.stderr.startswith("spamfilter: cannot open the memory inbox.txt/memory.db: ")
