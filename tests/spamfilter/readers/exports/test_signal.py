"""Chats of Signal in the forms of its own export and of the programs around it; all made up."""

import pytest

from spamfilter.errors import DataError
from spamfilter.readers.notice import NOTICES
from tests.spamfilter.readers.exports.reading import find_names, read_as

ARCHIVE = """\
{"version":1,"backupTimeMs":"1700000000000"}
{"account":{"givenName":"Me"}}
{"recipient":{"id":"1","self":{}}}
{"recipient":{"id":"2","contact":{"e164":"447700900123","systemGivenName":"Ann","systemFamilyName":"Lee"}}}
{"recipient":{"id":"3","group":{"snapshot":{"title":{"title":"Picnic"}}}}}
{"chat":{"id":"10","recipientId":"2"}}
{"chat":{"id":"11","recipientId":"3"}}
{"chatItem":{"chatId":"10","authorId":"2","dateSent":"1700000000000","incoming":{"read":true},\
"standardMessage":{"text":{"body":"hello\\nBob \\ud83d\\ude0a"}}}}
{"chatItem":{"chatId":"10","authorId":"1","dateSent":"1700000001000","outgoing":{},\
"standardMessage":{"text":{"body":"hi"}}}}
{"chatItem":{"chatId":"11","authorId":"2","dateSent":"1700000002000","incoming":{},\
"poll":{"question":"Who brings bread?"}}}
{"chatItem":{"chatId":"10","authorId":"2","dateSent":"1700000003000","directionless":{},"updateMessage":{}}}
{"chatItem":{"chatId":"10","authorId":"2","dateSent":"1700000004000","incoming":{},"remoteDeletedMessage":{}}}
{"chatItem":{"chatId":"10","authorId":"2","dateSent":"1700000005000","incoming":{},\
"standardMessage":{"attachments":[{"pointer":{"contentType":"image/jpeg"}}]}}}
"""
SIGEXPORT = """\
{"date": "2024-01-31T23:59:58", "sender": "Ann", "body": "hello  ", "quote": "", "sticker": null, \
"reactions": [], "attachments": []}
{"date": "2024-01-31T23:59:59", "sender": "Me", "body": "hi  ", "quote": "", "sticker": null, \
"reactions": [], "attachments": []}
{"date": "2024-01-31T23:59:59", "sender": "Ann", "body": "  ", "quote": "", "sticker": null, \
"reactions": [], "attachments": [{"name": "a.jpg", "path": "media/a.jpg"}]}
"""
MARKDOWN = """\
[2024-01-31 23:59:58] Ann: hello  

[2024-01-31 23:59:59] Me: hi
Ann  

[2024-02-01 00:00:00] Ann:   ![a.jpg](./media/a.jpg)  

[2024-02-01 00:00:01] Ann: (This message was deleted)

"""  # noqa: W291
BACKUP = """\
[Jan 31, 2024 23:59:57] *** Ann is now in the group.
[Jan 31, 2024 23:59:58] <Ann> hello
Bob
[Jan 31, 2024 23:59:59] *** <Ann> sent file "a.jpg"
[Feb 01, 2024 00:00:00] <Bob Lee> hi
"""
BRIEF = """\
2024-01-31 23:58 Ann: hello
2024-01-31 23:59 You: [reply to Ann on 2024-01-31 23:58, edited] hi: Ann
2024-01-31 23:59 Ann: [call-history message]
2024-01-31 23:59 Ann: [1 attachment]
"""
SIGTOP = """\
Conversation: Ann (+447700900123)

From: Ann (+447700900123)
Type: incoming
Sent: Wed, 31 Jan 2024 23:59:58 +0100
Received: Wed, 31 Jan 2024 23:59:59 +0100

hello

Type: of bread? See
From: the baker

From: You
Type: outgoing
Sent: Thu, 1 Feb 2024 00:00:00 +0100

hi

From: Ann (+447700900123)
Type: incoming
Sent: Thu, 1 Feb 2024 00:00:01 +0100
Received: Thu, 1 Feb 2024 00:00:02 +0100
Attachment: a.jpg (image/jpeg, 3 bytes)

"""
BREAD = "hello\n\nType: of bread? See\nFrom: the baker"
HEADER = (
    "ID,THREAD_ID,ADDRESS,ADDRESS_DEVICE_ID,PERSON,DATE_RECEIVED,DATE_SENT,PROTOCOL,READ,STATUS,TYPE,"
    "REPLY_PATH_PRESENT,DELIVERY_RECEIPT_COUNT,SUBJECT,BODY\n"
)
TABLE = f"""{HEADER}\
1,2,+447700900123,1,,1700000000500,1700000000000,,1,,10485780,,,,"hello, Bob"
2,2,+447700900123,1,,1700000001500,1700000001000,,1,,10485783,,,,"hi
Ann"
3,2,+447700900123,1,,1700000002500,1700000002000,,1,,3,,,,
4,2,+447700900123,1,,1700000003500,1700000003000,,1,,65556,,,,CgYKBP
"""
NEWER = """\
_id,date_sent,date_received,date_server,thread_id,from_recipient_id,to_recipient_id,type,body,read
1,1700000000000,1700000000500,-1,2,7,1,10485780,hello,1
2,1700000001000,1700000001500,-1,2,1,7,10485783,hi,1
"""


