"""The device to train on, and whether it computes in bfloat16."""

from contextlib import AbstractContextManager, nullcontext

import torch

from spamfilter import UsageError
from spamfilter_gpt.records.choices import Precision

# Tokens of one batch that only reads: enough to keep matrix products busy, small in memory.
TOKENS, CUDA_TOKENS = 4096, 65_536
NATIVE = ("avx512_bf16", "amx_bf16", "bf16")  # x86 and Arm


def choose_device(name: str = "auto") -> torch.device:
    """``auto`` is CUDA, then MPS, then the CPU. Raises :class:`UsageError` for one that is not here."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    present = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if not present.get(name):
        raise UsageError(f"no device {name!r} here; use --device auto")
    return torch.device(name)


def choose_precision(name: Precision, device: torch.device) -> Precision:
    """``auto`` is bf16 where the hardware multiplies it: emulated it is up to 100 times slower.

    Decided by what the processor says of itself, not by timing, so that a seed gives one result on a machine.
    """
    if name != "auto":
        return name
    if device.type == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "fp32"
    capabilities = torch.cpu.get_capabilities() if device.type == "cpu" else {}
    return "bf16" if any(capabilities.get(flag) for flag in NATIVE) else "fp32"


def count_tokens(device: torch.device) -> int:
    """Tokens of one batch through blocks that do not train."""
    return CUDA_TOKENS if device.type == "cuda" else TOKENS


def measure_room(device: torch.device) -> int:
    """Free bytes of a CUDA device; 0 for any other, whose memory is the computer's own."""
    return torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else 0


def compute_in(precision: Precision, device: torch.device) -> AbstractContextManager[object]:
    """A context in which matrix products run in ``precision``."""
    if precision == "fp32":
        return nullcontext()
    return torch.autocast(device.type, dtype=torch.bfloat16)
