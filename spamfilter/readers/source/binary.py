"""What a file is that holds no messages, by its first bytes.

The signatures are those of the formats' own specifications, as Wikipedia's list of file signatures has them
(https://en.wikipedia.org/wiki/List_of_file_signatures).
"""

import re

SHARE = 0.02  # of control characters, above which bytes are no text
UNKNOWN = "binary data"

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"ANDROID BACKUP\n", "an Android backup (adb)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an OLE document (Outlook .msg, or old Word or Excel)"),
    (b"!BDN", "an Outlook mailbox (.pst or .ost)"),
    (b"PAR1", "a Parquet table"),
    (b"ARROW1\0\0", "an Arrow table"),
    (b"bplist0", "a binary property list"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video"),
)
# Elsewhere than at the start: where, and what stands there.
_INSIDE = (
    (257, b"ustar", "a tar archive"),
    (8, b"WEBP", "a WebP image"),
    (8, b"WAVE", "a sound file"),
    (8, b"AVI ", "a video"),
    (4, b"ftyp", "a video or an HEIC image"),
)
# The first members of a zip that is a document of an office program.
_OFFICE = re.compile(
    rb"PK\x03\x04.{22}..(?:\[Content_Types\]\.xml|_rels/|docProps/|word/|xl/|ppt/"
    rb"|mimetypeapplication/vnd\.oasis)",
    re.DOTALL,
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]+")


def name_binary(head: bytes) -> str:
    """What begins with ``head``, with its article, as "a PNG image"; empty for text.

    What is of no known format and no text either is ``UNKNOWN``. UTF-16 must have been decoded before.
    """
    if _OFFICE.match(head):
        return "an office document (docx, xlsx, pptx or odt)"
    for signature, name in _SIGNATURES:
        if head.startswith(signature) and not (signature.isalnum() and looks_like_text(head)):
            return name
    for place, signature, name in _INSIDE:
        if head.startswith(signature, place) and not looks_like_text(head):
            return name
    return "" if looks_like_text(head) else UNKNOWN


def looks_like_text(head: bytes) -> bool:
    """Whether ``head`` has no more control characters than a text may catch on its way."""
    return sum(map(len, _CONTROLS.findall(head))) <= SHARE * len(head)
