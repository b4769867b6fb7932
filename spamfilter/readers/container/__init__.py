"""What is packed inside a file: gzip, bzip2, xz, lzma, zstd and zip, told by their bytes and read through.

Nothing is written to disk and nothing held but what unpacking needs, so a pipe is read as a file is.
"""

import io
from collections.abc import Iterator
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.hookspecs import HEAD
from spamfilter.readers.container.binary import ZIP_ARCHIVE, is_binary, name_binary
from spamfilter.readers.container.limits import LIMITS, MEGABYTE, Gauge, Limits, Walk
from spamfilter.readers.container.packing import find_packing, strip_suffix, unpack
from spamfilter.readers.container.source import Chunks, Source, make_member


def open_members(stream: BinaryIO, name: str) -> Iterator[tuple[str, BinaryIO]]:
    """What is packed in ``stream``, or it itself where nothing is: a name to go by, and a stream.

    The name is ``name`` without ``.gz`` and the like where that was read through; of a member of an archive
    ``archive.zip/folder/member``. The ``name`` of each stream is what errors and verdicts call it: the file
    as it was given, or the member as it is called in the archive. Members come in the archive's order, each
    to be read before the next is asked for; folders and what macOS adds are left out.

    Reading a stream raises :class:`spamfilter.DataError`, behind all that could be read, for what is cut
    off, broken, encrypted or beyond :class:`Limits`; the iterator does so where no more members can be
    found. A document that is a zip inside (docx, odt, jar) is not unpacked; :func:`name_binary` names it.
    """
    return open_within(stream, name, LIMITS)


def open_within(stream: BinaryIO, name: str, limits: Limits) -> Iterator[tuple[str, BinaryIO]]:
    """:func:`open_members` with other ``limits``."""
    walk = Walk(limits)

    def count(size: int) -> bytes:
        chunk = stream.read(size)
        walk.read += len(chunk)
        return chunk

    yield from open_layer(Source(count), (name, name), walk, 0)


def open_layer(
    source: Source, names: tuple[str, str], walk: Walk, depth: int
) -> Iterator[tuple[str, BinaryIO]]:
    """What is in ``source``, packed ``depth`` times already; its ``names``: to go by, and for errors."""
    plain, name = names
    packing = find_packing(source)
    document = packing and packing.name == "zip" and name_binary(source.peek(HEAD)) != ZIP_ARCHIVE
    if not packing or document:
        yield plain, make_member(source, name)
    elif depth == walk.limits.depth:
        yield plain, make_member(Source(Chunks(refuse_depth(name, walk.limits)).read), name)
    elif packing.name == "zip":
        from spamfilter.readers.container.archive import list_members

        for label, chunks in list_members(source, name, walk, depth):
            yield from open_layer(Source(chunks.read), (label, label), walk, depth + 1)
    else:
        inner = Chunks(unpack(source, packing, Gauge(walk, name, depth)))
        yield from open_layer(Source(inner.read), (strip_suffix(plain), name), walk, depth + 1)


def refuse_depth(name: str, limits: Limits) -> Iterator[bytes]:
    """A stream that cannot be read; the members beside it can."""
    yield from ()
    raise DataError(f"{name} is packed more than {limits.depth} times over; unpack it first")


def unpack_held(data: bytes, name: str, limits: Limits = LIMITS) -> bytes:
    """``data`` unpacked, where it is one packed file (Dovecot keeps mails so); else as it is.

    Raises :class:`DataError` as reading does, and for more than ``limits.held`` bytes.
    """
    source = Source(io.BytesIO(data).read)
    packing = find_packing(source)
    if not packing or packing.name == "zip":
        return data
    parts: list[bytes] = []
    size = 0
    for chunk in unpack(source, packing, Gauge(Walk(limits, len(data)), name, 0)):
        parts.append(chunk)
        size += len(chunk)
        if size > limits.held:
            held = limits.held // MEGABYTE
            raise DataError(f"{name} unpacks to more than {held} MiB, too much to be held; unpack it first")
    return b"".join(parts)


__all__ = ["LIMITS", "Limits", "is_binary", "name_binary", "open_members", "open_within", "unpack_held"]
