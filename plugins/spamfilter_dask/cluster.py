"""A cluster: one that runs, or processes here; and work sent to it, as much at a time as keeps it busy."""

import logging
import os
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

from spamfilter import TemporaryError, UsageError
from spamfilter_dask.part import Part

if TYPE_CHECKING:
    from distributed import Client, Future, as_completed

AHEAD = 3  # tasks for each thread of the cluster, that wait or run
LEAST = 8
PAUSE = 2.0  # seconds, after which the threads of the cluster are counted again
FAILURES = 10  # workers that may die of one task
CONNECT = "30s"
# Those that set a level of their own.
LOGGERS = ("distributed", "distributed.client", "tornado", "tornado.application")
COUNTS, SCORES = 10, 0  # priorities: what is counted says what can be scored
AGAIN = "run the same command again: what is done stays"

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def open_cluster(scheduler: str | None, workers: int | None) -> "Iterator[Client]":
    """A client of the cluster at an address, or of ``workers`` processes here, which end with the block.

    Raises :class:`TemporaryError` where nothing answers at the address.
    """
    import dask
    from distributed import Client, LocalCluster

    settings = {
        "distributed.scheduler.allowed-failures": FAILURES,
        "distributed.worker.preload": [f"{__package__}.interrupt"],
        # A worker that looks a hundred times a second where it is has a twentieth less time for messages.
        "distributed.worker.profile.enabled": False,
        "distributed.admin.system-monitor.interval": "5s",
    }
    with dask.config.set(settings), quieting(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Port .* is already in use")
        if scheduler:
            try:
                client = Client(scheduler, timeout=CONNECT)
            except (OSError, ValueError) as error:
                reason = " ".join(str(error).split()) or type(error).__name__
                raise TemporaryError(f"no scheduler answers at {scheduler}: {reason}; start it") from None
            with client:
                yield client
            return
        count = workers or count_processors()
        with (
            LocalCluster(
                n_workers=count, threads_per_worker=1, silence_logs=logging.CRITICAL, memory_limit="auto"
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client


@contextmanager
def quieting() -> Iterator[None]:
    """Have Dask log nothing: what fails is told in one line, where the command ends."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def count_processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Window(Generic[Item, Result]):
    """Results of ``function``, called on the cluster with each of ``items``, of which a few are under way.

    Items are taken as there is room for them, so there may be any number. Closed, it takes back what has not
    begun.
    """

    def __init__(
        self,
        client: "Client",
        function: Callable[..., Result],
        items: Iterable[tuple[Item, ...]],
        priority: int,
    ) -> None:
        self._client, self._function, self._priority = client, function, priority
        self._items = iter(items)
        self._waiting: deque[Future[Result]] = deque()
        self._names: dict[object, str] = {}  # of what is under way, by the task's key
        self._width, self._measured = LEAST, -PAUSE

    def submit(self, item: tuple[Item, ...]) -> "Future[Result]":
        """Begin one."""
        future: Future[Result] = self._client.submit(
            self._function, *item, pure=False, priority=self._priority, retries=0
        )
        self._names[future.key] = name_item(item)
        return future

    def _take(self, future: "Future[Result]") -> Result:
        """The result of one. Raises :class:`TemporaryError` for one that workers died of."""
        from distributed import KilledWorker

        name = self._names.pop(future.key, "")
        try:
            return future.result()
        except KilledWorker:
            raise TemporaryError(
                f"{FAILURES} workers died of {name}; "
                f"give them more memory, or a smaller --part-size, and {AGAIN}"
            ) from None

    def in_order(self) -> Iterator[Result]:
        """The results, in the order of the items."""
        with translate_losses():
            try:
                for item in self._items:
                    self._waiting.append(self.submit(item))
                    if len(self._waiting) >= self._measure_width():
                        yield self._take(self._waiting.popleft())
                while self._waiting:
                    yield self._take(self._waiting.popleft())
            finally:
                self.cancel()

    def as_they_come(self) -> Iterator[Result]:
        """The results, the first that is there first."""
        from distributed import as_completed

        with translate_losses():
            done = as_completed(loop=self._client.loop)
            try:
                self._fill(done)
                for future in done:
                    self._waiting.remove(future)
                    result = self._take(future)
                    future.release()
                    self._fill(done)
                    yield result
            finally:
                self.cancel()

    def _fill(self, done: "as_completed") -> None:
        """Begin as many as there is room for."""
        width = self._measure_width()
        while len(self._waiting) < width and (item := next(self._items, None)) is not None:
            future = self.submit(item)
            self._waiting.append(future)
            done.add(future)

    def _measure_width(self) -> int:
        """How many tasks may be under way: a few for each thread that the cluster has by now."""
        if time.monotonic() > self._measured + PAUSE:
            self._width = max(LEAST, AHEAD * sum(self._client.nthreads().values()))
            self._measured = time.monotonic()
        return self._width

    def cancel(self) -> None:
        """Take back what is under way."""
        for future in self._waiting:
            future.release()
        self._waiting.clear()


def name_item(item: tuple[object, ...]) -> str:
    """A task by the source that it is about."""
    part = next((one for one in item if isinstance(one, Part)), None)
    if part is None:
        return " ".join(one for one in item if isinstance(one, str))
    return f"the part of {part.source} that begins at {part.begin}"


@contextmanager
def translate_losses() -> Iterator[None]:
    """Turn what Dask raises for a lost scheduler into :class:`TemporaryError`."""
    from concurrent.futures import CancelledError

    from distributed.comm.core import CommClosedError

    try:
        yield
    except (CancelledError, CommClosedError, TimeoutError) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise TemporaryError(f"the scheduler is lost: {reason}; start it, and {AGAIN}") from None
    except ModuleNotFoundError as error:
        raise UsageError(
            f"a worker has no {error.name}; install spamfilter-gpt[dask] on all of them, as it is here"
        ) from None
