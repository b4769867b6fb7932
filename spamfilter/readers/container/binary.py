"""What a file is that is no text: known formats by their first bytes, and whether bytes are text at all.

The numbers are those of https://en.wikipedia.org/wiki/List_of_file_signatures and of the ``file`` program.
One that is all letters may begin a message too, so that there must be more which no text has.
"""

import re
import struct
import unicodedata

ZIP_ARCHIVE = "zip archive"
SHORTEST = 32  # bytes of which it is asked whether they are text
FEW = 2  # control characters that say nothing
OFTEN = 0.02  # control characters among all, which no text has
OFTEN_IN_UTF8 = 0.2  # which few but text are: chats with colours have some
NULS = 0.3  # zero bytes among all, in files with runs of them that are no UTF-32
STRANGE = 0.04  # characters among all which UTF-16 and UTF-32 do not have; of chance ones 15 % are
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
LOOKED_AT = 1 << 16  # bytes

# Magic number, and what has it. Longer numbers stand before shorter ones that they begin with.
MAGIC = (
    (b"%PDF-", "PDF document"),
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"8BPS\0", "Photoshop image"),
    (b"AT&TFORM", "DjVu document"),
    (b"\x1aE\xdf\xa3", "Matroska or WebM video"),
    (b"FLV\1", "Flash video"),
    (b"\0\0\1\xba", "MPEG video"),
    (b"\0\0\1\xb3", "MPEG video"),
    (b"OggS\0", "Ogg recording"),
    (b"fLaC\0", "FLAC recording"),
    (b"ID3\2", "MP3 recording"),
    (b"ID3\3", "MP3 recording"),
    (b"ID3\4", "MP3 recording"),
    (b"#!AMR\n", "AMR recording"),
    (b"#!AMR-WB\n", "AMR recording"),
    (b"MThd\0\0\0\6", "MIDI file"),
    (b"SQLite format 3\0", "SQLite database; export its messages first"),
    (b"\0\1\0\0Standard Jet DB\0", "Access database"),
    (b"\0\1\0\0Standard ACE DB\0", "Access database"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\7", "rar archive"),
    (b"MSCF\0\0\0\0", "cab archive"),
    (b"!<arch>\n", "ar archive or Debian package"),
    (b"\xed\xab\xee\xdb", "RPM package"),
    (b"\x1f\x8b\x08", "gzip file"),
    (b"\xfd7zXZ\0", "xz file"),
    (b"\x28\xb5\x2f\xfd", "zstd file"),
    (b"\x04\x22\x4d\x18", "lz4 file"),
    (b"LZIP\1", "lzip file"),
    (b"\x89LZO\0\r\n\x1a\n", "lzop file"),
    (b"\x1f\x9d\x90", "compress (.Z) file"),
    (b"\xff\6\0\0sNaPpY", "snappy file"),
    (b"PAR1\x15", "Parquet table"),  # the header of a page follows
    (b"PARE", "encrypted Parquet table"),
    (b"ARROW1\0\0", "Arrow table"),
    (b"FEA1", "Feather table"),
    (b"Obj\1", "Avro table"),
    (b"\x89HDF\r\n\x1a\n", "HDF5 file"),
    (b"\x93NUMPY", "NumPy array"),
    (b"\x7fELF", "ELF program"),
    (b"\xfe\xed\xfa\xce", "macOS program"),
    (b"\xfe\xed\xfa\xcf", "macOS program"),
    (b"\xce\xfa\xed\xfe", "macOS program"),
    (b"\xcf\xfa\xed\xfe", "macOS program"),
    (b"\0asm", "WebAssembly program"),
    (b"dex\n03", "Android program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office or Outlook file (OLE)"),
    (b"!BDN", "Outlook mailbox (PST or OST); export it as mbox first"),
    (b"\xcf\xad\x12\xfe", "Outlook Express mailbox; export it as mbox first"),
    (b"*mbx*\r\n", "mbx mailbox; export it as mbox first"),
    (b"*mix*\r\n", "mix mailbox; export it as mbox first"),
    (b"\x1a\0\0\4\0\0", "Lotus Notes database"),
    (b"bplist0", "binary property list"),
    (b"ANDROID BACKUP\n", "Android backup"),
    (b"{\\rtf1", "RTF document"),
    (b"%!PS-Adobe", "PostScript document"),
    (b"\0\1\0\0\0", "font"),
    (b"OTTO\0", "font"),
    (b"wOFF\0\1\0\0", "font"),
    (b"wOF2\0\1\0\0", "font"),
    (b"ElfFile\0", "Windows event log"),
    (b"LUKS\xba\xbe", "encrypted disk"),
    (b"\xca\xfe\xd0\x0d", "Java archive"),
)
RIFF = {b"WEBP": "WebP image", b"WAVE": "WAV recording", b"AVI ": "AVI video"}
# ISO base media files by the brand behind "ftyp"; any other is a video.
BRANDS = {
    b"heic": "HEIC image", b"heix": "HEIC image", b"hevc": "HEIC image", b"heim": "HEIC image",
    b"mif1": "HEIC image", b"msf1": "HEIC image", b"avif": "AVIF image", b"avis": "AVIF image",
    b"M4A ": "M4A recording", b"M4B ": "M4A recording", b"qt  ": "QuickTime video",
}  # fmt: skip
MIMETYPES = (
    (b"application/vnd.oasis.opendocument.text", "OpenDocument text (odt)"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet (ods)"),
    (b"application/vnd.oasis.opendocument", "OpenDocument file"),
    (b"application/epub+zip", "EPUB book"),
    (b"application/vnd.", "document that is a zip inside"),
)
# The first member of an Office file is one of these, and the folder of another says which it is.
OFFICE_FIRST = re.compile(
    rb"\[Content_Types\]\.xml|_rels/\.rels|docProps/\w+\.xml|(?:word|xl|ppt)/[\w/]+\.(?:xml|rels)"
)
OFFICE = (
    (b"word/", "Word document (docx)"),
    (b"xl/", "Excel workbook (xlsx)"),
    (b"ppt/", "PowerPoint slides (pptx)"),
)
PROGRAMS = ((b"AndroidManifest.xml", "Android app (apk)"), (b"META-INF/", "Java archive (jar)"))
BITMAP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # their sizes
JAVA_OLDEST = 43  # of versions of a class; less is the number of programs in one for macOS

_LOCAL = re.compile(b"PK\x03\x04.{22}(..)..", re.DOTALL)
# Control characters that no text has. It may have a backspace, white space, Ctrl-Z at its end, escapes, and
# shift in and out, which are between languages in ISO 2022; NUL ends a record.
_CONTROLS = bytes([*range(1, 8), *range(0x10, 0x1A), *range(0x1C, 0x20)])
_NUL_RUN = bytes(4)


def name_binary(head: bytes) -> str:
    """The format that begins with ``head``, such as "PDF document"; empty where none is known.

    What must be done first stands behind a semicolon. The more of a zip there is in ``head`` the better.
    """
    for magic, name in MAGIC:
        if head.startswith(magic):
            return name
    for look in (name_zip, name_media, name_program, name_rest):
        if name := look(head):
            return name
    return ""


def name_zip(head: bytes) -> str:
    """A zip by its first members: a document that is one inside, or an archive."""
    if head.startswith((b"PK\5\6", b"PK\7\x08PK\3\4", b"PK00PK\3\4")):
        return ZIP_ARCHIVE
    if not head.startswith(b"PK\3\4"):
        return ""
    names = list_names(head)
    first = names[0] if names else b""
    if first == b"mimetype":
        place = head.find(b"mimetype") + len(b"mimetype")
        found = [name for kind, name in MIMETYPES if kind in head[place : place + 100]]
        return found[0] if found else ZIP_ARCHIVE
    if OFFICE_FIRST.fullmatch(first):
        found = [name for folder, name in OFFICE if any(one.startswith(folder) for one in names)]
        return found[0] if found else "Office document"
    return next((name for start, name in PROGRAMS if first.startswith(start)), ZIP_ARCHIVE)


def list_names(head: bytes) -> list[bytes]:
    """The names of the members of a zip whose headers are in ``head``."""
    return [head[one.end() : one.end() + int.from_bytes(one[1], "little")] for one in _LOCAL.finditer(head)]


def name_media(head: bytes) -> str:
    """Pictures, films and recordings that are told by more than their first bytes."""
    if head[4:8] == b"ftyp" and head[:2] == b"\0\0":
        return BRANDS.get(head[8:12], "MP4 video")
    if head[:4] == b"RIFF":
        return RIFF.get(head[8:12], "")
    if (
        head[:2] == b"BM"
        and head[6:10] == bytes(4)
        and int.from_bytes(head[14:18], "little") in BITMAP_HEADERS
    ):
        return "BMP image"
    mpeg = len(head) > 2 and head[0] == 0xFF and head[1] in (0xFB, 0xFA, 0xF3, 0xF2)
    # These two are letters in Windows-1252.
    usual = mpeg and head[2] >> 4 not in (0, 15) and head[2] & 12 != 12
    return "MP3 recording" if usual and is_binary(head) else ""


def name_program(head: bytes) -> str:
    """Programs, of which the letters at the beginning may begin a text too."""
    if head[:2] == b"MZ" and len(head) >= 64:
        place = int.from_bytes(head[60:64], "little")
        if head[place : place + 2] in (b"PE", b"NE", b"LE", b"LX") or is_binary(head):
            return "Windows program"
    if head[:4] == b"\xca\xfe\xba\xbe" and len(head) >= 8:
        return "Java class" if struct.unpack(">H", head[6:8])[0] >= JAVA_OLDEST else "macOS program"
    return ""


def name_rest(head: bytes) -> str:
    """Formats whose number is not at the beginning, or may be a text's but for what follows."""
    if head[257:262] == b"ustar":
        return "tar archive; unpack it first"
    if head[0x8001:0x8006] == b"CD001":
        return "disk image (ISO 9660)"
    if re.match(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", head):
        return "bzip2 file"
    if head[:3] == b"ORC" and is_binary(head):
        return "ORC table"
    if head[:4] == b"\xff\xff\xff\xff" and head[8:12] == b"\x10\0\0\0":
        return "Arrow stream"
    return ""


def is_binary(head: bytes) -> bool:
    """Whether ``head`` is surely no text, in no usual encoding: UTF-8, UTF-16, UTF-32, or one of 8 bits or
    of two bytes a letter as Windows-1252, KOI8-R, Shift_JIS, GBK, Big5, EUC-KR and ISO 2022.

    Asked of few bytes it says no: of these nothing is sure.
    """
    head = head[:LOOKED_AT]
    if len(head) < SHORTEST:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    nuls = head.count(0)
    often = OFTEN_IN_UTF8 if not nuls and is_utf8(head) else OFTEN
    holes = _NUL_RUN in head and nuls > NULS * len(head)
    if controls <= max(FEW, often * len(head)) and not holes:
        return False
    return not any(
        is_wide(head, encoding) for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    )


def is_utf8(head: bytes) -> bool:
    """Whether ``head``, which may end within a character, is UTF-8."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3
    return True


def is_wide(head: bytes, encoding: str) -> bool:
    """Whether nearly all characters of ``head`` are some in an ``encoding`` of two or four bytes each."""
    text = head.decode(encoding, "replace").replace("\ufffd", "\0")[:-1]
    strange = sum(
        1 for one in text if unicodedata.category(one) in ("Cc", "Cn", "Co", "Cs") and one not in "\t\n\r"
    )
    return bool(text) and strange <= STRANGE * len(text)
