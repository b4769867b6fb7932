"""Messages that phones and chat programs export, a module a format.

``EXPORTS`` names them all. A module is imported when a source may be of its format, or is.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO, cast

from spamfilter.hookspecs import ReaderEntry, ReadOptions
from spamfilter.message import Message

Sniff = Callable[[bytes, str], bool]
Read = Callable[[BinaryIO, str, ReadOptions], Iterator[Message]]


def find_late(place: str) -> object:
    """What ``place`` names below this package: ``module:function``, the module imported now."""
    module, _, name = place.partition(":")
    found: object = getattr(import_module(f"{__name__}.{module}"), name)
    return found


def sniff_late(place: str, *openings: bytes) -> Sniff:
    """The sniffer at ``place``, imported for a source that begins with one of ``openings``, if there are any.

    Blanks and a byte order mark above do not count.
    """

    def sniff(head: bytes, name: str) -> bool:
        above = head[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
        return (not openings or above.startswith(openings)) and cast(Sniff, find_late(place))(head, name)

    return sniff


def read_late(place: str) -> Read:
    """The reader at ``place``, imported when it is called."""

    def read(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
        return cast(Read, find_late(place))(stream, source, options)

    return read


EXPORTS = [
    ReaderEntry(
        "sms-backup",
        "XML of the Android app SMS Backup & Restore: SMS and MMS",
        sniff_late("android.backup:sniff_backup", b"<"),
        read_late("android.backup:read_backup"),
    ),
    ReaderEntry(
        "sms-ie",
        "messages.ndjson of the Android app SMS Import / Export: SMS and MMS",
        sniff_late("android.sms_ie:sniff_sms_ie", b"{"),
        read_late("android.sms_ie:read_sms_ie"),
        raw=True,
    ),
    ReaderEntry(
        "google-chat",
        "messages.json of Google Chat, from Google Takeout",
        sniff_late("google.chat:sniff_google_chat", b"{"),
        read_late("google.chat:read_google_chat"),
    ),
    ReaderEntry(
        "hangouts",
        "Hangouts.json from Google Takeout",
        sniff_late("google.hangouts:sniff_hangouts", b"{"),
        read_late("google.hangouts:read_hangouts"),
    ),
    ReaderEntry(
        "google-voice",
        "a conversation of Google Voice in HTML, from Google Takeout",
        sniff_late("google.voice:sniff_google_voice", b"<"),
        read_late("google.voice:read_google_voice"),
    ),
    ReaderEntry(
        "telegram",
        "result.json of Telegram Desktop: one chat, or all of them",
        sniff_late("telegram:sniff_telegram", b"{", b"<"),
        read_late("telegram:read_telegram"),
    ),
]

__all__ = ["EXPORTS"]
