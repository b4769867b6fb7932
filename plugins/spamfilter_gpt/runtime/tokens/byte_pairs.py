"""GPT-2's byte-pair tokens from a local rank table; no torch, no network.

``tiktoken.get_encoding("gpt2")`` downloads its table, so the encoding is built from ranks in tiktoken's
own text format: a base64 token, a space and its rank on each line. The first N ranks of a table are a
valid table with the same ids, which is how a small model gets by with a small vocabulary.
"""

from binascii import a2b_base64
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate
from pathlib import Path

import tiktoken

from spamfilter import DataError

decode = partial(a2b_base64, strict_mode=True)  # raises binascii.Error, which is a ValueError

GPT2_RANKS = Path(__file__).with_name("gpt2.tiktoken")  # all of them
END_OF_TEXT = "<|endoftext|>"

# From tiktoken_ext.openai_public (MIT), the pattern that splits text before GPT-2's merges.
GPT2_PATTERN = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"

# SmolLM2's (Apache-2.0), as its tokenizer.json spells it.
SMOLLM2_PATTERN = r"\p{Nd}| ?[\p{Nl}\p{No}]+|'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
PATTERNS = {"gpt2": GPT2_PATTERN, "smollm2": SMOLLM2_PATTERN}


def parse_ranks(data: bytes) -> dict[bytes, int]:
    """Token bytes to rank. Raises :class:`DataError` unless ranks run from 0 and cover all 256 bytes.

    tiktoken panics on a byte that its ranks lack, so the check is made here, once.
    """
    fields = data.split()
    try:
        numbers = list(map(int, fields[1::2]))
        ranks = dict(zip(map(decode, fields[::2]), numbers, strict=True))
    except ValueError:
        line = find_broken(data)
        raise DataError(f"the rank table is broken at line {line}; install the model again") from None
    every = list(range(len(ranks)))
    if (numbers != every and sorted(numbers) != every) or any(bytes([b]) not in ranks for b in range(256)):
        raise DataError("the rank table has gaps or lacks single bytes; install the model again")
    return ranks


def find_broken(data: bytes) -> int:
    """The first line that is no token and its rank, from 1, else the last."""
    lines = data.splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            token, rank = line.split()
            decode(token)
            int(rank)
        except ValueError:
            return number
    return len(lines)


def cut_ranks(data: bytes, count: int) -> bytes:
    """The first ``count`` lines of a rank table in tiktoken's format."""
    return b"".join(data.splitlines(keepends=True)[:count])


def is_cut(token: bytes) -> bool:
    """Whether ``token`` begins or ends within a character of UTF-8."""
    if token.isascii():  # nearly all are; this asks quickly
        return False
    try:
        token.decode()
    except UnicodeDecodeError:
        return True
    return False


class BytePairs:
    """Bytes that are merged by ``ranks``, after ``pattern`` names the expression that has split a text.

    Ids are the ranks, and the one after them is ``<|endoftext|>``.
    """

    few = 1 / 3  # a text with more tokens that :meth:`is_cut` is of a script that the ranks lack

    def __init__(self, ranks: bytes, pattern: str) -> None:
        self.words = table = parse_ranks(ranks)
        special = {} if END_OF_TEXT.encode() in table else {END_OF_TEXT: len(table)}
        self._encoding = tiktoken.Encoding(
            "spamfilter", pat_str=PATTERNS[pattern], mergeable_ranks=table, special_tokens=special
        )

    @property
    def size(self) -> int:
        """How many tokens there are."""
        return len(self.words)

    @property
    def filler(self) -> int:
        """The id that pads rows where nobody names another."""
        return len(self.words)

    def encode(self, text: str) -> list[int]:
        """Ids of ``text``, in which ``<|endoftext|>`` is plain characters."""
        return self._encoding.encode_ordinary(text)

    def encode_prompt(self, text: str) -> list[int]:
        """Ids of ``text``, in which ``<|endoftext|>`` is the token of that name."""
        return self._encoding.encode(text, allowed_special="all")

    def decode(self, ids: Sequence[int]) -> str:
        """Text of ``ids``; bytes that are not UTF-8 become U+FFFD."""
        return self._encoding.decode(list(ids))

    def find_ends(self, text: str) -> Iterator[tuple[int, int | None]]:
        """Each of ``encode``'s ids, and how many characters it ends behind; None for within a character."""
        sizes = (len(character.encode("utf-8", "surrogatepass")) for character in text)
        places = {size: count for count, size in enumerate(accumulate(sizes), start=1)}
        read = 0
        for number in self.encode(text):
            read += len(self._encoding.decode_single_token_bytes(number))
            yield number, places.get(read)

    @property
    def english(self) -> Mapping[bytes, int]:
        """The words that the tokens spell whole are English ones."""
        return self.words

    def is_cut(self, number: int) -> bool:
        """Whether a token begins or ends within a character."""
        return number in self._cut

    @cached_property
    def _cut(self) -> frozenset[int]:
        return frozenset(number for token, number in self.words.items() if is_cut(token))
