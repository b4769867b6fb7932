"""Run classifiers over labelled messages, measure each, compare them two by two."""

import itertools
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from spamfilter.labelled import LabelledMessage
from spamfilter.measure.metric import Evaluation, Measure, compare_errors, measure
from spamfilter.scan import Score, scan
from spamfilter.verdict import Policy

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
    name: str,
    rows: Sequence[LabelledMessage],
    score: Score,
    policy: Policy,
    *,
    trained_on: object = None,
    batch_size: int = 128,
    resamples: int = 1000,
    advance: Callable[[int], object] = lambda count: None,
) -> Result:
    """Score ``rows`` and measure. ``trained_on`` is the classifier's ``Fingerprints``, if it has them."""
    list(score([[row.message for row in rows[:WARM_UP]]]))
    scores = []
    start = time.perf_counter()
    for _, verdict in scan((row.message for row in rows), score, policy, batch_size=batch_size):
        scores.append(verdict.score)
        advance(1)
    seconds = time.perf_counter() - start
    texts = [row.message.text for row in rows]
    evaluation = Evaluation(name, policy, texts, [row.spam for row in rows], scores)
    seen, unseen = None, None
    if hasattr(trained_on, "__contains__"):
        seen = [row for row, text in enumerate(texts) if text in trained_on]
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


def describe(
    rows: Sequence[LabelledMessage], results: Sequence[Result], comparisons: Sequence[Comparison]
) -> dict[str, Any]:
    """All of it for JSON; what is not defined, or infinite (TCR without a mistake), is None."""
    spam = sum(row.spam for row in rows)
    return {
        "messages": len(rows),
        "ham": len(rows) - spam,
        "spam": spam,
        "classifiers": [describe_result(result) for result in results],
        "comparisons": [describe_comparison(one, rows, results) for one in comparisons],
    }


def describe_result(result: Result) -> dict[str, Any]:
    """One classifier's figures for JSON."""
    evaluation = result.evaluation
    described: dict[str, Any] = {
        "classifier": evaluation.name,
        "ham_below": evaluation.policy.ham_below,
        "spam_above": evaluation.policy.spam_above,
        "messages_per_second": round(len(evaluation.scores) / max(result.seconds, 1e-9), 1),
        "confusion": {
            true: dict(zip(("ham", "unsure", "spam"), map(int, counts), strict=True))
            for true, counts in zip(("ham", "spam"), evaluation.count_labels(), strict=True)
        },
        "metrics": describe_measures(result.measures),
    }
    if result.seen is not None:
        described["repeats_of_training_messages"] = len(result.seen)
    if result.unseen is not None:
        described["metrics_without_repeats"] = describe_measures(result.unseen)
    return described


def describe_measures(measures: dict[str, Measure]) -> dict[str, Any]:
    """Metrics for JSON: value and interval."""

    def finite(value: float) -> float | None:
        return value if math.isfinite(value) else None

    return {
        name: {"value": finite(one.value), "low": finite(one.low), "high": finite(one.high)}
        for name, one in measures.items()
    }


def describe_comparison(
    comparison: Comparison, rows: Sequence[LabelledMessage], results: Sequence[Result]
) -> dict[str, Any]:
    """Two classifiers for JSON, each message they differ on with both scores."""
    scores = {result.evaluation.name: result.evaluation.scores for result in results}
    return {
        "first": comparison.first,
        "second": comparison.second,
        "both_right": comparison.both_right,
        "only_first_right": comparison.only_first,
        "only_second_right": comparison.only_second,
        "both_wrong": comparison.both_wrong,
        "mcnemar_p": comparison.p_value,
        "disagreements": [
            {
                "source": rows[row].message.source,
                "number": rows[row].message.number,
                "label": "spam" if rows[row].spam else "ham",
                "first_score": round(scores[comparison.first][row], 6),
                "second_score": round(scores[comparison.second][row], 6),
                "text": rows[row].message.text,
            }
            for row in comparison.rows
        ],
    }
