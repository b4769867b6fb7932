"""The correction of a filter, how far it counts, and where the cut-offs lie.

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
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.training.calibrate.temperature import is_worse
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.keep.correction import (
    Taught,
    add_features,
    add_wording,
    encode_rows,
    fit_correction,
)
from spamfilter_gpt.training.loop import predict
from spamfilter_gpt.training.objective import Forward
from spamfilter_gpt.training.probe import collect_features
from spamfilter_gpt.weights.known import Known

Tell = Callable[[str], object]
FACTORS = (1.0, 0.75, 0.5, 0.25)  # of a correction, tried in this order
SEEN = 0.5  # what log-odds of a message count that trained the filter before


def calibrate_kept(
    train: Forward, validation: Forward, known: Known, tokenizer: Tokenizer, recipe: Recipe, tell: Tell
) -> Calibration:
    """Correct the head and the n-grams of the model, and choose cut-offs.

    ``train`` and ``validation`` hold messages of the package behind the user's.
    """
    blank = known.ngram or NgramLogit(torch.tensor(tokenizer.fold_tokens()))
    model, kept, parts = validation.model, known.calibration, (train, validation)
    ids = [encode_rows(part.data.texts, tokenizer, recipe.ngram_length) for part in parts]
    features = [collect_features(part, range(len(part.data))) for part in parts]
    targets = torch.tensor(train.data.targets or train.data.labels)
    taught = Taught(features[0], ids[0], doubt_seen(list_odds(train), train.data, known), targets)
    correction = fit_correction(taught, blank)
    odds, more = list_odds(validation), correction.score(features[1], ids[1])
    labels = torch.tensor(validation.data.labels)
    factor = choose_factor(odds, more, labels, validation.data.labelled, kept.spam_above)
    tell(f"the correction counts {factor:g} times")
    add_features(model.head, correction, factor * kept.temperature)
    model.ngram = add_wording(blank, correction, factor * kept.temperature)
    model.reads = recipe.max_length
    scores, spam = torch.sigmoid(odds + factor * more).tolist(), labels.bool().tolist()
    return kept.choose(choose_cuts(scores, spam, validation.data.labelled, kept, recipe.ham_loss))


def doubt_seen(odds: Tensor, data: SpamDataset, known: Known) -> Tensor:
    """``odds`` [N] of rows, less of those of the user that trained the filter before.

    What it says of these it says by heart; of new messages like them it will be less sure.
    """
    if known.trained_on is None:
        return odds
    seen = torch.tensor([text in known.trained_on for text in data.texts])
    seen[data.labelled :] = False  # the package's messages, which it shall go on to score as it does
    return torch.where(seen, SEEN * odds, odds)


def list_odds(forward: Forward) -> Tensor:
    """The log-odds [N] that the scores of all rows are made of."""
    scaled = forward.scale(predict(forward)[0])
    return scaled[:, 1] - scaled[:, 0]


def choose_factor(odds: Tensor, more: Tensor, labels: Tensor, own: int, cut: float) -> float:
    """What ``more`` [N], a correction, counts beside ``odds`` [N]: as much as validation rows allow.

    The first ``own`` rows, the user's, must not be told worse (:func:`is_worse`), and of the package's ham
    no more may score above the ``cut`` than before.
    """
    spam = labels.bool()

    def lose(factor: float) -> Tensor:
        z = (odds + factor * more)[:own]
        return F.binary_cross_entropy_with_logits(z, labels[:own].float(), reduction="none")

    def count_lost(factor: float) -> int:
        scores = torch.sigmoid(odds + factor * more)
        return int((scores > cut)[own:][~spam[own:]].sum())

    before = lose(0.0), count_lost(0.0)
    for factor in FACTORS:
        if not is_worse(lose(factor), before[0]) and count_lost(factor) <= before[1]:
            return factor
    return 0.0


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
