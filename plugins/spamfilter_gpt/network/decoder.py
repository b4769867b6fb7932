"""GPT-2: its blocks, a head for the vocabulary and one for classes.

Radford et al. 2019, "Language Models are Unsupervised Multitask Learners"; parameter names are those of
the published checkpoints (``wte``, ``h.0.attn.c_attn``, ``ln_f``, …). In the comments B is the batch, T
the length in tokens, C the width ``emb_dim``, H the heads, V the vocabulary.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from spamfilter import DataError
from spamfilter_gpt.network.attention import attend_causally, split_heads

Read = Literal["last", "last-padded", "first", "mean"]


@dataclass(frozen=True, slots=True)
class GPTConfig:
    """Shape of a GPT-2. The defaults are GPT-2 small's."""

    vocab_size: int = 50257
    context_length: int = 1024
    emb_dim: int = 768
    n_layers: int = 12
    n_heads: int = 12
    qkv_bias: bool = True
    drop_rate: float = 0.0


GPT2_SIZES = {
    "gpt2": GPTConfig(),
    "gpt2-medium": GPTConfig(emb_dim=1024, n_layers=24, n_heads=16),
    "gpt2-large": GPTConfig(emb_dim=1280, n_layers=36, n_heads=20),
    "gpt2-xl": GPTConfig(emb_dim=1600, n_layers=48, n_heads=25),
}


class Linear(nn.Linear):
    """``nn.Linear`` of which a range of the output features can be had alone."""

    def forward(self, x: Tensor, start: int = 0, stop: int | None = None) -> Tensor:
        bias = None if self.bias is None else self.bias[start:stop]
        return F.linear(x, self.weight[start:stop], bias)


def take(x: Tensor, positions: Tensor) -> Tensor:
    """The vectors at ``positions`` [B] of ``x`` [B, T, C], as [B, 1, C]."""
    index = positions.view(-1, 1, 1).expand(-1, 1, x.shape[2])
    return x.gather(1, index)


def attend(query: Tensor, key: Tensor, value: Tensor, positions: Tensor, drop: float) -> Tensor:
    """Causal attention of queries [B, H, 1, C/H] at ``positions`` [B] to [B, H, T, C/H]."""
    seen = torch.arange(key.shape[2], device=key.device) <= positions[:, None]  # B, T
    return F.scaled_dot_product_attention(query, key, value, seen[:, None, None, :], dropout_p=drop)


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
            mixed = attend_causally(query, key, value, heads, heads, drop=drop)
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


class VocabularyHead(nn.Linear):
    """Next-token logits [..., V]; its weight is the token embedding's, as in GPT-2."""

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__(1, 1, bias=False, device="meta")
        self.weight = embedding.weight


class ClassHead(nn.Linear):
    """Class logits [B, 2] from one vector a message, read where ``read`` says.

    ``last`` is the last real token, ``last-padded`` the last position, padding included, ``first`` the
    first token, ``mean`` the mean over the real tokens.
    """

    def __init__(self, emb_dim: int, read: Read = "last", n_classes: int = 2) -> None:
        super().__init__(emb_dim, n_classes)
        self.read = read
        nn.init.normal_(self.weight, std=0.02)
        nn.init.zeros_(self.bias)

    def find_positions(self, lengths: Tensor, width: int) -> Tensor | None:
        """Positions [B] to read in rows of ``width`` tokens; None when all real tokens are read."""
        if self.read == "mean":
            return None
        if self.read == "last":
            return lengths - 1
        return torch.full_like(lengths, 0 if self.read == "first" else width - 1)


