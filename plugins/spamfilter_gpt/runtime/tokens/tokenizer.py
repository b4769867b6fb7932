"""What a model reads of a text: token ids, the same whatever kind of tokens it has; no torch, no network."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import Protocol

from spamfilter import DataError
from spamfilter_gpt.records.choices import NORMALIZER
from spamfilter_gpt.runtime.characters import CHARACTERS
from spamfilter_gpt.runtime.disguise.misspelled import Speller
from spamfilter_gpt.runtime.normalize import align, normalize
from spamfilter_gpt.runtime.padding import place_squeezed, squeeze
from spamfilter_gpt.runtime.tokens.byte_pairs import PATTERNS, BytePairs

KEPT = 32  # texts whose normalized form is at hand: more than threads read at a time
# Tokens and characters of a message are read one behind the other, from the same normalized text.
normalize_once = lru_cache(KEPT)(normalize)

# A text this many times the token limit is cut before tokenizing, its padding aside: what lies beyond can
# hardly reach the model, and the pattern's backtracking on megabytes of one character can exhaust the stack.
CHARACTERS_PER_TOKEN = 16


class Encoding(Protocol):
    """A kind of tokens. ``words`` are the bytes of each, to its id: the lowest is the most frequent.

    ``few`` is the share of tokens that may be cut, see :meth:`is_cut`, in a text of whole words.
    """

    few: float

    @property
    def words(self) -> Mapping[bytes, int]: ...

    @property
    def english(self) -> Mapping[bytes, int]:
        """Bytes to rank of tokens that spell English words whole."""

    @property
    def size(self) -> int:
        """How many tokens there are."""

    @property
    def filler(self) -> int:
        """The id that pads rows where nobody names another."""

    def is_cut(self, number: int) -> bool:
        """Whether a token is but a piece of what others have as a whole, or an unknown character."""

    def encode(self, text: str) -> list[int]:
        """Ids of ``text``, in which nothing is special."""

    def encode_prompt(self, text: str) -> list[int]:
        """Ids of ``text``, in which special tokens may be named."""

    def decode(self, ids: Sequence[int]) -> str:
        """Text of ``ids``."""

    def find_ends(self, text: str) -> Iterator[tuple[int, int | None]]:
        """Each of ``encode``'s ids, and how many characters it ends behind; None for within a character."""


def open_encoding(tokens: bytes, pattern: str) -> Encoding:
    """The tokens in the bytes of their file. Raises :class:`DataError` for ones that cannot be."""
    if pattern == "unigram":
        from spamfilter_gpt.runtime.tokens.pieces import UnigramPieces  # which other models do without

        return UnigramPieces(tokens)
    if pattern not in PATTERNS:
        raise DataError(f"no way to split text called {pattern!r}; upgrade spamfilter-gpt")
    return BytePairs(tokens, pattern)


class Tokenizer:
    """Text to token ids below ``vocab_size``; ``tokens`` are the bytes of the file that holds these.

    ``normalizer`` is the version of ``normalize.normalize`` that a text goes through first; ``pattern`` names
    the kind of tokens, and of byte pairs the expression that splits a text before they are merged. By default
    ids of byte pairs are their ranks, and the one after them is ``<|endoftext|>``, the padding token. A table
    may have more ranks than the model has tokens (single bytes that its vocabulary lacks); those are left
    out, as transformers does.
    """

    def __init__(
        self,
        tokens: bytes,
        pattern: str = "gpt2",
        vocab_size: int | None = None,
        pad_token_id: int | None = None,
        normalizer: int = 0,
    ) -> None:
        if not 0 <= normalizer <= NORMALIZER:
            raise DataError(f"no normalizer of version {normalizer}; upgrade spamfilter-gpt")
        self.normalizer = normalizer
        self._encoding = open_encoding(tokens, pattern)
        known = self._encoding.size
        self.pad_token_id = self._encoding.filler if pad_token_id is None else pad_token_id
        self.vocab_size = max(known, self._encoding.filler + 1) if vocab_size is None else vocab_size
        if self.pad_token_id >= self.vocab_size:
            raise DataError(f"padding token {self.pad_token_id} is outside the {self.vocab_size} tokens")
        self._has_unknown = known > self.vocab_size

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
        aligned = [at[end - 1] for end in align(cut, plain, self.normalizer)]
        ends: dict[int, int] = {}
        known = 0
        for number, end in islice(self._encoding.find_ends(plain), len(ids)):
            known += not self._has_unknown or number < self.vocab_size
            if known and end:
                ends[known] = aligned[end - 1]
        if ends and known not in ends:  # cut within a character, which counts with the one before
            ends[known] = ends.pop(max(ends))
        last = {end: count for count, end in ends.items()}  # what is turned round ends at one place
        return {count: end for end, count in last.items()}

    def _read(self, text: str, max_length: int | None) -> tuple[str, list[int]]:
        """What of ``text`` is read, and its ids in the table; only what is too long loses its padding."""
        limit = len(text) if max_length is None else max_length * CHARACTERS_PER_TOKEN
        if len(text) <= limit:
            plain = (normalize_once if len(text) <= CHARACTERS else normalize)(text, self.normalizer)
            ids = self._encoding.encode(plain)
            if max_length is None or len(ids) <= max_length:
                return text, ids
        cut = squeeze(text, limit)
        return cut, self._encoding.encode(normalize(cut, self.normalizer))[:max_length]

    def is_in_bytes(self, ids: Sequence[int]) -> bool:
        """Whether many of ``ids`` are cut: pieces of characters of a script that ranks lack, or single signs.

        Of such a text the order of tokens tells what it is.
        """
        return sum(map(self._encoding.is_cut, ids)) > self._encoding.few * len(ids)

    @cached_property
    def speller(self) -> Speller:
        """What spells words as tokens know them."""
        return Speller(self._encoding.english)

    def fold_tokens(self) -> list[int]:
        """For each id the id that stands for its word: small letters, a space before it, any digits as 0."""
        known = {token: number for token, number in self._encoding.words.items() if number < self.vocab_size}
        folds = list(range(self.vocab_size))
        for token, number in known.items():
            word = token.decode("utf-8", "replace").casefold().strip()
            word = "0" if word.isdigit() else word
            if word:
                folds[number] = known.get(f" {word}".encode(), known.get(word.encode(), number))
        return folds

    def encode_prompt(self, text: str) -> list[int]:
        """Ids of a prompt, in which ``<|endoftext|>`` is the token of that name."""
        return self._known(self._encoding.encode_prompt(text)) or [self.pad_token_id]

    def _known(self, ids: list[int]) -> list[int]:
        if not self._has_unknown:
            return ids
        return [number for number in ids if number < self.vocab_size]

    def decode(self, ids: Iterable[int]) -> str:
        """Text of token ids; bytes that are not UTF-8 become U+FFFD."""
        return self._encoding.decode(list(ids))
