"""The log-odds of a message's surface (``runtime/surface.py``), learned by regression trees."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamfilter_gpt.runtime.surface import (
    ALL,
    FAR,
    FEATURES,
    LEAVES,
    SHAPES,
    SPLITS,
    SurfaceLogit,
    Tree,
    count_features,
)

GROUPS = ((0, SHAPES), (SHAPES, FEATURES))  # of features
TREES = 150  # of a group
RATE = 0.05
LEAST = 100  # rows of a leaf
PENALTY = 10.0  # on the squares of leaves


def fit_surface(texts: Sequence[str], labels: Sequence[int], seed: int) -> SurfaceLogit:
    """Trees over the features of ``texts`` [N], as a normalizer leaves them, for their ``labels`` [N].

    Some are of the surface and as many of the concepts, each fitted by themselves: those that see both fit
    one publisher's messages better and others' worse.
    """
    features = np.array([count_features(text) for text in texts])
    trees, bias = [], 0.0
    for first, last in GROUPS:
        model = grow_trees(features[:, first:last], labels, seed)
        trees += [convert_tree(one.nodes, first) for (one,) in model._predictors]
        bias += float(model._baseline_prediction[0, 0])
    return SurfaceLogit.of(trees, bias)


def grow_trees(features: NDArray[np.float64], labels: Sequence[int], seed: int) -> Any:
    """scikit-learn's model of rows of ``features`` [N, F], whose decision function the trees are."""
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
    return model.fit(features, np.asarray(labels))


def convert_tree(nodes: NDArray[Any], first: int) -> Tree:
    """Features, limits and masks of the splits of scikit-learn's ``nodes``, and the leaves' values.

    ``first`` is the place of the nodes' feature 0 among all.
    """
    features: list[int] = []
    limits: list[float] = []
    masks: list[int] = []
    leaves: list[float] = []

    def walk(place: int) -> None:
        node = nodes[place]
        if node["is_leaf"]:
            leaves.append(float(node["value"]))
            return
        leftmost = len(leaves)
        walk(int(node["left"]))
        features.append(first + int(node["feature_idx"]))
        limits.append(float(node["num_threshold"]))
        masks.append(ALL & ~((1 << len(leaves)) - (1 << leftmost)))
        walk(int(node["right"]))

    walk(0)
    spare = SPLITS - len(features)
    return (
        [*features, *[0] * spare],
        [*limits, *[FAR] * spare],
        [*masks, *[ALL] * spare],
        [*leaves, *[0.0] * (LEAVES - len(leaves))],
    )
