"""A stream of text in any encoding as a stream of UTF-8."""

import codecs
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, cast

from spamfilter.readers.sniff import Replayed
from spamfilter.readers.source import encoding as encodings
from spamfilter.readers.source.transcode import STRAY, decode_pieces

CHUNK = 1 << 16
MARKS = {"utf-8": codecs.BOM_UTF8, **encodings.MARKS}
LONGEST_MARK = 4


def read_utf8(stream: BinaryIO, encoding: str = "") -> Iterator[bytes]:
    """Chunks of UTF-8, without a byte order mark; ``encoding`` is that of the stream, where it is known.

    Otherwise the byte order mark tells it. Without one it is UTF-8, and a byte that is not is read as
    Windows-1252.
    """
    head = b""
    while len(head) < LONGEST_MARK and (chunk := stream.read(CHUNK)):
        head += chunk
    mark, found = next(
        ((mark, name) for name, mark in MARKS.items() if head.startswith(mark)), (b"", "utf-8")
    )
    name = codecs.lookup(encoding or found).name
    errors = STRAY if name == "utf-8" else "replace"
    yield from decode_pieces(Replayed(head.removeprefix(mark), stream), name, errors)


def convert_head(head: bytes) -> bytes:
    """The beginning of a stream in UTF-8."""
    return b"".join(read_utf8(cast(BinaryIO, BytesIO(head))))
