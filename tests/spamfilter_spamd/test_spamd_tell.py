"""What clients TELL is learned and forgotten, by a memory for each user, whatever happens to one of them."""

import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import Process, Run
from tests.spamfilter_spamd.served import HAM, SPAM, Served, make_request, serve
from tests.spamfilter_spamd.test_spamd_hostile import find_workers
from tests.spamfilter_spamd.test_spamd_server import receive, send

OK = b"SPAMD/1.1 0 EX_OK\r\n"
DONE = OK + b"\r\n\r\n"
SET = OK + b"DidSet: local\r\n\r\n\r\n"
REMOVED = OK + b"DidRemove: local\r\n\r\n\r\n"
SPAM_LOCAL = (b"Message-class: spam", b"Set: local")
HAM_LOCAL = (b"Message-class: ham", b"Set: local")
FORGET = (b"Remove: local",)


def tell(server: Served, mail: bytes, *headers: bytes, user: bytes = b"anna") -> bytes:
    return server.ask(make_request(b"TELL", mail, *headers, b"User: " + user))


def check(server: Served, mail: bytes, user: bytes = b"anna") -> bool:
    """Whether the mail is spam to this user."""
    reply = server.ask(make_request(b"CHECK", mail, b"User: " + user))
    match = re.fullmatch(re.escape(OK) + rb"Spam: (True|False) ; -?\d+\.\d / 5\.0\r\n\r\n", reply)
    assert match, reply
    return match[1] == b"True"


@pytest.fixture(scope="module")
def memories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("users") / "memories"


@pytest.fixture(scope="module")
def served(memories: Path) -> Iterator[Served]:
    with serve(memories.parent / "spamd", "--memories", str(memories), "--allow-tell") as server:
        yield server


def test_a_mail_is_learned_once_turned_and_forgotten(served: Served) -> None:
    steps = [(SPAM_LOCAL, SET), (SPAM_LOCAL, DONE), (HAM_LOCAL, SET), (FORGET, REMOVED), (FORGET, DONE)]
    assert [tell(served, HAM, *headers) for headers, _ in steps] == [reply for _, reply in steps]


@pytest.mark.parametrize(
    ("headers", "reply"),
    [
        ((b"message-CLASS: Spam", b"SET: Local"), SET),
        ((b"Message-class: spam", b"Set: local, remote"), SET),
        ((b"Message-class: spam", b"Set: local,remote"), SET),
        ((b"Message-class: ham", b"Set: local", b"Remove: remote"), SET),
        ((b"Message-class: spam", b"Set: remote"), DONE),  # nobody else is told, and it is not said
        ((b"Remove: remote",), DONE),
        ((b"Message-class: spam",), DONE),
        ((), DONE),
    ],
)
def test_what_clients_ask_for(served: Served, headers: tuple[bytes, ...], reply: bytes) -> None:
    assert tell(served, SPAM, *headers) == reply
    tell(served, SPAM, *FORGET)


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ((b"Set: local", b"Remove: local"), b"Unable to set local and remove local in the same operation."),
        (
            (b"Set: remote", b"Remove: remote"),
            b"Unable to set remote and remove remote in the same operation.",
        ),
        ((b"Message-class: eggs", b"Set: local"), b"(Message-class header contains invalid class)"),
        ((b"Set: local",), b"(Set: local without Message-class)"),
        ((*SPAM_LOCAL, b"User: a\x01b"), b"(User header contains control chars)"),
    ],
)
def test_what_nobody_can_mean(served: Served, headers: tuple[bytes, ...], why: bytes) -> None:
    reply = served.ask(make_request(b"TELL", HAM, b"User: anna", *headers))
    assert reply == b"SPAMD/1.0 76 Bad header line: " + why + b"\r\n"
    assert not check(served, HAM)


UNSAFE = [
    b"", b".", b"..", b".anna", b"-rf", b"../anna", b"a/b", b"/etc/passwd", b"a\\b", b"a b", b"a:b", b"a*",
    b"caf\xe9", b"anna\xff", b"x" * 201, b"%2e%2e%2fx", b"+x", b"@x",
]  # fmt: skip


@pytest.mark.parametrize("user", UNSAFE)
def test_names_that_are_not_safe_touch_no_file(served: Served, memories: Path, user: bytes) -> None:
    tell(served, HAM, *SPAM_LOCAL, user=b"known")
    before = sorted(memories.parent.rglob("*"))
    assert tell(served, HAM, *SPAM_LOCAL, user=user) == (
        b"SPAMD/1.0 67 EX_NOUSER: the User header names nobody who can have a memory here\r\n"
    )
    assert not check(served, HAM, user=user)  # a verdict there is all the same
    assert sorted(memories.parent.rglob("*")) == before


def test_without_a_user_nothing_is_learned(served: Served) -> None:
    reply = served.ask(make_request(b"TELL", HAM, *SPAM_LOCAL))
    assert reply.startswith(b"SPAMD/1.0 67 EX_NOUSER: ")


