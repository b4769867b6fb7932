"""The pipeline: messages -> groups -> batches -> scores -> verdicts, in order, in constant memory."""

import math
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from spamfilter.classifier import Classifier
from spamfilter.errors import (
    ClassifierError,
    SpamfilterError,
    TemporaryError,
    describe_error,
    is_lack_of_memory,
)
from spamfilter.message import Message
from spamfilter.verdict import Policy, Verdict, log_odds

GROUP = 1024
DOUBT = 2.0  # log-odds of a reading that mostly repeats the text
HEAVY = 1 << 24
GROUP_SIZE = 1 << 20  # bytes, or characters of what comes without its bytes

# Scores of many batches, in order. The builtin ``map`` over one classifier is one such; so is a pool's.
Score = Callable[[Iterable[Sequence[Message]]], Iterable[Sequence[float]]]


def scan(
    messages: Iterable[Message],
    score: Score,
    policy: Policy,
    *,
    batch_size: int = 128,
    live: bool = False,
) -> Iterator[tuple[Message, Verdict]]:
    """Each message with its verdict, in order; see :func:`score_messages`."""
    for message, (value,) in score_messages(messages, [score], batch_size=batch_size, live=live):
        yield message, judge_message(message, value, policy)


def score_messages(
    messages: Iterable[Message], scorers: Sequence[Score], *, batch_size: int = 128, live: bool = False
) -> Iterator[tuple[Message, list[float]]]:
    """Each message with the score that each of ``scorers`` gives it, in order.

    A group of messages is held at a time and sorted by length, so that a batch holds like lengths, and the
    next group is begun before one is waited for, so that processes have no pause between the two. ``live``
    groups what has arrived instead of waiting for a full group.
    """
    groups = iter(ReadAhead(messages).take, []) if live else group_full(messages)
    begun = map(partial(begin_group, scorers=scorers, batch_size=batch_size), groups)
    for group, order, results in begun if live else hold_back(begun):
        scores = [dict(zip(order, chain.from_iterable(result), strict=True)) for result in results]
        for row in range(len(group)):
            yield group[row], [one[row] for one in scores]
        del group, results  # a large message is not kept here while the next one is read


Begun = tuple[list[Message], list[int], list[Iterable[Sequence[float]]]]


def begin_group(group: list[Message], scorers: Sequence[Score], batch_size: int) -> Begun:
    """``group``, its rows in order of length, and what each of ``scorers`` says of them in that order."""
    order = sorted(range(len(group)), key=lambda row: len(group[row].text))
    batches = [
        [group[row] for row in order[start : start + batch_size]]
        for start in range(0, len(order), batch_size)
    ]
    return group, order, [score(batches) for score in scorers]


def hold_back(groups: Iterable[Begun]) -> Iterator[Begun]:
    """Each of ``groups`` once the next is there, a heavy one at once.

    What fails in coming is raised behind those before it.
    """
    held: Begun | None = None
    fault: SpamfilterError | None = None
    try:
        for group in groups:
            if held:
                yield held
            held = group
            del group
            if is_heavy(held[0]):  # beside which another would need as much memory again
                heavy, held = [held], None
                yield heavy.pop()
    except SpamfilterError as error:
        fault = error
    if held:
        yield held
    if fault:
        raise fault


def is_heavy(group: Sequence[Message]) -> bool:
    """Whether the last of ``group``, which filled it, is much larger than a group is."""
    return measure_size(group[-1]) > HEAVY


def judge_message(message: Message, score: float, policy: Policy) -> Verdict:
    """The verdict on a ``score``; a message that was not read whole is unsure at best."""
    return policy.judge(max(score, policy.ham_below) if message.notes else score)


def list_readings(message: Message) -> list[Message]:
    """``message`` once for each text that a person may take it for, its own the first."""
    first = replace(message, readings=()) if message.readings else message
    return [first, *(replace(first, text=reading.text) for reading in message.readings)]


