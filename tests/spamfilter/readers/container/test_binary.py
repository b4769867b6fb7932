"""What is no text has a name, and what is text in any usual encoding is never taken for something else."""

import random
import sqlite3
import sys
import tarfile
import zlib
from pathlib import Path

import numpy
import numpy._core._multiarray_umath
import pyarrow
import pyarrow.feather
import pyarrow.orc
import pyarrow.parquet
import pytest

from spamfilter.readers.container import is_binary, name_binary
from tests.paths import ROOT
from tests.spamfilter.readers.container.packed import PACK, TEXT, make_zip

TEXTS = {
    "en": "Are we still on for lunch? Mum asks.\r\n",
    "de": "Schöne Grüße aus Köln, für Übung\n",
    "ru": "Привет, встретимся завтра в восемь у входа, не забудь билеты и деньги.\n",
    "he": "שלום לכולם, נפגש מחר בשעה שמונה\n",
    "ja": "おめでとうございます。賞金が当たりました。今すぐ電話してください\n",
    "zh": "恭喜您中奖了，请立即拨打电话领取奖金，谢谢您的参与。\n",
    "ko": "축하합니다. 당첨되셨습니다. 지금 바로 전화해 주세요.\n",
    "emoji": "😀😂 ok 👍🏽 see you\n",
}
ENCODINGS = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7"),
    *(
        "shift_jis",
        "cp932",
        "euc_jp",
        "iso2022_jp",
        "gbk",
        "gb18030",
        "hz",
        "big5",
        "euc_kr",
        "cp949",
        "johab",
    ),
    *("iso2022_kr", "koi8_r", "koi8_u", "cp1250", "cp1251", "cp1252", "cp1255", "cp437", "cp866"),
    *("latin-1", "iso8859_5", "iso8859_8", "mac_roman"),
)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("language", TEXTS)
def test_text_in_any_usual_encoding_is_text_wherever_it_is_cut(language: str, encoding: str) -> None:
    try:
        line = TEXTS[language].encode(encoding)
    except UnicodeEncodeError:
        return  # it has not all the letters
    for data in (line, line * 50):
        for cut in range(4):
            head = data[: len(data) - cut]
            assert (name_binary(head), is_binary(head)) == ("", False)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\0",
        b"ok\0yes\0see you at eight, and bring the tickets\0",  # as find -print0 and scan -z
        b"\x1b[31mred\x1b[0m and \x1b[32mgreen\x1b[0m, as a terminal is told\n" * 9,
        b"\x0304,12colours\x03 \x02bold\x02 of a chat that some still use\n" * 9,
        b"the last line of an old file\r\n\x1a",
        b"form feeds\x0c and backspaces\x08\x08 of a manual page, a\x08a\x08a" * 9,
        b"one stray byte \x01 in a message",
        b"BM is how he signs\n" * 9,
        b"MZ was the initials of the one who wrote it\n" * 9,
        b"PAR1 is the first hole\n" * 9,
        b"ORC attack at dawn, says the game master\n" * 9,
        b"RIFF of the day: smoke on the water\n" * 9,
        b"Rar! said the lion, PK said the other\n" * 9,
        b"GIF87 is no picture, ID3 no song\n" * 9,
        "ÿûber alles geht ein guter Kaffee\n".encode("latin-1"),
    ],
)
def test_text_with_what_looks_like_something_else(text: bytes) -> None:
    assert (name_binary(text), is_binary(text)) == ("", False)


def test_all_of_our_own_texts_are_text() -> None:
    paths = [
        *ROOT.glob("*.md"),
        *(ROOT / "spamfilter").rglob("*.py"),
        *(ROOT / "tests" / "data").rglob("*.*"),
    ]
    suffixes = {".py", ".md", ".txt", ".csv", ".tsv", ".jsonl", ".mbox", ".eml", ".json"}
    heads = {path: path.read_bytes()[:65536] for path in paths if path.suffix in suffixes and path.is_file()}
    assert len(heads) > 50
    assert [path for path, head in heads.items() if name_binary(head) or is_binary(head)] == []


@pytest.mark.parametrize("size", [256, 1024, 65536])
def test_chance_bytes_are_no_text(size: int) -> None:
    chance = random.Random(size)
    assert all(is_binary(chance.randbytes(size)) for _ in range(50))


