"""Mails that never come back from the classifier, classifiers that crash, clients that send slowly."""

import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.spamfilter_spamd.served import HAM, SPAM, Served, make_request, serve
from tests.spamfilter_spamd.test_spamd_server import read_memory, receive, send

# "hang" takes ten minutes in compiled code that holds the interpreter's lock, "sleep" as long without it;
# "crash" ends the process, "once" does so the first time only; "slow" takes three seconds.
MADE = """
import ctypes
import os
import time
from pathlib import Path
from spamfilter import ClassifierEntry, Policy, hookimpl

HERE = Path(__file__).parent
SLEEP = ctypes.PyDLL(None).sleep

class Made:
    policy = Policy(0.5, 0.5)

    def score(self, messages):
        for message in messages:
            if "hang" in message.text:
                for _ in range(600):
                    SLEEP(1)
            if "sleep" in message.text:
                time.sleep(600)
            if "slow" in message.text:
                time.sleep(3)
            if "once" in message.text and not (HERE / "crashed").exists():
                (HERE / "crashed").touch()
                os._exit(9)
            if "crash" in message.text:
                os.abort()
        time.sleep(0.01)
        return [0.9 if "prize" in message.text else 0.1 for message in messages]

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("made", "for tests", lambda model: Made())]
"""
CHECK = make_request(b"CHECK", HAM)
PING = b"PING SPAMC/1.5\r\n\r\n"
PONG = b"SPAMD/1.5 0 PONG\r\n"
OK = b"SPAMD/1.1 0 EX_OK\r\nSpam: False"
FAILED = b"SPAMD/1.0 75 EX_TEMPFAIL: the mail cannot be judged\r\n"


def make_check(word: bytes) -> bytes:
    return make_request(b"CHECK", b"Subject: %s\n\n" % word)


def ask_timed(server: Served) -> tuple[float, bytes]:
    start = time.monotonic()
    reply = server.ask(CHECK)
    return time.monotonic() - start, reply


def ask_all(server: Served, clients: int = 64, times: int = 3) -> float:
    """Seconds of the slowest of so many clients, who ask so many times each; all must be answered."""
    with ThreadPoolExecutor(clients) as pool:
        found = list(pool.map(lambda _: ask_timed(server), range(times * clients)))
    assert all(reply.startswith(OK) for _, reply in found)
    return max(seconds for seconds, _ in found)


@pytest.mark.parametrize(
    ("word", "jobs"),
    [
        pytest.param(b"hang", "1", marks=pytest.mark.slow),
        pytest.param(b"sleep", "1", marks=pytest.mark.slow),
        pytest.param(b"hang", "2", marks=pytest.mark.slow),
    ],
)
def test_a_mail_of_ten_minutes_costs_nobody_else_theirs(tmp_path: Path, word: bytes, jobs: str) -> None:
    with serve(tmp_path, "--jobs", jobs, plugin=MADE) as server:
        usual = ask_all(server)
        hanging = send(server, make_check(word))
        first, later = ask_all(server), ask_all(server)
        assert later < 3 * usual + 1, (usual, first, later)
        assert first < 3 * usual + 6, (usual, first, later)  # in which another process is started
        start = time.monotonic()
        assert server.stop() == 0
        assert receive(hanging) == FAILED
        assert time.monotonic() - start < 20


@pytest.mark.slow
def test_a_mail_of_ten_minutes_among_others_of_its_batch(tmp_path: Path) -> None:
    with serve(tmp_path, plugin=MADE) as server:
        busy = send(server, make_check(b"slow"))
        time.sleep(0.2)
        requests = [CHECK] * 30
        requests[10] = requests[20] = make_check(b"hang")
        clients = [send(server, request) for request in requests]
        start = time.monotonic()
        for number, client in enumerate(clients):
            if number not in (10, 20):
                assert receive(client).startswith(OK)
        assert time.monotonic() - start < 15
        assert receive(busy).startswith(OK)
        assert server.stop() == 0
        assert [receive(clients[number]) for number in (10, 20)] == [FAILED, FAILED]


@pytest.mark.slow
def test_many_that_hang_get_their_answer_in_time(tmp_path: Path) -> None:
    with serve(tmp_path, "--timeout", "4", plugin=MADE) as server:
        start = time.monotonic()
        hanging = [send(server, make_check(b"hang")) for _ in range(8)]
        time.sleep(0.5)
        assert server.ask(CHECK).startswith((OK, b"SPAMD/1.0 79"))
        text = b"SPAMD/1.0 79 Timeout: (4 second timeout while trying to CHECK)\r\n"
        assert [receive(client) for client in hanging] == [text] * 8
        assert time.monotonic() - start < 9
        time.sleep(2)
        assert server.ask(CHECK).startswith(OK)


@pytest.mark.slow
def test_a_mail_that_takes_long_is_judged_all_the_same(tmp_path: Path) -> None:
    with serve(tmp_path, plugin=MADE) as server, ThreadPoolExecutor(4) as pool:
        slow = pool.map(server.ask, [make_check(b"slow")] * 3)
        assert server.ask(CHECK).startswith(OK)
        assert all(reply.startswith(OK) for reply in slow)


@pytest.mark.slow
def test_a_crash_costs_only_the_mail_that_causes_it(tmp_path: Path) -> None:
    with serve(tmp_path, plugin=MADE) as server:
        assert server.ask(make_check(b"once")).startswith(OK)  # not its fault, as far as can be seen
        assert (tmp_path / "crashed").exists()
        busy = send(server, make_check(b"slow"))
        clients = [send(server, make_check(b"crash")), *(send(server, CHECK) for _ in range(9))]
        assert receive(clients[0]) == FAILED
        assert all(receive(client).startswith(OK) for client in clients[1:])
        assert receive(busy).startswith(OK)


