"""What is packed in a source: the one place where readers meet archives and compressed files."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.readers.notice import tell

_PACKED = (b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd")  # gzip, bzip2, xz, zstd


def unpack(stream: BinaryIO, source: str) -> Iterator[tuple[str, str, BinaryIO]]:
    """What is packed in ``stream``, or it itself where nothing is: what errors call it, its name, its bytes.

    The name is what a format may go by: of ``box.mbox.gz`` it is ``box.mbox``.
    """
    yield source, source, stream


def is_packed(raw: bytes) -> bool:
    """Whether ``raw`` is a compressed file."""
    return raw.startswith(_PACKED)


def unpack_mail(raw: bytes, source: str) -> bytes:
    """A mail of a Maildir, which a mail server may keep compressed (Dovecot's plugin ``zlib``)."""
    if not is_packed(raw):
        return raw
    try:
        return b"".join(read_rest(member) for _, _, member in unpack(io.BytesIO(raw), source))
    except DataError as error:
        tell(source, f"was passed over: {error}")
        return b""


def read_rest(stream: BinaryIO) -> bytes:
    """All that is left of ``stream``."""
    return b"".join(iter(lambda: stream.read(1 << 20), b""))
