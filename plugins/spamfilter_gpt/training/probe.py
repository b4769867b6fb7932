"""A linear probe: the class head as a logistic regression over what the model says before it is trained."""

import random
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from spamfilter_gpt.network.classifier import ClassHead
from spamfilter_gpt.network.precision import count_tokens
from spamfilter_gpt.training.dataset import group_by_tokens, make_batch
from spamfilter_gpt.training.objective import Forward

PROBED = 3000  # rows at most: some hundred weights gain little by more
DECAY = 1e-2  # of the weights of standardized features, per message
ITERATIONS = 200


@torch.no_grad()
def collect_features(forward: Forward, rows: Sequence[int]) -> Tensor:
    """What the class head reads of each of ``rows``, [N, C], float32 on the CPU."""
    head = forward.model.head
    features: list[Tensor] = []
    hook = head.register_forward_pre_hook(lambda module, inputs: features.append(inputs[0].float().cpu()))
    lengths = [forward.width or forward.data.lengths[row] for row in rows]
    order = list(group_by_tokens(lengths, count_tokens(forward.device)))
    forward.model.eval()
    try:
        for places in order:
            forward.logits(make_batch(forward.data, [rows[place] for place in places], forward.width))
    finally:
        hook.remove()
    found = torch.empty(len(lengths), features[0].shape[1])
    found[[place for places in order for place in places]] = torch.cat(features)
    return found


def fit_probe(forward: Forward, seed: int) -> float:
    """Set the class head of ``forward``'s model; the probe's accuracy on the rows it was fitted to.

    Those are all of them, or ``PROBED`` drawn by ``seed``.

    Features are standardized for the fit, and that is folded into the head's weight and bias.
    """
    count = len(forward.data)
    rows = sorted(random.Random(seed).sample(range(count), min(count, PROBED)))
    features = collect_features(forward, rows)
    labels = torch.tensor([forward.data.labels[row] for row in rows]).float()
    mean, scale = features.mean(0), features.std(0).clamp_min(1e-6)
    standard = (features - mean) / scale
    weight = torch.zeros(features.shape[1], requires_grad=True)
    bias = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=ITERATIONS, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(standard @ weight + bias, labels)
        loss = loss + DECAY / 2 * (weight @ weight)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    with torch.no_grad():
        set_head(forward.model.head, weight / scale, bias - (mean / scale) @ weight)
        right = (standard @ weight + bias > 0) == labels.bool()
    return float(right.float().mean())


def set_head(head: ClassHead, weight: Tensor, bias: Tensor) -> None:
    """Make ``head`` say that the log-odds of spam are ``weight`` [C] times its input plus ``bias``."""
    half = torch.stack([-weight, weight]) / 2
    head.weight.copy_(half.to(head.weight))
    head.bias.copy_(torch.stack([-bias, bias]).to(head.bias) / 2)
