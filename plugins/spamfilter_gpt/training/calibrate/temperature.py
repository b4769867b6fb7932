"""From logits on held-back messages to calibrated scores: the temperature, and what is worse than what."""

import math

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


def score_logits(logits: Tensor, temperature: float, shift: float) -> Tensor:
    """P(spam) [N] of class logits [N, 2]."""
    return torch.sigmoid((logits[:, 1] - logits[:, 0]) / temperature + shift)
