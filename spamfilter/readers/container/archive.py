"""The members of a zip archive, read from its front to its end, from a pipe too.

Format: APPNOTE.TXT of PKWARE (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). Each member
stands behind a header of its own, so that the table at the end is not needed: nothing is read twice, the
members of an archive that is cut off are read up to there, and members that lie over each other, of which a
bomb is made, cannot be. The table is walked through to see that all of the archive is there.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from spamfilter.errors import DataError
from spamfilter.readers.container.limits import Gauge, Walk
from spamfilter.readers.container.packing import (
    ZIP_SPLIT,
    Unpacker,
    start_bzip2,
    start_deflate,
    start_lzma,
    start_xz,
    start_zstd,
    translate_damage,
    unpack_piece,
)
from spamfilter.readers.container.source import Chunks, Part, Source

LOCAL, CENTRAL, END, DESCRIPTOR = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\7\x08"
END_64, LOCATOR_64, SIGNATURE, EXTRA_DATA = b"PK\6\6", b"PK\6\7", b"PK\5\5", b"PK\6\x08"
HEADER = struct.Struct("<4s5H3L2H")
ENCRYPTED, MARKED, STREAMED, STRONG, UTF8 = 1, 2, 8, 64, 1 << 11  # flags; lzma has a mark at its end
SIZE_64, NAME_UTF8 = 1, 0x7075  # fields behind the name
END_SIZE = 22
LARGE = 0xFFFFFFFF  # a size that is in a field
STORED, LZMA = 0, 14
READ = {8: start_deflate, 12: start_bzip2, LZMA: start_lzma, 20: start_zstd, 93: start_zstd, 95: start_xz}
METHODS = {
    1: "shrink", 6: "implode", 8: "deflate", 9: "deflate64", 12: "bzip2", LZMA: "lzma", 20: "zstd",
    93: "zstd", 95: "xz", 96: "JPEG", 97: "WavPack", 98: "PPMd",
}  # fmt: skip
DESCRIBED = 24  # bytes that tell of a member behind it, at most
LEFT_OUT, LEFT_OUT_FOLDER = ".DS_Store", "__MACOSX"  # what macOS adds
UNUSABLE = ("", ".", "..")

_DRIVE = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the header of a member says; ``packed`` is None where only its end tells where that is."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int | None
    unpacked: int

    @property
    def is_left_out(self) -> bool:
        """Whether it is a folder, or what macOS knows about a file."""
        parts = self.name.split("/")
        return not parts[-1] or parts[0] == LEFT_OUT_FOLDER or parts[-1] == LEFT_OUT


def list_members(source: Source, name: str, walk: Walk, depth: int) -> Iterator[tuple[str, Chunks]]:
    """Each member's name behind that of the archive, and what is in it, in the archive's order.

    A member is to be read before the next is asked for; what is left of it then is passed over. Raises
    :class:`DataError` where the archive is cut off or broken; of one member only its stream does so.
    """
    if source.peek(4) in ZIP_SPLIT:
        source.skip(4)
    while source.peek(4) == LOCAL:
        entry = read_entry(source, name)
        walk.count_member(name)
        label = f"{name}/{show_name(entry.name, walk)}"
        part = Part(source, entry.packed) if entry.packed is not None else None
        chunks = Chunks(read_content(Source(part.read) if part else source, entry, Gauge(walk, label, depth)))
        if not entry.is_left_out:
            yield label, chunks
        if part is None:
            chunks.skip()
        else:
            pass_over(source, part, entry, name)
    check_directory_end(source, name)


def pass_over(source: Source, part: Part, entry: Entry, name: str) -> None:
    """Take what is left of a member of known size, and what follows it."""
    part.skip()
    if part.left:
        raise cut_off(name)
    if entry.flags & STREAMED:
        skip_descriptor(source)


def cut_off(name: str) -> DataError:
    return DataError(f"{name} is cut off: its zip archive ends too early; get all of it")


def read_entry(source: Source, name: str) -> Entry:
    """Take the header of the next member."""
    head = source.peek(HEADER.size)
    if len(head) < HEADER.size:
        raise cut_off(name)
    _, _, flags, method, _, _, crc, packed, unpacked, length, more = HEADER.unpack_from(head)
    size = HEADER.size + length + more
    head = source.peek(size)
    if len(head) < size:
        raise cut_off(name)
    source.skip(size)
    raw = head[HEADER.size : HEADER.size + length]
    fields = dict(list_fields(head[HEADER.size + length :]))
    if LARGE in (packed, unpacked):
        unpacked, packed = read_sizes(fields.get(SIZE_64, b""), unpacked, packed)
    known = not flags & STREAMED or packed
    return Entry(decode_name(raw, flags, fields), flags, method, crc, packed if known else None, unpacked)


def list_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """The numbers and values of the fields behind a member's name."""
    place = 0
    while place + 4 <= len(extra):
        number, size = struct.unpack_from("<2H", extra, place)
        yield number, extra[place + 4 : place + 4 + size]
        place += 4 + size


