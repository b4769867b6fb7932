"""The readers of chats and of Outlook's mails."""

from typing import cast

from spamfilter.hookspecs import ReaderEntry
from spamfilter.readers.exports.late import Sniff, find_late, read_late, sniff_late

LOOK = 300  # bytes of a source that tell what it is not
MARKS = "\ufeff\u200e\u200f\u202a\u202b\u202c \t\r\n"
OLE = b"\xd0\xcf\x11\xe0"  # how Office files of old begin
TABLES = ("chat session", "is_from_me", "thread_id")  # in the headers of tables of chats


def ask_chat(place: str) -> Sniff:
    """The sniffer at ``place``, a module and a function, for what begins as some chat may."""

    def sniff(head: bytes, name: str) -> bool:
        return may_be_chat(head) and cast(Sniff, find_late(place))(head, name)

    return sniff


def may_be_chat(head: bytes) -> bool:
    """Whether a source begins with a digit, a bracket, a month, or a word that tables of chats have."""
    start = head[:LOOK].decode("utf-8", "replace").lstrip(MARKS)
    first = start.partition("\n")[0].lower()
    is_dated = start[:1].isdecimal() or start.startswith(("[", "{", "Conversation: "))
    is_month = start[:3].istitle() and start[3:4] == " " and start[4:5].isdecimal()
    return is_dated or is_month or any(word in first for word in TABLES)


CHATS = [
    ReaderEntry(
        "whatsapp",
        "a chat that WhatsApp exported (.txt), or iMazing from it (.csv)",
        ask_chat("whatsapp.chat:sniff_whatsapp"),
        read_late("whatsapp.chat:read_whatsapp"),
    ),
    ReaderEntry(
        "signal",
        "Signal's own export (main.jsonl), or one of sigexport, sigtop, signalbackup-tools, signal-back",
        ask_chat("signal.chat:sniff_signal"),
        read_late("signal.chat:read_signal"),
    ),
    ReaderEntry(
        "imessage",
        "an export of iMessage by imessage-exporter (.txt), iMazing (.csv) or a query (.csv)",
        ask_chat("imessage:sniff_imessage"),
        read_late("imessage:read_imessage"),
    ),
    ReaderEntry(
        "outlook",
        "a mail of Outlook (.msg), with attached mails; needs the extra outlook",
        sniff_late("outlook.mail:sniff_outlook", OLE),
        read_late("outlook.mail:read_outlook"),
    ),
]
