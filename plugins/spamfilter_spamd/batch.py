"""Mails that arrive together are judged together."""

import asyncio
import logging
from collections import deque
from concurrent.futures import ThreadPoolExecutor

from spamfilter import ClassifierError, Judgement, MailJudge

logger = logging.getLogger(__name__)

Waiting = tuple[bytes, asyncio.Future[Judgement]]


class BatchJudge:
    """Judges in ``jobs`` threads, so that the event loop goes on reading and writing.

    While batches are judged the next one gathers: an idle server judges a mail at once, a busy one judges up
    to ``size`` for about the price of a few. A classifier spends its time in compiled code, which runs beside
    other threads.
    """

    def __init__(self, judge: MailJudge, size: int, jobs: int = 1) -> None:
        self._judge = judge
        self._size = size
        self._jobs = jobs
        self._waiting: deque[Waiting] = deque()
        self._threads = ThreadPoolExecutor(jobs, "judge")
        self._work: set[asyncio.Task[None]] = set()

    async def judge(self, mail: bytes) -> Judgement:
        """The judgement of one mail. Raises what judging it, alone, raises."""
        future: asyncio.Future[Judgement] = asyncio.get_running_loop().create_future()
        self._waiting.append((mail, future))
        if len(self._work) < self._jobs:
            self._work.add(asyncio.create_task(self._judge_all()))
        return await future

    def close(self) -> None:
        """End the threads, once they have nothing to do."""
        self._threads.shutdown()

    async def _judge_all(self) -> None:
        """Batch after batch, until nobody waits."""
        try:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(self._size, len(self._waiting)))]
                batch = [
                    (mail, future) for mail, future in batch if not future.done()
                ]  # the client went away
                if batch:
                    await self._judge_batch(batch)
        finally:  # at once, or a mail that comes now would wait for this task
            self._work.discard(asyncio.current_task())

    async def _judge_batch(self, batch: list[Waiting]) -> None:
        """Judge; where a batch fails, each of its mails alone, so that one takes no other with it."""
        try:
            judgements = await self._run([mail for mail, _ in batch])
        except Exception as error:
            if len(batch) > 1:
                logger.warning("a batch of %d mails failed and is judged one by one: %s", len(batch), error)
                for one in batch:
                    await self._judge_batch([one])
            elif not batch[0][1].done():
                batch[0][1].set_exception(error)
            return
        for (_, future), judgement in zip(batch, judgements, strict=True):
            if not future.done():
                future.set_result(judgement)

    async def _run(self, mails: list[bytes]) -> list[Judgement]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, judge_mails, self._judge, mails)


def judge_mails(judge: MailJudge, mails: list[bytes]) -> list[Judgement]:
    """Judge; whatever goes wrong is an Exception, also a panic in compiled code and an exit."""
    try:
        return judge.judge(mails)
    except Exception:
        raise
    except BaseException as error:
        raise ClassifierError(f"classifier {judge.name} failed: {type(error).__name__}: {error}") from error
