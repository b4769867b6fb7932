"""What keeps a filter's knowledge: replayed messages, a correction by wording, cut-offs that only rise."""

import math
from dataclasses import replace

import pytest
import torch
from spamfilter_gpt.network.classifier import ClassHead
from spamfilter_gpt.network.ngram import NgramLogit
from spamfilter_gpt.options import make_settings
from spamfilter_gpt.records.recipe import RECIPES, Settings, check_settings, count_needed
from spamfilter_gpt.records.rows import REPLAY, LabelledText, read_general
from spamfilter_gpt.records.run_record import Calibration
from spamfilter_gpt.training.calibrate.kept import choose_cuts, choose_factor, doubt_seen
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.keep.correction import (
    Correction,
    Taught,
    add_features,
    add_wording,
    fit_correction,
)
from spamfilter_gpt.training.keep.replay import join_rows, read_replay
from spamfilter_gpt.weights.known import is_filter, read_known

from spamfilter import Fingerprints, Policy, UsageError
from tests.spamfilter_gpt.made_up import TOKENIZER

KEPT = Calibration(2.0, -1.0, 0.25, 0.2, 0.9)
BLANK = NgramLogit(torch.tensor(TOKENIZER.fold_tokens()))
NOTHING = torch.zeros(4, 1)  # features that say nothing
ROWS = [TOKENIZER.encode(text) for text in ("win a prize", "see you at eight", "win now", "see you")]


def test_every_fifth_message_of_the_package_validates() -> None:
    train, validation = read_replay(400)
    assert (len(train.texts), len(validation.texts)) == (320, 80)
    assert not set(train.texts) & set(validation.texts)
    assert 0.3 < sum(train.labels) / 320 < 0.36
    everything = read_replay(10**6)
    assert sum(len(part.texts) for part in everything) == len(read_general(REPLAY).texts)
    assert read_replay(0) == (LabelledText([], []), LabelledText([], []))


def test_rows_are_joined_without_changing_either() -> None:
    own = LabelledText(["a"], [1])
    assert join_rows(own, LabelledText(["b"], [0])) == LabelledText(["a", "b"], [1, 0])
    assert own == LabelledText(["a"], [1])


def fit(z: list[float], targets: list[float], features: torch.Tensor = NOTHING) -> Correction:
    return fit_correction(Taught(features, ROWS, torch.tensor(z), torch.tensor(targets)), BLANK)


def test_a_correction_learns_what_the_model_does_not_say() -> None:
    targets = [1.0, 0.0, 1.0, 0.0]
    assert fit([20.0, -20.0, 20.0, -20.0], targets).score(NOTHING, ROWS).abs().max() < 1e-3
    found = fit([-2.0] * 4, targets).score(NOTHING, ROWS)
    assert (found[[0, 2]] > 1).all()
    assert (found[[1, 3]] < 0).all()


def test_features_are_learned_beside_words_whatever_their_size() -> None:
    same = [ROWS[0]] * 4
    targets = torch.tensor([1.0, 0.0, 1.0, 0.0])
    for size in (0.01, 100.0):
        features = size * torch.tensor([[3.0], [1.0], [3.0], [1.0]])
        found = fit_correction(Taught(features, same, torch.zeros(4), targets), BLANK).score(features, same)
        # Of the weight w the slope is 10 * 4 * 0.1 * (sigmoid(0.1 w) - 1) + w, which is 0 at 1.818.
        assert found.tolist() == pytest.approx([0.1818, -0.1818, 0.1818, -0.1818], abs=1e-3)


def test_a_correction_is_added_as_often_as_is_said() -> None:
    before, more = fit([0.0] * 4, [0.0, 1.0, 0.0, 1.0]), fit([0.0] * 4, [1.0, 0.0, 1.0, 0.0])
    expected = before.wording.score_rows(ROWS) + 3 * more.wording.score_rows(ROWS)
    assert torch.allclose(add_wording(before.wording, more, 3.0).score_rows(ROWS), expected, atol=0.01)
    head, features = ClassHead(1), torch.tensor([[3.0], [1.0], [3.0], [1.0]])
    found = fit([0.0] * 4, [1.0, 0.0, 1.0, 0.0], features)
    logits = head(features)
    add_features(head, found, 2.0)
    moved = (head(features) - logits) @ torch.tensor([-1.0, 1.0])
    assert torch.allclose(moved, 2 * (found.weight * features[:, 0] + found.bias), atol=1e-6)


