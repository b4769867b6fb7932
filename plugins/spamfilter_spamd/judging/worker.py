"""Processes that judge. Each has a classifier of its own, and can be killed when it does not come back.

They are spawned, not forked: neither a model's session nor a thread survives a fork.
"""

import asyncio
import logging
import multiprocessing
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from spamfilter import ClassifierError, Judgement, MailJudge, Session, SpamfilterError, open_judge

logger = logging.getLogger(__name__)

LOADING = 300.0  # seconds that a worker may take to load its classifier
LARGE = 1 << 22  # bytes of mails after which freed memory is given back to the system
KILL_WITH_PARENT = 1  # prctl(2), PR_SET_PDEATHSIG
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)  # of the server; a service's go to all its processes


class WorkerLost(Exception):
    """A worker ended without an answer: it crashed, or it was killed."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker loads: the arguments of :func:`spamfilter.open_judge`, by the manager of ``plugins``.

    ``authserv_ids`` are those of :meth:`spamfilter.MailJudge.heed`; None where no list is heeded.
    """

    plugins: tuple[str, ...]
    classifier: str
    model: str | None = None
    spam_above: float | None = None
    ham_below: float | None = None
    memory: Path | None = None
    authserv_ids: tuple[str, ...] | None = None


class Worker:
    """One process, seen from the server. A thread waits for its answers."""

    def __init__(self, order: Order) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(order, theirs), name="judge")
        self._thread = ThreadPoolExecutor(1, "judge")
        self._killed = False
        # A signal to the whole group must not end it before it has said that it wants none.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            theirs.close()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return not self._killed and self._process.is_alive()

    async def load(self) -> None:
        """Wait until it is ready. Raises :class:`SpamfilterError` where its classifier cannot be loaded."""
        loading = asyncio.get_running_loop().run_in_executor(self._thread, self._load)
        await asyncio.wait_for(loading, LOADING)

    def ask(self, mails: Sequence[bytes]) -> "asyncio.Future[list[Judgement]]":
        """The judgements to come. It ends in :class:`WorkerLost`, or in what the classifier fails with."""
        asking = asyncio.get_running_loop().run_in_executor(self._thread, self._ask, mails)
        asking.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody need look
        return asking

    def kill(self) -> None:
        """End it at once, with what it has started."""
        if self._killed:
            return
        self._killed = True
        with suppress(ProcessLookupError, PermissionError):
            if self._process.pid:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._thread.submit(self._bury)
        self._thread.shutdown(wait=False)

    def _load(self) -> None:
        reply: tuple[str, int] | None = self._receive()
        if reply is not None:
            error = SpamfilterError(reply[0])
            error.exit_code = reply[1]
            raise error

    def _ask(self, mails: Sequence[bytes]) -> list[Judgement]:
        try:
            self._pipe.send(len(mails))
            for mail in mails:
                self._pipe.send_bytes(mail)
        except OSError:
            raise WorkerLost("the process that judges is gone") from None
        reply: list[Judgement] | str = self._receive()
        if isinstance(reply, str):
            raise ClassifierError(reply)
        return [
            replace(one, message=replace(one.message, raw=mail))
            for one, mail in zip(reply, mails, strict=True)
        ]

    def _receive(self) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, OSError):
            self._process.join(1)
            code = self._process.exitcode
            raise WorkerLost(f"the process that judges ended with exit code {code}") from None

    def _bury(self) -> None:
        self._process.join()
        self._pipe.close()


def work(order: Order, pipe: Connection) -> None:
    """In the worker: load, then judge what comes until the server is gone."""
    leave_the_group()
    try:
        judge = open_judge(
            Session(plugins=order.plugins).manager,
            order.classifier,
            order.model,
            order.spam_above,
            order.ham_below,
        )
        if order.authserv_ids is not None:
            judge.heed(order.memory, order.authserv_ids)
    except BaseException as error:
        pipe.send((tell_error(error), error.exit_code if isinstance(error, SpamfilterError) else 70))
        return
    pipe.send(None)
    with suppress(EOFError, OSError):  # the server is gone
        while True:
            judge_next(judge, pipe)


def judge_next(judge: MailJudge, pipe: Connection) -> None:
    """One batch: the mails come in, judgements without the bytes that the server has anyway go out."""
    mails = [pipe.recv_bytes() for _ in range(pipe.recv())]
    try:
        found = judge.judge(mails)
        reply: object = [replace(one, message=replace(one.message, raw=b"")) for one in found]
    except Exception as error:
        reply = tell_error(error)
    except BaseException as error:  # a panic in compiled code, an exit
        reply = f"classifier {judge.name} failed: {tell_error(error)}"
    size = sum(map(len, mails))
    del mails
    pipe.send(reply)
    if size > LARGE:
        give_back_memory()


def leave_the_group() -> None:
    """End with the server, whatever happens to it, but not by the signals that are meant for it."""
    with suppress(OSError):
        os.setpgid(0, 0)
    with suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(KILL_WITH_PARENT, signal.SIGKILL)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def tell_error(error: BaseException) -> str:
    """An exception on one line."""
    kind = "" if isinstance(error, SpamfilterError) else f"{type(error).__name__}: "
    return " ".join(f"{kind}{error}".split()).removesuffix(":")


def give_back_memory() -> None:
    """Free memory back to the system, where its C library keeps it otherwise (malloc_trim(3))."""
    with suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)
