"""Llama-family blocks behind the interface of ``decoder.py``, so that SmolLM2 is a base too.

Touvron et al. 2023 (arXiv 2302.13971): RMSNorm, rotary positions (Su et al. 2021, arXiv 2104.09864),
SwiGLU; grouped-query attention (Ainslie et al. 2023, arXiv 2305.13245). No biases. B is the batch, T the
length in tokens, C the width ``emb_dim``, H the query heads, G the key and value heads, D = C / H.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from spamfilter_gpt.network.attention import RMSNorm, attend, attend_causally, rotate, split_heads
from spamfilter_gpt.network.decoder import Decoder
from spamfilter_gpt.network.layers import Linear, initialize, take
from spamfilter_gpt.records.architecture import LlamaConfig


def turn(positions: Tensor, head_dim: int, theta: float) -> tuple[Tensor, Tensor]:
    """Cosines and sines [..., D / 2] of the angles that rotary ``positions`` [...] stand for."""
    half = head_dim // 2
    steps = torch.arange(half, device=positions.device, dtype=torch.float32)
    angles = positions[..., None].float() * theta ** (-steps / half)
    return angles.cos(), angles.sin()


class GroupedAttention(nn.Module):
    """Causal self-attention with rotary positions, ``n_heads / n_kv_heads`` queries to a key."""

    def __init__(self, config: LlamaConfig) -> None:
        super().__init__()
        self.config = config
        self.head_dim = config.emb_dim // config.n_heads
        grouped = config.n_kv_heads * self.head_dim
        self.q_proj = Linear(config.emb_dim, config.emb_dim, bias=False)
        self.k_proj = Linear(config.emb_dim, grouped, bias=False)
        self.v_proj = Linear(config.emb_dim, grouped, bias=False)
        self.o_proj = Linear(config.emb_dim, config.emb_dim, bias=False)

    def forward(self, x: Tensor, positions: Tensor | None = None) -> Tensor:
        config = self.config
        heads, groups = config.n_heads, config.n_kv_heads
        asking = x if positions is None else take(x, positions)  # B, T or 1, C
        query, key, value = self.q_proj(asking), self.k_proj(x), self.v_proj(x)
        places = torch.arange(x.shape[1], device=x.device)
        cos, sin = (part.to(x.dtype) for part in turn(places, self.head_dim, config.rope_theta))  # T, D / 2
        drop = config.drop_rate if self.training else 0.0
        if positions is None:
            mixed = attend_causally(query, key, value, (heads, groups), (cos, sin), drop)
        else:
            asked = (part[positions][:, None, None] for part in (cos, sin))  # B, 1, 1, D / 2
            query = rotate(split_heads(query, heads), *asked)
            key, value = rotate(split_heads(key, groups), cos, sin), split_heads(value, groups)
            key, value = (part.repeat_interleave(heads // groups, dim=1) for part in (key, value))
            mixed = attend(query, key, value, positions, drop).transpose(1, 2)  # B, 1, H, D
        merged: Tensor = self.o_proj(mixed.reshape(asking.shape))
        return merged


class SwiGLU(nn.Module):
    """Two linear layers, the first gated by SiLU of a third (Shazeer 2020, arXiv 2002.05202)."""

    def __init__(self, config: LlamaConfig) -> None:
        super().__init__()
        self.gate_proj = Linear(config.emb_dim, config.hidden_dim, bias=False)
        self.up_proj = Linear(config.emb_dim, config.hidden_dim, bias=False)
        self.down_proj = Linear(config.hidden_dim, config.emb_dim, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        projected: Tensor = self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))
        return projected


class LlamaBlock(nn.Module):
    """One pre-norm block: [B, T, C] to [B, T, C], or at ``positions`` [B] alone to [B, 1, C]."""

    def __init__(self, config: LlamaConfig) -> None:
        super().__init__()
        self.ln_1 = RMSNorm(config.emb_dim, eps=config.norm_eps)
        self.attn = GroupedAttention(config)
        self.ln_2 = RMSNorm(config.emb_dim, eps=config.norm_eps)
        self.mlp = SwiGLU(config)
        self.drop = nn.Dropout(config.drop_rate)

    def forward(self, x: Tensor, positions: Tensor | None = None) -> Tensor:
        mixed = self.attn(self.ln_1(x), positions)
        x = (x if positions is None else take(x, positions)) + self.drop(mixed)
        return x + self.drop(self.mlp(self.ln_2(x)))  # type: ignore[no-any-return]


class Llama(Decoder):
    """A Llama-family language model, token embedding and vocabulary head tied."""

    def __init__(self, config: LlamaConfig) -> None:
        super().__init__()
        self.config = config
        self.context_length = config.context_length
        self.wte = nn.Embedding(config.vocab_size, config.emb_dim)
        self.drop = nn.Dropout(config.drop_rate)
        self.h = nn.ModuleList(LlamaBlock(config) for _ in range(config.n_layers))
        self.ln_f = RMSNorm(config.emb_dim, eps=config.norm_eps)
        self.apply(initialize)

    def embed(self, input_ids: Tensor) -> Tensor:
        embedded: Tensor = self.drop(self.wte(input_ids))
        return embedded
