"""gzip, bzip2, xz, lzma, zstd and zip: told by the bytes they begin with; all but zip unpacked here.

Formats: RFC 1952 (gzip), https://tukaani.org/xz/xz-file-format.txt, RFC 8878 (zstd). bzip2 and lzma have no
specification of their makers; a bzip2 file begins ``BZh``, the size of its blocks and the first six digits
of pi, an lzma file with the settings, the size of the dictionary and that of the content.
Several of one kind, one behind the other, are one file, and zero bytes behind the last are padding.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from spamfilter.errors import DataError
from spamfilter.readers.container.limits import MEGABYTE, Gauge
from spamfilter.readers.container.source import CHUNK, Source

GZIP, XZ, ZSTD = b"\x1f\x8b\x08", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd"
BZIP2, BZIP2_EMPTY = b"1AY&SY", b"\x17rE8P\x90"  # behind BZh and a digit
ZIP, ZIP_EMPTY = b"PK\3\4", b"PK\5\6"
ZIP_SPLIT = (b"PK\7\x08", b"PK00")  # above the first member of an archive that might have been split
LZMA = b"\x5d\0\0"  # the settings that all writers use
LZMA_HEADER = 14
LZMA_LARGEST = 1 << 38  # bytes of content that the size in an lzma's header may say
FEWEST = 2  # bytes by which a packed file that is cut off in its magic number is still known

_SUFFIX = re.compile(r"\.(?:gz|gzip|bz2|bzip2|xz|lzma|zst|zstd)$", re.IGNORECASE)
_TAR_SUFFIX = re.compile(r"\.t(?:gz|bz2?|xz|zst)$", re.IGNORECASE)


class Unpacker(Protocol):
    """What unpacks one piece, as ``bz2.BZ2Decompressor`` does."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Packing:
    """A ``name``; ``fits`` says of the first bytes whether they are of it, None where more would tell.

    ``start``, given the bytes that it may hold, makes what unpacks one piece; of zip, what most members are.
    """

    name: str
    fits: Callable[[bytes], bool | None]
    start: Callable[[int], Unpacker]


