"""Letters in disguise: styled, marked, from another script. Whether they are one is told by their word."""

import unicodedata
from functools import cache

from spamfilter_gpt.runtime.disguise import late
from spamfilter_gpt.runtime.disguise.orthography import split_letters
from spamfilter_gpt.runtime.disguise.version_1 import find_alike, find_capital_alike, is_foreign

# In names of the Unicode database.
_LETTER = late.compile(
    r"LATIN (CAPITAL |SMALL )?(?:LETTER )?(?:SMALL CAPITAL |SCRIPT |DOTLESS )?([A-Z])(?: WITH .*)?$"
)
_FORM = late.compile(r"CIRCLED|SQUARED|PARENTHESIZED|REGIONAL INDICATOR|DINGBAT")
_ENCLOSED = late.compile(r"(?:LETTER|SQUARED LATIN|SQUARED) ([A-Z])$")
_SMALL = late.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])$")

# Latin letters of no living language's everyday writing that look like an ASCII one, and signs that do.
ODD = {
    **dict(zip("ɑᶏɐ⍺", "aaaa", strict=True)),
    **dict(zip("ɕ¢", "cc", strict=True)),
    **dict(zip("ɖɗɘɝɞɛ℮€", "ddeeeeee", strict=True)),
    **dict(zip("ƒɟɡɢɠɦɧɥ", "fjggghhh", strict=True)),
    **dict(zip("ɩɪɨıᵻɭɫɬɮℓłƚ", "iiiiilllllll", strict=True)),
    **dict(zip("ɱɯɳɲɴŋƞղ", "mmnnnnnn", strict=True)),
    **dict(zip("øɵɸɔƥʠɋ", "ooocpqq", strict=True)),
    **dict(zip("ɾɽɼɹɻʀʂȿƭʈŧ", "rrrrrrssttt", strict=True)),
    **dict(zip("ʉʊʋʌѵʍʐʑȥ", "uuvvvwzzz", strict=True)),
    **dict(zip("ßđħƙƴʏþɓǝə", "bdhkyypbee", strict=True)),
    **dict(zip("ØŁĐĦŦƑƤƬƁƊƘƳɆɈƗɌɎȺȻȾɃƵ₿₵₴₦₮₩₳₭₱¥£", "OLDHTFPTBDKYEJIRYACTBZBCSNTWAKPYL", strict=True)),
}  # fmt: skip
# Of African alphabets, which have more of them: one alone in a text is a look-alike.
_COMPANY = frozenset("ɖƒʋɩʊɨʉɯʌɲ")


def list_lonely(odd: set[str]) -> dict[int, str]:
    """What to put for letters of ``odd``, all beyond ASCII in a text, that no honest text has alone."""
    found = {character.lower() for character in odd} & _COMPANY
    if len(found) != 1:
        return {}
    lonely = found.pop()
    plain = ODD[lonely]
    return {ord(lonely): plain, ord(lonely.upper()[0]): plain.upper()}


# What a digit or sign stands for within a word.
SIGNS = dict(zip("013457@$€!|", ("o", "i", "e", "a", "s", "t", "a", "s", "e", "i", "il"), strict=True))


@cache
def find_base(character: str) -> str:
    """The ASCII letter below the marks of a Latin ``character``, by its name; else itself."""
    if character.isascii():
        return character
    base = unicodedata.normalize("NFD", character)[0]
    if base.isascii():
        return base if base.isalpha() else character
    if base in ODD:
        return ODD[base]
    if match := _LETTER.match(unicodedata.name(base, "")):
        return match[2] if match[1] == "CAPITAL " and "SMALL CAPITAL" not in match[0] else match[2].lower()
    return character


@cache
def find_styled(character: str) -> str:
    """The letter or digit that ``character`` is in a mathematical or another font; else itself."""
    if character.isascii() or not unicodedata.decomposition(character).startswith("<font>"):
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain.isalnum() and character not in "ℹﬠﬡﬢﬣﬤﬥﬦﬧﬨ" else character


@cache
def find_enclosed(character: str) -> str:
    """The letter or digit in a circle, square or brackets; else itself."""
    name = unicodedata.name(character, "")
    if character.isascii() or not _FORM.search(name):
        return character
    if match := _ENCLOSED.search(name):
        return match[1].lower() if "SMALL" in name or "PARENTHESIZED" in name else match[1]
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)


@cache
def find_raised(character: str) -> str:
    """The letter or digit that is written small, above or below the line; else itself."""
    if character.isascii() or character in "ªº":
        return character
    if unicodedata.decomposition(character).startswith(("<super>", "<sub>")):
        plain = unicodedata.normalize("NFKC", character)
        return plain if len(plain) == 1 and plain.isascii() and plain.isalnum() else character
    return character


@cache
def find_small_capital(character: str) -> str:
    """The small letter for a small capital; else itself."""
    match = _SMALL.match(unicodedata.name(character, ""))
    return match[1].lower() if match else character


@cache
def find_plain(character: str) -> frozenset[str]:
    """All that ``character`` may become."""
    finds = (find_base, find_styled, find_enclosed, find_raised, find_small_capital, find_look)
    found = {character, *(find(character) for find in finds), *SIGNS.get(character, "")}
    found.update(
        one.translate(table) for one in tuple(found) for table in (_LOOSE, _CYRILLIC, _CYRILLIC_DIGITS)
    )
    found.update(letter for one in tuple(found) for letter in SIGNS.get(one, ""))
    found.update(map(find_base, tuple(found)))
    found.update(one.upper() for one in tuple(found))
    return frozenset(found | {one.lower() for one in found if len(one.lower()) == 1})


