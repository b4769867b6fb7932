"""Spam with honest words around it: the passages of a short message, each to be judged by itself as well.

A message that says much that is harmless and a little that is not is, on the whole, harmless to a model that
takes means. Where its passages are judged too and the highest counts, what stands around spam cannot hide it
(Callan 1994, "Passage-Level Evidence in Document Retrieval"; Dai, Callan 2019, arXiv 1905.09217: MaxP).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, pairwise

FEWEST, MOST = 25, 100  # words of a message that has passages: spam alone is shorter, a letter is longer
LONGEST = 1000  # characters of such a message
MAIL = "Subject: "
LEAST = 5  # words of a passage
CUTS = 8  # places of a message where passages begin and end, at most, beside its own ends
PER_WORD = 3  # characters of a script without spaces that count as a word

# What spam wants is asked with a number, an amount or an address: a passage without one asks for nothing.
_WANTS = re.compile(r"\d{3}|\d[ .-]\d\d|://|@|[$£€¥₩₫₱₹₺₽฿]|\w\.\w\w")
_END = re.compile("""(?<=[.!?…:;)"'])\\s+|(?<=[。！？؟।])\\s*|\\n+""")
_WORD = re.compile(r"\S+")
_UNSPACED = "\u2e80"
Respell = Callable[[str], str | None]


def list_passages(text: str) -> list[str]:
    """The passages of ``text`` that ask for something; none of one that is long, or a mail.

    Of a mail the reader gives the subject and a blank line, text corpora have it behind a name. Its footer
    alone, of a list or a free mailbox, is often spam. A text with paragraphs is taken for one.
    They begin and end where sentences do, or where a word has a capital letter for no other reason.
    """
    if len(text) > LONGEST or not FEWEST <= measure_words(text) <= MOST:
        return []
    if text.startswith(MAIL) or has_paragraphs(text) or not _WANTS.search(text):
        return []
    places = [0, *find_cuts(text), len(text)]
    return [
        text[start:end]
        for start, end in combinations(places, 2)
        if end - start < len(text) and _WANTS.search(text, start, end)
        if measure_words(text[start:end]) >= LEAST
    ]


def has_paragraphs(text: str) -> bool:
    """Whether there is a blank line within ``text``."""
    return any(not line.strip() for line in text.strip().split("\n"))


def gather_passages(
    texts: Sequence[str], rows: Iterable[int] | None = None, respell: Respell | None = None
) -> tuple[list[int], list[str]]:
    """The passages of all ``texts``, or of those in ``rows``, and the rows that they are of.

    Where there is ``respell``, what it makes of a text is one of them, and has passages too.
    """
    pairs = [
        (row, passage)
        for row in (range(len(texts)) if rows is None else rows)
        for passage in list_heard(texts[row], respell)
    ]
    return [row for row, _ in pairs], [passage for _, passage in pairs]


def list_heard(text: str, respell: Respell | None) -> list[str]:
    """The passages of ``text``; what ``respell`` makes of it, and the passages of that."""
    spelled = respell(text) if respell else None
    return [*list_passages(text), *([] if spelled is None else [spelled, *list_passages(spelled)])]


def measure_words(text: str) -> int:
    """Its words; of a script without spaces some characters count as one."""
    unspaced = 0 if text.isascii() else sum(letter >= _UNSPACED for letter in text)
    return len(text.split()) + unspaced // PER_WORD


def find_cuts(text: str) -> list[int]:
    """Where passages of ``text`` begin and end: behind sentences, then before capital letters."""
    ends = [found.end() for found in _END.finditer(text)]
    ends = [place for place in ends if 0 < place < len(text)]
    begun = [place for place in find_capitals(text) if place not in ends]
    chosen = thin(ends, CUTS)
    return sorted(chosen + thin(begun, CUTS - len(chosen)))


def find_capitals(text: str) -> list[int]:
    """Where a word begins with a capital letter behind another that ends in a letter or digit."""
    words = [(found.start(), found.group()) for found in _WORD.finditer(text)]
    return [
        start
        for (_, before), (start, word) in pairwise(words)
        if before[-1].isalnum() and word[0].isupper() and (len(word) == 1 or not word.isupper())
    ]


def thin(places: list[int], most: int) -> list[int]:
    """At most so many of ``places``, from all over."""
    if len(places) <= most:
        return places
    return [places[round(step * (len(places) - 1) / max(1, most - 1))] for step in range(most)]