def read_sizes(field: bytes, unpacked: int, packed: int) -> tuple[int, int]:
    """The sizes, unpacked and packed, of which the ``LARGE`` ones are in ``field``, in this order."""
    values = [value for (value,) in struct.iter_unpack("<Q", field[: len(field) // 8 * 8])]
    found = [values.pop(0) if size == LARGE and values else size for size in (unpacked, packed)]
    return found[0], found[1]


def decode_name(raw: bytes, flags: int, fields: dict[int, bytes]) -> str:
    """A member's name: UTF-8 where that is said or it can be read so, as macOS writes it; else cp437."""
    field = fields.get(NAME_UTF8, b"")
    if len(field) > 5 and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
        return field[5:].decode("utf-8", "replace")
    if flags & UTF8:
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def show_name(name: str, walk: Walk) -> str:
    """``name`` as a path in the archive that leads nowhere else, on one line, of bounded length."""
    if "/" not in name:
        name = name.replace("\\", "/")
    parts = [part for part in _DRIVE.sub("", name).split("/") if part not in UNUSABLE]
    shown = "/".join(parts) or "unnamed"
    shown = "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in shown
    )
    if len(shown) <= walk.limits.name:
        return shown
    half = walk.limits.name // 2  # the end says what kind of file it is
    return f"{shown[:half]}…{shown[-half:]}"


def read_content(source: Source, entry: Entry, gauge: Gauge) -> Iterator[bytes]:
    """What is in a member, its checksum compared at the end."""
    if entry.flags & (ENCRYPTED | STRONG):
        raise DataError(f"{gauge.source} is encrypted; unpack it with its password first")
    if entry.method != STORED:
        chunks = unpack_piece(source, start_method(source, entry, gauge), name_method(entry), gauge)
    elif entry.packed is None:
        chunks = find_stored(source, gauge)
    else:
        chunks = read_stored(source, entry.packed, gauge)
    crc = 0
    for chunk in chunks:
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if not check_member(source, entry, crc, gauge):
        raise DataError(f"{gauge.source} is broken: its size or checksum is not what it was; get it again")


def check_member(source: Source, entry: Entry, crc: int, gauge: Gauge) -> bool:
    """Whether a member that was read is what was packed; takes what follows one of unknown size."""
    if entry.packed is not None:
        told_behind = entry.flags & STREAMED  # and zero here
        size = gauge.unpacked if told_behind and not entry.unpacked else entry.unpacked
        return (crc if told_behind and not entry.crc else entry.crc, size) == (crc, gauge.unpacked)
    if entry.method == STORED:  # by this its end was found
        return True
    data = source.peek(DESCRIBED)
    width = match_descriptor(data, crc, gauge)
    if not width and len(data) < DESCRIBED:
        raise cut_off(gauge.source)
    source.skip(width)
    return bool(width)


def name_method(entry: Entry) -> str:
    return METHODS.get(entry.method, "unknown")


def start_method(source: Source, entry: Entry, gauge: Gauge) -> Unpacker:
    """What unpacks the member that begins ``source``."""
    if entry.method not in READ:
        raise DataError(
            f"{gauge.source} is packed by a method that is not read, {name_method(entry)} ({entry.method}); "
            "unpack it first"
        )
    if entry.method == LZMA:
        gauge.packed -= make_lzma_header(source, entry)
    with translate_damage(name_method(entry), gauge):
        return READ[entry.method](gauge.walk.limits.window)


def make_lzma_header(source: Source, entry: Entry) -> int:
    """Replace what zip writes above lzma by what an lzma file has: settings, dictionary and size.

    Returns how many bytes longer that is.
    """
    head = source.peek(9)
    source.skip(len(head))
    ends = entry.flags & MARKED or entry.packed is None
    size = (1 << 64) - 1 if ends else entry.unpacked
    made = head[4:] + size.to_bytes(8, "little") if len(head) == 9 else b""
    source.give_back(made)
    return len(made) - len(head)


def read_stored(source: Source, packed: int, gauge: Gauge) -> Iterator[bytes]:
    """A member of ``packed`` bytes as they are."""
    while chunk := source.take():
        gauge.add(len(chunk), len(chunk))
        yield chunk
    if gauge.packed < packed:
        raise cut_off(gauge.source)


def find_stored(source: Source, gauge: Gauge) -> Iterator[bytes]:
    """A member of unknown size as it is: it ends where its checksum and its size so far follow."""
    if source.peek(4) in (LOCAL, CENTRAL):  # an empty one, which nothing follows
        return
    crc, data = 0, b""
    while chunk := source.take():
        data += chunk
        last = len(data) - DESCRIBED  # where one may begin
        places = [one.start() for one in re.finditer(DESCRIPTOR, data) if one.start() <= last]
        done = 0
        for place in [*places, max(last + 1, 0)]:
            piece = data[done:place]
            done, crc = place, zlib.crc32(piece, crc)
            gauge.add(len(piece), len(piece))
            if piece:
                yield piece
            if width := match_descriptor(data[place : place + DESCRIBED], crc, gauge, marked=True):
                source.give_back(data[place + width :])
                return
        data = data[done:]
    raise cut_off(gauge.source)


def match_descriptor(data: bytes, crc: int, gauge: Gauge, *, marked: bool = False) -> int:
    """The bytes of what begins ``data`` and says what the member before it was; 0 where there is no such.

    It has a signature or not, which it must where it is ``marked``, and sizes of 4 or 8 bytes.
    """
    starts = (4, 0) if data.startswith(DESCRIPTOR) else () if marked else (0,)
    for start in starts:
        for width in (8, 4):  # one of 4 that is all zeros begins one of 8 that is
            sizes = [size.to_bytes(8, "little")[:width] for size in (gauge.packed, gauge.unpacked)]
            if data[start:].startswith(crc.to_bytes(4, "little") + b"".join(sizes)):
                return start + 4 + 2 * width
    return 0


def skip_descriptor(source: Source) -> None:
    """Take what follows a member of known size and repeats it: with a signature or not, long or short."""
    for width in (16, 24, 12, 20):
        data = source.peek(width + 4)
        if data[width:] in (LOCAL, CENTRAL) and data[:4] not in (LOCAL, CENTRAL):
            source.skip(width)
            return


def check_directory_end(source: Source, name: str) -> None:
    """Walk through the table at the end; raise :class:`DataError` where it or the members are cut off."""
    while (kind := source.peek(4)) != END:
        if len(kind) < 4:
            source.skip(4)  # what ended it may be an error of its own
            raise cut_off(name)
        size = measure_record(kind, source)
        if not size:
            raise DataError(f"{name} is broken: other bytes stand between members of its zip; get it again")
        if source.skip(size):
            raise cut_off(name)
    if len(source.peek(END_SIZE)) < END_SIZE:
        raise cut_off(name)


def measure_record(kind: bytes, source: Source) -> int:
    """The bytes of the record of the table that begins ``source``; 0 for none."""
    head = source.peek(46)
    if kind == CENTRAL:  # a name, fields, a remark
        return 46 + sum(int.from_bytes(head[place : place + 2], "little") for place in (28, 30, 32))
    if kind == END_64:
        return 12 + int.from_bytes(head[4:12], "little")
    if kind == EXTRA_DATA:
        return 8 + int.from_bytes(head[4:8], "little")
    if kind == SIGNATURE:
        return 6 + int.from_bytes(head[4:6], "little")
    return 20 if kind == LOCATOR_64 else 0