def test_a_correction_counts_as_much_as_the_validation_rows_allow() -> None:
    odds, labels = torch.tensor([3.0, -3.0] * 20), torch.tensor([1, 0] * 20)
    assert choose_factor(odds, odds, labels, 40, 0.9) == 1.0
    assert choose_factor(odds, -odds, labels, 40, 0.9) == 0.0


def test_it_counts_less_where_the_package_would_lose_ham() -> None:
    odds, labels = torch.tensor([3.0, -3.0, 0.0]), torch.tensor([1, 0, 0])
    more = torch.tensor([1.0, -1.0, 4.0])  # of the third, which is the package's: 0.88 by half, 0.95 by 3/4
    assert choose_factor(odds, more, labels, 2, 0.9) == 0.5
    assert choose_factor(odds, more, labels, 2, 0.99) == 1.0


def test_what_the_filter_knows_by_heart_counts_half() -> None:
    known = replace(read_known("tiny"), trained_on=Fingerprints.of(["win a prize", "see you at eight"]))
    data = SpamDataset.of(LabelledText(["win a prize", "see you", "see you at eight"], [1, 0, 0]), TOKENIZER)
    data.labelled = 2  # the third is of the package
    odds = torch.tensor([4.0, -4.0, -4.0])
    assert doubt_seen(odds, data, known).tolist() == [2.0, -4.0, -4.0]
    assert doubt_seen(odds, data, replace(known, trained_on=None)).tolist() == odds.tolist()


def test_few_ham_cannot_lower_a_cut_off() -> None:
    scores, spam = [0.01] * 10 + [0.99] * 10, [False] * 10 + [True] * 10
    assert choose_cuts(scores, spam, 20, KEPT, 0.002) == Policy(0.2, 0.9)
    # A ham of the user that scores above it raises it, however few there are.
    assert choose_cuts([0.95, *scores], [False, *spam], 21, KEPT, 0.002) == Policy(0.2, 0.95)


def test_as_many_ham_as_the_promise_takes_choose_by_themselves() -> None:
    assert count_needed(0.002) == 1500
    assert math.isinf(count_needed(0.0))
    scores, spam = [0.01] * 1500 + [0.99] * 100, [False] * 1500 + [True] * 100
    assert choose_cuts(scores, spam, 1600, KEPT, 0.002) == Policy(0.5, 0.5)
    assert choose_cuts(scores, spam, 1599 - 100, KEPT, 0.002) == Policy(0.2, 0.9)


def test_a_shipped_model_is_read_as_it_was_made() -> None:
    known = read_known("tiny")
    assert (known.reading.read, known.reading.max_length, known.reading.ngram_length) == ("last", 64, 1024)
    assert known.ngram is not None
    recipe = known.read_as(RECIPES["keep"])
    assert (recipe.read, recipe.max_length, recipe.ngrams, recipe.characters) == ("last", 64, True, True)
    assert known.expect(0.25).calibration.spam_above == pytest.approx(known.calibration.spam_above)
    moved = known.expect(0.5).calibration
    assert moved.shift - known.calibration.shift == pytest.approx(math.log(3))
    assert 1 / moved.spam_above - 1 == pytest.approx((1 / known.calibration.spam_above - 1) / 3)


def test_what_is_no_filter_has_nothing_to_keep() -> None:
    assert is_filter("embedded")
    assert is_filter("tiny")
    assert not any(map(is_filter, ("smollm2", "new", "")))
    with pytest.raises(UsageError, match="base 'smollm2' is no filter whose knowledge could be kept; add"):
        read_known("smollm2")


def test_the_recipe_is_chosen_by_the_base() -> None:
    assert make_settings(None, base="tiny").recipe == RECIPES["keep"]
    assert make_settings(None, base="gpt2").recipe == RECIPES["default"]
    assert make_settings(None, base="tiny", layers=2).recipe == RECIPES["default"]
    assert make_settings("default", base="tiny").recipe == RECIPES["default"]
    with pytest.raises(UsageError, match=r"--max-length is as the base has it, .* add --recipe default"):
        make_settings(None, base="tiny", max_length=32)


def test_what_would_undo_what_is_known_is_refused() -> None:
    check_settings(Settings("tiny", recipe=RECIPES["keep"]))
    with pytest.raises(UsageError, match="--layers does not go with what a filter knows; add --recipe"):
        check_settings(Settings("tiny", layers=2, recipe=RECIPES["keep"]))
