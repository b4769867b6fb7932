"""Score in several processes, each with its own classifier, or in several threads, which share one.

A process gets a classifier of its own because a session survives neither fork nor pickle.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from spamfilter.classifier import Classifier
from spamfilter.errors import (
    NO_MEMORY,
    ClassifierError,
    SpamfilterError,
    TemporaryError,
    describe_error,
    is_lack_of_memory,
)
from spamfilter.message import Message
from spamfilter.plugin.choice import Chosen, choose
from spamfilter.plugin.manager import create_manager
from spamfilter.scan import Score, measure_size, score_checked

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from multiprocessing.process import BaseProcess

ScoreBatch = Callable[[Sequence[Message]], list[float]]
# Bytes of a message that is scored in this process: sent to another it would take three times that.
LARGE = 1 << 24
# By which signals a process ends whose own code is at fault, or that had no memory and did not expect it.
CRASHES = ("SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGSYS", "SIGTRAP")
PATIENCE = 5.0  # seconds
# More threads than these are processes instead: what Python does between two products it does in turn.
THREADS = 8
SWITCH = 0.0005  # seconds that who has a product's result waits for Python's lock, a tenth of what is usual
FEWER = "try fewer --jobs or a smaller --batch-size"

_loaded: list[tuple[Classifier, str]] = []
_failed: list[SpamfilterError] = []


@contextmanager
def open_scorer(chosen: Chosen, plugins: Sequence[str], jobs: int | None) -> Iterator[Score]:
    """A :data:`Score` of ``jobs`` batches at a time, until the block ends; None: see :func:`choose_jobs`.

    A classifier that gains by it is shared by threads; any other, and where there are many, by processes.
    """
    here = partial(score_checked, chosen.classifier, chosen.name)
    gains = getattr(chosen.classifier, "concurrent", False)
    jobs = jobs or choose_jobs(gains=gains)
    if jobs == 1 or (gains and jobs <= THREADS):
        with switching_often(), open_threads(here, jobs) as score:
            yield score
        return
    with open_processes(chosen, plugins, jobs) as score:
        yield score


@contextmanager
def open_processes(chosen: Chosen, plugins: Sequence[str], jobs: int) -> Iterator[Score]:
    """A :data:`Score` by ``jobs`` processes until the block ends, each of which loads what was ``chosen``."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    here = partial(score_checked, chosen.classifier, chosen.name)
    memory = getattr(getattr(chosen.classifier, "memory", None), "path", None)
    arguments = (chosen.name, chosen.model, tuple(plugins), memory, chosen.front)
    pool = ProcessPoolExecutor(jobs, context, initializer=_start, initargs=arguments)
    try:
        yield PoolScore(pool, chosen.name, here).score
    finally:
        pool.shutdown(cancel_futures=True)


def choose_jobs(*, gains: bool) -> int:
    """How many batches are scored at a time where nobody said: where threads gain by it, one a processor."""
    return min(count_processors(), THREADS) if gains else 1


def count_processors() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def switching_often() -> Iterator[None]:
    """Have no thread that comes back from a product wait long for one that reads or writes."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class PoolScore:
    """A :data:`Score` by the processes of ``pool``, and by ``here`` where a batch has a large message.

    Raises :class:`TemporaryError` or :class:`ClassifierError` for a process that ended, with what ended it.
    """

    def __init__(self, pool: "Executor", name: str, here: ScoreBatch) -> None:
        self._pool, self._name, self._here = pool, name, here
        self._workers: set[BaseProcess] = set()

    def score(self, batches: Iterable[Sequence[Message]]) -> Iterator[list[float]]:
        """Scores of each of ``batches``, which all begin now, in order."""
        begun = [(batch, None if is_large(batch) else self._submit(batch)) for batch in batches]
        return (self._here(batch) if future is None else self._wait(future) for batch, future in begun)

    def _submit(self, batch: Sequence[Message]) -> "Future[list[float]]":
        import multiprocessing

        try:
            future = self._pool.submit(_score, batch)
        except BrokenExecutor:
            raise self._explain() from None
        except OSError as error:
            raise TemporaryError(f"cannot start a process to score: {error.strerror}; {FEWER}") from None
        self._workers.update(multiprocessing.active_children())
        return future

    def _wait(self, future: "Future[list[float]]") -> list[float]:
        try:
            return future.result()
        except BrokenExecutor:
            raise self._explain() from None

    def _explain(self) -> SpamfilterError:
        """What ended a process. The others are then ended by the pool, with SIGTERM."""
        codes = set(map(wait_for_code, self._workers)) - {0}
        return describe_end(self._name, sorted(codes - {-signal.SIGTERM} or codes))


def wait_for_code(worker: "BaseProcess") -> int:
    """The exit code of a process that ends; the pool waits for it too, and one of both hears it first."""
    deadline = time.monotonic() + PATIENCE
    while worker.exitcode is None and time.monotonic() < deadline:
        time.sleep(0.01)
    return worker.exitcode or 0


def describe_end(name: str, codes: Sequence[int]) -> SpamfilterError:
    """The error for processes of the classifier ``name`` that ended with ``codes``, negative of a signal."""
    code = codes[0] if codes else 0
    if code > 0:
        return ClassifierError(
            f"classifier {name} ended its process with exit code {code}; report it to its author"
        )
    cause = signal.Signals(-code).name if -code in set(signal.Signals) else ""
    if cause in CRASHES:
        return ClassifierError(
            f"classifier {name} crashed in its process ({cause}); report it to its author, or, "
            f"if memory is limited, {FEWER}"
        )
    how = f"was killed ({cause})" if cause else "ended"
    return TemporaryError(
        f"a process that scores {how}, as happens where memory runs out; {FEWER}, and run again"
    )


def is_large(batch: Sequence[Message]) -> bool:
    """Whether a message of ``batch`` is too large to be sent to another process."""
    return any(measure_size(message) >= LARGE for message in batch)


@contextmanager
def open_threads(score: Callable[[Sequence[Message]], list[float]], threads: int) -> Iterator[Score]:
    """A :data:`Score` by ``score``: in this thread for one, else in ``threads`` until the block ends."""
    if threads == 1:
        yield partial(map, score)
        return
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(threads, "spamfilter")

    def score_all(batches: Iterable[Sequence[Message]]) -> Iterator[list[float]]:
        batches = list(batches)
        return (pool.map if len(batches) > 1 else map)(score, batches)

    patient = True
    try:
        yield score_all
    except KeyboardInterrupt:  # who interrupts does not wait for batches that nobody will see
        patient = False
        raise
    finally:
        pool.shutdown(patient, cancel_futures=True)


def _start(name: str, model: str | None, plugins: Sequence[str], memory: Path | None, front: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too and ends the pool
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        chosen = choose(create_manager(plugins), name, model, memory, forgiving=True, front=front)
        _loaded.append((chosen.classifier, name))
    except SpamfilterError as error:
        _failed.append(error)
    except Exception as error:
        lacks = is_lack_of_memory(error)
        reason = f"cannot load classifier {name} in a second process: {describe_error(error)}"
        _failed.append(
            TemporaryError(NO_MEMORY)
            if lacks
            else ClassifierError(f"{reason}; run with --jobs 1, and report it to its author")
        )


def end_with_parent() -> None:
    """Wait for the parent process to end, and end then."""
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)  # a killed parent leaves its workers waiting for work for ever


def _score(batch: Sequence[Message]) -> list[float]:
    if _failed:
        raise _failed[0]
    classifier, name = _loaded[0]
    return score_checked(classifier, name, batch)
