"""What is kept of a corrected message: no text, but what tells it and its like from others."""

import hashlib
import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spamfilter.errors import DataError
from spamfilter.memory.grams import Hashes
from spamfilter.message import Message

KEY = 16  # bytes
_HEAD = struct.Struct("<IIdQ")  # grams, features, log-odds, mark


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """What is kept of one text.

    ``grams``     uint32 [k], sorted and distinct, of :func:`spamfilter.memory.grams.hash_grams`
    ``features``  float16 [width] by the classifier, of length 1; None where it has none
    ``log_odds``  of spam, as the classifier alone said
    ``mark``      64 bits of :func:`identify`, by which a text is known again to the word
    """

    grams: Hashes
    features: NDArray[np.float16] | None
    log_odds: float
    mark: int


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One corrected message: its ``key``, whether it is ``spam``, when it was learned, its readings.

    ``time`` is in whole seconds since 1970, UTC. The first of ``traces`` is that of the message's own text.
    """

    key: bytes
    spam: bool
    time: int
    traces: tuple[Trace, ...]


def identify(message: Message) -> bytes:
    """The key of a message, ``KEY`` bytes: of its text but for case and white space.

    What is to be forgotten is found by the message alone. Whoever guesses a whole text can check the guess.
    """
    folded = " ".join(message.text.lower().split())
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).digest()[:KEY]


def pack_traces(traces: tuple[Trace, ...]) -> bytes:
    """For a file: of each trace its head, its grams and its features, little-endian."""
    parts = []
    for trace in traces:
        features = np.zeros(0, np.float16) if trace.features is None else trace.features
        parts += [
            _HEAD.pack(len(trace.grams), len(features), trace.log_odds, trace.mark),
            trace.grams.astype("<u4").tobytes(),
            features.astype("<f2").tobytes(),
        ]
    return b"".join(parts)


def unpack_traces(data: bytes) -> tuple[Trace, ...]:
    """From what :func:`pack_traces` gave. Raises :class:`DataError` for anything else."""
    traces, at = [], 0
    try:
        while at < len(data):
            count, width, log_odds, mark = _HEAD.unpack_from(data, at)
            at += _HEAD.size
            grams = np.frombuffer(data, "<u4", count, at)
            at += 4 * count
            features = np.frombuffer(data, "<f2", width, at) if width else None
            at += 2 * width
            if not np.isfinite(log_odds) or (features is not None and not np.isfinite(features).all()):
                raise ValueError("not a number")
            traces.append(Trace(grams, features, log_odds, mark))
    except (struct.error, ValueError) as error:
        raise DataError(f"a learned message is damaged ({error})") from None
    if not traces:
        raise DataError("a learned message is empty")
    return tuple(traces)
