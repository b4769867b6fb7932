"""Log-odds of spam from the words and pairs of words of a message, whatever their order otherwise.

What a language model reads as meaning, a linear model over n-grams reads as wording: each knows what the
other misses (Wang, Manning 2012, "Baselines and Bigrams"; hashed as in Joulin et al. 2016, "Bag of Tricks
for Efficient Text Classification", arXiv 1607.01759). B is the batch, T the length in tokens.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

BUCKETS = 1 << 17  # of pairs
FIRST, SECOND = 1_000_003, 8191  # a pair's bucket; the token before the first is 0
SHORT = 64  # tokens of a message at most; one of more has weights of its own
STRENGTH = 3.0  # scikit-learn's C: the inverse of the penalty on the weights


class NgramLogit(nn.Module):
    """Weights of tokens, of their words in any case, and of hashed pairs of these; 0 until they are fitted.

    ``folds`` [V] is the token that stands for each (``Tokenizer.fold_tokens``).
    There are two sets of weights, for short and for long messages, and a last weight that stays 0. They are
    float16: what they add up to is rounded far above that.
    """

    def __init__(self, folds: Tensor, buckets: int = BUCKETS) -> None:
        super().__init__()
        self.buckets = buckets
        self.size = 2 * len(folds) + buckets
        self.folds: Tensor
        self.register_buffer("folds", folds.to(torch.int32))
        weight = torch.zeros(2 * self.size + 1, dtype=torch.float16)
        self.weight = nn.Parameter(weight, requires_grad=False)
        self.bias = nn.Parameter(torch.zeros(2), requires_grad=False)

    @classmethod
    def from_state(cls, state: dict[str, Tensor]) -> "NgramLogit":
        """With the parameters of another."""
        folds = state["folds"]
        logit = cls(folds, (len(state["weight"]) - 1) // 2 - 2 * len(folds))
        logit.load_state_dict(state)
        return logit

    def find_features(self, input_ids: Tensor, lengths: Tensor) -> Tensor:
        """Places [B, 3, T] in ``weight`` of each token of [B, T], its word, and that after the one before."""
        words = self.folds[input_ids].long()
        before = torch.cat([torch.zeros_like(words[:, :1]), words[:, :-1]], dim=1)
        pairs = (before * FIRST + words * SECOND) % self.buckets
        tokens = len(self.folds)
        places = torch.stack([input_ids, words + tokens, pairs + 2 * tokens], dim=1)
        places = places + (lengths > SHORT)[:, None, None] * self.size
        real = torch.arange(input_ids.shape[1], device=input_ids.device) < lengths[:, None]  # B, T
        return torch.where(real[:, None, :], places, 2 * self.size)

    def forward(self, input_ids: Tensor, lengths: Tensor) -> Tensor:
        """Log-odds [B]: the sum over what occurs, each once, over the root of how many these are."""
        places = self.find_features(input_ids, lengths).sort(dim=-1).values
        new = torch.cat([places[..., :1] >= 0, places[..., 1:] != places[..., :-1]], dim=-1)
        new = new & (places < 2 * self.size)
        found = self.weight[places].float() * new
        sums = found.sum((1, 2)) / new.sum((1, 2)).clamp_min(1).sqrt()
        return sums + self.bias[(lengths > SHORT).long()]

    def weigh(self, factors: Sequence[float], biases: Sequence[float]) -> None:
        """Multiply what short and long messages get, and add to it."""
        for start, factor in zip((0, self.size), factors, strict=True):
            self.weight[start : start + self.size] *= factor
        self.bias.copy_(torch.tensor(biases))

    def score_rows(self, token_ids: Sequence[Sequence[int]]) -> Tensor:
        """Log-odds [N] of rows of any length."""
        return torch.cat([self(torch.tensor([list(ids)]), torch.tensor([len(ids)])) for ids in token_ids])


def fit_ngrams(token_ids: Sequence[Sequence[int]], labels: Sequence[int], folds: Sequence[int]) -> NgramLogit:
    """Logistic regression over the rows ``token_ids`` [N] with ``labels`` [N].

    Features are binary, of norm 1, and scaled by their inverse document frequency, so that a frequent
    pair needs a larger weight than a rare one. Each is there twice, once for all messages and once for
    the short or the long ones alone, so that a word may mean another thing in a mail than in an SMS
    (Daumé 2007, "Frustratingly Easy Domain Adaptation"). All that is folded into the weights.
    """
    from scipy.sparse import csr_matrix, diags
    from sklearn.linear_model import LogisticRegression

    logit = NgramLogit(torch.tensor(folds))
    size = logit.size
    rows, values = [], []
    for ids in token_ids:
        found = torch.unique(logit.find_features(torch.tensor([list(ids)]), torch.tensor([len(ids)]))).numpy()
        rows.append(np.concatenate([found % size, found + size]))
        values.append(np.full(2 * len(found), len(found) ** -0.5))
    starts = np.cumsum([0, *map(len, rows)])
    counts = csr_matrix((np.concatenate(values), np.concatenate(rows), starts), shape=(len(rows), 3 * size))
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    scale = np.log((1 + len(rows)) / (1 + frequency)) + 1
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
    model.fit(counts @ diags(scale), labels)
    shared, short, long = np.split(model.coef_[0] * scale, 3)
    logit.weight[: 2 * size] = torch.from_numpy(np.concatenate([shared + short, shared + long]))
    return logit
