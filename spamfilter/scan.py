"""The pipeline: messages -> groups -> batches -> scores -> verdicts, in order, in constant memory."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from spamfilter.classifier import Classifier
from spamfilter.errors import ClassifierError
from spamfilter.message import Message
from spamfilter.verdict import Policy, Verdict

GROUP = 1024
GROUP_BYTES = 1 << 22

# Scores of many batches, in order. The builtin ``map`` over one classifier is one such; so is a pool's.
Score = Callable[[Iterable[Sequence[Message]]], Iterable[Sequence[float]]]
Review = Callable[[Message, Verdict], Verdict | None]


def scan(
    messages: Iterator[Message],
    score: Score,
    policy: Policy,
    *,
    review: Review = lambda message, verdict: None,
    batch_size: int = 32,
    live: bool = False,
) -> Iterator[tuple[Message, Verdict]]:
    """Each message with its verdict, in order.

    A group of messages is held at a time and sorted by length, so that a batch holds like lengths.
    ``live`` groups what has arrived instead of waiting for a full group.
    """
    for group in group_arrived(messages) if live else group_full(messages):
        order = sorted(range(len(group)), key=lambda row: len(group[row].text))
        batches = [
            [group[row] for row in order[start : start + batch_size]]
            for start in range(0, len(order), batch_size)
        ]
        scores = dict(zip(order, chain.from_iterable(score(batches)), strict=True))
        for row, message in enumerate(group):
            verdict = policy.judge(scores[row])
            yield message, review(message, verdict) or verdict


def score_checked(classifier: Classifier, name: str, batch: Sequence[Message]) -> list[float]:
    """Scores of one batch. Raises :class:`ClassifierError` unless there is one in [0, 1] for each message."""
    try:
        scores = [float(score) for score in classifier.score(batch)]
    except Exception as error:
        detail = " ".join(f"{type(error).__name__}: {error}".split())
        raise ClassifierError(f"classifier {name} failed: {detail}; report it to its author") from error
    if len(scores) != len(batch):
        raise ClassifierError(f"classifier {name} gave {len(scores)} scores for {len(batch)} messages")
    for value in scores:
        if not 0 <= value <= 1:  # also catches NaN
            raise ClassifierError(f"classifier {name} gave the score {value}, which is not in [0, 1]")
    return scores


def group_full(messages: Iterable[Message]) -> Iterator[list[Message]]:
    """Groups of ``GROUP`` messages, or fewer when they reach ``GROUP_BYTES``."""
    group: list[Message] = []
    size = 0
    for message in messages:
        group.append(message)
        size += len(message.raw)
        if len(group) == GROUP or size >= GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def group_arrived(messages: Iterator[Message]) -> Iterator[list[Message]]:
    """Groups of what has arrived by the time the last group was done with; one message at least."""
    arrived: queue.Queue[Message | BaseException | None] = queue.Queue(maxsize=GROUP)
    threading.Thread(target=read_into, args=(messages, arrived), daemon=True).start()
    while True:
        group: list[Message] = []
        end = False
        item = arrived.get()
        while True:
            if isinstance(item, Message):
                group.append(item)
            else:
                end = True
            if end or len(group) == GROUP:
                break
            try:
                item = arrived.get_nowait()
            except queue.Empty:
                break
        if group:
            yield group
        if isinstance(item, BaseException):
            raise item
        if end:
            return


def read_into(messages: Iterator[Message], arrived: "queue.Queue[Message | BaseException | None]") -> None:
    """Put every message into ``arrived``, then None, or the exception that ended the reading."""
    try:
        for message in messages:
            arrived.put(message)
        arrived.put(None)
    except BaseException as error:  # handed over to the thread that scans
        arrived.put(error)
