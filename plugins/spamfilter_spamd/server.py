"""The server: connections taken, requests answered, and everything that was taken finished at the end."""

import asyncio
import logging
import resource
import signal
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from spamfilter_spamd.address import BACKLOG, Network, is_allowed, name_socket
from spamfilter_spamd.answer import answer, answer_without_mail
from spamfilter_spamd.connection import Connection, Memory, MemoryShare, open_connection
from spamfilter_spamd.judging.batch import BatchJudge
from spamfilter_spamd.judging.worker import LARGE, give_back_memory
from spamfilter_spamd.protocol import Request, Share, read_request, show_bytes
from spamfilter_spamd.refusal import TEMPFAIL, TIMEOUT, Refusal, format_refusal
from spamfilter_spamd.tell import Permission, format_told

logger = logging.getLogger(__name__)

GRACE = 10.0  # seconds that a client may go on sending, and a slow mail be judged, after we are told to stop
PAUSE = 0.5  # seconds without accepting when the system is out of file descriptors or memory
SLOW = 5.0  # seconds after which who still sends may be cut off, where others wait for the place
SHARE = 8  # of all places, one in so many is made free at a time
SENDERS = 1024  # who may be connected beside those whose mails are judged
MEMORY = 1 << 28  # bytes that all mails together may take, unless a few of the largest need more
LARGEST = 4
FILES = 64  # descriptors for all but connections
HANDLED = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, slots=True)
class Limits:
    """``size`` of a mail in bytes, ``seconds`` for reading, judging and writing each, ``connections`` whose
    mails are judged or wait for it, and whose clients may be (``allowed``; all when empty)."""

    size: int
    seconds: float
    connections: int
    allowed: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True)
class Listener:
    """A listening ``socket``, and the TLS ``context`` where clients must speak that."""

    socket: socket.socket
    context: ssl.SSLContext | None = None

    def __str__(self) -> str:
        return f"{'ssl:' if self.context else ''}{name_socket(self.socket)}"


