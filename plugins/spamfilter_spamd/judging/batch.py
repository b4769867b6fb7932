"""Mails that arrive together are judged together, and one that does not come back holds up no other.

There are two lanes. In the first, batches are judged; a mail that takes much longer than is usual leaves it
with the worker that judges it, and another worker goes on. In the second such mails take turns.
"""

import asyncio
import logging
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from spamfilter import ClassifierError, Judgement
from spamfilter_spamd.judging.crew import Crew
from spamfilter_spamd.judging.task import Answer, Lesson, Task
from spamfilter_spamd.judging.worker import Worker, WorkerLost

logger = logging.getLogger(__name__)

BYTES = 1 << 23  # of the mails of a batch, unless one alone has more
PATIENCE = 1.0  # seconds that a batch may take in any case
UNUSUAL = 3.0  # times the usual time of a batch
USUAL = 0.05  # seconds that a mail takes, before any was judged
WEIGHT = 0.2  # of the last batch in the usual time
TURN = 10.0  # seconds of a slow mail until it makes room for the next, twice as many when it comes again
STEP = 0.05

Asking = asyncio.Future[list[Answer]]


@dataclass(eq=False, slots=True)
class Case:
    """A ``task`` and who waits for its answer; whether it must be done ``alone``, and its ``turn``."""

    task: Task
    future: asyncio.Future[Answer]
    alone: bool = False
    turn: float = TURN