def test_signal_s_own_export() -> None:
    messages = read_as("signal", ARCHIVE, "signal-export/main.jsonl")
    assert [(m.number, m.date, m.sender, m.conversation, m.sent, m.text) for m in messages] == [
        (1, "2023-11-14T22:13:20Z", "Ann Lee", "Ann Lee", False, "hello\nBob 😊"),
        (2, "2023-11-14T22:13:21Z", "", "Ann Lee", True, "hi"),
        (3, "2023-11-14T22:13:22Z", "Ann Lee", "Picnic", False, "Who brings bread?"),
    ]
    told = "1 message without text, 1 deleted message and 1 notice of the app were passed over"
    assert [f"signal-export/main.jsonl: {told}"] == NOTICES


def test_data_json_of_signal_export() -> None:
    messages = read_as("signal", SIGEXPORT, "out/Ann/data.json")
    assert [(m.date, m.sender, m.conversation, m.sent, m.text) for m in messages] == [
        ("2024-01-31T23:59:58", "Ann", "Ann", False, "hello"),
        ("2024-01-31T23:59:59", "Me", "Ann", True, "hi"),
    ]
    assert NOTICES == ["out/Ann/data.json: 1 message without text was passed over"]


def test_chat_md_of_signal_export() -> None:
    messages = read_as("signal", MARKDOWN, "out/Ann/chat.md")
    assert [(m.date, m.sender, m.conversation, m.sent, m.text) for m in messages] == [
        ("2024-01-31T23:59:58", "Ann", "Ann", False, "hello"),
        ("2024-01-31T23:59:59", "Me", "Ann", True, "hi\nAnn"),
    ]
    assert NOTICES == ["out/Ann/chat.md: 1 message without text and 1 deleted message were passed over"]


def test_text_of_signalbackup_tools() -> None:
    messages = read_as("signal", BACKUP, "Picnic (_id3).txt")
    assert [(m.date, m.sender, m.conversation, m.text) for m in messages] == [
        ("2024-01-31T23:59:58", "Ann", "Picnic", "hello\nBob"),
        ("2024-02-01T00:00:00", "Bob Lee", "Picnic", "hi"),
    ]
    assert NOTICES == ["Picnic (_id3).txt: 1 message without text and 1 notice of the app were passed over"]


def test_short_text_of_sigtop() -> None:
    messages = read_as("signal", BRIEF, "Ann.txt")
    assert [(m.date, m.sender, m.sent, m.text) for m in messages] == [
        ("2024-01-31T23:58", "Ann", False, "hello"),
        ("2024-01-31T23:59", "You", True, "hi: Ann"),
    ]
    assert NOTICES == ["Ann.txt: 1 message without text and 1 notice of the app were passed over"]


