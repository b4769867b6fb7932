"""The normalizer's version 3: version 2, and letters apart by changing signs, and shouting. No torch."""

from collections import Counter

from spamfilter_gpt.runtime.disguise import late
from spamfilter_gpt.runtime.disguise.glance import may_be_apart
from spamfilter_gpt.runtime.disguise.leet import read_words
from spamfilter_gpt.runtime.disguise.spaced import ROW, is_listed, join_letters
from spamfilter_gpt.runtime.disguise.version_1 import lower
from spamfilter_gpt.runtime.disguise.version_2 import blank_braille, drop_odd, find_label, settle_case

# Rows of letters with signs between them that change: U*R|G*E|N*T.
SIGNS = 4  # kinds of them at most
OFTEN = 3  # times that each comes at least
MANY = 8  # of them together at least
SHOUTED = 0.7  # share of the capitals among letters
LETTERS = 15  # fewer may be a code or a name

_WORD = late.compile(r"[\p{L}\p{N}]++")
_GAP = late.compile(r"(?<=[\p{L}\p{N}])[^\p{L}\p{N}\s](?=[\p{L}\p{N}])")


def undo_third(text: str) -> str:
    """``text`` as it is meant to be read; the same text, unless it was disguised or shouted."""
    text = join_letters(join_changing(drop_odd(text[find_label(text) :])))
    return read_words(settle_case(speak_lower(blank_braille(text))))


def join_changing(text: str) -> str:
    """``text`` with the words put together whose letters stand apart by two or more signs in turn."""
    if not may_be_apart(text):
        return text
    rows = list(ROW.finditer(text))
    counts = Counter(sign for row in rows for sign in _GAP.findall(row[0]))
    often = {sign for sign, count in counts.items() if count >= OFTEN}
    apart = sum(counts[sign] for sign in often)
    if not 1 < len(often) <= SIGNS or apart < MANY or 4 * apart < 3 * counts.total():
        return text
    pieces, at = [], 0
    for row in rows:
        pieces += [text[at : row.start()], join_words(row[0], often)]
        at = row.end()
    return "".join((*pieces, text[at:]))


def join_words(row: str, signs: set[str]) -> str:
    """The ``row`` without the ``signs`` between its letters, unless what they leave is a list."""
    joined = _GAP.sub(lambda match: "" if match[0] in signs else match[0], row)
    words = _WORD.findall(joined)
    return row if all(len(word) < 2 or is_listed(word.lower()) for word in words) else joined


def speak_lower(text: str) -> str:
    """``text`` in small letters where most of it is in capitals: who shouts says the same."""
    capitals = sum(map(str.isupper, text))
    small = sum(map(str.islower, text))
    shouted = capitals + small >= LETTERS and capitals >= SHOUTED * (capitals + small)
    return "".join(map(lower, text)) if shouted else text
