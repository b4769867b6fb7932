"""Likely pieces of texts in a hundred scripts, as ``sentencepiece`` finds them; no torch.

Kudo 2018, "Subword Regularization" (arXiv 1804.10959): of all ways to cut a text into known pieces the one
whose pieces are the likeliest together.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from sentencepiece import SentencePieceProcessor

from spamfilter import DataError
from spamfilter_gpt.runtime.tokens.byte_pairs import GPT2_RANKS, parse_ranks

TABLES = 16  # bytes of tables at most for each of the file
BLANK = "\N{LOWER ONE EIGHTH BLOCK}"  # a space, in what a piece is called


class UnigramPieces:
    """The pieces of the model in ``data``, the bytes of sentencepiece's file."""

    few = 0.1  # a text with more tokens that :meth:`is_cut` has signs for words or syllables

    def __init__(self, data: bytes) -> None:
        # Where memory ends while it builds its tables, sentencepiece dies of a signal: ask for it before.
        bytearray(TABLES * len(data))
        try:
            self._model = SentencePieceProcessor.from_proto(data)
        except (RuntimeError, ValueError) as error:  # empty, cut or of other bytes
            detail = " ".join(str(error).split())[:120]
            raise DataError(f"the pieces of tokens are damaged ({detail}); install the model again") from None
        self.size = int(self._model.get_piece_size())
        self._cut: dict[int, bool] = {}

    @cached_property
    def words(self) -> dict[bytes, int]:
        """The text of each piece, a space in front where it begins a word, to its id."""
        spelled = (self._model.id_to_piece(number) for number in range(self.size))
        return {piece.replace(BLANK, " ").encode(): number for number, piece in enumerate(spelled)}

    @property
    def filler(self) -> int:
        """The id that pads rows where nobody names another."""
        return int(self._model.pad_id())

    @cached_property
    def english(self) -> Mapping[bytes, int]:
        """GPT-2's tokens: of so many languages the pieces spell few of one's words whole."""
        return parse_ranks(GPT2_RANKS.read_bytes())

    def is_cut(self, number: int) -> bool:
        """Whether a piece is of signs for words or syllables, or a character that no piece has."""
        if number not in self._cut:
            piece = self._model.id_to_piece(number)
            self._cut[number] = number == self._model.unk_id() or is_sign(piece.lstrip(BLANK))
        return self._cut[number]

    def encode(self, text: str) -> list[int]:
        """Ids of ``text``."""
        ids: list[int] = self._model.encode(mend_halves(text))
        return ids

    encode_prompt = encode

    def decode(self, ids: Sequence[int]) -> str:
        """Text of ``ids``, as sentencepiece writes it: spaces at its ends are gone."""
        text: str = self._model.decode(list(ids))
        return text

    def find_ends(self, text: str) -> Iterator[tuple[int, int | None]]:
        """Each of ``encode``'s ids, and how many characters it ends behind; None for within the first."""
        found = self._model.encode(mend_halves(text), return_type="offset_mapping")
        for number, (_, end) in zip(found["ids"], found["offsets"], strict=True):
            yield number, end or None


def is_sign(word: str) -> bool:
    """Whether ``word`` begins with a sign for a syllable or a word: kana, Chinese characters."""
    return "\u3041" <= word[:1] <= "\u30ff" or "\u3400" <= word[:1] <= "\u9fff"


def mend_halves(text: str) -> str:
    """``text`` of as many characters, with U+FFFD for halves of characters, which UTF-8 cannot say."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return text
