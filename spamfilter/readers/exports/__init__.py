"""Messages that phones and chat programs export, a module a format.

``EXPORTS`` names them all. A module is imported when a source may be of its format, or is.
"""

from spamfilter.hookspecs import ReaderEntry
from spamfilter.readers.exports.chats import CHATS
from spamfilter.readers.exports.late import read_late, sniff_late

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
    *CHATS,
]

__all__ = ["EXPORTS"]
