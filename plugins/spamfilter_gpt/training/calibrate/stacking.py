"""How a model and its parts add up, and where the cut-offs lie: what publishers left out tell.

Their rows are of nobody who taught the model or its parts, so each part is trusted as they like best, unlike
on validation rows (``weighing.py``). Each collection counts alike, however large it is.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from spamfilter import DataError, shift_prior
from spamfilter_gpt.records.signals import Signals
from spamfilter_gpt.records.stacking import LONG, PartWeight, Stacking
from spamfilter_gpt.training.calibrate.validation import CHARACTERS, SURFACE
from spamfilter_gpt.training.calibrate.weighing import Signal, fit_odds

SPAM_PASSED = 0.05  # share of spam among what scores below ham_below, at most
MODEL = ""  # the name of the model among its parts
VOTES = {CHARACTERS: 2.0, SURFACE: 1.5}  # of a part; the others and the model have one
LEAST = 0.05  # the model's factor: its inverse is a temperature
Key = tuple[str, str]  # of a message: its collection and its name there
DIGITS = 10**4  # cut-offs are rounded outwards to so many parts


@dataclass(frozen=True, slots=True, eq=False)
class Guesses:
    """What a front takes the model's log-odds for, ``x`` [N]; which rows are ``long``, which ``in_bytes``."""

    x: Tensor
    long: Tensor
    in_bytes: Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Rows [N] of all folds: the model's log-odds ``x``, each part's ``signals``, labels ``spam``.

    ``weights`` sum to N; each collection has the same share of it, each message the same of its collection's.
    ``messages`` are numbers [N], equal for readings of one mail, ``sets`` numbers [N] of the collections
    ``names``. ``front`` is None where there is none; ``passages`` are of the same messages.
    """

    x: Tensor
    signals: dict[str, Signal]
    spam: Tensor
    weights: Tensor
    messages: Tensor
    sets: Tensor
    names: tuple[str, ...] = ()
    front: Guesses | None = None
    passages: "Pool | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Rated:
    """Messages [M]: the highest score of each, whether it is ``spam``, the number of its set."""

    scores: Tensor
    spam: Tensor
    sets: Tensor

    def share(self, chosen: Tensor) -> Tensor:
        """Weights [M] by which the ``chosen`` [M] messages of each set weigh 1 together, others nothing."""
        counts = torch.bincount(self.sets[chosen], minlength=int(self.sets.max()) + 1).double()
        return chosen / counts.clamp_min(1)[self.sets]


def pool_signals(folds: Sequence[Signals]) -> Pool:
    """All rows of ``folds``. Raises :class:`DataError` where there is but one class, or parts differ."""
    names = list(folds[0].parts) if folds else []
    if any(list(fold.parts) != names for fold in folds):
        raise DataError("the folds were measured with different parts; build again in another folder")
    spam = torch.tensor([one for fold in folds for one in fold.spam])
    if spam.all() or not spam.any():
        raise DataError("what is measured of publishers left out has one class only; measure more --rows")
    collections, keys = list_collections(folds), list_keys(folds)
    numbers = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    readings, sizes = Counter(keys), Counter(name for name, _ in numbers)
    weights = torch.tensor([1 / (sizes[key[0]] * readings[key]) for key in keys], dtype=torch.float64)
    messages = torch.tensor([numbers[key] for key in keys])
    places = {name: place for place, name in enumerate(sizes)}
    sets = torch.tensor([places[name] for name in collections])
    weights = weights * len(keys) / len(sizes)
    x, signals = join_odds(folds, names)
    guesses, passages = pool_guesses(folds), pool_passages(folds, names, numbers)
    return Pool(x, signals, spam.long(), weights, messages, sets, tuple(sizes), guesses, passages)


def pool_passages(folds: Sequence[Signals], names: list[str], numbers: Mapping[Key, int]) -> Pool | None:
    """The passages of the messages with these ``numbers``, as a pool that weighs nothing; None for none."""
    found = [fold.passages for fold in folds if fold.passages]
    keys = list_keys(found)
    if not keys:
        return None
    x, signals = join_odds(found, names)
    none = torch.zeros(len(keys), dtype=torch.long)
    return Pool(x, signals, none, none.double(), torch.tensor([numbers[key] for key in keys]), none)


def list_collections(folds: Sequence[Signals]) -> tuple[str, ...]:
    """The collection of each row."""
    return tuple(one for fold in folds for one in fold.collections)


def list_keys(folds: Sequence[Signals]) -> list[Key]:
    """What tells the message of each row from others."""
    return list(zip(list_collections(folds), (one for fold in folds for one in fold.messages), strict=True))


def join_odds(folds: Sequence[Signals], names: list[str]) -> tuple[Tensor, dict[str, Signal]]:
    """The log-odds of all rows: the model's [N], and those of the parts ``names``."""
    signals = {
        name: Signal(
            torch.tensor([one for fold in folds for one in fold.parts[name].odds], dtype=torch.float64),
            torch.tensor([one for fold in folds for one in fold.parts[name].long], dtype=torch.bool),
        )
        for name in names
    }
    return torch.tensor([one for fold in folds for one in fold.model], dtype=torch.float64), signals


