"""What trains, the frozen-prefix cache, and the loop, on small models of both families."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.records.choices import Read
from spamfilter_gpt.records.recipe import RECIPES, Recipe, schedule_rate
from spamfilter_gpt.training.calibrate.temperature import fit_temperature, is_worse, score_logits
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.frozen import cache as frozen_cache
from spamfilter_gpt.training.frozen.cache import SPARE, Prefix, PrefixCache
from spamfilter_gpt.training.loop import fine_tune, predict
from spamfilter_gpt.training.objective import Forward
from spamfilter_gpt.training.probe import collect_features, fit_probe
from spamfilter_gpt.training.trainable import count_parameters, merge_adapters, select_trainable

from spamfilter import CreateError, DataError, shift_prior
from tests.spamfilter_gpt.made_up import TOKENIZER, make_model, write_rows

FAST = Recipe(epochs=2, batch_size=8, learning_rate=1e-2, max_length=32, patience=0)


@pytest.fixture
def data(tmp_path: Path) -> SpamDataset:
    return SpamDataset(write_rows(tmp_path / "a.csv", 45), TOKENIZER, 32, TOKENIZER.pad_token_id)


def make_forward(
    model: SpamClassifier, data: SpamDataset, frozen: int, tmp_path: Path | None, **options: int
) -> Forward:
    width = options.pop("width", None)
    cache = None
    if tmp_path:
        budget = options.pop("budget", 10**9)
        cache = PrefixCache(Prefix(model, data, frozen, width, "fp32"), budget, tmp_path)
    return Forward(model, data, frozen, width, cache=cache)


@pytest.mark.parametrize(
    ("trainable", "count", "frozen"),
    [
        ("head", 2 * 32 + 2, 3),
        ("last-block", 2 * 32 + 2 + 2 * 32 + 12 * 32 * 32 + 13 * 32, 2),
        ("last-two-blocks", 2 * 32 + 2 + 2 * 32 + 2 * (12 * 32 * 32 + 13 * 32), 1),
        ("last-three-blocks", 2 * 32 + 2 + 2 * 32 + 3 * (12 * 32 * 32 + 13 * 32), 0),
        ("all", (TOKENIZER.vocab_size + 64) * 32 + 2 * 32 + 2 + 2 * 32 + 3 * (12 * 32 * 32 + 13 * 32), -1),
        ("lora", 2 * 32 + 2 + 2 * 32 + 3 * 4 * (32 + 96 + 32 + 32 + 32 + 128 + 128 + 32), 0),
    ],
)
def test_what_trains(trainable: str, count: int, frozen: int) -> None:
    model = make_model()
    assert select_trainable(model, trainable, rank=4) == frozen
    assert count_parameters(model)[0] == count


@pytest.mark.parametrize("family", ["gpt1", "gpt2", "llama"])
@pytest.mark.parametrize("trainable", ["head", "last-block", "last-two-blocks"])
@pytest.mark.parametrize("read", ["last", "mean", "first", "last-padded"])
def test_the_cached_and_the_uncached_loop_learn_the_same(
    data: SpamDataset, tmp_path: Path, family: str, trainable: str, read: Read
) -> None:
    losses = []
    for folder in (tmp_path, None):
        model = make_model(family, read)
        frozen = select_trainable(model, trainable)
        forward = make_forward(model, data, frozen, folder, width=32 if read == "last-padded" else None)
        progress = fine_tune(forward, forward, FAST)
        losses.append([row["train_loss"] for row in progress.steps])
    assert len(losses[0]) == 12
    assert losses[0] == pytest.approx(losses[1], abs=1e-5)


def test_a_cache_over_its_budget_is_a_file_that_a_kill_takes_along(data: SpamDataset, tmp_path: Path) -> None:
    prefix = Prefix(make_model(), data, 2, None, "fp32")
    caches = [PrefixCache(prefix, budget, tmp_path) for budget in (10**9, 0)]
    assert [cache.in_file for cache in caches] == [False, True]
    assert torch.equal(caches[0].gather(range(45)), caches[1].gather(range(45)))
    mapped = Path("/proc/self/maps").read_text() if Path("/proc/self/maps").exists() else ".cache (deleted)"
    assert ".cache (deleted)" in mapped
    assert not list(tmp_path.glob("*.cache"))


def test_a_device_with_room_of_its_own_holds_the_cache(
    data: SpamDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = Prefix(make_model(), data, 2, None, "fp32")
    outside = PrefixCache(prefix, 0, tmp_path)
    size = outside.size
    for room, in_file in ((SPARE * size, False), (SPARE * size - 1, True)):
        monkeypatch.setattr(frozen_cache, "measure_room", lambda device, room=room: room)
        cache = PrefixCache(prefix, 0, tmp_path)
        assert cache.in_file == in_file
        assert torch.equal(cache.gather(range(45)), outside.gather(range(45)))


def test_a_cache_that_does_not_fit_the_disk_is_an_error(data: SpamDataset, tmp_path: Path) -> None:
    with pytest.raises(CreateError, match=r"cannot write a cache of 0\.0 GB into .*: No such file"):
        PrefixCache(Prefix(make_model(), data, 2, None, "fp32"), 0, tmp_path / "nowhere")


@pytest.mark.parametrize("family", ["gpt1", "gpt2", "llama"])
def test_merged_adapters_compute_the_same(data: SpamDataset, family: str) -> None:
    model = make_model(family)
    before = {name: value.clone() for name, value in model.weights().items()}
    forward = Forward(model, data, select_trainable(model, "lora", rank=2))
    fine_tune(forward, forward, FAST)
    adapted, _ = predict(forward)
    merge_adapters(model.decoder)
    merged, _ = predict(forward)
    assert set(model.weights()) == set(before)
    assert torch.equal(model.decoder.wte.weight, before["wte.weight"])
    changed = "h.0.attn.q_proj.weight" if family == "llama" else "h.0.attn.c_attn.weight"
    assert not torch.equal(model.weights()[changed], before[changed])
    torch.testing.assert_close(adapted, merged, atol=1e-5, rtol=1e-5)


def test_it_learns(data: SpamDataset) -> None:
    model = make_model()
    forward = Forward(model, data, select_trainable(model, "all"))
    progress = fine_tune(forward, forward, Recipe(epochs=8, batch_size=8, learning_rate=3e-3, max_length=32))
    logits, labels = predict(forward)
    assert progress.epochs[-1]["validation_accuracy"] == 1
    assert torch.equal(logits.argmax(1), labels)


def test_an_average_with_the_start_lies_between_start_and_end(data: SpamDataset) -> None:
    ended = []
    for average in (0.0, 0.5, 1.0):
        torch.manual_seed(0)
        model = make_model()
        start = model.head.weight.clone()
        forward = Forward(model, data, select_trainable(model, "last-block"))
        fine_tune(forward, forward, replace(FAST, average=average))
        ended.append(model.head.weight.clone())
    trained, between, kept = ended
    assert torch.equal(kept, start)
    assert not torch.equal(trained, start)
    torch.testing.assert_close(between, (start + trained) / 2)


def test_the_best_epoch_is_kept_and_patience_ends_the_run(data: SpamDataset) -> None:
    model = make_model()
    forward = Forward(model, data, select_trainable(model, "all"))
    recipe = Recipe(
        epochs=40, batch_size=8, learning_rate=0.03, patience=2, schedule="constant", max_length=32
    )
    progress = fine_tune(forward, forward, recipe)
    losses = [row["validation_loss"] for row in progress.epochs]
    assert progress.best_loss == losses[progress.best_epoch - 1]
    assert progress.epoch == min(40, progress.best_epoch + 2)
    logits, labels = predict(forward)
    assert torch.nn.functional.cross_entropy(logits, labels).item() == pytest.approx(
        progress.best_loss, rel=1e-4
    )


def test_an_epoch_is_worse_only_beyond_the_noise_of_its_rows() -> None:
    good = torch.full((100,), 0.1)
    one_bad_row, many = good.clone(), good + 0.05 * torch.rand(100)
    one_bad_row[7] = 3.0
    assert not is_worse(one_bad_row, good)
    assert is_worse(many, good)
    assert not is_worse(good, many)
    assert not is_worse(good[:1], good[:1])


def test_a_loss_that_is_no_number_is_an_error(data: SpamDataset) -> None:
    model = make_model()
    forward = Forward(model, data, select_trainable(model, "all"))
    with torch.no_grad():
        model.decoder.wte.weight.fill_(float("nan"))
    with pytest.raises(
        DataError, match="the loss is nan at step 1: training diverged; lower --learning-rate"
    ):
        fine_tune(forward, forward, FAST)


def test_accumulated_batches_are_one_step(data: SpamDataset) -> None:
    model = make_model()
    forward = Forward(model, data, select_trainable(model, "head"))
    progress = fine_tune(forward, forward, Recipe(epochs=1, batch_size=5, accumulate=3, max_length=32))
    assert [row["examples"] for row in progress.steps] == [15, 30, 45]


def test_the_books_recipe_has_a_constant_rate_and_the_default_one_warms_up() -> None:
    assert [schedule_rate(RECIPES["book"], step, 100) for step in (0, 50, 99)] == [5e-5] * 3
    rates = [schedule_rate(RECIPES["default"], step, 100) for step in range(100)]
    assert rates[0] == pytest.approx(5e-5)
    assert max(rates) == rates[10] == 5e-4
    assert rates[99] < 1e-6


def test_temperature_undoes_overconfidence() -> None:
    torch.manual_seed(0)
    truth = torch.randn(20000, 2)
    labels = (torch.rand(20000) < truth.softmax(1)[:, 1]).long()
    assert fit_temperature(truth * 3, labels) == pytest.approx(3, abs=0.15)


def test_a_prior_moves_the_score_as_bayes_says() -> None:
    shift = shift_prior(0.1, 0.5)
    score = score_logits(torch.tensor([[0.0, math.log(9)]]), 1.0, shift)
    assert score.item() == pytest.approx(0.5)


@pytest.mark.parametrize("family", ["gpt1", "gpt2", "llama"])
@pytest.mark.parametrize("read", ["last", "mean"])
def test_a_probe_is_a_logistic_regression_over_what_the_head_reads(
    data: SpamDataset, tmp_path: Path, family: str, read: Read
) -> None:
    from sklearn.linear_model import LogisticRegression

    model = make_model(family, read)
    frozen = select_trainable(model, "last-block")
    forward = make_forward(model, data, frozen, tmp_path)
    features = collect_features(forward, range(len(data)))
    accuracy = fit_probe(forward, 1)
    logits, labels = predict(forward)
    found = logits[:, 1] - logits[:, 0]
    assert accuracy == ((found > 0) == labels.bool()).float().mean().item()
    standard = (features - features.mean(0)) / features.std(0).clamp_min(1e-6)
    # scikit-learn's C is the inverse of the decay summed over the rows.
    reference = LogisticRegression(C=1 / (1e-2 * len(data)), max_iter=5000, tol=1e-8).fit(standard, labels)
    expected = torch.tensor(reference.decision_function(standard)).float()
    torch.testing.assert_close(found, expected, atol=0.02, rtol=0.02)


def test_training_goes_on_from_the_probe(data: SpamDataset, tmp_path: Path) -> None:
    model = make_model(read="mean")
    forward = make_forward(model, data, select_trainable(model, "last-block"), tmp_path)
    before = collect_features(forward, range(len(data)))
    fit_probe(forward, 1)
    probed, _ = predict(forward)
    fine_tune(forward, forward, Recipe(epochs=1, batch_size=8, learning_rate=1e-5, max_length=32))
    after, _ = predict(forward)
    assert (after - probed).abs().max() < 0.3
    assert (collect_features(forward, range(len(data))) - before).abs().max() < 0.05


def test_a_teacher_outweighs_a_label(data: SpamDataset, tmp_path: Path) -> None:
    """What counts is the target of each row; labels that say the opposite of it are not learnt."""
    data.targets = [float(1 - label) for label in data.labels]
    model = make_model()
    forward = make_forward(model, data, select_trainable(model, "last-block"), tmp_path)
    fine_tune(forward, forward, FAST)
    logits, labels = predict(forward)
    assert (logits.argmax(1) == labels).float().mean() < 0.2
