"""``messages.ndjson`` of SMS Import / Export, an app for Android: a line an SMS or an MMS, all of JSON.

Written by ImportExportMessages.kt of https://github.com/tmo1/sms-ie, whose README describes it. The fields
are those of Android's Telephony provider; what begins with two underscores is the app's. The app makes a zip
of this file and of what is attached to MMS, under ``data/``.
"""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.hookspecs import HEAD, ReadOptions
from spamfilter.message import Message, Reading, decode_text
from spamfilter.readers.exports.android.backup import OWNER, SENT, UNSENT_BOXES, mend_subject
from spamfilter.readers.exports.document import find_in, find_text, list_in
from spamfilter.readers.exports.passed import NO_TEXT, UNSENT, Passed, clean_text, to_utc
from spamfilter.readers.lines import split_records

_ATTACHMENT = re.compile(r"(?:.*/)?data/(?:PART_|MISSING_FILENAME)[^/]*+", re.DOTALL)


def is_attachment(name: str) -> bool:
    """Whether a zip's member ``name`` is what was attached to an MMS: ``data/PART_1700000000000.jpg``."""
    return bool(_ATTACHMENT.fullmatch(name))


def sniff_sms_ie(head: bytes, name: str) -> bool:
    """Whether every line of ``head`` is a record of Android's, as far as it goes."""
    whole = len(head) < HEAD
    lines = [line for line in head.removeprefix(BOM_UTF8).split(b"\n") if line.strip()]
    if len(lines) > 1 and not whole:  # the last one goes on
        lines.pop()
    return bool(lines) and all(is_record(line) for line in lines)


def is_record(line: bytes) -> bool:
    """Whether ``line`` is an SMS or an MMS with what Android keeps of each: its number, its box and time."""
    try:
        record: object = json.loads(decode_text(line))
    except (ValueError, RecursionError):
        return False
    if not all(find_text(record, key).lstrip("-").isdecimal() for key in ("_id", "date")):
        return False
    if find_text(record, "msg_box").isdecimal():
        return any(find_text(record, key) for key in ("m_type", "ct_t")) or bool(list_in(record, "__parts"))
    texts = any(isinstance(find_in(record, key), str) for key in ("address", "body"))
    return texts and find_text(record, "type").isdecimal()


def read_sms_ie(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Messages of the lines; ``number`` is the line's.

    Raises :class:`DataError` with the line's number where that is not JSON.
    """
    passed = Passed()
    for number, raw in enumerate(split_records(stream), start=1):
        if not raw.strip():
            continue
        record = load_record(raw, f"{source} line {number}", options.encoding)
        box = find_text(record, "msg_box") or find_text(record, "type")
        text, subject = take_texts(record)
        if box in UNSENT_BOXES:
            passed.count(UNSENT)
        elif not (text or subject).strip():
            passed.count(NO_TEXT)
        else:
            yield Message(
                text or subject,
                raw,
                source,
                number,
                subject=subject,
                sender="" if box == SENT else name_writer(record),
                date=to_utc(find_in(record, "date")),
                conversation=name_conversation(record, sent=box == SENT),
                sent=box == SENT,
                readings=(Reading(f"{subject}\n\n{text}"),) if subject and text else (),
            )
    passed.tell(source)


def load_record(raw: bytes, place: str, encoding: str) -> object:
    """The record of a line. Raises :class:`DataError`, which names the ``place``, for what is none."""
    try:
        record: object = json.loads(raw.decode(encoding, "replace") if encoding else decode_text(raw))
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "too deep, or a number too long")
        cut = "" if raw.endswith(b"\n") else " (the file is cut off)"
        raise DataError(f"{place} is not JSON: {reason}{cut}; export or copy it again") from None
    if not isinstance(record, dict):
        raise DataError(f"{place} is no record of a message; name the file's format with --input")
    return record


def take_texts(record: object) -> tuple[str, str]:
    """The text of an SMS or an MMS, and an MMS's subject."""
    if not find_text(record, "msg_box"):
        return clean_text(find_text(record, "body")), ""
    parts = [
        find_text(part, "text")
        for part in list_in(record, "__parts")
        if find_text(part, "ct").lower().startswith("text/plain")
    ]
    return clean_text("\n".join(filter(None, parts))).strip(), clean_text(
        mend_subject(find_text(record, "sub"))
    )


def name_writer(record: object) -> str:
    """The name of who wrote, or else the number."""
    writer = find_in(record, "__sender_address")
    return name_address(record) or (name_address(writer) if find_text(writer, "address") != OWNER else "")


def name_conversation(record: object, *, sent: bool) -> str:
    """Whom a message was exchanged with: of a group all of them, as far as the record names them."""
    receivers = [name_address(one) for one in list_in(record, "__recipient_addresses")]
    receivers = [one for one in receivers if one and one != OWNER]
    writer = name_writer(record)
    if not receivers or (len(receivers) == 1 and not sent):  # the one is the owner
        return writer
    if len(receivers) > 1 and writer:
        receivers.append(writer)
    return ", ".join(sorted(set(receivers)))


def name_address(record: object) -> str:
    """The contact's name of an address, or else the number."""
    return clean_text(find_text(record, "__display_name") or find_text(record, "address"))
