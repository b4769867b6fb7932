"""Hashed n-grams of a message, counted in place of its text; and how often messages at large have them."""

import re
import unicodedata
import zlib
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spamfilter.message import Message

Hashes = NDArray[np.uint32]
LENGTH = 1 << 13  # characters of a text that are read
LONGEST = 24  # characters of a word that count
BACKGROUND = Path(__file__).with_name("background.bin")  # made by tests/make_background.py
STEPS = 16.0  # of a byte of it, for each doubling
_WORD = re.compile(r"\w+|[^\w\s]")
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"[^\s<>@\"',;:]+@[^\s<>@\"',;:]+")
_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: Fibonacci hashing
_PAIRS = (1, 2, 3)  # how far the second word of a pair is from the first
_RUN = 5  # characters of an n-gram of characters


def fold_text(text: str) -> str:
    """``text`` as it is counted: without case, compatible forms made one, digits all alike."""
    return _DIGIT.sub("0", unicodedata.normalize("NFKC", text[:LENGTH]).casefold())


def hash_grams(message: Message) -> Hashes:
    """Hashes uint32 [k], sorted and distinct: words, pairs of near words, runs of characters, the sender.

    Pairs are the orthogonal sparse bigrams of Siefkes, Assis, Chhabra and Yerazunis 2004, "Combining Winnow
    and Orthogonal Sparse Bigrams for Incremental Spam Filtering". A pure function of text and sender.
    """
    folded = fold_text(message.text)
    words = np.array([hash_word(word) for word in _WORD.findall(folded)], dtype=np.uint64)
    kinds = [mix(words, 1), *(mix(words[:-far] * _ODD + words[far:], 1 + far) for far in _PAIRS)]
    kinds.append(mix(run_together(folded), 8))
    kinds.append(mix(np.array(list_senders(message.sender), dtype=np.uint64), 9))
    return np.unique(np.concatenate(kinds))


def hash_word(word: str) -> int:
    """32 bits of a word."""
    return zlib.crc32(word[:LONGEST].encode("utf-8", "surrogatepass"))


def run_together(folded: str) -> NDArray[np.uint64]:
    """Every run of ``_RUN`` characters, white space as one space, in 64 bits."""
    points = np.frombuffer(" ".join(folded.split()).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    count = len(points) - _RUN + 1
    runs = np.zeros(max(0, count), dtype=np.uint64)
    for place in range(_RUN if count > 0 else 0):
        runs = runs * _ODD + points[place : place + count]
    return runs


def list_senders(sender: str) -> list[int]:
    """The hashes of the address and the domain in a From field, if there is one."""
    found = _ADDRESS.search(sender[:1024].casefold())
    return [hash_word(part) for part in (found[0], "@" + found[0].rpartition("@")[2])] if found else []


def mix(values: NDArray[np.uint64], kind: int) -> Hashes:
    """32 bits of each of ``values``, other ones for each ``kind``."""
    mixed = (values + np.uint64(kind)) * _ODD
    mixed ^= mixed >> np.uint64(29)
    return ((mixed * _ODD) >> np.uint64(32)).astype(np.uint32)


@lru_cache(1)
def read_background(bits: int) -> NDArray[np.float32]:
    """The share of messages at large that have a gram at each of 2^``bits`` places."""
    stored = np.frombuffer(BACKGROUND.read_bytes(), dtype=np.uint8)
    shares = np.exp2(-np.arange(256) / STEPS).astype(np.float32)[stored]
    return np.repeat(shares, (1 << bits) // len(shares))


def condense(shares: NDArray[np.float64], bits: int) -> bytes:
    """A byte for each of 2^``bits`` groups of places: minus the binary logarithm of their mean share."""
    grouped = shares.reshape(1 << bits, -1).mean(axis=1)
    steps = np.rint(-STEPS * np.log2(np.maximum(grouped, 2.0**-15.9)))
    return bytes(np.clip(steps, 0, 255).astype(np.uint8))
