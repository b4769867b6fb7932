"""Telegram Desktop: one chat or all of them, as the program writes it, and what may have been done to it."""

import json
import tracemalloc
from collections.abc import Iterator
from typing import BinaryIO, cast

import pytest

from spamfilter.hookspecs import ReadOptions
from spamfilter.readers.exports.telegram import read_telegram
from tests.spamfilter.readers.exports.conftest import Export, Known


def message(
    text: object, writer: str = "user7", name: str | None = "Ann", **more: object
) -> dict[str, object]:
    return {
        "id": 1,
        "type": "message",
        "date": "2023-11-14T23:13:20",
        "date_unixtime": "1700000000",
        "from": name,
        "from_id": writer,
        "text": text,
        **more,
    }


SERVICE = {
    "id": 2,
    "type": "service",
    "date": "2023-11-14T23:13:20",
    "actor": "Ann",
    "action": "phone_call",
    "text": "",
}


def chat(
    *messages: object, kind: str = "personal_chat", name: str | None = "Ann", number: int = 7
) -> dict[str, object]:
    return {"name": name, "type": kind, "id": number, "messages": list(messages)}


def dump(document: object) -> bytes:
    return json.dumps(document, indent=1, ensure_ascii=False).encode()


def test_one_chat_with_a_person(export: Export) -> None:
    read = export(
        dump(chat(message("lunch?"), message("yes", "user1", "Me"), SERVICE, message("", photo="p.jpg"))),
        "result.json",
    )
    assert [(m.number, m.text, m.sender, m.conversation, m.sent) for m in read.messages] == [
        (1, "lunch?", "Ann", "Ann", False),
        (2, "yes", "Me", "Ann", True),
    ]
    assert {m.date for m in read.messages} == {"2023-11-14T22:13:20Z"}
    assert read.notices == [
        "result.json: 1 message from the service itself and 1 message without text were passed over"
    ]


def test_a_text_in_pieces(export: Export) -> None:
    pieces = [
        "Claim your ",
        {"type": "text_link", "text": "prize", "href": "http://x.example"},
        " now",
        7,
        None,
    ]
    entities = [{"type": "plain", "text": "only "}, {"type": "bold", "text": "here"}]
    read = export(dump(chat(message(pieces), message("", text_entities=entities), message([]))), "r.json")
    assert read.texts == ["Claim your prize now", "only here"]


def test_all_chats_of_an_account(export: Export) -> None:
    document = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1, "first_name": "Me"},
        "contacts": {"about": "", "list": [{"first_name": "Ann"}]},
        "chats": {
            "about": "",
            "list": [
                chat(message("hi"), message("yo", "user1", "Me")),
                chat(message("to all", "user9", None), kind="private_group", name="Club", number=50),
                {"type": "saved_messages", "id": 1, "messages": [message("note", "user1", "Me")]},
            ],
        },
        "left_chats": {"about": "", "list": [chat(message("old", "channel3", "News"), name=None)]},
    }
    read = export(dump(document), "result.json")
    assert [(m.number, m.text, m.sender, m.conversation, m.sent) for m in read.messages] == [
        (1, "hi", "Ann", "Ann", False),
        (2, "yo", "Me", "Ann", True),
        (3, "to all", "user9", "Club", False),
        (4, "note", "Me", "Saved Messages", True),
        (5, "old", "News", "", False),
    ]


def test_whose_export_of_a_group_it_is_is_not_known(export: Export) -> None:
    group = chat(message("a", "user1", "Me"), message("b"), kind="private_supergroup", name="Club", number=50)
    assert [m.sent for m in export(dump(group), "r.json").messages] == [False, False]


def test_a_date_without_a_time_zone_stays_so(export: Export) -> None:
    old = message("hi")
    del old["date_unixtime"]
    assert export(dump(chat(old)), "r.json").messages[0].date == "2023-11-14T23:13:20"


@pytest.mark.parametrize("step", [1, 2, 3, 5, 1 << 16])
def test_escapes_that_no_json_has(export: Export, step: int) -> None:
    data = dump(chat(message("@"))).replace(
        b"@", rb"a\x1Fb \\x41 \ud83d\ude0a \ud83d \ude0a \ud83d\u0041 \\\ud83d \u00e9\"\\"
    )
    said = 'ab \\x41 😊 \ufffd \ufffd \ufffdA \\\ufffd é"\\'
    assert export(data, "r.json", "telegram", step).texts == [said]


def test_a_document_that_is_cut_off_gives_what_is_whole(export: Export) -> None:
    data = dump(chat(message("one"), message("two")))
    for end in (len(data) - 1, len(data) - 5, data.index(b"two")):
        read = export(data[:end], "r.json")
        assert read.texts == (["one", "two"] if end > data.index(b"two") else ["one"])
        assert read.error == "r.json is cut off: its JSON has no end; export or copy it again"