def score_checked(classifier: Classifier, name: str, batch: Sequence[Message]) -> list[float]:
    """The score of each message of a batch: the highest of its readings, see :func:`weigh_readings`.

    Raises :class:`ClassifierError` unless the classifier gives one in [0, 1] for each.
    """
    if getattr(classifier, "reads_raw", False):
        return score_texts(classifier, name, batch)
    readings = [list_readings(message) for message in batch]
    scores = iter(score_texts(classifier, name, list(chain.from_iterable(readings))))
    return [
        max(weigh_readings(message, list(islice(scores, len(one)))))
        for message, one in zip(batch, readings, strict=True)
    ]


def weigh_readings(message: Message, scores: Sequence[float]) -> list[float]:
    """``scores`` of the readings of ``message`` as they count.

    One that mostly repeats the text counts less, by ``DOUBT``: in honest mail two versions of one text differ
    in footers and notices every day, and the higher score of two would be the luck of the draw.
    """
    first, *others = scores
    pairs = zip(message.readings, others, strict=True)
    return [first, *(lower_score(score) if reading.repeats else score for reading, score in pairs)]


def lower_score(score: float) -> float:
    """``score`` with ``DOUBT`` taken from its log-odds."""
    return 1 / (1 + math.exp(DOUBT - log_odds(score)))


def score_texts(classifier: Classifier, name: str, batch: Sequence[Message]) -> list[float]:
    """Scores of one batch, each message's by its text."""
    try:
        scores = [float(score) for score in classifier.score(batch)]
    except SpamfilterError:
        raise  # foreseen by the classifier, which says what to do
    except (Exception, SystemExit) as error:
        if is_lack_of_memory(error):
            raise TemporaryError(
                f"classifier {name} has not enough memory to score {len(batch)} messages at once; "
                f"try a smaller --batch-size, fewer --jobs or a smaller model"
            ) from error
        raise ClassifierError(
            f"classifier {name} failed: {describe_error(error)}; report it to its author"
        ) from error
    if len(scores) != len(batch):
        raise ClassifierError(f"classifier {name} gave {len(scores)} scores for {len(batch)} messages")
    for value in scores:
        if not 0 <= value <= 1:  # also catches NaN
            raise ClassifierError(f"classifier {name} gave the score {value}, which is not in [0, 1]")
    return scores


def group_full(messages: Iterable[Message]) -> Iterator[list[Message]]:
    """Groups of ``GROUP`` messages, or fewer when they reach ``GROUP_SIZE``.

    Where reading fails, what came before the fault is a group too, and then the error is raised.
    """
    group: list[Message] = []
    size = 0
    fault: SpamfilterError | MemoryError | None = None
    try:
        for message in messages:
            group.append(message)
            size += measure_size(message)
            del message
            if len(group) == GROUP or size >= GROUP_SIZE:
                full, group, size = [group], [], 0
                yield full.pop()
    except (SpamfilterError, MemoryError) as error:
        fault = error
    if group:
        yield group
    if fault:
        raise fault


def measure_size(message: Message) -> int:
    """How much of a group ``message`` fills: its bytes; of a text that never was a file its characters."""
    return max(len(message.raw), len(message.text))


class ReadAhead:
    """What a reading thread has read and nobody has taken yet: about one group at most."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self._changed = threading.Condition()
        self._group: list[Message] = []
        self._size = 0
        self._ended = False
        self._error: BaseException | None = None
        threading.Thread(target=self._read, args=(messages,), daemon=True).start()

    def take(self) -> list[Message]:
        """All that has arrived, one message at least; empty at the end. Raises what ended the reading."""
        with self._changed:
            self._changed.wait_for(lambda: self._group or self._ended)
            group, self._group, self._size = self._group, [], 0
            self._changed.notify()
        if self._error and not group:
            raise self._error
        return group

    def _read(self, messages: Iterable[Message]) -> None:
        error: BaseException | None = None
        try:
            for message in messages:
                self._put(message)
        except BaseException as caught:  # handed over to the thread that takes
            error = caught
        with self._changed:
            self._error, self._ended = error, True
            self._changed.notify()

    def _put(self, message: Message) -> None:
        with self._changed:
            self._changed.wait_for(lambda: len(self._group) < GROUP and self._size < GROUP_SIZE)
            self._group.append(message)
            self._size += measure_size(message)
            self._changed.notify()