def pool_guesses(folds: Sequence[Signals]) -> Guesses | None:
    """What the fronts of all ``folds`` say; None where one has none."""
    fronts = [fold.front for fold in folds if fold.front]
    if len(fronts) < len(folds):
        return None
    return Guesses(
        torch.tensor([odds for front in fronts for odds in front.odds], dtype=torch.float64),
        torch.tensor([tokens > LONG for front in fronts for tokens in front.tokens]),
        torch.tensor([one for front in fronts for one in front.in_bytes]),
    )


def fit_stacking(folds: Sequence[Signals], prior: float, ham_loss: float) -> Stacking:
    """What ``folds`` say: the weights of model and parts, and the cut-offs of scores that expect ``prior``.

    ``spam_above`` loses at most a share ``ham_loss`` of the ham, and below ``ham_below`` at most
    ``SPAM_PASSED`` is spam where ``prior`` is; each collection counts alike. A mail scores as the highest of
    its readings.
    """
    pool = pool_signals(folds)
    factor, start, parts = weigh_parts(pool)
    learned = float((pool.weights * pool.spam).sum() / pool.weights.sum())
    stacking = Stacking(factor, start, parts, learned, prior, 0.0, 0.0)  # any passage may decide
    rated = rate_messages(pool, score_rows(pool, stacking))
    heard = hear_passages(rated, pool, stacking)
    low, high = find_ham_below(rated, prior), find_spam_above(heard, ham_loss)
    counts = len(rated.scores), int(rated.sets.max()) + 1, len(pool.passages.x) if pool.passages else 0
    cuts = min(low, high), high
    return Stacking(factor, start, parts, learned, prior, *cuts, *counts, respelled=pool.passages is not None)


def weigh_parts(pool: Pool) -> tuple[float, float, dict[str, PartWeight]]:
    """The factor of the model, what is added to all, and each part's weight.

    Each of them has votes, ``VOTES`` or one, whatever the unit of its log-odds: of deviation 1 they count
    alike (Dawes 1979, "The Robust Beauty of Improper Linear Models in Decision Making"). Weights that a
    regression finds best for some publishers did worse on others. One that misleads has no vote. What all
    say together is fitted by two numbers.
    """
    signals = {MODEL: pool.x} | {name: signal.odds for name, signal in pool.signals.items()}
    votes = {name: count_votes(name, odds, pool) for name, odds in signals.items()}
    said = sum((votes[name] * odds for name, odds in signals.items()), torch.zeros_like(pool.x))
    (slope,), start = fit_odds([said], pool.spam, pool.weights) if any(votes.values()) else ([0.0], 0.0)
    weights = {name: max(0.0, slope) * vote for name, vote in votes.items()}
    factor = max(weights.pop(MODEL), LEAST)
    return factor, start, {name: PartWeight((weight, weight)) for name, weight in weights.items()}


