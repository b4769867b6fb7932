"""A correction by wording: n-grams of new messages, fitted to what the model does not yet say of them."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from spamfilter_gpt.network.ngram import NgramLogit
from spamfilter_gpt.runtime.tokenizer import Tokenizer

STRENGTH = 10.0  # the inverse of the penalty on the weights
ITERATIONS = 200
Floats = NDArray[np.float64]


def fit_correction(
    token_ids: Sequence[Sequence[int]], z: Tensor, targets: Tensor, blank: NgramLogit
) -> NgramLogit:
    """N-grams whose log-odds, beside ``z`` [N], bring the scores of N rows to the ``targets`` [N].

    A logistic regression with an offset and a penalty on its weights, so that of a wording that says nothing
    new nothing is learned. Features are those of ``blank``, binary, of norm 1, scaled by their inverse
    document frequency as those of :func:`spamfilter_gpt.network.ngram.fit_ngrams`; a weight is the same for
    short and for long messages.
    """
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix, diags

    size, found = blank.size, []
    for ids in token_ids:
        places = blank.find_features(torch.tensor([list(ids)]), torch.tensor([len(ids)]))
        found.append(np.unique(places.numpy() % size))
    starts = np.cumsum([0, *map(len, found)])
    columns, seen = np.unique(np.concatenate(found), return_inverse=True)
    values = np.concatenate([np.full(len(places), len(places) ** -0.5) for places in found])
    rows = csr_matrix((values, seen.ravel(), starts), shape=(len(found), len(columns)))
    scale = np.log((1 + len(found)) / (1 + np.bincount(rows.indices, minlength=len(columns)))) + 1
    rows = rows @ diags(scale)
    offset, wanted = z.double().numpy(), targets.double().numpy()

    def lose(weight: Floats) -> tuple[float, Floats]:
        odds = offset + rows @ weight
        loss = STRENGTH * float((np.logaddexp(0, odds) - wanted * odds).sum()) + float(weight @ weight) / 2
        slope = 1 / (1 + np.exp(-np.clip(odds, -500, 500))) - wanted
        return loss, STRENGTH * (rows.T @ slope) + weight

    start, limits = np.zeros(len(columns)), {"maxiter": ITERATIONS}
    fitted = minimize(lose, start, jac=True, method="L-BFGS-B", options=limits)
    correction = NgramLogit(blank.folds, blank.buckets)
    weight = torch.from_numpy(fitted.x * scale).to(torch.float16)
    for kind in (0, size):  # short messages and long ones
        correction.weight[torch.from_numpy(columns) + kind] = weight
    return correction.eval()


@torch.no_grad()
def add_correction(ngram: NgramLogit, correction: NgramLogit, factor: float) -> NgramLogit:
    """``ngram`` and ``factor`` times the ``correction``, which has the same features."""
    joined = NgramLogit(ngram.folds, ngram.buckets)
    joined.weight.copy_(ngram.weight.float() + factor * correction.weight.float())
    joined.bias.copy_(ngram.bias)
    return joined.eval()


def encode_rows(texts: Sequence[str], tokenizer: Tokenizer, limit: int) -> list[list[int]]:
    """The first ``limit`` tokens of each of ``texts``."""
    return [tokenizer.encode(text, limit) for text in texts]
