"""Encoded words of a header field (RFC 2047; RFC 2231, section 5), as mailers write them.

Many do not write them as the RFC says, so a word here ends where a person would say that it does: question
marks and spaces inside, a missing end, text glued on, a character or a base64 quantum cut in two are read.
"""

import binascii
import re
from dataclasses import dataclass
from itertools import groupby

from spamfilter.message import decode_text
from spamfilter.readers.mime.charset import decode_charset, is_utf8
from spamfilter.readers.mime.transfer import URL_SAFE, join_pieces

NEAR = 256  # bytes before a cut in which a space is looked for

_START = re.compile(rb"=\?([^?\s*]{0,40})(?:\*[^?\s]{0,40})?\?([bBqQ])\?")
_START_CUT = re.compile(rb"=(?:\?[^?\s]{0,81}(?:\?[bBqQ]?)?)?\Z")
_LETTERS = re.compile(rb"[A-Za-z0-9+/_-]*+={0,2}")
_NO_LETTER = re.compile(rb"[^A-Za-z0-9+/=]")
_ESCAPE = re.compile(rb"=[0-9A-Fa-f]{2}")
_ESCAPE_CUT = re.compile(rb"(?:=[0-9A-Fa-f]?|\?)\Z")
_LATER_END = re.compile(rb"(?:[^\s?]|\?(?!=))*+\?=")
_UTF8_CUT = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
_SEXTETS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@dataclass(frozen=True, slots=True)
class Word:
    """What stands in an encoded word, still encoded; plain text has no ``encoding`` (else ``b`` or ``q``)."""

    data: bytes
    charset: str = ""
    encoding: str = ""
    closed: bool = True


def decode_words(value: bytes, charset: str = "") -> str:
    """Text of an unfolded field, its encoded words decoded, all of it in time linear in its length.

    Bytes outside of words are UTF-8, else in ``charset`` (the body's, as a rule), else Windows-1252.
    """
    words = split_words(value)
    plain = choose_charset(b"".join(word.data for word in words if not word.encoding), charset)
    shown = []
    for (name, encoded), run in groupby(words, lambda word: (word.charset, bool(word.encoding))):
        if encoded:
            shown.append(decode_run(list(run), name or charset))
        else:
            shown += [decode_charset(word.data, plain) if plain else decode_text(word.data) for word in run]
    return "".join(shown)


def tidy(value: str) -> str:
    """``value`` on one line, with one space for each run of white space."""
    return " ".join(value.split())


def split_words(value: bytes) -> list[Word]:
    """Words and what is between them, without the white space that parts two words (RFC 2047, 6.2)."""
    starts = list(_START.finditer(value))
    limits = [*(start.start() for start in starts), len(value)][1:]
    words, at = [Word(value[: starts[0].start()] if starts else value)], 0
    for start, limit in zip(starts, limits, strict=True):
        word, at = take_word(value, start, limit)
        words.append(word)
        rest = value[at:limit]
        if rest.strip() or limit == len(value):
            words.append(Word(rest))
    return [word for word in words if word.data or word.encoding]


def take_word(value: bytes, start: re.Match[bytes], limit: int) -> tuple[Word, int]:
    """The word with this ``start``, the next one's at ``limit``; and where it ends."""
    charset, encoding = start[1].decode("latin-1").lower(), start[2].decode().lower()
    begin = start.end()
    close = value.find(b"?", begin, limit) if encoding == "b" else find_end(value, begin, limit)
    if close >= 0 and value.startswith(b"?=", close, limit):
        data, end = value[begin:close], close + 2
        if encoding == "q" or is_base64(data):
            return Word(data, charset, encoding), end
        return Word(data), end
    if encoding == "q":  # no end: the rest is written as words are
        return Word(_ESCAPE_CUT.sub(b"", value[begin:limit]), charset, "q", closed=False), limit
    letters = _LETTERS.match(value, begin, limit)
    end = letters.end() if letters else begin
    return Word(value[begin:end], charset, "b", closed=False), end + value.startswith(b"?", end, limit)


def find_end(value: bytes, begin: int, limit: int) -> int:
    """Where the ``?=`` of a word in Q encoding is, or -1; a ``?`` before an escape, as in ``what?=20now``,
    ends no word that goes on to another ``?=`` without white space."""
    close = value.find(b"?=", begin, limit)
    while close >= 0 and _ESCAPE.match(value, close + 1, limit):
        later = _LATER_END.match(value, close + 2, limit)
        if not later:
            break
        close = later.end() - 2
    return close


def is_base64(data: bytes) -> bool:
    """Whether nearly all of ``data`` are letters of base64 and white space."""
    strange = _NO_LETTER.sub(b"", data.translate(URL_SAFE))
    return len(b"".join(data.split())) - len(strange) <= max(2, len(data) // 10)


def decode_run(words: list[Word], charset: str) -> str:
    """Text of adjacent words in one charset: a character or a shift state may run from one to the next."""
    pieces: list[bytes] = []
    for encoding, run in groupby(words, lambda word: word.encoding):
        if encoding == "b":
            pieces.append(decode_base64([word.data for word in run]))
        else:
            pieces += [binascii.a2b_qp(word.data, header=True) for word in run]
    data = b"".join(pieces)
    if words[-1].closed:
        return decode_charset(data, charset)
    # What was cut off took a part of the last character with it.
    return decode_charset(trim_utf8(data) if "utf" in charset else data, charset).rstrip("\ufffd")


def decode_base64(run: list[bytes]) -> bytes:
    """The bytes of adjacent words in base64: each one's, or those of one base64 text that was cut up."""
    run = [_NO_LETTER.sub(b"", letters.translate(URL_SAFE)) for letters in run]
    whole = b"".join(run)
    if is_whole(whole) and not all(map(is_whole, run)):
        run = [whole]
    return b"".join(map(join_pieces, run))


def is_whole(letters: bytes) -> bool:
    """Whether ``letters`` are a base64 text of their own, with its padding or without."""
    over = len(letters) % 4
    if not over:
        return True
    if over == 1 or letters.endswith(b"="):
        return False
    return not _SEXTETS.index(letters[-1]) & (15 if over == 2 else 3)  # bits that encode nothing are 0


def choose_charset(data: bytes, charset: str) -> str:
    """``charset`` where a field is to be read in it, nothing where :func:`decode_text` is right."""
    if data.isascii():
        return (charset or "us-ascii") if b"\x1b" in data else ""  # ISO-2022 shifts by escapes
    if is_utf8(trim_utf8(data)) or not charset or charset.lower().startswith(("utf", "ucs")):
        return ""
    return charset if decode_charset(b"Az =?", charset) == "Az =?" else ""


def trim_utf8(data: bytes) -> bytes:
    """``data`` without a UTF-8 character at its end that is cut in two."""
    cut = _UTF8_CUT.search(data, max(0, len(data) - 3))
    return data[: cut.start()] if cut else data


def cut_words(value: bytes, size: int) -> bytes:
    """At most ``size`` bytes of a field, cut at a space or at least between two characters."""
    if len(value) <= size:
        return value
    kept = value[:size]
    near = max(0, size - NEAR)
    space = max(kept.rfind(b" ", near), kept.rfind(b"\t", near))
    if space > 0:
        return kept[:space]
    start = _START_CUT.search(kept, near)
    return kept[: start.start()] if start else trim_utf8(kept)
