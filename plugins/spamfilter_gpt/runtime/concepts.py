"""What a message is about, in words of many languages: prizes, loans, parcels, or thanks, family, tomorrow.

Words that stand for one concept are one feature, whatever their language, so what spam is about is learned
in one language and known in others (as the categories of a dictionary: Tausczik, Pennebaker 2010, "The
Psychological Meaning of Words: LIWC and Computerized Text Analysis Methods"). The words were written down
for this project, not counted in messages.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

LEXICON = Path(__file__).with_name("concepts.txt")
CONCEPTS = 24
KEPT = 1 << 14  # words whose concepts are at hand: of all there are, memory would grow

_MARKS = re.compile("[\u0300-\u036f]")  # of Latin, Greek and Cyrillic; those of other scripts are letters
_ALIKE = str.maketrans("đłıø", "dlio")  # letters that do not fall into one and an accent
_FIRST_UNSPACED = "\u0e00"
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile("(?:[^\\W_]|[\u064b-\u065f\u0900-\u0dff\u200c'])++")
_BEHIND_CYRILLIC = "\u0530"  # scripts from here on write more endings on, so each term begins words
_ARTICLE = "ال"  # of Arabic, written on to the word
STEM = 3  # characters of what begins words at least


def plain(text: str) -> str:
    """``text`` in small letters without accents."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text.casefold())).translate(_ALIKE)


Terms = dict[str, tuple[int, ...]]  # with the numbers of their concepts


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms that are ``words`` or two of them, that begin words (``stems``), and that stand ``anywhere``.

    ``longest`` is the length of the longest of words and stems, ``starts`` of the longest of the others that
    begins with a character.
    """

    words: Terms
    stems: Terms
    anywhere: Terms
    longest: int
    starts: dict[str, int]


@cache
def load_lexicon() -> Lexicon:
    """The terms of the package."""
    words: Terms = {}
    stems: Terms = {}
    anywhere: Terms = {}
    concept = -1
    for line in plain(LEXICON.read_text(encoding="utf-8")).splitlines():
        concept += line.endswith(":")
        for term in line.split() if line.startswith("  ") else ():
            word = term.removesuffix("-").replace("_", " ")
            begins = len(word) >= STEM and (term.endswith("-") or word[0] >= _BEHIND_CYRILLIC)
            terms = stems if begins else words
            if word[0] >= _FIRST_UNSPACED and _UNSPACED.search(word):
                terms = anywhere
            terms[word] = (*terms.get(word, ()), concept)
    longest = max(map(len, (*words, *stems)))
    starts: dict[str, int] = {}
    for term in anywhere:
        starts[term[0]] = max(len(term), starts.get(term[0], 0))
    return Lexicon(words, stems, anywhere, longest, starts)


def share_concepts(text: str) -> list[float]:
    """Of the words of ``text`` the share that stands for each concept, :data:`CONCEPTS` numbers.

    Where no spaces divide words, three characters count as one.
    """
    text = plain(text)
    words = _WORD.findall(text)
    counts = [0] * CONCEPTS
    for concept in (*find_in_words(words), *find_anywhere(text)):
        counts[concept] += 1
    size = 1 + len(words) + len(_UNSPACED.findall(text)) // 3
    return [count / size for count in counts]


def find_in_words(words: list[str]) -> Iterator[int]:
    """The concepts of each word, and of each two that stand together."""
    known, longest = load_lexicon().words, load_lexicon().longest
    for word in words:
        yield from find_concepts(word[: longest + 1])
    for first, second in pairwise(words):
        yield from known.get(f"{first} {second}", ())


@lru_cache(KEPT)
def find_concepts(word: str) -> frozenset[int]:
    """The concepts of a word."""
    lexicon = load_lexicon()
    found = set(lexicon.words.get(word, ()))
    for end in range(STEM, len(word) + 1):
        found.update(lexicon.stems.get(word[:end], ()))
    if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 2:
        found |= find_concepts(word.removeprefix(_ARTICLE))
    return frozenset(found)


def find_anywhere(text: str) -> Iterable[int]:
    """The concepts of what stands in the parts of ``text`` that have no spaces, the longest at each place."""
    if not _UNSPACED.search(text):
        return
    terms, starts = load_lexicon().anywhere, load_lexicon().starts
    place = 0
    while place < len(text):
        sizes = range(starts.get(text[place], 0), 0, -1)
        size = next((size for size in sizes if text[place : place + size] in terms), 0)
        if size:
            yield from terms[text[place : place + size]]
        place += size or 1