@pytest.mark.parametrize(
    "broken",
    [
        b'"x": NaN',
        b'"x": 12345678901234567890',
        b'"x": 1e99999999999999999999',
        b'"x": ' + b"9" * 6000,
        b'"x": tru',
        b'"x": "a\nb"',
        b"[" * 9,
    ],
    ids=["NaN", "integer", "exponent", "digits", "word", "line break", "no key"],
)
def test_a_document_that_is_broken_gives_what_is_above(export: Export, broken: bytes) -> None:
    data = dump(chat(message("one"), message("two"))).replace(b'"text": "two"', broken)
    read = export(data, "r.json", "telegram")
    assert read.texts == ["one"]
    assert read.error.startswith("r.json is not a JSON document: ")
    assert "\n" not in read.error


def test_of_keys_that_come_twice_the_last_counts(export: Export) -> None:
    data = dump(chat(message("one"))).replace(b'"text"', b'"text": "no", "text"')
    assert export(data, "r.json").texts == ["one"]


@pytest.mark.parametrize("where", ["text", "reactions", "other"])
def test_a_document_that_is_too_deep_is_refused(export: Export, where: str) -> None:
    data = dump(chat(message("one"))).replace(
        b'"text"', b'"%s": %s, "text"' % (where.encode(), b"[" * 300_000)
    )
    if where == "other":  # beside the messages
        data = b'{"name": "Ann", "other": ' + b"[" * 300_000
    error = export(data, "r.json", "telegram").error
    assert error == "r.json has a record of more than 100 levels; it is no export of messages"


def test_a_record_that_is_too_large_is_refused(export: Export) -> None:
    data = dump(chat(message("one"), message(["x" * 1000] * 20_000)))
    read = export(data, "r.json")
    assert read.texts == ["one"]
    assert read.error == "r.json has a record of more than 16 MiB; it is no export of messages"


@pytest.mark.parametrize("step", [1, 1 << 16])
def test_blanks_around_the_document_do_not_matter(export: Export, step: int) -> None:
    data = b" \n" + dump(chat(message("one"))) + b"\r\n \n"
    assert export(data, "r.json", "telegram", step)[0::2] == export(data, "r.json")[0::2]
    assert export(data, "r.json").error == ""


def test_what_follows_the_document_is_an_error(export: Export) -> None:
    read = export(dump(chat(message("one"))) + b" {}", "r.json", "telegram")
    assert read.texts == ["one"]
    assert read.error == "r.json is not a JSON document: parse error: trailing garbage; export it again"


@pytest.mark.parametrize("other", [b"{}", b"[]", b"7", b'{"a": {"messages": []}}', b'"messages"'])
def test_another_document_is_refused(export: Export, other: bytes) -> None:
    error = export(other, "r.json", "telegram").error
    assert error == "r.json has no messages of Telegram; name its format with --input"


PAGE = b"""<!DOCTYPE html>
<html>
 <head>
  <meta charset="utf-8"/>
  <title>Exported Data</title>
  <link href="css/style.css" rel="stylesheet"/>
 </head>
 <body onload="CheckLocation();">
  <div class="page_wrap">
"""


def test_its_html_is_refused_by_name(export: Export, known: Known) -> None:
    assert export(PAGE, "messages.html").error == (
        "messages.html is Telegram's HTML; export the chat again and choose JSON as its format"
    )
    assert known(PAGE, "inbox.txt") == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_byte_order_mark_tells_the_encoding(export: Export, encoding: str) -> None:
    assert export(dump(chat(message("caf\u00e9"))).decode().encode(encoding), "r.json").texts == ["café"]


def test_lines_that_a_stranger_wrote_are_no_export(known: Known) -> None:
    whole = dump(chat(message("hi")))
    line = json.dumps(chat(message("hi"))).encode()
    assert known(whole) == known(line) == known(line[:-20]) == ["telegram"]
    assert known(dump(chat(*[message("hi")] * 1000))[: 1 << 16]) == ["telegram"]
    for data in (
        line + b"\nSee you at eight\n",
        line[:-4] + b"\nSee you at eight\n",
        line[: line.index(b"hi")] + b"\nSee you at eight\n",
        b"See you\n" + line,
        line.replace(b"personal_chat", b"novel"),
        b'{"messages": [{"text": "hi"}]}',
        b'["messages"]',
    ):
        assert known(data) == [], data


class Endless:
    """A chat of many megabytes, made while it is read, below a list of as many."""

    def __init__(self, megabytes: int) -> None:
        self._pieces = self._make(megabytes)

    def _make(self, megabytes: int) -> Iterator[bytes]:
        one = json.dumps(message("x" * 700)).encode()
        piece = b",".join([one] * 64)
        yield b'{"name": "Ann", "stories": [7'
        yield from [b",%s" % piece] * (megabytes * 16)
        yield b'], "type": "personal_chat", "id": 7, "messages": [' + one
        yield from [b",%s" % piece] * (megabytes * 16)
        yield b"]}"

    def read(self, size: int) -> bytes:
        return next(self._pieces, b"")


def test_a_document_costs_no_memory() -> None:
    stream = cast(BinaryIO, Endless(5))
    tracemalloc.start()
    count = sum(1 for _ in read_telegram(stream, "r.json", ReadOptions()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5 * 16 * 64 + 1
    assert peak < 3 << 20
