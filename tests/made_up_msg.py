"""Outlook's ``.msg`` files written here: an OLE file ([MS-CFB]) with the streams of a mail ([MS-OXMSG])."""

import struct
from collections.abc import Mapping
from datetime import UTC, datetime

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
Tree = Mapping[str, "bytes | Tree"]


def write_ole(tree: Tree) -> bytes:
    """An OLE file with the streams (bytes) and storages (trees) of ``tree``."""
    entries: list[list[object]] = []  # name, type, left and right sibling, child, start, size
    mini, big = bytearray(), bytearray()
    minifat: list[int] = []
    fat: list[int] = []

    def chain(table: list[int], count: int) -> int:
        first = len(table)
        table += [*range(first + 1, first + count), END]
        return first

    def store(data: bytes) -> int:
        if not data:
            return END
        small = len(data) < CUTOFF
        unit = MINI if small else SECTOR
        padded = data + bytes(-len(data) % unit)
        (mini if small else big).extend(padded)
        return chain(minifat if small else fat, len(padded) // unit)

    def add(name: str, what: "bytes | Tree") -> int:
        place = len(entries)
        entries.append([name, 2 if isinstance(what, bytes) else 1, FREE, FREE, FREE, END, 0])
        if isinstance(what, bytes):
            entries[place][5:] = [store(what), len(what)]
        else:
            entries[place][4] = add_all(what)
        return place

    def add_all(inner: Tree) -> int:
        places = [add(name, what) for name, what in inner.items()]
        return balance(places)

    def balance(places: list[int]) -> int:
        """The siblings as a tree, of which the middle one is the top."""
        if not places:
            return FREE
        middle = len(places) // 2
        entries[places[middle]][2:4] = [balance(places[:middle]), balance(places[middle + 1 :])]
        return places[middle]

    entries.append(["Root Entry", 5, FREE, FREE, FREE, END, 0])
    entries[0][4] = add_all(tree)

    def append(data: bytes, filler: bytes = b"\0") -> tuple[int, int]:
        """Sectors of ``data`` behind all others: the first of them, and how many."""
        if not data:
            return END, 0
        data += filler * (-len(data) % SECTOR)
        big.extend(data)
        return chain(fat, len(data) // SECTOR), len(data) // SECTOR

    entries[0][5:] = [append(bytes(mini))[0], len(mini)]
    directory, _ = append(b"".join(write_entry(*entry) for entry in entries))
    minifat_start, minifat_count = append(struct.pack(f"<{len(minifat)}I", *minifat), b"\xff")
    fat_count = 1
    while (len(fat) + fat_count) * 4 > fat_count * SECTOR:
        fat_count += 1
    fat_start = len(fat)
    fat += [FAT_SECTOR] * fat_count
    fat += [FREE] * (fat_count * SECTOR // 4 - len(fat))
    head = MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack(
        "<IIIIIIIII", 0, fat_count, directory, 0, CUTOFF, minifat_start, minifat_count, END, 0
    )
    difat = [*range(fat_start, fat_start + fat_count)]
    head += struct.pack("<109I", *difat, *[FREE] * (109 - len(difat)))
    return head + bytes(big) + struct.pack(f"<{len(fat)}I", *fat)


def write_entry(name: str, kind: int, left: int, right: int, child: int, *data: int) -> bytes:
    """One entry of the directory; ``data`` is where it starts and its size."""
    coded = name.encode("utf-16-le")
    return (
        coded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(coded) + 2, kind, 1, left, right, child)
        + bytes(16 + 4 + 16)
        + struct.pack("<IQ", *data)
    )


def text(number: int, value: str) -> dict[str, bytes]:
    """A property that is text."""
    return {f"__substg1.0_{number:04X}001F": value.encode("utf-16-le")}


def narrow(number: int, value: bytes) -> dict[str, bytes]:
    """A property that is text in the message's code page."""
    return {f"__substg1.0_{number:04X}001E": value}


def binary(number: int, value: bytes) -> dict[str, bytes]:
    """A property that is bytes."""
    return {f"__substg1.0_{number:04X}0102": value}


def fixed(numbers: Mapping[int, "int | datetime"], above: int = 32) -> dict[str, bytes]:
    """The properties of a fixed size: numbers and times."""
    rows = []
    for number, value in numbers.items():
        kind = 0x0003
        if isinstance(value, datetime):
            kind, value = 0x0040, int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7
        rows.append(struct.pack("<HHIQ", kind, number, 6, value))
    return {"__properties_version1.0": bytes(above) + b"".join(rows)}


def attach(place: int, *properties: Mapping[str, "bytes | Tree"]) -> dict[str, "bytes | Tree"]:
    """An attachment with these properties."""
    merged: dict[str, bytes | Tree] = dict(fixed({}, 8))
    for one in properties:
        merged |= one
    return {f"__attach_version1.0_#{place:08X}": merged}


def merge(*properties: Mapping[str, "bytes | Tree"]) -> dict[str, "bytes | Tree"]:
    """All ``properties`` together."""
    merged: dict[str, bytes | Tree] = {}
    for one in properties:
        merged |= one
    return merged


def compress_rtf(rtf: bytes) -> bytes:
    """Rich text in the form of [MS-OXRTFCP], nothing of it compressed but marked as if it were."""
    out = bytearray()
    for start in range(0, len(rtf), 8):
        out += b"\0" + rtf[start : start + 8]
    return struct.pack("<II4sI", len(out) + 12, len(rtf), b"LZFu", 0) + bytes(out)
