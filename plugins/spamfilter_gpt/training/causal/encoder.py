"""An encoder and the causal model that it becomes. B is the batch, T the length in tokens, C the width."""

import copy
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from spamfilter_gpt.network.attention import split_heads
from spamfilter_gpt.network.gpt1 import GPT1, PostNormBlock
from spamfilter_gpt.network.gpt2 import CausalAttention
from spamfilter_gpt.network.precision import compute_in
from spamfilter_gpt.records.architecture import GPT1Config
from spamfilter_gpt.records.choices import Precision
from spamfilter_gpt.runtime.tokens.pieces import BLANK
from spamfilter_gpt.weights.bases import Base
from spamfilter_gpt.weights.pieces import MASK, XLMR, cut_pieces

PROMPT = "query:"  # e5's word for a text that is compared with others (Wang et al. 2024)
TOKENS = 4096
TWICE = 2


class OpenAttention(nn.Module):
    """Attention with the weights of a causal one in which each token sees all others, as in BERT."""

    def __init__(self, attention: CausalAttention) -> None:
        super().__init__()
        self.attention = attention

    def forward(self, x: Tensor, positions: Tensor | None = None) -> Tensor:
        heads = self.attention.n_heads
        query, key, value = (split_heads(part, heads) for part in self.attention.c_attn(x).chunk(3, dim=2))
        mixed = F.scaled_dot_product_attention(query, key, value).transpose(1, 2)  # B, T, H, C / H
        merged: Tensor = self.attention.c_proj(mixed.reshape(x.shape))
        return merged


def open_model(model: GPT1) -> GPT1:
    """The encoder of which ``model`` has the weights."""
    encoder = copy.deepcopy(model)
    for block in encoder.h:
        assert isinstance(block, PostNormBlock)
        block.attn = OpenAttention(block.attn)  # type: ignore[assignment]  # called alike
    return encoder.eval()


@torch.no_grad()
def encode(
    encoder: GPT1, rows: Sequence[Sequence[int]], precision: Precision, advance: Callable[[int], object]
) -> Tensor:
    """The mean state [N, C] of each of ``rows`` [N] of tokens; rows of one length go together, unpadded."""
    found = torch.empty(len(rows), encoder.wte.embedding_dim)
    order = sorted(range(len(rows)), key=lambda row: len(rows[row]))
    for length, group in groupby(order, key=lambda row: len(rows[row])):
        places, step = list(group), max(1, TOKENS // length)
        for start in range(0, len(places), step):
            some = places[start : start + step]
            with compute_in(precision, found.device):
                states = encoder.hidden(torch.tensor([rows[place] for place in some]))
            found[some] = states.float().mean(1)
            advance(len(some))
    return found


def frame_rows(base: Base, rows: Sequence[Sequence[int]]) -> tuple[list[list[int]], int]:
    """``rows`` as e5 wants them, between its prompt and its end, and how many tokens come first."""
    begin, end = XLMR.index("<s>"), XLMR.index("</s>")
    first = [begin, *base.make_tokenizer().encode(PROMPT)]
    return [[*first, *row, end] for row in rows], len(first)


def cut_base(base: Base, kept: Sequence[int], skipped: int) -> Base:
    """``base`` with the pieces ``kept`` alone, whose first token stands where number ``skipped`` stood."""
    model, shape = base.model, base.model.config
    assert isinstance(shape, GPT1Config)
    context = shape.context_length - skipped
    config = replace(shape, vocab_size=len(kept), context_length=context)
    cut = GPT1(config)
    state = model.state_dict()
    state["wte.weight"] = state["wte.weight"][torch.tensor(kept)]
    state["wpe.weight"] = state["wpe.weight"][skipped:]
    cut.load_state_dict(state)
    return replace(base, model=cut, tokens=cut_pieces(base.tokens, kept))


def choose_pieces(rows: Sequence[Sequence[int]], pieces: Sequence[str], count: int) -> list[int]:
    """At most ``count`` of the ids of ``pieces``, in order: what ``rows`` use, characters, the most frequent.

    A piece counts as used that is there ``TWICE``. Others come in the order of their ids, which is that of
    their frequency in the texts that they were made of.
    """
    used = Counter(number for row in rows for number in row)
    chosen = list(range(len(XLMR)))
    chosen += (number for number, times in used.most_common() if times >= TWICE)
    chosen += (number for number, piece in enumerate(pieces) if len(piece.replace(BLANK, "")) == 1)
    chosen += range(len(pieces))
    return sorted(list(dict.fromkeys(number for number in chosen if pieces[number] != MASK))[:count])
