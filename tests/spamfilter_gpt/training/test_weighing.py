"""How far what stands beside a model is trusted."""

import math

import pytest
import torch
from spamfilter_gpt.training.calibrate.weighing import Signal, Trust, weigh_logits
from torch import Tensor

SHORT = torch.zeros(400, dtype=torch.bool)


def test_stacking_trusts_the_better_of_two() -> None:
    chance = torch.Generator().manual_seed(3)
    labels = (torch.rand(400, generator=chance) < 0.4).long()
    truth = labels * 2.0 - 1
    good = truth * 2 + torch.randn(400, generator=chance)
    noise = torch.randn(400, generator=chance)
    short = torch.zeros(400, dtype=torch.bool)
    weighing = weigh_logits(torch.stack([-good / 2, good / 2], 1), [Signal(noise, short)], labels)
    assert weighing.factor > 1 > 0.5 > weighing.trusts[0].factors[0] >= 0
    weighing = weigh_logits(torch.stack([-good / 2, good / 2], 1), [Signal(truth + noise, short)], labels)
    assert weighing.factor > weighing.trusts[0].factors[0] > 0
    assert (
        weighing.trusts[0].factors[1] == weighing.trusts[0].factors[0]
    )  # nothing is known of the other kind
    weighing = weigh_logits(
        torch.stack([-good / 2, good / 2], 1), [Signal(-truth, short)], labels
    )  # against evidence
    assert weighing.trusts == (Trust(),)
    assert weighing.factor > 0


def test_stacking_trusts_what_adds_nothing_as_little_as_can_be() -> None:
    chance = torch.Generator().manual_seed(3)
    labels = (torch.rand(400, generator=chance) < 0.4).long()
    good = (labels * 2.0 - 1) * 2 + torch.randn(400, generator=chance)
    short = torch.zeros(400, dtype=torch.bool)
    weighing = weigh_logits(torch.stack([-good / 2, good / 2], 1), [Signal(good, short)], labels)
    assert weighing.trusts[0].factors[0] == pytest.approx(weighing.factor / 10, rel=0.01)


def test_stacking_expects_as_much_spam_as_a_kind_of_message_has() -> None:
    chance = torch.Generator().manual_seed(4)
    long = torch.arange(2000) % 2 == 1
    labels = (torch.rand(2000, generator=chance) < torch.where(long, 0.8, 0.2)).long()
    signal = (labels * 2.0 - 1)[:, None] + torch.randn(2000, 2, generator=chance)
    logits = torch.stack([-signal[:, 0], signal[:, 0]], 1)
    short_bias, long_bias = weigh_logits(logits, [Signal(signal[:, 1], long)], labels).trusts[0].biases
    assert short_bias == pytest.approx(math.log(0.2 / 0.8), abs=0.4)
    assert long_bias == pytest.approx(math.log(0.8 / 0.2), abs=0.4)


def make_odds(count: int) -> tuple[Tensor, Tensor, list[Tensor]]:
    """Labels [400], a model's logits for them, and ``count`` signals, each as good as the model."""
    chance = torch.Generator().manual_seed(5)
    labels = (torch.rand(400, generator=chance) < 0.4).long()
    truth = labels * 2.0 - 1
    model, *others = (truth + torch.randn(400, generator=chance) for _ in range(1 + count))
    return labels, torch.stack([-model / 2, model / 2], 1), others


def test_two_signals_that_each_add_something_are_both_trusted() -> None:
    labels, logits, others = make_odds(2)
    weighing = weigh_logits(logits, [Signal(one, SHORT) for one in others], labels)
    assert len(weighing.trusts) == 2
    assert all(trust.factors[0] > weighing.factor / 10 for trust in weighing.trusts)
    assert weighing.trusts[1].biases == (0.0, 0.0)  # those of the first stand for both


def test_a_signal_against_the_evidence_is_left_out_and_the_other_weighed_as_if_it_were_alone() -> None:
    labels, logits, (good,) = make_odds(1)
    bad = Signal(1.0 - 2 * labels + torch.randn(400, generator=torch.Generator().manual_seed(6)), SHORT)
    alone = weigh_logits(logits, [Signal(good, SHORT)], labels)
    both = weigh_logits(logits, [bad, Signal(good, SHORT)], labels)
    assert both.factor == alone.factor
    assert both.trusts == (Trust(), *alone.trusts)


def test_two_signals_that_say_the_same_are_trusted_less_together_than_twice_one() -> None:
    labels, logits, (good,) = make_odds(1)
    alone = weigh_logits(logits, [Signal(good, SHORT)], labels)
    twice = weigh_logits(logits, [Signal(good, SHORT)] * 2, labels)
    assert sum(trust.factors[0] for trust in twice.trusts) < 1.5 * alone.trusts[0].factors[0]


def test_a_row_is_of_another_kind_for_each_signal() -> None:
    labels, logits, (first, second) = make_odds(2)
    halves = torch.arange(400) < 200, torch.arange(400) % 2 == 1
    noise = torch.randn(400, generator=torch.Generator().manual_seed(7))
    signals = [Signal(torch.where(halves[0], first + 3 * noise, first), halves[0]), Signal(second, halves[1])]
    weighing = weigh_logits(logits, signals, labels)
    short, long = weighing.trusts[0].factors
    assert long < short / 2
