"""Log-odds of spam from the tokens and pairs of tokens of a message, whatever their order otherwise.

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
STRENGTH = 1.2  # scikit-learn's C: the inverse of the penalty on the weights


class NgramLogit(nn.Module):
    """Weights of ``tokens`` and of hashed pairs; 0 for all until they are fitted."""

    def __init__(self, tokens: int, buckets: int = BUCKETS) -> None:
        super().__init__()
        self.tokens, self.buckets = tokens, buckets
        self.weight = nn.Parameter(torch.zeros(tokens + buckets), requires_grad=False)

    @classmethod
    def from_weight(cls, weight: Tensor, tokens: int) -> "NgramLogit":
        """With the ``weight`` [tokens + buckets] of another."""
        logit = cls(tokens, len(weight) - tokens)
        logit.weight.copy_(weight)
        return logit

    def find_features(self, input_ids: Tensor) -> Tensor:
        """Places [B, 2, T] in ``weight`` of each token of [B, T], and of it after the one before."""
        before = torch.cat([torch.zeros_like(input_ids[:, :1]), input_ids[:, :-1]], dim=1)
        pairs = (before * FIRST + input_ids * SECOND) % self.buckets + self.tokens
        return torch.stack([input_ids, pairs], dim=1)

    def forward(self, input_ids: Tensor, lengths: Tensor) -> Tensor:
        """Log-odds [B]: the sum over what occurs, each once, over the root of how many these are."""
        features = self.find_features(input_ids)
        places = torch.arange(input_ids.shape[1], device=input_ids.device)
        same = (features[..., :, None] == features[..., None, :]) & (places[None, :] < places[:, None])
        new = (same.int().sum(-1) == 0) & (places < lengths[:, None, None])  # B, 2, T
        found = self.weight[features] * new
        return found.sum((1, 2)) / new.sum((1, 2)).clamp_min(1).sqrt()

    def score_rows(self, token_ids: Sequence[Sequence[int]]) -> Tensor:
        """Log-odds [N] of rows of any length."""
        return torch.cat([self(torch.tensor([list(ids)]), torch.tensor([len(ids)])) for ids in token_ids])


def fit_ngrams(token_ids: Sequence[Sequence[int]], labels: Sequence[int], tokens: int) -> NgramLogit:
    """Logistic regression over the rows ``token_ids`` [N] with ``labels`` [N].

    Features are binary, of norm 1, and scaled by their inverse document frequency, so that a frequent
    pair needs a larger weight than a rare one; that scale is folded into the weights.
    """
    from scipy.sparse import csr_matrix, diags
    from sklearn.linear_model import LogisticRegression

    logit = NgramLogit(tokens)
    rows = [torch.unique(logit.find_features(torch.tensor([list(ids)]))).numpy() for ids in token_ids]
    starts = np.cumsum([0, *map(len, rows)])
    values = np.concatenate([np.full(len(row), len(row) ** -0.5) for row in rows])
    counts = csr_matrix((values, np.concatenate(rows), starts), shape=(len(rows), len(logit.weight)))
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    scale = np.log((1 + len(rows)) / (1 + frequency)) + 1
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
    model.fit(counts @ diags(scale), labels)
    logit.weight.copy_(torch.from_numpy(model.coef_[0] * scale))
    return logit