def test_text_of_sigtop() -> None:
    messages = read_as("signal", SIGTOP, "Ann (+447700900123).txt")
    assert [(m.date, m.sender, m.conversation, m.sent, m.text) for m in messages] == [
        ("2024-01-31T23:59:58+01:00", "Ann", "Ann", False, BREAD),
        ("2024-02-01T00:00:00+01:00", "", "Ann", True, "hi"),
    ]
    assert NOTICES == ["Ann (+447700900123).txt: 1 message without text was passed over"]


@pytest.mark.parametrize("text", [TABLE, NEWER])
def test_a_table_of_the_database(text: str) -> None:
    messages = read_as("signal", text, "sms.csv")
    assert [(m.date, m.conversation, m.sent) for m in messages] == [
        ("2023-11-14T22:13:20Z", "2", False),
        ("2023-11-14T22:13:21Z", "2", True),
    ]
    assert messages[0].sender in ("+447700900123", "7")
    assert [m.text.splitlines()[0] for m in messages] in (["hello, Bob", "hi"], ["hello", "hi"])


def test_calls_and_changes_of_a_group_are_notices() -> None:
    read_as("signal", TABLE, "sms.csv")
    assert NOTICES == ["sms.csv: 2 notices of the app were passed over"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (ARCHIVE, "main.jsonl"),
        (SIGEXPORT, "Ann/data.json"),
        (MARKDOWN, "Ann/chat.md"),
        (BACKUP, "Ann (_id3).txt"),
        (BRIEF, "-"),
        (SIGTOP, "Ann.txt"),
        (TABLE, "sms.csv"),
        (NEWER, "message.csv"),
    ],
)
def test_each_form_is_known(text: str, source: str) -> None:
    assert find_names(text, source) == ["signal"]


@pytest.mark.parametrize("text", [ARCHIVE, SIGEXPORT, BACKUP, BRIEF, SIGTOP, HEADER])
def test_what_a_stranger_wrote_makes_no_export_of_lines(text: str) -> None:
    lines = "ok see you\nbring milk\nyes\n"
    first = text.splitlines()[0] + "\n"
    assert find_names(first + lines * 9, "inbox.txt") == []
    assert find_names(lines + text, "inbox.txt") == []


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ("1,2,3\n", "sms.csv row 1 has 3 columns and the header 15; check its quotation marks"),
        ('1,"2\n', "sms.csv row 1 is not csv: unexpected end of data; check its quotation marks"),
    ],
)
def test_a_broken_row_is_an_error_with_its_number(rows: str, error: str) -> None:
    with pytest.raises(DataError) as found:
        read_as("signal", HEADER + rows, "sms.csv")
    assert str(found.value) == error


def test_a_broken_line_is_an_error_with_its_number() -> None:
    with pytest.raises(DataError, match=r"main\.jsonl line 14 is no JSON object"):
        read_as("signal", ARCHIVE + "{" + "x" * 70_000, "main.jsonl")


def test_what_is_no_export_is_refused_by_name() -> None:
    with pytest.raises(DataError, match=r"notes\.txt is no export of Signal that is known"):
        read_as("signal", "hello\nyes\n", "notes.txt")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("[2024-01-31 23:59:58] Ann: hi\n\n[2024-01-31 23:59:59] WIN at evil.example: \n", "Ann/chat.md"),
        (
            "[Jan 31, 2024 23:59:58] <Ann> hi\n[Jan 31, 2024 23:59:59] *** WIN at evil.example\n",
            "Ann (_id3).txt",
        ),
        (
            "[Jan 31, 2024 23:59:58] <Ann> hi\n[Jan 31, 2024 23:59:59] *** <WIN at evil.example> sent file\n",
            "Ann (_id3).txt",
        ),
        ("2024-01-31 23:58 Ann: hi\n2024-01-31 23:59 WIN at evil.example: [call message]\n", "Ann.txt"),
        (
            "Conversation: Ann\n\nFrom: Ann\nType: incoming\nSent: x\n\nhi\n\n"
            "From: WIN at evil.example\nType: call-history\nSent: x\n\n",
            "Ann.txt",
        ),
    ],
)
def test_a_line_that_looks_like_a_beginning_hides_nothing(text: str, source: str) -> None:
    messages = read_as("signal", text, source)
    assert len(messages) == 2
    assert messages[0].text == "hi"
    assert "WIN at evil.example" in messages[1].text
