"""From the bytes of a part to its text, when what the header says of them may be a lie.

RFC 2045 (transfer encodings), RFC 2046 section 4.1.2 (charsets), POSIX ``uuencode``.
"""

import binascii
import codecs
import re

from spamfilter.message import decode_text

# Declared by many a mailer for what is UTF-8 or Windows-1252.
UNTRUSTED = {"ascii", "iso8859-1", "cp1252", "utf-8"}
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "big5": "cp950"}
# Python's own, no mailer's, and some of them slow.
REFUSED = {"punycode", "idna", "unicode-escape", "raw-unicode-escape"}

_OUTSIDE_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_UU_BEGIN = re.compile(r"(?m)^begin [0-7]{3,4} (\S[^\r\n]{0,200})\r?\n")
_UU_LINE = re.compile(r"([ -`])([ -`]{0,64})[ \t]*(?:\r?\n|\Z)")
_UU_END = re.compile(r"end[ \t]*(?:\r?\n|\Z)")


def decode_transfer(data: bytes, encoding: str) -> bytes:
    """``data`` without its transfer encoding; what is broken comes out as far as it goes."""
    encoding = encoding.strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if encoding != "base64":
        return data
    kept = _OUTSIDE_BASE64.sub(b"", data).partition(b"=")[0]
    if len(data.translate(None, b"\r\n")) - len(kept) > max(2, len(data) // 10):
        return data  # not base64, whatever the header says: text has a space every few letters
    return binascii.a2b_base64(kept[: len(kept) - (len(kept) % 4 == 1)] + b"==")


def decode_charset(data: bytes, charset: str) -> str:
    """Text of ``data``. A charset that is unknown, or cannot be true, gives way to :func:`decode_text`."""
    try:
        name = codecs.lookup(charset.strip(" \"'")[:40]).name
        name = WIDER.get(name, name)
        single = name.startswith(("iso8859", "cp125", "koi8"))
        if name in UNTRUSTED | REFUSED or (single and is_utf8(data)):
            return decode_text(data)
        text = data.decode(name)
    except (LookupError, ValueError):
        return decode_text(data)
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_utf8(data: bytes) -> bool:
    """Whether ``data`` is UTF-8, which text in another charset hardly ever is by chance."""
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False


def name_uuencoded(text: str) -> str:
    """``text`` with each uuencoded file in it as ``[attachment: NAME]``; one cut short is one too."""
    kept, at = [], 0
    while begin := _UU_BEGIN.search(text, at):
        end = begin.end()
        while (line := _UU_LINE.match(text, end)) and is_uuencoded(*line.groups()):
            end = line.end()
        if end > begin.end():
            closing = _UU_END.match(text, end)
            end = closing.end() if closing else end
            kept += [text[at : begin.start()], f"[attachment: {begin[1].strip()}]\n"]
        else:  # a sentence
            kept.append(text[at:end])
        at = end
    return "".join([*kept, text[at:]])


def is_uuencoded(count: str, letters: str) -> bool:
    """Whether ``letters`` are as many as a line of ``count`` encoded bytes has, spaces at its end aside."""
    size = (ord(count) - 32) % 64
    return size <= 45 and -(-size * 4 // 3) - 3 <= len(letters) <= -(-size // 3) * 4 + 1
