"""How a file is read, by its beginning, and whether it can be cut."""

import io
from dataclasses import dataclass
from typing import BinaryIO, cast

from spamfilter.readers.container.packing import find_packing
from spamfilter.readers.container.source import Source
from spamfilter.readers.mbox import Box, Form
from spamfilter.readers.source.document import XML, name_document
from spamfilter.readers.source.encoding import UTF8
from spamfilter.readers.source.recognize import Request, Start, choose_encoding, choose_reader
from spamfilter.readers.source.transcode import Transcoded
from spamfilter.readers.table import PARQUET
from spamfilter.readers.table.utf16 import Head

LINES, JSONL, MBOX, TABLE = "lines", "jsonl", "mbox", "parquet"


@dataclass(frozen=True, slots=True)
class Outline:
    """How a source is read.

    ``format``    ``lines``, ``jsonl``, ``mbox`` or ``parquet``; empty for what cannot be cut
    ``encoding``  of its text; a line ends in it as in ASCII
    ``form``      of a mailbox
    """

    format: str = ""
    encoding: str = UTF8
    form: Form | None = None


def outline_stream(stream: BinaryIO, source: str, request: Request) -> Outline:
    """How ``stream``, which stands at its start and can be sought in, is read.

    Of a mailbox the first mail is read for that. What ``scan`` would tell of a guess is
    told. Raises :class:`DataError` for what no reader knows.
    """
    start = Start(stream, source, source).begin()
    if find_packing(Source(io.BytesIO(start.head).read)):
        return Outline()
    encoding = choose_encoding(start, request)
    if "\n".encode(encoding) != b"\n":  # UTF-16 and its like
        return Outline()
    if encoding != UTF8:
        transcoded = Transcoded(start.replay(), encoding, keep=False)
        inner = Start(cast(BinaryIO, transcoded), source, source).begin()
        if name_document(inner.head, whole=inner.whole) == XML:
            return Outline()
        start = inner
    name = choose_reader(start, request).name
    if name == LINES:
        return Outline(LINES, encoding)
    if name == JSONL:
        return outline_records(start, encoding)
    if name == MBOX and encoding == UTF8:
        return outline_box(stream, source)
    return Outline(TABLE if name == TABLE and start.head.startswith(PARQUET) else "")


def outline_records(start: Start, encoding: str) -> Outline:
    """Of JSON: it can be cut where a record is a line."""
    from spamfilter.readers.jsonl import find_level

    return Outline(JSONL, encoding) if find_level(Head(start.replay())) is None else Outline()


def outline_box(stream: BinaryIO, source: str) -> Outline:
    """Of a mailbox: it can be cut where mails do not count their bytes, so that an end needs no beginning."""
    stream.seek(0)
    form = Box(stream).find_form(source)
    return Outline() if form.counts else Outline(MBOX, form=form)
