"""The first GPT's blocks behind the interface of ``decoder.py``, so that an encoder's weights are a base too.

Radford et al. 2018, "Improving Language Understanding by Generative Pre-Training": norms behind the layers
and not before them, learned positions. BERT's blocks (Devlin et al. 2018, arXiv 1810.04805) are the same but
for the mask, and have one norm more, behind the embedding. B is the batch, T the length in tokens, C the
width.
"""

import torch
from torch import Tensor, nn

from spamfilter_gpt.network.decoder import Decoder
from spamfilter_gpt.network.gpt2 import CausalAttention, FeedForward
from spamfilter_gpt.network.layers import initialize, take
from spamfilter_gpt.records.architecture import GPT1Config, GPTConfig


class PostNormBlock(nn.Module):
    """One post-norm block: [B, T, C] to [B, T, C], or at ``positions`` [B] alone to [B, 1, C]."""

    def __init__(self, config: GPT1Config) -> None:
        super().__init__()
        width, heads, drop = config.emb_dim, config.n_heads, config.drop_rate
        layers = GPTConfig(config.vocab_size, config.context_length, width, 1, heads, drop_rate=drop)
        self.attn = CausalAttention(layers)
        self.ln_1 = nn.LayerNorm(width, eps=config.norm_eps)
        self.mlp = FeedForward(layers)
        self.ln_2 = nn.LayerNorm(width, eps=config.norm_eps)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, positions: Tensor | None = None) -> Tensor:
        mixed = self.attn(x, positions)
        x = self.ln_1((x if positions is None else take(x, positions)) + self.drop(mixed))
        return self.ln_2(x + self.drop(self.mlp(x)))  # type: ignore[no-any-return]


class GPT1(Decoder):
    """A GPT whose last layer is a norm already, so that none follows."""

    def __init__(self, config: GPT1Config) -> None:
        super().__init__()
        self.config = config
        self.context_length = config.context_length
        self.wte = nn.Embedding(config.vocab_size, config.emb_dim)
        self.wpe = nn.Embedding(config.context_length, config.emb_dim)
        self.ln_e = nn.LayerNorm(config.emb_dim, eps=config.norm_eps)
        self.drop = nn.Dropout(config.drop_rate)
        self.h = nn.ModuleList(PostNormBlock(config) for _ in range(config.n_layers))
        self.ln_f = nn.Identity()
        self.apply(initialize)

    def embed(self, input_ids: Tensor) -> Tensor:
        positions = torch.arange(input_ids.shape[1], device=input_ids.device)  # T
        embedded: Tensor = self.drop(self.ln_e(self.wte(input_ids) + self.wpe(positions)))
        return embedded
