"""Which reader a source wants: by its first bytes; its name decides only where they leave it open.

First those are asked that know a format by its own marks, plugins' too, then mailbox and mail, and what is
left is lines, or the table that the name says. What is no text and what is one document is refused by name.

A file is shown to them by its first ``HEAD`` bytes. Of a pipe that may pause, what came with the first line
is all there is, unless that line may begin a mail or a document: every other is a message at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, cast

from spamfilter.errors import DataError, UsageError
from spamfilter.hookspecs import HEAD, ReaderEntry, ReadOptions
from spamfilter.message import Message
from spamfilter.readers.lines import CHUNK
from spamfilter.readers.notice import tell
from spamfilter.readers.sniff import Replayed, read_first_line, sniff_format
from spamfilter.readers.source.binary import UNKNOWN, name_binary
from spamfilter.readers.source.document import XML, name_document
from spamfilter.readers.source.encoding import UTF8, find_encoding, guess_encoding
from spamfilter.readers.source.format import AUTO, READERS, SUFFIXES
from spamfilter.readers.source.transcode import Transcoded

OTHERS = ("lines", "mbox", "maildir", "eml")  # what is not asked, but found out here
TABLES = ("csv", "jsonl")
DEFAULTS = ReadOptions()
ADVICE = "; name a file of messages, or the format with --input (spamfilter scan --help lists them)"


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted of sources.

    ``input_format``  the name of a reader, or ``auto``
    ``options``       for all readers
    ``readers``       that may be chosen
    ``sent``          whether what the owner sent is wanted too
    ``raw``           whether the messages' bytes are
    """

    input_format: str = AUTO
    options: ReadOptions = DEFAULTS
    readers: Sequence[ReaderEntry] = READERS
    sent: bool = False
    raw: bool = False

    def find(self, name: str) -> ReaderEntry:
        """The reader of that name. Raises :class:`UsageError` where there is none."""
        found = next((entry for entry in self.readers if entry.name == name), None)
        if found is None:
            names = ", ".join([AUTO, *(entry.name for entry in self.readers)])
            raise UsageError(f"no input format {name!r} for a file; there are: {names}")
        return found


@dataclass(slots=True)
class Start:
    """What has been read of a ``stream``; ``whole`` is whether nothing follows."""

    stream: BinaryIO
    head: bytes = b""
    whole: bool = False

    def read_more(self) -> None:
        """Read on, as far as there is something."""
        chunk = self.stream.read(CHUNK)
        self.head += chunk
        self.whole = not chunk

    def fill(self) -> None:
        """Read as many bytes as a reader is shown."""
        while len(self.head) < HEAD and not self.whole:
            self.read_more()

    def replay(self) -> BinaryIO:
        """The stream from its start."""
        return cast(BinaryIO, Replayed(self.head, self.stream))


def begin(stream: BinaryIO, *, live: bool) -> Start:
    """The start of a file, or of a pipe that is ``live`` its first line."""
    start = Start(stream)
    if live:
        start.head = read_first_line(stream)
    else:
        start.fill()
    return start


def read_stream(stream: BinaryIO, source: str, request: Request, *, live: bool = False) -> Iterator[Message]:
    """Messages of one ``stream``, which is unpacked already; see the module."""
    if request.input_format == AUTO and request.options.separator != b"\n":
        request = Request("lines", request.options, request.readers, request.sent, request.raw)
    start = begin(stream, live=live)
    encoding = choose_encoding(start, source, request, live=live)
    if encoding == UTF8:
        entry = choose_reader(start, source, request)
        return read_checked(entry, start.replay(), source, request)
    transcoded = Transcoded(start.replay(), encoding, request.options.separator, keep=request.raw)
    inner = begin(cast(BinaryIO, transcoded), live=live)
    if name_document(inner.head, whole=inner.whole) == XML:  # which says itself what it is in
        entry = choose_reader(start, source, request)
        return read_checked(entry, start.replay(), source, request)
    entry = choose_reader(inner, source, request)
    messages = read_checked(entry, inner.replay(), source, request)
    return transcoded.restore(messages) if request.raw else messages