def count_votes(name: str, odds: Tensor, pool: Pool) -> float:
    """What ``odds`` [N] are multiplied by so that they count as much as is due to ``name``."""
    share = pool.weights / pool.weights.sum()
    deviation = float((share @ (odds - share @ odds) ** 2).sqrt())
    if deviation < LEAST or fit_odds([odds], pool.spam, pool.weights)[0][0] <= 0:
        return 0.0
    return VOTES.get(name, 1.0) / deviation


def score_rows(pool: Pool, stacking: Stacking) -> Tensor:
    """P(spam) [N] of each row, as a model with this ``stacking`` gives it."""
    odds = stacking.factor * pool.x + stacking.start + shift_prior(stacking.prior, stacking.learned)
    for name, signal in pool.signals.items():
        weight = stacking.parts[name]
        odds = odds + signal.split(weight.factors) + weight.step * signal.second.double()
    return torch.sigmoid(odds)


def rate_messages(pool: Pool, scores: Tensor) -> Rated:
    """The messages of rows with these ``scores`` [N]."""
    count = int(pool.messages.max()) + 1
    highest = torch.zeros(count, dtype=scores.dtype).scatter_reduce(0, pool.messages, scores, "amax")
    spam = torch.zeros(count, dtype=torch.long).scatter_reduce(0, pool.messages, pool.spam, "amax")
    sets = torch.zeros(count, dtype=torch.long).scatter_reduce(0, pool.messages, pool.sets, "amax")
    return Rated(highest, spam.bool(), sets)


def hear_passages(rated: Rated, pool: Pool, stacking: Stacking) -> Rated:
    """``rated`` messages of ``pool``: those with a passage that is spam by itself score as high as that."""
    if not pool.passages:
        return rated
    highest = rate_messages(pool.passages, score_rows(pool.passages, stacking)).scores
    heard = torch.zeros_like(rated.scores)
    heard[: len(highest)] = highest
    raised = torch.where(heard > stacking.spam_above, heard.maximum(rated.scores), rated.scores)
    return replace(rated, scores=raised)


def find_spam_above(rated: Rated, ham_loss: float) -> float:
    """The lowest cut-off, at least 0.5, that at most ``ham_loss`` of the ham scores above, each set alike."""
    ham, order = rated.scores[~rated.spam].sort(descending=True)
    passed = rated.share(~rated.spam)[~rated.spam][order].cumsum(0)
    over = passed > ham_loss * passed[-1]
    cut = float(ham[over][0])
    return min(1.0, max(0.5, math.ceil(round(cut * DIGITS, 6)) / DIGITS))


def find_ham_below(rated: Rated, prior: float) -> float:
    """The highest cut-off, at most 0.5, below which less than ``SPAM_PASSED`` is spam, each set alike.

    That holds where a share ``prior`` of all is spam, which scores expect, however much of the sets is.
    """
    ordered, order = rated.scores.sort()
    weights = rated.share(torch.ones_like(rated.spam))
    measured = float(weights[rated.spam].sum() / weights.sum())
    if 0 < measured < 1:
        weights = weights * torch.where(rated.spam, prior / measured, (1 - prior) / (1 - measured))
    rare = (weights * rated.spam)[order].cumsum(0) < SPAM_PASSED * weights[order].cumsum(0)
    last = torch.ones_like(rare)
    last[:-1] = ordered[1:] > ordered[:-1]  # of equal scores the last has all of them below it
    places = (rare & last).nonzero()[:, 0].tolist()
    ends = [float(ordered[place + 1]) if place + 1 < len(ordered) else 0.5 for place in places]
    cut = max((min(0.5, end) for end in ends), default=0.0)
    return math.floor(round(cut * DIGITS, 6)) / DIGITS
