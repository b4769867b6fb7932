"""The log-odds of the wording: what counts, what does not, and that it joins the model's own."""

import math
import random

import numpy as np
import onnxruntime
import pytest
import torch
from spamfilter_gpt.export.onnx import export_onnx, make_scorer
from spamfilter_gpt.network.ngram import BUCKETS, SHORT, NgramLogit, fit_ngrams
from spamfilter_gpt.weights.bases import new_base
from spamfilter_gpt.weights.graph import locate_weights, read_weights
from spamfilter_gpt.weights.quantize import quantize_weights

from tests.spamfilter_gpt.made_up import make_model

TOKENS = 50
FOLDS = torch.arange(TOKENS)
LONG = SHORT + 1


def make_logit(folds: torch.Tensor = FOLDS) -> NgramLogit:
    logit = NgramLogit(folds, buckets=1009)
    logit.weight[:-1] = torch.randn(len(logit.weight) - 1, generator=torch.Generator().manual_seed(0)).half()
    return logit


def test_a_message_is_its_tokens_words_and_pairs_each_once_over_the_root_of_their_number() -> None:
    logit = make_logit()
    features = logit.find_features(torch.tensor([[7, 3, 7, 3]]), torch.tensor([4]))[0]
    assert features[0].tolist() == [7, 3, 7, 3]
    assert features[1].tolist() == [TOKENS + 7, TOKENS + 3, TOKENS + 7, TOKENS + 3]
    assert features[2].min() >= 2 * TOKENS
    assert features[2, 1] == features[2, 3]  # 7 3, twice
    distinct = torch.unique(features)  # 7, 3; their words; start 7, 7 3, 3 7
    assert len(distinct) == 7
    found = logit(torch.tensor([[7, 3, 7, 3]]), torch.tensor([4]))
    assert found.item() == pytest.approx(float(logit.weight[distinct].float().sum()) / math.sqrt(7), abs=1e-5)


def test_tokens_of_one_word_are_one_word() -> None:
    folds = FOLDS.clone()
    folds[[8, 9]] = 7
    features = make_logit(folds).find_features(torch.tensor([[7, 3], [9, 3]]), torch.tensor([2, 2]))
    assert features[0, 0].tolist() != features[1, 0].tolist()
    assert features[0, 1:].tolist() == features[1, 1:].tolist()


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
    logit = fit_ngrams(rows, labels, FOLDS.tolist())
    assert len(logit.weight) == 2 * (2 * TOKENS + BUCKETS) + 1
    scores = logit.score_rows([[20, 3, 7], [20, 7, 3]])
    assert scores[0] > 0 > scores[1]


def test_a_word_may_mean_one_thing_in_a_short_message_and_another_in_a_long_one() -> None:
    chance = random.Random(2)
    rows, labels = [], []
    for _ in range(300):
        word, long = chance.choice((3, 7)), chance.random() < 0.5
        rows.append([word, *chance.choices(range(10, TOKENS), k=LONG if long else 5)])
        labels.append(int((word == 3) != long))
    fitted = fit_ngrams(rows, labels, FOLDS.tolist())
    filler = [20 + place % 20 for place in range(LONG)]
    short_3, short_7, long_3, long_7 = fitted.score_rows([[3, 20], [7, 20], [3, *filler], [7, *filler]])
    assert short_3 > short_7
    assert long_3 < long_7


def test_folded_tokens_share_case_space_and_digits() -> None:
    tokenizer = new_base(2000, 1, 1, 8, 16, 0.0).make_tokenizer()
    folds = tokenizer.fold_tokens()
    assert len(folds) == tokenizer.vocab_size
    for one, other in (("The", " the"), (" The", " the"), ("7", "0")):
        (first,), (second,) = tokenizer.encode(one), tokenizer.encode(other)
        assert folds[first] == folds[second]
    (he,), (the,) = tokenizer.encode(" he"), tokenizer.encode(" the")
    assert folds[he] != folds[the]


@pytest.mark.slow
def test_the_graph_adds_them_to_the_model_and_reads_on_where_that_has_ceased() -> None:
    model = make_model("gpt2", "mean")
    chance = torch.Generator().manual_seed(5)
    ids = torch.randint(1, TOKENS, (4, LONG + 20), generator=chance)
    lengths = torch.tensor([LONG + 20, 20, 2, 1])
    with torch.no_grad():
        plain, _ = make_scorer(model, 1.0, 0.0, 64, 0)(ids[:, :16], lengths.clamp(max=16))
        model.ngram = make_logit(torch.arange(model.decoder.wte.num_embeddings))
        model.ngram.weigh([0.5, 2.0], [0.0, 1.0])
        model.reads = 16
        scorer = make_scorer(model, 1.0, 0.0, 64, 0)
        expected, _ = scorer(ids, lengths)
        odds = torch.logit(expected) - torch.logit(plain)
        assert torch.allclose(odds, model.ngram(ids, lengths), atol=1e-5)
    session = onnxruntime.InferenceSession(export_onnx(scorer), providers=["CPUExecutionProvider"])
    for rows, width in ((slice(0, 4), LONG + 20), (slice(1, 3), 20), (slice(2, 3), 2), (slice(3, 4), 1)):
        feed = {"input_ids": ids[rows, :width].numpy(), "lengths": lengths[rows].numpy()}
        np.testing.assert_allclose(session.run(None, feed)[0], expected[rows].numpy(), atol=1e-6)


@pytest.mark.slow
def test_their_weights_are_read_back_from_the_graph() -> None:
    model = make_model("gpt2", "mean")
    model.ngram = make_logit(torch.arange(model.decoder.wte.num_embeddings))
    program = quantize_weights(export_onnx(make_scorer(model, 1.0, 0.0, 64, 0)))
    places, elsewhere = locate_weights(program, model.weights())
    assert not elsewhere
    found = read_weights(program, {name: places[name] for name in ("ngram.weight", "ngram.folds")})
    assert found["ngram.weight"].dtype == torch.float16
    again = NgramLogit.from_state(
        {**{name.removeprefix("ngram."): value for name, value in found.items()}, "bias": torch.zeros(2)}
    )
    ids, lengths = torch.tensor([[7, 3, 9]]), torch.tensor([3])
    assert torch.equal(again(ids, lengths), model.ngram(ids, lengths))
