"""The three families behind one interface: heads, the token that is read, padding, generation."""

import pytest
import torch
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.network.decoder import generate_greedy
from spamfilter_gpt.records.choices import Read
from torch import Tensor
from torch.nn import functional as F

from tests.spamfilter_gpt.made_up import make_model

FAMILIES = pytest.mark.parametrize("family", ["gpt1", "gpt2", "llama"])
IDS = torch.randint(300, (4, 9), generator=torch.Generator().manual_seed(3))
LENGTHS = torch.tensor([9, 1, 4, 7])


def read_plainly(model: SpamClassifier, read: Read) -> Tensor:
    """Class logits the long way: every position of every block, then pick."""
    hidden = model.decoder.hidden(IDS)
    if read == "mean":
        picked = torch.stack([row[:length].mean(0) for row, length in zip(hidden, LENGTHS, strict=True)])
    else:
        places = {"last": LENGTHS - 1, "last-padded": torch.full((4,), 8), "first": torch.zeros(4).long()}
        picked = hidden[torch.arange(4), places[read]]
    return F.linear(picked, model.head.weight, model.head.bias)


@FAMILIES
@pytest.mark.parametrize("read", ["last", "last-padded", "first", "mean"])
def test_only_what_is_read_is_computed_and_nothing_else_changes(family: str, read: Read) -> None:
    model = make_model(family, read).eval()
    torch.testing.assert_close(model(IDS, LENGTHS), read_plainly(model, read), atol=1e-5, rtol=1e-5)


@FAMILIES
@pytest.mark.parametrize(
    ("read", "same"), [("last", True), ("first", True), ("mean", True), ("last-padded", False)]
)
def test_padding_changes_nothing_unless_it_is_read(family: str, read: Read, same: bool) -> None:
    model = make_model(family, read).eval()
    alone = model(IDS[2:3, :4], LENGTHS[2:3])
    assert torch.allclose(model(IDS, LENGTHS)[2:3], alone, atol=1e-5) is same


@FAMILIES
def test_a_prefix_and_the_rest_are_the_whole(family: str) -> None:
    model = make_model(family).eval()
    states = model.run_prefix(IDS, LENGTHS, 2)
    assert states.shape == (4, 9, 32)
    rest = model.classify(model.run_blocks(states, LENGTHS, 2, 3), LENGTHS)
    torch.testing.assert_close(rest, model(IDS, LENGTHS))


@FAMILIES
def test_a_token_never_sees_those_after_it(family: str) -> None:
    model = make_model(family).decoder.eval()
    changed = torch.cat([IDS[:, :5], (IDS[:, 5:] + 1) % 300], dim=1)
    torch.testing.assert_close(model.hidden(IDS)[:, :5], model.hidden(changed)[:, :5])


@FAMILIES
def test_the_vocabulary_head_is_the_token_embedding(family: str) -> None:
    model = make_model(family).decoder.eval()
    logits = model(IDS)
    assert logits.shape == (4, 9, 301)
    torch.testing.assert_close(logits, model.hidden(IDS) @ model.wte.weight.T)


@FAMILIES
def test_greedy_text_goes_on_by_the_likeliest_token_beyond_the_context(family: str) -> None:
    model = make_model(family).decoder.eval()
    generated = generate_greedy(model, [5, 6, 7], 80)
    assert (len(generated), generated[:3]) == (83, [5, 6, 7])
    assert generated[3] == int(model.predict_tokens(model.hidden(torch.tensor([[5, 6, 7]]))[0, -1]).argmax())
    window = torch.tensor([generated[-1 - model.context_length : -1]])
    assert generated[-1] == int(model.predict_tokens(model.hidden(window)[0, -1]).argmax())
