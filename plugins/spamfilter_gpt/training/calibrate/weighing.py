"""How far what stands beside a model is trusted: the validation rows tell."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from spamfilter_gpt.training.calibrate.temperature import fit_temperature, is_worse

Pair = tuple[float, float]  # for messages of a signal's first kind and of its second
TENTHS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """Log-odds ``odds`` [N] beside a model's. Rows of the ``second`` [N] kind may trust them otherwise."""

    odds: Tensor
    second: Tensor

    def split(self, factors: Pair) -> Tensor:
        """The odds [N], each times the factor of its kind."""
        return self.odds * (factors[0] + (factors[1] - factors[0]) * self.second.double())


@dataclass(frozen=True, slots=True)
class Trust:
    """What a signal is multiplied by in rows of each kind, and what is added there."""

    factors: Pair = (0.0, 0.0)
    biases: Pair = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Weighing:
    """``factor x`` and for each signal y, g its kind, ``factors[g] y + biases[g]`` add up to log-odds."""

    factor: float
    trusts: tuple[Trust, ...]


def weigh_logits(logits: Tensor, signals: Sequence[Signal], labels: Tensor) -> Weighing:
    """How far x, what ``logits`` [N, 2] say, and the ``signals`` can be trusted: held-back rows tell.

    Wolpert 1992, "Stacked Generalization". Rows of a signal's second kind may trust it otherwise, and those
    of the first signal's expect another share of spam; where there are none, they do as the rest. Held-back
    rows are of the collections that taught the signals, which flatters these, so each is trusted as little as
    the rows cannot tell from the best (:func:`is_worse`). One whose factor would not be positive is not
    trusted at all: its factors are 0. Where none is left, what remains is a temperature.
    """
    x = (logits[:, 1] - logits[:, 0]).double()
    kept = list(range(len(signals)))
    trusts = [Trust() for _ in signals]
    while kept:
        stack = Stack(x, [signals[place] for place in kept], labels)
        factor, pairs = stack.fit()
        worst = min(range(len(kept)), key=lambda place: min(pairs[place]))
        if min(factor, *pairs[worst]) > 0:
            ratios = [(first / factor, second / factor) for first, second in pairs]
            factor, found = stack.lower(ratios)
            for place, trust in zip(kept, found, strict=True):
                trusts[place] = trust
            return Weighing(factor, tuple(trusts))
        del kept[worst]
    return Weighing(1 / fit_temperature(logits, labels), tuple(trusts))


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """A logistic regression of ``labels`` [N] over a model's log-odds ``x`` [N] and some ``signals``."""

    x: Tensor
    signals: Sequence[Signal]
    labels: Tensor

    @property
    def kind(self) -> Tensor:
        """Of each row that of the first signal, which biases go by; [N]."""
        return self.signals[0].second.double()

    def fit(self) -> tuple[float, list[Pair]]:
        """The factor of x, and those of each signal."""
        columns = [self.x]
        for one in self.signals:
            columns += [one.odds, one.odds * one.second.double()]
        (factor, *found, _), _ = fit_odds([*columns, self.kind], self.labels)
        firsts, more = found[::2], found[1::2]
        return factor, [(first, first + step) for first, step in zip(firsts, more, strict=True)]

    def lower(self, ratios: Sequence[Pair]) -> tuple[float, list[Trust]]:
        """The factor of x and the signals' trusts: tenths of their ``ratios`` to x, as few as will do."""
        tenths = [TENTHS] * len(ratios)
        chosen = self.blend(ratios, tenths)
        best, moved = chosen.losses, True
        while moved:
            moved = False
            for place in range(len(tenths)):
                fewer = [*tenths[:place], tenths[place] - 1, *tenths[place + 1 :]]
                tried = self.blend(ratios, fewer) if fewer[place] else None
                if tried and not is_worse(tried.losses, best):
                    tenths, chosen, moved = fewer, tried, True
        biases = [(chosen.start, chosen.start + chosen.bias), *[(0.0, 0.0)] * (len(ratios) - 1)]
        factor = chosen.factor
        factors = [
            (first * factor * tenth / TENTHS, second * factor * tenth / TENTHS)
            for (first, second), tenth in zip(ratios, tenths, strict=True)
        ]
        return factor, [Trust(*pair) for pair in zip(factors, biases, strict=True)]

    def blend(self, ratios: Sequence[Pair], tenths: Sequence[int]) -> "Blend":
        """x and these tenths of the signals as one, fitted anew."""
        odds = self.x
        for one, pair, tenth in zip(self.signals, ratios, tenths, strict=True):
            odds = odds + one.split(pair) * tenth / TENTHS
        (factor, bias), start = fit_odds([odds, self.kind], self.labels)
        losses = F.softplus((factor * odds + bias * self.kind + start) * (1 - 2 * self.labels))
        return Blend(factor, bias, start, losses)


@dataclass(frozen=True, slots=True, eq=False)
class Blend:
    """``factor`` times the blended odds, ``start``, and ``bias`` for the second kind; the ``losses`` [N]."""

    factor: float
    bias: float
    start: float
    losses: Tensor


def fit_odds(
    columns: Sequence[Tensor], labels: Tensor, weights: Tensor | None = None
) -> tuple[list[float], float]:
    """Factors of ``columns``, each [N], and what is added, for the log-odds of ``labels`` [N].

    Rows count as ``weights`` [N] say, all alike without them.
    """
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=100.0, max_iter=1000)
    rows = torch.stack([column.double() for column in columns], dim=1).numpy()
    model.fit(rows, labels.numpy(), sample_weight=None if weights is None else weights.numpy())
    return model.coef_[0].tolist(), float(model.intercept_[0])
