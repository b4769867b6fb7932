"""What ``evaluate --json`` and ``attack --json`` say: a field of a summary is a key of the object.

Shares and scores are between 0 and 1. What is not defined, or infinite (TCR without a mistake), is None. A
field with the default None stays out of the object while it is None.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spamfilter.labelled import LabelledMessage
from spamfilter.measure.attack import Damage, Material, Outcome
from spamfilter.measure.curve import Learner, Point
from spamfilter.measure.evaluate import Comparison, Result
from spamfilter.measure.metric import Evaluation, Measure
from spamfilter.measure.online import Feedback


@dataclass(frozen=True, slots=True)
class Interval:
    """A ``value`` and its 95 % interval."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ClassifierSummary:
    """One classifier's figures. ``confusion`` counts what ham and spam were called."""

    classifier: str
    ham_below: float
    spam_above: float
    messages_per_second: float
    confusion: Mapping[str, Mapping[str, int]]
    metrics: Mapping[str, Interval]
    repeats_of_training_messages: int | None = None
    metrics_without_repeats: Mapping[str, Interval] | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A message that one classifier got right and the other wrong."""

    source: str
    number: int
    label: str
    first_score: float
    second_score: float
    text: str


@dataclass(frozen=True, slots=True)
class ComparisonSummary:
    """Two classifiers on the same messages."""

    first: str
    second: str
    both_right: int
    only_first_right: int
    only_second_right: int
    both_wrong: int
    mcnemar_p: float
    disagreements: Sequence[Disagreement]


@dataclass(frozen=True, slots=True)
class EvaluationSummary:
    """All of ``evaluate``."""

    messages: int
    ham: int
    spam: int
    classifiers: Sequence[ClassifierSummary]
    comparisons: Sequence[ComparisonSummary]


@dataclass(frozen=True, slots=True)
class PointSummary:
    """What ``corrections`` had made of a classifier; see :class:`spamfilter.measure.curve.Point`."""

    corrections: int
    messages: int
    auc_loss_so_far: Interval
    until: int
    metrics_between: Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class LearnerSummary:
    """One classifier that learned on its way, or, where it ``learns`` "nothing", as it was."""

    classifier: str
    learns: str
    ham_below: float
    spam_above: float
    messages_per_second: float
    confusion: Mapping[str, Mapping[str, int]]
    metrics: Mapping[str, Interval]
    curve: Sequence[PointSummary]
    repeats_of_training_messages: int | None = None
    metrics_without_repeats: Mapping[str, Interval] | None = None


@dataclass(frozen=True, slots=True)
class OnlineSummary:
    """All of ``evaluate --online``."""

    messages: int
    ham: int
    spam: int
    corrections: int
    delay: int
    feedback: float
    wrong_labels: float
    seed: int
    classifiers: Sequence[LearnerSummary]


@dataclass(frozen=True, slots=True)
class Example:
    """A rewritten message that now passes."""

    source: str
    number: int
    score: float
    text: str


@dataclass(frozen=True, slots=True)
class KindSummary:
    """What one kind of rewriting did."""

    kind: str
    recall: Interval
    recall_lost: float
    now_pass: int
    examples: Sequence[Example]


@dataclass(frozen=True, slots=True)
class DamageSummary:
    """What all kinds did to one classifier."""

    classifier: str
    spam_above: float
    recall: float
    mean_recall_lost: float
    worst_kind: str
    kinds: Sequence[KindSummary]


@dataclass(frozen=True, slots=True)
class AttackSummary:
    """All of ``attack``."""

    messages: int
    spam: int
    seed: int
    classifiers: Sequence[DamageSummary]


def summarize_evaluation(
    rows: Sequence[LabelledMessage], results: Sequence[Result], comparisons: Sequence[Comparison]
) -> EvaluationSummary:
    """What ``results`` and ``comparisons`` found in ``rows``."""
    spam = sum(row.spam for row in rows)
    classifiers = [summarize_result(result) for result in results]
    compared = [summarize_comparison(one, rows, results) for one in comparisons]
    return EvaluationSummary(len(rows), len(rows) - spam, spam, classifiers, compared)


def summarize_result(result: Result) -> ClassifierSummary:
    """One classifier's figures."""
    evaluation = result.evaluation
    return ClassifierSummary(
        evaluation.name,
        evaluation.policy.ham_below,
        evaluation.policy.spam_above,
        round(len(evaluation.scores) / max(result.seconds, 1e-9), 1),
        summarize_labels(evaluation),
        summarize_measures(result.measures),
        None if result.seen is None else len(result.seen),
        None if result.unseen is None else summarize_measures(result.unseen),
    )


