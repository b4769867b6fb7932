"""The members of a zip are sources of their own, in its order; what is hostile or broken is named."""

import gzip
import io
import os
import shutil
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest

from spamfilter import DataError
from spamfilter.readers.container import LIMITS, Limits, open_members
from tests.spamfilter.readers.container.packed import (
    END,
    PACK,
    TEXT,
    Pipe,
    collect,
    make_member,
    make_zip,
    measure_growth,
    open_bytes,
    read_whole,
)

FILES = {"b/inbox.txt": TEXT, "a.csv": b"text\nhello\n", "empty": b""}
METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


def name_all(files: dict[str, bytes], archive: str = "x.zip") -> list[tuple[str, str, bytes, str]]:
    return [(f"{archive}/{name}", f"{archive}/{name}", data, "") for name, data in files.items()]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("pipe", [False, True])
def test_members_are_sources_of_their_own_in_the_archives_order(method: int, pipe: bool) -> None:
    packed = make_zip(FILES, method, pipe=pipe)
    assert open_bytes(packed, "x.zip") == name_all(FILES)
    assert collect(Pipe(packed), "-") == name_all(FILES, "-")


@pytest.mark.parametrize("options", [[], ["-0"], ["-9"], ["-Z", "bzip2"], ["-fz"], ["-fd"]], ids=" ".join)
@pytest.mark.parametrize("pipe", [False, True])
def test_what_the_program_zip_makes(tmp_path: Path, options: list[str], pipe: bool) -> None:
    if not shutil.which("zip"):
        pytest.skip("zip is not installed")
    (tmp_path / "b").mkdir()
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    command = ["zip", "-q", "-r", *options, "-" if pipe else "x.zip", "b", "a.csv", "empty"]
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, check=False)
    if done.returncode == 16:
        pytest.skip(f"zip has no {options}")
    packed = done.stdout if pipe else (tmp_path / "x.zip").read_bytes()
    assert open_bytes(packed, "x.zip") == name_all(FILES)


def test_folders_and_what_macos_adds_are_left_out() -> None:
    files = {
        "a/": b"",
        "a/1.txt": b"one",
        "__MACOSX/a/._1.txt": b"\0\5",
        "a/.DS_Store": b"\0",
        "2.txt": b"two",
    }
    for pipe in (False, True):
        assert open_bytes(make_zip(files, pipe=pipe), "x.zip") == name_all(
            {"a/1.txt": b"one", "2.txt": b"two"}
        )


@pytest.mark.parametrize("kind", sorted(PACK))
def test_a_member_may_be_packed_once_more(kind: str) -> None:
    packed = make_zip({"a.json.gz": PACK[kind](TEXT), "b": b"b"})
    assert open_bytes(packed, "x.zip") == [
        ("x.zip/a.json", "x.zip/a.json.gz", TEXT, ""),
        ("x.zip/b", "x.zip/b", b"b", ""),
    ]
    assert [one[2] for one in open_bytes(PACK[kind](packed), "x.zip.gz")] == [
        b"",
        b"b",
    ]


def test_a_zip_in_a_zip_is_read_and_one_more_is_refused_while_the_others_are_read() -> None:
    inner = make_zip({"a": b"a"})
    deep = make_zip({"deep.zip": inner, "b": b"b"})
    assert open_bytes(make_zip({"i.zip": inner, "c": b"c"}), "x.zip") == [
        ("x.zip/i.zip/a", "x.zip/i.zip/a", b"a", ""),
        ("x.zip/c", "x.zip/c", b"c", ""),
    ]
    error = "x.zip/d.zip/deep.zip is packed more than 2 times over; unpack it first"
    assert [one[2:] for one in open_bytes(make_zip({"d.zip": deep, "c": b"c"}), "x.zip")] == [
        (b"", error),
        (b"b", ""),
        (b"c", ""),
    ]


