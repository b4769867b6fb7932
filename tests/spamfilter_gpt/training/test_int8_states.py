"""What frozen blocks give in int8: close to float32, computed once, kept for other runs, safe from kills."""

from pathlib import Path

import pytest
import torch
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.records.choices import Read, Trainable
from spamfilter_gpt.records.recipe import Recipe, Settings
from spamfilter_gpt.training.dataset import SpamDataset, make_batch
from spamfilter_gpt.training.frozen.cache import Prefix, PrefixCache
from spamfilter_gpt.training.frozen.states import RECORD, Int8Blocks, Int8States, read_segment
from spamfilter_gpt.training.run import check_settings, open_blocks
from spamfilter_gpt.training.trainable import count_frozen
from torch import Tensor

from spamfilter import DataError, UsageError
from tests.spamfilter_gpt.made_up import TOKENIZER, make_model, write_rows

pytestmark = pytest.mark.slow  # exports by torch


@pytest.fixture
def data(tmp_path: Path) -> SpamDataset:
    return SpamDataset(write_rows(tmp_path / "a.csv", 45), TOKENIZER, 32, TOKENIZER.pad_token_id)


def fill(model: SpamClassifier, frozen: int, data: SpamDataset, folder: Path) -> tuple[Int8States, list[int]]:
    """The states, and how many rows at a time were done: first those that were there."""
    done: list[int] = []
    return Int8States(Int8Blocks(model, frozen), data, folder, done.append), done


def read_all(cache: Int8States | PrefixCache, data: SpamDataset) -> Tensor:
    return cache.states(make_batch(data, range(len(data))))


@pytest.mark.parametrize("family", ["gpt1", "gpt2", "llama"])
@pytest.mark.parametrize(("read", "frozen"), [("mean", 2), ("mean", 3), ("last", 2), ("last", 3)])
def test_int8_states_are_near_those_of_float32(
    data: SpamDataset, tmp_path: Path, family: str, read: Read, frozen: int
) -> None:
    model = make_model(family, read)
    exact = read_all(PrefixCache(Prefix(model, data, frozen, None, "fp32"), 10**9, tmp_path), data)
    found = read_all(fill(model, frozen, data, tmp_path)[0], data)
    assert found.shape == exact.shape
    assert 0 < (found - exact).norm() / exact.norm() < 0.05


def test_a_second_run_computes_only_what_is_new(data: SpamDataset, tmp_path: Path) -> None:
    model = make_model("llama", "mean")
    part = data.draw(20, 1)
    first, done = fill(model, 2, part, tmp_path)
    assert done[0] == 0
    assert sum(done) == 20
    again, done = fill(model, 2, part, tmp_path)
    assert done == [20]
    assert torch.equal(read_all(first, part), read_all(again, part))
    assert sum(fill(model, 2, data, tmp_path)[1][1:]) == 25


def test_other_blocks_have_states_of_their_own(data: SpamDataset, tmp_path: Path) -> None:
    assert fill(make_model("llama", "mean"), 2, data, tmp_path)[1][0] == 0
    assert fill(make_model("llama", "mean"), 1, data, tmp_path)[1][0] == 0
    assert len(list(tmp_path.iterdir())) == 3  # and the csv


def test_a_row_that_was_not_written_to_its_end_does_not_count(data: SpamDataset, tmp_path: Path) -> None:
    model = make_model("llama", "mean")
    whole = read_all(fill(model, 2, data, tmp_path)[0], data)
    (states,) = tmp_path.glob("*/*.states")
    index = states.with_suffix(".index")
    states.write_bytes(states.read_bytes()[:-10])  # a kill in the middle of a row
    index.write_bytes(index.read_bytes()[: -RECORD.size - 3])  # and of the entry before the last
    assert len(dict(read_segment(index, model.decoder.wte.embedding_dim))) == 43
    cache, done = fill(model, 2, data, tmp_path)
    assert (done[0], sum(done)) == (43, 45)
    assert torch.equal(read_all(cache, data), whole)


def test_states_that_float16_cannot_hold_are_refused(data: SpamDataset, tmp_path: Path) -> None:
    model = make_model("llama", "mean")
    with torch.no_grad():
        model.decoder.wte.weight.mul_(1e7)
    with pytest.raises(DataError, match="too large for float16; use --frozen float"):
        fill(model, 2, data, tmp_path)


@pytest.mark.parametrize(("trainable", "frozen"), [("all", -1), ("lora", 0), ("last-three-blocks", 0)])
def test_where_no_block_is_frozen_nothing_is_in_int8(trainable: Trainable, frozen: int) -> None:
    assert count_frozen(trainable, 3) == frozen
    assert open_blocks(make_model(), frozen, Recipe(frozen="int8", trainable=trainable)) is None


@pytest.mark.parametrize(
    ("recipe", "message"),
    [
        (Recipe(frozen="int8", dropout=0.1), "needs --dropout 0 and --padding batch"),
        (Recipe(frozen="int8", padding="longest"), "needs --dropout 0 and --padding batch"),
    ],
)
def test_settings_that_leave_nothing_to_keep_are_refused(recipe: Recipe, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        check_settings(Settings(recipe=recipe))
