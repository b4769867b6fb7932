"""How often messages at large have a gram: ``background.bin``, made by ``tests/make_background.py``."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("background.bin")
STEPS = 16.0  # of a byte, for each doubling


@lru_cache(1)
def read_background(bits: int) -> NDArray[np.float32]:
    """The share of messages that have a gram at each of 2^``bits`` places."""
    return spread(FILE.read_bytes(), bits)


def spread(data: bytes, bits: int) -> NDArray[np.float32]:
    """From what :func:`condense` gave: a byte for a place, or for several that share it."""
    shares = np.exp2(-np.arange(256) / STEPS).astype(np.float32)[np.frombuffer(data, dtype=np.uint8)]
    return np.repeat(shares, (1 << bits) // len(shares))


def condense(shares: NDArray[np.float64], bits: int) -> bytes:
    """A byte for each of 2^``bits`` groups of places: minus the binary logarithm of their mean share."""
    grouped = shares.reshape(1 << bits, -1).mean(axis=1)
    steps = np.rint(-STEPS * np.log2(np.maximum(grouped, 2.0**-15.9)))
    return np.clip(steps, 0, 255).astype(np.uint8).tobytes()