class Server:
    """Answers requests on ``listeners`` until it is told to stop.

    At most ``limits.connections`` mails are judged or wait for it; who has not sent all of a request takes no
    such place. Sockets are accepted in a callback, not a task: a task that is cancelled may drop the
    connection that it has just accepted.
    """

    def __init__(
        self, judge: BatchJudge, listeners: Sequence[Listener], limits: Limits, permission: Permission
    ) -> None:
        self._judge = judge
        self._listeners = listeners
        self._limits = limits
        self._permission = permission
        self._most = allow_files(limits.connections + SENDERS + FILES) - FILES
        self._slots = asyncio.Semaphore(limits.connections)
        self._memory = Memory(max(MEMORY, LARGEST * limits.size))
        self._most_held = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._reading: dict[asyncio.Task[None], float] = {}
        self._accepting = False

    async def serve(self, announce: Callable[[Sequence[Listener]], None]) -> None:
        """Serve until SIGTERM or SIGINT, then finish; a second signal ends the process as it always does."""
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        for number in HANDLED:
            loop.add_signal_handler(number, stop.set)
        self._resume()
        announce(self._listeners)
        relief = asyncio.create_task(self._relieve())
        await stop.wait()
        for number in HANDLED:
            loop.remove_signal_handler(number)
        await self._finish()
        relief.cancel()

    async def _finish(self) -> None:
        """Take whom the system has connected already, close the door, answer everybody inside."""
        self._pause()
        for listener in self._listeners:
            self._accept(listener, BACKLOG)
            listener.socket.close()
        while self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE)
            self._judge.refuse_slow()
            for task in list(self._reading):
                task.cancel()

    async def _relieve(self) -> None:
        """Where others wait for a place or for memory, cut off who has been sending for longest."""
        while True:
            await asyncio.sleep(PAUSE)
            if not self._memory.short and len(self._tasks) < self._most:
                continue
            count = 1 if self._memory.short else max(1, self._most // SHARE)
            for task, since in list(islice(self._reading.items(), count)):
                if time.monotonic() - since > SLOW:
                    logger.warning("a client that sends slowly is cut off, because others wait")
                    del self._reading[task]
                    task.cancel()

    def _resume(self) -> None:
        """Accept, until as many are connected as may be."""
        self._accepting = True
        for listener in self._listeners:
            asyncio.get_running_loop().add_reader(listener.socket, self._accept_more, listener)

    def _pause(self) -> None:
        self._accepting = False
        for listener in self._listeners:
            asyncio.get_running_loop().remove_reader(listener.socket)

    def _accept_more(self, listener: Listener) -> None:
        if not self._accept(listener, self._most - len(self._tasks)):
            self._pause()
            asyncio.get_running_loop().call_later(PAUSE, self._resume_unless_stopped)
        elif len(self._tasks) >= self._most:
            self._pause()

    def _accept(self, listener: Listener, most: int) -> bool:
        """Accept whoever waits, ``most`` of them at most; whether the system let us."""
        for _ in range(most):
            try:
                sock, _ = listener.socket.accept()
            except BlockingIOError:
                return True
            except ConnectionAbortedError:
                continue
            except OSError as error:
                logger.warning("cannot accept: %s", error)
                return False
            sock.setblocking(False)
            if not is_allowed(sock, self._limits.allowed):
                logger.warning("unauthorized connection to %s", listener)
                sock.close()
                continue
            task = asyncio.create_task(self._handle(sock, listener.context))
            self._tasks.add(task)
            task.add_done_callback(self._forget)
        return True

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._reading.pop(task, None)
        if not task.cancelled() and (error := task.exception()):
            logger.error("a connection failed: %r", error)
        if self._most_held > LARGE and not self._memory.held:
            self._most_held = 0
            give_back_memory()
        if not self._accepting:
            self._resume_unless_stopped()

    def _resume_unless_stopped(self) -> None:
        stopped = any(listener.socket.fileno() < 0 for listener in self._listeners)
        if not stopped and len(self._tasks) < self._most:
            self._resume()

    async def _handle(self, sock: socket.socket, context: ssl.SSLContext | None) -> None:
        """One connection, one request, one reply."""
        task = asyncio.current_task()
        assert task
        self._reading[task] = time.monotonic()
        try:
            connection = await open_connection(sock, context, self._limits.seconds)
        except OSError as error:
            logger.info("no connection: %s", error or type(error).__name__)
            return
        share = MemoryShare(self._memory)
        try:
            reply = await self._reply(connection, share)
            await connection.finish(reply, self._limits.seconds)
        except OSError as error:
            logger.info("client went away: %s", error or type(error).__name__)
        finally:
            share.give_back()
            connection.abort()

    async def _reply(self, connection: Connection, share: Share) -> bytes:
        """What to answer. Raises OSError where the client went away."""
        try:
            request = await self._read(connection, share)
            reply = answer_without_mail(request)
            if reply is not None:
                return reply
            if request.verb == "TELL":
                self._permission.check(request.user)
            self._most_held = max(self._most_held, self._memory.held)
            async with self._slots:
                return await self._reply_to(request)
        except Refusal as refusal:
            logger.info("%s", refusal.text)
            return format_refusal(refusal)

    async def _read(self, connection: Connection, share: Share) -> Request:
        task, seconds = asyncio.current_task(), self._limits.seconds
        assert task
        try:
            async with asyncio.timeout(seconds):
                return await read_request(connection, self._limits.size, share)
        except TimeoutError:
            text = f"Timeout: ({seconds:g} second socket timeout reading input from client)"
            raise Refusal(TIMEOUT, text) from None
        finally:
            self._reading.pop(task, None)

    async def _reply_to(self, request: Request) -> bytes:
        """Judge or learn the mail, and answer. One for which that fails is refused: the client keeps it."""
        seconds, told = self._limits.seconds, request.verb == "TELL"
        try:
            async with asyncio.timeout(seconds):
                return await (self._tell_for(request) if told else self._judge_for(request))
        except TimeoutError:
            text = f"Timeout: ({seconds:g} second timeout while trying to {request.verb})"
            raise Refusal(TIMEOUT, text) from None
        except Exception as error:
            verb, done = ("learn", "learned") if told else ("judge", "judged")
            logger.error("cannot %s a mail of %d bytes: %s", verb, len(request.mail), error)
            raise Refusal(TEMPFAIL, f"EX_TEMPFAIL: the mail cannot be {done}") from None

    async def _judge_for(self, request: Request) -> bytes:
        judgement = await self._judge.judge(request.mail, request.user)
        spam, points = judgement.verdict.label, judgement.points
        logger.info("%s %s (%.1f) in %d bytes", request.verb, spam, points, len(request.mail))
        return answer(request, judgement)

    async def _tell_for(self, request: Request) -> bytes:
        changed, lesson = False, request.lesson
        if lesson:
            changed = await self._judge.teach(request.mail, request.user, lesson)
        done = f"{lesson.value}{'' if changed else ' as before'}" if lesson else "nothing"
        user = show_bytes(request.user.encode("latin-1"))
        logger.info("TELL %s of user '%s' in %d bytes", done, user, len(request.mail))
        return format_told(lesson, changed)


def allow_files(wanted: int) -> int:
    """As many file descriptors as are ``wanted``, or as the system gives."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return wanted
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft < most:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    return min(wanted, soft)
