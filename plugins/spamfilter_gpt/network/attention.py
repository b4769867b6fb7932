"""Steps that onnxruntime has whole: in an export one node each, elsewhere what torch makes of them.

A message of 20 tokens is small: of a graph with fifty nodes for attention the nodes cost more than what they
compute. B is the batch, T the length in tokens, C the width, H the query heads, G the key and value heads,
D = C / H.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

CONTRIB = "com.microsoft"  # onnxruntime's own operators


class RMSNorm(nn.RMSNorm):
    """``nn.RMSNorm`` over the last dimension."""

    def forward(self, x: Tensor) -> Tensor:
        if not torch.onnx.is_in_onnx_export():
            return super().forward(x)
        return torch.onnx.ops.symbolic(
            "SimplifiedLayerNormalization",
            (x, self.weight),
            {"axis": -1, "epsilon": self.eps or 0.0, "stash_type": 1},
            dtype=x.dtype,
            shape=x.shape,
        )


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn ``x`` [B, H, T, D] by angles [T, D / 2] or [B, 1, T, D / 2]; halves are paired, as in GPT-NeoX."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=3)


def split_heads(x: Tensor, heads: int) -> Tensor:
    """[B, T, H D] as [B, H, T, D]."""
    return x.view(x.shape[0], x.shape[1], heads, x.shape[2] // heads).transpose(1, 2)


def attend_causally(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    counts: tuple[int, int],
    turns: tuple[Tensor, Tensor] | None = None,
    drop: float = 0.0,
) -> Tensor:
    """Causal attention of ``query`` [B, T, C] to ``key`` and ``value`` [B, T, G D], as [B, T, C].

    ``counts`` are H and G, ``turns`` cosines and sines [T, D / 2] of rotary positions.
    """
    heads, groups = counts
    if torch.onnx.is_in_onnx_export():
        return symbolize(query, key, value, heads, groups, turns)
    shape = query.shape
    query, key, value = split_heads(query, heads), split_heads(key, groups), split_heads(value, groups)
    if turns is not None:
        query, key = rotate(query, *turns), rotate(key, *turns)
    if groups != heads:
        key = key.repeat_interleave(heads // groups, dim=1)
        value = value.repeat_interleave(heads // groups, dim=1)
    mixed = F.scaled_dot_product_attention(query, key, value, is_causal=True, dropout_p=drop)
    return mixed.transpose(1, 2).reshape(shape)


def symbolize(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    heads: int,
    groups: int,
    turns: tuple[Tensor, Tensor] | None,
) -> Tensor:
    """The same as one node. Padding on the right counts as seen, and no real token sees it."""
    batch, length = query.shape[:2]
    last = query.new_full((batch,), length - 1, dtype=torch.int32)
    total = query.new_full((), length, dtype=torch.int32)
    return torch.onnx.ops.symbolic(
        f"{CONTRIB}::GroupQueryAttention",
        (query, key, value, None, None, last, total, *(turns or ())),
        {"num_heads": heads, "kv_num_heads": groups, "do_rotary": int(turns is not None)},
        dtype=query.dtype,
        shape=query.shape,
        version=1,
    )


def attend(query: Tensor, key: Tensor, value: Tensor, positions: Tensor, drop: float) -> Tensor:
    """Causal attention of queries [B, H, 1, C/H] at ``positions`` [B] to [B, H, T, C/H]."""
    seen = torch.arange(key.shape[2], device=key.device) <= positions[:, None]  # B, T
    return F.scaled_dot_product_attention(query, key, value, seen[:, None, None, :], dropout_p=drop)
