"""From logits on held-back messages to calibrated scores and cut-offs."""

import math

import torch
from torch import Tensor
from torch.nn import functional as F

# A handful of held-back messages that are all told apart would ask for a temperature of zero.
TEMPERATURES = (0.5, 10.0)
SPAM_MISSED = 0.05


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


def shift_prior(prior: float, trained_on: float) -> float:
    """What to add to the spam logit of a model trained on a share ``trained_on`` of spam to expect ``prior``.

    Saerens, Latinne, Decaestecker 2002, "Adjusting the Outputs of a Classifier to New a Priori
    Probabilities". Shares of 0 and 1 are drawn in to keep it finite.
    """

    def logit(share: float) -> float:
        share = min(0.999, max(0.001, share))
        return math.log(share / (1 - share))

    return logit(prior) - logit(trained_on)


def score_logits(logits: Tensor, temperature: float, shift: float) -> Tensor:
    """P(spam) [N] of class logits [N, 2]."""
    return torch.sigmoid((logits[:, 1] - logits[:, 0]) / temperature + shift)


def choose_cutoffs(scores: Tensor, labels: Tensor, ham_loss: float) -> tuple[float, float]:
    """``(ham_below, spam_above)`` from held-back scores [N] and labels [N].

    ``spam_above`` is the lowest cut-off, at least 0.5, that calls at most a share ``ham_loss`` of the ham
    spam; ``ham_below`` is the highest, at most 0.5, that calls at most 5 % of the spam ham. Rounded
    outwards to two decimals, so that the cut-offs read well.
    """
    ham = scores[labels == 0].sort(descending=True).values
    spam = scores[labels == 1].sort().values
    allowed = int(len(ham) * ham_loss)
    spam_above = float(ham[allowed]) if len(ham) > allowed else 0.5
    ham_below = float(spam[int(len(spam) * SPAM_MISSED)]) if len(spam) else 0.5
    spam_above = min(0.95, max(0.5, math.ceil(round(spam_above * 100, 3)) / 100))
    return max(0.05, min(0.5, math.floor(round(ham_below * 100, 3)) / 100)), spam_above
