"""The words that options and recipes choose by: what trains, what is read, how rows are padded."""

from typing import Literal, get_args

Read = Literal["last", "last-padded", "first", "mean"]
Padding = Literal["batch", "longest", "context"]
Precision = Literal["auto", "fp32", "bf16"]
Schedule = Literal["cosine", "constant"]
Trainable = Literal["head", "last-block", "last-two-blocks", "last-three-blocks", "all", "lora"]
Quantize = Literal["auto", "int8", "none"]

READ: tuple[str, ...] = get_args(Read)
PADDING: tuple[str, ...] = get_args(Padding)
SCHEDULE: tuple[str, ...] = get_args(Schedule)
TRAINABLE: tuple[str, ...] = get_args(Trainable)
QUANTIZE: tuple[str, ...] = get_args(Quantize)

NORMALIZER = 1  # the newest version of what undoes disguises; 0 is none
