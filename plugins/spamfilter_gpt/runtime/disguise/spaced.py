"""Words whose letters stand apart: ``F R E E``, ``f.r.e.e``, and what only looks so."""

from itertools import accumulate, pairwise

import regex

from spamfilter_gpt.runtime.disguise import late
from spamfilter_gpt.runtime.disguise.glance import may_be_apart

_LETTERS = 4
# A letter or digit alone, not the beginning of c@sh nor the end of I'm.
_SINGLE = (
    r"(?<![\p{L}\p{N}[\p{M}--[\ufe0e\ufe0f]]]|[\p{L}\p{N}]{2}['’@$€!|])[\p{L}\p{N}]"
    r"(?![\p{L}\p{N}\p{M}]|['’@$€!|][\p{L}\p{N}]{2})"
)
# Four and more of them on one line, with up to four signs or blanks between two.
ROW = late.compile(rf"{_SINGLE}(?:[^\p{{L}}\p{{N}}\r\n]{{1,4}}+{_SINGLE}){{3,}}+", regex.V1)
_ONE = late.compile(r"[\p{L}\p{N}]")
_UNSPACED = late.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]")
_HANGUL = late.compile(r"\p{Hangul}")
_LISTING = frozenset(
    (", ", "、", "，", "・", "; ", "；", " / ", "／", ") ", ". ", ": ", " = ", " + ", " & ", "&")
)
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ROWS = (*KEYBOARD, "wasd", "adek", "acgt")


def join_letters(text: str) -> str:
    """``text`` with the words put together whose letters stand apart by one and the same separator."""
    return ROW.sub(join_row, text) if may_be_apart(text) else text


def join_row(row: regex.Match[str]) -> str:
    """The row of single letters, its words joined where letters stand apart by one and the same gap."""
    letters, gaps = _ONE.findall(row[0]), _ONE.split(row[0])[1:-1]
    places = list(accumulate(map(len, gaps), lambda at, size: at + 1 + size, initial=row.start()))
    pieces, at = [letters[0]], 0
    while at < len(gaps):
        end = find_segment(gaps, at)
        shown = gaps[at:end]
        if is_word(shown, letters[at : end + 1], row.string, (places[at], places[end])):
            shown = [shorten_gap(gap, gaps[at]) for gap in shown] + gaps[end : end + 1]
        for gap, letter in zip(shown, letters[at + 1 : at + 1 + len(shown)], strict=True):
            pieces += [gap, letter]
        at += len(shown)
    return "".join(pieces)


def is_word(gaps: list[str], letters: list[str], text: str, place: tuple[int, int]) -> bool:
    """Whether ``letters``, ``gaps`` apart, are words; ``place`` is where the first and the last are."""
    common, (start, last) = gaps[0], place
    if gaps.count(common) < _LETTERS - 1 or is_paired(gaps, common):
        return False
    return not is_attached(text, start, last, common) and is_spelt(letters, common, text[last + 1 : last + 2])


def is_paired(gaps: list[str], common: str) -> bool:
    """Whether no word of a row has three letters: ``A:0 B:1``."""
    return not any(one == other == common for one, other in pairwise(gaps))


def is_attached(text: str, start: int, last: int, gap: str) -> bool:
    """Whether a longer word hangs on the row by the same gap, as in a domain's name."""
    if gap.isspace():
        return False
    before = text[max(0, start - len(gap) - 1) : start]
    behind = text[last + 1 : last + 2 + len(gap)]
    return (before.endswith(gap) and before[:1].isalnum()) or (
        behind.startswith(gap) and behind[-1:].isalnum()
    )


def find_segment(gaps: list[str], start: int) -> int:
    """Up to which of ``gaps`` the first one comes again, with wider ones between words at most."""
    end = start + 1
    for at in range(start + 1, len(gaps)):
        if gaps[at] == gaps[start]:
            end = at + 1
        elif not is_wider(gaps[at], gaps[start]):
            break
    return end


def is_wider(gap: str, common: str) -> bool:
    """Whether it stands between two words whose letters are ``common`` apart."""
    return gap.isspace() and (not common.isspace() or len(gap) > len(common))


def shorten_gap(gap: str, common: str) -> str:
    """Nothing between letters, one blank between words."""
    return "" if gap == common else gap[0]


def is_spelt(letters: list[str], gap: str, end: str) -> bool:
    """Whether they spell a word: no abbreviation, no list, no row of choices or tones."""
    if gap in _LISTING:
        return False
    word = "".join(letters).lower()
    only = [one for one in word if one.isalpha()]
    if len(only) < 3 or len(word) < _LETTERS + (len(only) < _LETTERS) or not word[0].isalpha():
        return False
    if gap.strip() == "." and end == "." and len(word) <= _LETTERS:
        return False
    if _UNSPACED.search(word):
        return not gap.isspace() or (len(word) > 5 and not _HANGUL.search(word))
    return not is_listed(word)


def is_listed(word: str) -> bool:
    """Whether its letters are a row of the alphabet or the keyboard, notes, marks, or a few over and over."""
    steps = [ord(after) - ord(before) for before, after in pairwise(word)]
    if len(set(word)) < 3 or set(word) <= set("abcdefg") or all(0 < step <= 3 for step in steps):
        return True
    if any(word in row for row in _ROWS):
        return True
    return word.isascii() and not set(word) & set("aeiouy0134")
