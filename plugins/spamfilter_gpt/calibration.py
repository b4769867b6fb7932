"""From logits on held-back messages to calibrated scores."""

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


def weigh_logits(logits: Tensor, others: Tensor, labels: Tensor) -> tuple[float, float, float]:
    """``(a, b, c)`` with the lowest loss of ``a x + b y + c`` as log-odds of spam.

    x is what ``logits`` [N, 2] say of it, y is ``others`` [N]. Wolpert 1992, "Stacked Generalization":
    held-back rows say how far each can be trusted. Where that is not at all, ``b`` is 0 and ``a`` and ``c``
    are a temperature's.
    """
    from sklearn.linear_model import LogisticRegression

    both = torch.stack([logits[:, 1] - logits[:, 0], others], dim=1).double().numpy()
    model = LogisticRegression(C=100.0).fit(both, labels.numpy())
    a, b = model.coef_[0].tolist()
    if a <= 0 or b <= 0:
        return 1 / fit_temperature(logits, labels), 0.0, 0.0
    return a, b, float(model.intercept_[0])


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
