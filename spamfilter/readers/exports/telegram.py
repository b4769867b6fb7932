"""What Telegram Desktop exports as JSON: one chat, or all chats of an account.

Written by export_output_json.cpp of https://github.com/telegramdesktop/tdesktop and described in
https://core.telegram.org/import-export
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.hookspecs import ReadOptions
from spamfilter.message import Message
from spamfilter.readers.exports.document import Document, as_text, find_in, find_text, sketch_document
from spamfilter.readers.exports.passed import SERVICE, Passed, clean_text, number_messages, to_utc
from spamfilter.readers.exports.utf8 import convert_head, read_utf8

SAVED = "saved_messages"
PERSONAL = ("personal_chat", "bot_chat")
TYPES = {
    SAVED, *PERSONAL, "replies", "verification_codes", "private_group", "private_supergroup",
    "public_supergroup", "private_channel", "public_channel",
}  # fmt: skip
PAGE = b'<div class="page_wrap'


@dataclass(slots=True)
class Chat:
    """What an export says of a chat above its messages. ``owner`` is the id of whose export it is."""

    name: str = ""
    kind: str = ""
    number: str = ""
    owner: str = ""

    def is_owner(self, writer: str) -> bool:
        """Whether ``writer``, an id, is whose export it is, as far as can be known."""
        if self.kind == SAVED:
            return True
        if self.owner:
            return writer == f"user{self.owner}"
        # The other one of two has the chat's own number.
        other = f"user{self.number}" if self.number and self.kind in PERSONAL else ""
        return bool(other and writer.startswith("user")) and writer != other


def sniff_telegram(head: bytes, name: str) -> bool:
    """Whether ``head`` is JSON that Telegram Desktop wrote, or a page of its HTML, which is refused."""
    head = convert_head(head)
    if is_page(head):
        return name.lower().endswith((".html", ".htm"))
    if b'"messages"' not in head and b'"personal_information"' not in head and b'"chats"' not in head:
        return False
    places = sketch_document(head)
    if "messages" in places:
        kind = places.get("messages.*.type", "message")
        return places.get("type") in TYPES and kind in ("message", "service", "unsupported")
    if "about" not in places:
        return False
    return "personal_information.user_id" in places or places.get("chats.list.*.type") in TYPES


def is_page(head: bytes) -> bool:
    """Whether ``head``, in UTF-8, is a page that Telegram Desktop wrote."""
    return head.lstrip()[:1] == b"<" and b"<title>Exported Data</title>" in head and PAGE in head


def read_telegram(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Messages of the chats, one chat after the other.

    Raises :class:`DataError` for another document, and for a page of HTML. In an export of one chat, which
    does not say whose it is, the owner of a group's is not known: then nobody's messages are ``sent``.
    """
    chunks = read_utf8(stream, options.encoding)
    first = next(chunks, b"")
    if first.lstrip().startswith(b"<"):
        raise DataError(f"{source} is Telegram's HTML; export the chat again and choose JSON as its format")
    passed = Passed()
    document = Document(chain([first], chunks), source)
    yield from number_messages(list_chats(document, source, passed), source, passed)


def list_chats(document: Document, source: str, passed: Passed) -> Iterator[Message]:
    """Messages of the one chat that ``document`` is, or of all in it, with a text or without."""
    alone = Chat()
    owner, found = "", False
    for key in document.walk_map():
        found = found or key in ("messages", "chats", "left_chats")
        if key == "personal_information":
            owner = str(find_in(document.read(), "user_id") or "")
        elif key in ("chats", "left_chats"):
            yield from list_all(document, owner, passed)
        else:
            yield from read_field(document, key, alone, passed)
    document.finish()
    if not found:
        raise DataError(f"{source} has no messages of Telegram; name its format with --input")


def list_all(document: Document, owner: str, passed: Passed) -> Iterator[Message]:
    """Messages of the chats in the ``list`` of the object that is next."""
    for key in document.walk_map():
        if key != "list":
            document.skip()
            continue
        for _ in document.walk_array():
            chat = Chat(owner=owner)
            for member in document.walk_map():
                yield from read_field(document, member, chat, passed)


def read_field(document: Document, key: str, chat: Chat, passed: Passed) -> Iterator[Message]:
    """Messages, if ``key`` of ``chat`` has them; else what it says of the chat is kept."""
    if key == "messages":
        for _ in document.walk_array():
            record = document.read()
            if find_text(record, "type") == "service":
                passed.count(SERVICE)
            else:
                yield make_post(record, chat)
    elif key == "name":
        chat.name = as_text(document.read())
    elif key == "type":
        chat.kind = as_text(document.read())
    elif key == "id":
        chat.number = str(document.read())
    else:
        document.skip()


def make_post(record: object, chat: Chat) -> Message:
    """The Message of a record; without text for a picture, or for what Telegram could not export."""
    writer = find_text(record, "from_id")
    return Message(
        clean_text(join_text(find_in(record, "text")) or join_text(find_in(record, "text_entities"))),
        sender=clean_text(find_text(record, "from")) or writer,
        date=to_utc(find_in(record, "date_unixtime")) or find_text(record, "date"),
        conversation=clean_text(chat.name) or ("Saved Messages" if chat.kind == SAVED else ""),
        sent=chat.is_owner(writer),
    )


def join_text(text: object) -> str:
    """A text as Telegram writes it: a string, or a list of strings and of objects with one."""
    pieces = text if isinstance(text, list) else [text]
    return "".join(as_text(piece) or find_text(piece, "text") for piece in pieces)
