"""Text for a stream that is not UTF-8: what its encoding has no sign for is written in signs that it has.

A character of ours has a likeness (a dash is ``-``, a bar is ``#``), one of a message is spelt as an escape,
and a byte of a file name that was no text leaves as it came.
"""

import codecs
import io
import sys

import click

LIKENESSES = {
    "–": "-", "—": "-", "…": "...", "’": "'", "“": '"', "”": '"', "×": "x", "·": ".", "→": "->", "≥": ">=",
    "≤": "<=", "∞": "inf", "λ": "lambda", "█": "#", "▇": "%", "▆": "*", "▅": "+", "▄": "=", "▃": "-",
    "▂": ":", "▁": ".",
}  # fmt: skip
HANDLER = "spamfilter-readable"
ASCII = "spamfilter-ascii"
# What Python chooses by itself; another choice is the user's.
STRICT = ("strict", "surrogateescape")


def make_streams_readable() -> None:
    """From here on nothing that is printed fails for the encoding of standard output or error."""
    codecs.register_error(HANDLER, write_likeness)
    codecs.register(find_ascii)
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):  # closed, or something of a notebook's
            continue
        # click takes a stream in ASCII for a mistake and writes UTF-8 to it, unless it has another name.
        plain = codecs.lookup(stream.encoding).name == "ascii"
        errors = HANDLER if stream.errors in (*STRICT, "backslashreplace") else stream.errors
        stream.reconfigure(encoding=ASCII if plain else None, errors=errors)


def echo_json(value: object) -> None:
    """One line of JSON, which is UTF-8 wherever it goes (RFC 8259)."""
    from spamfilter.formats import to_json  # what JSON needs, --help can do without

    click.echo(to_json(value).encode())


def write_likeness(error: UnicodeError) -> tuple[str | bytes, int]:
    """An error handler (see :func:`codecs.register_error`) of encoders."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = b"".join(map(find_likeness, error.object[error.start : error.end]))
    return found, error.end


def find_likeness(character: str) -> bytes:
    """One character in ASCII; of half a surrogate pair that stands for a byte, the byte."""
    if "\udc80" <= character <= "\udcff":
        return character.encode("ascii", "surrogateescape")
    return LIKENESSES.get(character, character).encode("ascii", "backslashreplace")


def find_ascii(name: str) -> codecs.CodecInfo | None:
    """ASCII under a name of our own."""
    if name.replace("_", "-") != ASCII:
        return None
    ascii = codecs.lookup("ascii")
    return codecs.CodecInfo(
        ascii.encode,
        ascii.decode,
        ascii.streamreader,
        ascii.streamwriter,
        ascii.incrementalencoder,
        ascii.incrementaldecoder,
        ASCII,
    )
