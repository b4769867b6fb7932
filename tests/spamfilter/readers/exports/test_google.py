"""What Google Takeout gives of messages: Google Chat, Hangouts, Google Voice."""

import json

import pytest

from tests.spamfilter.readers.exports.conftest import Export, Known


def dump(document: object) -> bytes:
    return json.dumps(document, indent=2).encode()


def chat(text: str | None, date: str = "Wednesday, April 15, 2015 at 12:51:08 AM UTC") -> dict[str, object]:
    record: dict[str, object] = {
        "creator": {"name": "Ann", "email": "ann@example.com", "user_type": "Human"},
        "created_date": date,
        "topic_id": "Zz55N1gqWfo",
        "message_id": "1pRI-QAAAAE/Zz55N1gqWfo/Zz55N1gqWfo",
    }
    return record if text is None else {**record, "text": text}


def test_google_chat(export: Export) -> None:
    nameless = {**chat("WIN"), "creator": {"email": "x@example.org", "user_type": "Bot"}}
    read = export(dump({"messages": [chat("it's 95"), chat(None), nameless]}), "messages.json")
    assert [(m.number, m.text, m.sender, m.conversation, m.sent) for m in read.messages] == [
        (1, "it's 95", "Ann", "1pRI-QAAAAE", False),
        (2, "WIN", "x@example.org", "1pRI-QAAAAE", False),
    ]
    assert read.messages[0].date == "2015-04-15T00:51:08Z"
    assert read.notices == ["messages.json: 1 message without text was passed over"]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Thursday, May 7, 2015 at 4:26:12 PM UTC", "2015-05-07T16:26:12Z"),
        ("Thursday, May 7, 2015 at 12:26:12\u202fPM UTC", "2015-05-07T12:26:12Z"),
        ("Thursday, 7 May 2015 at 16:26:12 UTC", "2015-05-07T16:26:12Z"),
        ("Thursday, May 7, 2015 at 4:26:12 PM GMT+2", "2015-05-07T16:26:12"),
        ("Donnerstag, 7. Mai 2015 um 16:26:12 UTC", ""),
        ("Thursday, May 77, 2015 at 4:26:12 PM UTC", ""),
        ("Thursday, May 7, 2015 at 44:26:12 UTC", ""),
        ("", ""),
    ],
)
def test_a_date_in_english_words_is_read(export: Export, written: str, date: str) -> None:
    (message,) = export(dump({"messages": [chat("hi", written)]}), "messages.json").messages
    assert message.date == date


def hangouts(*events: object, name: str | None = None) -> dict[str, object]:
    people = [
        {"id": {"gaia_id": "1", "chat_id": "1"}, "fallback_name": "Me"},
        {"id": {"gaia_id": "2", "chat_id": "2"}, "fallback_name": "Ann"},
        {"id": {"gaia_id": "3", "chat_id": "3"}, "phone_number": {"e164": "+15550100"}},
    ]
    about: dict[str, object] = {
        "id": {"id": "Ugx"},
        "type": "GROUP",
        "self_conversation_state": {"self_read_state": {"participant_id": {"gaia_id": "1", "chat_id": "1"}}},
        "participant_data": people,
    }
    if name:
        about["name"] = name
    return {"conversation": {"conversation_id": {"id": "Ugx"}, "conversation": about}, "events": list(events)}


def event(writer: str, *segments: tuple[str, str]) -> dict[str, object]:
    content = {"segment": [{"type": kind, "text": text} for kind, text in segments]}
    return {
        "sender_id": {"gaia_id": writer, "chat_id": writer},
        "timestamp": "1700000000001234",
        "event_type": "REGULAR_CHAT_MESSAGE",
        "chat_message": {"message_content": content},
    }


CALL = {
    "sender_id": {"gaia_id": "2"},
    "timestamp": "1700000000000000",
    "hangout_event": {},
    "event_type": "HANGOUT_EVENT",
}
EVENTS = [
    event("2", ("TEXT", "see "), ("LINK", "http://x.example"), ("LINE_BREAK", "\n"), ("TEXT", "ok")),
    event("1", ("TEXT", "yes")),
    event("3", ("TEXT", "WIN")),
    event("9"),
    CALL,
]


@pytest.mark.parametrize("form", ["new", "old"])
def test_hangouts(export: Export, form: str) -> None:
    thread = hangouts(*EVENTS)
    document: dict[str, object] = {"conversations": [thread, hangouts(EVENTS[1], name="Club")]}
    if form == "old":
        inner = {"conversation": thread["conversation"]["conversation"], "event": EVENTS}  # type: ignore[index]
        state = {"conversation_id": {"id": "Ugx"}, "conversation_state": inner}
        document = {"continuation_end_timestamp": "0", "conversation_state": [state]}
    read = export(dump(document), "Hangouts.json")
    assert [(m.number, m.text, m.sender, m.sent) for m in read.messages[:3]] == [
        (1, "see http://x.example\nok", "Ann", False),
        (2, "yes", "Me", True),
        (3, "WIN", "+15550100", False),
    ]
    assert {m.date for m in read.messages} == {"2023-11-14T22:13:20Z"}
    assert [m.conversation for m in read.messages] == ["Ann, +15550100"] * 3 + ["Club"] * (form == "new")
    assert read.notices == [
        "Hangouts.json: 1 message without text and 1 message from the service itself were passed over"
    ]


