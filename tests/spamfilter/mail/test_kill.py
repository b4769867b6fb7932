"""kill -9 at random moments: with the real procmail every mail arrives, once, unchanged or with fields."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.paths import WORDLIST, search_first
from tests.spliced import take_added

PLUGIN = WORDLIST
MAILS = 40
LIFE = (0.5, 0.05)  # seconds that the filter takes, and of these the process that judges
RECIPE = """
MAILDIR={folder}
DEFAULT=inbox/
LOGFILE=log
:0 fw
| {python} -m spamfilter --plugin spamfilter_wordlist filter -c wordlist
:0
* ^X-Spam-Flag: YES
junk/
"""


def list_below(process: int) -> list[int]:
    """Processes of ours below ``process`` that still run, the higher ones first."""
    found = []
    with suppress(OSError):
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        for child in children:
            ours = b"spamfilter" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            found += [*([int(child)] if ours else []), *list_below(int(child))]
    return found


def kill_below(delivering: "subprocess.Popen[bytes]", place: int, delay: float) -> None:
    """kill -9 the one at this ``place`` of our processes, ``delay`` seconds after it began."""
    while delivering.poll() is None and len(running := list_below(delivering.pid)) <= place:
        time.sleep(0.001)
    if delivering.poll() is None:
        time.sleep(delay)
        with suppress(ProcessLookupError):
            os.kill(running[place], signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("procmail") is None, reason="procmail is not installed")
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc here")
@pytest.mark.parametrize("place", [0, 1], ids=["the filter", "the process that judges"])
def test_a_killed_filter_loses_and_doubles_no_mail(tmp_path: Path, place: int) -> None:
    (tmp_path / "rc").write_text(RECIPE.format(folder=tmp_path, python=sys.executable))
    moments = random.Random(7)
    sent: dict[bytes, bytes] = {}
    for number in range(MAILS):
        words = b"a free prize, claim cash now" if number % 2 else b"see you"
        # Ends in a blank line because procmail would add one.
        body = words + b"x" * moments.randrange(99_999) + b"\n\n"
        raw = b"From: a@example.org\nSubject: %d\n\n%s" % (number, body)
        sent[b"Subject: %d\n" % number] = raw
        command = [
            "procmail",
            "-f-",
            f"PATH={os.environ['PATH']}",
            f"PYTHONPATH={search_first(PLUGIN)}",
            "./rc",
        ]
        with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=tmp_path) as delivering:
            assert delivering.stdin
            delivering.stdin.write(raw)
            delivering.stdin.close()
            kill_below(delivering, place, moments.uniform(0, LIFE[place]))
            assert delivering.wait(600) == 0
    files = [path for name in ("inbox", "junk") for path in (tmp_path / name / "new").glob("*")]
    arrived = [path.read_bytes() for path in files]
    assert len(arrived) == MAILS
    kinds = {"unchanged": 0, "judged": 0, "unjudged": 0}
    for mail in arrived:
        (subject,) = [key for key in sent if b"\n" + key in mail]
        raw = sent.pop(subject)
        mail = mail.partition(b"\n")[2] if mail.startswith(b"From ") else mail
        kind = "unchanged" if mail == raw else "unjudged" if b"X-Spam-Error" in mail else "judged"
        kinds[kind] += 1
        if kind != "unchanged":
            take_added(raw, mail, judged=kind == "judged")
    assert not sent
    assert kinds["unjudged" if place else "unchanged"], f"no kill came in time: {kinds}"
