"""The normalizer's version 2: what version 1 undoes, and more kinds of it. No torch.

Beyond version 1: marks over letters, letters in any style, look-alikes of any script, letters apart by any
separator, text set backwards, blanks that are no spaces, and what stands in front of a mail's subject.
"""

import re
import unicodedata
from functools import cache

import regex

from spamfilter_gpt.runtime.disguise import late
from spamfilter_gpt.runtime.disguise.glance import drop_controls, may_be_strewn
from spamfilter_gpt.runtime.disguise.leet import read_words
from spamfilter_gpt.runtime.disguise.letters import (
    find_enclosed,
    find_look,
    find_styled,
    is_cyrillic,
    is_mixed,
    is_small,
    list_lonely,
    lower_run,
    name_script,
    strip_marks,
    unmask_foreign,
    write_cyrillic,
)
from spamfilter_gpt.runtime.disguise.orthography import EVERYDAY, is_plausible, split_letters
from spamfilter_gpt.runtime.disguise.spaced import join_letters
from spamfilter_gpt.runtime.disguise.version_1 import is_foreign, lower

# The label of a mail's subject, and what other filters put in front of it.
_TAG = (
    r"[^\w\n]{0,4}+(?:suspected |possible |potential |probable |likely )?(?:spam|junk|bulk|phish(?:ing)?)"
    r"(?:[^\w\n]{0,4}+(?:mail|e-mail|verdacht|suspected|suspect|detected|warning|alert|score|level|[0-9.,/]++)){0,3}+"
    r"[^\w\n\])}*]{0,12}+"
)
_LABEL = late.compile(
    rf"\s*+(?:(?:subject[ \t]*+:|\[{_TAG}\]|\({_TAG}\)|\{{{_TAG}\}}|[*]{{2,8}}+{_TAG}\)?+[*]{{2,8}}+"
    r"|\{(?:disarmed|virus)\??+\}|(?<!\w)(?:[^\w\s]{1,8}+(?-i:SPAM|JUNK)[^\w\s]{1,8}+(?!\w)))\s*+){1,4}+",
    regex.IGNORECASE,
)
_BACKWARDS = late.compile(r"[\u202d\u202e]([^\u202c\u2069\r\n\u2028\u2029]*+)\u202c?+")
_RIGHT = late.compile(r"[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}]")
_LEFT = late.compile(r"[\p{L}--[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}]]", regex.V1)
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANKS = frozenset("\u3164\uffa0\U0001d159\u115f\u1160")
_JOINING = late.compile(r"[\u200c\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]")
_DIRECTION = late.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INSIDE = late.compile(r"(?<=\p{Latin})[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069](?=\p{Latin})")
# As wide as a space.
_BLANK = late.compile(r"[\u3164\uffa0\U0001d159]|(?<![\u1100-\u11ff])[\u115f\u1160](?![\u1100-\u11ff])")
_BRAILLE = late.compile(r"[\u2801-\u28ff]")
_MARKED = late.compile(r"(?<=\p{N})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20e2\u20e4-\u20f0]++")
_STRUCK = late.compile(
    r"(?<=[\p{L}\p{N}\p{M}])[\u0334-\u0338\u0488\u0489\u20d2\u20d3\u20d8-\u20e2\u20e4-\u20f0]"
    # Marks of other scripts on Latin letters.
    r"|(?<=[\p{Latin}\u0300-\u036f])"
    r"[\p{M}--[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe00-\ufe2f\U000e0100-\U000e01ef]]++",
    regex.V1,
)
_STACKED = late.compile(r"(?<=\p{L}[\u0300-\u036f]{3})[\u0300-\u036f]++")
_KEYCAP = late.compile(r"(?<=\p{L}\p{N}?)(\p{N})\ufe0f?\u20e3|(?<!\p{N})(\p{N})\ufe0f?\u20e3(?=\p{L})")
_CJK = late.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_WIDE_LETTER = late.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_WIDE = late.compile(r"[\uff01-\uff5e\u3000]")
_WORD = late.compile(r"[\p{L}\p{M}\p{N}]++")
_RUN = late.compile(
    r"[\p{Latin}\p{Lm}][\p{Latin}\p{Lm}\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]*+"
)
_ODD_RUN = late.compile(
    r"(?<![\p{Latin}\p{Lm}])(?:[A-Za-z]++[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]"
    r"|[A-Za-z]*+[[\p{Latin}\p{Lm}]--[A-Za-z]])"
    r"[\p{Latin}\p{Lm}\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]*+",
    regex.V1,
)
# Raised letters are of no script.
_ASIDE = late.compile(r"\p{Lm}")
_GREEK = late.compile(r"\p{Greek}")
_VIETNAMESE = late.compile(r"[ơưƠƯạảẹẻẽịỉọỏụủỵỷỹấầẩẫậắằẳẵặếềểễệốồổỗộ]")
_OTHER_WORD = late.compile(r"[\p{Greek}\p{Cyrillic}\p{Armenian}\p{Cherokee}\p{Coptic}]++")
_LATIN = late.compile(r"\p{Latin}")
_FLAGS = late.compile(r"[\U0001f1e6-\U0001f1ff]++")
_ENCLOSED = late.compile(r"[\u2460-\u24ff\u2776-\u2793\U0001f100-\U0001f189]")
# Those in circles and squares that are read as letters and digits; one alone may be a bullet or an emoji.
_CIRCLES = r"\u249c-\u24c1\u24c3-\u24e9\U0001f110-\U0001f16f\U0001f172-\U0001f17d\U0001f180-\U0001f189"
_EMOJI = r"\u24c2\U0001f170\U0001f171\U0001f17e\U0001f17f"
_OPENED = late.compile(
    r"[\u2460-\u24ff\u2776-\u2793\U0001f100-\U0001f189]{2,}+"
    r"|(?<=[\p{Latin}0-9])[\u2460-\u24ff\u2776-\u2793\U0001f100-\U0001f189]"
    rf"|[{_CIRCLES}{_EMOJI}](?=\p{{Latin}})|[{_CIRCLES}](?=.[{_CIRCLES}])|(?<=[{_CIRCLES}].)[{_CIRCLES}]"
)
# Between these letters it is a joint, not a sign; in front of a mark of its own script it is needed.
_JOINERS = late.compile(
    r"(?<=[\p{Latin}\p{Cyrillic}\p{Greek}0-9])[\u200c\u200d]++"
    # Only from where a run starts: from each of its places it would cost the square.
    r"|(?<![\u200c\u200d])[\u200c\u200d]++(?=[\p{Latin}\p{Cyrillic}\p{Greek}])"
    r"|(?<![\p{Emoji}\u200d\u20e3\ufe0e\ufe0f\p{Han}])[\ufe0e\ufe0f]++|(?<=[0-9#*])[\ufe0e\ufe0f]++(?!\u20e3)"
    r"|(?<=[\ufe0e\ufe0f])[\ufe0e\ufe0f]++"
    # No flag has more tags than seven, and the last is an end.
    r"|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]++"
    r"|(?<=\U0001f3f4)(?:[\U000e0020-\U000e007f]{8,}+|[\U000e0020-\U000e007e]++(?!\U000e007f))",
    regex.V1,
)
_NOTHING = late.compile(
    r"[[\p{Default_Ignorable_Code_Point}\p{Cc}\ufff9-\ufffb]"
    r"--[\s\u200c\u200d\ufe0e\ufe0f\U000e0020-\U000e007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    r"\u115f\u1160\u180b-\u180d\u17b4\u17b5]]"
    r"|(?<![\u1800-\u18af])[\u180b-\u180d]++|[\u17b4\u17b5]",
    regex.V1,
)
# Where words of these scripts may be broken, which have no spaces.
_BREAKABLE = late.compile(r"[\p{Khmer}\p{Lao}\p{Myanmar}\p{Tibetan}]")
_CASED = late.compile(r"(?<![\p{L}\p{N}/@_=&?#%])[\p{Lu}\p{Ll}]{3,}+(?![\p{N}/@_=&?#%])")
_CASED_ASCII = re.compile(r"(?<![A-Za-z0-9/@_=&?#%])[A-Za-z]{3,}+(?![0-9/@_=&?#%])")
# A small letter before a capital, but for words like iPhone, GitHub, OpenStreetMap, macOS, WeTV and sinA.
_STREWN = late.compile(
    r"(?<![\p{L}\p{N}/@_=&?#%])(?!(?:\p{Lu}?\p{Ll}++\p{Lu}\p{Ll}++|(?:\p{Lu}\p{Ll}{2,}+){2,}+"
    r"|(?:\p{Lu}\p{Ll}|\p{Ll}{2})\p{Ll}*+\p{Lu}{1,2}+)(?![\p{Lu}\p{Ll}]))"
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


def undo_second(text: str) -> str:
    """``text`` as it is meant to be read; the same text, to the last character, unless it was disguised."""
    text = join_letters(drop_odd(text[find_label(text) :]))
    return read_words(settle_case(blank_braille(text)))


def drop_odd(text: str) -> str:
    """``text`` with plain letters for styled and foreign ones, without what shows nothing."""
    if not text.isascii():
        return undo_signs(text)
    return text if text.isprintable() else drop_controls(text)


def blank_braille(text: str) -> str:
    """``text`` with spaces for blanks of Braille, where nothing else is in Braille."""
    if "\u2800" in text and not _BRAILLE.search(text):
        return text.replace("\u2800", " ")
    return text


def settle_case(text: str) -> str:
    """``text`` in lower case if capitals are strewn into its words; names and addresses do not make it so."""
    if not may_be_strewn(text, _CASED_ASCII):
        return text
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
    pieces, at = [], 0
    for match in _BACKWARDS.finditer(text):
        if is_backwards(match[0]):
            places[match.start() : match.end()] = [match.end()] * len(match[0])
            pieces += [text[at : match.start()], match[0][::-1]]
            at = match.end()
    return "".join((*pieces, text[at:])), places


def is_backwards(run: str) -> bool:
    """Whether its first sign sets it against the direction of most of its letters."""
    right = 2 * len(_RIGHT.findall(run)) > len(_LEFT.findall(run)) + len(_RIGHT.findall(run))
    return right if run[0] == "\u202d" else not right


def undo_signs(text: str) -> str:
    """What only text beyond ASCII can hold."""
    odd = {character for character in text if character > "\x7f"}
    if not odd.isdisjoint(_DIRECTIONS):
        text = set_straight(text)
    if not odd.isdisjoint(_BLANKS):
        text = _BLANK.sub("\u2800", text)
    if any(map(is_unseen, set(text))):
        text = drop_unseen(text)
    if any(map(is_styled, odd)):
        text = replace_styled(text, odd)
    if not any(map(may_disguise, odd)):
        return text
    if any(map(is_mark, odd)):
        text = _STACKED.sub("", _STRUCK.sub("", _MARKED.sub("", text)))
    if not _LATIN.search(text) and not _ASIDE.search(text) and not _GREEK.search(text):
        return text
    if any(map(name_script, odd)):
        text = unmask_words(text)
    return plain_latin(text.translate(list_lonely(odd)), odd)


@cache
def is_mark(character: str) -> bool:
    """Whether it is set over, under or around a letter."""
    return unicodedata.category(character)[0] == "M"


@cache
def is_unseen(character: str) -> bool:
    """Whether it may be one of those that show nothing."""
    return bool(_NOTHING.match(character) or _JOINING.match(character))


@cache
def is_styled(character: str) -> bool:
    """Whether :func:`replace_styled` may replace it."""
    kinds = (_WIDE_LETTER, _FLAGS, _ENCLOSED)
    font = find_styled(character) != character
    return font or character == "\u20e3" or any(kind.match(character) for kind in kinds)


def unmask_words(text: str) -> str:
    """``text`` with Latin letters in its words for those of other scripts that look like them.

    A whole word of another script is no disguise where one stands in the text that cannot be Latin, unless
    other words mix scripts.
    """
    words = {word for word in _WORD.findall(text) if not word.isascii()}
    mixed = set(filter(is_mixed, words))
    if len(mixed) > 1 and is_cyrillic(words):
        return _WORD.sub(lambda match: write_cyrillic(match[0]) if match[0] in mixed else match[0], text)
    sure = len(mixed) > 1
    latin = sure or 2 * len(_LATIN.findall(text)) > sum(map(str.isalpha, text))
    quoted = find_quoted(text) if latin and not sure else frozenset()
    found = {
        word: unmask_foreign(word, latin and name_script(word[0]) not in quoted, sure)
        for word in words
        if any(map(name_script, word))
    }
    return _WORD.sub(lambda match: found.get(match[0], match[0]), text)


def plain_latin(text: str, odd: set[str]) -> str:
    """``text`` with plain letters for Latin ones that are raised, small capitals, or have marks for show.

    Marks go from words that no language writes so; from all words where there are several of these, or where
    they stand on everyday English. ``odd`` is what of the text is beyond ASCII.
    """
    if any(map(is_small, odd)):
        text = _RUN.sub(lambda match: lower_run(match[0], text[match.start() - 1 : match.start()]), text)
    runs = set(_ODD_RUN.findall(text))
    strange = {run for run in runs if not is_plausible(run)}
    if (len(strange) > 1 and 4 * len(strange) >= len(runs)) or is_marked_english(text, runs):
        strange = runs
    found = {run: strip_marks(run) if run in strange else compose(run) for run in runs}
    if all(run == plain for run, plain in found.items()):
        return text
    return _ODD_RUN.sub(lambda match: found[match[0]], text)


def compose(run: str) -> str:
    """Letters and their marks as one character where there is one."""
    return "".join(split_letters(run)) if any(map(unicodedata.combining, run)) else run


def is_marked_english(text: str, runs: set[str]) -> bool:
    """Whether everyday English words carry marks among words that are English, marks aside."""
    plain = {run: strip_marks(run).lower() for run in runs}
    marked = [word for word in plain.values() if len(word) > 2]
    english = sum(word in EVERYDAY for word in marked)
    if not english or 4 * english < len(marked) or _VIETNAMESE.search(text):
        return False
    words = [plain.get(run, run.lower()) for run in _RUN.findall(text) if len(run) > 2]
    return 4 * sum(word in EVERYDAY for word in words) >= len(words)


def set_straight(text: str) -> str:
    """``text`` in the order it is seen in, with marks of direction only where it needs them."""
    text = _BACKWARDS.sub(lambda match: match[1][::-1] if is_backwards(match[0]) else match[1], text)
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


def replace_styled(text: str, odd: set[str]) -> str:
    """``text`` with plain letters and digits for those of other fonts, circles, squares and full width."""
    fonts = {ord(one): find_styled(one) for one in odd if find_styled(one) != one}
    if fonts:
        text = text.translate(fonts)
    if _WIDE_LETTER.search(text) and not _CJK.search(text):
        text = _WIDE.sub(lambda match: " " if match[0] == "\u3000" else chr(ord(match[0]) - 0xFEE0), text)
    text = spell_flags(text)
    text = _OPENED.sub(lambda match: "".join(map(find_enclosed, match[0])), text)
    return _KEYCAP.sub(lambda match: match[1] or match[2], text) if "\u20e3" in text else text


def spell_flags(text: str) -> str:
    """``text`` with letters for regional indicators, unless all of them are pairs of a flag."""
    runs = _FLAGS.findall(text)
    letters = sum(len(run) for run in runs if not is_flags("".join(map(find_enclosed, run))))
    if letters < 3:
        return text
    return _FLAGS.sub(lambda match: "".join(map(find_enclosed, match[0])), text)


def is_flags(letters: str) -> bool:
    """Whether these are countries' codes, one behind the other."""
    pairs = (letters[at : at + 2] for at in range(0, len(letters), 2))
    return all(f" {pair} " in _COUNTRIES for pair in pairs)
