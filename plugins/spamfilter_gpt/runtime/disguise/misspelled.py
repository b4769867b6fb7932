"""Typing errors throughout a message, which people read over and a filter does not know: the words as meant.

A word whose inner letters change places is still read (Rawlinson 1976, "The Significance of Letter Position
in Word Recognition"), and some spam is written so. Honest people make such errors too, if not in every fourth
word, so nothing is undone: the message is judged a second time as it was meant. Known are the words that the
model's tokens spell whole, or GPT-2's, which are English ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache

from spamfilter_gpt.runtime.disguise import late
from spamfilter_gpt.runtime.disguise.spaced import KEYBOARD

SHORTEST = 5  # letters of a word that is looked up: shorter ones have too many neighbours
COMMON = 2  # words by which a text is taken for English
SHARE = 1 / 4  # of the words
KNOWN = 4 / 5  # share of the words that are known in the end: others are of another language
LONGEST = 5000  # characters of a text in which errors are looked for
KEPT = 1 << 12  # words whose spelling is at hand
# Two of these words hardly stand in a text of another language.
ENGLISH = frozenset(
    [
        *("the", "you", "your", "and", "for", "with", "this", "that", "have", "has", "now", "are", "was"),
        *("will", "not", "can", "from", "been", "what", "get", "our", "of", "is", "to", "it", "we", "my"),
    ]
)

# Words of ASCII letters that are no part of an address, a name of a file or a number.
_WORD = late.compile(r"(?<![\w.@/:-])[A-Za-z]{2,40}(?![\w@/:]|[.-]\w)")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Speller:
    """Spells words by ``tokens``, bytes to rank, of which the lowest is the most frequent."""

    def __init__(self, tokens: Mapping[bytes, int]) -> None:
        self._tokens = tokens
        self._spell = lru_cache(KEPT)(self.spell)

    def respell(self, text: str) -> str | None:
        """``text`` with known words for those that are written wrongly; None unless many are."""
        head = text[:LONGEST]
        words = [found.group().lower() for found in _WORD.finditer(head)]
        long = [word for word in words if len(word) >= SHORTEST]
        unknown = [word for word in long if self.find_rank(word) is None]
        enough = SHARE * len(long)
        if not unknown or len(unknown) < enough or len(ENGLISH.intersection(words)) < COMMON:
            return None
        spelled = {word: found for word in unknown if (found := self._spell(word))}
        repaired = sum(word in spelled for word in unknown)
        if repaired < enough or len(long) - len(unknown) + repaired < KNOWN * len(long):
            return None
        return _WORD.sub(lambda found: rewrite(found.group(), spelled), head) + text[LONGEST:]

    def find_rank(self, word: str) -> int | None:
        """The rank of a ``word`` in small letters, or of the name that it is; None for none that is known."""
        found = self._tokens.get(f" {word}".encode())
        return self._tokens.get(f" {word.capitalize()}".encode()) if found is None else found

    def spell(self, word: str) -> str | None:
        """The known word that ``word``, in small letters, stands for: of the nearest the most frequent."""
        for tried in self.list_near(word):
            ranks = {one: rank for one in tried if (rank := self.find_rank(one)) is not None}
            if ranks:
                return min(ranks, key=lambda one: (ranks[one], one))
        return None

    def list_near(self, word: str) -> Iterator[Iterable[str]]:
        """What ``word`` may stand for, the nearest first; a kind is looked for when it is asked for."""
        yield from list_corrections(word)
        yield self._jumbled.get(jumble(word), ())

    @cached_property
    def _jumbled(self) -> dict[str, list[str]]:
        """Known words by :func:`jumble`."""
        found: dict[str, list[str]] = {}
        for token in self._tokens:
            if len(token) > SHORTEST and token[:1] == b" " and token.isascii() and token[1:].isalpha():
                word = token[1:].decode().lower()
                found.setdefault(jumble(word), []).append(word)
        return found


def jumble(word: str) -> str:
    """The same for all words with the first letter, the last letter and the others in any order."""
    return word[0] + "".join(sorted(word[1:-1])) + word[-1]


def list_corrections(word: str) -> Iterator[Iterable[str]]:
    """Words in which one error of ``word`` is mended: letters that changed places, one twice, none, the next.

    The first letter stays, but for the place of it (Damerau 1964, "A Technique for Computer Detection and
    Correction of Spelling Errors").
    """
    inner = range(1, len(word))
    yield [word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] for at in inner]
    yield [word[:at] + word[at + 1 :] for at in inner if word[at] == word[at - 1]]
    yield [word[:at] + letter + word[at:] for at in inner for letter in _LETTERS]
    yield [word[:at] + letter + word[at + 1 :] for at in inner for letter in find_neighbours(word[at])]


@cache
def find_neighbours(letter: str) -> str:
    """The keys around that of a small ``letter``."""
    places = {key: (across, row) for row, keys in enumerate(KEYBOARD) for across, key in enumerate(keys)}
    across, row = places.pop(letter)
    return "".join(
        key for key, (left, top) in places.items() if abs(left - across) < 2 and abs(top - row) < 2
    )


def rewrite(word: str, spelled: Mapping[str, str]) -> str:
    """``word`` as it is ``spelled``, with capitals where it has them."""
    known = spelled.get(word.lower())
    if known is None:
        return word
    if word.isupper():
        return known.upper()
    return known.capitalize() if word[0].isupper() else known
