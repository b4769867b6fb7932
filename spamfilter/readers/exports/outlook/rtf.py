"""Rich text as Outlook keeps it: compressed ([MS-OXRTFCP]), with the HTML or text inside ([MS-OXRTFEX]).

https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxrtfcp
https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxrtfex

Bytes from strangers: all is linear, and no more than a limit comes out.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

SIZE = 1 << 22  # bytes of rich text that are read
TEXT = (1 << 20) + 1  # characters that come out: one more than a mail's text may have
DEPTH = 1000  # groups in groups
HEADER = 16
COMPRESSED, PLAIN = b"LZFu", b"MELA"
WINDOW = 4096
# What the window has in it before anything is written.
FILLING = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    rb"SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
Kind = Literal["html", "plain"]

# Groups that are no text; with a star before them so are all but the HTML's.
UNSHOWN = {
    *(b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"themedata", b"listtable"),
    *(b"header", b"footer", b"footnote", b"xe", b"tc", b"generator", b"rsidtbl", b"latentstyles"),
}
BREAKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t", b"cell": " "}
SIGNS = {
    **{b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•"},
    **{b"endash": "–", b"emdash": "—", b"emspace": " ", b"enspace": " "},
}
PAGES = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
         177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"}  # fmt: skip

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])"
    rb"|([{}])|([\r\n]++)|([^\\{}\r\n]++)|(\\)"
)


def find_size(data: bytes) -> int:
    """How many bytes are in compressed rich text, as it says."""
    return int.from_bytes(data[4:8], "little")


def inflate(data: bytes) -> bytes:
    """Rich text out of its compression, as far as it goes; nothing for what is none."""
    size = min(find_size(data), SIZE)
    if data[8:12] == PLAIN:
        return data[HEADER : HEADER + size]
    return expand_runs(data, size) if data[8:12] == COMPRESSED else b""


def expand_runs(data: bytes, size: int) -> bytes:
    """At most ``size`` bytes of what is compressed: bytes, and where among the last ones others stood."""
    out = bytearray(FILLING)
    end = len(FILLING) + size
    at = HEADER
    while at < len(data) and len(out) < end:
        control = data[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += data[at : at + 1]
                at += 1
                continue
            pair = int.from_bytes(data[at : at + 2], "big")
            back = (len(out) - (pair >> 4)) % WINDOW
            if at + 2 > len(data) or not back:  # the end is a place where nothing has been yet
                return bytes(out[len(FILLING) : end])
            at += 2
            repeat(out, back, (pair & 15) + 2)
    return bytes(out[len(FILLING) : end])


def repeat(out: bytearray, back: int, count: int) -> None:
    """Add ``count`` bytes as they are ``back`` from the end, where the new ones may be among them."""
    start = len(out) - back
    piece = bytes(out[start : start + count]) if start >= 0 else bytes(count)
    while len(piece) < count:
        piece += piece
    out += piece[:count]


@dataclass(slots=True)
class Group:
    """What holds up to the end of a group.

    ``shown``   whether its text is any
    ``markup``  whether it is a piece of HTML
    ``hidden``  whether what is said now is only for who reads rich text
    ``page``    the code page of its bytes
    ``skip``    characters that stand behind one of Unicode in its place
    """

    shown: bool = True
    markup: bool = False
    hidden: bool = False
    page: str = "cp1252"
    skip: int = 1


@dataclass(slots=True)
class Reading:
    """Rich text while it is read: what came out, the groups that are open, and what is not yet decoded."""

    html: bool
    out: list[str] = field(default_factory=list)
    size: int = 0
    groups: list[Group] = field(default_factory=lambda: [Group()])
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    waiting: bytearray = field(default_factory=bytearray)  # bytes of one character or more
    skipping: int = 0
    starred: bool = False
    deep: int = 0

    @property
    def group(self) -> Group:
        """The innermost one."""
        return self.groups[-1]

    def add(self, text: str) -> None:
        """Text of the innermost group, if it has any; what stands in place of a character is left out."""
        cut = min(self.skipping, len(text))
        self.skipping -= cut
        text = text[cut:]
        if text and self.group.shown and not self.group.hidden:
            self.out.append(text)
            self.size += len(text)

    def settle(self) -> None:
        """Decode the bytes that wait for more of a character."""
        if self.waiting:
            data, self.waiting = bytes(self.waiting), bytearray()
            cut = min(self.skipping, len(data))
            self.skipping -= cut
            self.add(data[cut:].decode(self.group.page, "replace"))


def read_rtf(rtf: bytes) -> tuple[Kind, str]:
    """The HTML or the text that is in rich text, or the text that it shows."""
    head = rtf[:1024]
    reading = Reading(html=b"\\fromhtml" in head)
    for match in _TOKEN.finditer(rtf):
        if reading.size >= TEXT:
            break
        read_token(reading, match)
    reading.settle()
    text = "".join(reading.out).replace("\0", "")
    # Half a surrogate pair may be left, which no encoder takes.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return ("html" if reading.html else "plain"), text


def read_token(reading: Reading, match: re.Match[bytes]) -> None:
    """One word, sign, bracket or stretch of text."""
    word, number, code, sign, bracket, _, text, _ = match.groups()
    if code:
        reading.waiting.append(int(code, 16))
        return
    if text and reading.waiting and not text.isascii():
        reading.waiting += text
        return
    reading.settle()
    if bracket:
        read_bracket(reading, bracket)
    elif word:
        read_control(reading, word, int(number) if number else None)
    elif sign:
        read_sign(reading, sign)
    elif text:
        reading.starred = False
        reading.add(text.decode(reading.group.page, "replace"))


def read_bracket(reading: Reading, bracket: bytes) -> None:
    """The start or the end of a group; one that is too deep is none."""
    reading.skipping = 0
    reading.starred = False
    if bracket == b"{":
        if len(reading.groups) < DEPTH:
            one = reading.group
            reading.groups.append(Group(one.shown, one.markup, one.hidden, one.page, one.skip))
        else:
            reading.deep += 1
    elif reading.deep:
        reading.deep -= 1
    elif len(reading.groups) > 1:
        reading.groups.pop()


def read_sign(reading: Reading, sign: bytes) -> None:
    """A sign behind a backslash: a star begins what may be left out, others are characters."""
    if sign == b"*":
        reading.starred = True
        return
    shown = {b"~": "\u00a0", b"_": "‑", b"-": "", b"\n": "\n", b"\r": "\n"}
    text = shown.get(sign, sign.decode("latin-1") if sign in b"\\{}" else "")
    if text and (reading.group.markup or not reading.html or sign in b"\\{}~_"):
        reading.add(text)


def read_control(reading: Reading, word: bytes, number: int | None) -> None:
    """A word of rich text, with its number if it has one."""
    group, starred = reading.group, reading.starred
    reading.starred = False
    if word == b"htmltag" and reading.html:
        group.shown, group.markup, group.hidden = True, True, False
    elif word in UNSHOWN or (starred and word != b"htmltag"):
        group.shown = False
    elif word == b"htmlrtf":
        group.hidden = reading.html and number != 0
    elif word == b"u" and number is not None:
        reading.add(chr(number % 65536))
        reading.skipping = group.skip
    elif word in BREAKS or word in SIGNS:
        text = BREAKS.get(word) or SIGNS[word]
        reading.add("\r\n" if reading.html and text == "\n" else text)
    else:
        read_setting(reading, word, number or 0)


def read_setting(reading: Reading, word: bytes, number: int) -> None:
    """A word that says how bytes are read."""
    group = reading.group
    if word == b"ansicpg":
        group.page = find_page(f"cp{number}")
    elif word == b"uc":
        group.skip = max(0, min(number, 16))
    elif word == b"f":
        reading.font = number
        group.page = reading.fonts.get(number, group.page)
    elif word == b"fcharset" and number in PAGES and len(reading.fonts) < DEPTH:
        reading.fonts[reading.font] = PAGES[number]


def find_page(name: str) -> str:
    """A code page that Python has, else the commonest."""
    name = {"cp65001": "utf-8", "cp936": "gb18030", "cp10000": "mac_roman"}.get(name, name)
    try:
        b"a".decode(name)
    except (LookupError, UnicodeError):
        return "cp1252"
    return name