@pytest.mark.parametrize("pipe", [False, True])
def test_what_is_not_read_of_a_member_is_passed_over(pipe: bool) -> None:
    files = {str(number): os.urandom(200_000) for number in range(5)}
    found = [
        (name, member.read(4))
        for name, member in open_members(io.BytesIO(make_zip(files, pipe=pipe)), "x.zip")
    ]
    assert found == [(f"x.zip/{name}", data[:4]) for name, data in files.items()]


@pytest.mark.parametrize("pipe", [False, True])
@pytest.mark.parametrize("method", METHODS)
def test_what_is_cut_off_anywhere_gives_what_there_is_and_one_error(method: int, pipe: bool) -> None:
    files = {"a": TEXT, "b": b"hello\n" * 5}
    packed = make_zip(files, method, pipe=pipe)
    for size in range(4, len(packed)):
        found = open_bytes(packed[:size], "x.zip")
        assert TEXT.startswith(b"".join(one[2] for one in found if one[1] == "x.zip/a"))
        errors = {one[3] for one in found} - {""}
        assert all("x.zip" in error and " is cut off: its " in error for error in errors)
        assert errors, size


def test_an_archive_with_nothing_in_it() -> None:
    assert open_bytes(make_zip({}), "x.zip") == []


@pytest.mark.parametrize("marker", [b"PK\7\x08", b"PK00"])
def test_an_archive_that_might_have_been_split(marker: bytes) -> None:
    assert open_bytes(marker + make_zip(FILES), "x.zip") == name_all(FILES)


def test_an_archive_with_a_remark_and_one_that_is_padded() -> None:
    made = io.BytesIO(make_zip(FILES))
    with zipfile.ZipFile(made, "a") as archive:
        archive.comment = b"a remark PK\3\4" * 1000
    assert open_bytes(made.getvalue() + bytes(100), "x.zip") == name_all(FILES)


@pytest.mark.parametrize("force", [False, True])
def test_sizes_of_64_bits(force: bool) -> None:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a", "w", force_zip64=force) as member,
    ):
        member.write(TEXT)
    assert open_bytes(made.getvalue(), "x.zip") == name_all({"a": TEXT})
    sizes = struct.pack("<2H2Q", 1, 16, len(TEXT), len(TEXT))
    member64 = bytearray(make_member(b"a", TEXT, extra=sizes))
    member64[18:26] = b"\xff" * 8
    assert open_bytes(bytes(member64) + END, "x.zip") == name_all({"a": TEXT})


def test_a_stored_member_of_unknown_size_may_hold_what_looks_like_its_end() -> None:
    data = make_zip({"a": TEXT, "b": b"PK\7\x08" * 30_000}, zipfile.ZIP_STORED, pipe=True)
    found = open_bytes(make_zip({"i.bin": b"x" + data}, zipfile.ZIP_STORED, pipe=True), "x.zip")
    assert found == name_all({"i.bin": b"x" + data})


def encrypt(packed: bytes) -> bytes:
    """The archive with the first member said to be encrypted."""
    made = bytearray(packed)
    made[6] |= 1
    return bytes(made)


def test_an_encrypted_member_is_named_and_the_others_are_read() -> None:
    packed = encrypt(make_zip({"a": TEXT, "b": b"b"}))
    assert open_bytes(packed, "x.zip") == [
        ("x.zip/a", "x.zip/a", b"", "x.zip/a is encrypted; unpack it with its password first"),
        ("x.zip/b", "x.zip/b", b"b", ""),
    ]


def test_what_the_program_zip_encrypts(tmp_path: Path) -> None:
    if not shutil.which("zip"):
        pytest.skip("zip is not installed")
    (tmp_path / "a").write_bytes(TEXT)
    subprocess.run(["zip", "-q", "-P", "secret", "x.zip", "a"], cwd=tmp_path, check=True)
    found = open_bytes((tmp_path / "x.zip").read_bytes(), "x.zip")
    assert [one[2:] for one in found] == [(b"", "x.zip/a is encrypted; unpack it with its password first")]