class Decoder(nn.Module):
    """What every family shares: token embedding ``wte``, blocks ``h``, final norm ``ln_f``, a head."""

    family: ClassVar[str]
    wte: nn.Embedding
    h: nn.ModuleList
    ln_f: nn.Module
    head: nn.Module
    ngram: nn.Module | None
    reads: int | None
    config: Any
    context_length: int

    def __init__(self) -> None:
        super().__init__()
        self.register_module("ngram", None)  # what adds the log-odds of the wording to the class logits
        self.reads = None  # tokens that the blocks read at most where n-grams read on

    def embed(self, input_ids: Tensor) -> Tensor:
        """What goes into the first block, [B, T, C]."""
        raise NotImplementedError

    def hidden(self, input_ids: Tensor) -> Tensor:
        """Hidden states after the final norm, [B, T, C], of ``input_ids`` [B, T]."""
        x = self.embed(input_ids)
        for block in self.h:
            x = block(x)
        normed: Tensor = self.ln_f(x)
        return normed

    def predict_tokens(self, hidden: Tensor) -> Tensor:
        """Next-token logits [..., V] of hidden states [..., C]."""
        return F.linear(hidden, self.wte.weight)

    def run_prefix(self, input_ids: Tensor, lengths: Tensor, stop: int) -> Tensor:
        """The state after the first ``stop`` blocks: [B, T, C], or [B, 1, C] once a head has read it."""
        return self.run_blocks(self.embed(input_ids), lengths, 0, stop)

    def run_blocks(self, x: Tensor, lengths: Tensor, start: int, stop: int) -> Tensor:
        """Blocks ``start`` to ``stop``. The last of all computes only what the class head reads."""
        for number in range(start, stop):
            last = number == len(self.h) - 1 and isinstance(self.head, ClassHead)
            positions = self.head.find_positions(lengths, x.shape[1]) if last else None  # type: ignore[operator]
            x = self.h[number](x, positions)
        return x

    def classify(self, x: Tensor, lengths: Tensor) -> Tensor:
        """Class logits [B, 2] of what the last block gave, [B, 1, C], or [B, T, C] for ``mean``."""
        x = self.ln_f(x)
        if isinstance(self.head, ClassHead) and self.head.read == "mean":
            real = torch.arange(x.shape[1], device=x.device) < lengths[:, None]  # B, T
            x = (x * real[:, :, None]).sum(1, keepdim=True) / lengths[:, None, None]
        logits: Tensor = self.head(x[:, 0])
        return logits

    def forward(self, input_ids: Tensor, lengths: Tensor | None = None) -> Tensor:
        """Next-token logits [B, T, V], or class logits [B, 2] of right-padded rows with ``lengths`` [B]."""
        if not isinstance(self.head, ClassHead):
            logits: Tensor = self.head(self.hidden(input_ids))
            return logits
        if lengths is None:
            lengths = input_ids.new_full(input_ids.shape[:1], input_ids.shape[1])
        read, counts = input_ids, lengths
        if self.reads is not None:
            read, counts = input_ids[:, : self.reads], lengths.clamp(max=self.reads)
        logits = self.classify(self.run_prefix(read, counts, len(self.h)), counts)
        if self.ngram is None:
            return logits
        half = self.ngram(input_ids, lengths) / 2
        return logits + torch.stack([-half, half], dim=1)


class GPT(Decoder):
    """GPT-2 with learned positions, GELU and biases. Starts as a language model with random weights."""

    family = "gpt2"

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
        self.head = VocabularyHead(self.wte)

    def embed(self, input_ids: Tensor) -> Tensor:
        positions = torch.arange(input_ids.shape[1], device=input_ids.device)  # T
        embedded: Tensor = self.drop(self.wte(input_ids) + self.wpe(positions))
        return embedded


def initialize(module: nn.Module) -> None:
    """GPT-2's initialization: normal with deviation 0.02, biases zero."""
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)


def check_context(longest: int, context_length: int) -> None:
    """Raise :class:`DataError` when messages are longer than the model reads (Raschka, chapter 6)."""
    if longest > context_length:
        raise DataError(
            f"messages of {longest} tokens exceed the model's context of {context_length}; "
            f"set --max-length {context_length} or less"
        )


@torch.no_grad()
def generate_greedy(model: Decoder, input_ids: list[int], max_new_tokens: int) -> list[int]:
    """``input_ids`` continued by the likeliest token, ``max_new_tokens`` times (Raschka, chapter 4)."""
    model.eval()
    ids = torch.tensor([input_ids])
    for _ in range(max_new_tokens):
        hidden = model.hidden(ids[:, -model.context_length :])
        ids = torch.cat([ids, model.predict_tokens(hidden[:, -1:]).argmax(-1)], dim=1)
    generated: list[int] = ids[0].tolist()
    return generated