def test_packed_bytes_machine_code_and_zeros_are_no_text() -> None:
    program = Path(numpy._core._multiarray_umath.__file__).read_bytes()
    packed = zlib.compress(program[: 1 << 20])
    assert all(is_binary(packed[place : place + 4096]) for place in range(0, 100_000, 4096))
    assert is_binary(program[:65536])
    assert is_binary(program[len(program) // 2 :][:65536])
    assert is_binary(bytes(65536))


def test_a_picture_is_no_text_even_without_its_beginning() -> None:
    picture = (ROOT / "tests" / "pictures" / "report.png").read_bytes()
    assert name_binary(picture) == "PNG image"
    assert is_binary(picture[2000:6000])


FTYP = b"\0\0\0\x18ftyp"
PE = b"MZ\x90\0" + bytes(56) + (64).to_bytes(4, "little") + b"PE\0\0"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF document"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "JPEG image"),
        (b"GIF89a\1\0\1\0", "GIF image"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP image"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "WAV recording"),
        (FTYP + b"heic", "HEIC image"),
        (FTYP + b"avif", "AVIF image"),
        (FTYP + b"isom", "MP4 video"),
        (FTYP + b"M4A ", "M4A recording"),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "BMP image"),
        (b"\xff\xfb\x90\x64\0\x0f" + random.Random(1).randbytes(400), "MP3 recording"),
        (b"#!AMR\n\x3c", "AMR recording"),
        (b"OggS\0\2", "Ogg recording"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z archive"),
        (b"Rar!\x1a\7\1\0", "rar archive"),
        (b"MSCF\0\0\0\0\x2c", "cab archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office or Outlook file (OLE)"),
        (b"!BDN\xaa\xbb", "Outlook mailbox (PST or OST); export it as mbox first"),
        (b"*mbx*\r\n00000001", "mbx mailbox; export it as mbox first"),
        (b"\xca\xfe\xba\xbe\0\0\0\x34", "Java class"),
        (b"\xca\xfe\xba\xbe\0\0\0\2", "macOS program"),
        (PE, "Windows program"),
        (b"\x04\x22\x4d\x18\x64", "lz4 file"),
        (b"\x1f\x9d\x90", "compress (.Z) file"),
        (b"FEA1\0\0\0\0", "Feather table"),
        (b"bplist00\xd1", "binary property list"),
        (b"{\\rtf1\\ansi", "RTF document"),
        *[(PACK[kind](TEXT), f"{kind} file") for kind in ("gzip", "bzip2", "xz", "zstd")],
    ],
)
def test_a_known_format_has_a_name(head: bytes, name: str) -> None:
    assert name_binary(head) == name


def test_files_that_their_own_programs_write(tmp_path: Path) -> None:
    table = pyarrow.table({"text": ["hello", "you"]})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    pyarrow.feather.write_feather(table, tmp_path / "a.arrow")
    pyarrow.orc.write_table(table, tmp_path / "a.orc")
    with pyarrow.ipc.new_stream(tmp_path / "a.arrows", table.schema) as writer:
        writer.write(table)
    with sqlite3.connect(tmp_path / "chat.db") as database:
        database.execute("create table message (text)")
    database.close()
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.add(tmp_path / "chat.db", "chat.db")
    names = {path.name: name_binary(path.read_bytes()[:65536]) for path in tmp_path.iterdir()}
    assert names == {
        "a.parquet": "Parquet table",
        "a.arrow": "Arrow table",
        "a.orc": "ORC table",
        "a.arrows": "Arrow stream",
        "chat.db": "SQLite database; export its messages first",
        "a.tar": "tar archive; unpack it first",
    }
    assert name_binary(Path(sys.executable).read_bytes()[:64]) in ("ELF program", "macOS program", "")


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (["[Content_Types].xml", "_rels/.rels", "word/document.xml"], "Word document (docx)"),
        (["_rels/.rels", "docProps/app.xml", "xl/workbook.xml"], "Excel workbook (xlsx)"),
        (["ppt/presentation.xml", "[Content_Types].xml"], "PowerPoint slides (pptx)"),
        (["[Content_Types].xml", "visio/document.xml"], "Office document"),
        (["META-INF/MANIFEST.MF", "a.class"], "Java archive (jar)"),
        (["AndroidManifest.xml", "classes.dex"], "Android app (apk)"),
        (["word/notes.txt", "xl/list.csv"], "zip archive"),
        (["_chat.txt", "IMG-1.jpg"], "zip archive"),
        (["inbox.docx"], "zip archive"),
        ([], "zip archive"),
    ],
)
def test_a_document_is_told_from_an_archive_by_its_members(names: list[str], name: str) -> None:
    for pipe in (False, True):
        assert name_binary(make_zip(dict.fromkeys(names, b"<xml/>"), pipe=pipe)) == name


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("application/vnd.oasis.opendocument.text", "OpenDocument text (odt)"),
        ("application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet (ods)"),
        ("application/epub+zip", "EPUB book"),
        ("text/plain", "zip archive"),
    ],
)
def test_a_document_that_says_what_it_is(kind: str, name: str) -> None:
    packed = make_zip({"mimetype": kind.encode(), "content.xml": b"<xml/>"}, 0)
    assert name_binary(packed) == name


def test_an_archive_of_documents_is_an_archive() -> None:
    document = make_zip({"[Content_Types].xml": b"", "word/document.xml": b""})
    assert name_binary(make_zip({"a.docx": document, "b.txt": b"hello"}, 0)) == "zip archive"


def test_names_are_short_and_fit_in_a_sentence() -> None:
    from spamfilter.readers.container import binary

    names = {name for _, name in binary.MAGIC} | set(binary.BRANDS.values()) | set(binary.RIFF.values())
    assert all(len(name) < 60 and "\n" not in name for name in names)


def test_every_magic_number_can_be_met() -> None:
    """None stands behind a shorter one that it begins with."""
    from spamfilter.readers.container.binary import MAGIC

    for place, (magic, _) in enumerate(MAGIC):
        assert not any(magic.startswith(other) for other, _ in MAGIC[:place]), magic