@pytest.mark.parametrize(("method", "name"), [(9, "deflate64"), (98, "PPMd"), (77, "unknown")])
def test_a_method_that_is_not_read_is_named_and_the_others_are_read(method: int, name: str) -> None:
    packed = make_member(b"a", TEXT, method=method) + make_member(b"b", b"b") + END
    assert open_bytes(packed, "x.zip") == [
        (
            "x.zip/a",
            "x.zip/a",
            b"",
            f"x.zip/a is packed by a method that is not read, {name} ({method}); unpack it first",
        ),
        ("x.zip/b", "x.zip/b", b"b", ""),
    ]


@pytest.mark.parametrize("kind", ["xz", "zstd"])
def test_methods_that_newer_programs_use(kind: str) -> None:
    data = PACK[kind](TEXT)
    member = bytearray(make_member(b"a", data, method={"xz": 95, "zstd": 93}[kind]))
    member[14:18] = zlib.crc32(TEXT).to_bytes(4, "little")
    member[22:26] = len(TEXT).to_bytes(4, "little")
    assert open_bytes(bytes(member) + END, "x.zip") == name_all({"a": TEXT})


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("pipe", [False, True])
def test_a_checksum_that_differs_is_an_error_behind_the_text(method: int, pipe: bool) -> None:
    packed = make_zip({"a": TEXT}, method, pipe=pipe)
    crc = zlib.crc32(TEXT).to_bytes(4, "little")
    packed = packed.replace(crc, b"wrng")
    found = open_bytes(packed, "x.zip")
    if pipe and method == zipfile.ZIP_STORED:  # then nothing tells where it ends
        assert found[0][3] == "x.zip/a is cut off: its zip archive ends too early; get all of it"
        return
    assert found[0][2:] == (TEXT, "x.zip/a is broken: its size or checksum is not what it was; get it again")


def test_other_bytes_between_members() -> None:
    packed = make_member(b"a", b"a") + b"something else" + END
    assert open_bytes(packed, "x.zip") == [
        ("x.zip/a", "x.zip/a", b"a", ""),
        ("", "", b"", "x.zip is broken: other bytes stand between members of its zip; get it again"),
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"../../etc/passwd", "etc/passwd"),
        (b"/etc/passwd", "etc/passwd"),
        (b"C:\\Users\\me\\sms.txt", "Users/me/sms.txt"),
        (b"a//./b.txt", "a/b.txt"),
        (b"..", "unnamed"),
        (b"", "unnamed"),
        (b"a\0b\n\x1b[31m.txt", r"a\x00b\n\x1b[31m.txt"),
        ("Nachr\u00fcchten\u202etxt.exe".encode(), "Nachr\u00fcchten\\u202etxt.exe"),
        (b"Gr\x81\xe1e.txt", "Grüße.txt"),  # cp437
        ("受信.txt".encode(), "受信.txt"),
        (b"x" * 65_531 + b".txt", "x" * 127 + "…" + "x" * 123 + ".txt"),
    ],
)
def test_hostile_names_are_shown_on_one_line_and_lead_nowhere(name: bytes, shown: str) -> None:
    if name.endswith(b"/") or not name:
        name = name or b"/."
    ((label, source, data, error),) = open_bytes(make_member(name, b"hello") + END, "x.zip")
    assert (label, source, data, error) == (f"x.zip/{shown}", f"x.zip/{shown}", b"hello", "")


def test_two_members_of_one_name_are_two() -> None:
    packed = make_member(b"a", b"one") + make_member(b"a", b"two") + END
    assert open_bytes(packed, "x.zip") == [
        ("x.zip/a", "x.zip/a", b"one", ""),
        ("x.zip/a", "x.zip/a", b"two", ""),
    ]


def test_a_name_in_a_field_of_its_own_counts_if_it_belongs_to_the_name() -> None:
    other = "Grüße".encode()
    for crc, shown in ((zlib.crc32(b"Gr__e"), "Grüße"), (7, "Gr__e")):
        field = struct.pack("<2HBI", 0x7075, 5 + len(other), 1, crc) + other
        assert open_bytes(make_member(b"Gr__e", b"x", extra=field) + END, "x.zip") == name_all({shown: b"x"})


