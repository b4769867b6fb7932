"""Many clients at once, failing classifiers, and the end of the server."""

import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from spamfilter_spamd.address import Address, parse_address
from spamfilter_spamd.serve import check_user

from spamfilter import UsageError
from tests.representative import mark_others_slow
from tests.spamfilter_spamd.served import (
    HAM,
    MADE,
    SPAM,
    Served,
    make_request,
    read_all,
    read_batches,
    serve,
    strip_headers,
)

CHECK = make_request(b"CHECK", HAM)
WAIT = make_request(b"CHECK", b"Subject: wait\n\n")


def wait_for_batches(folder: Path, count: int) -> None:
    deadline = time.monotonic() + 600
    while len(read_batches(folder)) < count:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def send(server: Served, request: bytes) -> socket.socket:
    """A client that has asked and waits."""
    sock = server.connect()
    sock.sendall(request)
    return sock


def receive(sock: socket.socket) -> bytes:
    with sock:
        return read_all(sock)


LIMITS = [("128", "1"), ("128", "3"), ("3", "2")]


@pytest.mark.parametrize(
    ("limit", "jobs"), mark_others_slow([("-".join(pair), pair) for pair in LIMITS], {"128-3"})
)
def test_64_clients_at_once_and_no_reply_is_lost(tmp_path: Path, limit: str, jobs: str) -> None:
    mails = [b"Subject: Mail %d\n\n%s\n" % (n, b"free cash " * (n % 50)) for n in range(640)]
    options = ["--max-connections", limit, "--jobs", jobs]
    with serve(tmp_path, *options) as server, ThreadPoolExecutor(64) as clients:
        replies = list(clients.map(server.ask, [make_request(b"PROCESS", mail) for mail in mails]))
    assert [strip_headers(reply.partition(b"\r\n\r\n")[2]) for reply in replies] == mails


def test_of_two_jobs_one_goes_on_while_the_other_takes_long(tmp_path: Path) -> None:
    with serve(tmp_path, "--jobs", "2", plugin=MADE) as server:
        waits = send(server, WAIT)
        wait_for_batches(tmp_path, 1)
        for _ in range(20):
            assert server.ask(CHECK).startswith(b"SPAMD/1.1 0 EX_OK")
        (tmp_path / "go").touch()
        assert receive(waits).startswith(b"SPAMD/1.1 0 EX_OK")
    assert read_batches(tmp_path) == [1] * 21


def test_it_listens_while_it_judges(tmp_path: Path) -> None:
    with serve(tmp_path, plugin=MADE) as server:
        waits = send(server, WAIT)
        wait_for_batches(tmp_path, 1)
        assert server.ask(b"PING SPAMC/1.5\r\n\r\n") == b"SPAMD/1.5 0 PONG\r\n"
        (tmp_path / "go").touch()
        assert receive(waits).startswith(b"SPAMD/1.1 0 EX_OK\r\nSpam: False")


@pytest.mark.parametrize("word", [b"bad", b"panic"])
def test_a_mail_that_fails_takes_no_other_with_it(tmp_path: Path, word: bytes) -> None:
    with serve(tmp_path, plugin=MADE) as server:
        clients = [send(server, WAIT)]
        wait_for_batches(tmp_path, 1)
        bad = send(server, make_request(b"CHECK", b"Subject: %s\n\n" % word))
        clients += [send(server, CHECK) for _ in range(5)]
        (tmp_path / "go").touch()
        assert receive(bad) == b"SPAMD/1.0 75 EX_TEMPFAIL: the mail cannot be judged\r\n"
        assert all(receive(client).startswith(b"SPAMD/1.1 0 EX_OK\r\nSpam: False") for client in clients)
        assert b"cannot judge a mail of" in server.log.read_bytes()
        assert server.ask(CHECK).startswith(b"SPAMD/1.1 0 EX_OK")


def test_a_client_that_goes_away_harms_nobody(tmp_path: Path) -> None:
    with serve(tmp_path, plugin=MADE) as server:
        send(server, CHECK[:20]).close()
        gone, stays = send(server, WAIT), send(server, CHECK)
        gone.close()
        (tmp_path / "go").touch()
        assert receive(stays).startswith(b"SPAMD/1.1 0 EX_OK")
        assert server.stop() == 0
        assert b"Traceback" not in server.log.read_bytes()


def test_judging_is_limited_in_time(tmp_path: Path) -> None:
    with serve(tmp_path, "--timeout", "0.3", plugin=MADE) as server:
        assert server.ask(WAIT) == b"SPAMD/1.0 79 Timeout: (0.3 second timeout while trying to CHECK)\r\n"
        (tmp_path / "go").touch()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_end_finishes_what_was_taken(tmp_path: Path, number: int) -> None:
    with serve(tmp_path, "--max-connections", "4", plugin=MADE) as server:
        clients = [send(server, WAIT)]
        wait_for_batches(tmp_path, 1)
        clients += [send(server, CHECK) for _ in range(20)]  # most of them are not even accepted
        server.process.send_signal(number)
        while server.socket.exists() and server.process.poll() is None:
            try:
                server.connect().close()
            except OSError:
                break  # the door is closed
            time.sleep(0.01)
        assert server.process.poll() is None
        (tmp_path / "go").touch()
        assert all(receive(client).startswith(b"SPAMD/1.1 0 EX_OK\r\nSpam: False") for client in clients)
        assert server.process.wait(600) == 0
        assert not server.socket.exists()


