"""Train a GPT to tell spam from ham: the loop, the measures, the checkpoint."""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.nn import functional as F

from spamfilter_gpt.dataset import Batch, SpamDataset, iterate_batches
from spamfilter_gpt.model import GPT


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of a run.

    ``lm_weight`` adds that share of the next-token loss to the class loss, which lets a small model that
    starts from random weights learn the language of its few messages as well as their labels (Radford
    et al. 2018, "Improving Language Understanding by Generative Pre-Training", section 3.2).
    ``word_drop`` replaces that share of the input tokens by random ones while training.
    """

    epochs: int = 20
    batch_size: int = 32
    learning_rate: float = 1e-3
    weight_decay: float = 0.1
    warmup: float = 0.1
    clip: float = 1.0
    lm_weight: float = 0.5
    word_drop: float = 0.1
    seed: int = 123


@dataclass(slots=True)
class Result:
    """``model`` with the best validation loss, its ``temperature``, and the loss and accuracy by epoch."""

    model: GPT
    temperature: float = 1.0
    history: list[dict[str, float]] = field(default_factory=list)


def fine_tune(
    model: GPT,
    train: SpamDataset,
    validation: SpamDataset,
    recipe: Recipe,
    report: Callable[[dict[str, float]], None] = lambda row: None,
) -> Result:
    """Train ``model`` in place and return the epoch with the lowest validation loss, calibrated."""
    torch.manual_seed(recipe.seed)
    generator = torch.Generator().manual_seed(recipe.seed)
    steps = recipe.epochs * math.ceil(len(train) / recipe.batch_size)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: schedule_rate(step, steps, recipe.warmup)
    )
    result, best, best_loss = Result(model), copy.deepcopy(model.state_dict()), math.inf
    for epoch in range(1, recipe.epochs + 1):
        model.train()
        total = 0.0
        for batch in iterate_batches(train, recipe.batch_size, generator):
            loss = compute_loss(model, batch, recipe)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), recipe.clip)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch.labels)
        logits, labels = predict(model, validation)
        validation_loss = F.cross_entropy(logits, labels).item()
        accuracy = (logits.argmax(1) == labels).float().mean().item()
        row = {
            "epoch": epoch,
            "train_loss": total / len(train),
            "validation_loss": validation_loss,
            "validation_accuracy": accuracy,
        }
        result.history.append(row)
        report(row)
        if validation_loss < best_loss:
            best, best_loss = copy.deepcopy(model.state_dict()), validation_loss
    model.load_state_dict(best)
    result.temperature = fit_temperature(*predict(model, validation))
    return result


def schedule_rate(step: int, steps: int, warmup: float) -> float:
    """Factor of the learning rate: linear up over the first ``warmup`` share, then half a cosine down."""
    ramp = max(1, int(steps * warmup))
    if step < ramp:
        return (step + 1) / ramp
    return 0.5 * (1 + math.cos(math.pi * (step - ramp) / max(1, steps - ramp)))


def compute_loss(model: GPT, batch: Batch, recipe: Recipe) -> Tensor:
    """Class loss at the last real token plus ``lm_weight`` times the next-token loss on real tokens."""
    seen = batch.input_ids
    if recipe.word_drop:
        noise = torch.randint(model.config.vocab_size - 1, seen.shape)
        seen = torch.where(torch.rand(seen.shape) < recipe.word_drop, noise, seen)
    hidden = model.hidden(seen)
    loss = F.cross_entropy(model.classify_hidden(hidden, batch.lengths), batch.labels)
    if recipe.lm_weight and hidden.shape[1] > 1:
        real = torch.arange(1, hidden.shape[1]) < batch.lengths[:, None]  # B, T - 1
        targets = batch.input_ids[:, 1:][real]
        if len(targets):
            loss = loss + recipe.lm_weight * F.cross_entropy(
                model.predict_tokens(hidden[:, :-1][real]), targets
            )
    return loss


@torch.no_grad()
def predict(model: GPT, data: SpamDataset, batch_size: int = 64) -> tuple[Tensor, Tensor]:
    """Class logits [N, 2] and labels [N] of all rows, in order of length."""
    model.eval()
    batches = list(iterate_batches(data, batch_size, None))
    logits = torch.cat([model(batch.input_ids, batch.lengths) for batch in batches])
    return logits, torch.cat([batch.labels for batch in batches])


def fit_temperature(logits: Tensor, labels: Tensor) -> float:
    """The divisor of the logits that minimizes the validation loss (Guo et al. 2017, arXiv 1706.04599)."""
    candidates = torch.logspace(-1, 1, 201).tolist()
    return float(min(candidates, key=lambda t: F.cross_entropy(logits / t, labels).item()))


def choose_cutoffs(scores: Tensor, labels: Tensor, ham_loss: float = 0.002) -> tuple[float, float]:
    """``(ham_below, spam_above)`` from held-back scores [N] and labels [N].

    ``spam_above`` is the lowest cut-off, at least 0.5, that calls at most a share ``ham_loss`` of the ham
    spam; ``ham_below`` is the highest, at most 0.5, that calls at most 5 % of the spam ham. Rounded
    outwards to two decimals, so that the cut-offs read well.
    """
    ham = scores[labels == 0].sort(descending=True).values
    spam = scores[labels == 1].sort().values
    allowed = int(len(ham) * ham_loss)
    spam_above = float(ham[allowed]) if len(ham) > allowed else 0.5
    ham_below = float(spam[int(len(spam) * 0.05)]) if len(spam) else 0.5
    spam_above = min(0.95, max(0.5, math.ceil(spam_above * 100) / 100))
    return max(0.05, min(0.5, math.floor(ham_below * 100) / 100)), spam_above
