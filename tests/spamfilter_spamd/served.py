"""A real server for tests: the program in a process of its own, with made-up classifiers."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.paths import WORDLIST, search_first

HAM = b"From: anna@example.org\nSubject: Lunch\n\nShall we meet at the station at noon?\n"
SPAM = b"From: win@example.com\nSubject: Prize\n\nUrgent! Call now to claim your free cash prize, winner\n"
ADDED = (b"X-Spam-", b"\tspam_score=")  # how lines that the filter adds begin
STARTED = b"info: spamd: server started on "

# Writes the size of each batch; the mail "wait" takes until a file is there, "bad" and "panic" fail.
MADE = '''
import time
from pathlib import Path
from spamfilter import ClassifierEntry, Policy, hookimpl

HERE = Path(__file__).parent

class Panic(BaseException):
    """As compiled code raises it."""

class Made:
    policy = Policy(0.5, 0.5)

    def score(self, messages):
        with (HERE / "batches").open("a") as file:
            file.write(f"{len(messages)}\\n")
        for message in messages:
            while "wait" in message.text and not (HERE / "go").exists():
                time.sleep(0.01)
            if "bad" in message.text:
                raise ValueError("a bad mail")
            if "panic" in message.text:
                raise Panic
        return [0.9 if "prize" in message.text else 0.1 for message in messages]

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("made", "for tests", lambda model: Made())]
'''


@dataclass
class Served:
    """A server's ``process``, TCP ``port`` (0: none), Unix ``socket``, and where its ``log`` is."""

    process: "subprocess.Popen[bytes]"
    port: int
    socket: Path
    log: Path

    def connect(self) -> socket.socket:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            sock.connect(str(self.socket))  # waits for room in the queue, as none with a timeout does
            sock.settimeout(600)
        except OSError:
            sock.close()
            raise
        return sock

    def ask(self, request: bytes, *, end: bool = True) -> bytes:
        """The whole reply; ``end`` closes our half of the connection, as most clients do."""
        with self.connect() as sock:
            sock.sendall(request)
            if end:
                sock.shutdown(socket.SHUT_WR)
            return read_all(sock)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(600)


@contextmanager
def serve(folder: Path, *options: str, plugin: str = "", **env: str) -> Iterator[Served]:
    """A server on a Unix socket in ``folder``, until the end of the block.

    Its classifier is the word list of ``tests/data``, or the one called ``made`` of the module text
    ``plugin``. ``options`` are those of the command.
    """
    folder.mkdir(exist_ok=True)
    (folder / "made.py").write_text(plugin)
    name = "made" if plugin else "wordlist"
    if "-c" not in options:
        options = ("-c", name, *options)
    module = "made" if plugin else "spamfilter_wordlist"
    path, log = folder / "socket", folder / "log"
    command = [sys.executable, "-m", "spamfilter", "--plugin", module, "spamd", "--allow-root"]
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [*command, "--socket", str(path), *options],
            stderr=stderr,
            env={**os.environ, "PYTHONPATH": search_first(folder, WORDLIST), **env},
        )
    try:
        yield Served(process, wait_until_served(process, log, path), path, log)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


def wait_until_served(process: "subprocess.Popen[bytes]", log: Path, path: Path) -> int:
    """The TCP port that the server names, 0 for none, once it names its Unix socket too."""
    deadline = time.monotonic() + 600
    while f"socket {path}".encode() not in log.read_bytes():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.02)
    for line in log.read_bytes().splitlines():
        if line.startswith(STARTED) and b"socket " not in line:
            return int(line.rpartition(b":")[2])
    return 0


def read_batches(folder: Path) -> list[int]:
    """The sizes of the batches that ``MADE`` in ``folder`` was asked for."""
    path = folder / "batches"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def read_all(sock: socket.socket) -> bytes:
    return b"".join(iter(lambda: sock.recv(1 << 16), b""))


def strip_headers(mail: bytes) -> bytes:
    """The mail without the lines that the filter adds."""
    lines = mail.splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(ADDED))


def make_request(verb: bytes, mail: bytes, *headers: bytes, version: bytes = b"1.5") -> bytes:
    fields = [b"Content-length: %d" % len(mail), *headers]
    return b"\r\n".join([b"%s SPAMC/%s" % (verb, version), *fields, b"", mail])
