"""The log-odds of the wording: what counts, what does not, and that it joins the model's own."""

import math
import random

import numpy as np
import pytest
import torch
from made_up import make_model
from spamfilter_gpt.calibration import weigh_logits
from spamfilter_gpt.export import export_onnx, make_scorer
from spamfilter_gpt.model import ClassHead
from spamfilter_gpt.ngram import BUCKETS, NgramLogit, fit_ngrams

TOKENS = 50


def make_logit() -> NgramLogit:
    logit = NgramLogit(TOKENS)
    logit.weight.copy_(torch.randn(len(logit.weight), generator=torch.Generator().manual_seed(0)))
    return logit


def test_a_message_is_its_tokens_and_pairs_each_once_over_the_root_of_their_number() -> None:
    logit = make_logit()
    features = logit.find_features(torch.tensor([[7, 3, 7, 3]]))[0]
    assert features[0].tolist() == [7, 3, 7, 3]
    assert features[1].min() >= TOKENS
    assert features[1, 1] == features[1, 3]  # 7 3, twice
    distinct = torch.unique(features)  # 7, 3; start 7, 7 3, 3 7
    assert len(distinct) == 5
    found = logit(torch.tensor([[7, 3, 7, 3]]), torch.tensor([4]))
    assert found.item() == pytest.approx(float(logit.weight[distinct].sum()) / math.sqrt(5), abs=1e-5)


def test_padding_and_neighbours_do_not_matter() -> None:
    logit = make_logit()
    alone = logit(torch.tensor([[7, 3, 9]]), torch.tensor([3]))
    among = logit(torch.tensor([[7, 3, 9, 0, 0], [1, 2, 3, 4, 5]]), torch.tensor([3, 5]))
    assert among[0].item() == pytest.approx(alone.item(), abs=1e-6)


def test_fitted_weights_tell_an_order_of_words_that_single_words_do_not() -> None:
    chance = random.Random(1)
    rows, labels = [], []
    for _ in range(200):
        spam = chance.random() < 0.5
        rows.append([*chance.choices(range(10, TOKENS), k=5), *([3, 7] if spam else [7, 3])])
        labels.append(int(spam))
    logit = fit_ngrams(rows, labels, TOKENS)
    assert len(logit.weight) == TOKENS + BUCKETS
    scores = logit.score_rows([[20, 3, 7], [20, 7, 3]])
    assert scores[0] > 0 > scores[1]


def test_stacking_trusts_the_better_of_two() -> None:
    chance = torch.Generator().manual_seed(3)
    labels = (torch.rand(400, generator=chance) < 0.4).long()
    truth = labels * 2.0 - 1
    good = truth * 2 + torch.randn(400, generator=chance)
    noise = torch.randn(400, generator=chance)
    a, b, _ = weigh_logits(torch.stack([-good / 2, good / 2], 1), noise, labels)
    assert a > 1 > 0.5 > b >= 0
    a, b, c = weigh_logits(torch.stack([-good / 2, good / 2], 1), -truth, labels)  # against all evidence
    assert (b, c) == (0.0, 0.0)
    assert a > 0


def test_the_graph_adds_them_to_the_model_as_torch_does() -> None:
    import onnxruntime

    model = make_model("gpt2")
    model.head = ClassHead(model.wte.embedding_dim, "mean")
    tokens = model.wte.num_embeddings
    ids = torch.tensor([[7, 3, 9, 3, 9], [5, 5, 0, 0, 0], [1, 0, 0, 0, 0]])
    lengths = torch.tensor([5, 2, 1])
    with torch.no_grad():
        plain = make_scorer(model, 1.0, 0.0, 64, 0)(ids, lengths)
        model.ngram = NgramLogit.from_weight(make_logit().weight[: tokens + 9], tokens)
        scorer = make_scorer(model, 1.0, 0.0, 64, 0)
        expected = scorer(ids, lengths)
        odds = torch.logit(expected) - torch.logit(plain)
        assert torch.allclose(odds, model.ngram(ids, lengths), atol=1e-5)
    session = onnxruntime.InferenceSession(export_onnx(scorer), providers=["CPUExecutionProvider"])
    for rows in (slice(0, 3), slice(1, 2), slice(2, 3)):
        feed = {"input_ids": ids[rows].numpy(), "lengths": lengths[rows].numpy()}
        np.testing.assert_allclose(session.run(None, feed)[0], expected[rows].numpy(), atol=1e-6)
