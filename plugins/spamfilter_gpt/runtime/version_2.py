"""The normalizer's version 2: what version 1 undoes, and more kinds of it. No torch.

Beyond version 1: marks over letters, letters in any style, look-alikes of any script, letters apart by any
separator, text set backwards, blanks that are no spaces, and what stands in front of a mail's subject.
"""

import unicodedata
from functools import cache

import regex

from spamfilter_gpt.runtime.leet import read_words
from spamfilter_gpt.runtime.letters import (
    find_enclosed,
    find_look,
    find_styled,
    list_lonely,
    name_script,
    unmask_word,
)
from spamfilter_gpt.runtime.spaced import join_letters
from spamfilter_gpt.runtime.version_1 import is_foreign, lower

# The label of a mail's subject, and what other filters put in front of it.
_LABEL = regex.compile(
    r"\s*+(?:(?:subject[ \t]*+:|\[[^\w\[\]\n]{0,3}+(?:suspected |possible |potential |probable |likely )?"
    r"(?:spam|junk|bulk|phish(?:ing)?)\b[^\[\]\n]{0,24}+\]"
    r"|[*]{2,8}+[ ]?(?:suspected |possible )?(?:spam|junk)\b[^*\n]{0,16}+[*]{2,8}+"
    r"|\{[ ]?(?:spam|junk|phish(?:ing)?|disarmed|virus)\b[^{}\n]{0,12}+\})\s*+){1,4}+",
    regex.IGNORECASE,
)
_BACKWARDS = regex.compile(r"[\u202d\u202e]([^\u202c\r\n\u2028\u2029]*+)\u202c?+")
_RIGHT = regex.compile(r"[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}]")
_LEFT = regex.compile(r"[\p{L}--[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}]]", regex.V1)
_DIRECTION = regex.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INSIDE = regex.compile(
    r"(?<=\p{Latin})[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069](?=\p{Latin})|[\u202d\u202e]"
)
# As wide as a space.
_BLANK = regex.compile(r"[\u3164\uffa0\U0001d159]|(?<![\u1100-\u11ff])[\u115f\u1160](?![\u1100-\u11ff])")
_BRAILLE = regex.compile(r"[\u2801-\u28ff]")
_MARKED = regex.compile(
    r"(?<=[\p{N}\p{P}])[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20e2\u20e4-\u20f0]++"
)
_STRUCK = regex.compile(r"(?<=[\p{L}\p{N}\p{M}])[\u0334-\u0338\u20d2\u20d3\u20d8-\u20e2\u20e4-\u20f0]")
_STACKED = regex.compile(r"(?<=\p{L}[\u0300-\u036f]{3})[\u0300-\u036f]++")
_KEYCAP = regex.compile(r"(?<=\p{L}\p{N}?)(\p{N})\ufe0f?\u20e3|(?<!\p{N})(\p{N})\ufe0f?\u20e3(?=\p{L})")
_CJK = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_WIDE_LETTER = regex.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_WIDE = regex.compile(r"[\uff01-\uff5e\u3000]")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]++")
_OTHER_WORD = regex.compile(r"[\p{Greek}\p{Cyrillic}\p{Armenian}\p{Cherokee}\p{Coptic}]++")
_LATIN = regex.compile(r"\p{Latin}")
_FLAGS = regex.compile(r"[\U0001f1e6-\U0001f1ff]++")
_ENCLOSED = regex.compile(r"[\u2460-\u24ff\u2776-\u2793\U0001f100-\U0001f189]++")
# Between these letters it is a joint, not a sign; in front of a mark of its own script it is needed.
_JOINERS = regex.compile(
    r"(?<=[\p{Latin}\p{Cyrillic}\p{Greek}0-9])[\u200c\u200d]++"
    # Only from where a run starts: from each of its places it would cost the square.
    r"|(?<![\u200c\u200d])[\u200c\u200d]++(?=[\p{Latin}\p{Cyrillic}\p{Greek}])"
    r"|(?<![\p{Emoji}\u200d\u20e3\ufe0e\ufe0f\p{Han}])[\ufe0e\ufe0f]++|(?<=[0-9#*])[\ufe0e\ufe0f]++(?!\u20e3)"
    r"|(?<=[\ufe0e\ufe0f])[\ufe0e\ufe0f]++"
    r"|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]++",
    regex.V1,
)
_NOTHING = regex.compile(
    r"[[\p{Default_Ignorable_Code_Point}\p{Cc}\ufff9-\ufffb]"
    r"--[\s\u200c\u200d\ufe0e\ufe0f\U000e0020-\U000e007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    r"\u115f\u1160\u180b-\u180d\u17b4\u17b5]]"
    r"|(?<![\u1800-\u18af])[\u180b-\u180d]++|[\u17b4\u17b5]",
    regex.V1,
)
# Where words of these scripts may be broken, which have no spaces.
_BREAKABLE = regex.compile(r"[\p{Khmer}\p{Lao}\p{Myanmar}\p{Tibetan}]")
_CASED = regex.compile(r"(?<![\p{L}\p{N}/@_=&?#%])[\p{Lu}\p{Ll}]{3,}+(?![\p{N}/@_=&?#%])")
# A small letter before a capital, but for words like iPhone and GitHub, macOS and sinA.
_STREWN = regex.compile(
    r"(?<![\p{L}\p{N}/@_=&?#%])(?!\p{Lu}?\p{Ll}++\p{Lu}\p{Ll}++(?![\p{Lu}\p{Ll}]))"
    r"(?!\p{Lu}?\p{Ll}{2,}+\p{Lu}{1,2}+(?![\p{Lu}\p{Ll}]))"
    r"(?=\p{Lu}*+\p{Ll}++\p{Lu})[\p{Lu}\p{Ll}]++(?![\p{N}/@_=&?#%])"
)
# Whose flags there are, by their codes (Unicode's emoji sequences).
_COUNTRIES = (
    " AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
    "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA "
    "EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY "
    "HK HM HN HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA "
    "LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ "
    "NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
    "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO "
    "TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW "
)
_EMOJI = frozenset("Ⓜ🅰🅱🅾🅿")


