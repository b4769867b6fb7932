"""Which reader a source wants: by its first bytes; its name decides only where they leave it open.

First those are asked that know a format by its own marks, plugins' too, then mailbox and mail, and what is
left is lines, or the table that the name says. What is no text and what is one document is refused by name.

A file is shown to them by its first ``HEAD`` bytes. Of a pipe that may pause, what came with the first line
is all there is, unless that line may begin a mail or a document: every other is a message at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import BinaryIO, cast

from spamfilter.errors import DataError, UsageError
from spamfilter.hookspecs import HEAD, ReaderEntry, ReadOptions
from spamfilter.message import Message
from spamfilter.readers.container.binary import is_binary, name_binary
from spamfilter.readers.lines import CHUNK
from spamfilter.readers.notice import tell
from spamfilter.readers.sniff import Replayed, read_first_line, sniff_format
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
    """What has been read of a ``stream``.

    ``source`` is what errors call it, ``name`` what its format goes by. It may be ``live``: pause before its
    end. ``whole`` is whether nothing follows ``head``.
    """

    stream: BinaryIO
    source: str
    name: str
    live: bool = False
    head: bytes = b""
    whole: bool = False

    def read_more(self) -> None:
        """Read on, as far as there is something."""
        chunk = self.stream.read(CHUNK)
        self.head += chunk
        self.whole = not chunk

    def begin(self) -> "Start":
        """Read as many bytes as a reader is shown; of a live stream the first line, and what came with it."""
        if self.live:
            self.head = read_first_line(self.stream)
        while not self.live and len(self.head) < HEAD and not self.whole:
            self.read_more()
        return self

    def replay(self) -> BinaryIO:
        """The stream from its start."""
        return cast(BinaryIO, Replayed(self.head, self.stream))

    @property
    def named(self) -> str | None:
        """The format that the name says, if any."""
        return SUFFIXES.get(PurePath(self.name).suffix.lower())


def read_stream(start: Start, request: Request) -> Iterator[Message]:
    """Messages of one stream, which is unpacked already and has begun; see the module."""
    options = request.options
    if request.input_format == AUTO and options.separator != b"\n":
        request = replace(request, input_format="lines")
    encoding = choose_encoding(start, request)
    if encoding == UTF8:
        return read_checked(start, request)
    transcoded = Transcoded(start.replay(), encoding, options.separator, keep=request.raw)
    inner = Start(cast(BinaryIO, transcoded), start.source, start.name, start.live).begin()
    if name_document(inner.head, whole=inner.whole) == XML:  # which says itself what it is in
        return read_checked(start, request)
    messages = read_checked(inner, replace(request, options=replace(options, encoding="")))
    return transcoded.restore(messages) if request.raw else messages


def read_member(start: Start, request: Request) -> Iterator[Message]:
    """:func:`read_stream` of one file of an archive: pictures and the like beside messages are told."""
    binary = describe_binary(start.head) if find_asked(start, request) is None else ""
    if binary:
        tell(start.source, f"is {binary.partition(';')[0]}; it was passed over")
        return iter(())
    return read_stream(start, request)


def choose_encoding(start: Start, request: Request) -> str:
    """The encoding of what begins so. A guess, which only a file allows, is told."""
    asked = request.options.encoding
    may_guess = not (asked or start.live or is_mail(start, request))
    found = find_encoding(start.head, asked)
    return find_guess(start) if found == UTF8 and may_guess else found


def find_guess(start: Start) -> str:
    """The encoding that a file seems to be in, which is told; UTF-8 where nothing is sure."""
    if start.head.isascii() or describe_binary(start.head):
        return UTF8
    guess, shown = guess_encoding(start.head[:HEAD], whole=start.whole)
    if shown:
        tell(start.source, f"read as {shown}; --encoding says otherwise")
    return guess or UTF8


def recode(stream: BinaryIO, source: str, asked: str = "") -> BinaryIO:
    """A file that is text, in UTF-8: of the encoding that was ``asked`` for, or that its bytes say."""
    start = Start(stream, source, source).begin()
    found = find_encoding(start.head, asked)
    encoding = find_guess(start) if found == UTF8 and not asked else found
    replayed = start.replay()
    return replayed if encoding == UTF8 else cast(BinaryIO, Transcoded(replayed, encoding, keep=False))


def is_mail(start: Start, request: Request) -> bool:
    """Whether a source is mail, which names its encodings itself."""
    if request.input_format != AUTO:
        return request.input_format in ("mbox", "eml")
    return start.named in ("mbox", "eml") or sniff_format(start.head) != "lines"


def read_checked(start: Start, request: Request) -> Iterator[Message]:
    """What the reader of a source reads, without what the owner sent unless it is wanted."""
    entry, source = choose_reader(start, request), start.source
    if request.raw and not entry.raw:
        raise UsageError(
            f"{source} is read as {entry.name}, whose messages have no bytes of their own; leave out --raw, "
            f"or take --format jsonl"
        )
    left_out = 0
    for message in entry.read(start.replay(), source, request.options):
        if message.sent and not request.sent:
            left_out += 1
        else:
            yield message
        del message  # a large one is not kept while the next one is read
    if left_out:
        messages = "message" if left_out == 1 else "messages"
        tell(source, f"{left_out} {messages} that the owner sent left out; --sent includes them")


def choose_reader(start: Start, request: Request) -> ReaderEntry:
    """The reader of what begins so. Raises :class:`DataError` where there is none for it."""
    if request.input_format != AUTO:
        return request.find(request.input_format)
    while (found := find_reader(start, request)) is None:
        start.read_more()
    return found


def find_reader(start: Start, request: Request) -> ReaderEntry | None:
    """:func:`choose_reader`; None where more would tell."""
    document = name_document(start.head, whole=start.whole)
    if document is None:
        return None
    if entry := find_asked(start, request):
        return entry
    found = sniff_format(start.head, whole=start.whole)
    if found is None:
        return None
    if found == "lines":
        refuse_other(start, document)
    return request.find(settle(start.named, found))


def find_asked(start: Start, request: Request) -> ReaderEntry | None:
    """The reader that says that the source is of its format; tables last, as many exports are tables."""
    asked = [entry for entry in request.readers if entry.name not in OTHERS]
    asked.sort(key=lambda entry: entry.name in TABLES)
    return next((entry for entry in asked if entry.sniff(start.head[:HEAD], start.name)), None)


def refuse_other(start: Start, document: str) -> None:
    """Raise :class:`DataError` for what is neither lines nor what its name says."""
    if binary := describe_binary(start.head[:HEAD], mail=start.named == "eml"):
        raise DataError(f"{start.source} is {binary}{'' if ';' in binary else ADVICE}")
    if document and start.named not in ("eml", "jsonl"):
        raise DataError(f"{start.source} is {document} that no reader knows{ADVICE}")


def describe_binary(head: bytes, *, mail: bool = False) -> str:
    """What is no text, for an error: "a PNG image, not messages"; empty for text.

    A ``mail`` may have caught any byte, so of that only known formats count.
    """
    kind, _, advice = name_binary(head).partition("; ")
    if not kind and not mail and is_binary(head):
        kind = "binary file"
    if not kind:
        return ""
    article = "an" if kind.startswith(("A", "E", "I", "O", "HEIC", "MP", "empty", "encrypted")) else "a"
    return f"{article} {kind}, not messages{advice and f'; {advice}'}"


def settle(named: str | None, found: str) -> str:
    """The name of the reader where the file's name says ``named`` and its bytes ``found``."""
    if named is None or (named == "mbox" and found == "eml"):
        return found
    if named in TABLES and found != "lines":
        return found
    return named
