"""``Hangouts.json`` of Google Takeout: all conversations of an account in Google Hangouts, SMS too.

Google did not publish the format. Its records are those of Hangouts itself, which hangouts.proto of
https://github.com/tdryer/hangups describes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.hookspecs import ReadOptions
from spamfilter.message import Message
from spamfilter.readers.exports.document import Document, find_in, find_text, list_in, sketch_document
from spamfilter.readers.exports.passed import SERVICE, Passed, clean_text, number_messages, to_utc
from spamfilter.readers.exports.utf8 import convert_head, read_utf8

# As it was exported from 2017 on, and before.
LISTS = ("conversations", "conversation_state")
MARKS = (
    "conversations.*.conversation.conversation",
    "conversations.*.conversation.conversation_id",
    "conversation_state.*.conversation_state.conversation",
)


@dataclass(slots=True)
class Thread:
    """What is known of a conversation: its name, its owner's id, and from ids to names."""

    name: str = ""
    owner: str = ""
    people: dict[str, str] = field(default_factory=dict)


def sniff_hangouts(head: bytes, name: str) -> bool:
    """Whether ``head`` is JSON of conversations of Hangouts."""
    head = convert_head(head)
    if not any(b'"%s"' % one.encode() in head for one in LISTS):
        return False
    places = sketch_document(head)
    return any(mark in places for mark in MARKS)


def read_hangouts(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Messages of the conversations, one after the other. Raises :class:`DataError` for another document."""
    passed = Passed()
    document = Document(read_utf8(stream, options.encoding), source)
    return number_messages(list_threads(document, source, passed), source, passed)


def list_threads(document: Document, source: str, passed: Passed) -> Iterator[Message]:
    """Messages of all conversations, with a text or without."""
    found = False
    for key in document.walk_map():
        if key not in LISTS:
            document.skip()
            continue
        found = True
        for _ in document.walk_array():
            yield from list_thread(document, Thread(), passed)
    document.finish()
    if not found:
        raise DataError(f"{source} has no conversations of Hangouts; name its format with --input")


def list_thread(document: Document, thread: Thread, passed: Passed, level: int = 0) -> Iterator[Message]:
    """Messages of the conversation that is next; before 2017 it was an object within that object."""
    for key in document.walk_map():
        if key == "conversation":
            thread = describe_thread(document.read())
        elif key in ("events", "event"):
            for _ in document.walk_array():
                event = document.read()
                if isinstance(find_in(event, "chat_message"), dict):
                    yield make_chat_message(event, thread)
                else:
                    passed.count(SERVICE)
        elif key == "conversation_state" and not level:
            yield from list_thread(document, thread, passed, 1)
        else:
            document.skip()


def describe_thread(record: object) -> Thread:
    """What a record says of its conversation."""
    inner = find_in(record, "conversation")
    record = inner if isinstance(inner, dict) else record
    owner = find_id(find_in(record, "self_conversation_state", "self_read_state", "participant_id"))
    people = {}
    for person in list_in(record, "participant_data"):
        known = find_text(person, "fallback_name") or find_text(person, "phone_number", "e164")
        people[find_id(find_in(person, "id"))] = clean_text(known)
    return Thread(clean_text(find_text(record, "name")), owner, people)


def find_id(record: object) -> str:
    """The id of a person, of whom ``record`` has two that are mostly equal."""
    return find_text(record, "gaia_id") or find_text(record, "chat_id")


def make_chat_message(event: object, thread: Thread) -> Message:
    """The Message of an event; its text is that of its segments."""
    writer = find_id(find_in(event, "sender_id"))
    others = [name or person for person, name in thread.people.items() if person != thread.owner]
    segments = list_in(event, "chat_message", "message_content", "segment")
    return Message(
        clean_text("".join(join_segment(segment) for segment in segments)),
        sender=thread.people.get(writer) or writer,
        date=to_utc(find_text(event, "timestamp")[:-3]),  # of microseconds
        conversation=thread.name or ", ".join(others),
        sent=bool(writer) and writer == thread.owner,
    )


def join_segment(segment: object) -> str:
    """The text of a segment: words, a link, or a line break."""
    if find_text(segment, "type") == "LINE_BREAK":
        return "\n"
    return find_text(segment, "text")
