"""The words that options and recipes choose by: what trains, what is read, how rows are padded."""

from typing import Literal, get_args

Read = Literal["last", "last-padded", "first", "mean"]
Padding = Literal["batch", "longest", "context"]
Precision = Literal["auto", "fp32", "bf16"]
Frozen = Literal["float", "int8"]
Schedule = Literal["cosine", "constant"]
Trainable = Literal[
    "head", "last-block", "last-two-blocks", "last-three-blocks", "last-four-blocks", "all", "lora"
]
Quantize = Literal["auto", "int8", "none"]
Stored = Literal["int8", "none"]  # how an exported model's weights are
Device = Literal["auto", "cpu", "cuda", "mps"]
# How text becomes tokens: split by one of two expressions before bytes are merged, or into likely pieces.
Pattern = Literal["gpt2", "smollm2", "unigram"]
TOKEN_FILES: dict[Pattern, str] = {
    "gpt2": "ranks.tiktoken",
    "smollm2": "ranks.tiktoken",
    "unigram": "pieces.model",
}
RecipeName = Literal["default", "keep", "book", "scratch", "tiny", "embedded"]

TRAINABLE: tuple[str, ...] = get_args(Trainable)
STORED: tuple[str, ...] = get_args(Stored)
QUANTIZE: tuple[str, ...] = get_args(Quantize)

NORMALIZER = 3  # the newest version of what undoes disguises; 0 is none
