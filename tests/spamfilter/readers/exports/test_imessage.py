"""Chats of Apple's Messages, as imessage-exporter, iMazing and queries write them; all made up."""

import pytest

from spamfilter.errors import DataError
from spamfilter.readers.notice import NOTICES
from tests.spamfilter.readers.exports.reading import find_names, read_as

CHAT = """\
Mar 05, 2024  2:03:45 PM
+447700900123
Are we still on for Thursday?

Mar 05, 2024  2:05:01 PM (Read by them after 2 minutes, 3 seconds)
Me
Yes! 6pm

at the usual place
Tapbacks:
    Loved by +447700900123


Mar 06, 2024 12:01:00 AM
+447700900123
/Users/me/Library/Messages/Attachments/ab/IMG_0001.heic

Mar 06, 2024  9:02:00 AM Me renamed the conversation to Dinner

Mar 06, 2024  9:03:00 AM
Me
Who brings bread?
    Mar 06, 2024  9:04:00 AM
    +447700900123
    I do

Mar 06, 2024  9:04:00 AM
+447700900123
I do
This message responded to an earlier message.

Mar 06, 2024  9:05:00 AM
+447700900123
They deleted a message.

"""
IMAZING = (
    "\ufeffChat Session,Message Date,Delivered Date,Read Date,Edited Date,Service,Type,Sender ID,Sender Name,"
    "Status,Replying to,Subject,Text,Attachment,Attachment type\r\n"
    'Ann,2024-01-31 23:59:58,,,,iMessage,Incoming,+447700900123,Ann Lee,Read,,,"hello, ""Bob""",,\r\n'
    "Ann,2024-01-31 23:59:59,,,,iMessage,Outgoing,,,Read,,,hi,,\r\n"
    "Ann,2024-02-01 00:00:00,,,,SMS,Incoming,+447700900123,Ann Lee,Read,,,,a.jpg,Image\r\n"
)
QUERY = """\
message_date,sender_or_recipient,is_from_me,text,chat_id
2024-01-31 23:59:58,+447700900123,0,"hello, Bob",3
2024-01-31 23:59:59,+447700900123,1,hi,3
"""


def test_the_text_of_imessage_exporter() -> None:
    messages = read_as("imessage", CHAT, "+447700900123.txt")
    assert [(m.number, m.date, m.sender, m.sent, m.text) for m in messages] == [
        (1, "2024-03-05T14:03:45", "+447700900123", False, "Are we still on for Thursday?"),
        (2, "2024-03-05T14:05:01", "Me", True, "Yes! 6pm\n\nat the usual place"),
        (3, "2024-03-06T09:03:00", "Me", True, "Who brings bread?"),
        (4, "2024-03-06T09:04:00", "+447700900123", False, "I do"),
    ]
    assert {m.conversation for m in messages} == {"+447700900123"}
    told = "1 message without text, 1 deleted message and 1 notice of the app were passed over"
    assert [f"+447700900123.txt: {told}"] == NOTICES


def test_the_table_of_imazing() -> None:
    messages = read_as("imessage", IMAZING, "Messages - Ann.csv")
    assert [(m.date, m.sender, m.conversation, m.sent, m.text) for m in messages] == [
        ("2024-01-31T23:59:58", "Ann Lee", "Ann", False, 'hello, "Bob"'),
        ("2024-01-31T23:59:59", "", "Ann", True, "hi"),
    ]
    assert NOTICES == ["Messages - Ann.csv: 1 message without text was passed over"]


def test_the_table_of_a_query() -> None:
    messages = read_as("imessage", QUERY, "messages.csv")
    assert [(m.date, m.sender, m.conversation, m.sent, m.text) for m in messages] == [
        ("2024-01-31T23:59:58", "+447700900123", "3", False, "hello, Bob"),
        ("2024-01-31T23:59:59", "", "3", True, "hi"),
    ]


@pytest.mark.parametrize("date", ["726710400", "726710400000000000"])
def test_apple_s_seconds_and_nanoseconds_since_2001(date: str) -> None:
    text = f"rowid,date,text,is_from_me,handle_id\n1,{date},hello,0,7\n"
    (message,) = read_as("imessage", text, "message.csv")
    assert (message.date, message.sender) == ("2024-01-12T00:00:00Z", "7")


@pytest.mark.parametrize(
    ("text", "source"), [(CHAT, "Ann.txt"), (CHAT, "-"), (IMAZING, "a.csv"), (IMAZING, "-"), (QUERY, "m.csv")]
)
def test_each_form_is_known(text: str, source: str) -> None:
    assert find_names(text, source) == ["imessage"]


def test_what_a_stranger_wrote_makes_no_export_of_lines() -> None:
    lines = "ok see you\nbring milk\nyes\n"
    assert find_names("Mar 05, 2024  2:03:45 PM\nAnn\nhello\n" + lines * 9, "inbox.txt") == []
    assert find_names(QUERY.splitlines()[0] + "\n" + lines, "inbox.txt") == []
    assert find_names(lines + CHAT, "inbox.txt") == []


def test_a_line_that_looks_like_a_date_hides_nothing() -> None:
    forged = (
        "Mar 05, 2024  2:03:45 PM\n+447700900123\nhi\n\nMar 05, 2024  2:03:46 PM\nWIN £1000 at evil.example\n"
    )
    messages = read_as("imessage", forged, "Ann.txt")
    assert [m.text for m in messages] == ["hi", "WIN £1000 at evil.example"]


def test_who_reacted_is_left_out_only_for_people_of_the_chat() -> None:
    text = "Mar 05, 2024  2:03:45 PM\nAnn\nhi\nTapbacks:\n    Loved by WIN 1000 at evil.example\n"
    (message,) = read_as("imessage", text, "Ann.txt")
    assert "evil.example" in message.text


def test_other_text_is_refused_by_name() -> None:
    with pytest.raises(DataError, match=r"notes\.txt does not begin as a chat of imessage-exporter does"):
        read_as("imessage", "hello\nyes\n", "notes.txt")
