"""A correction of a filter: what features and wording of new messages say beside what it says already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from spamfilter_gpt.network.classifier import ClassHead
from spamfilter_gpt.network.ngram import NgramLogit
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer

STRENGTH = 10.0  # the inverse of the penalty on the weights
FEATURE = 0.1  # what a feature of standard deviation 1 is multiplied by, beside n-grams of norm 1
SPREAD = 1e-6  # of a feature at least
ITERATIONS = 300
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Correction:
    """Log-odds: ``weight`` [C] times what the head reads, ``bias``, and what ``wording`` says."""

    weight: Tensor
    bias: float
    wording: NgramLogit

    @torch.no_grad()
    def score(self, features: Tensor, token_ids: Sequence[Sequence[int]]) -> Tensor:
        """Log-odds [N] of rows with these ``features`` [N, C] and tokens."""
        return features @ self.weight + self.bias + self.wording.score_rows(token_ids)


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """N rows to learn from: ``features`` [N, C], tokens, log-odds ``z`` [N] so far, ``targets`` [N]."""

    features: Tensor
    token_ids: Sequence[Sequence[int]]
    z: Tensor
    targets: Tensor


def fit_correction(rows: Taught, blank: NgramLogit) -> Correction:
    """The correction that brings the scores of ``rows`` to their targets.

    A logistic regression with an offset and a penalty on its weights, so that nothing is learned where the
    filter is right already. N-grams have the places of ``blank``; they are binary, of norm 1, scaled by
    their inverse document frequency as those of :func:`spamfilter_gpt.network.ngram.fit_ngrams`; a weight is
    the same for short and for long messages. Features are standardized.
    """
    from scipy.sparse import csr_matrix, hstack

    words, columns, scale = count_words(rows.token_ids, blank)
    features = rows.features.double().numpy()
    mean, spread = features.mean(axis=0), features.std(axis=0) + SPREAD
    standard = FEATURE * (features - mean) / spread
    table = hstack([words, csr_matrix(standard)]).tocsr()
    found = minimize_loss(table, rows.z.double().numpy(), rows.targets.double().numpy())
    said, slopes = found[: len(columns)], FEATURE * found[len(columns) : -1] / spread
    wording = NgramLogit(blank.folds, blank.buckets)
    for kind in (0, blank.size):  # short messages and long ones
        wording.weight[torch.from_numpy(columns) + kind] = torch.from_numpy(said * scale).to(torch.float16)
    bias = float(found[-1] - slopes @ mean)
    return Correction(torch.from_numpy(slopes).float(), bias, wording.eval())


def count_words(
    token_ids: Sequence[Sequence[int]], blank: NgramLogit
) -> tuple[Any, NDArray[np.int64], Floats]:
    """The n-grams of N rows, sparse [N, K], the places of the K columns, and what each is multiplied by."""
    from scipy.sparse import csr_matrix, diags

    found = []
    for ids in token_ids:
        places = blank.find_features(torch.tensor([list(ids)]), torch.tensor([len(ids)]))
        found.append(np.unique(places.numpy() % blank.size))
    starts = np.cumsum([0, *map(len, found)])
    columns, seen = np.unique(np.concatenate(found), return_inverse=True)
    values = np.concatenate([np.full(len(places), len(places) ** -0.5) for places in found])
    rows = csr_matrix((values, seen.ravel(), starts), shape=(len(found), len(columns)))
    scale = np.log((1 + len(found)) / (1 + np.bincount(rows.indices, minlength=len(columns)))) + 1
    return rows @ diags(scale), columns, scale


def minimize_loss(table: Any, offset: Floats, targets: Floats) -> Floats:
    """Weights of the K columns of a sparse ``table`` [N, K] and, behind them, what is added to all."""
    from scipy.optimize import minimize

    def lose(weight: Floats) -> tuple[float, Floats]:
        odds = offset + table @ weight[:-1] + weight[-1]
        loss = float((np.logaddexp(0, odds) - targets * odds).sum())
        slope = 1 / (1 + np.exp(-np.clip(odds, -500, 500))) - targets
        steps = np.append(STRENGTH * (table.T @ slope) + weight[:-1], STRENGTH * slope.sum())
        return STRENGTH * loss + float(weight[:-1] @ weight[:-1]) / 2, steps

    start, limits = np.zeros(table.shape[1] + 1), {"maxiter": ITERATIONS}
    found: Floats = minimize(lose, start, jac=True, method="L-BFGS-B", options=limits).x
    return found


@torch.no_grad()
def add_wording(ngram: NgramLogit, correction: Correction, factor: float) -> NgramLogit:
    """``ngram`` and ``factor`` times the wording of the ``correction``, which has the same places."""
    joined = NgramLogit(ngram.folds, ngram.buckets)
    joined.weight.copy_(ngram.weight.float() + factor * correction.wording.weight.float())
    joined.bias.copy_(ngram.bias)
    return joined.eval()


@torch.no_grad()
def add_features(head: ClassHead, correction: Correction, factor: float) -> None:
    """Have ``head`` say ``factor`` times as well what the ``correction`` says of features."""
    half = factor * correction.weight.to(head.weight) / 2
    head.weight.add_(torch.stack([-half, half]))
    head.bias.add_(factor * correction.bias / 2 * torch.tensor([-1.0, 1.0]).to(head.bias))


def encode_rows(texts: Sequence[str], tokenizer: Tokenizer, limit: int) -> list[list[int]]:
    """The first ``limit`` tokens of each of ``texts``."""
    return [tokenizer.encode(text, limit) for text in texts]
