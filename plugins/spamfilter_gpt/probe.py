"""A linear probe: the class head as a logistic regression over what the model says before it is trained."""

import torch
from torch import Tensor
from torch.nn import functional as F

from spamfilter_gpt.dataset import group_by_tokens, make_batch
from spamfilter_gpt.forward import Forward
from spamfilter_gpt.model import ClassHead

TOKENS = 4096
DECAY = 1e-2  # of the weights of standardized features, per message
ITERATIONS = 200


@torch.no_grad()
def collect_features(forward: Forward) -> Tensor:
    """What the class head reads of every row, [N, C], float32 on the CPU."""
    head = forward.model.head
    features: list[Tensor] = []
    hook = head.register_forward_pre_hook(lambda module, inputs: features.append(inputs[0].float().cpu()))
    lengths = forward.data.lengths
    order = list(group_by_tokens([forward.width or length for length in lengths], TOKENS))
    forward.model.eval()
    try:
        for rows in order:
            forward.logits(make_batch(forward.data, rows, forward.width))
    finally:
        hook.remove()
    found = torch.empty(len(lengths), features[0].shape[1])
    found[[row for rows in order for row in rows]] = torch.cat(features)
    return found


def fit_probe(forward: Forward) -> float:
    """Set the class head of ``forward``'s model; the probe's accuracy on the rows it was fitted to.

    Features are standardized for the fit, and that is folded into the head's weight and bias.
    """
    features, labels = collect_features(forward), torch.tensor(forward.data.labels).float()
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


def set_head(head: torch.nn.Module, weight: Tensor, bias: Tensor) -> None:
    """Make ``head`` say that the log-odds of spam are ``weight`` [C] times its input plus ``bias``."""
    assert isinstance(head, ClassHead)
    half = torch.stack([-weight, weight]) / 2
    head.weight.copy_(half.to(head.weight))
    head.bias.copy_(torch.stack([-bias, bias]).to(head.bias) / 2)
