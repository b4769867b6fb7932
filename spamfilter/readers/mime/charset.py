"""From bytes to text by the charset that a mail names, when what it names may be a lie.

RFC 2046 section 4.1.2; the labels of the WHATWG Encoding Standard and Python's own; the ``meta`` prescan of
the HTML standard, section 13.2.3.2. A bad byte costs one U+FFFD, and never an ASCII character behind it.
"""

import codecs
import re
from encodings.aliases import aliases
from functools import lru_cache

from webencodings.labels import LABELS

from spamfilter.message import decode_text
from spamfilter.readers.mime.iso2022 import JAPANESE, MULTIBYTE, decode_switched
from spamfilter.readers.mime.transfer import decode_piece

LONGEST = 100  # letters of a label
PRESCAN = 4096  # bytes of HTML in which its charset is looked for; browsers take 1,024, mailers write more

# Declared by many a mailer for what is UTF-8 or Windows-1252.
UNTRUSTED = {"", "ascii", "iso8859-1", "cp1252", "utf-8", "utf-7"}
CERTAIN = {"utf-8", "utf-7"}  # declared so, a broken character is that, and no Windows-1252
# Escapes switch between sets; outside them is ASCII, where it is not a charset of the same language.
SWITCHED = {"iso2022_jp": "cp932", "iso2022_kr": "cp949", "iso2022_cn": "gb18030", "hz": "gb18030"}
# Each has all characters of what mailers write for it.
WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "big5": "cp950",
    "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
}  # fmt: skip
# Labels that neither list has, and those that WHATWG has no decoder for; only letters and digits count.
OWN_LABELS = {
    "ansi": "cp1252", "chinese": "gb18030", "csiso2022kr": "iso2022_kr", "cyrillic": "iso8859_5",
    "eucjpms": "euc_jp", "eucjpwin": "euc_jp", "hebrew": "iso8859_8", "hzgb2312": "hz",
    "iso2022cn": "iso2022_cn", "iso2022cnext": "iso2022_cn", "iso2022kr": "iso2022_kr", "koi8ru": "koi8_u",
    "koi8t": "koi8_t", "macce": "mac_latin2", "macchinesesimp": "gb18030", "macchinesetrad": "cp950",
    "macjapanese": "cp932", "mackorean": "cp949", "macroman": "mac_roman", "sjiswin": "cp932",
    "ucs2": "utf_16", "ucs4": "utf_32", "unicode": "utf_16", "unicode11utf7": "utf_7",
    "unicode20utf7": "utf_7", "utf16": "utf_16",
}  # fmt: skip
# Microsoft's numbers.
CODE_PAGES = {
    "936": "gb18030", "1200": "utf_16_le", "1201": "utf_16_be", "10000": "mac_roman",
    "10007": "mac_cyrillic", "20127": "ascii", "20866": "koi8_r", "20932": "euc_jp", "20936": "gb18030",
    "21866": "koi8_u", "28591": "cp1252", "28598": "iso8859_8", "38598": "iso8859_8", "50220": "iso2022_jp",
    "50221": "iso2022_jp", "50222": "iso2022_jp", "50225": "iso2022_kr", "51932": "euc_jp",
    "51936": "gb18030", "51949": "cp949", "52936": "hz", "54936": "gb18030", "65000": "utf_7",
    "65001": "utf_8",
}  # fmt: skip
# Python's names for WHATWG's encodings, where they are not the same; it has no decoder for the empty ones.
WHATWG = {
    "iso-8859-8-i": "iso8859_8", "macintosh": "mac_roman", "replacement": "", "windows-874": "cp874",
    "x-mac-cyrillic": "mac_cyrillic", "x-user-defined": "",
}  # fmt: skip

_PAGE = re.compile(r"(?:cp|win|windows|ms|ibm|dos)+(\d{3,5})")
_FAMILIES = (
    (re.compile(r"(?:iso|latin)?8859(1[0-6]|[1-9])"), "iso8859_{}"),
    (re.compile(r"(?:iso)?2022(jp|kr|cn)"), "iso2022_{}"),
    (re.compile(r"utf(8)"), "utf_{}"),
    (re.compile(r"koi8(r|u)"), "koi8_{}"),
)
_ASCII = "abc XYZ 019 <>"
_META = re.compile(
    rb"<!--(?:(?!-->).)*+|<meta[\s/]((?:[^>\"']|\"[^\"]*+\"|'[^']*+'|[\"'])*+)", re.IGNORECASE | re.DOTALL
)
_NAMED = re.compile(rb"charset\s*+=\s*+[\"']?\s*+([^\s\"';/>]{1,100})", re.IGNORECASE)
_SHIFTED = re.compile(rb"\+([A-Za-z0-9+/]*+)(-?)")
_SURROGATE = re.compile("[\ud800-\udfff]")


def decode_charset(data: bytes, charset: str, whole: bool = True) -> str:
    """Text of ``data``; U+FFFD for each byte, or piece of a character, that the charset does not have.

    UTF-8 is believed before a charset in which it is hardly ever text by chance, ISO-2022-JP's escapes where
    all else is ASCII. A charset that is unknown, or cannot be true, gives way to UTF-8 and Windows-1252.
    Where ``data`` is not ``whole``, half a character at its end is left out. Never raises.
    """
    text = decode_by_name(data, find_codec(charset[:LONGEST])).replace("\0", "").removeprefix("\ufeff")
    return text if whole else text.removesuffix("\ufffd")