@pytest.mark.parametrize("user", [b"anna.b+list=x@example.org", b"_1", b"x" * 200, b"a..b"])
def test_names_that_are_safe(served: Served, memories: Path, user: bytes) -> None:
    assert tell(served, HAM, *SPAM_LOCAL, user=user) == SET
    assert (memories / f"{user.decode()}.db").stat().st_mode & 0o777 in (0o600, 0o644)
    assert memories.stat().st_mode & 0o777 == 0o700


def test_a_user_s_corrections_are_theirs_alone(served: Served) -> None:
    tell(served, HAM, *SPAM_LOCAL, user=b"carl")
    tell(served, SPAM, *HAM_LOCAL, user=b"dora")
    assert [check(served, HAM, user) for user in (b"carl", b"dora", b"emil")] == [True, False, False]
    assert [check(served, SPAM, user) for user in (b"carl", b"dora", b"emil")] == [True, False, True]


def test_to_judge_makes_no_file(served: Served, memories: Path) -> None:
    check(served, HAM, b"nobody")
    assert not (memories / "nobody.db").exists()
    assert tell(served, HAM, *FORGET, user=b"nobody") == DONE
    assert not (memories / "nobody.db").exists()


def test_a_memory_that_is_removed_is_gone_and_begins_anew(served: Served, memories: Path) -> None:
    tell(served, HAM, *SPAM_LOCAL, user=b"fred")
    assert check(served, HAM, b"fred")
    for path in memories.glob("fred.db*"):
        path.unlink()
    assert not check(served, HAM, b"fred")
    assert tell(served, HAM, *SPAM_LOCAL, user=b"fred") == SET


def test_what_another_process_learns_is_known_to_the_next_mail(
    served: Served, memories: Path, process: Process
) -> None:
    tell(served, SPAM, *SPAM_LOCAL, user=b"gina")
    wordlist = ("--plugin", "spamfilter_wordlist", "learn", "-c", "wordlist", "--memory")
    for option, spam in (("--spam", True), ("--ham", False), ("--forget", False)):
        done = process(*wordlist, memories / "gina.db", option, "--input", "eml", stdin=HAM)
        assert done.returncode == 0, done.stderr
        assert check(served, HAM, b"gina") is spam


def test_a_broken_memory_costs_its_user_their_corrections_and_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "memories"
    with serve(tmp_path / "spamd", "--memories", str(folder), "--allow-tell", "--jobs", "2") as server:
        tell(server, HAM, *SPAM_LOCAL)
        for user in ("ben", "carl"):
            (folder / f"{user}.db").write_bytes(b"no database at all\n" * 100)
        for _ in range(4):
            assert [check(server, HAM, user) for user in (b"anna", b"ben", b"carl")] == [True, False, False]
        assert tell(server, HAM, *SPAM_LOCAL, user=b"ben") == (
            b"SPAMD/1.0 75 EX_TEMPFAIL: the mail cannot be learned\r\n"
        )
        lines = [line for line in server.log.read_text().splitlines() if "scoring without it" in line]
        assert [re.findall(r"(\w+)\.db is damaged", line) for line in lines] == [["ben"], ["carl"]]
        (folder / "ben.db").unlink()
        assert tell(server, HAM, *SPAM_LOCAL, user=b"ben") == SET
        assert check(server, HAM, b"ben")


@pytest.mark.slow
def test_all_processes_know_what_one_has_learned(tmp_path: Path) -> None:
    options = ("--memory", str(tmp_path / "memory.db"), "--allow-tell", "--jobs", "2", "--batch-size", "1")
    with serve(tmp_path / "spamd", *options) as server, ThreadPoolExecutor(8) as clients:
        for headers, spam in ((SPAM_LOCAL, True), (HAM_LOCAL, False), (SPAM_LOCAL, True), (FORGET, False)):
            tell(server, HAM, *headers)
            users = [b"user%d" % number for number in range(16)]  # one memory is for all of them
            assert set(clients.map(lambda user: check(server, HAM, user), users)) == {spam}


# To learn takes as long as nobody has made the file "go".
SLOW = """
import time
from pathlib import Path
from spamfilter import ClassifierEntry, Policy, hookimpl

HERE = Path(__file__).parent

class Made:
    policy = Policy(0.5, 0.5)

    def score(self, messages):
        for message in messages:
            if "slow" in message.text and not (HERE / "go").exists():
                (HERE / "busy").touch()
                time.sleep(600)
        return [0.1] * len(messages)

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("made", "for tests", lambda model: Made())]
"""


def test_a_process_that_is_killed_while_it_learns_costs_at_most_that_mail(tmp_path: Path) -> None:
    memory = tmp_path / "memory.db"
    folder = tmp_path / "spamd"
    slow = b"Subject: slow\n\nthis takes long\n"
    with serve(folder, "--memory", str(memory), "--allow-tell", plugin=SLOW) as server:
        assert tell(server, HAM, *SPAM_LOCAL) == SET
        telling = send(server, make_request(b"TELL", slow, *SPAM_LOCAL))
        while not (folder / "busy").exists():
            time.sleep(0.01)
        (folder / "go").touch()
        for worker in find_workers(server):
            os.kill(worker, signal.SIGKILL)
        assert receive(telling) == SET  # another process has learned it
        assert check(server, HAM)
        assert check(server, slow)
        assert tell(server, slow, *SPAM_LOCAL) == DONE  # and once


