"""Run classifiers over labelled messages, measure each, compare them two by two."""

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spamfilter.labelled import LabelledMessage
from spamfilter.measure.metric import Evaluation, Measure, compare_errors, measure
from spamfilter.measure.subject import Subject
from spamfilter.scan import scan

WARM_UP = 8


@dataclass(frozen=True, slots=True)
class Result:
    """What one classifier made of the messages.

    ``seconds``   that scoring all of them took, loading not included
    ``measures``  metrics over all messages, by name
    ``seen``      rows that repeat one of its training messages; None when it does not know them
    ``unseen``    metrics over the others, when there are some of both
    """

    evaluation: Evaluation
    seconds: float
    measures: dict[str, Measure]
    seen: list[int] | None = None
    unseen: dict[str, Measure] | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two classifiers on the same messages: how many each got right, and McNemar's exact p-value.

    ``rows`` are those that one got right and the other wrong, the largest difference of scores first.
    """

    first: str
    second: str
    both_right: int
    only_first: int
    only_second: int
    both_wrong: int
    p_value: float
    rows: list[int]


def evaluate(
    subject: Subject,
    rows: Sequence[LabelledMessage],
    *,
    batch_size: int = 128,
    resamples: int = 1000,
    advance: Callable[[int], object] = lambda count: None,
) -> Result:
    """Score ``rows`` and measure. Raises :class:`~spamfilter.ClassifierError` as scanning does."""
    list(subject.score([[row.message for row in rows[:WARM_UP]]]))
    scores = []
    messages = (row.message for row in rows)
    start = time.perf_counter()
    for _, verdict in scan(messages, subject.score, subject.policy, batch_size=batch_size):
        scores.append(verdict.score)
        advance(1)
    seconds = time.perf_counter() - start
    texts = [row.message.text for row in rows]
    evaluation = Evaluation(subject.name, subject.policy, texts, [row.spam for row in rows], scores)
    seen, unseen = None, None
    if subject.trained_on is not None:
        seen = [row for row, text in enumerate(texts) if text in subject.trained_on]
        if 0 < len(seen) < len(rows):
            known = set(seen)
            unseen = measure(evaluation.select([r for r in range(len(rows)) if r not in known]), resamples)
    return Result(evaluation, seconds, measure(evaluation, resamples), seen, unseen)


def compare(first: Evaluation, second: Evaluation) -> Comparison:
    """Where two evaluations of the same messages differ."""
    right = [list_right(evaluation) for evaluation in (first, second)]
    counts = dict.fromkeys(itertools.product((True, False), repeat=2), 0)
    for pair in zip(*right, strict=True):
        counts[pair] += 1
    rows = [row for row, (one, other) in enumerate(zip(*right, strict=True)) if one != other]
    rows.sort(key=lambda row: -abs(first.scores[row] - second.scores[row]))
    only_first, only_second = counts[True, False], counts[False, True]
    return Comparison(
        first.name,
        second.name,
        counts[True, True],
        only_first,
        only_second,
        counts[False, False],
        compare_errors(only_first, only_second),
        rows,
    )


def compare_all(results: Sequence[Result]) -> list[Comparison]:
    """A comparison of each pair."""
    return [compare(a.evaluation, b.evaluation) for a, b in itertools.combinations(results, 2)]


def list_right(evaluation: Evaluation) -> list[bool]:
    """Whether each message was called what it is; unsure counts as not called spam."""
    pairs = zip(evaluation.scores, evaluation.spam, strict=True)
    return [(score > evaluation.policy.spam_above) == spam for score, spam in pairs]
