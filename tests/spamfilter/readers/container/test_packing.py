"""gzip, bzip2, xz, lzma and zstd are read through: told by their bytes, and in constant memory."""

import bz2
import gzip
import io
import lzma
import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator

import pytest
import zstandard

from spamfilter import DataError
from spamfilter.readers.container import Limits, open_members, unpack_held
from spamfilter.readers.container.packing import strip_suffix
from tests.spamfilter.readers.container.packed import (
    PACK,
    SUFFIX,
    TEXT,
    Pipe,
    collect,
    measure_growth,
    open_bytes,
    read_whole,
)

KINDS = sorted(PACK)
PROGRAMS = [["gzip"], ["bzip2"], ["xz"], ["xz", "--format=lzma"], ["zstd", "-q"], ["zstd", "-q", "--long=27"]]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_packed_is_read_through(kind: str) -> None:
    name = "inbox.txt" + SUFFIX[kind]
    assert open_bytes(PACK[kind](TEXT), name) == [("inbox.txt", name, TEXT, "")]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_told_by_its_bytes_and_not_by_its_name(kind: str) -> None:
    assert open_bytes(PACK[kind](TEXT), "-") == [("-", "-", TEXT, "")]
    assert open_bytes(TEXT, "a" + SUFFIX[kind]) == [("a" + SUFFIX[kind], "a" + SUFFIX[kind], TEXT, "")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("most", [1, 7, 1 << 16])
def test_a_pipe_gives_the_same_however_little_it_gives(kind: str, most: int) -> None:
    assert collect(Pipe(PACK[kind](TEXT), most), "-") == [("-", "-", TEXT, "")]


@pytest.mark.parametrize("kind", KINDS)
def test_several_one_behind_the_other_are_one(kind: str) -> None:
    pack = PACK[kind]
    for packed in (pack(TEXT) + pack(b"") + pack(b"more\n"), pack(TEXT) + bytes(40000) + pack(b"more\n")):
        assert open_bytes(packed + bytes(4), "a") == [("a", "a", TEXT + b"more\n", "")]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_packed_is_nothing(kind: str) -> None:
    assert open_bytes(PACK[kind](b""), "a") == [("a", "a", b"", "")]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_cut_off_gives_what_there_is_and_one_error(kind: str) -> None:
    packed = PACK[kind](TEXT)
    for size in range(14, len(packed)):
        ((_, name, data, error),) = open_bytes(packed[:size], "a.gz")
        assert TEXT.startswith(data)
        assert (name, error) == ("a.gz", f"a.gz is cut off: its {kind} data end too early; get all of it")


@pytest.mark.parametrize(("kind", "first"), [("gzip", 2), ("xz", 2), ("zstd", 2), ("lzma", 4), ("bzip2", 10)])
def test_what_is_cut_off_in_its_first_bytes(kind: str, first: int) -> None:
    """Until there is a byte that is no text: ``BZh91AY&SY`` may be a message."""
    packed = PACK[kind](TEXT)
    if kind == "lzma":
        assert packed[1:5] == (1 << 23).to_bytes(4, "little")
    for size in range(14):
        ((_, _, data, error),) = open_bytes(packed[:size], "a")
        known = size >= first
        assert (bool(error), data) == (known, data if known else packed[:size])


@pytest.mark.parametrize("kind", KINDS)
def test_other_bytes_behind_it_are_an_error_behind_the_messages(kind: str) -> None:
    assert open_bytes(PACK[kind](TEXT) + b"and so on", "a.gz") == [
        ("a", "a.gz", TEXT, f"a.gz has other bytes behind its {kind} data; unpack it by hand to see")
    ]


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz", "zstd"])
def test_a_changed_byte_is_an_error_that_names_the_file(kind: str) -> None:
    pack = {**PACK, "zstd": zstandard.ZstdCompressor(write_checksum=True).compress}[kind]
    packed = bytearray(pack(os.urandom(3000)))
    packed[1500] ^= 1
    ((_, _, _, error),) = open_bytes(bytes(packed), "a.gz")
    assert error.startswith(f"a.gz is broken: {kind}: ")
    assert error.endswith("; get it again")
    assert "\n" not in error


def test_an_error_is_raised_again_when_the_stream_is_read_again() -> None:
    ((_, member),) = open_members(io.BytesIO(gzip.compress(TEXT)[:-1]), "a.gz")
    assert read_whole(member) == (TEXT, "a.gz is cut off: its gzip data end too early; get all of it")
    assert read_whole(member) == (b"", "a.gz is cut off: its gzip data end too early; get all of it")


def test_gzip_with_a_name_a_remark_and_a_checksum_of_its_header() -> None:
    header = b"\x1f\x8b\x08\x1e" + bytes(6) + b"\3\0ext" + b"inbox.txt\0" + b"a remark\0"
    header += (zlib.crc32(header) & 0xFFFF).to_bytes(2, "little")
    assert open_bytes(header + gzip.compress(TEXT)[10:], "a.gz") == [("a", "a.gz", TEXT, "")]


def test_zstd_frames_that_are_to_be_skipped() -> None:
    skip = b"\x5a\x2a\x4d\x18" + (3).to_bytes(4, "little") + b"abc"
    packed = skip + zstandard.compress(TEXT) + skip + zstandard.compress(b"x") + skip
    assert open_bytes(packed, "a") == [("a", "a", TEXT + b"x", "")]


@pytest.mark.parametrize("program", PROGRAMS, ids=" ".join)
def test_what_the_programs_make(program: list[str]) -> None:
    if not shutil.which(program[0]):
        pytest.skip(f"{program[0]} is not installed")
    data = TEXT * 5000
    packed = subprocess.run([*program, "-c"], input=data, capture_output=True, check=True).stdout
    assert open_bytes(packed, "a") == [("a", "a", data, "")]
    assert open_bytes(packed + packed, "a") == [("a", "a", data + data, "")]


@pytest.mark.parametrize("outer", KINDS)
@pytest.mark.parametrize("inner", KINDS)
def test_it_may_be_packed_twice_and_not_three_times(inner: str, outer: str) -> None:
    twice = PACK[outer](PACK[inner](TEXT))
    name = "a.txt" + SUFFIX[inner] + SUFFIX[outer]
    assert open_bytes(twice, name) == [("a.txt", name, TEXT, "")]
    ((_, _, data, error),) = open_bytes(PACK["gzip"](twice), "b")
    assert (data, error) == (b"", "b is packed more than 2 times over; unpack it first")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"P",
        b"PK",
        b"PK\n",
        b"BZh9 is what I typed",
        b"BZh91AY&SX",
        b"(see below",
        b"]",
        b"Pay me",
        b"P*M",
    ],
)
def test_a_text_that_begins_as_something_packed(text: bytes) -> None:
    assert open_bytes(text, "a") == [("a", "a", text, "")]