@cache
def find_look(character: str) -> str:
    """The ASCII letter that ``character`` of another script looks like, or of Latin if it is odd."""
    alike = find_capital_alike(character)
    return ODD.get(character, alike) if alike == character else alike


@cache
def name_script(character: str) -> str:
    """The first word of its name, of a letter that is not Latin; nothing of others."""
    return unicodedata.name(character, "").split(" ")[0] if is_foreign(character) else ""


# In a word of Cyrillic the letters of other scripts are the disguise.
_CYRILLIC = str.maketrans(
    "aceopxyABCEHKMOPTXYiïëᴀᴄᴇᴏᴋᴍᴛʜʙᴩρσαεγυκτηπμβχοιω",
    "асеорхуАВСЕНКМОРТХУіїёасеокмтнврроаеуиктппмвхоиш",
)
_CYRILLIC_DIGITS = str.maketrans("0346", "озчб")
# Letters that only in a disguise stand for a Latin one.
_LOOSE = str.maketrans(
    "αβγδεζηθικλμνξοπρςστυφχψωгптмвишянёйбдзцьыъэєїўґᏆᎳ",
    "abydezn0iklmveonpcotuoxpwrntmbuwrheu6d3ubbbeeiyrIW",
)
# Units and names of science: μAMP, TNFα.
_MEASURE = late.compile(r"[0-9]*+[\u00b5\p{Greek}][A-Za-z0-9]++|[A-Z0-9]{2,}+\p{Greek}[0-9]*+")


def is_mixed(word: str) -> bool:
    """Whether letters of Latin and of a script that looks like it stand in one word."""
    scripts = set(map(name_script, word)) & {"CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN", "COPTIC", "LISU"}
    own = set(filter(is_latin, word)) - {"I", "l"}
    return ((bool(scripts) and bool(own)) or len(scripts) > 1) and not _MEASURE.fullmatch(word)


def is_cyrillic(words: set[str]) -> bool:
    """Whether most of the letters of ``words`` that look like none of the other script are Cyrillic."""
    letters = [letter for word in words for letter in word]
    latin = sum(is_latin(one) and is_latin(one.translate(_CYRILLIC)) for one in letters)
    return sum(name_script(one) == "CYRILLIC" and is_foreign(find_look(one)) for one in letters) > 3 * latin


def write_cyrillic(word: str) -> str:
    """``word`` with Cyrillic letters for others, if that leaves none."""
    plain = word.translate(_CYRILLIC)
    if 3 * sum(map(str.isdigit, word)) <= len(word):
        small = plain.translate(_CYRILLIC_DIGITS)
        plain = small.upper() if plain.isupper() else small
    return plain if all(name_script(one) in ("CYRILLIC", "") and not is_latin(one) for one in plain) else word


def unmask_foreign(word: str, latin: bool, sure: bool = False) -> str:
    """``word``, with letters of other scripts than Latin, as it is meant to be read.

    ``latin`` is whether its text is, so that a whole word of another script may be the disguise; ``sure``
    whether the text mixes scripts within its words, so that what looks only roughly like a letter is one.
    """
    own = list(filter(is_latin, word))
    if own and not latin and set(own) <= {"I", "l"}:  # Caucasian languages write it for a letter of theirs
        return word
    scripts = {script for script in map(name_script, word) if script}
    if not own and (not latin or (len(word) == 1 and scripts == {"GREEK"} and not sure)):
        return word
    if _MEASURE.fullmatch(word) and not sure:
        return word
    plain = imitate(word, bool(own), sure)
    if any(map(is_foreign, plain)):
        return write_cyrillic(word) if own and scripts == {"CYRILLIC"} else word
    # SMSка and PDFа: an ending on a foreign name.
    ended = len(own) > 1 and not any(map(is_latin, word[len(own) :]))
    return word if ended and not latin and scripts <= {"CYRILLIC", "GREEK"} else plain


def imitate(word: str, mixed: bool, sure: bool) -> str:
    """``word`` with the Latin letters that its others look like."""
    if not sure:
        return "".join(map(find_look if mixed else find_alike, word))
    closely = "".join(map(find_alike, word.translate(_LOOSE)))
    return "".join(map(find_look, closely.lower().translate(_LOOSE))) if not closely.isascii() else closely


@cache
def is_latin(character: str) -> bool:
    """Whether it is a Latin letter."""
    return character.isalpha() and "LATIN" in unicodedata.name(character, "")


def lower_run(word: str, before: str) -> str:
    """A run of Latin letters, behind ``before``, with plain ones for raised ones and small capitals."""
    if word.isascii():
        return word
    small = sum(find_small_capital(one) != one for one in word)
    if small > 1 or (small and all(find_small_capital(one) != one for one in word if one.isalpha())):
        word = "".join(map(find_small_capital, word))
    return lower_raised(word, before.isalnum())


def lower_raised(word: str, led: bool) -> str:
    """``word`` with raised letters on the line, unless they are an ending, as in French, or a footnote.

    ``led`` is whether it stands behind a letter or digit.
    """
    raised = [find_raised(one) != one for one in word]
    if not any(raised):
        return word
    first, last = raised.index(True), len(raised) - raised[::-1].index(True)
    whole = first == 0 and sum(raised) > 1 and not led
    inside = first > 0 and last < len(word) and sum(raised) > 1
    return "".join(map(find_raised, word)) if whole or inside else word


@cache
def is_small(character: str) -> bool:
    """Whether it is a small capital or a raised letter."""
    return find_small_capital(character) != character or find_raised(character) != character


def strip_marks(word: str) -> str:
    """The ASCII letters below the marks of a Latin ``word``."""
    return "".join(find_base(letter[0]) for letter in split_letters(word))
