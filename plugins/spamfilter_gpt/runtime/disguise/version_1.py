"""The normalizer's version 1, which shipped models are trained with: its result stays as it is. No torch.

It undoes characters that cannot be seen, look-alikes and compatibility forms of Latin letters, letters
spaced out, capitals strewn in, digits for letters inside words.
"""

import re
import unicodedata
from functools import cache

import regex

from spamfilter_gpt.runtime.disguise import late
from spamfilter_gpt.runtime.disguise.glance import drop_controls, may_be_apart, may_be_strewn

# What shows nothing (Unicode's Default_Ignorable_Code_Point, and controls), except what scripts and emoji
# need: joiners, variation selectors, tags.
_UNSEEN = late.compile(
    r"[[\p{Default_Ignorable_Code_Point}\p{Cc}]--[\s\u200c\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]]", regex.V1
)
# Those beside letters that have no use for them, and tags without the black flag.
_JOINER = late.compile(
    r"(?<=[\p{Latin}\p{Cyrillic}\p{Greek}\p{P}])[\u200c\u200d\ufe0e\ufe0f]++"
    # Only from where a run starts: from each of its places it would cost the square.
    r"|(?<![\u200c\u200d\ufe0e\ufe0f])[\u200c\u200d\ufe0e\ufe0f]++(?=[\p{Latin}\p{Cyrillic}\p{Greek}])"
    r"|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]++",
    regex.V1,
)
_WORD = late.compile(r"[^\s]+")
_OTHER = late.compile(r"[^\p{ASCII}\p{Latin}]|[\uff01-\uff5e]", regex.V1)
_LATIN = late.compile(r"[\p{Latin}\p{Nd}--[\uff01-\uff5e]]", regex.V1)
_UNSPACED = late.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\u3000-\u303f]")
_SPACED = late.compile(r"(?<![\p{L}\p{N}])\p{L}(?:([ .*_·~+|/-])\p{L})(?:\1\p{L}){2,}(?![\p{L}\p{N}@$])")
# A word with letters on both sides of what stands for letters; no address, no unit, no code. It is not
# looked for without a bound, because it may begin anew behind each $.
_LEET = late.compile(
    r"(?<![\p{L}\p{N}@./_-])(?:\p{Lu}?\p{Ll}++(?:[013457$]{1,2}+\p{Ll}++){1,12}"
    r"|\p{Lu}++(?:[013457$]{1,2}+\p{Lu}++){1,12}"
    r"|\p{L}{1,3}+@\p{L}++|\p{L}++@\p{L}{1,3}+)(?![\p{L}\p{N}@/_]|\.\p{L})",
)
# The same for text in ASCII.
_LEET_ASCII = re.compile(
    r"(?<![A-Za-z0-9@./_-])(?:[A-Z]?[a-z]++(?:[013457$]{1,2}+[a-z]++){1,12}"
    r"|[A-Z]++(?:[013457$]{1,2}+[A-Z]++){1,12}"
    r"|[A-Za-z]{1,3}+@[A-Za-z]++|[A-Za-z]++@[A-Za-z]{1,3}+)(?![A-Za-z0-9@/_]|\.[A-Za-z])",
)
_CASED = late.compile(r"[\p{Lu}\p{Ll}]{3,}+")
_CASED_ASCII = re.compile(r"[A-Za-z]{3,}+")
# A small letter before a capital, but for words like iPhone and GitHub.
_STREWN = late.compile(r"(?<!\p{L})(?!\p{Lu}?\p{Ll}++\p{Lu}\p{Ll}++(?!\p{L}))\p{L}*?\p{Ll}\p{Lu}")
_DIGITS = str.maketrans("013457@$", "oieastas")
_LETTER = late.compile(r"LATIN (CAPITAL|SMALL) LETTER ([A-Z])$")


def undo_first(text: str) -> str:
    """``text`` as it is meant to be read; the same text, to the last character, unless it was disguised."""
    if not text.isascii():
        characters = set(text)
        if any(map(is_invisible, characters)):
            text = _UNSEEN.sub("", text)
        if any(map(is_joiner, characters)):
            text = _JOINER.sub("", text)
        if _OTHER.search(text):
            latin = 2 * len(_LATIN.findall(text)) > sum(map(str.isalpha, text))
            text = _WORD.sub(lambda match: unmask(match[0], latin), text)
    elif not text.isprintable():
        text = drop_controls(text)
    if may_be_apart(text):
        text = _SPACED.sub(lambda match: match[0].replace(match[1], ""), text)
    text = settle_case(text)
    if text.isascii():
        return _LEET_ASCII.sub(lambda match: read_leet(match[0]), text)
    return _LEET.sub(lambda match: read_leet(match[0]), text)


