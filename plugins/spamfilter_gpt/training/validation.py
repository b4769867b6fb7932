"""What the validation rows decide once a model is trained: its temperature, its cut-offs, and how far it
trusts the n-grams that join it."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor

from spamfilter import Policy, shift_prior
from spamfilter_gpt.network.ngram import SHORT, fit_ngrams
from spamfilter_gpt.records.recipe import Recipe
from spamfilter_gpt.records.run_record import Calibration
from spamfilter_gpt.runtime.tokenizer import Tokenizer
from spamfilter_gpt.training.calibration import (
    Weighing,
    fit_temperature,
    score_logits,
    weigh_logits,
)
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.loop import predict
from spamfilter_gpt.training.objective import Forward

Tell = Callable[[str], object]


def calibrate(
    forward: Forward, train: SpamDataset, tokenizer: Tokenizer, recipe: Recipe, tell: Tell
) -> Calibration:
    """Temperature, shift of the prior and cut-offs from the validation rows; n-grams join the model."""
    logits, labels = predict(forward)
    share = sum(train.labels) / len(train)
    expected = recipe.prior if recipe.prior is not None else share
    if recipe.ngrams:
        logits, temperature, c = join_ngrams(forward, train, logits, tokenizer, recipe.ngram_length, tell)
        learned = labels.float().mean().item()
    else:
        temperature, c = fit_temperature(logits, labels), 0.0
        learned = 0.5 if recipe.class_weights else share
    shift = c + shift_prior(expected, learned)
    scores = score_logits(logits, temperature, shift)
    policy = Policy.choose(scores.tolist(), labels.bool().tolist(), recipe.ham_loss)
    return Calibration(temperature, shift, expected, policy.ham_below, policy.spam_above)


def join_ngrams(
    forward: Forward, train: SpamDataset, logits: Tensor, tokenizer: Tokenizer, limit: int, tell: Tell
) -> tuple[Tensor, float, float]:
    """Class logits [N, 2] of the validation rows with the n-grams', their temperature and their shift.

    ``logits`` [N, 2] are the model's own. N-grams read ``limit`` tokens, so rows are tokenized once more.
    """

    def encode(texts: Iterable[str]) -> list[list[int]]:
        return [tokenizer.encode(text, limit) for text in texts]

    validation = forward.data
    once = dict(zip(train.texts, train.labels, strict=True))  # a row that trains twice counts once here
    ngram = fit_ngrams(encode(once), list(once.values()), tokenizer.fold_tokens()).eval()
    rows = encode(validation.texts)
    others = ngram.score_rows(rows)
    long = torch.tensor([len(ids) > SHORT for ids in rows])
    weighing = weigh_logits(logits, others, long, torch.tensor(validation.labels))
    tell(describe_weighing(weighing))
    factors = [factor / weighing.factor for factor in weighing.other_factors]
    start = weighing.biases[0]
    ngram.weigh(factors, [(bias - start) / weighing.factor for bias in weighing.biases])
    joined = logits.clone()
    joined[:, 1] += ngram.score_rows(rows)  # once more, since float16 rounds what was weighed
    forward.model.ngram = ngram
    return joined, 1 / weighing.factor, start


def describe_weighing(weighing: Weighing) -> str:
    """What the validation rows said."""
    short, long = (factor / weighing.factor for factor in weighing.other_factors)
    return f"n-grams weigh {short:.2f} times the model's logit for short messages, {long:.2f} for long ones"
