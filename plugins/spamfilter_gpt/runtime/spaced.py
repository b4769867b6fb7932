"""Words whose letters stand apart: ``F R E E``, ``f.r.e.e``, and what only looks so."""

from itertools import pairwise

import regex

# Not the beginning of c@sh nor the end of I'm.
_SINGLE = regex.compile(
    r"(?<![\p{L}\p{N}[\p{M}--[\ufe0e\ufe0f]]]|[\p{L}\p{N}]{2}['’@$€!|])[\p{L}\p{N}]"
    r"(?![\p{L}\p{N}\p{M}]|['’@$€!|][\p{L}\p{N}]{2})",
    regex.V1,
)
# Four of them near each other, before any work is done.
_SOME = regex.compile(
    r"(?<![\p{L}\p{N}\p{M}])[\p{L}\p{N}](?:[^\p{L}\p{N}]{1,4}+[\p{L}\p{N}](?![\p{L}\p{N}\p{M}])){3}"
)
_GAP = 4  # characters between two letters, at most
_LETTERS = 4
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]")
_HANGUL = regex.compile(r"\p{Hangul}")
_LISTING = frozenset(
    (", ", "、", "，", "・", "; ", "；", " / ", "／", ") ", ". ", ": ", " = ", " + ", " & ", "&")
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "wasd", "adek", "acgt")


def join_letters(text: str) -> str:
    """``text`` with the words put together whose letters stand apart by one and the same separator."""
    if not _SOME.search(text):
        return text
    pieces, at = [], 0
    for row in find_rows(text):
        start, end = row[0], row[-1]
        pieces += [text[at:start], join_row(text, row)]
        at = end + 1
    return "".join((*pieces, text[at:]))


def find_rows(text: str) -> list[list[int]]:
    """Where single letters stand that follow each other with small gaps on one line, four and more a row."""
    rows: list[list[int]] = [[]]
    for match in _SINGLE.finditer(text):
        at = match.start()
        row = rows[-1]
        if row and not (at - row[-1] - 1 <= _GAP and is_gap(text[row[-1] + 1 : at])):
            rows.append([])
        rows[-1].append(at)
    return [row for row in rows if len(row) >= _LETTERS]


def is_gap(gap: str) -> bool:
    """Whether only separators stand in it."""
    return bool(gap) and not any(one.isalnum() or one in "\r\n" for one in gap)


def join_row(text: str, row: list[int]) -> str:
    """The row of single letters, its words joined where letters stand apart by one and the same gap."""
    gaps = [text[one + 1 : other] for one, other in pairwise(row)]
    pieces, at = [text[row[0]]], 0
    while at < len(gaps):
        end = find_segment(gaps, at)
        letters = [text[place] for place in row[at : end + 1]]
        behind = text[row[end] + 1 : row[end] + 2]
        shown = gaps[at:end]
        spelt = shown.count(gaps[at]) >= _LETTERS - 1 and not is_attached(text, row[at], row[end], gaps[at])
        if spelt and not is_paired(shown, gaps[at]) and is_spelt(letters, gaps[at], behind):
            shown = [shorten_gap(gap, gaps[at]) for gap in shown] + gaps[end : end + 1]
        for gap, place in zip(shown, row[at + 1 : at + 1 + len(shown)], strict=True):
            pieces += [gap, text[place]]
        at += len(shown)
    return "".join(pieces)


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