@pytest.mark.parametrize("text", ["]\n", "A@", "]\U00010000"])
def test_no_text_in_utf_32_passes_for_lzma(text: str) -> None:
    data = text.encode("utf-32-le")
    assert open_bytes(data, "a") == [("a", "a", data, "")]


class Live:
    """A pipe that gives one line at a time, and fails where it is asked for one that is not there yet."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def read(self, size: int) -> bytes:
        assert self.waiting, "nothing has been written yet"
        line = self.waiting.pop(0)
        assert len(line) <= size
        return line


@pytest.mark.parametrize("line", [b"hello\n", b"P\n", b"(\n", b"BZ\n", b"PK\n", b"\n", b"]\n", b"B\n"])
def test_each_line_of_a_live_pipe_is_there_at_once(line: bytes) -> None:
    live = Live()
    live.waiting = [line]
    ((_, member),) = open_members(live, "-")  # type: ignore[arg-type]
    assert member.read(1 << 16) == line
    live.waiting = [b"the next\n"]
    assert member.read(1 << 16) == b"the next\n"


def test_what_is_flushed_into_a_live_gzip_is_there_at_once() -> None:
    packer, live = zlib.compressobj(wbits=31), Live()
    live.waiting = [packer.compress(b"one\n") + packer.flush(zlib.Z_SYNC_FLUSH)]
    ((_, member),) = open_members(live, "-")  # type: ignore[arg-type]
    assert member.read(1 << 16) == b"one\n"
    live.waiting = [packer.compress(b"two\n") + packer.flush(zlib.Z_SYNC_FLUSH)]
    assert member.read(1 << 16) == b"two\n"


def test_a_member_can_be_wrapped_by_what_wants_more_than_read() -> None:
    ((_, member),) = open_members(io.BytesIO(gzip.compress(TEXT)), "a.gz")
    assert list(io.BufferedReader(member)) == TEXT.splitlines(keepends=True)  # type: ignore[type-var]
    ((_, member),) = open_members(io.BytesIO(gzip.compress(TEXT)), "a.gz")
    assert member.read() == TEXT


class Repeated:
    """A stream of the same bytes, ``times`` over."""

    def __init__(self, data: bytes, times: int) -> None:
        self._data, self._left = data, times

    def read(self, size: int) -> bytes:
        self._left -= 1
        return self._data if self._left >= 0 else b""


class Endless:
    """A stream that packs ``data`` again and again, ``times`` over, as it is read."""

    def __init__(self, packer: object, data: bytes, times: int) -> None:
        self._parts = self._pack(packer, data, times)

    def _pack(self, packer: object, data: bytes, times: int) -> Iterator[bytes]:
        for _ in range(times):
            yield packer.compress(data)  # type: ignore[attr-defined]
        yield packer.flush()  # type: ignore[attr-defined]

    def read(self, size: int) -> bytes:
        return next((part for part in self._parts if part), b"")


def start_packer(kind: str) -> object:
    return {
        "gzip": lambda: zlib.compressobj(wbits=31),
        "bzip2": lambda: bz2.BZ2Compressor(1),
        "xz": lambda: lzma.LZMACompressor(preset=0),
        "zstd": lambda: zstandard.ZstdCompressor(level=1).compressobj(),
    }[kind]()


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz", "zstd"])
def test_ten_gigabytes_of_zeros_are_refused_by_name_before_they_are_there(kind: str) -> None:
    packed = PACK[kind](bytes(1 << 24))
    ((_, member),) = open_members(Repeated(packed, 640), "a.gz")  # type: ignore[arg-type]
    sizes: list[int] = []
    with pytest.raises(
        DataError,
        match=r"a.gz unpacks to over 1,000 times its size, as a bomb does; if you trust it, unpack it first",
    ):
        sizes.extend(len(chunk) for chunk in iter(lambda: member.read(1 << 16), b""))
    assert 64 << 20 <= sum(sizes) < 80 << 20


def test_a_bomb_that_is_packed_twice_so_that_neither_layer_shows_it() -> None:
    inner = gzip.compress((bytes(900) + b"ab") * 10_000)  # fewer than a thousand for one, as is the outer one
    packed = gzip.compress(inner * 300)
    assert len(inner) > 9_000_000 / 1000
    assert len(packed) > 300 * len(inner) / 1000
    ((_, _, data, error),) = open_bytes(packed, "a", Limits(free=1 << 20))
    assert error.startswith("a unpacks to over 1,000 times its size")
    assert 1 << 20 <= len(data) < 100 << 20


def test_lines_that_repeat_themselves_are_no_bomb() -> None:
    packer = zlib.compressobj(9, wbits=31)
    line = (b"Your parcel is waiting: https://example.com/parcel?id=1 " * 4)[:199] + b"\n"
    ((_, member),) = open_members(Endless(packer, line * 5000, 100), "a.gz")  # type: ignore[arg-type]
    assert sum(map(len, iter(lambda: member.read(1 << 16), b""))) == 100_000_000


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz", "zstd"])
def test_memory_does_not_grow_with_what_is_unpacked(kind: str) -> None:
    line = b"".join(b"message %d of many\n" % number for number in range(50_000))

    def read(times: int) -> None:
        ((_, member),) = open_members(Endless(start_packer(kind), line, times), "a")  # type: ignore[arg-type]
        while member.read(1 << 16):
            pass

    read(1)
    assert measure_growth(lambda: read(20)) < 1.2 * measure_growth(lambda: read(4)) + (1 << 20)


@pytest.mark.parametrize("kind", ["xz", "zstd"])
def test_one_that_wants_much_memory_is_refused(kind: str) -> None:
    xz = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 26}]
    parameters = zstandard.ZstdCompressionParameters(window_log=26, enable_ldm=False)
    packed = {
        "xz": lambda: lzma.compress(TEXT, filters=xz),
        "zstd": lambda: Endless(
            zstandard.ZstdCompressor(compression_params=parameters).compressobj(), TEXT, 1
        ).read(0),
    }[kind]()
    ((_, _, data, error),) = open_bytes(packed, "a.xz", Limits(window=1 << 24))
    assert (data, error) == (b"", "a.xz wants more than 16 MiB of memory to be unpacked; unpack it first")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("inbox.csv.gz", "inbox.csv"),
        ("INBOX.CSV.GZ", "INBOX.CSV"),
        ("box.mbox.zst", "box.mbox"),
        ("backup.tgz", "backup.tar"),
        ("backup.txz", "backup.tar"),
        ("-", "-"),
        (".gz", ".gz"),
        ("a.zip/b.json.bz2", "a.zip/b.json"),
    ],
)
def test_the_name_to_go_by(name: str, plain: str) -> None:
    assert strip_suffix(name) == plain


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="zstd is in the standard library")
def test_without_the_extra_zstd_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = zstandard.compress(TEXT)
    monkeypatch.setitem(sys.modules, "zstandard", None)
    ((_, _, _, error),) = open_bytes(packed, "a.zst")
    assert error == "a.zst is packed with zstd; pip install 'spamfilter-gpt[zstd]', or unpack it first"


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_that_is_held_is_unpacked_or_as_it_is(kind: str) -> None:
    assert unpack_held(PACK[kind](TEXT), "mail") == TEXT
    assert unpack_held(TEXT, "mail") == TEXT
    with pytest.raises(DataError, match="mail unpacks to more than 1 MiB, too much to be held; unpack it"):
        unpack_held(PACK[kind](os.urandom(1 << 20) + TEXT), "mail", Limits(held=1 << 20))


def test_lines_import_no_package_for_zstd() -> None:
    code = (
        "import io, sys; from spamfilter.readers.container import open_members\n"
        "print([m.read(9) for _, m in open_members(io.BytesIO(b'hello'), 'a')], 'zstandard' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[b'hello'] False\n"