class BatchJudge:
    """Judges by the workers of a ``crew``, a batch each, so that the event loop goes on reading and writing.

    While batches are judged the next ones gather: an idle server judges a mail at once, a busy one judges up
    to ``size`` for about the price of a few. What waits is shared among the workers, so that none is idle
    while another has many. ``seconds`` is how long somebody waits for a judgement.
    """

    def __init__(self, crew: Crew, size: int, seconds: float) -> None:
        self._crew = crew
        self._size = size
        self._seconds = seconds
        self._usual = USUAL
        self._waiting: deque[Case] = deque()
        self._slow: deque[Case] = deque()
        self._work: set[asyncio.Task[None]] = set()
        self._turns: asyncio.Task[None] | None = None
        self._current: Case | None = None
        self._hurry = False

    async def judge(self, mail: bytes, user: str = "") -> Judgement:
        """The judgement of one mail, by the memory of ``user``. Raises what judging it, alone, raises."""
        answer = await self._do(Task(mail, user))
        assert isinstance(answer, Judgement)
        return answer

    async def teach(self, mail: bytes, user: str, lesson: Lesson) -> bool:
        """Learn one mail, or forget it, for ``user``; whether that changed anything. Raises what that raises.

        Where the process is lost that learns it, another is asked, which finds it learned, or learns it.
        """
        return bool(await self._do(Task(mail, user, lesson)))

    async def _do(self, task: Task) -> Answer:
        case = Case(task, asyncio.get_running_loop().create_future())
        self._waiting.append(case)
        self._go_on()
        return await case.future

    def refuse_slow(self) -> None:
        """From now on a mail that takes long is refused."""
        self._hurry = True
        for case in (*self._slow, *([self._current] if self._current else [])):
            self._refuse(case, ClassifierError("the server ends, and the mail takes long to judge"))

    def _go_on(self) -> None:
        if len(self._work) < self._crew.jobs and self._waiting:
            self._work.add(asyncio.create_task(self._judge_all()))

    async def _judge_all(self) -> None:
        """Batch after batch, until nobody waits."""
        try:
            while batch := self._gather():
                await self._judge_batch(batch)
        finally:  # at once, or a mail that comes now would wait for this task
            task = asyncio.current_task()
            assert task
            self._work.discard(task)

    def _gather(self) -> list[Case]:
        """The next batch; none when nobody waits. Who went away is left out; a lesson stands alone."""
        batch: list[Case] = []
        size = 0
        most = min(self._size, -(-len(self._waiting) // self._crew.jobs))
        while self._waiting and len(batch) < most:
            case = self._waiting[0]
            single = case.alone or case.task.lesson is not None
            if batch and (single or size + len(case.task.mail) > BYTES):
                break
            self._waiting.popleft()
            if case.future.done():
                continue
            batch.append(case)
            size += len(case.task.mail)
            if single:
                break
        return batch

    async def _judge_batch(self, batch: list[Case]) -> None:
        """Judge; a batch that takes long is judged again one by one, a mail that does is left to itself."""
        worker = await self._crew.take()
        if all(case.future.done() for case in batch):
            self._crew.put(worker)
            return
        start = time.monotonic()
        asking = worker.ask([case.task for case in batch])
        patience = self._limit_patience(len(batch))
        if not await is_done(asking, patience / 2):
            self._crew.add_spare()
            await is_done(asking, patience / 2)
        if len(batch) > 1:  # without another worker nothing is won by giving up this one
            while not (self._crew.ready or all(case.future.done() for case in batch)):
                if await is_done(asking, STEP):
                    break
        if asking.done():
            self._usual += WEIGHT * ((time.monotonic() - start) / len(batch) - self._usual)
            self._settle(batch, worker, asking)
        elif len(batch) > 1:
            logger.warning("a batch of %d mails takes long and is judged one by one", len(batch))
            self._crew.drop(worker)
            self._split(batch)
        else:
            self._set_aside(batch[0], worker, asking)

    def _limit_patience(self, mails: int) -> float:
        """Seconds after which so many mails have taken too long."""
        return min(max(PATIENCE, UNUSUAL * self._usual * mails), self._seconds / 4)

    def _split(self, batch: list[Case]) -> None:
        """Judge the mails again, each alone, before all others: they have waited longest."""
        for case in reversed(batch):
            case.alone = True
            self._waiting.appendleft(case)
        while len(self._work) < min(self._crew.jobs, len(self._waiting)):
            self._go_on()

    def _settle(self, batch: list[Case], worker: Worker, asking: Asking) -> None:
        """Pass on what came of it; where a batch failed, each of its mails is judged alone."""
        error = asking.exception()
        if isinstance(error, WorkerLost):
            self._crew.drop(worker)
        else:
            self._crew.put(worker)
        if error is None:
            for case, answer in zip(batch, asking.result(), strict=True):
                if not case.future.done():
                    case.future.set_result(answer)
        elif len(batch) > 1 or (isinstance(error, WorkerLost) and not batch[0].alone):
            logger.warning("a batch of %d mails failed and is judged one by one: %s", len(batch), error)
            self._split(batch)
        else:
            self._refuse(batch[0], error)

    def _refuse(self, case: Case, error: BaseException) -> None:
        if not case.future.done():
            case.future.set_exception(error)

    def _set_aside(self, case: Case, worker: Worker, asking: Asking) -> None:
        """Let a slow mail go on, if no other does; else it waits for its turn."""
        if case.future.done() or self._hurry:
            self._refuse(case, ClassifierError("the server ends, and the mail takes long to judge"))
            self._crew.drop(worker)
        elif self._turns:
            self._slow.append(case)
            self._crew.drop(worker)
        else:
            self._crew.keep()
            self._turns = asyncio.create_task(self._take_turns(case, worker, asking))

    async def _take_turns(self, case: Case, worker: Worker, asking: Asking) -> None:
        """Slow mails, one at a time, until there are no more."""
        try:
            while True:
                self._current = case
                await self._judge_slowly(case, worker, asking)
                while self._slow and self._slow[0].future.done():
                    self._slow.popleft()
                if not self._slow:
                    return
                case = self._slow.popleft()
                worker = await self._crew.take()
                self._crew.keep()
                asking = worker.ask([case.task])
        finally:
            self._current = self._turns = None

    async def _judge_slowly(self, case: Case, worker: Worker, asking: Asking) -> None:
        """One slow mail: to its end, until nobody waits for it, or until its turn is over and others wait."""
        while True:
            both: list[asyncio.Future[Any]] = [asking, case.future]
            await asyncio.wait(both, timeout=case.turn, return_when="FIRST_COMPLETED")
            if asking.done() and not isinstance(asking.exception(), WorkerLost):
                self._crew.return_kept(worker)
                error = asking.exception()
                if error:
                    self._refuse(case, error)
                elif not case.future.done():
                    case.future.set_result(asking.result()[0])
                return
            if asking.done() or case.future.done() or self._slow:
                break
        self._crew.kill(worker)
        if asking.done() and case.alone:
            self._refuse(case, asking.exception() or WorkerLost())
        elif asking.done():
            self._split([case])
        elif not case.future.done():
            case.turn *= 2
            self._slow.append(case)


async def is_done(asking: Asking, seconds: float) -> bool:
    """Whether there is an answer within so many seconds."""
    await asyncio.wait([asking], timeout=seconds)
    return asking.done()
