"""The readers of chats and of Outlook's mails, for the registry. A reader is imported when it is used."""

from collections.abc import Iterator
from typing import BinaryIO

from spamfilter.hookspecs import ReaderEntry, ReadOptions
from spamfilter.message import Message


def sniff_chat_of_whatsapp(head: bytes, name: str) -> bool:
    """Whether a source is surely a chat of WhatsApp."""
    from spamfilter.readers.exports.whatsapp.chat import sniff_whatsapp

    return sniff_whatsapp(head, name)


def read_chat_of_whatsapp(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Messages of a chat of WhatsApp."""
    from spamfilter.readers.exports.whatsapp.chat import read_whatsapp

    return read_whatsapp(stream, source, options)


def sniff_chat_of_signal(head: bytes, name: str) -> bool:
    """Whether a source is surely an export of Signal."""
    from spamfilter.readers.exports.signal.chat import sniff_signal

    return sniff_signal(head, name)


def read_chat_of_signal(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Messages of an export of Signal."""
    from spamfilter.readers.exports.signal.chat import read_signal

    return read_signal(stream, source, options)


def sniff_chat_of_imessage(head: bytes, name: str) -> bool:
    """Whether a source is surely an export of iMessage."""
    from spamfilter.readers.exports.imessage import sniff_imessage

    return sniff_imessage(head, name)


def read_chat_of_imessage(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Messages of an export of iMessage."""
    from spamfilter.readers.exports.imessage import read_imessage

    return read_imessage(stream, source, options)


def sniff_mail_of_outlook(head: bytes, name: str) -> bool:
    """Whether a source is surely a mail of Outlook."""
    from spamfilter.readers.exports.outlook.mail import sniff_outlook

    return sniff_outlook(head, name)


def read_mail_of_outlook(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """The mail in a ``.msg`` file of Outlook."""
    from spamfilter.readers.exports.outlook.mail import read_outlook

    return read_outlook(stream, source, options)


CHATS = [
    ReaderEntry(
        "whatsapp",
        "a chat that WhatsApp exported (.txt), or iMazing from it (.csv)",
        sniff_chat_of_whatsapp,
        read_chat_of_whatsapp,
    ),
    ReaderEntry(
        "signal",
        "Signal's own export (main.jsonl), or one of sigexport, sigtop, signalbackup-tools, signal-back",
        sniff_chat_of_signal,
        read_chat_of_signal,
    ),
    ReaderEntry(
        "imessage",
        "an export of iMessage by imessage-exporter (.txt), iMazing (.csv) or a query (.csv)",
        sniff_chat_of_imessage,
        read_chat_of_imessage,
    ),
    ReaderEntry(
        "outlook",
        "a mail of Outlook (.msg), with attached mails",
        sniff_mail_of_outlook,
        read_mail_of_outlook,
    ),
]