def undo_second(text: str) -> str:
    """``text`` as it is meant to be read; the same text, to the last character, unless it was disguised."""
    text = text[find_label(text) :]
    if not text.isascii():
        text = undo_signs(text)
    elif not text.isprintable():
        text = _NOTHING.sub("", text)
    return read_words(settle_case(join_letters(text)))


def settle_case(text: str) -> str:
    """``text`` in lower case if capitals are strewn into its words; names and addresses do not make it so."""
    strewn = len(_STREWN.findall(text))
    many = strewn >= 2 and 4 * strewn >= len(_CASED.findall(text))
    return "".join(map(lower, text)) if many else text


def find_label(text: str) -> int:
    """Where what stands in front of the subject ends."""
    match = _LABEL.match(text)
    return match.end() if match else 0


def find_turned(text: str) -> tuple[str, list[int]]:
    """``text`` in the order it is seen in, and where each of its characters ends in what was written."""
    places = list(range(1, len(text) + 1))
    if "\u202e" not in text and "\u202d" not in text:
        return text, places
    for match in _BACKWARDS.finditer(text):
        if is_backwards(match[0]):
            places[match.start() : match.end()] = [match.end()] * len(match[0])
    return turn_round(text), places


def turn_round(text: str) -> str:
    """``text`` with what an override sets against its letters' direction turned; the marks stay."""

    def turn(match: regex.Match[str]) -> str:
        return match[0][::-1] if is_backwards(match[0]) else match[0]

    return _BACKWARDS.sub(turn, text)


def is_backwards(run: str) -> bool:
    """Whether its first sign sets it against the direction of most of its letters."""
    right = 2 * len(_RIGHT.findall(run)) > len(_LEFT.findall(run)) + len(_RIGHT.findall(run))
    return right if run[0] == "\u202d" else not right


def undo_signs(text: str) -> str:
    """What only text beyond ASCII can hold."""
    odd = {character for character in text if character > "\x7f"}
    text = drop_unseen(replace_blanks(set_straight(text)))
    text = replace_styled(text, odd)
    if any(map(may_disguise, odd)):
        text = _STACKED.sub("", _STRUCK.sub("", _MARKED.sub("", text)))
        text = unmask_words(text.translate(list_lonely(odd)) if _LATIN.search(text) else text)
    return text