@pytest.mark.slow
def test_a_slow_lesson_delays_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "spamd"
    with serve(folder, "--memory", str(tmp_path / "m.db"), "--allow-tell", plugin=SLOW) as server:
        telling = send(server, make_request(b"TELL", b"Subject: slow\n\n", *SPAM_LOCAL))
        while not (folder / "busy").exists():
            time.sleep(0.01)
        assert not check(server, HAM)
        assert tell(server, HAM, *SPAM_LOCAL) == SET
        telling.close()


def test_a_user_s_lists_of_senders_are_theirs_alone(tmp_path: Path, process: Process) -> None:
    folder = tmp_path / "memories"
    folder.mkdir()
    assert process("block", "--memory", folder / "anna.db", "anna@example.org").returncode == 0
    with serve(tmp_path / "spamd", "--memories", str(folder)) as server:
        assert [check(server, HAM, user) for user in (b"anna", b"ben")] == [True, False]
        assert "memory" not in server.log.read_text()  # that nothing was learned yet is no fault


def test_without_the_switch_a_memory_is_only_read(tmp_path: Path, process: Process) -> None:
    folder = tmp_path / "memories"
    wordlist = ("--plugin", "spamfilter_wordlist", "learn", "-c", "wordlist", "--input", "eml", "--spam")
    process(*wordlist, "--memory", folder / "anna.db", stdin=HAM)
    with serve(tmp_path / "spamd", "--memories", str(folder)) as server:
        assert check(server, HAM)
        assert tell(server, HAM, *HAM_LOCAL).startswith(b"SPAMD/1.0 69 Service Unavailable: TELL commands")
        assert check(server, HAM)


@pytest.mark.skipif(not shutil.which("bogofilter"), reason="no program bogofilter here")
def test_a_classifier_with_a_memory_of_its_own_learns_there(tmp_path: Path, process: Process) -> None:
    words = tmp_path / "words"
    for option, mail in (("--spam", SPAM), ("--ham", HAM)):
        options = ("-c", "bogofilter", "--model", words, option, "--input", "eml")
        assert process("learn", *options, stdin=mail).returncode == 0
    other = b"Subject: Minutes\n\nThe minutes of the meeting with figures of the year\n"
    with serve(tmp_path / "spamd", "-c", "bogofilter", "--model", str(words), "--allow-tell") as server:
        assert not check(server, other)
        assert tell(server, other, *SPAM_LOCAL) == SET
        assert check(server, other)
        assert tell(server, other, *FORGET) == REMOVED
        assert not check(server, other)
    options = ("-c", "bogofilter", "--model", words, "--memories", tmp_path / "m", "--socket", tmp_path / "s")
    done = process("spamd", "--allow-root", *options)
    assert (done.returncode, b"keeps what it is taught itself" in done.stderr) == (2, True), done.stderr


def test_the_memory_of_who_serves_is_the_default(tmp_path: Path) -> None:
    with serve(tmp_path / "spamd", "--allow-tell", XDG_DATA_HOME=str(tmp_path)) as server:
        assert tell(server, HAM, *SPAM_LOCAL, user=b"../anyone") == SET  # one for all: no name is a file's
        assert check(server, HAM, b"somebody")
    assert (tmp_path / "spamfilter" / "memory.db").exists()
    with serve(tmp_path / "none", "--no-memory", XDG_DATA_HOME=str(tmp_path)) as server:
        assert not check(server, HAM)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (("--memories", "d", "--memory", "m"), "--memories is a memory for each user; leave out --memory"),
        (("--memories", "d", "--no-memory"), "--memories is a memory for each user; leave out --no-memory"),
        (("--memory", "m", "--no-memory"), "--memory names what is used and --no-memory uses none"),
        (
            ("--allow-tell", "--no-memory"),
            "--allow-tell has what clients TELL learned; leave out --no-memory",
        ),
    ],
)
def test_memories_that_exclude_each_other(spamfilter: Run, options: tuple[str, ...], text: str) -> None:
    done = spamfilter("spamd", *options)
    assert (done.exit_code, text in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("options", "code", "text"),
    [
        (("--memory", "missing.db"), 66, "there is no memory missing.db; spamfilter learn makes one"),
        (("--memory", "broken.db"), 65, "the memory broken.db is damaged"),
        (("--memories", "broken.db"), 73, "cannot use broken.db for memories: File exists"),
        (("--memories", "no/folder"), 73, "cannot use no/folder for memories: No such file or directory"),
    ],
)
def test_memories_that_cannot_be_used_are_told_at_the_start(
    tmp_path: Path,
    process: Process,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    code: int,
    text: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.db").write_bytes(b"no database at all\n" * 100)
    start = ("--plugin", "spamfilter_wordlist", "spamd", "--allow-root", "-c", "wordlist", "--socket", "s")
    done = process(*start, *options)
    assert (done.returncode, text in done.stderr.decode()) == (code, True), done.stderr
