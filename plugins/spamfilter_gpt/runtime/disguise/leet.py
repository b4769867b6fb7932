"""Digits and signs that stand for letters inside Latin words: ``fr3e``, ``c@sh``, ``cl!ck``; not in codes."""

from spamfilter_gpt.runtime.disguise import late
from spamfilter_gpt.runtime.disguise.orthography import EVERYDAY

_LONGEST = 64  # characters between blanks that may be a word
_TOKEN = late.compile(r"\S++")
_SIGNS = frozenset("013457@$€!|")
_ARABIC_SIGNS = frozenset("357")
_INSIDE = late.compile(r"[A-Za-z][013457@$€!|]{1,2}[A-Za-z]")
# A word with letters on both sides of what stands for letters; no address, no unit, no code. It is not
# looked for without a bound, because it may begin anew behind each sign.
_WORD = late.compile(
    r"(?<![\p{L}\p{N}@./_=:#-])(?:[A-Z]?[a-z]++(?:[013457$€!|]{1,2}+[a-z]++){1,12}"
    r"|[A-Z]++(?:[013457$€!|]{1,2}+[A-Z]++){1,12}"
    r"|[A-Za-z]{1,2}+@[A-Za-z]{1,12}+|[A-Za-z]{2,12}+@[A-Za-z]"
    r")(?![\p{L}\p{N}@/_=-]|\.\p{L}|://)",
)
# A word that may begin or end with a sign; it is one only where it is everyday English.
_EDGED = late.compile(
    r"(?<![\p{L}\p{N}@./_=:#$€!|-])[A-Za-z]*+[013457@$€!|][A-Za-z013457@$€!|]{0,15}+(?![\p{L}\p{N}@/_=$€|-]|\.\p{L})"
)
# Arabic in Latin letters: 3 and 7 are letters of its own.
_ARABIC = late.compile(
    r"(?<!\w)(?:el|fel|bel|bas|mesh|msh|kan|ana|enta|enti|ya|w|3al|3ala|law|keda|yalla|wallah|ya3ni)(?!\w)"
)
_LETTERS = str.maketrans("013457@$€", "oieastase")
_HEX = frozenset("0123456789abcdef")
_VOWELS = frozenset("aeiouyAEIOUY")
_CONSONANTS = late.compile(r"(?i)[bcdfghjklmnpqrstvwxz]{4}")
_MIXED = late.compile(r"[013][AEIOUY](?<!0O|1I|3E)|[AEIOUY][013](?<!O0|I1|E3)")
_NAMES = frozenset(("cl@ve",))  # of the Spanish state


def read_words(text: str) -> str:
    """``text`` with letters for what stands for them in its words."""
    signed = {token for token in text.split() if len(token) <= _LONGEST and not _SIGNS.isdisjoint(token)}
    plain = {token: read_token(token) for token in signed if not token.isdigit()}
    found = {token: read for token, read in plain.items() if read != token}
    if found and not _ARABIC_SIGNS.isdisjoint("".join(found)) and len(_ARABIC.findall(text)) > 1:
        found = {token: read for token, read in found.items() if _ARABIC_SIGNS.isdisjoint(token)}
    return _TOKEN.sub(lambda match: found.get(match[0], match[0]), text) if found else text


def read_token(token: str) -> str:
    """A ``token`` between blanks, its words read."""
    token = _EDGED.sub(lambda match: read_everyday(match[0]), token) if len(token) > 3 else token
    return _WORD.sub(lambda match: read_word(match[0]), token) if _INSIDE.search(token) else token


def read_everyday(word: str) -> str:
    """``word`` as English, if it is that with letters for its signs: ``7h15``, ``fr33``, ``$end``."""
    if word[-1] == "!":
        word, end = word.rstrip("!"), "!" * (len(word) - len(word.rstrip("!")))
        return read_everyday(word) + end if word else end
    if len(word) < 4 or word.isdigit():
        return word
    plain = word.translate(_LETTERS).replace("!", "i")
    for bar in "li":
        read = plain.replace("|", bar)
        if read.lower() in EVERYDAY:
            return read.upper() if word.isupper() else read
    return word


def read_word(word: str) -> str:
    """``word`` with letters for digits and signs, unless it looks like a code or like two words."""
    signs = [at for at, character in enumerate(word) if not character.isalpha()]
    capital = word.isupper()
    if len(word) < (4 if capital else 2) * len(signs) or word.lower() in _NAMES:
        return word
    if len(signs) > 1 and _HEX.issuperset(word.lower()):
        return word
    if not all(is_read(word, at) for at in signs):
        return word
    plain = "".join(read_sign(word, at) for at in range(len(word)))
    known = plain.lower() in EVERYDAY
    if _VOWELS.isdisjoint(plain) or (not known and (len(word) < 5 or (capital and is_code(word, plain)))):
        return word
    return plain.upper() if capital else plain


def is_code(word: str, plain: str) -> bool:
    """Whether a word in capitals can hardly be pronounced."""
    rare = not {"J", "Q", "X", "Z"}.isdisjoint(word)
    return (
        len(word) < 6
        or rare
        or word.endswith(("3D", "4D"))
        or _CONSONANTS.search(plain) is not None
        or _MIXED.search(word) is not None
    )


def is_read(word: str, at: int) -> bool:
    """Whether the sign at this place is a letter: ``v!agra``, ``c@sh``; not ``Hi!you``, ``me@ybl``."""
    sign, before, behind = word[at], word[:at], word[at + 1 :]
    if sign == "!":
        return is_edge(before, 3) or is_edge(behind, 2)
    if sign == "|":
        return min(len(before), len(behind)) < 3
    if sign == "@":
        return _VOWELS.isdisjoint(before) or len(behind) == 1
    if sign == "4" and before[-1] in _VOWELS and behind[0] in _VOWELS:
        return False
    last = before[-1].lower()
    return sign not in "0134" or last not in "aeoy" or last == sign.translate(_LETTERS)


def is_edge(piece: str, longest: int) -> bool:
    """Whether it is a few consonants, no word of its own."""
    return len(piece) <= longest and _VOWELS.isdisjoint(piece)


def read_sign(word: str, at: int) -> str:
    """The letter at this place: of ``|`` and ``!`` i between consonants; ``|`` is l else."""
    sign = word[at]
    if sign == "!":
        return "i"
    if sign == "|":
        return "l" if word[at - 1] in _VOWELS or word[at + 1] in _VOWELS else "i"
    return sign.translate(_LETTERS)