def test_more_members_than_are_read() -> None:
    packed = make_zip({str(number): b"x" for number in range(12)})
    found = open_bytes(packed, "x.zip", Limits(members=10))
    assert [one[2] for one in found[:10]] == [b"x"] * 10
    assert found[10:] == [
        ("", "", b"", "x.zip has more than 10 members; unpack it and scan the folder"),
    ]
    assert LIMITS.members == 100_000


def test_a_bomb_in_a_zip_is_refused_by_name_and_the_others_are_read() -> None:
    packed = make_zip({"a": TEXT, "bomb": bytes(3 << 20), "c": b"c"})
    found = open_bytes(packed, "x.zip", Limits(free=1 << 20))
    assert found[0] == ("x.zip/a", "x.zip/a", TEXT, "")
    assert found[1][3].startswith("x.zip/bomb unpacks to over 1,000 times its size, as a bomb does")
    assert found[2][:2] == ("x.zip/c", "x.zip/c")


def test_a_bomb_of_many_members_each_of_which_is_small() -> None:
    packed = make_zip({str(number): bytes(1 << 19) for number in range(40)}, zipfile.ZIP_BZIP2)
    found = open_bytes(packed, "x.zip", Limits(free=1 << 20, ratio=100))
    assert sum(len(one[2]) for one in found) < 12 << 20
    assert "over 100 times its size" in found[-1][3]


def test_zips_within_zips_as_in_the_known_bomb() -> None:
    bottom = make_zip({f"{number}.dll": bytes(1 << 20) for number in range(16)})
    middle = make_zip({f"lib {number}.zip": bottom for number in range(16)})
    found = open_bytes(make_zip({f"book {number}.zip": middle for number in range(16)}), "42.zip")
    assert {one[3] for one in found} == {
        f"42.zip/book {book}.zip/lib {lib}.zip is packed more than 2 times over; unpack it first"
        for book in range(16)
        for lib in range(16)
    }


def test_members_that_lie_over_each_other_are_read_once() -> None:
    """Of such a table the best bombs are made; it is not followed."""
    one = make_member(b"a", TEXT)
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 9, 9, 1, 0, 0, 0, 0, 0, 0) + b"a"
    assert open_bytes(one + entry * 1000 + END, "x.zip") == name_all({"a": TEXT})


def test_memory_does_not_grow_with_a_member_or_with_their_number() -> None:
    large = {"a": b"".join(b"message %d\n" % number for number in range(500_000))}
    many = {str(number): b"x" for number in range(3000)}

    def read(packed: bytes) -> None:
        for _, member in open_members(io.BytesIO(packed), "x.zip"):
            while member.read(1 << 16):
                pass

    packed_large, packed_many = make_zip(large), make_zip(many)
    read(packed_large)
    assert measure_growth(lambda: read(packed_large)) < 2 << 20
    assert measure_growth(lambda: read(packed_many)) < 2 << 20


def test_a_document_that_is_a_zip_inside_is_as_it_is() -> None:
    packed = make_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    assert open_bytes(packed, "a.docx") == [("a.docx", "a.docx", packed, "")]


def test_a_member_is_read_from_a_pipe_before_the_next_is_there() -> None:
    packed = make_zip({"a": TEXT}, pipe=True)
    table = packed.index(b"PK\1\2")
    members = open_members(io.BytesIO(packed[:table]), "-")  # type: ignore[arg-type]
    label, member = next(members)
    assert (label, read_whole(member)) == ("-/a", (TEXT, ""))
    with pytest.raises(DataError, match="- is cut off: its zip archive ends too early; get all of it"):
        next(members)


def test_a_gzip_that_is_cut_off_in_a_zip_is_named_as_it_stands_there() -> None:
    packed = make_zip({"a.txt.gz": gzip.compress(TEXT)[:-1]})
    assert open_bytes(packed, "x.zip") == [
        (
            "x.zip/a.txt",
            "x.zip/a.txt.gz",
            TEXT,
            "x.zip/a.txt.gz is cut off: its gzip data end too early; get all of it",
        )
    ]
