"""The device to train on, and whether bfloat16 pays there."""

import time
from contextlib import AbstractContextManager, nullcontext
from typing import Literal

import torch

from spamfilter import UsageError

Precision = Literal["auto", "fp32", "bf16"]
# bfloat16 must be this much quicker than float32 before its rounding is accepted.
GAIN = 1.3


def choose_device(name: str = "auto") -> torch.device:
    """``auto`` is CUDA, then MPS, then the CPU. Raises :class:`UsageError` for one that is not here."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    present = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if not present.get(name):
        raise UsageError(f"no device {name!r} here; use --device auto")
    return torch.device(name)


def measure_matmul(device: torch.device, dtype: torch.dtype, size: int = 768, rounds: int = 5) -> float:
    """Floating-point operations a second of a square matrix product; the best of ``rounds``."""
    left = torch.randn(size, size, device=device).to(dtype)
    best = float("inf")
    for _ in range(rounds + 1):  # the first one warms up
        start = time.perf_counter()
        product = left @ left
        product[0, 0].item()  # waits for the device
        best = min(best, time.perf_counter() - start)
    return 2 * size**3 / best


def choose_precision(name: Precision, device: torch.device) -> Precision:
    """``auto`` is bf16 where it multiplies really quicker: emulated it is up to 100 times slower."""
    if name != "auto":
        return name
    if device.type == "mps":
        return "fp32"
    gain = measure_matmul(device, torch.bfloat16, rounds=3) / measure_matmul(device, torch.float32, rounds=3)
    return "bf16" if gain > GAIN else "fp32"


def compute_in(precision: Precision, device: torch.device) -> AbstractContextManager[object]:
    """A context in which matrix products run in ``precision``."""
    if precision == "fp32":
        return nullcontext()
    return torch.autocast(device.type, dtype=torch.bfloat16)
