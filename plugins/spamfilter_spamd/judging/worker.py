"""Processes that judge. Each has a classifier of its own, and can be killed when it does not come back.

They are spawned, not forked: neither a model's session nor a thread survives a fork.
"""

import asyncio
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import Any

from spamfilter import (
    ClassifierError,
    Judgement,
    Session,
    Shelf,
    SpamfilterError,
    UserJudge,
    open_user_judge,
)
from spamfilter_spamd.judging.task import Answer, Lesson, Task

logger = logging.getLogger(__name__)

LOADING = 300.0  # seconds that a worker may take to load its classifier
LARGE = 1 << 22  # bytes of mails after which freed memory is given back to the system
KILL_WITH_PARENT = 1  # prctl(2), PR_SET_PDEATHSIG
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)  # of the server; a service's go to all its processes


class WorkerLost(Exception):
    """A worker ended without an answer: it crashed, or it was killed."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker loads: arguments of :func:`spamfilter.open_user_judge`, by the manager of ``plugins``.

    ``front``: whether what answers first may, see :meth:`spamfilter.UserJudge.drop_front`.
    ``strict``: a memory for all that is there and cannot be used is an error. ``authserv_ids`` are those of
    :meth:`spamfilter.UserJudge.heed_lists`.
    """

    plugins: tuple[str, ...]
    shelf: Shelf
    classifier: str
    model: str | None = None
    spam_above: float | None = None
    ham_below: float | None = None
    strict: bool = False
    authserv_ids: tuple[str, ...] = ()
    front: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker sends back: the ``answers`` to a batch, or why there are none, and the ``faults`` of
    memories that it met, a line each."""

    answers: list[Answer] | str
    faults: list[str]


class Worker:
    """One process, seen from the server. A thread waits for its answers.

    ``tell`` is called in that thread, with the faults of memories.
    """

    def __init__(self, order: Order, tell: Callable[[Sequence[str]], None]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(order, theirs), name="judge")
        self._thread = ThreadPoolExecutor(1, "judge")
        self._killed = False
        self._tell = tell
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

    def ask(self, tasks: Sequence[Task]) -> "asyncio.Future[list[Answer]]":
        """The answers to come. It ends in :class:`WorkerLost`, or in what the classifier fails with."""
        asking = asyncio.get_running_loop().run_in_executor(self._thread, self._ask, tasks)
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

    def _ask(self, tasks: Sequence[Task]) -> list[Answer]:
        try:
            self._pipe.send([(task.user, task.lesson) for task in tasks])
            for task in tasks:
                self._pipe.send_bytes(task.mail)
        except OSError:
            raise WorkerLost("the process that judges is gone") from None
        reply: Reply = self._receive()
        self._tell(reply.faults)
        if isinstance(reply.answers, str):
            raise ClassifierError(reply.answers)
        pairs = zip(reply.answers, tasks, strict=True)
        return [
            replace(one, message=replace(one.message, raw=task.mail)) if isinstance(one, Judgement) else one
            for one, task in pairs
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
        judge = open_user_judge(
            Session(plugins=order.plugins).manager,
            order.shelf,
            order.classifier,
            order.model,
            order.spam_above,
            order.ham_below,
        )
        if not order.front:
            judge.drop_front()
        judge.heed_lists(order.authserv_ids)
        if order.strict:
            judge.check_memory()
    except BaseException as error:
        pipe.send((tell_error(error), error.exit_code if isinstance(error, SpamfilterError) else 70))
        return
    pipe.send(None)
    with suppress(EOFError, OSError):  # the server is gone
        while True:
            answer_next(judge, pipe)


def answer_next(judge: UserJudge, pipe: Connection) -> None:
    """One batch: mails come in, judgements without the bytes that the server has anyway go out."""
    asked: list[tuple[str, Lesson | None]] = pipe.recv()
    tasks = [Task(pipe.recv_bytes(), user, lesson) for user, lesson in asked]
    try:
        answers: list[Answer] | str = answer_all(judge, tasks)
    except Exception as error:
        answers = tell_error(error)
    except BaseException as error:  # a panic in compiled code, an exit
        answers = f"classifier {judge.name} failed: {tell_error(error)}"
    size = sum(len(task.mail) for task in tasks)
    del tasks
    pipe.send(Reply(answers, judge.take_faults()))
    if size > LARGE:
        give_back_memory()


def answer_all(judge: UserJudge, tasks: Sequence[Task]) -> list[Answer]:
    """The answers to a batch, which is all of mails to judge, or one lesson."""
    (*_, last) = tasks
    if last.lesson is Lesson.FORGET:
        return [judge.forget(last.mail, last.user)]
    if last.lesson:
        return [judge.learn(last.mail, last.lesson is Lesson.SPAM, last.user)]
    found = judge.judge([task.mail for task in tasks], [task.user for task in tasks])
    return [replace(one, message=replace(one.message, raw=b"")) for one in found]


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
