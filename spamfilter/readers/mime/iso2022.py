"""Charsets in which escapes switch between others (ISO 2022), and pairs of bytes that Python's codecs lack.

RFC 1468 and 1554 (ISO-2022-JP), RFC 1557 (-KR), RFC 1922 (-CN). Python's codecs know no row 13 (NEC's
circled numbers), which every Japanese mailer writes, and lose the step behind a pair that they do not know.
"""

import codecs
import re
from collections.abc import Callable

JAPANESE = re.compile(rb"\x1b\$[@B]")  # no other text has these escapes

_SWITCH = re.compile(rb"\x1b(?:\$[()]?[@A-Z]|\([@-Z]|&@)|[\x0e\x0f]")
_PAIR = re.compile(rb"[\xa1-\xfe]{2}")
_HIGH = bytes(byte | 0x80 if 0x20 < byte < 0x7F else byte for byte in range(256))
# The set that an escape names: a codec for its bytes with the high bit set.
_SETS = {
    b"@": "euc_jp", b"B": "euc_jp", b"O": "euc_jp", b"Q": "euc_jp", b"A": "gb18030", b"C": "cp949",
    b"D": "jisx0212", b"G": "cns",
}  # fmt: skip


def decode_switched(data: bytes, narrow: str) -> str:
    """Text of ``data`` with ISO 2022's escapes; what is outside them is in the codec ``narrow``."""
    texts, at = [], 0
    in_use, shifted, wide = "", "katakana", False
    for switch in _SWITCH.finditer(data):
        texts.append(decode_set(data[at : switch.start()], shifted if wide else in_use, narrow))
        at, escape = switch.end(), switch[0]
        if len(escape) == 1:
            wide = escape == b"\x0e"
        elif escape[1:3] == b"$)":
            shifted = _SETS.get(escape[3:], "cns")
        elif escape[1:2] == b"$":
            in_use = _SETS.get(escape[-1:], "cns")
        elif escape != b"\x1b&@":  # which only says which edition of a set comes
            in_use = "katakana" if escape == b"\x1b(I" else ""
    return "".join([*texts, decode_set(data[at:], shifted if wide else in_use, narrow)])


def decode_set(data: bytes, name: str, narrow: str) -> str:
    """Text of bytes between two escapes; a set that Python has no codec for gives U+FFFD a pair."""
    if not name:
        return data.decode(narrow, "spamfilter." + narrow)
    data = data.translate(_HIGH)
    if name == "katakana":
        return data.decode("cp932", "spamfilter.cp932")
    if name == "jisx0212":
        name, data = "euc_jp", _PAIR.sub(b"\x8f\\g<0>", data)
    if name == "cns":
        return _PAIR.sub("\ufffd".encode(), data).decode("utf-8", "replace")
    return data.decode(name, "spamfilter." + name)


def decode_euc_pair(pair: bytes) -> str:
    """A character of JIS X 0208 with its vendors' rows, by its place in Shift JIS."""
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + (0x9F if row % 2 else 0x40 if cell < 63 else 0x41)
    return bytes([lead, trail]).decode("cp932")


def decode_big5_pair(pair: bytes) -> str:
    """A character that Microsoft's Big5 lacks."""
    return pair.decode("big5hkscs")


def refuse_pair(pair: bytes) -> str:
    """No character."""
    raise UnicodeDecodeError("", pair, 0, 2, "no other table")


def make_handler(decode_pair: Callable[[bytes], str]) -> Callable[[UnicodeError], tuple[str, int]]:
    """An error handler of a codec: what it lacks by ``decode_pair``, or one U+FFFD a character.

    As the WHATWG Encoding Standard has it: what follows a lead byte goes with it unless it is ASCII.
    """

    def replace(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        pair = error.object[error.start : error.start + 2]
        if pair[0] == 0x80 and error.encoding != "cp932":
            return "€", error.start + 1  # of Microsoft's, in Chinese and Korean mail
        if error.reason.startswith("incomplete"):
            return "\ufffd", error.end
        if len(pair) < 2 or pair[1] < 0x80 or pair[0] in (0x80, 0xFF):
            return "\ufffd", error.start + 1
        try:
            return decode_pair(pair), error.start + 2
        except (UnicodeDecodeError, ValueError):
            return "\ufffd", error.start + 2

    return replace


_OTHER_TABLES = {"euc_jp": decode_euc_pair, "cp950": decode_big5_pair}
MULTIBYTE = {
    "big5hkscs", "cp932", "cp949", "cp950", "euc_jis_2004", "euc_jisx0213", "euc_jp", "gb18030", "johab",
    "shift_jis_2004", "shift_jisx0213",
}  # fmt: skip
for _codec in MULTIBYTE:
    codecs.register_error("spamfilter." + _codec, make_handler(_OTHER_TABLES.get(_codec, refuse_pair)))
