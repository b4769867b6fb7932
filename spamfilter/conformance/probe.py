"""Call a classifier in a process of its own, with a time limit, and watch what else it does there.

A thread with a time limit would not do: compiled code that hangs, such as a regular expression, keeps the
interpreter's lock, so that nothing else in its process runs. Nor does a process that crashes end the check.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from spamfilter.classifier import Classifier, ClassifierEntry
from spamfilter.conformance.finding import Doubt, Fault, Finding, Status
from spamfilter.message import Message
from spamfilter.plugin.manager import choose_classifier, create_manager, describe
from spamfilter.plugin.worker import end_with_parent

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Value = TypeVar("Value")

START = 30.0  # seconds a new Python process may take before the time limit of a call begins
END = 10.0  # seconds that a process may take to end
STREAMS = {1: "stdout", 2: "stderr"}
NETWORK = "network"
# Audit events and which of their arguments is the address.
REACHING = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}


@dataclass(frozen=True, slots=True)
class Target:
    """The classifier's ``name``, its ``model``, and the modules given by ``--plugin``."""

    name: str
    model: str | None
    plugins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """Announces a call of the plugin's code: ``what`` it is, and the seconds to allow beyond the limit."""

    what: str
    grace: float


class Subject:
    """The classifier as checks see it, inside the process that loads it."""

    def __init__(self, target: Target, entry: ClassifierEntry, announce: Callable[[Call], None]) -> None:
        self.target = target
        self.entry = entry
        self.threads: set[threading.Thread] = set()
        self._announce = announce

    def call(self, what: str, function: Callable[..., Value], *args: Any, grace: float = 0.0) -> Value:
        """What ``function`` returns. Raises :class:`Fault` for what it raises, panics and exits included."""
        self._announce(Call(what, grace))
        try:
            return function(*args)
        except BaseException as error:
            raise Fault(f"{what} raised {describe(error)}") from error

    @cached_property
    def classifier(self) -> Classifier:
        """The classifier, loaded when first needed."""
        loaded = self.call(f"load({self.target.model!r})", self.entry.load, self.target.model)
        self.threads = set(threading.enumerate())
        return loaded

    def score(self, what: str, texts: Sequence[str]) -> list[float]:
        """Scores of new messages with these ``texts``, see :meth:`score_messages`."""
        return self.score_messages(what, [Message(text) for text in texts])

    def score_messages(self, what: str, messages: Sequence[Message]) -> list[float]:
        """Scores of ``messages``. Raises :class:`Fault` unless there is a number in [0, 1] for each."""
        count = len(messages)
        values = self.call(f"score() of {what}", self.classifier.score, messages)
        if not hasattr(values, "__len__") or not hasattr(values, "__getitem__"):
            raise Fault(f"score() of {what} gave a {type(values).__name__}; return a list")
        if len(values) != count:
            raise Fault(f"score() of {what} gave {len(values)} scores for {count}; give one for each message")
        for value in values:
            if not isinstance(value, Real):
                raise Fault(
                    f"score() of {what} gave a {type(value).__name__}; return float (tolist() of an array)"
                )
            if not 0 <= value <= 1:  # also catches NaN
                raise Fault(f"score() of {what} gave {value}; a score is P(spam), in [0, 1] and never NaN")
        return [float(value) for value in values]


Check = Callable[[Subject], str]


