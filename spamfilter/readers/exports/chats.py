"""The readers of chats and of Outlook's mails, for the registry.

A reader is imported when a source may be of its form: most are not, and a start is to be quick.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO, cast

from spamfilter.hookspecs import ReaderEntry, ReadOptions
from spamfilter.message import Message

LOOK = 300  # bytes of a source that tell what it is not
MARKS = "\ufeff\u200e\u200f\u202a\u202b\u202c \t\r\n"
TABLES = ("chat session", "is_from_me", "thread_id")  # in the headers of tables of chats

Sniff = Callable[[bytes, str], bool]
Read = Callable[[BinaryIO, str, ReadOptions], Iterator[Message]]


def ask_chat(place: str) -> Sniff:
    """The sniffer at ``place``, a module and a function, for what begins as some chat may."""

    def sniff(head: bytes, name: str) -> bool:
        return may_be_chat(head) and cast(Sniff, find_in_exports(place))(head, name)

    return sniff


def open_late(place: str) -> Read:
    """The reader at ``place``, imported when it is called."""

    def read(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
        return cast(Read, find_in_exports(place))(stream, source, options)

    return read


def find_in_exports(place: str) -> object:
    """What ``place`` names: a module of this package, a colon, and a function in it."""
    module, _, name = place.partition(":")
    found: object = getattr(import_module(f"spamfilter.readers.exports.{module}"), name)
    return found


def may_be_chat(head: bytes) -> bool:
    """Whether a source begins with a digit, a bracket, a month, or a word that tables of chats have."""
    start = head[:LOOK].decode("utf-8", "replace").lstrip(MARKS)
    first = start.partition("\n")[0].lower()
    is_dated = start[:1].isdecimal() or start.startswith(("[", "{", "Conversation: "))
    is_month = start[:3].istitle() and start[3:4] == " " and start[4:5].isdecimal()
    return is_dated or is_month or any(word in first for word in TABLES)


def sniff_msg(head: bytes, name: str) -> bool:
    """Whether a source is surely a mail of Outlook."""
    if not head.startswith(b"\xd0\xcf\x11\xe0"):
        return False
    return cast(Sniff, find_in_exports("outlook.mail:sniff_outlook"))(head, name)


CHATS = [
    ReaderEntry(
        "whatsapp",
        "a chat that WhatsApp exported (.txt), or iMazing from it (.csv)",
        ask_chat("whatsapp.chat:sniff_whatsapp"),
        open_late("whatsapp.chat:read_whatsapp"),
    ),
    ReaderEntry(
        "signal",
        "Signal's own export (main.jsonl), or one of sigexport, sigtop, signalbackup-tools, signal-back",
        ask_chat("signal.chat:sniff_signal"),
        open_late("signal.chat:read_signal"),
    ),
    ReaderEntry(
        "imessage",
        "an export of iMessage by imessage-exporter (.txt), iMazing (.csv) or a query (.csv)",
        ask_chat("imessage:sniff_imessage"),
        open_late("imessage:read_imessage"),
    ),
    ReaderEntry(
        "outlook",
        "a mail of Outlook (.msg), with attached mails; needs the extra outlook",
        sniff_msg,
        open_late("outlook.mail:read_outlook"),
    ),
]
