"""What a long text is filled up with so that its words come too late for the model. No torch.

Nothing here touches a text that reaches the model whole. Of one that does not, what shows nothing goes, a
run of white space is one space, one line break or one blank line, and what repeats itself is cut short.
"""

import re
from functools import lru_cache

import regex

REPEATED = 16  # times that something is kept which is there more often
SHORT = 4  # characters of a run that may come again
UNIT = 4  # characters of what may repeat itself

# What is as wide as a space and none to Python: Hangul fillers, a braille cell without dots, and the like.
_WIDE = r"\u115f\u1160\u2800\u3164\uffa0\U0001d159"
# What shows nothing: Default_Ignorable_Code_Point, controls and formats, but for signs around Arabic numbers.
_JOINERS = r"\u200c\u200d\ufe0e\ufe0f"
_TAGS = r"\U000e0020-\U000e007f"
_NOTHING = (
    r"[[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]"
    rf"--[\p{{Prepended_Concatenation_Mark}}\s{_WIDE}{_JOINERS}{_TAGS}]]"
)
# One ordinary space or line break between words is none, nor is one joiner.
_FILLING = regex.compile(rf"[\s{_WIDE}{_JOINERS}{_TAGS}{_NOTHING}]{{2,}}+|[{_WIDE}{_NOTHING}]", regex.V1)
# The same for text in ASCII; the standard library's patterns are quicker than those for all of Unicode.
_FILLING_ASCII = re.compile(r"[\s\x00-\x08\x0e-\x1f\x7f]{2,}+|[\x00-\x08\x0e-\x1f\x7f]")
# What scripts and emoji need: one or two joiners or variation selectors, a flag's seven tags.
_NEEDED = regex.compile(rf"[{_JOINERS}]{{1,2}}+(?![{_JOINERS}])|[{_TAGS}]{{1,7}}+(?![{_TAGS}])")
_BLANKS = regex.compile(rf"[\s{_WIDE}]", regex.V1)
_BREAK = regex.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_MARKS = regex.compile(rf"(?<=\p{{M}}{{{REPEATED}}})\p{{M}}++")
_REPEATED = re.compile(rf"(?s)(.{{1,{UNIT}}}?)\1{{{REPEATED}}}")


def squeeze(text: str, limit: int) -> str:
    """At most ``limit`` characters of ``text`` without its padding."""
    if text.isascii():
        return shorten_repeated(_FILLING_ASCII.sub(shorten_filling, text).strip(), limit)
    return shorten_repeated(_MARKS.sub("", _FILLING.sub(shorten_filling, text)).strip(), limit)


def place_squeezed(text: str, squeezed: str) -> list[int]:
    """Where in ``text`` each character of what ``squeeze`` has left of it ends."""
    ends, at = [], 0
    for character in squeezed:
        blank = character.isspace()
        while at < len(text) and text[at] != character and not (blank and _BLANKS.match(text[at])):
            at += 1
        at = min(at + 1, len(text))
        ends.append(at)
    return ends


def shorten_filling(match: regex.Match[str] | re.Match[str]) -> str:
    """What a run of white space and of what shows nothing is to a person."""
    return shorten_short(match[0]) if match.end() - match.start() <= SHORT else shorten_run(match[0])


def shorten_run(run: str) -> str:
    """As :func:`shorten_filling`."""
    needed = _NEEDED.match(run)
    kept = needed[0] if needed else ""
    if not _BLANKS.search(run):
        return kept
    breaks = len(_BREAK.findall(run))
    return kept + ("\n" * min(breaks, 2) or " ")


# Most runs are one of a few.
shorten_short = lru_cache(1024)(shorten_run)


def shorten_repeated(text: str, limit: int) -> str:
    """``limit`` characters of ``text`` in which nothing comes more than ``REPEATED`` times in a row.

    No more of ``text`` is looked at than that takes.
    """
    pieces: list[str] = []
    at = size = 0
    while at < len(text) and size < limit:
        far = at + limit
        if match := _REPEATED.search(text, at, far):
            pieces.append(text[at : match.start()] + match[1] * REPEATED)
            at = skip_repeats(text, match[1], match.end())
        else:  # what repeats itself up to the far end may go on behind it
            stop = max(at + 1, far - UNIT * (REPEATED + 1)) if far < len(text) else len(text)
            pieces.append(text[at:stop])
            at = stop
        size += len(pieces[-1])
    return "".join(pieces)[:limit]


def skip_repeats(text: str, unit: str, at: int) -> int:
    """Where the row of ``unit`` that goes on at ``at`` ends."""
    row = regex.compile(rf"(?:{regex.escape(unit)})*+").match(text, at)
    return row.end() if row else at
