"""GPT-2's byte-pair tokens from a local rank table; no torch, no network.

``tiktoken.get_encoding("gpt2")`` downloads its table, so the encoding is built from ranks in tiktoken's
own text format: a base64 token, a space and its rank on each line. The first N ranks of a table are a
valid table with the same ids, which is how a small model gets by with a small vocabulary.
"""

import base64
import binascii
from collections.abc import Iterable

import tiktoken

from spamfilter import DataError

END_OF_TEXT = "<|endoftext|>"

# From tiktoken_ext.openai_public (MIT), the pattern that splits text before GPT-2's merges.
GPT2_PATTERN = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"

# A text this many times the token limit is cut before tokenizing: what lies beyond can hardly reach the
# model, and the pattern's backtracking on megabytes of one character can exhaust the stack.
CHARACTERS_PER_TOKEN = 16


def parse_ranks(data: bytes) -> dict[bytes, int]:
    """Token bytes to rank. Raises :class:`DataError` unless ranks run from 0 and cover all 256 bytes.

    tiktoken panics on a byte that its ranks lack, so the check is made here, once.
    """
    ranks: dict[bytes, int] = {}
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            token, rank = line.split()
            ranks[base64.b64decode(token, validate=True)] = int(rank)
        except (ValueError, binascii.Error):
            raise DataError(f"the rank table is broken at line {number}; install the model again") from None
    if sorted(ranks.values()) != list(range(len(ranks))) or any(bytes([b]) not in ranks for b in range(256)):
        raise DataError("the rank table has gaps or lacks single bytes; install the model again")
    return ranks


def cut_ranks(data: bytes, count: int) -> bytes:
    """The first ``count`` lines of a rank table in tiktoken's format."""
    return b"".join(data.splitlines(keepends=True)[:count])


class Tokenizer:
    """Text to token ids. ``vocab_size`` counts the ranks and ``<|endoftext|>``, the padding token."""

    def __init__(self, ranks: bytes) -> None:
        table = parse_ranks(ranks)
        self.pad_token_id = len(table)
        self.vocab_size = len(table) + 1
        self._encoding = tiktoken.Encoding(
            "spamfilter",
            pat_str=GPT2_PATTERN,
            mergeable_ranks=table,
            special_tokens={END_OF_TEXT: len(table)},
        )

    def encode(self, text: str, max_length: int | None = None) -> list[int]:
        """Ids of ``text``, at most ``max_length``; an empty text is one ``<|endoftext|>``.

        The text of a message is data: ``<|endoftext|>`` inside it is read as plain characters.
        """
        if max_length is not None:
            text = text[: max_length * CHARACTERS_PER_TOKEN]
        return self._encoding.encode_ordinary(text)[:max_length] or [self.pad_token_id]

    def decode(self, ids: Iterable[int]) -> str:
        """Text of token ids; bytes that are not UTF-8 become U+FFFD."""
        return self._encoding.decode(list(ids))