def choose_encoding(start: Start, source: str, request: Request, *, live: bool) -> str:
    """The encoding of what begins so. A guess, which only a file allows, is told."""
    asked = request.options.encoding
    may_guess = not (asked or live or is_mail(start, source, request))
    found = find_encoding(start.head, asked)
    return find_guess(start, source) if found == UTF8 and may_guess else found


def find_guess(start: Start, source: str) -> str:
    """The encoding that a file seems to be in, which is told; UTF-8 where nothing is sure."""
    guess, shown = guess_encoding(start.head[:HEAD], whole=start.whole) if is_plain(start.head) else ("", "")
    if guess:
        tell(source, f"read as {shown}; --encoding says otherwise")
    return guess or UTF8


def recode(stream: BinaryIO, source: str, asked: str = "") -> BinaryIO:
    """A file that is text, in UTF-8: of the encoding that was ``asked`` for, or that its bytes say."""
    start = begin(stream, live=False)
    found = find_encoding(start.head, asked)
    encoding = find_guess(start, source) if found == UTF8 and not asked else found
    replayed = start.replay()
    return replayed if encoding == UTF8 else cast(BinaryIO, Transcoded(replayed, encoding, keep=False))


def is_plain(head: bytes) -> bool:
    """Whether ``head`` may be text that is not ASCII."""
    return not head.isascii() and not name_binary(head)


def is_mail(start: Start, source: str, request: Request) -> bool:
    """Whether a source is mail, which names its encodings itself."""
    if request.input_format != AUTO:
        return request.input_format in ("mbox", "eml")
    if SUFFIXES.get(PurePath(source).suffix.lower()) in ("mbox", "eml"):
        return True
    return sniff_format(start.head) != "lines"


def read_checked(entry: ReaderEntry, stream: BinaryIO, source: str, request: Request) -> Iterator[Message]:
    """What ``entry`` reads, without what the owner sent unless it is wanted."""
    if request.raw and not entry.raw:
        raise UsageError(
            f"{source} is read as {entry.name}, whose messages have no bytes of their own; leave out --raw, "
            f"or take --format jsonl"
        )
    left_out = 0
    for message in entry.read(stream, source, request.options):
        if message.sent and not request.sent:
            left_out += 1
        else:
            yield message
    if left_out:
        messages = "message" if left_out == 1 else "messages"
        tell(source, f"{left_out} {messages} that the owner sent left out; --sent includes them")


def choose_reader(start: Start, source: str, request: Request) -> ReaderEntry:
    """The reader of what begins so. Raises :class:`DataError` where there is none for it."""
    if request.input_format != AUTO:
        return request.find(request.input_format)
    while (found := find_reader(start, source, request)) is None:
        start.read_more()
    return found


def find_reader(start: Start, source: str, request: Request) -> ReaderEntry | None:
    """:func:`choose_reader`; None where more would tell."""
    document = name_document(start.head, whole=start.whole)
    if document is None:
        return None
    head = start.head[:HEAD]
    for entry in sort_asked(request.readers):
        if entry.sniff(head, source):
            return entry
    found = sniff_format(start.head, whole=start.whole)
    if found is None:
        return None
    named = SUFFIXES.get(PurePath(source).suffix.lower())
    if found == "lines":
        refuse_other(head, document, source, named)
    return request.find(settle(named, found))


def sort_asked(readers: Sequence[ReaderEntry]) -> list[ReaderEntry]:
    """Those of ``readers`` that are asked about a source; tables last, as many exports are tables."""
    asked = [entry for entry in readers if entry.name not in OTHERS]
    return sorted(asked, key=lambda entry: entry.name in TABLES)


def refuse_other(head: bytes, document: str, source: str, named: str | None) -> None:
    """Raise :class:`DataError` for what is neither lines nor what it is ``named``."""
    binary = name_binary(head)
    if binary and not (named == "eml" and binary == UNKNOWN):  # a mail may have caught anything
        raise DataError(f"{source} is {binary}, not messages{ADVICE}")
    if document and named not in ("eml", "jsonl"):
        raise DataError(f"{source} is {document} that no reader knows{ADVICE}")


def settle(named: str | None, found: str) -> str:
    """The name of the reader where the file's name says ``named`` and its bytes ``found``."""
    if named is None or (named == "mbox" and found == "eml"):
        return found
    if named in TABLES and found != "lines":
        return found
    return named
