"""What is packed in a source: the one place where sources meet archives and compressed files."""

from collections.abc import Iterator
from typing import BinaryIO


def unpack(stream: BinaryIO, source: str) -> Iterator[tuple[str, str, BinaryIO]]:
    """What is packed in ``stream``, or it itself where nothing is: what errors call it, its name, its bytes.

    The name is what a format may go by: of ``box.mbox.gz`` it is ``box.mbox``.
    """
    from spamfilter.readers.container import open_members  # only where a source is opened

    for name, member in open_members(stream, source):
        yield member.name, name, member


def read_rest(stream: BinaryIO) -> bytes:
    """All that is left of ``stream``."""
    return b"".join(iter(lambda: stream.read(1 << 20), b""))
