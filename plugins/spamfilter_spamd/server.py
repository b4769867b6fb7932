"""The server: connections taken, requests answered, and everything that was taken finished at the end."""

import asyncio
import logging
import signal
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spamfilter_spamd.address import BACKLOG, name_socket
from spamfilter_spamd.answer import answer, answer_without_judgement
from spamfilter_spamd.batch import BatchJudge
from spamfilter_spamd.connection import Connection, open_connection
from spamfilter_spamd.protocol import TEMPFAIL, TIMEOUT, Refusal, Request, format_refusal, read_request

logger = logging.getLogger(__name__)

GRACE = 10.0  # seconds that a client may go on sending its request once the server is told to stop
PAUSE = 0.5  # seconds without accepting when the system is out of file descriptors or memory


@dataclass(frozen=True, slots=True)
class Limits:
    """``size`` of a mail in bytes, ``seconds`` for reading, judging and writing each, ``connections``."""

    size: int
    seconds: float
    connections: int


@dataclass(frozen=True, slots=True)
class Listener:
    """A listening ``socket``, and the TLS ``context`` where clients must speak that."""

    socket: socket.socket
    context: ssl.SSLContext | None = None

    def __str__(self) -> str:
        return f"{'ssl:' if self.context else ''}{name_socket(self.socket)}"


class Server:
    """Answers requests on ``listeners`` until it is told to stop.

    At most ``limits.connections`` are open; further clients wait in the system's queue. Sockets are accepted
    in a callback, not a task: a task that is cancelled may drop the connection that it has just accepted.
    """

    def __init__(
        self, judge: BatchJudge, listeners: Sequence[Listener], limits: Limits, *, allow_tell: bool = False
    ) -> None:
        self._judge = judge
        self._listeners = listeners
        self._limits = limits
        self._allow_tell = allow_tell
        self._slots = asyncio.Semaphore(limits.connections)
        self._tasks: set[asyncio.Task[None]] = set()
        self._reading: set[asyncio.Task[None]] = set()
        self._accepting = False

    async def serve(self, announce: Callable[[Listener], None]) -> None:
        """Serve until SIGTERM or SIGINT, then finish; a second signal ends the process as it always does."""
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        self._resume()
        for listener in self._listeners:
            announce(listener)
        await stop.wait()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
        await self._finish()

    async def _finish(self) -> None:
        """Take whom the system has connected already, close the door, answer everybody inside."""
        self._pause()
        for listener in self._listeners:
            self._accept(listener, BACKLOG)
            listener.socket.close()
        while self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE)
            for task in list(self._reading):
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
        room = self._limits.connections - len(self._tasks)
        if not self._accept(listener, room):
            self._pause()
            asyncio.get_running_loop().call_later(PAUSE, self._resume_unless_stopped)
        elif len(self._tasks) >= self._limits.connections:
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
            task = asyncio.create_task(self._handle(sock, listener.context))
            self._tasks.add(task)
            task.add_done_callback(self._forget)
        return True

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._reading.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("a connection failed: %r", error)
        if not self._accepting:
            self._resume_unless_stopped()

    def _resume_unless_stopped(self) -> None:
        stopped = any(listener.socket.fileno() < 0 for listener in self._listeners)
        if not stopped and len(self._tasks) < self._limits.connections:
            self._resume()

    async def _handle(self, sock: socket.socket, context: ssl.SSLContext | None) -> None:
        """One connection, one request, one reply."""
        async with self._slots:
            try:
                connection = await open_connection(sock, context, self._limits.seconds)
            except OSError as error:
                logger.info("no connection: %s", error or type(error).__name__)
                return
            try:
                await connection.finish(await self._reply(connection), self._limits.seconds)
            except OSError as error:
                logger.info("client went away: %s", error or type(error).__name__)
            finally:
                connection.abort()

    async def _reply(self, connection: Connection) -> bytes:
        """What to answer. Raises OSError where the client went away."""
        try:
            request = await self._read(connection)
            reply = answer_without_judgement(request, allow_tell=self._allow_tell)
            return await self._reply_to(request) if reply is None else reply
        except Refusal as refusal:
            logger.info("%s", refusal.text)
            return format_refusal(refusal)

    async def _read(self, connection: Connection) -> Request:
        task, seconds = asyncio.current_task(), self._limits.seconds
        assert task
        self._reading.add(task)
        try:
            async with asyncio.timeout(seconds):
                return await read_request(connection, self._limits.size)
        except TimeoutError:
            text = f"Timeout: ({seconds:g} second socket timeout reading input from client)"
            raise Refusal(TIMEOUT, text) from None
        finally:
            self._reading.discard(task)

    async def _reply_to(self, request: Request) -> bytes:
        """Judge the mail and answer. A mail that cannot be judged is refused, so that the client keeps it."""
        seconds = self._limits.seconds
        try:
            async with asyncio.timeout(seconds):
                judgement = await self._judge.judge(request.mail)
            reply = answer(request, judgement)
        except TimeoutError:
            text = f"Timeout: ({seconds:g} second timeout while trying to {request.verb})"
            raise Refusal(TIMEOUT, text) from None
        except Exception as error:
            logger.error("cannot judge a mail of %d bytes: %s", len(request.mail), error)
            raise Refusal(TEMPFAIL, "EX_TEMPFAIL: the mail cannot be judged") from None
        spam, points = judgement.verdict.label, judgement.points
        logger.info("%s %s (%.1f) in %d bytes", request.verb, spam, points, len(request.mail))
        return reply


def run_server(judge: BatchJudge, server: Callable[[], Server], announce: Callable[[Listener], None]) -> None:
    """Make the server inside an event loop and serve."""

    async def main() -> None:
        await server().serve(announce)

    asyncio.run(main())
    judge.close()
