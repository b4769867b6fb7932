"""What a file is that holds no messages, by its first bytes.

The signatures are those of the formats' own specifications, as Wikipedia's list of file signatures has them
(https://en.wikipedia.org/wiki/List_of_file_signatures).
"""

import re

SHORTEST = 32  # bytes of which it is asked whether they are text
SHARE = 0.02  # of control characters, above which bytes are no text

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"%PDF-", "PDF document"),
    (b"{\\rtf", "RTF document"),
    (b"SQLite format 3\0", "SQLite database"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"PK\x03\x04", "zip archive"),
    (b"PK\x05\x06", "zip archive"),
    (b"\x1f\x8b", "gzip file"),
    (b"BZh", "bzip2 file"),
    (b"\xfd7zXZ\0", "xz file"),
    (b"\x28\xb5\x2f\xfd", "zstd file"),
    (b"ANDROID BACKUP\n", "Android backup (adb)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE document (Outlook .msg, or old Word or Excel)"),
    (b"!BDN", "Outlook mailbox (.pst or .ost)"),
    (b"PAR1", "Parquet table"),
    (b"ARROW1\0\0", "Arrow table"),
    (b"bplist0", "binary property list"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\0", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"OggS", "sound file"),
    (b"ID3", "sound file"),
    (b"fLaC", "sound file"),
    (b"\x1aE\xdf\xa3", "video"),
)
# Elsewhere than at the start: where, and what stands there.
_INSIDE = (
    (257, b"ustar", "tar archive"),
    (8, b"WEBP", "WebP image"),
    (8, b"WAVE", "sound file"),
    (8, b"AVI ", "video"),
    (4, b"ftyp", "video or an HEIC image"),
)
# The first members of a zip that is a document of an office program.
_OFFICE = re.compile(
    rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/|docProps/|word/|xl/|ppt/"
    rb"|mimetypeapplication/vnd\.oasis)",
    re.DOTALL,
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]+")


def name_binary(head: bytes) -> str:
    """The format that begins with ``head``, such as "PNG image"; empty where none is known.

    What must be done first stands behind a semicolon.
    """
    if _OFFICE.match(head):
        return "office document (docx, xlsx, pptx or odt)"
    for signature, name in _SIGNATURES:
        if head.startswith(signature) and not (signature.isalnum() and not is_binary(head)):
            return name
    for place, signature, name in _INSIDE:
        if head.startswith(signature, place) and is_binary(head):
            return name
    return ""


def is_binary(head: bytes) -> bool:
    """Whether ``head`` has more control characters than a text may catch on its way; of few bytes, no.

    UTF-16 must have been decoded before.
    """
    controls = sum(map(len, _CONTROLS.findall(head)))
    return len(head) >= SHORTEST and controls > SHARE * len(head)
