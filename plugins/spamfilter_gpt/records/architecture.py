"""The shapes of the networks that are trained and exported: what a model's card says of it. No torch."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from spamfilter_gpt.records.parse import FieldError, Tag
from spamfilter_gpt.records.ranges import DropRate, Layers, Positive, Size


def check_heads(width: int, heads: int, name: str) -> None:
    """Raise :class:`FieldError` where ``width`` cannot be cut into so many heads, the field ``name``."""
    if width % heads:
        raise FieldError(name, f"it is {heads} and must divide {width}")


@dataclass(frozen=True, slots=True)
class GPTConfig:
    """Shape of a GPT-2."""

    family: Literal["gpt2"] = field(default="gpt2", init=False)
    vocab_size: Size
    context_length: Size
    emb_dim: Size
    n_layers: Layers
    n_heads: Size
    qkv_bias: bool = True
    drop_rate: DropRate = 0.0

    def __post_init__(self) -> None:
        check_heads(self.emb_dim, self.n_heads, "n_heads")


@dataclass(frozen=True, slots=True)
class GPT1Config:
    """Shape of a GPT as the first was: norms behind its layers, and one behind its embedding."""

    family: Literal["gpt1"] = field(default="gpt1", init=False)
    vocab_size: Size
    context_length: Size
    emb_dim: Size
    n_layers: Layers
    n_heads: Size
    norm_eps: Positive = 1e-5
    drop_rate: DropRate = 0.0

    def __post_init__(self) -> None:
        check_heads(self.emb_dim, self.n_heads, "n_heads")


@dataclass(frozen=True, slots=True)
class LlamaConfig:
    """Shape of a Llama-family model."""

    family: Literal["llama"] = field(default="llama", init=False)
    vocab_size: Size
    context_length: Size
    emb_dim: Size
    n_layers: Layers
    n_heads: Size
    n_kv_heads: Size
    hidden_dim: Size
    rope_theta: Positive = 100000.0
    norm_eps: Positive = 1e-5
    qkv_bias: bool = False
    drop_rate: DropRate = 0.0

    def __post_init__(self) -> None:
        check_heads(self.emb_dim, self.n_heads, "n_heads")
        check_heads(self.n_heads, self.n_kv_heads, "n_kv_heads")
        if self.emb_dim // self.n_heads % 2:  # rotary positions turn pairs
            raise FieldError("n_heads", f"it is {self.n_heads}, which leaves heads of an odd width")


Architecture = Annotated[GPTConfig | GPT1Config | LlamaConfig, Tag("family")]