def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    with serve(tmp_path, plugin=MADE) as server:
        client = send(server, WAIT)
        wait_for_batches(tmp_path, 1)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert server.stop() == -signal.SIGTERM
        client.close()


def test_memory_does_not_grow_with_what_is_refused(tmp_path: Path) -> None:
    with serve(tmp_path, "--max-size", "1000") as server:
        chunk = b"a" * (1 << 20)
        with server.connect() as sock:
            sock.sendall(b"PROCESS SPAMC/1.5\r\n\r\n")
            before = read_memory(server)
            for _ in range(200):
                sock.sendall(chunk)
            assert read_memory(server) - before < 20_000
            sock.shutdown(socket.SHUT_WR)
            assert read_all(sock).startswith(
                b"SPAMD/1.0 69 Service Unavailable: the mail is larger than 1000"
            )


def read_memory(server: Served) -> int:
    """Resident kilobytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    match = re.search(r"VmRSS:\s+(\d+)", status)
    assert match
    return int(match[1])


def test_a_socket_that_a_dead_server_left(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        server.process.kill()
        server.process.wait()
        assert server.socket.exists()
        server.log.unlink()
        with serve(tmp_path) as second:
            assert second.ask(CHECK).startswith(b"SPAMD/1.1 0 EX_OK")


def refuse(*options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "spamfilter", "spamd", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    return done.returncode, done.stderr


def test_what_cannot_be_listened_on(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    with serve(tmp_path / "other", "--listen", "127.0.0.1:0") as server:
        taken = refuse("--allow-root", "--listen", f"127.0.0.1:{server.port}")
        running = refuse("--allow-root", "--socket", str(server.socket))
        assert server.ask(CHECK).startswith(b"SPAMD/1.1 0 EX_OK")
    assert taken == (
        73,
        f"spamfilter: cannot listen on 127.0.0.1:{server.port}: Address already in use; "
        "choose another with --listen HOST:PORT (below 1024 only root may)\n",
    )
    assert running[0] == 73
    assert f"a server already listens on {server.socket}" in running[1]
    assert refuse("--allow-root", "--socket", str(file))[0] == 73
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    ("options", "code", "text"),
    [
        (["--listen", "a:b:c"], 2, "cannot listen on 'a:b:c'; write HOST:PORT, such as 127.0.0.1:1783"),
        (["--listen", "ssl:localhost:0"], 2, "give --server-cert and --server-key"),
        (["--listen", "ssl:localhost:0", "--server-cert", "/no/such"], 66, "No such file or directory"),
        (["--listen", "ssl:localhost:0", "--server-cert", __file__], 66, "cannot use the certificate"),
        (["--model", "/no/such"], 66, "/no/such"),
    ],
)
def test_what_is_refused_at_the_start(options: list[str], code: int, text: str) -> None:
    found, line = refuse("--allow-root", *options)
    assert (found, text in line) == (code, True), line


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("localhost:1783", Address("localhost", 1783)),
        ("ssl:localhost:1783", Address("localhost", 1783, tls=True)),
        ("[::1]:1783", Address("::1", 1783)),
        ("*:1783", Address("", 1783)),
        ("1783", Address("localhost", 1783)),
        ("mail.example.org", Address("mail.example.org", 783)),
        ("ssl:mail.example.org", Address("mail.example.org", 783, tls=True)),
    ],
)
def test_addresses(text: str, address: Address) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize("text", ["localhost:99999", "localhost:x", "::1", "a b:c:1"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match="cannot listen on"):
        parse_address(text)


def test_root_is_refused_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    with pytest.raises(UsageError, match="spamd does not serve as root; run it as another user"):
        check_user(allow_root=False)
    check_user(allow_root=True)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    check_user(allow_root=False)


def test_two_addresses_and_a_line_for_each_request(tmp_path: Path) -> None:
    with serve(tmp_path, "--listen", "127.0.0.1:0", "--verbose") as server:
        with socket.create_connection(("127.0.0.1", server.port)) as sock:
            sock.sendall(make_request(b"CHECK", SPAM))
            assert read_all(sock).startswith(b"SPAMD/1.1 0 EX_OK\r\nSpam: True")
        assert server.stop() == 0
        assert re.search(
            rb"^spamd: CHECK spam \(\d+\.\d\) in %d bytes$" % len(SPAM), server.log.read_bytes(), re.M
        )
