"""GPT-2: its blocks and its four published sizes.

Radford et al. 2019, "Language Models are Unsupervised Multitask Learners"; parameter names are those of
the published checkpoints (``wte``, ``h.0.attn.c_attn``, ``ln_f``, …). In the comments B is the batch, T
the length in tokens, C the width ``emb_dim``, H the heads.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from spamfilter_gpt.network.attention import attend, attend_causally, split_heads
from spamfilter_gpt.network.decoder import Decoder
from spamfilter_gpt.network.layers import Linear, initialize, take
from spamfilter_gpt.records.architecture import GPTConfig

VOCABULARY, CONTEXT = 50257, 1024

GPT2_SIZES = {
    "gpt2": GPTConfig(VOCABULARY, CONTEXT, 768, 12, 12),
    "gpt2-medium": GPTConfig(VOCABULARY, CONTEXT, 1024, 24, 16),
    "gpt2-large": GPTConfig(VOCABULARY, CONTEXT, 1280, 36, 20),
    "gpt2-xl": GPTConfig(VOCABULARY, CONTEXT, 1600, 48, 25),
}


class CausalAttention(nn.Module):
    """Multi-head self-attention in which a token sees itself and those before it."""

    def __init__(self, config: GPTConfig) -> None:
        super().__init__()
        self.n_heads = config.n_heads
        self.drop_rate = config.drop_rate
        self.c_attn = Linear(config.emb_dim, 3 * config.emb_dim, bias=config.qkv_bias)
        self.c_proj = Linear(config.emb_dim, config.emb_dim)

    def forward(self, x: Tensor, positions: Tensor | None = None) -> Tensor:
        width, heads = x.shape[2], self.n_heads
        asking = x if positions is None else take(x, positions)  # B, T or 1, C
        query = self.c_attn(asking, 0, width)
        key = self.c_attn(x, width, 2 * width)  # B, T, C
        value = self.c_attn(x, 2 * width, 3 * width)
        drop = self.drop_rate if self.training else 0.0
        if positions is None:
            mixed = attend_causally(query, key, value, (heads, heads), drop=drop)
        else:
            query, key, value = (split_heads(part, heads) for part in (query, key, value))
            mixed = attend(query, key, value, positions, drop).transpose(1, 2)  # B, 1, H, C / H
        merged: Tensor = self.c_proj(mixed.reshape(asking.shape))
        return merged


class FeedForward(nn.Module):
    """Two linear layers around GPT-2's tanh form of GELU."""

    def __init__(self, config: GPTConfig) -> None:
        super().__init__()
        self.c_fc = Linear(config.emb_dim, 4 * config.emb_dim)
        self.c_proj = Linear(4 * config.emb_dim, config.emb_dim)

    def forward(self, x: Tensor) -> Tensor:
        projected: Tensor = self.c_proj(F.gelu(self.c_fc(x), approximate="tanh"))  # B, T, 4C -> B, T, C
        return projected


class Block(nn.Module):
    """One pre-norm transformer block: [B, T, C] to [B, T, C], or at ``positions`` [B] alone to [B, 1, C]."""

    def __init__(self, config: GPTConfig) -> None:
        super().__init__()
        self.ln_1 = nn.LayerNorm(config.emb_dim)
        self.attn = CausalAttention(config)
        self.ln_2 = nn.LayerNorm(config.emb_dim)
        self.mlp = FeedForward(config)
        self.drop = nn.Dropout(config.drop_rate)

    def forward(self, x: Tensor, positions: Tensor | None = None) -> Tensor:
        mixed = self.attn(self.ln_1(x), positions)
        x = (x if positions is None else take(x, positions)) + self.drop(mixed)
        return x + self.drop(self.mlp(self.ln_2(x)))  # type: ignore[no-any-return]


class GPT(Decoder):
    """GPT-2 with learned positions, GELU and biases. Starts as a language model with random weights."""

    def __init__(self, config: GPTConfig) -> None:
        super().__init__()
        self.config = config
        self.context_length = config.context_length
        self.wte = nn.Embedding(config.vocab_size, config.emb_dim)
        self.wpe = nn.Embedding(config.context_length, config.emb_dim)
        self.drop = nn.Dropout(config.drop_rate)
        self.h = nn.ModuleList(Block(config) for _ in range(config.n_layers))
        self.ln_f = nn.LayerNorm(config.emb_dim)
        self.apply(initialize)

    def embed(self, input_ids: Tensor) -> Tensor:
        positions = torch.arange(input_ids.shape[1], device=input_ids.device)  # T
        embedded: Tensor = self.drop(self.wte(input_ids) + self.wpe(positions))
        return embedded
