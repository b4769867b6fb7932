"""GPT-2's byte-pair tokens from a local rank table; no torch, no network.

``tiktoken.get_encoding("gpt2")`` downloads its table, so the encoding is built from ranks in tiktoken's
own text format: a base64 token, a space and its rank on each line. The first N ranks of a table are a
valid table with the same ids, which is how a small model gets by with a small vocabulary.
"""

import contextlib
from binascii import a2b_base64
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache, partial
from itertools import accumulate

import tiktoken

from spamfilter import DataError
from spamfilter_gpt.records.choices import NORMALIZER
from spamfilter_gpt.runtime.characters import CHARACTERS
from spamfilter_gpt.runtime.disguise.misspelled import Speller
from spamfilter_gpt.runtime.normalize import align, normalize
from spamfilter_gpt.runtime.padding import place_squeezed, squeeze

KEPT = 32  # texts whose normalized form is at hand: more than threads read at a time
# Tokens and characters of a message are read one behind the other, from the same normalized text.
normalize_once = lru_cache(KEPT)(normalize)

decode = partial(a2b_base64, strict_mode=True)  # raises binascii.Error, which is a ValueError

END_OF_TEXT = "<|endoftext|>"

# From tiktoken_ext.openai_public (MIT), the pattern that splits text before GPT-2's merges.
GPT2_PATTERN = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"

# SmolLM2's (Apache-2.0), as its tokenizer.json spells it.
SMOLLM2_PATTERN = r"\p{Nd}| ?[\p{Nl}\p{No}]+|'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
PATTERNS = {"gpt2": GPT2_PATTERN, "smollm2": SMOLLM2_PATTERN}

# A text this many times the token limit is cut before tokenizing, its padding aside: what lies beyond can
# hardly reach the model, and the pattern's backtracking on megabytes of one character can exhaust the stack.
CHARACTERS_PER_TOKEN = 16


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


class Tokenizer:
    """Text to token ids below ``vocab_size``.

    ``normalizer`` is the version of ``normalize.normalize`` that a text goes through
    first; ``pattern`` names the expression that splits it before bytes are merged. By default ids are the
    ranks, and the one after them is ``<|endoftext|>``, the padding token. A table may have more ranks than
    the model has tokens (single bytes that its vocabulary lacks); those are left out, as transformers does.
    """

    def __init__(
        self,
        ranks: bytes,
        pattern: str = "gpt2",
        vocab_size: int | None = None,
        pad_token_id: int | None = None,
        normalizer: int = 0,
    ) -> None:
        if pattern not in PATTERNS:
            raise DataError(f"no way to split text called {pattern!r}; upgrade spamfilter-gpt")
        if not 0 <= normalizer <= NORMALIZER:
            raise DataError(f"no normalizer of version {normalizer}; upgrade spamfilter-gpt")
        self.normalizer = normalizer
        self._table = table = parse_ranks(ranks)
        self.pad_token_id = len(table) if pad_token_id is None else pad_token_id
        self.vocab_size = len(table) + 1 if vocab_size is None else vocab_size
        if self.pad_token_id >= self.vocab_size:
            raise DataError(f"padding token {self.pad_token_id} is outside the {self.vocab_size} tokens")
        self._has_unknown = len(table) > self.vocab_size
        special = {} if END_OF_TEXT.encode() in table else {END_OF_TEXT: len(table)}
        self._encoding = tiktoken.Encoding(
            "spamfilter", pat_str=PATTERNS[pattern], mergeable_ranks=table, special_tokens=special
        )

    def encode(self, text: str, max_length: int | None = None) -> list[int]:
        """Ids of ``text``, at most ``max_length``; an empty text is one padding token.

        The text of a message is data: ``<|endoftext|>`` inside it is read as plain characters.
        """
        return self._known(self._read(text, max_length)[1]) or [self.pad_token_id]

    def plain(self, text: str) -> str:
        """``text`` as the normalizer leaves it, for what reads characters; a long one without its padding."""
        if len(text) <= CHARACTERS:
            return normalize_once(text, self.normalizer)
        return normalize(squeeze(text, CHARACTERS), self.normalizer)

    def find_ends(self, text: str, max_length: int | None = None) -> dict[int, int]:
        """How many characters the first n of ``encode``'s ids spell, for each n that ends between two."""
        cut, ids = self._read(text, max_length)
        at = range(1, len(text) + 1) if cut is text else place_squeezed(text, cut)
        plain = normalize(cut, self.normalizer)
        sizes = (len(character.encode("utf-8", "surrogatepass")) for character in plain)
        aligned = (at[end - 1] for end in align(cut, plain, self.normalizer))
        places = dict(zip(accumulate(sizes), aligned, strict=True))
        ends, known, read = {}, 0, 0
        for number in ids:
            read += len(self._encoding.decode_single_token_bytes(number))
            known += not self._has_unknown or number < self.vocab_size
            if known and read in places:
                ends[known] = places[read]
        if ends and known not in ends:  # cut within a character, which counts with the one before
            ends[known] = ends.pop(max(ends))
        last = {end: count for count, end in ends.items()}  # what is turned round ends at one place
        return {count: end for end, count in last.items()}

    def _read(self, text: str, max_length: int | None) -> tuple[str, list[int]]:
        """What of ``text`` is read, and its ids in the table; only what is too long loses its padding."""
        limit = len(text) if max_length is None else max_length * CHARACTERS_PER_TOKEN
        if len(text) <= limit:
            plain = (normalize_once if len(text) <= CHARACTERS else normalize)(text, self.normalizer)
            ids = self._encoding.encode_ordinary(plain)
            if max_length is None or len(ids) <= max_length:
                return text, ids
        cut = squeeze(text, limit)
        return cut, self._encoding.encode_ordinary(normalize(cut, self.normalizer))[:max_length]

    def is_in_bytes(self, ids: Sequence[int]) -> bool:
        """Whether over a third of ``ids`` are but pieces of characters, as of a script that ranks lack."""
        return 3 * sum(map(self._pieces.__contains__, ids)) > len(ids)

    @cached_property
    def speller(self) -> Speller:
        """What spells words as the tokens know them."""
        return Speller(self._table)

    @cached_property
    def _pieces(self) -> frozenset[int]:
        """Ids of tokens that begin or end within a character."""
        return frozenset(number for token, number in self._table.items() if is_cut(token))

    def fold_tokens(self) -> list[int]:
        """For each id the id that stands for its word: small letters, a space before it, any digits as 0."""
        known: dict[bytes, int] = {}
        for number in range(self.vocab_size):
            with contextlib.suppress(KeyError):
                known[self._encoding.decode_single_token_bytes(number)] = number
        folds = list(range(self.vocab_size))
        for token, number in known.items():
            word = token.decode("utf-8", "replace").casefold().strip()
            word = "0" if word.isdigit() else word
            if word:
                folds[number] = known.get(f" {word}".encode(), known.get(word.encode(), number))
        return folds

    def encode_prompt(self, text: str) -> list[int]:
        """Ids of a prompt, in which ``<|endoftext|>`` is the token of that name."""
        return self._known(self._encoding.encode(text, allowed_special="all")) or [self.pad_token_id]

    def _known(self, ids: list[int]) -> list[int]:
        if not self._has_unknown:
            return ids
        return [number for number in ids if number < self.vocab_size]

    def decode(self, ids: Iterable[int]) -> str:
        """Text of token ids; bytes that are not UTF-8 become U+FFFD."""
        return self._encoding.decode(list(ids))
