"""How good scores are: the field's metrics with 95 % intervals.

Each metric is computed for many weightings of the messages at once, so that a thousand bootstrap resamples
cost about as much as a hundred calls of a library's function; the tests hold them against scikit-learn's.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spamfilter.verdict import Policy

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# What a lost ham costs in missed spam, as SpamAssassin weighs it.
LAMBDA = 50
HAM_LOSSES = {
    "spam_missed_at_1_percent_ham_lost": 0.01,
    "spam_missed_at_0.5_percent_ham_lost": 0.005,
    "spam_missed_at_0.1_percent_ham_lost": 0.001,
}
BINS = 10  # of equal width, for the calibration error and the reliability diagram
CELLS = 1 << 22  # weights held at once
Z = 1.959963984540054  # the standard normal's 97.5 % quantile
TAIL = 0.025  # on either side of a 95 % interval

NAMES = {
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "mcc": "MCC",
    "roc_auc": "ROC-AUC",
    "average_precision": "average precision",
    "ham_lost": "ham lost",
    "spam_missed": "spam missed",
    "unsure": "unsure",
    "spam_missed_at_1_percent_ham_lost": "spam missed at 1 % ham lost",
    "spam_missed_at_0.1_percent_ham_lost": "spam missed at 0.1 % ham lost",
    "lam": "lam%",
    "tcr": f"TCR (λ={LAMBDA})",
    "brier": "Brier score",
    "ece": "expected calibration error",
}
# The others are numbers; these are shares, shown in percent.
SHARES = {name for name in NAMES if name.startswith(("accuracy", "precision", "recall", "ham", "spam"))}
SHARES |= {"unsure", "lam"}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a classifier called ``name`` said of N labelled messages: ``scores`` [N], under a ``policy``.

    ``spam`` [N] is the truth. Wherever two classes are needed, unsure counts as not called spam.
    """

    name: str
    policy: Policy
    texts: Sequence[str]
    spam: Sequence[bool]
    scores: Sequence[float]

    def select(self, rows: Sequence[int]) -> "Evaluation":
        """The same for some ``rows`` only."""
        return Evaluation(
            self.name,
            self.policy,
            [self.texts[row] for row in rows],
            [self.spam[row] for row in rows],
            [self.scores[row] for row in rows],
        )

    def arrays(self) -> tuple[Bools, Floats]:
        """``spam`` and ``scores`` as arrays."""
        return np.asarray(self.spam, bool), np.asarray(self.scores, float)

    def split_scores(self) -> tuple[Floats, Floats]:
        """The sorted scores of the ham and of the spam."""
        spam, scores = self.arrays()
        return np.sort(scores[~spam]), np.sort(scores[spam])

    def count_labels(self) -> NDArray[np.int64]:
        """The confusion matrix [2, 3]: true ham and spam, called ham, unsure and spam."""
        spam, scores = self.arrays()
        called = np.where(scores > self.policy.spam_above, 2, np.where(scores < self.policy.ham_below, 0, 1))
        counts = np.zeros((2, 3), np.int64)
        np.add.at(counts, (spam.astype(int), called), 1)
        return counts


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric's ``value`` and its 95 % interval; NaN where it is not defined."""

    value: float
    low: float
    high: float


def measure(
    evaluation: Evaluation, resamples: int = 1000, seed: int = 123, names: Iterable[str] = NAMES
) -> dict[str, Measure]:
    """The metrics called ``names``, of those that :func:`compute` knows.

    Shares have Wilson's interval (1927, JASA 22), the others the percentiles of a bootstrap over
    messages (Efron, Tibshirani 1993), seeded. Messages that are all told apart resample to nothing else, so
    there the interval ends where :func:`compute_unseen` says.
    """
    spam, scores = evaluation.arrays()
    policy, names = evaluation.policy, list(names)
    once = compute(spam, scores, policy, np.ones((1, len(spam))))
    values = {name: float(value[0]) for name, value in once.items()}
    resampled = (compute(spam, scores, policy, weights) for weights in resample(len(spam), resamples, seed))
    drawn: dict[str, list[Floats]] = {name: [] for name in names}
    for found in resampled:
        for name in names:
            drawn[name].append(found[name])
    unseen = compute_unseen(spam, scores, policy)
    called, spams = int((scores > policy.spam_above).sum()), int(spam.sum())
    wholes = {
        "accuracy": len(spam),
        "unsure": len(spam),
        "precision": called,
        "recall": spams,
        "spam_missed": spams,
        "ham_lost": len(spam) - spams,
    }
    return {
        name: Measure(
            values[name],
            *(
                wilson(values[name], wholes[name])
                if name in wholes
                else widen(find_percentiles(drawn[name]), unseen[name])
            ),
        )
        for name in names
    }


