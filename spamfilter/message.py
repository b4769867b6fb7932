"""One SMS line or one mail."""

import codecs
from dataclasses import dataclass

# Windows-1252 leaves five bytes undefined; Latin-1 gives those a character too.
_WINDOWS_1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))


def _decode_stray_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return "".join([_WINDOWS_1252[byte] for byte in stray]), error.end


codecs.register_error("spamfilter.windows-1252", _decode_stray_byte)


def decode_text(data: bytes) -> str:
    """Text of ``data``: UTF-8, and each byte that is not UTF-8 read as Windows-1252. Never raises.

    NUL never means anything to a reader, so it is dropped, which makes English in UTF-16 readable too; so
    is a byte order mark at the start.
    """
    data = data.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return data.decode("utf-8", "spamfilter.windows-1252").removeprefix("\ufeff").replace("\0", "")


@dataclass(frozen=True, slots=True)
class Reading:
    """What else a person may be shown of a mail: a whole ``text``; does it mostly repeat the mail's?"""

    text: str
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What a classifier sees and what a filter passes on.

    ``text``      what a person reads, without the line's end
    ``raw``       the exact bytes it was read from, its terminator included
    ``source``    where it came from: a path, or ``-`` for standard input
    ``number``    its place in the source, from 1; the line number for line files and jsonl
    ``subject``, ``sender``   decoded, for mail
    ``date``      when it was sent, ISO 8601, with its offset from UTC where that is known
    ``conversation``  whom it was exchanged with or the group it was written in, for phone and chat exports
    ``sent``      whether the owner of the source wrote it
    ``preamble``  bytes that a selection of raw messages must start with to be of the source's format
                  (the header line of a csv file)
    ``gap``       bytes that must part it from a message of another source that follows it (mbox: what its
                  last mail lacks of a blank line)
    ``notes``     what of a mail was not read, a short phrase each; such a mail is never called ham
    ``readings``  what else of a mail a person may be shown: another version of it, or all that its HTML
                  says, seen or not. The worst counts
    """

    text: str
    raw: bytes = b""
    source: str = "-"
    number: int = 1
    subject: str = ""
    sender: str = ""
    preamble: bytes = b""
    gap: bytes = b""
    notes: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    date: str = ""
    conversation: str = ""
    sent: bool = False
