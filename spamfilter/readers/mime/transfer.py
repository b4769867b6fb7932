"""The bytes of a part without their transfer encoding (RFC 2045), as far as they go.

Mailing lists put plain text behind base64, gateways break lines anywhere, and some mailers encode piece by
piece. What a mail program would still show is what comes out; what was never encoded stays as it is.
"""

import binascii
import re
from itertools import product

SURE = 24  # letters from which a line of base64 is hardly ever a word
SHORT = 100  # bytes of base64 that may be text by mistake
TRIED = 1000  # lines behind the end of a piece of which each is tried whether it begins another

_COMMENT = re.compile(r"\([^()]*+\)?")
_CLEAN = re.compile(rb"[A-Za-z0-9+/\r\n]*+=*+\s*+\Z")
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_OUTSIDE = bytes(set(range(256)) - set(_ALPHABET))
_PADDED = re.compile(rb"([A-Za-z0-9+/]++={1,3})(?![A-Za-z0-9+/=])[^\r\n]*+")
URL_SAFE = bytes.maketrans(b"-_", b"+/")
_URL_SAFE_LINE = re.compile(rb"(?=[^A-Z]*+[A-Z])(?=[^a-z]*+[a-z])[A-Za-z0-9_-]++=*+\Z")
_MIXED = re.compile(rb"(?=[^A-Z]*+[A-Z])(?=[^a-z]*+[a-z])[A-Za-z]*+[0-9+/]")
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_HEX = {bytes(pair): bytes([int(bytes(pair), 16)]) for pair in product(b"0123456789abcdefABCDEF", repeat=2)}
_UU_BEGIN = re.compile(rb"(?m)^begin [0-7]{3,4} [^\r\n]{1,200}\r?\n")


def decode_transfer(data: bytes, encoding: str) -> bytes:
    """``data`` without its transfer encoding, a token as the header has it; as is where that is unknown."""
    token = _COMMENT.sub("", encoding[:SHORT].lower()).strip(" \t\r\n\"'").partition(";")[0]
    name = re.sub(r"[^a-z0-9]", "", token).removeprefix("x")
    if name == "quotedprintable":
        return decode_quoted(data)
    if name == "base64":
        return decode_base64(data)
    return decode_uuencoded(data) if name in ("uuencode", "uue", "uu") else data


def decode_quoted(data: bytes) -> bytes:
    """Quoted-printable; an equals sign that begins neither a byte nor a soft line break stays."""
    first, *rest = data.split(b"=")
    last = len(rest) - 1
    pieces = [
        byte + piece[2:] if (byte := _HEX.get(piece[:2])) else break_softly(piece, place == last)
        for place, piece in enumerate(rest)
    ]
    return b"".join([first, *pieces])


def break_softly(piece: bytes, at_end: bool) -> bytes:
    """What follows an equals sign without the line break, white space before it aside, that it undoes."""
    kept = piece.lstrip(b" \t")
    for end in (b"\r\n", b"\n", b"\r"):
        if kept.startswith(end):
            return kept[len(end) :]
    return b"" if at_end and not kept else b"=" + piece


def decode_base64(data: bytes) -> bytes:
    """Base64 in pieces, stray characters between its letters; plain text before and behind it stays text."""
    if _CLEAN.match(data):
        decoded = join_pieces(data.translate(None, _OUTSIDE))
        return data if len(data) < SHORT and b"=" not in data and not is_likely(data, decoded) else decoded
    decoded = join_pieces(data.translate(None, _OUTSIDE))
    if is_plain(decoded):
        return decoded
    texts: list[bytes] = []
    code: list[bytes] = []
    in_text = False
    for line in data.splitlines(keepends=True):
        kept = line.strip()
        if is_code(kept, in_text, code):
            in_text = False
            code.append(_PADDED.sub(rb"\1", kept))
        elif kept or in_text:
            texts.append(finish_code(code))
            texts.append(line)
            code, in_text = [], True
    texts.append(finish_code(code))
    return b"".join(texts)


def is_code(line: bytes, in_text: bool, before: list[bytes]) -> bool:
    """Whether a line is base64, by its letters and by what was ``before`` it."""
    if not line:
        return False
    padded = _PADDED.match(line)
    shown = padded[1] if padded else line
    letters = shown.translate(None, _OUTSIDE)
    stray = len(shown) - len(letters)
    if len(line) >= SURE and is_sure(line, letters, stray):
        return True
    spaced = b" " in line and not padded
    if in_text or spaced or stray > max(2, len(line) // 10) or letters.startswith(b"=") or not letters:
        return False
    after_end = not before or before[-1].endswith(b"=")
    return not after_end or len(before) > TRIED or is_text(join_pieces(letters))


def is_sure(line: bytes, letters: bytes, stray: int) -> bool:
    """Whether a line is base64 wherever it stands: long, of many letters, without a space among the first."""
    if _URL_SAFE_LINE.match(line):
        return True
    mixed = _MIXED.match(letters) and b" " not in line[:SURE] and len(set(letters)) > 8
    return bool(mixed) and len(letters) >= SURE and stray <= len(line) // 10


def finish_code(lines: list[bytes]) -> bytes:
    """What lines of base64 stand for."""
    if not lines:
        return b""
    data = b"".join(lines)
    if _URL_SAFE_LINE.match(data):
        data = data.translate(URL_SAFE)
    decoded = join_pieces(data.translate(None, _OUTSIDE))
    return decoded if decoded.endswith(b"\n") else decoded + b"\n"


def join_pieces(letters: bytes) -> bytes:
    """What base64 without stray characters stands for; padding ends one piece, and the next begins."""
    if b"=" not in letters.rstrip(b"="):
        return decode_piece(letters.rstrip(b"="))
    return b"".join(map(decode_piece, filter(None, letters.split(b"="))))


def decode_piece(letters: bytes) -> bytes:
    """One piece of base64 without its padding; a letter too many says nothing."""
    return binascii.a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")


def is_likely(data: bytes, decoded: bytes) -> bool:
    """Whether short ``data`` without padding was base64, by what it would stand for."""
    return is_plain(decoded) or (len(data.translate(None, _OUTSIDE)) % 4 == 0 and is_text(decoded))


def is_text(data: bytes) -> bool:
    """Whether ``data`` may be text in some charset: random bytes have control characters or are no UTF-8."""
    return is_plain(data) or not _CONTROL.search(data)


def is_plain(data: bytes) -> bool:
    """Whether ``data`` is UTF-8 without control characters, which random bytes hardly ever are."""
    try:
        return bool(data.decode()) and not _CONTROL.search(data)
    except UnicodeDecodeError:
        return False


def decode_uuencoded(data: bytes) -> bytes:
    """POSIX ``uuencode``; text before and behind the file stays, lines that cannot be read are skipped."""
    begin = _UU_BEGIN.search(data)
    if not begin:
        return data
    pieces, ended = [data[: begin.start()]], False
    for line in data[begin.end() :].splitlines(keepends=True):
        if ended:
            pieces.append(line)
        elif line.strip() == b"end":
            ended = True
        else:
            pieces.append(decode_uu_line(line.rstrip(b"\r\n")))
    return b"".join(pieces)


def decode_uu_line(line: bytes) -> bytes:
    """The bytes of one line; cut to the count it begins with, where some mailers append to it."""
    size = (line[0] - 32) % 64 if line else 0
    try:
        return binascii.a2b_uu(line[: 1 + -(-size // 3) * 4])
    except binascii.Error:
        return b""
