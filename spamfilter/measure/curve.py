"""What a classifier that learned on its way was worth: over all messages, and as corrections came."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

import numpy as np

from spamfilter.measure.metric import NAMES, Evaluation, Measure, measure
from spamfilter.measure.online import Course

CORRECTIONS = (0, 10, 50, 100, 500, 1000)  # after which the curve has a point
FIXED = "spam_missed_at_0.5_percent_ham_lost"
# The track's own figures come first: 1 - AUC in percent, and lam %.
FIGURES = {
    "auc_loss": "(1−AUC) %",
    "lam": "lam %",
    "ham_lost": "ham lost",
    "spam_missed": "spam missed",
    FIXED: "spam missed at 0.5 % ham lost",
}
BETWEEN = ("auc_loss", "ham_lost", "spam_missed", FIXED)
STEPS = 60  # of a drawn curve


@dataclass(frozen=True, slots=True)
class Point:
    """How things stood when so many ``corrections`` had been told.

    ``messages``  that had been judged by then
    ``so_far``    1 - AUC over all of these, as the track draws its curve
    ``until``     how many had been judged at the next point, or at the end
    ``between``   metrics over the messages from ``messages`` to ``until``, which were judged with at least so
                  many corrections; their names are ``BETWEEN``
    """

    corrections: int
    messages: int
    so_far: Measure
    until: int
    between: dict[str, Measure]


@dataclass(frozen=True, slots=True)
class Learner:
    """One classifier on a stream: what it ``learns`` by, all it said, and its figures.

    ``learns`` is "memory" (the program's, around it), "itself", or "nothing": the classifier as it was.
    ``measures`` are over all messages, those of ``FIGURES`` and of ``NAMES``. ``seen`` are the rows that
    repeat a message it was trained on, None where it does not know those; ``unseen`` the ``FIGURES`` of the
    others, where there are some of both.
    """

    learns: str
    evaluation: Evaluation
    seconds: float
    measures: dict[str, Measure]
    curve: list[Point]
    seen: list[int] | None = None
    unseen: dict[str, Measure] | None = None


def measure_course(
    evaluation: Evaluation,
    course: Course,
    learns: str,
    resamples: int = 1000,
    trained_on: Container[str] | None = None,
) -> Learner:
    """The figures of a classifier that took a ``course``; ``evaluation`` has what it said.

    ``trained_on`` holds the texts that it was trained on before, if it knows them.
    """
    names = list(dict.fromkeys((*FIGURES, *NAMES)))
    measures = measure(evaluation, resamples, names=names)
    curve = measure_curve(evaluation, course.learned, resamples)
    learner = Learner(learns, evaluation, course.seconds, measures, curve)
    if trained_on is None:
        return learner
    seen = [row for row, text in enumerate(evaluation.texts) if text in trained_on]
    others = sorted(set(range(len(evaluation.texts))) - set(seen))
    unseen = measure(evaluation.select(others), resamples, names=FIGURES) if seen and others else None
    return replace(learner, seen=seen, unseen=unseen)


def measure_curve(evaluation: Evaluation, learned: Sequence[int], resamples: int) -> list[Point]:
    """A point for each of ``CORRECTIONS`` that was reached; ``learned`` as a :class:`Course` has it."""
    total = len(evaluation.scores)
    reached = [count for count in CORRECTIONS if count <= len(learned)]
    places = [learned[count - 1] if count else 0 for count in reached]
    return [
        Point(
            count,
            place,
            measure(evaluation.select(range(place)), resamples, names=("auc_loss",))["auc_loss"],
            until,
            measure(evaluation.select(range(place, until)), resamples, names=BETWEEN),
        )
        for count, place, until in zip(reached, places, [*places[1:], total], strict=True)
    ]


def trace_curve(evaluation: Evaluation, steps: int = STEPS) -> list[tuple[int, float]]:
    """Messages judged, and 1 - AUC of all of them so far where it is defined, at up to ``steps`` places."""
    total = len(evaluation.scores)
    places = sorted({round(place) for place in np.geomspace(10, total, steps)}) if total >= 10 else [total]
    found = [(place, find_auc_loss(evaluation, place)) for place in places]
    return [(place, loss) for place, loss in found if loss == loss]


def find_auc_loss(evaluation: Evaluation, count: int) -> float:
    """1 - AUC of the first ``count`` messages; NaN where they are of one kind."""
    return measure(evaluation.select(range(count)), 0, names=("auc_loss",))["auc_loss"].value
