"""Forty ways to write a text so that people still read it and a filter may not."""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping

Disguise = Callable[[str], str]

# Addresses and what has digits stay: the reader is to follow and to dial them.
WORD = re.compile(r"(?<![\w.@/:-])[A-Za-z]{2,}(?![\w@/:]|[.-]\w)")
ASCII = "abcdefghijklmnopqrstuvwxyz"


def shift(small: int, capital: int | None = None) -> dict[int, str]:
    """ASCII letters as those that begin at these places; capitals as the small ones where there are none."""
    upper = small if capital is None else capital
    return {ord(a): chr(small + n) for n, a in enumerate(ASCII)} | {
        ord(a.upper()): chr(upper + n) for n, a in enumerate(ASCII)
    }


def pairs(plain: str, shown: str) -> dict[int, str]:
    """The letters of ``plain`` as those of ``shown``, capitals too."""
    both = list(zip(plain, shown, strict=True))
    return {ord(a): b for a, b in both} | {ord(a.upper()): b for a, b in both if a.isalpha()}


def by_letter(table: Mapping[int, str]) -> Disguise:
    """Each letter of the words by ``table``."""
    return lambda text: WORD.sub(lambda match: match[0].translate(dict(table)), text)


def between(*signs: str) -> Disguise:
    """Signs between the letters of the words, one after another."""

    def split(match: re.Match[str]) -> str:
        word = match[0]
        return word[0] + "".join(signs[n % len(signs)] + a for n, a in enumerate(word[1:]))

    return lambda text: WORD.sub(split, text)


def behind(*marks: str) -> Disguise:
    """Marks on each letter of the words, composed with it where there is such a letter."""

    def mark(match: re.Match[str]) -> str:
        marked = "".join(a + marks[n % len(marks)] for n, a in enumerate(match[0]))
        return unicodedata.normalize("NFC", marked)

    return lambda text: WORD.sub(mark, text)


def by_word(change: Callable[[str], str]) -> Disguise:
    """Each word by ``change``."""
    return lambda text: WORD.sub(lambda match: change(match[0]), text)


def mix_case(text: str) -> str:
    """Every other letter a capital."""
    return "".join(a.upper() if n % 2 else a.lower() for n, a in enumerate(text))


def mistype(word: str) -> str:
    """Two letters within the word change places."""
    at = random.Random(word).randrange(1, len(word) - 2) if len(word) > 4 else 0
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if at else word


DISGUISES: dict[str, Disguise] = {
    "Cyrillic": by_letter(pairs("aceopxyisjhk", "асеорхуіѕјһк")),
    "Greek": by_letter(pairs("aeiknoptuvwy", "αειкησρτυνωγ")),
    "Latin look-alikes": by_letter(pairs("agifrnl", "ɑɡıƒʀɴℓ")),
    "full width": by_letter(shift(0xFF41, 0xFF21)),
    "mathematical bold": by_letter(shift(0x1D41A, 0x1D400)),
    "mathematical bold italic": by_letter(shift(0x1D482, 0x1D468)),
    "bold script": by_letter(shift(0x1D4EA, 0x1D4D0)),
    "bold fraktur": by_letter(shift(0x1D586, 0x1D56C)),
    "sans-serif bold": by_letter(shift(0x1D5EE, 0x1D5D4)),
    "monospace": by_letter(shift(0x1D68A, 0x1D670)),
    "circled": by_letter(shift(0x24D0, 0x24B6)),
    "negative squared": by_letter(shift(0x1F170)),
    "parenthesized": by_letter(shift(0x249C)),
    "regional indicators": by_letter(shift(0x1F1E6)),
    "small capitals": by_letter(pairs("abcdefghijklmnopqrstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ")),
    "superscript": by_letter(pairs("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")),
    "acute accents": behind("\u0301"),
    "many accents": behind("\u0308", "\u0303", "\u030a", "\u0302"),
    "struck through": behind("\u0336"),
    "underlined": behind("\u0332"),
    "zalgo": behind("\u0315\u0334\u0353", "\u0351\u0329", "\u0344\u035a\u0321"),
    "zero-width space": between("\u200b"),
    "joiners": between("\u200d", "\u200c", "\u2060"),
    "soft hyphen": between("\u00ad"),
    "Hangul filler": between("\u3164"),
    "Braille blank": between("\u2800"),
    "variation selectors": between("\ufe0f", "\ufe0e"),
    "tag characters": between("\U000e0061", "\U000e0020"),
    "right-to-left override": by_word(lambda word: f"\u202e{word[::-1]}\u202c"),
    "spaced": between(" "),
    "dotted": between("."),
    "hyphenated": between("-"),
    "underscores": between("_"),
    "middle dots": between("·"),
    "stars and bars": between("*", "|"),
    "light leetspeak": by_letter(pairs("eio", "310")),
    "heavy leetspeak": by_letter(pairs("aeiost", "4310$7")),
    "mixed case": by_word(mix_case),
    "all capitals": by_word(str.upper),
    "typing errors": by_word(mistype),
}