STYLE = '<style type="text/css">\n/* Copyright 2011 Google Inc.  All Rights Reserved. */\ncite {\n}\n</style>'


def page(body: str, title: str = "Ann") -> bytes:
    return (
        '<?xml version="1.0" ?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />\n'
        f"<title>{title}</title>\n{STYLE}"
        f"</head>\n<body>{body}\n"
        '<div class="tags">Labels:\n<a rel="tag" href="http://www.google.com/voice#sms">Text</a></div>\n'
        '<div class="deletedStatusContainer">User Deleted:\nFalse</div></body></html>\n'
    ).encode()


def cite(name: str = "Ann", number: str = "+15550100") -> str:
    element = '<abbr class="fn" title="">Me</abbr>' if name == "Me" else f'<span class="fn">{name}</span>'
    return f'<cite class="sender vcard"><a class="tel" href="tel:{number}">{element}</a></cite>'


def spoken(text: str, name: str = "Ann") -> str:
    return (
        '<div class="message"><abbr class="dt" title="2021-07-13T14:25:26.713-07:00">Jul 13, 2021, '
        f"2:25:26&#8239;PM\nPacific Time</abbr>:\n{cite(name)}:\n<q>{text}</q>\n</div> "
    )


def log(*messages: str, people: str = "") -> str:
    return f'<div class="hChatLog hfeed">{people}{"".join(messages)}</div>'


@pytest.mark.parametrize("step", [1, 50, 1 << 16])
def test_google_voice(export: Export, step: int) -> None:
    body = log(
        spoken("it&#39;s 8<br>S\u00f8ren &amp; <a href='x'>I</a> ok"),
        spoken("yes", "Me"),
        spoken("MMS Received"),
    )
    read = export(page(body), "Ann - Text - 2021-07-13T21_25_26Z.html", step=step)
    assert [(m.number, m.text, m.sender, m.conversation, m.sent) for m in read.messages] == [
        (1, "it's 8\nSøren & I ok", "Ann", "Ann", False),
        (2, "yes", "Me", "Ann", True),
    ]
    assert {m.date for m in read.messages} == {"2021-07-13T14:25:26.713-07:00"}
    assert read.notices == ["Ann - Text - 2021-07-13T21_25_26Z.html: 1 message without text was passed over"]


def test_a_group_and_a_number_without_a_name(export: Export) -> None:
    people = f'<div class="participants">Group conversation with:\n{cite("Rosa")}, {cite("Alan")}</div>\n'
    group = page(log(spoken("hi", "Rosa"), spoken("yo", "Me"), people=people), "Group Conversation")
    assert [(m.sender, m.conversation) for m in export(group, "g.html").messages] == [
        ("Rosa", "Rosa, Alan"),
        ("Me", "Rosa, Alan"),
    ]
    (alone,) = export(page(log(spoken("hi", "")), "Me to\n+15550100"), "n.html").messages
    assert (alone.sender, alone.conversation) == ("+15550100", "+15550100")


def test_a_call_has_no_messages_and_says_so(export: Export) -> None:
    body = (
        '<div class="haudio"><span class="album">Call Log for\n</span>\n'
        '<span class="fn">Missed call from\n</span>\n'
        '<div class="contributor vcard">Missed call from\n'
        '<a class="tel" href="tel:+1"><span class="fn"></span></a>'
        '</div>\n<abbr class="published" title="2016-11-22T09:57:49.000-08:00">Nov 22</abbr></div>'
    )
    read = export(page(body, "Missed call from\n"), "+1 - Missed - 2016-11-22T17_57_49Z.html")
    assert (read.messages, read.error) == ([], "")
    assert read.notices == [
        "+1 - Missed - 2016-11-22T17_57_49Z.html: a call or a voicemail, without messages"
    ]


@pytest.mark.parametrize("data", [b"", b"<html><p>hi</html>", b"words"])
def test_another_page_is_refused(export: Export, data: bytes) -> None:
    error = export(data, "a.html", "google-voice").error
    assert error == "a.html is not a page of Google Voice; name its format with --input"


@pytest.mark.parametrize("name", ["google-chat", "hangouts"])
@pytest.mark.parametrize("data", [b"{}", b"[]", b"null"])
def test_another_document_is_refused(export: Export, name: str, data: bytes) -> None:
    assert export(data, "a.json", name).error.startswith("a.json has no ")


def test_only_what_is_surely_one_is_taken_for_one(known: Known) -> None:
    chats, threads = dump({"messages": [chat("hi")]}), dump({"conversations": [hangouts(*EVENTS)]})
    voice = page(log(spoken("hi")))
    assert [known(chats), known(threads), known(voice, "a.html")] == [
        ["google-chat"],
        ["hangouts"],
        ["google-voice"],
    ]
    for whole in (chats, threads):
        line = json.dumps(json.loads(whole)).encode()
        assert known(line)
        assert known(line + b"\nSee you at eight\n") == known(line[:-6] + b"\nSee you at eight\n") == []
    assert known(voice) == known(b"<html><p>hi", "a.html") == known(b'{"messages": []}') == []