@cache
def is_invisible(character: str) -> bool:
    """Whether it shows nothing and goes wherever it stands."""
    return _UNSEEN.match(character) is not None


def is_joiner(character: str) -> bool:
    """Whether it is a joiner, a variation selector or a tag, which some neighbours need."""
    return character in "\u200c\u200d\ufe0e\ufe0f" or "\U000e0020" <= character <= "\U000e007f"


def became_first(written: str, plain: str) -> bool:
    """Whether the character ``written`` may be read as ``plain``."""
    letter = written.translate(_DIGITS)
    forms = (written, find_capital_alike(find_form(written)), letter, letter.upper())
    return plain in forms or plain in map(lower, forms)


def settle_case(text: str) -> str:
    """``text`` in lower case if capitals are strewn into its words; iPhone and GitHub do not make it so."""
    if not may_be_strewn(text, _CASED_ASCII):
        return text
    strewn = len(_STREWN.findall(text))
    many = strewn >= 2 and 4 * strewn >= len(_CASED.findall(text))
    return "".join(map(lower, text)) if many else text


def lower(character: str) -> str:
    """In lower case, where that is one character."""
    small = character.lower()
    return small if len(small) == 1 else character


def read_leet(word: str) -> str:
    """``word`` with letters for digits, unless it looks like a code: too many digits, most so in capitals."""
    digits = sum(not character.isalpha() for character in word)
    few = len(word) >= (4 if word.isupper() else 2) * digits
    if not few:
        return word
    return word.translate(_DIGITS).upper() if word.isupper() else word.translate(_DIGITS)


def unmask(word: str, latin: bool) -> str:
    """``word`` with look-alikes of Latin letters replaced, if it is a Latin word or the text is ``latin``."""
    if word.isascii() or _UNSPACED.search(word) or not _OTHER.search(word):
        return word
    word = "".join(map(find_form, word))
    mixed = bool(_LATIN.search(word))
    if not mixed and not latin:
        return word
    plain = "".join(map(find_capital_alike if mixed else find_alike, word))
    # With a letter that resembles none the word is what it seems.
    return word if any(map(is_foreign, plain)) else plain


def is_foreign(character: str) -> bool:
    """Whether it is a letter and not a Latin one."""
    return character.isalpha() and "LATIN" not in unicodedata.name(character, "LATIN")


@cache
def find_form(character: str) -> str:
    """The ASCII letter or digit that ``character`` is a form of: full-width, circled, mathematical …"""
    if character.isascii() or unicodedata.category(character)[0] not in "LNS":
        return character
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) == 1 and plain.isascii() and plain.isalnum():
        return plain
    if name := _LETTER.search(unicodedata.name(character, "")):
        return name[2] if name[1] == "CAPITAL" else name[2].lower()
    return character


@cache
def find_alike(character: str) -> str:
    """The ASCII letter that ``character`` looks like (Unicode Technical Standard 39); else itself."""
    if character.isascii() or not is_foreign(character):
        return character
    from confusable_homoglyphs import confusables  # a table of a megabyte, for disguised text only

    found = confusables.is_confusable(character, greedy=True, preferred_aliases=[])
    glyphs = [str(glyph["c"]) for one in found or [] for glyph in one["homoglyphs"]]
    letters = [glyph for glyph in glyphs if len(glyph) == 1 and glyph.isascii() and glyph.isalpha()]
    if character.isupper() and "l" in letters:
        return "I"  # the standard has one sign for both
    same_case = [letter for letter in letters if letter.isupper() == character.isupper()]
    return next(iter(same_case or letters), character)


def find_capital_alike(character: str) -> str:
    """As :func:`find_alike`, also by the capital: of к and χ only that is in the standard."""
    alike = find_alike(character)
    if alike != character or not is_foreign(character) or len(character.upper()) > 1:
        return alike
    capital = find_alike(character.upper())
    return capital.lower() if capital.isascii() else character