def find_workers(server: Served) -> list[int]:
    """Processes that the server has started and that judge."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
            command = (path / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == server.process.pid and b"spawn_main" in command and fields[0] != "Z":
            found.append(int(path.name))
    return found


def test_a_worker_killed_from_outside_is_replaced(tmp_path: Path) -> None:
    with serve(tmp_path, plugin=MADE) as server:
        for _ in range(3):
            (worker,) = find_workers(server)
            os.kill(worker, signal.SIGKILL)
            assert server.ask(CHECK).startswith(OK)


@pytest.mark.slow
def test_workers_end_with_the_server_however_it_ends(tmp_path: Path) -> None:
    for number in (signal.SIGKILL, signal.SIGTERM):
        with serve(tmp_path / str(number), "--jobs", "2", plugin=MADE) as server:
            hanging = send(server, make_check(b"hang"))
            time.sleep(1)
            workers = find_workers(server)
            assert len(workers) >= 2
            server.process.send_signal(number)
            server.process.wait(30)
            hanging.close()
            deadline = time.monotonic() + 10
            while any(Path(f"/proc/{worker}").exists() for worker in workers):
                assert time.monotonic() < deadline
                time.sleep(0.05)


def test_signals_to_the_whole_group_leave_the_workers_to_the_server(tmp_path: Path) -> None:
    """As a service's end sends them to all its processes."""
    with serve(tmp_path, plugin=MADE) as server:
        slow = send(server, make_check(b"slow"))
        time.sleep(0.3)
        for process in [*find_workers(server), server.process.pid]:
            os.kill(process, signal.SIGTERM)
        assert receive(slow).startswith(OK)
        assert server.process.wait(30) == 0


@pytest.mark.parametrize(
    "start", [b"", b"CHECK SP", b"CHECK SPAMC/1.5\r\nContent-length: 99\r\n\r\nSubject: "]
)
def test_130_slow_clients_delay_nobody(tmp_path: Path, start: bytes) -> None:
    with serve(tmp_path) as server, ExitStack() as stack:
        for _ in range(130):
            stack.enter_context(server.connect()).sendall(start)
        began = time.monotonic()
        assert server.ask(PING) == PONG
        assert server.ask(b"SKIP SPAMC/1.5\r\n\r\n") == b""
        assert server.ask(CHECK).startswith(OK)
        assert time.monotonic() - began < 2


@pytest.mark.slow
def test_a_ping_passes_mails_that_wait_to_be_judged(tmp_path: Path) -> None:
    with serve(tmp_path, "--max-connections", "2", plugin=MADE) as server:
        clients = [send(server, make_check(b"slow")) for _ in range(5)]
        began = time.monotonic()
        assert server.ask(PING) == PONG
        assert time.monotonic() - began < 1
        assert all(receive(client).startswith(OK) for client in clients)


@pytest.mark.slow
def test_more_slow_clients_than_can_be_connected_are_cut_off(tmp_path: Path) -> None:
    with serve(tmp_path) as server, ExitStack() as stack:
        for _ in range(1500):
            stack.enter_context(server.connect()).sendall(b"CHECK")
        began = time.monotonic()
        assert server.ask(PING) == PONG
        assert time.monotonic() - began < 60


@pytest.mark.slow
def test_memory_of_mails_that_wait_is_given_back(tmp_path: Path) -> None:
    mail = b"Subject: large\n\n" + b"a line of a large mail\n" * 300_000
    with serve(tmp_path) as server:
        server.ask(CHECK)
        before = read_memory(server)
        request = make_request(b"CHECK", mail)
        clients = [server.connect() for _ in range(16)]
        for client in clients:
            client.sendall(request[:-1])
        assert read_memory(server) - before > 50_000
        for client in clients:
            client.sendall(request[-1:])
        for client in clients:
            assert receive(client).startswith(b"SPAMD/1.1 0 EX_OK")
        deadline = time.monotonic() + 10
        while read_memory(server) - before > 20_000:
            assert time.monotonic() < deadline, read_memory(server) - before
            time.sleep(0.1)


@pytest.mark.slow
def test_memory_of_clients_that_never_end_is_bounded(tmp_path: Path) -> None:
    """100 clients send 9 MB each, of which 256 MB fit in; the slow are cut off, others are served."""
    mail = b"Subject: large\n\n" + b"a line of a large mail\n" * 390_000
    request = make_request(b"CHECK", mail)[:-1]
    with serve(tmp_path) as server:
        server.ask(CHECK)
        before = read_memory(server)
        clients = [server.connect() for _ in range(100)]
        with ThreadPoolExecutor(100) as pool:
            sending = [pool.submit(send_all, client, request) for client in clients]
            time.sleep(4)
            assert read_memory(server) - before < 400_000
            assert server.ask(PING) == PONG
            assert server.ask(CHECK).startswith(OK)
            for client in clients:
                client.shutdown(socket.SHUT_RDWR)
            for one in sending:
                one.result()
        for client in clients:
            client.close()
        assert server.ask(make_request(b"CHECK", SPAM)).startswith(b"SPAMD/1.1 0 EX_OK\r\nSpam: True")
        assert server.ask(make_request(b"CHECK", mail)).startswith(b"SPAMD/1.1 0 EX_OK")
        deadline = time.monotonic() + 10
        while read_memory(server) - before > 100_000:
            assert time.monotonic() < deadline, read_memory(server) - before
            time.sleep(0.1)


def send_all(client: socket.socket, data: bytes) -> None:
    with suppress(OSError):
        client.sendall(data)
