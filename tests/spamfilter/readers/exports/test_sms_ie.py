"""SMS Import / Export: lines of JSON, each an SMS or an MMS as Android keeps it."""

import json

import pytest

from spamfilter.readers.exports.android.sms_ie import is_attachment
from tests.spamfilter.readers.exports.conftest import Export, Known

SMS = {
    "_id": "1",
    "thread_id": "2",
    "address": "+15550100",
    "date": "1700000000001",
    "type": "1",
    "read": "1",
}
MMS = {
    "_id": "18",
    "date": "1700000002",
    "msg_box": "1",
    "m_type": "132",
    "ct_t": "application/vnd.wap.multipart.related",
}
ANN = {"address": "+15550100", "type": "137", "__display_name": "Ann"}
BOB = {"address": "+15550101", "type": "151"}
OWNER = {"address": "+15550199", "type": "151"}


def lines(*records: object) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def part(text: str, kind: str = "text/plain") -> dict[str, str]:
    return {"seq": "0", "ct": kind, "text": text}


def test_what_was_received_and_what_was_sent(export: Export) -> None:
    data = lines(
        {**SMS, "body": "lunch?", "__display_name": "Ann"},
        {**SMS, "body": "yes 😊", "type": "2"},
        {**SMS, "body": "soon", "type": "3"},
        {**SMS, "body": "WIN"},
        SMS,
    )
    read = export(data, "messages.ndjson")
    assert [(m.number, m.text, m.sender, m.conversation, m.sent) for m in read.messages] == [
        (1, "lunch?", "Ann", "Ann", False),
        (2, "yes 😊", "", "+15550100", True),
        (4, "WIN", "+15550100", "+15550100", False),
    ]
    assert {m.date for m in read.messages} == {"2023-11-14T22:13:20Z"}
    assert [m.raw for m in read.messages] == [data.splitlines(keepends=True)[place] for place in (0, 1, 3)]
    assert read.notices == [
        "messages.ndjson: 1 message never sent (draft or outbox) and 1 message without text were passed over"
    ]


def test_an_mms_has_the_text_of_its_parts(export: Export) -> None:
    parts = [part("<smil>", "application/smil"), part("one"), {"ct": "image/jpeg", "_data": "x"}, part("two")]
    record = {**MMS, "__parts": parts, "__sender_address": ANN, "__recipient_addresses": [OWNER]}
    (message,) = export(lines(record), "m.ndjson").messages
    assert (message.text, message.sender, message.conversation) == ("one\ntwo", "Ann", "Ann")
    assert (message.date, message.sent) == ("2023-11-14T22:13:22Z", False)


def test_a_subject_is_the_text_of_an_mms_without_one(export: Export) -> None:
    read = export(
        lines({**MMS, "sub": "caf\u00c3\u00a9"}, {**MMS, "sub": "WIN", "__parts": [part("hi")]}, MMS), "m"
    )
    alone, both = read.messages
    assert (alone.text, alone.subject) == ("café", "café")
    assert (both.text, both.subject, both.readings[0].text) == ("hi", "WIN", "WIN\n\nhi")
    assert read.notices == ["m: 1 message without text was passed over"]


def test_a_group_is_named_by_its_people(export: Export) -> None:
    to_all = {"__parts": [part("hi")], "__recipient_addresses": [OWNER, BOB]}
    token = {"address": "insert-address-token", "type": "137"}
    received, sent, one = export(
        lines(
            {**MMS, **to_all, "__sender_address": ANN},
            {**MMS, **to_all, "msg_box": "2", "__sender_address": token},
            {**MMS, "__parts": [part("yo")], "msg_box": "2", "__recipient_addresses": [BOB]},
        ),
        "m",
    ).messages
    assert (received.sender, received.conversation) == ("Ann", "+15550101, +15550199, Ann")
    assert (sent.sender, sent.conversation, sent.sent) == ("", "+15550101, +15550199", True)
    assert one.conversation == "+15550101"


def test_a_line_that_is_cut_off_is_an_error_after_what_is_whole(export: Export) -> None:
    data = lines({**SMS, "body": "one"}, {**SMS, "body": "two"})
    read = export(data[:-5], "m", "sms-ie")
    assert read.texts == ["one"]
    assert read.error.startswith("m line 2 is not JSON: ")
    assert read.error.endswith(" (the file is cut off); export or copy it again")


@pytest.mark.parametrize("line", [b"[" * 100_000, b"9" * 10_000, b"7", b'"text"', b"{]"])
def test_a_line_that_is_no_record_is_named(export: Export, line: bytes) -> None:
    assert export(line + b"\n", "m", "sms-ie").error.startswith("m line 1 is no")


def test_half_a_surrogate_pair_is_dropped(export: Export) -> None:
    data = lines(SMS | {"body": "@"}).replace(b"@", rb"a\ud83d b \ud83d\ude0a")
    assert export(data, "m").texts == ["a b 😊"]


def test_only_lines_of_records_are_such_a_file(known: Known) -> None:
    one = lines({**SMS, "body": "hi"})
    assert known(one * 1000) == ["sms-ie"]
    assert known(one + lines(MMS)) == ["sms-ie"]
    for data in (
        one + b"See you at eight\n",
        b"See you\n" + one,
        lines({"text": "hi"}),
        lines({"body": "hi", "date": "1"}),
        lines({"_id": "1", "date": "1", "number": "+1", "duration": "7", "type": "1"}),  # a call
    ):
        assert known(data) == []


@pytest.mark.parametrize(
    ("name", "attached"),
    [
        ("data/PART_1633095872345_photo.jpg", True),
        ("export/data/PART_1", True),
        ("data/MISSING_FILENAME1633095872345null", True),
        ("messages.ndjson", False),
        ("data/sms.csv", False),
        ("mydata/PART_1", False),
        ("data/PART_1/sms.txt", False),
    ],
)
def test_what_is_attached_is_told_by_its_name(name: str, attached: bool) -> None:
    assert is_attachment(name) is attached