def summarize_labels(evaluation: Evaluation) -> dict[str, dict[str, int]]:
    """What ham and spam were called, counted."""
    counted = zip(("ham", "spam"), evaluation.count_labels(), strict=True)
    return {true: dict(zip(("ham", "unsure", "spam"), map(int, row), strict=True)) for true, row in counted}


def summarize_online(
    spam: Sequence[bool], learners: Sequence[Learner], feedback: Feedback, corrections: int
) -> OnlineSummary:
    """What ``learners`` made of N messages, which are ``spam`` [N] or not."""
    return OnlineSummary(
        len(spam),
        len(spam) - sum(spam),
        sum(spam),
        corrections,
        feedback.delay,
        feedback.share,
        feedback.wrong,
        feedback.seed,
        [summarize_learner(one) for one in learners],
    )


def summarize_learner(learner: Learner) -> LearnerSummary:
    """One classifier's figures."""
    evaluation = learner.evaluation
    return LearnerSummary(
        evaluation.name,
        learner.learns,
        evaluation.policy.ham_below,
        evaluation.policy.spam_above,
        round(len(evaluation.scores) / max(learner.seconds, 1e-9), 1),
        summarize_labels(evaluation),
        summarize_measures(learner.measures),
        [summarize_point(point) for point in learner.curve],
        None if learner.seen is None else len(learner.seen),
        None if learner.unseen is None else summarize_measures(learner.unseen),
    )


def summarize_point(point: Point) -> PointSummary:
    """One point of a curve."""
    so_far = summarize_measures({"auc_loss": point.so_far})["auc_loss"]
    between = summarize_measures(point.between)
    return PointSummary(point.corrections, point.messages, so_far, point.until, between)


def summarize_measures(measures: Mapping[str, Measure]) -> dict[str, Interval]:
    """Metrics by name."""

    def finite(value: float) -> float | None:
        return value if math.isfinite(value) else None

    return {name: Interval(*map(finite, (one.value, one.low, one.high))) for name, one in measures.items()}


def summarize_comparison(
    comparison: Comparison, rows: Sequence[LabelledMessage], results: Sequence[Result]
) -> ComparisonSummary:
    """Two classifiers, and each message they differ on with both scores."""
    scores = {result.evaluation.name: result.evaluation.scores for result in results}
    first, second = scores[comparison.first], scores[comparison.second]
    return ComparisonSummary(
        comparison.first,
        comparison.second,
        comparison.both_right,
        comparison.only_first,
        comparison.only_second,
        comparison.both_wrong,
        comparison.p_value,
        [
            Disagreement(
                rows[row].message.source,
                rows[row].message.number,
                "spam" if rows[row].spam else "ham",
                round(first[row], 6),
                round(second[row], 6),
                rows[row].message.text,
            )
            for row in comparison.rows
        ],
    )


def summarize_attack(messages: int, material: Material, damages: Sequence[Damage]) -> AttackSummary:
    """What rewriting the spam among so many ``messages`` did to each classifier."""
    classifiers = [
        DamageSummary(
            damage.name,
            damage.spam_above,
            damage.before / len(material.spam),
            damage.mean,
            damage.worst.kind,
            [summarize_outcome(outcome) for outcome in damage.outcomes],
        )
        for damage in damages
    ]
    return AttackSummary(messages, len(material.spam), material.seed, classifiers)


def summarize_outcome(outcome: Outcome) -> KindSummary:
    """One kind."""
    examples = [
        Example(message.source, message.number, round(verdict.score, 6), message.text)
        for message, verdict in outcome.shown
    ]
    recall = Interval(outcome.recall, *outcome.interval)
    return KindSummary(outcome.kind, recall, outcome.lost, outcome.passed, examples)