class Inflater:
    """Deflate (RFC 1951) by ``zlib``, alone for ``bits`` -15, or in gzip for 31, its checksum compared."""

    def __init__(self, bits: int) -> None:
        import zlib

        self._inflate = zlib.decompressobj(bits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most ``max_length`` bytes of what ``data`` and what was given before unpack to."""
        tail = self._inflate.unconsumed_tail
        piece = self._inflate.decompress(tail + data if tail else data, max_length)
        self.needs_input = len(piece) < max_length
        return piece


def start_deflate(window: int) -> Unpacker:
    return Inflater(-15)


def start_gzip(window: int) -> Unpacker:
    return Inflater(31)


def start_bzip2(window: int) -> Unpacker:
    import bz2

    return bz2.BZ2Decompressor()


def start_xz(window: int) -> Unpacker:
    import lzma

    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=window)


def start_lzma(window: int) -> Unpacker:
    import lzma

    return lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=window)


def start_zstd(window: int) -> Unpacker:
    from spamfilter.readers.container.zstd import open_frame

    return open_frame(window)


def may_begin(magic: bytes, head: bytes) -> bool | None:
    """Whether ``head`` begins with ``magic``; None where it is shorter and may."""
    return head.startswith(magic) or (None if magic.startswith(head) else False)


def fit_any(magics: Iterable[bytes], head: bytes) -> bool | None:
    """The same of one of ``magics``."""
    answers = [may_begin(magic, head) for magic in magics]
    return True if True in answers else None if None in answers else False


def fits_gzip(head: bytes) -> bool | None:
    return may_begin(GZIP, head)


def fits_xz(head: bytes) -> bool | None:
    return may_begin(XZ, head)


def fits_zstd(head: bytes) -> bool | None:
    """A frame, or one that is to be skipped, of sixteen magic numbers."""
    if head[1:4] == b"*M\x18"[: len(head) - 1] and head[:1] and 0x50 <= head[0] <= 0x5F:
        return True if len(head) > 3 else None
    return may_begin(ZSTD, head)


def fits_bzip2(head: bytes) -> bool | None:
    """``BZh9`` alone may begin a line."""
    digit = head[3:4] or b"9"
    if not b"1" <= digit <= b"9":
        return False
    return fit_any([b"BZh" + digit + block for block in (BZIP2, BZIP2_EMPTY)], head)


def fits_zip(head: bytes) -> bool | None:
    return fit_any([ZIP, ZIP_EMPTY, *(mark + ZIP for mark in ZIP_SPLIT)], head)


def fits_lzma(head: bytes) -> bool | None:
    """There is no magic number: the header must be one that a writer makes, as ``xz`` itself asks."""
    if len(head) < LZMA_HEADER:
        return None if may_begin(LZMA, head) is not False else False
    dictionary = int.from_bytes(head[1:5], "little")
    size = int.from_bytes(head[5:13], "little")
    usual = dictionary.bit_count() in (1, 2) or dictionary == 0xFFFFFFFF
    known = size < LZMA_LARGEST or size == (1 << 64) - 1
    return head.startswith(LZMA) and usual and known and head[13] == 0


PACKINGS = (
    Packing("gzip", fits_gzip, start_gzip),
    Packing("bzip2", fits_bzip2, start_bzip2),
    Packing("xz", fits_xz, start_xz),
    Packing("lzma", fits_lzma, start_lzma),
    Packing("zstd", fits_zstd, start_zstd),
    Packing("zip", fits_zip, start_deflate),
)


def find_packing(source: Source) -> Packing | None:
    """What ``source`` is packed with; reads no more of it than tells, so that a live line never waits."""
    head = source.peek(1)
    while True:
        answers = {packing: packing.fits(head) for packing in PACKINGS} if head else {}
        found = [packing for packing, answer in answers.items() if answer]
        if found or None not in answers.values():
            return found[0] if found else None
        longer = source.peek(len(head) + 1)
        if longer == head:
            # Cut off in its magic number. One in ASCII may be a text.
            cut = [one for one, answer in answers.items() if answer is None and not head.isascii()]
            return cut[0] if cut and len(head) >= FEWEST else None
        head = longer


def strip_suffix(name: str) -> str:
    """``name`` without what says that it is packed: ``box.mbox`` for ``box.mbox.gz``."""
    return _TAR_SUFFIX.sub(".tar", _SUFFIX.sub("", name)) or name


def unpack(source: Source, packing: Packing, gauge: Gauge) -> Iterator[bytes]:
    """What ``source`` unpacks to, in parts of at most ``CHUNK`` bytes.

    Raises :class:`DataError`, behind all that could be unpacked, where it is cut off, broken, a bomb, or has
    something else behind it.
    """
    while True:
        with translate_damage(packing.name, gauge):
            unpacker = packing.start(gauge.walk.limits.window)
        yield from unpack_piece(source, unpacker, packing.name, gauge)
        skip_zeros(source)
        head = source.peek(LZMA_HEADER)
        if not head:
            source.take()  # what ended it may be an error
            return
        if packing.fits(head) is False:
            raise DataError(
                f"{gauge.source} has other bytes behind its {packing.name} data; unpack it by hand to see"
            )


def unpack_piece(source: Source, unpacker: Unpacker, name: str, gauge: Gauge) -> Iterator[bytes]:
    """What one piece unpacks to; what follows it stays in ``source``."""
    while not unpacker.eof:
        data = source.take() if unpacker.needs_input else b""
        if unpacker.needs_input and not data:
            raise DataError(f"{gauge.source} is cut off: its {name} data end too early; get all of it")
        with translate_damage(name, gauge):
            piece = unpacker.decompress(data, CHUNK)
        unused = unpacker.unused_data if unpacker.eof else b""
        gauge.add(len(data) - len(unused), len(piece))
        for start in range(0, len(piece), CHUNK):
            yield piece[start : start + CHUNK]
    source.give_back(unpacker.unused_data)


@contextmanager
def translate_damage(name: str, gauge: Gauge) -> Iterator[None]:
    """Turn what the libraries raise into :class:`DataError`: each has errors of its own."""
    try:
        yield
    except (DataError, MemoryError):
        raise
    except ImportError:
        raise DataError(
            f"{gauge.source} is packed with {name}; pip install 'spamfilter-gpt[{name}]', or unpack it first"
        ) from None
    except Exception as error:
        text = " ".join(str(error).split()) or "it cannot be unpacked"
        if "emory" in text:  # the dictionary of an xz, the window of a zstd frame
            window = gauge.walk.limits.window // MEGABYTE
            raise DataError(
                f"{gauge.source} wants more than {window} MiB of memory to be unpacked; unpack it first"
            ) from None
        raise DataError(f"{gauge.source} is broken: {name}: {text}; get it again") from None


def skip_zeros(source: Source) -> None:
    """Take zero bytes, with which tapes and xz pad."""
    while source.peek(1) == b"\0":
        source.give_back(source.take().lstrip(b"\0"))