def compute_unseen(spam: Bools, scores: Floats, policy: Policy) -> dict[str, Floats]:
    """Each metric [2] as it would be with a kind of mistake as frequent as the messages allow.

    First a ham scores 1, then a spam 0, and weighs as :func:`weigh_unseen` says, beside the N messages.
    """
    counts = int((~spam).sum()), int(spam.sum())
    weights = np.ones((2, len(spam) + 2))
    weights[:, len(spam) :] = np.diag([weigh_unseen(count) for count in counts])
    return compute(np.append(spam, [False, True]), np.append(scores, [1.0, 0.0]), policy, weights)


def weigh_unseen(count: int) -> float:
    """What a message that was not seen weighs beside ``count`` that were, at the end of a 95 % interval.

    Of none among ``count`` the share is at most 1 - 0.025 ** (1 / count) (Clopper, Pearson 1934).
    """
    return count * (TAIL ** (-1 / count) - 1) if count else 0.0


def widen(interval: tuple[float, float], unseen: Floats) -> tuple[float, float]:
    """``interval``, up to what is ``unseen`` where it is a single point: no resample was another."""
    low, high = interval
    if low != high:
        return interval
    ends = [low, *(float(one) for one in unseen if not math.isnan(one))]
    return min(ends), max(ends)


def compute(spam: Bools, scores: Floats, policy: Policy, weights: Floats) -> dict[str, Floats]:
    """Each metric [R] of N messages, each of which counts ``weights`` [R, N] times."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            **compute_counts(spam, scores, policy, weights),
            **compute_ranks(spam, scores, weights),
            **compute_calibration(spam, scores, weights),
        }


def compute_counts(spam: Bools, scores: Floats, policy: Policy, weights: Floats) -> dict[str, Floats]:
    """Metrics of the counts above and below the cut-offs."""
    called = scores > policy.spam_above
    tp, fp = weights @ (spam & called), weights @ (~spam & called)
    fn, tn = weights @ (spam & ~called), weights @ (~spam & ~called)
    total = tp + fp + fn + tn
    product = np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return {
        "accuracy": (tp + tn) / total,
        "precision": tp / (tp + fp),
        "recall": tp / (tp + fn),
        "f1": 2 * tp / (2 * tp + fp + fn),
        "mcc": np.where(product > 0, (tp * tn - fp * fn) / np.where(product > 0, product, 1), 0.0),
        "ham_lost": fp / (fp + tn),
        "spam_missed": fn / (fn + tp),
        "unsure": (weights @ ((scores >= policy.ham_below) & ~called)) / total,
        "lam": average_logits(fp, fp + tn, fn, fn + tp),
        # Androutsopoulos et al. 2000: how much better than no filter at all; infinite without a mistake.
        "tcr": (tp + fn) / (LAMBDA * fp + fn),
    }


def average_logits(lost: Floats, ham: Floats, missed: Floats, spam: Floats) -> Floats:
    """The TREC spam track's logistic average misclassification rate (Cormack, Lynam 2005).

    The mean of both error rates on the logit scale. A rate of 0 or 1 would decide it alone, so half a
    message is put in the place of none.
    """

    def logit(count: Floats, whole: Floats) -> Floats:
        count = np.clip(count, 0.5, whole - 0.5)
        return np.asarray(np.log(count / (whole - count)))

    return np.asarray(1 / (1 + np.exp(-(logit(lost, ham) + logit(missed, spam)) / 2)))


def compute_ranks(spam: Bools, scores: Floats, weights: Floats) -> dict[str, Floats]:
    """Metrics of the order of the scores. Equal scores are one step, as in scikit-learn."""
    order = np.argsort(-scores, kind="stable")
    starts = np.flatnonzero(np.diff(scores[order], prepend=np.inf))
    sorted_weights, sorted_spam = weights[:, order], spam[order]
    spam_at = add_groups(sorted_weights * sorted_spam, starts)  # R, distinct scores, from the highest
    ham_at = add_groups(sorted_weights * ~sorted_spam, starts)
    spam_up, ham_up = spam_at.cumsum(1), ham_at.cumsum(1)
    spams, hams = spam_at.sum(1), ham_at.sum(1)
    precision = np.where(spam_up + ham_up > 0, spam_up / (spam_up + ham_up), 0)
    found = {
        "roc_auc": (ham_at * (spam_up - spam_at / 2)).sum(1) / (spams * hams),
        "average_precision": np.where(spams > 0, (spam_at * precision).sum(1) / spams, math.nan),
    }
    found["auc_loss"] = 1 - found["roc_auc"]
    for name, share in HAM_LOSSES.items():
        allowed = np.floor(share * hams + 1e-9)
        caught = np.where(ham_up <= allowed[:, None], spam_up, 0).max(1, initial=0)
        found[name] = 1 - caught / spams
    return found


def add_groups(values: Floats, starts: NDArray[np.int64]) -> Floats:
    """Sums [R, G] of ``values`` [R, N] over the G groups that begin at ``starts``."""
    if not len(starts):
        return np.zeros((len(values), 0))
    return np.asarray(np.add.reduceat(values, starts, axis=1))


def compute_calibration(spam: Bools, scores: Floats, weights: Floats) -> dict[str, Floats]:
    """Brier score and expected calibration error (Naeini et al. 2015, AAAI), of P(spam) in ``BINS`` bins."""
    total = weights.sum(1)
    member = find_bins(scores)[:, None] == np.arange(BINS)
    gap = weights @ (member * (scores - spam)[:, None])  # R, BINS
    return {"brier": weights @ (scores - spam) ** 2 / total, "ece": np.abs(gap).sum(1) / total}


def find_bins(scores: Floats) -> NDArray[np.int64]:
    """The bin of each score; 1 is in the last."""
    return np.minimum((scores * BINS).astype(np.int64), BINS - 1)


@dataclass(frozen=True, slots=True)
class Bin:
    """One of the ``BINS``: how many messages, their mean ``score``, the share of ``spam`` among them."""

    place: int
    messages: int
    score: float
    spam: float


def count_bins(spam: Bools, scores: Floats) -> list[Bin]:
    """The bins that hold messages: a reliability diagram (DeGroot, Fienberg 1983) in numbers."""
    bins = find_bins(scores)
    return [
        Bin(place, int(rows.sum()), float(scores[rows].mean()), float(spam[rows].mean()))
        for place in np.unique(bins).tolist()
        for rows in [bins == place]
    ]


def resample(count: int, resamples: int, seed: int) -> Iterator[Floats]:
    """How often each of ``count`` messages is drawn in a resample [R, N], a chunk at a time."""
    random = np.random.default_rng(seed)
    step = max(1, CELLS // max(1, count))
    for start in range(0, resamples if count else 0, step):
        rows = range(start, min(resamples, start + step))
        yield np.stack(
            [np.bincount(random.integers(0, count, count), minlength=count).astype(float) for _ in rows]
        )


def find_percentiles(drawn: Sequence[Floats]) -> tuple[float, float]:
    """The middle 95 % of the finite values drawn; infinite where more than that share are."""
    values = np.concatenate([*drawn, np.zeros(0)])
    values = values[~np.isnan(values)]
    if not len(values):
        return math.nan, math.nan
    low, high = np.quantile(values, (0.025, 0.975), method="inverted_cdf")
    return float(low), float(high)


def wilson(share: float, whole: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a ``share`` of ``whole``."""
    if not whole:
        return math.nan, math.nan
    middle = share + Z * Z / (2 * whole)
    half = Z * math.sqrt(share * (1 - share) / whole + (Z / (2 * whole)) ** 2)
    scale = 1 + Z * Z / whole
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def compare_errors(only_first: int, only_second: int) -> float:
    """McNemar's exact two-sided p-value (1947) that two classifiers err alike.

    Counts messages that only the first, and only the second, got wrong.
    """
    total = only_first + only_second
    tail = sum(math.comb(total, k) for k in range(min(only_first, only_second) + 1))
    return float(min(1, 2 * tail / 2**total))