def decode_by_name(data: bytes, name: str) -> str:
    """Text of ``data`` by the codec of this name, or by what it says of itself."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or name.startswith(("utf-16", "utf-32")):
        return decode_wide(data, name)
    if data.isascii():
        return decode_ascii(data, name)
    if name in UNTRUSTED or is_utf8(data, 3 if name in MULTIBYTE else 1):
        return decode_utf8(data) if name in CERTAIN else decode_text(data)
    if name in SWITCHED:
        return decode_switched(data, SWITCHED[name])
    return data.decode(name, "spamfilter." + name if name in MULTIBYTE else "replace")


def decode_ascii(data: bytes, name: str) -> str:
    """Text of what is all ASCII: escapes may still stand for other characters."""
    if name == "hz":
        return data.decode("hz", "replace")
    if name == "utf-7":
        text = _SHIFTED.sub(unwrap_utf7, data).decode("utf-8", "surrogatepass")
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if name in SWITCHED or JAPANESE.search(data):
        return decode_switched(data, SWITCHED.get(name, "cp932"))
    return data.decode("ascii")


def unwrap_utf7(match: re.Match[bytes]) -> bytes:
    """UTF-8 of a run of base64 in UTF-7 (RFC 2152); the plus sign of a sum stays."""
    letters, closing = match.groups()
    if len(letters) < 3:  # less than a character
        return b"+" if closing and not letters else match[0]
    size = len(letters) * 6 // 16 * 2  # bytes of whole characters
    return decode_piece(letters)[:size].decode("utf-16-be", "surrogatepass").encode("utf-8", "surrogatepass")


def decode_utf8(data: bytes) -> str:
    """UTF-8 with U+FFFD for what is broken; where more is broken than whole, it is Windows-1252."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    if not broken:
        return text
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if whole > broken else decode_text(data)


def decode_wide(data: bytes, name: str) -> str:
    """UTF-16 or UTF-32 by its mark, else as declared, else by where its zeros are. ASCII is neither."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" not in data and is_utf8(data[2 * marked :], 0):
        return decode_utf8(data[2 * marked :])
    wide = "utf-32" if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) else name[:6]
    if wide not in ("utf-16", "utf-32"):
        wide = "utf-16"
    if marked or data.startswith(codecs.BOM_UTF32_BE):
        return data.decode(wide, "replace")
    if name == wide:
        first_zero = data[::2].count(0) > data[1::2].count(0) or (wide == "utf-32" and data[:1] == b"\0")
        name += "-be" if first_zero else "-le"
    return data.decode(name, "replace")


def is_utf8(data: bytes, least: int = 1) -> bool:
    """Whether ``data`` is UTF-8, a character cut at its end aside, with ``least`` characters beyond ASCII.

    In a charset of one byte a character hardly any text is by chance; where it is two, a short one may be,
    but not in characters of three.
    """
    try:
        text, size = codecs.utf_8_decode(data, "strict", False)
    except UnicodeDecodeError:
        return False
    count = len(text) - len(text.encode("ascii", "ignore"))
    return count >= least or (count > 0 and size - len(text) >= 2 * count)


@lru_cache(maxsize=256)
def find_codec(label: str) -> str:
    """Python's name of the codec that ``label`` means, ``x-``, quotes and the like aside; empty if none."""
    label = re.split(r"[$,;/]", label.lower().rpartition("charset=")[2].strip(" \t\"'<>=_"))[0]
    key = re.sub(r"[^a-z0-9]", "", label)
    for each in (key, key.removeprefix("x")):
        if named := read_labels().get(each, ""):
            return name_codec(named)
        if page := _PAGE.match(each):
            return name_codec(CODE_PAGES.get(page[1], "cp" + page[1]))
        for family, name in _FAMILIES:
            if member := family.match(each):
                return name_codec(name.format(member[1]))
    return ""


@lru_cache(maxsize=1)
def read_labels() -> dict[str, str]:
    """Labels, only letters and digits, to names of codecs: Python's, then WHATWG's, then our own."""
    python = {**{name: name for name in aliases.values()}, **aliases}
    whatwg = {label: WHATWG.get(name, name) for label, name in LABELS.items()}
    named = [*python.items(), *whatwg.items(), *OWN_LABELS.items()]
    return {re.sub(r"[^a-z0-9]", "", label): name for label, name in named}


def name_codec(name: str) -> str:
    """The name of the codec that has all characters of ``name``'s; empty if that is none of mail's.

    Refused are codecs that are no charsets, that change ASCII (a sender could hide behind them what every
    mail program shows), and Python's own, some of which are slow.
    """
    if name.startswith("iso2022"):
        return name[:10]  # their kinds differ in sets, which escapes name
    try:
        codec = codecs.lookup(name).name
        wide = codec.startswith(("utf-16", "utf-32")) or codec in ("utf-7", "hz")
        if wide or (bytes(_ASCII, "ascii").decode(codec) == _ASCII and "escape" not in codec):
            return WIDER.get(codec, codec)
    except (LookupError, ValueError):
        pass
    return ""


def find_charset(html: bytes) -> str:
    """The charset that HTML names itself, by a mark or in ``meta``; empty if none."""
    if html.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if html.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for meta in _META.finditer(html[:PRESCAN]):
        if meta[1] and (named := _NAMED.search(meta[1])):
            label = named[1].decode("ascii", "ignore")
            # Who reads this in ASCII knows better.
            return "utf-8" if find_codec(label).startswith(("utf-16", "utf-32")) else label
    return ""