def unmask_words(text: str) -> str:
    """``text`` with plain letters in its words for others that look like them.

    A whole word of another script is none where one stands in the text that cannot be Latin.
    """
    latin = 2 * len(_LATIN.findall(text)) > sum(map(str.isalpha, text))
    quoted = find_quoted(text) if latin else frozenset()

    def unmask(match: regex.Match[str]) -> str:
        word = match[0]
        return word if word.isascii() else unmask_word(word, latin and name_script(word[0]) not in quoted)

    return _WORD.sub(unmask, text)


def set_straight(text: str) -> str:
    """``text`` in the order it is seen in, with marks of direction only where it needs them."""
    if not _DIRECTION.search(text):
        return text
    text = turn_round(text)
    return _INSIDE.sub("", text) if _RIGHT.search(text) else _DIRECTION.sub("", text)


def drop_unseen(text: str) -> str:
    """``text`` without what shows nothing, but for what scripts and emoji need."""
    if "\u200b" in text and _BREAKABLE.search(text):
        return "\u200b".join(map(drop_unseen, text.split("\u200b")))
    return _JOINERS.sub("", _NOTHING.sub("", text))


@cache
def may_disguise(character: str) -> bool:
    """Whether a word with it is to be looked at."""
    return not _CJK.match(character) and (character.isalpha() or unicodedata.category(character)[0] in "MN")


def find_quoted(text: str) -> frozenset[str]:
    """The scripts that words of ``text`` are in which do not look Latin, other scripts than Latin."""
    found: set[str] = set()
    for match in _OTHER_WORD.finditer(text):
        if any(is_foreign(find_look(one)) for one in match[0]):
            found.update(map(name_script, match[0]))
    return frozenset(found)


def replace_blanks(text: str) -> str:
    """``text`` with spaces for signs that are as wide and show nothing."""
    text = _BLANK.sub(" ", text)
    return text.replace("\u2800", " ") if "\u2800" in text and not _BRAILLE.search(text) else text


def replace_styled(text: str, odd: set[str]) -> str:
    """``text`` with plain letters and digits for those of other fonts, circles, squares and full width."""
    fonts = {ord(one): find_styled(one) for one in odd if find_styled(one) != one}
    if fonts:
        text = text.translate(fonts)
    if _WIDE_LETTER.search(text) and not _CJK.search(text):
        text = _WIDE.sub(lambda match: " " if match[0] == "\u3000" else chr(ord(match[0]) - 0xFEE0), text)
    text = _FLAGS.sub(lambda match: spell_flags(match[0]), text)
    text = _ENCLOSED.sub(open_enclosed, text)
    return _KEYCAP.sub(lambda match: match[1] or match[2], text) if "\u20e3" in text else text


def spell_flags(run: str) -> str:
    """Letters for regional indicators that are not all pairs of a flag."""
    word = "".join(find_enclosed(one) for one in run)
    pairs = (word[at : at + 2] for at in range(0, len(word), 2))
    return run if len(word) < 3 or all(f" {pair} " in _COUNTRIES for pair in pairs) else word


def open_enclosed(match: regex.Match[str]) -> str:
    """Letters and digits for those in circles and squares; not for one that may be a bullet or an emoji."""
    run = match[0]
    plain = "".join(map(find_enclosed, run))
    before = match.string[match.start() - 1 : match.start()]
    behind = match.string[match.end() : match.end() + 1]
    if len(run) > 1 or _LATIN.match(before) or (before.isdigit() and before.isascii()):
        return plain
    if plain.isdigit():
        return run
    return plain if _LATIN.match(behind) or is_apart(match) else run


def is_apart(match: regex.Match[str]) -> bool:
    """Whether another letter in a circle or square stands one separator away."""
    start, end, text = match.start(), match.end(), match.string
    near = text[max(0, start - 2) : start - 1] + text[end + 1 : end + 2]
    return match[0] not in _EMOJI and _ENCLOSED.search(near) is not None
