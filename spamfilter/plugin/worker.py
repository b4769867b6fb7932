"""Score in several processes, each with its own classifier, or in several threads, which share one.

A process gets a classifier of its own because a session survives neither fork nor pickle.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from spamfilter.classifier import Classifier
from spamfilter.errors import ClassifierError
from spamfilter.message import Message
from spamfilter.plugin.manager import choose_classifier, create_manager
from spamfilter.scan import Score, score_checked

_loaded: list[tuple[Classifier, str]] = []


@contextmanager
def open_scorer(
    classifier: Classifier, name: str, model: str | None, plugins: Sequence[str], jobs: int
) -> Iterator[Score]:
    """A :data:`Score`: in this process for one job, else in ``jobs`` processes until the block ends."""
    if jobs == 1:
        yield partial(map, partial(score_checked, classifier, name))
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_start, initargs=(name, model, tuple(plugins)))
    try:
        yield partial(pool.map, _score)
    finally:
        pool.shutdown(cancel_futures=True)


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

    try:
        yield score_all
    finally:
        pool.shutdown(cancel_futures=True)


def _start(name: str, model: str | None, plugins: Sequence[str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too and ends the pool
    threading.Thread(target=end_with_parent, daemon=True).start()
    entry = choose_classifier(create_manager(plugins), name)
    _loaded.append((entry.load(model), name))


def end_with_parent() -> None:
    """Wait for the parent process to end, and end then."""
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)  # a killed parent leaves its workers waiting for work for ever


def _score(batch: Sequence[Message]) -> list[float]:
    if not _loaded:
        raise ClassifierError("a worker process has no classifier; run with --jobs 1 to see why")
    classifier, name = _loaded[0]
    return score_checked(classifier, name, batch)
