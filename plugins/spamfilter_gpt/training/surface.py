"""The log-odds of a message's surface (``runtime/surface.py``), learned by regression trees."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamfilter_gpt.runtime.surface import ALL, FAR, LEAVES, SPLITS, SurfaceLogit, Tree, count_features

TREES = 150
RATE = 0.05
LEAST = 100  # rows of a leaf
PENALTY = 10.0  # on the squares of leaves


def fit_surface(texts: Sequence[str], labels: Sequence[int], seed: int) -> SurfaceLogit:
    """Trees over the features of ``texts`` [N], as a normalizer leaves them, for their ``labels`` [N]."""
    model = grow_trees(texts, labels, seed)
    trees = [convert_tree(one.nodes) for (one,) in model._predictors]
    return SurfaceLogit.of(trees, float(model._baseline_prediction[0, 0]))


def grow_trees(texts: Sequence[str], labels: Sequence[int], seed: int) -> Any:
    """scikit-learn's model of the same rows, whose decision function the trees are."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST,
        l2_regularization=PENALTY,
        early_stopping=False,
        random_state=seed,
    )
    return model.fit(np.array([count_features(text) for text in texts]), np.asarray(labels))


def convert_tree(nodes: NDArray[Any]) -> Tree:
    """Features, limits and masks of the splits of scikit-learn's ``nodes``, and the leaves' values."""
    features: list[int] = []
    limits: list[float] = []
    masks: list[int] = []
    leaves: list[float] = []

    def walk(place: int) -> None:
        node = nodes[place]
        if node["is_leaf"]:
            leaves.append(float(node["value"]))
            return
        first = len(leaves)
        walk(int(node["left"]))
        features.append(int(node["feature_idx"]))
        limits.append(float(node["num_threshold"]))
        masks.append(ALL & ~((1 << len(leaves)) - (1 << first)))
        walk(int(node["right"]))

    walk(0)
    spare = SPLITS - len(features)
    return (
        [*features, *[0] * spare],
        [*limits, *[FAR] * spare],
        [*masks, *[ALL] * spare],
        [*leaves, *[0.0] * (LEAVES - len(leaves))],
    )
