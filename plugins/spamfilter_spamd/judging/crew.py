"""The processes that judge, as many as are wanted: who needs one takes it and puts it back."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence

from spamfilter_spamd.judging.worker import Order, Worker

logger = logging.getLogger(__name__)

PAUSE = 1.0  # seconds until another worker is tried where one could not be started
QUIET = 60.0  # seconds that a worker too many is kept
TOLD = 1000  # faults that are known as such


class Crew:
    """The workers: ``jobs`` of them, and from the first need on one to spare.

    Who takes a worker puts it back, or drops it when it is of no more use, or keeps it for long; then
    another is started in its place.
    """

    def __init__(self, order: Order, jobs: int) -> None:
        self.jobs = jobs
        self._order = order
        self._wanted = jobs
        self._count = 0
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._takers: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        self._told: set[str] = set()

    async def start(self) -> None:
        """Start the first workers. Raises :class:`SpamfilterError` where one cannot load its classifier."""
        self._count = self.jobs
        await asyncio.gather(*(self._hire() for _ in range(self.jobs)))

    @property
    def ready(self) -> bool:
        """Whether somebody who takes a worker need not wait."""
        return any(worker.alive for worker in self._idle)

    def add_spare(self) -> None:
        """Have one more than can be busy."""
        self._wanted = self.jobs + 1
        self._refill()

    async def take(self) -> Worker:
        """An idle worker, as soon as there is one; the last that was busy, so that a spare may sleep."""
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self.drop(worker)
        taker: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._takers.append(taker)
        return await taker

    def put(self, worker: Worker) -> None:
        """Have it back."""
        while self._takers:
            taker = self._takers.popleft()
            if not taker.done():
                taker.set_result(worker)
                return
        self._idle.append(worker)
        if self._count > self._wanted and not self._closed:
            asyncio.get_running_loop().call_later(QUIET, self._dismiss)

    def keep(self) -> None:
        """One that was taken comes back late, with :meth:`return_kept`, or never."""
        self._count -= 1
        self._refill()

    def return_kept(self, worker: Worker) -> None:
        """Have one back that was kept."""
        self._count += 1
        self.put(worker)

    def kill(self, worker: Worker) -> None:
        """End one that was kept."""
        self._all.discard(worker)
        worker.kill()

    def drop(self, worker: Worker) -> None:
        """End one that was taken."""
        self.kill(worker)
        self._count -= 1
        self._refill()

    def close(self) -> None:
        """End them all."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for worker in list(self._all):
            self.kill(worker)

    def _dismiss(self) -> None:
        if self._count > self._wanted and self._idle:
            self._count -= 1
            self.kill(self._idle.pop(0))

    def _refill(self) -> None:
        while self._count < self._wanted and not self._closed:
            self._count += 1
            task = asyncio.create_task(self._hire_patiently())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _hire_patiently(self) -> None:
        while not self._closed:
            try:
                await self._hire()
            except Exception as error:
                logger.error("cannot start a process that judges: %s", error or type(error).__name__)
                await asyncio.sleep(PAUSE)
            else:
                break

    async def _hire(self) -> None:
        worker = Worker(self._order, self._tell_faults)
        self._all.add(worker)
        try:
            await worker.load()
        except BaseException:
            self.kill(worker)
            raise
        self.put(worker)

    def _tell_faults(self, faults: Sequence[str]) -> None:
        """Log what is wrong with memories, each fault once, whichever worker meets it."""
        for fault in faults:
            if fault not in self._told:
                if len(self._told) >= TOLD:
                    self._told.clear()
                self._told.add(fault)
                logger.warning("%s", fault)
