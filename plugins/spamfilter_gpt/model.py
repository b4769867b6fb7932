"""GPT-2: its blocks, a vocabulary head and a class head.

Radford et al. 2019, "Language Models are Unsupervised Multitask Learners"; parameter names are those of
the published checkpoints (``wte``, ``h.0.attn.c_attn``, ``ln_f``, …). B is the batch, T the length in
tokens, C the width ``emb_dim``, V the vocabulary.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True, slots=True)
class GPTConfig:
    """Shape of the network. The defaults are GPT-2 small's."""

    vocab_size: int = 50257
    context_length: int = 1024
    emb_dim: int = 768
    n_layers: int = 12
    n_heads: int = 12
    qkv_bias: bool = True
    drop_rate: float = 0.0


class CausalAttention(nn.Module):
    """Multi-head self-attention in which a token sees itself and those before it."""

    def __init__(self, config: GPTConfig) -> None:
        super().__init__()
        self.n_heads = config.n_heads
        self.drop_rate = config.drop_rate
        self.c_attn = nn.Linear(config.emb_dim, 3 * config.emb_dim, bias=config.qkv_bias)
        self.c_proj = nn.Linear(config.emb_dim, config.emb_dim)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, width = x.shape  # B, T, C
        qkv = self.c_attn(x).view(batch, length, 3, self.n_heads, width // self.n_heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)  # each B, heads, T, C / heads
        drop = self.drop_rate if self.training else 0.0
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=True, dropout_p=drop)
        merged: Tensor = self.c_proj(mixed.transpose(1, 2).reshape(batch, length, width))  # B, T, C
        return merged


class FeedForward(nn.Module):
    """Two linear layers around GPT-2's tanh form of GELU."""

    def __init__(self, config: GPTConfig) -> None:
        super().__init__()
        self.c_fc = nn.Linear(config.emb_dim, 4 * config.emb_dim)
        self.c_proj = nn.Linear(4 * config.emb_dim, config.emb_dim)

    def forward(self, x: Tensor) -> Tensor:
        projected: Tensor = self.c_proj(F.gelu(self.c_fc(x), approximate="tanh"))  # B, T, 4C -> B, T, C
        return projected


class Block(nn.Module):
    """One pre-norm transformer block."""

    def __init__(self, config: GPTConfig) -> None:
        super().__init__()
        self.ln_1 = nn.LayerNorm(config.emb_dim)
        self.attn = CausalAttention(config)
        self.ln_2 = nn.LayerNorm(config.emb_dim)
        self.mlp = FeedForward(config)
        self.drop = nn.Dropout(config.drop_rate)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.drop(self.attn(self.ln_1(x)))
        return x + self.drop(self.mlp(self.ln_2(x)))  # type: ignore[no-any-return]


class GPT(nn.Module):
    """GPT-2 with two heads on one body: next-token logits (tied to ``wte``) and class logits."""

    def __init__(self, config: GPTConfig, n_classes: int = 2) -> None:
        super().__init__()
        self.config = config
        self.wte = nn.Embedding(config.vocab_size, config.emb_dim)
        self.wpe = nn.Embedding(config.context_length, config.emb_dim)
        self.drop = nn.Dropout(config.drop_rate)
        self.h = nn.ModuleList(Block(config) for _ in range(config.n_layers))
        self.ln_f = nn.LayerNorm(config.emb_dim)
        self.head = nn.Linear(config.emb_dim, n_classes)
        self.apply(self._initialize)

    def _initialize(self, module: nn.Module) -> None:
        # GPT-2's initialization: normal with deviation 0.02, biases zero.
        if isinstance(module, nn.Linear | nn.Embedding):
            nn.init.normal_(module.weight, std=0.02)
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.zeros_(module.bias)

    def hidden(self, input_ids: Tensor) -> Tensor:
        """Hidden states after the final norm, [B, T, C], of ``input_ids`` [B, T]."""
        positions = torch.arange(input_ids.shape[1], device=input_ids.device)  # T
        x = self.drop(self.wte(input_ids) + self.wpe(positions))  # B, T, C
        for block in self.h:
            x = block(x)
        normed: Tensor = self.ln_f(x)
        return normed

    def classify_hidden(self, hidden: Tensor, lengths: Tensor) -> Tensor:
        """Class logits [B, 2], read at each message's last real token; ``lengths`` is [B]."""
        last = hidden[torch.arange(hidden.shape[0], device=hidden.device), lengths - 1]  # B, C
        logits: Tensor = self.head(last)
        return logits

    def predict_tokens(self, hidden: Tensor) -> Tensor:
        """Next-token logits [B, T, V]."""
        return F.linear(hidden, self.wte.weight)

    def forward(self, input_ids: Tensor, lengths: Tensor) -> Tensor:
        """Class logits [B, 2] of right-padded ``input_ids`` [B, T] with ``lengths`` [B] >= 1."""
        return self.classify_hidden(self.hidden(input_ids), lengths)
