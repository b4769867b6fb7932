"""Transfer encodings and charsets as broken as programs still read them."""

import base64
import binascii
from functools import partial

from tests.evasions.mail import PLAIN, Evasion, encoded, mail, plain

ENCODINGS = {
    "in capitals": "BASE64",
    "with a semicolon": "base64;",
    "with a parameter": "base64; x=y",
    "in quotation marks": '"base64"',
    "with a comment": "base64 (of 1992)",
    "below a comment": "(of 1992)\n base64",
    "on the next line": "\n\tbase64",
    "with a comma": "base64,",
}
JUNK = [b"!", b"-", b"\0", b"\xff", b" ", b"\t", b"*", b"\r\n", b"\n\n", b"="]
WIDE = {"utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "utf-7": "utf-7"}
UNKNOWN = [
    "x-lie",
    "unknown-8bit",
    "default_charset",
    "utf8",
    "_utf-8",
    "x-user-defined",
    "utf-8*",
    "'utf-8'",
]


def encode_in_pieces(size: int, spam: str) -> bytes:
    """Pieces of ``size`` bytes, each with padding of its own."""
    data = spam.encode()
    pieces = (base64.b64encode(data[at : at + size]) for at in range(0, len(data), size))
    return mail(b"\n".join(pieces), f"Content-Type: {PLAIN}", "Content-Transfer-Encoding: base64")


def scatter(junk: bytes, spam: str) -> bytes:
    """``junk`` behind every tenth letter of base64."""
    letters = base64.b64encode(spam.encode() * 3)
    body = junk.join(letters[at : at + 10] for at in range(0, len(letters), 10))
    return mail(body, f"Content-Type: {PLAIN}", "Content-Transfer-Encoding: base64")


def add_footer(spam: str) -> bytes:
    """What a mailing list appends as it is."""
    footer = b"\n_______________\nNotes mailing list\nhttps://lists.example.org/notes\n"
    return encoded(spam) + footer


def put_above(line: bytes, spam: str) -> bytes:
    """A ``line`` of plain text above base64."""
    letters = base64.encodebytes(spam.encode())
    return mail(line + letters, f"Content-Type: {PLAIN}", "Content-Transfer-Encoding: base64")


def quote(body: bytes) -> bytes:
    """A mail in quoted-printable."""
    return mail(body, f"Content-Type: {PLAIN}", "Content-Transfer-Encoding: quoted-printable")


def quote_all(spam: str) -> bytes:
    """Each byte quoted, in small letters, eight to a line."""
    data = spam.encode()
    lines = (data[at : at + 8] for at in range(0, len(data), 8))
    return quote(b"=\n".join(b"".join(b"=%02x" % byte for byte in line) for line in lines))


def break_lines(end: bytes, spam: str) -> bytes:
    """Soft line breaks within words."""
    letters = binascii.b2a_qp(spam.encode()).replace(b"=\n", b"")
    pieces = letters.replace(b"=", b"\0").split(b"\0")
    lines = [end.join([piece[at : at + 3] for at in range(0, len(piece), 3)] or [b""]) for piece in pieces]
    return quote(b"=".join(lines))


def lie(charset: str, codec: str, spam: str) -> bytes:
    """Text in ``codec`` that calls itself ``charset``."""
    return encoded(spam.encode(codec, "replace"), kind=f"text/plain; charset={charset}")


def widen(spam: str) -> bytes:
    """Letters that are twice as wide, of Japanese."""
    wide = "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in spam)
    body = wide.replace("£", "￡").encode("iso2022_jp", "ignore")
    return mail(body, "Content-Type: text/plain; charset=iso-2022-jp")


def switch(spam: str) -> bytes:
    """A switch to ASCII, which it is already, between the letters."""
    letters = spam.replace("£", "GBP ").encode("ascii", "ignore")
    body = b"\x1b(B".join(bytes([letter]) for letter in letters)
    return mail(body, "Content-Type: text/plain; charset=iso-2022-jp")


TRANSFER = {
    **{
        f"base64 {name}": Evasion("programs know what is meant", partial(encoded, encoding=value))
        for name, value in ENCODINGS.items()
    },
    **{
        f"base64 in pieces of {size}": Evasion(
            "programs go on behind padding", partial(encode_in_pieces, size)
        )
        for size in (1, 2, 4, 37)
    },
    **{
        f"base64 with {junk!r} in it": Evasion("programs skip what is no letter", partial(scatter, junk))
        for junk in JUNK
        if junk != b"="
    },
    "base64 with a footer": Evasion("programs show the text, with or without the footer", add_footer),
    "base64 below a line": Evasion("programs skip what is no letter", partial(put_above, b"-- \n")),
    "base64 without padding": Evasion(
        "programs do not need it",
        lambda spam: mail(
            base64.b64encode(spam.encode()).rstrip(b"="),
            f"Content-Type: {PLAIN}",
            "Content-Transfer-Encoding: base64",
        ),
    ),
    "base64 on one long line": Evasion(
        "programs do not mind",
        lambda spam: mail(
            base64.b64encode(b" " * 30_000 + spam.encode()),
            f"Content-Type: {PLAIN}",
            "Content-Transfer-Encoding: base64",
        ),
    ),
    "base64 of nothing but the name": Evasion(
        "the text is plain", lambda spam: plain(spam, "Content-Transfer-Encoding: base64")
    ),
    "unknown encoding": Evasion(
        "the text is shown as it is", lambda spam: plain(spam, "Content-Transfer-Encoding: x-none")
    ),
    "encoding twice, the first true": Evasion(
        "programs take the first", lambda spam: encoded(spam, "base64\nContent-Transfer-Encoding: 7bit")
    ),
    "quoted letters": Evasion("that is the encoding", quote_all),
    "quoted, and broken within words": Evasion("that is the encoding", partial(break_lines, b"=\n")),
    "quoted, broken with spaces behind": Evasion("programs skip them", partial(break_lines, b"= \t\n")),
    "quoted, broken with CRLF": Evasion("that is the encoding", partial(break_lines, b"=\r\n")),
    "quoted and broken at the end": Evasion(
        "the rest is read", lambda spam: quote(spam.encode().replace(b"\xc2\xa3", b"=C2=A3") + b" =ZZ =4")
    ),
    **{
        f"charset {label}": Evasion("that is the charset", partial(lie, label, codec))
        for label, codec in WIDE.items()
    },
    **{
        f"charset {label}, unknown": Evasion("programs guess", partial(lie, label, "utf-8"))
        for label in UNKNOWN
    },
    "charset with a semicolon in quotation marks": Evasion(
        "programs guess", partial(lie, '"utf-8;"', "utf-8")
    ),
    "utf-16 without a name": Evasion(
        "programs guess, or leave NUL out", partial(lie, "us-ascii", "utf-16-le")
    ),
    "utf-16 with a mark, called utf-8": Evasion("the mark says what it is", partial(lie, "utf-8", "utf-16")),
    "windows-1252 called utf-8": Evasion("one letter is odd", partial(lie, "utf-8", "cp1252")),
    "NUL between the letters": Evasion("it shows nothing", lambda spam: plain("\0".join(spam))),
    "byte order mark above the text": Evasion("it shows nothing", lambda spam: plain("\ufeff" + spam)),
    "Japanese wide letters": Evasion("they are read alike", widen),
    "switches of iso-2022-jp": Evasion("they show nothing", switch),
}
