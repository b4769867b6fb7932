"""Mails that arrive together are judged together."""

import asyncio
import logging
from collections import deque
from concurrent.futures import ThreadPoolExecutor

from spamfilter import ClassifierError, Judgement, MailJudge

logger = logging.getLogger(__name__)

Waiting = tuple[bytes, asyncio.Future[Judgement]]


class BatchJudge:
    """Judges in one thread, so that the event loop goes on reading and writing.

    While a batch is judged the next one gathers: an idle server judges a mail at once, a busy one judges up
    to ``size`` for about the price of a few.
    """

    def __init__(self, judge: MailJudge, size: int) -> None:
        self._judge = judge
        self._size = size
        self._waiting: deque[Waiting] = deque()
        self._thread = ThreadPoolExecutor(1, "judge")
        self._work: asyncio.Task[None] | None = None

    async def judge(self, mail: bytes) -> Judgement:
        """The judgement of one mail. Raises what judging it, alone, raises."""
        future: asyncio.Future[Judgement] = asyncio.get_running_loop().create_future()
        self._waiting.append((mail, future))
        if self._work is None:
            self._work = asyncio.create_task(self._judge_all())
        return await future

    def close(self) -> None:
        """End the thread, once it has nothing to do."""
        self._thread.shutdown()

    async def _judge_all(self) -> None:
        """Batch after batch, until nobody waits."""
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(self._size, len(self._waiting)))]
            batch = [(mail, future) for mail, future in batch if not future.done()]  # the client went away
            if batch:
                await self._judge_batch(batch)
        self._work = None

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
        return await loop.run_in_executor(self._thread, judge_mails, self._judge, mails)


def judge_mails(judge: MailJudge, mails: list[bytes]) -> list[Judgement]:
    """Judge; whatever goes wrong is an Exception, also a panic in compiled code and an exit."""
    try:
        return judge.judge(mails)
    except Exception:
        raise
    except BaseException as error:
        raise ClassifierError(f"classifier {judge.name} failed: {type(error).__name__}: {error}") from error
