"""From logits on held-back messages to calibrated scores."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

# A handful of held-back messages that are all told apart would ask for a temperature of zero.
TEMPERATURES = (0.5, 10.0)


def fit_temperature(logits: Tensor, labels: Tensor) -> float:
    """The divisor of ``logits`` [N, 2] with the lowest loss (Guo et al. 2017, arXiv 1706.04599)."""
    low, high = (math.log10(bound) for bound in TEMPERATURES)
    candidates = torch.logspace(low, high, 201).tolist()
    return float(min(candidates, key=lambda t: F.cross_entropy(logits / t, labels).item()))


def calibrated_losses(logits: Tensor, labels: Tensor) -> Tensor:
    """The loss [N] of each row at the temperature that suits ``logits`` [N, 2] best."""
    return F.cross_entropy(logits / fit_temperature(logits, labels), labels, reduction="none")


def is_worse(losses: Tensor, than: Tensor) -> bool:
    """Whether ``losses`` [N] are above ``than`` [N] in the mean, by over a standard error of the difference.

    The one-standard-error rule of Breiman et al. 1984, "Classification and Regression Trees": on few rows
    a smaller difference says more of two or three of them than of the models.
    """
    difference = losses - than
    error = difference.std().item() / math.sqrt(len(losses)) if len(losses) > 1 else 0.0
    return difference.mean().item() > error


@dataclass(frozen=True, slots=True)
class Weighing:
    """``factor x + other_factors[g] y + biases[g]`` are log-odds; g is 1 for a message of the second kind."""

    factor: float
    other_factors: tuple[float, float] = (0.0, 0.0)
    biases: tuple[float, float] = (0.0, 0.0)


def weigh_logits(logits: Tensor, others: Tensor, second: Tensor, labels: Tensor) -> Weighing:
    """How far x, what ``logits`` [N, 2] say, and y, ``others`` [N], can be trusted: held-back rows tell.

    Wolpert 1992, "Stacked Generalization". Rows of the ``second`` [N] kind may trust y otherwise and expect
    another share of spam; where there are none, they do as the rest. Held-back rows are of the collections
    that taught y, which flatters it, so y is trusted as little as they cannot tell from the best
    (:func:`is_worse`). Where it cannot be trusted at all, its factors are 0, and a temperature is left.
    """
    x = (logits[:, 1] - logits[:, 0]).double()
    kind = second.double()
    (a, b, more, _), _ = fit_odds([x, others, others * kind, kind], labels)
    if min(a, b, b + more) <= 0:
        return Weighing(1 / fit_temperature(logits, labels))
    ratios = b / a, (b + more) / a
    trusted = others * (ratios[0] + (ratios[1] - ratios[0]) * kind)
    best, chosen = None, Weighing(1.0)
    for tenths in range(10, 0, -1):
        odds = x + trusted * tenths / 10
        (factor, bias), start = fit_odds([odds, kind], labels)
        losses = F.softplus((factor * odds + bias * kind + start) * (1 - 2 * labels))
        best = losses if best is None else best
        if is_worse(losses, best):
            break
        factors = ratios[0] * factor * tenths / 10, ratios[1] * factor * tenths / 10
        chosen = Weighing(factor, factors, (start, start + bias))
    return chosen


def fit_odds(columns: Sequence[Tensor], labels: Tensor) -> tuple[list[float], float]:
    """Factors of ``columns``, each [N], and what is added, for the log-odds of ``labels`` [N]."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=100.0, max_iter=1000)
    model.fit(torch.stack([column.double() for column in columns], dim=1).numpy(), labels.numpy())
    return model.coef_[0].tolist(), float(model.intercept_[0])


def score_logits(logits: Tensor, temperature: float, shift: float) -> Tensor:
    """P(spam) [N] of class logits [N, 2]."""
    return torch.sigmoid((logits[:, 1] - logits[:, 0]) / temperature + shift)
