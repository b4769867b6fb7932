"""The encoding of a source that is text: by its byte order mark, by what the user says, or by a guess.

A byte order mark goes before what the user says, as in https://encoding.spec.whatwg.org/#bom-sniff. UTF-8
with stray bytes needs no guess: the readers take those for Windows-1252. So does every other text of Latin
letters that charset-normalizer is not sure of.
"""

import codecs
import re
from typing import TYPE_CHECKING

from spamfilter.errors import UsageError

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

UTF8 = "utf-8"
UNSURE = "Windows-1252, for want of a better guess"
# Longest first: the one of UTF-16 begins that of UTF-32.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MARKS = {name: mark for mark, name in _MARKS}
LEAST = 0.25  # of the bytes of UTF-16 without a mark that are NUL

# What charset-normalizer may choose from, with the name that is shown. Of letters that are not Latin a guess
# is taken where a share of them says so; the others need a language that is written in that encoding.
_OTHER_LETTERS = {
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GBK",
    "big5": "Big5",
    "cp949": "EUC-KR",
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
    "cp1253": "Windows-1253",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp874": "Windows-874",
}
_LATIN = {"cp1250": "Windows-1250", "cp1254": "Windows-1254", "cp1257": "Windows-1257"}
_LANGUAGES = {
    "cp1250": {"Polish", "Czech", "Slovak", "Hungarian", "Croatian", "Slovene", "Romanian"},
    "cp1254": {"Turkish"},
    "cp1257": {"Lithuanian", "Latvian", "Estonian"},
}
_WIDE = {"cp932", "euc_jp", "gb18030", "big5", "cp949"}
ENOUGH = 40  # bytes over 0x7F, by which one encoding can be told from another
CLOSE = 0.1  # in noise, that another guess is as good
SHARE = 0.3  # of bytes over 0x7F in a line that is not of Latin letters
NOISE = 0.1  # charset-normalizer's "chaos", at most
COHERENCE, LEAD = 0.6, 0.08  # of Latin letters: at least, and ahead of Windows-1252
FAR = 0.15  # how far single bytes of other letters must be ahead of others
COHERENT = 0.2  # of single bytes that are other letters, at least
_SPACES = re.compile(rb"\s+")


def find_codec(name: str) -> str:
    """Python's name of the encoding ``name``; :class:`UsageError` where there is no such encoding."""
    try:
        codec = codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError):
        raise UsageError(
            f"no encoding {name!r}; name one that Python knows, as utf-16, shift_jis or windows-1251"
        ) from None
    return codec.name


def find_encoding(head: bytes, asked: str = "") -> str:
    """The encoding of what begins with ``head``: its mark's, else the one that was ``asked`` for; UTF-8 if
    neither.

    UTF-16 without a mark is known by its NULs, which stand on one side of each pair.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if asked:
        name = find_codec(asked)
        # Python writes a mark of its own for these, and reads the order from the mark, which is not there.
        return {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": UTF8}.get(name, name)
    return find_unmarked(head)


def find_mark(data: bytes) -> bytes:
    """The byte order mark of UTF-16 or UTF-32 that ``data`` begins with; empty for none."""
    return next((mark for mark, _ in _MARKS if data.startswith(mark)), b"")


def find_unmarked(head: bytes) -> str:
    """UTF-16 without a mark, as programs on Windows write it; else UTF-8."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    least = max(4, LEAST * len(head))
    if odd >= least and not even:
        return "utf-16-le"
    return "utf-16-be" if even >= least and not odd else UTF8


def guess_encoding(head: bytes, *, whole: bool) -> tuple[str, str]:
    """Python's name of the encoding of a file that begins with ``head``, and the name that is shown.

    Both are empty for UTF-8 and for Latin letters of Windows-1252. For other letters of which
    charset-normalizer is not sure the second is ``UNSURE``.
    """
    lines = head.split(b"\n")
    if not whole:
        lines.pop()  # which may end within a character
    foreign = [line for line in lines if not line.isascii()]
    if not foreign or is_mostly_utf8(foreign):
        return "", ""
    sample = b"\n".join(foreign)
    letters = _SPACES.sub(b"", sample)
    high = sum(byte > 0x7F for byte in letters)
    if high < SHARE * len(letters):
        return guess_latin(sample) if high >= ENOUGH else ("", "")
    found = guess_other(sample) if high >= ENOUGH else ("", "")
    return found if found[0] else ("", UNSURE)


def is_mostly_utf8(lines: list[bytes]) -> bool:
    """Whether most of ``lines``, which are not ASCII, are UTF-8."""
    broken = 0
    for line in lines:
        try:
            line.decode(UTF8)
        except UnicodeDecodeError:
            broken += 1
    return 2 * broken <= len(lines)


def guess_other(sample: bytes) -> tuple[str, str]:
    """:func:`guess_encoding` of lines whose letters are mostly not Latin."""
    from charset_normalizer import from_bytes  # only where a file is not UTF-8

    found = from_bytes(sample, cp_isolation=[*_OTHER_LETTERS, "cp1252"], threshold=NOISE)
    matches = [one for one in found if not is_shouted(str(one))]
    best = matches[0] if matches else None
    if best is None or best.encoding not in _OTHER_LETTERS:
        return "", ""
    rivals = [one for one in matches[1:] if one.chaos <= best.chaos + CLOSE]
    return (best.encoding, _OTHER_LETTERS[best.encoding]) if is_ahead(best, rivals) else ("", "")


def is_shouted(text: str) -> bool:
    """Whether ``text`` is mostly capitals, as Hebrew is when it is taken for KOI8-R."""
    return sum(map(str.isupper, text)) > sum(map(str.islower, text))


def is_ahead(best: "CharsetMatch", rivals: "list[CharsetMatch]") -> bool:
    """Whether ``best`` is sure beside ``rivals``, which are as free of noise.

    A text in two bytes a letter may look like one in single bytes, but hardly the other way round.
    """
    lead = best.coherence - max((one.coherence for one in rivals), default=0)
    if best.encoding in _WIDE:
        return not rivals or lead >= LEAD
    wide = [one for one in rivals if one.encoding in _WIDE]
    return not wide and best.coherence >= COHERENT and (not rivals or lead >= FAR)


def guess_latin(sample: bytes) -> tuple[str, str]:
    """:func:`guess_encoding` of lines with a Latin letter here and there that ASCII lacks."""
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=[*_LATIN, "cp1252"], threshold=NOISE)
    best = found.best()
    if best is None or best.encoding not in _LATIN or best.coherence < COHERENCE:
        return "", ""
    rivals = [one.coherence for one in found if one.encoding == "cp1252"]
    sure = best.language in _LANGUAGES[best.encoding] and best.coherence >= max(rivals, default=0) + LEAD
    return (best.encoding, _LATIN[best.encoding]) if sure else ("", "")
