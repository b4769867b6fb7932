"""The chats that Signal itself exports as plain text: ``main.jsonl``, a frame of its backup a line.

The frames are those of ``Backup.proto`` (github.com/signalapp/Signal-Android, lib/libsignal-service and
github.com/signalapp/libsignal, rust/message-backup) in protobuf's JSON: ``recipient`` and ``chat`` name who
there is, a ``chatItem`` is a message. Numbers of 64 bits are strings.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from spamfilter.errors import DataError
from spamfilter.message import Message
from spamfilter.readers.exports.chat_table import tell_milliseconds
from spamfilter.readers.exports.text import DELETED, NO_TEXT, NOTICE

FRAMES = {
    *("account", "recipient", "chat", "chatItem", "stickerPack", "adHocCall", "notificationProfile"),
    "chatFolder",
}
FIRST = {"version", "backupTimeMs"}

Frame = Mapping[str, object]


def sniff_archive(lines: list[str], name: str) -> bool:
    """Whether each line is a frame, or the archive's own, and one is of a person or the archive's own."""
    frames = [parse_frame(line) for line in lines]
    if len(frames) < 2 or not all(
        frame and (frame.keys() & FRAMES or frame.keys() >= FIRST) for frame in frames
    ):
        return False
    return any(frame and frame.keys() & {"recipient", "account", *FIRST} for frame in frames)


def read_archive(lines: Iterator[str], source: str, passed: Counter[str]) -> Iterator[Message]:
    """Messages of the frames. Raises :class:`DataError`, with the line's number, for what is no frame."""
    people: dict[str, str] = {}
    chats: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        frame = parse_frame(line)
        if frame is None:
            raise DataError(f"{source} line {number} is no JSON object; export the chats again")
        if recipient := get_object(frame, "recipient"):
            people[get_text(recipient, "id")] = name_recipient(recipient)
        if chat := get_object(frame, "chat"):
            chats[get_text(chat, "id")] = people.get(get_text(chat, "recipientId"), "")
        if item := get_object(frame, "chatItem"):
            message = read_item(item, people, chats, passed)
            if message:
                yield message


def read_item(
    item: Frame, people: Mapping[str, str], chats: Mapping[str, str], passed: Counter[str]
) -> Message | None:
    """The message of a frame; None where it is passed over, which is counted."""
    text = find_body(item)
    if not text:
        kind = DELETED if "remoteDeletedMessage" in item or "adminDeletedMessage" in item else NO_TEXT
        passed[NOTICE if "updateMessage" in item else kind] += 1
        return None
    sent = "outgoing" in item
    return Message(
        text,
        date=tell_milliseconds(get_text(item, "dateSent")),
        sender="" if sent else people.get(get_text(item, "authorId"), ""),
        conversation=chats.get(get_text(item, "chatId"), ""),
        sent=sent,
    )


def find_body(item: Frame) -> str:
    """What a person wrote, or asked in a poll."""
    standard = get_object(item, "standardMessage")
    reply = get_object(get_object(item, "directStoryReplyMessage"), "textReply")
    bodies = [get_object(standard, "text"), get_object(reply, "text")]
    found = [get_text(one, "body") for one in bodies] + [get_text(get_object(item, "poll"), "question")]
    return next((one.strip() for one in found if one.strip()), "")


def name_recipient(recipient: Frame) -> str:
    """The name of a person or group, as Signal shows it."""
    contact = get_object(recipient, "contact")
    nickname = get_object(contact, "nickname")
    title = get_object(get_object(get_object(recipient, "group"), "snapshot"), "title")
    names = [
        f"{get_text(nickname, 'given')} {get_text(nickname, 'family')}",
        f"{get_text(contact, 'systemGivenName')} {get_text(contact, 'systemFamilyName')}",
        f"{get_text(contact, 'profileGivenName')} {get_text(contact, 'profileFamilyName')}",
        get_text(contact, "e164"),
        get_text(contact, "username"),
        get_text(title, "title"),
        "Signal" if "releaseNotes" in recipient else "",
    ]
    return next((name.strip() for name in names if name.strip()), "")


def parse_frame(line: str) -> Frame | None:
    """The JSON object that a line is; None where it is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def get_object(frame: Frame, key: str) -> Frame:
    """The object under a key; an empty one where there is none."""
    found = frame.get(key)
    return found if isinstance(found, dict) else {}


def get_text(frame: Frame, key: str) -> str:
    """The text or number under a key; nothing where there is none. Half a surrogate pair is replaced."""
    found = frame.get(key)
    if not isinstance(found, str | int):
        return ""
    return str(found).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
