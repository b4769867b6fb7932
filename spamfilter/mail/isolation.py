"""Work in a process of its own, so that this one outlives whatever becomes of it.

That may be more than an exception: a crash in compiled code, the kernel's out-of-memory killer, a loop
without end that holds the interpreter's lock, a library that ends the process.
"""

import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from spamfilter.errors import SpamfilterError, describe_error

CHUNK = 1 << 16


def run_apart(work: Callable[[], Any], seconds: float, closing: Sequence[int] = ()) -> Any:
    """What ``work`` returns (anything that JSON can say), done within so many ``seconds``.

    The process gives up standard input and output and the descriptors ``closing``. Raises
    :class:`SpamfilterError` with the reason when there is no answer. Where a system cannot fork, the work is
    done here and without a limit.
    """
    if not hasattr(os, "fork"):
        return unwrap(attempt(work))
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        answer(work, writing, seconds, closing)
    os.close(writing)
    try:
        reply = read_line(reading, time.monotonic() + seconds)
    finally:
        os.close(reading)
        status = end_child(child)
    if reply is None:
        raise SpamfilterError(
            f"no judgement within {seconds:g} s; raise the time limit, or ask why it is slow"
        )
    if not reply:
        raise SpamfilterError(f"the process that judges {describe_end(status)}; look for its cause")
    return unwrap(reply)


def attempt(work: Callable[[], object]) -> bytes:
    """A JSON object with the ``result`` of ``work``, or the ``error`` it ended in."""
    try:
        return json.dumps({"result": work()}).encode()
    except BaseException as error:  # a plugin may also call sys.exit
        if os.environ.get("SPAMFILTER_TRACEBACK"):
            traceback.print_exception(error)
        return json.dumps({"error": describe_error(error)}).encode()


def unwrap(reply: bytes) -> Any:
    """The result in a ``reply``; :class:`SpamfilterError` for an error in it."""
    outcome = json.loads(reply)
    if "error" in outcome:
        raise SpamfilterError(outcome["error"])
    return outcome["result"]


def answer(work: Callable[[], Any], writing: int, seconds: float, closing: Sequence[int]) -> NoReturn:
    """In the child: do the work, write what came of it, and end."""
    try:
        # Should the parent be killed, this ends too, and until then it keeps nobody waiting for its output.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds + 1)
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 0)
        os.dup2(2 if sys.stderr else nowhere, 1)
        for descriptor in closing:
            os.close(descriptor)
        reply = memoryview(attempt(work) + b"\n")
        while reply:
            reply = reply[os.write(writing, reply) :]
    finally:
        os._exit(0)


def read_line(descriptor: int, deadline: float) -> bytes | None:
    """One line; nothing when the other end closes before its end, None when the ``deadline`` comes first."""
    line = b""
    while not line.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            return None
        chunk = os.read(descriptor, CHUNK)
        if not chunk:
            return b""
        line += chunk
    return line


def end_child(child: int) -> int:
    """End the ``child`` if it has not ended, and its wait status (0 where nobody may ask)."""
    status = 0
    with suppress(ChildProcessError, ProcessLookupError):  # both when SIGCHLD is ignored
        for _ in range(20):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return status
            time.sleep(0.005)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return status


def describe_end(status: int) -> str:
    """How a process ended, by its wait status."""
    if os.WIFSIGNALED(status):
        return f"was ended by signal {os.WTERMSIG(status)}"
    return f"ended with exit code {os.WEXITSTATUS(status)} and no answer"
