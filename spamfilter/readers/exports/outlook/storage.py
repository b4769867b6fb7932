"""A ``.msg`` file taken apart ([MS-OXMSG]): its streams in an OLE file ([MS-CFB]) by olefile.

https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxmsg

Properties have a number and a type. Text and bytes have a stream each, what has a fixed size stands in one
stream for all. The numbers are those of [MS-OXPROPS].
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from spamfilter.errors import DataError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MISSING = "is a mail of Outlook, which needs olefile; pip install 'spamfilter-gpt[outlook]'"
DAMAGED = "is a damaged .msg file; save the mail again"
KIDS = 5000  # in one storage, each looked for one after another
IS_STORAGE, IS_STREAM = 1, 2  # [MS-CFB]
ATTACHED = "__attach_version1.0_"
STREAM = 1 << 25  # bytes of one property that are read
FIXED = "__properties_version1.0"
FIXED_SIZE = 16
HEADERS = {"": 32, "embedded": 24, "attachment": 8}  # bytes above the fixed properties
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

TEXT, BYTES_TEXT, BINARY, OBJECT = "001F", "001E", "0102", "000D"
TIME = 0x0040
PAGE, MESSAGE_PAGE = 0x3FDE, 0x3FFD  # of the HTML and of what is no Unicode


@dataclass(frozen=True, slots=True)
class Storage:
    """A message or an attachment of an open OLE file.

    ``entry``  of the directory, ``path`` its name and those above
    ``above``  bytes that stand above its properties of a fixed size
    """

    ole: Any
    entry: Any
    path: tuple[str, ...] = ()
    above: int = HEADERS[""]

    def read(self, number: int, kind: str) -> bytes:
        """The bytes of a property of this type; none where there is none."""
        return self.read_stream(f"__substg1.0_{number:04X}{kind}")

    def read_stream(self, name: str) -> bytes:
        """The first bytes of a stream; none where there is none."""
        found = self.entry.kids_dict.get(name.lower())
        if found is None or found.entry_type != IS_STREAM:
            return b""
        return bytes(self.ole.openstream([*self.path, name]).read(STREAM))

    def open(self, name: str, above: int) -> "Storage | None":
        """The storage of this name; None where there is none."""
        found = self.entry.kids_dict.get(name.lower())
        if found is None or found.entry_type != IS_STORAGE:
            return None
        return Storage(self.ole, check_entry(found), (*self.path, name), above)

    def read_text(self, number: int) -> str:
        """A property that is text, in Unicode or in the message's code page."""
        data = self.read(number, TEXT)
        if data:
            return data.decode("utf-16-le", "replace").rstrip("\0")
        data = self.read(number, BYTES_TEXT)
        if not data:
            return ""
        from spamfilter.readers.mime.charset import decode_charset

        return decode_charset(data, name_page(self.find_number(MESSAGE_PAGE))).rstrip("\0")

    def find_fixed(self, number: int) -> tuple[int, int]:
        """Type and value of a property of a fixed size; two zeros where there is none."""
        data = self.read_stream(FIXED)
        for at in range(self.above, len(data) - FIXED_SIZE + 1, FIXED_SIZE):
            if int.from_bytes(data[at + 2 : at + 4], "little") == number:
                kind = int.from_bytes(data[at : at + 2], "little")
                return kind, int.from_bytes(data[at + 8 : at + 16], "little")
        return 0, 0

    def find_number(self, number: int) -> int:
        """A property that is a number of 32 bits; zero where there is none."""
        return self.find_fixed(number)[1] & 0xFFFFFFFF

    def find_time(self, number: int) -> str:
        """A property that is a time, in ISO 8601 and UTC; nothing where there is none."""
        kind, value = self.find_fixed(number)
        if kind != TIME or not value:
            return ""
        try:
            time = EPOCH + timedelta(microseconds=value // 10)
        except OverflowError:
            return ""
        return time.replace(microsecond=0).isoformat().replace("+00:00", "Z")

    def list_attachments(self) -> Iterator["Storage"]:
        """What is attached, in order."""
        names = sorted(kid.name for kid in self.entry.kids if kid.name.lower().startswith(ATTACHED))
        for name in names:
            if found := self.open(name, HEADERS["attachment"]):
                yield found

    def open_message(self) -> "Storage | None":
        """The message of Outlook that an attachment is; None where it is none."""
        inner = self.open(f"__substg1.0_3701{OBJECT}", HEADERS["embedded"])
        return inner if inner and FIXED in inner.entry.kids_dict else None


def check_entry(entry: Any) -> Any:
    """A storage's ``entry``. Raises ValueError where it holds so much that looking for it takes long."""
    if len(entry.kids) > KIDS:
        raise ValueError("too much in a storage")
    return entry


def name_page(page: int) -> str:
    """The name of a code page for a mail's header; empty where none is given."""
    return "utf-8" if page == 65001 else f"windows-{page}" if page else ""


def open_storage(data: bytes, source: str) -> Storage:
    """The message in a ``.msg`` file.

    Raises :class:`DataError` for what is none, and where olefile is not installed.
    """
    try:
        import olefile
    except ImportError:
        raise DataError(f"{source} {MISSING}") from None
    if not data.startswith(MAGIC):
        raise DataError(f"{source} is no .msg file of Outlook; read it with another --input")
    try:
        ole = olefile.OleFileIO(io.BytesIO(data))
        root = check_entry(ole.root)
    except Exception:  # for loops and cuts in the file; RecursionError too
        raise DataError(f"{source} {DAMAGED}") from None
    if FIXED not in root.kids_dict:
        raise DataError(f"{source} is no mail but another document of Microsoft Office; leave it out")
    return Storage(ole, root)
