"""What is decided once a filter has learned a correction: what its wording adds, and where the cut-offs lie.

Temperature, prior and what stands beside the blocks stay as they were.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from spamfilter import Policy
from spamfilter_gpt.network.ngram import NgramLogit
from spamfilter_gpt.records.recipe import Recipe, count_needed
from spamfilter_gpt.records.run_record import Calibration
from spamfilter_gpt.runtime.tokenizer import Tokenizer
from spamfilter_gpt.training.keep.wording import add_correction, encode_rows, fit_correction
from spamfilter_gpt.training.loop import predict
from spamfilter_gpt.training.objective import Forward
from spamfilter_gpt.weights.known import Known

Tell = Callable[[str], object]
FACTORS = (0.0, 0.25, 0.5, 0.75, 1.0)  # of a correction by wording


def calibrate_kept(
    train: Forward, validation: Forward, known: Known, tokenizer: Tokenizer, recipe: Recipe, tell: Tell
) -> Calibration:
    """Add what wording corrects to the n-grams of the model, and choose cut-offs.

    ``train`` and ``validation`` hold messages of the package behind the user's.
    """
    blank = known.ngram or NgramLogit(torch.tensor(tokenizer.fold_tokens()))
    data, kept = validation.data, known.calibration
    ids = [encode_rows(part.texts, tokenizer, recipe.ngram_length) for part in (train.data, data)]
    targets = torch.tensor(train.data.targets or train.data.labels)
    correction = fit_correction(ids[0], list_odds(train), targets, blank)
    odds, more, labels = list_odds(validation), correction.score_rows(ids[1]), torch.tensor(data.labels)
    factor = choose_factor(odds, more, labels)
    tell(f"what wording corrects counts {factor:g} times")
    validation.model.ngram = add_correction(blank, correction, factor * kept.temperature)
    validation.model.reads = recipe.max_length
    scores = torch.sigmoid(odds + factor * more)
    policy = choose_cuts(scores.tolist(), labels.bool().tolist(), data.labelled, kept, recipe.ham_loss)
    return kept.choose(policy)


def list_odds(forward: Forward) -> Tensor:
    """The log-odds [N] that the scores of all rows are made of."""
    scaled = forward.scale(predict(forward)[0])
    return scaled[:, 1] - scaled[:, 0]


def choose_factor(odds: Tensor, more: Tensor, labels: Tensor) -> float:
    """What ``more`` [N], which wording corrects, counts beside ``odds`` [N]: what rows like best, 0 to 1."""

    def lose(factor: float) -> float:
        return F.binary_cross_entropy_with_logits(odds + factor * more, labels.float()).item()

    return min(FACTORS, key=lose)


def choose_cuts(
    scores: Sequence[float], spam: Sequence[bool], own: int, kept: Calibration, ham_loss: float
) -> Policy:
    """Cut-offs for ``scores`` [N], of which the first ``own`` are of the user's messages.

    Those that a filter had stand on thousands of messages. They are lowered only where the user's ham alone
    can show that as few are lost: :func:`count_needed`.
    """
    found = Policy.choose(scores, spam, ham_loss)
    if sum(not one for one in spam[:own]) >= count_needed(ham_loss):
        return found
    high = max(found.spam_above, kept.spam_above)
    return Policy(min(kept.ham_below, high), high)