class Probe:
    """A process in which checks run, one at a time; a new one where the last was lost.

    ``folder`` gets files of what the classifier does beside scoring; see :meth:`read`.
    """

    def __init__(self, target: Target, timeout: float, folder: Path) -> None:
        self._target = target
        self._timeout = timeout
        self._folder = folder
        self._process: Any = None
        self._connection: Connection[Any, Any]

    def run(self, name: str, check: Check) -> Finding:
        """What becomes of ``check``: its own finding, or that it hung, or crashed."""
        if self._process is None:
            self._start()
        call = Call("starting", START)
        try:
            self._connection.send(check)
            while self._connection.poll(self._timeout + call.grace):
                answer = self._connection.recv()
                if not isinstance(answer, Call):
                    status, detail = answer
                    return Finding(status, name, detail)
                call = answer
        except (EOFError, OSError):
            return Finding(Status.FAIL, name, f"{call.what} {self._bury()}; it must never end the process")
        self.kill()
        seconds = f"{self._timeout + call.grace:g} s"
        return Finding(
            Status.FAIL,
            name,
            f"{call.what} did not answer in {seconds}; make it quicker, or allow more with --timeout",
        )

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    def stop(self) -> bool:
        """End the process as it ends by itself; whether it did."""
        with suppress(OSError):
            self._connection.send(None)
        self._process.join(END)
        ended = not self._process.is_alive()
        self.kill()
        return ended

    def kill(self) -> None:
        """End the process, and those that it started, at once."""
        if self._process is None:
            return
        if self._process.is_alive():
            if hasattr(os, "killpg"):
                with suppress(OSError):  # it may not have become the leader of a group yet
                    os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
            self._process.join()
        self._connection.close()
        self._process = None

    def read(self, name: str) -> list[str]:
        """Lines that were written so far to ``stdout`` or ``stderr``, or tried of the ``network``."""
        path = self._folder / name
        text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        return [line for line in text.splitlines() if line.strip()]

    def _start(self) -> None:
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        arguments = (theirs, self._target, str(self._folder))
        self._process = context.Process(target=answer_checks, args=arguments)
        self._process.start()
        theirs.close()

    def _bury(self) -> str:
        self._process.join(START)
        code = self._process.exitcode
        self.kill()
        if code is not None and code < 0:
            return f"crashed with {signal.Signals(-code).name}"
        return f"ended the process with exit code {code}"


def answer_checks(connection: "Connection[Any, Any]", target: Target, folder: str) -> None:
    """Run the checks that come, until None does; what the body of the new process is."""
    if hasattr(os, "setsid"):
        os.setsid()  # a group that can be killed as one; and Ctrl-C is for the parent
    threading.Thread(target=end_with_parent, daemon=True).start()
    for stream in STREAMS:
        redirect(stream, os.devnull)  # what failing plugins have to say was said by the parent
    entry = choose_classifier(create_manager(target.plugins), target.name)
    for stream, name in STREAMS.items():
        redirect(stream, f"{folder}/{name}")
    watch_network(f"{folder}/{NETWORK}")

    def announce(call: Call) -> None:
        flush_streams()
        connection.send(call)

    subject = Subject(target, entry, announce)
    with suppress(EOFError):
        while check := connection.recv():
            answer = run_check(check, subject)
            flush_streams()
            connection.send(answer)


def run_check(check: Check, subject: Subject) -> tuple[Status, str]:
    """Status and detail."""
    try:
        return Status.OK, check(subject)
    except Doubt as doubt:
        return Status.WARN, str(doubt)
    except Fault as fault:
        return Status.FAIL, str(fault)
    except BaseException as error:  # from an object of the plugin's that only looks like what it should be
        return Status.FAIL, describe(error)


def redirect(stream: int, path: str) -> None:
    """Let what is written to a standard stream, by compiled code too, end up in a file."""
    flush_streams()
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    if file != stream:
        os.dup2(file, stream)
        os.close(file)


def flush_streams() -> None:
    """Send on what Python holds back; a plugin may have closed or replaced either."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        with suppress(Exception):
            stream.flush()  # type: ignore[union-attr]


def watch_network(path: str) -> None:
    """Note each address that Python code of this process tries to reach; sockets of files are none."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in REACHING:
            return
        with suppress(Exception):
            address = arguments[REACHING[event]]
            local = address is None or (REACHING[event] and isinstance(address, str | bytes))
            if not local:
                os.write(file, f"{event.removeprefix('socket.')} {address!r:.80}\n".encode())

    sys.addaudithook(note)
