"""Chats of WhatsApp: how iPhone and Android write them, in many languages; all made up."""

import pytest

from spamfilter.errors import DataError
from spamfilter.readers.exports.whatsapp.stamp import find_order, parse_stamp
from spamfilter.readers.notice import NOTICES
from tests.spamfilter.readers.exports.reading import find_names, read_as

IPHONE = """\
[12/31/23, 11:59:57\u202fPM] Ann Lee: \u200eMessages and calls are end-to-end encrypted. Only people in this \
chat can read, listen to, or share them.
[12/31/23, 11:59:58\u202fPM] Ann Lee: Happy new year
from all of us

Ann
\u200e[1/1/24, 12:00:05\u202fAM] Ann Lee: \u200eimage omitted
[1/1/24, 12:00:09\u202fAM] You: Thanks! \u200e<This message was edited>
[1/1/24, 9:05:00\u202fAM] Ann Lee: \u200eThis message was deleted.
\u200e[1/1/24, 9:06:00\u202fAM] Ann Lee: the view \u200e<attached: 00000012-PHOTO-2024-01-01-09-06-00.jpg>
"""
ANDROID = """\
31/12/2023, 23:57 - Messages and calls are end-to-end encrypted. No one outside of this chat, not even \
WhatsApp, can read or listen to them. Tap to learn more.
31/12/2023, 23:57 - Ann created group "Picnic: June"
31/12/2023, 23:58 - +44 7700 900123 joined using this group's invite link
31/12/2023, 23:58 - Ann changed the subject from "Picnic" to "Picnic: June"
31/12/2023, 23:59 - Ann: who brings bread?
01/01/2024, 00:00 - +44 7700 900123: <Media omitted>
01/01/2024, 00:01 - Bob: IMG-20240101-WA0001.jpg (file attached)
look at this
01/01/2024, 00:02 - Bob: You deleted this message
"""


def test_a_chat_of_an_iphone() -> None:
    messages = read_as("whatsapp", IPHONE, "Downloads/_chat.txt")
    assert [(m.number, m.date, m.sender, m.sent, m.text) for m in messages] == [
        (1, "2023-12-31T23:59:58", "Ann Lee", False, "Happy new year\nfrom all of us\n\nAnn"),
        (2, "2024-01-01T00:00:09", "You", True, "Thanks!"),
        (3, "2024-01-01T09:06:00", "Ann Lee", False, "the view"),
    ]
    assert {(m.source, m.conversation, m.raw) for m in messages} == {("Downloads/_chat.txt", "Ann Lee", b"")}
    told = "1 message without text, 1 deleted message and 1 notice of the app were passed over"
    assert [f"Downloads/_chat.txt: {told}"] == NOTICES


def test_a_group_of_android() -> None:
    source = "WhatsApp Chat with Picnic June (2).txt"
    messages = read_as("whatsapp", ANDROID, source)
    assert [(m.date, m.sender, m.conversation, m.text) for m in messages] == [
        ("2023-12-31T23:59", "Ann", "Picnic June", "who brings bread?"),
        ("2024-01-01T00:01", "Bob", "Picnic June", "look at this"),
    ]
    told = "1 message without text, 1 deleted message and 4 notices of the app were passed over"
    assert [f"{source}: {told}"] == NOTICES


def test_a_group_is_called_as_the_notice_of_its_making_says() -> None:
    text = '1/2/24, 10:00 - Ann created group "Picnic"\n1/2/24, 10:01 - Ann: hello\n1/2/24, 10:02 - Bob: hi\n'
    assert [m.conversation for m in read_as("whatsapp", text, "-")] == ["Picnic", "Picnic"]


def test_the_name_of_the_archive_tells_whom_a_chat_is_with() -> None:
    text = "[31.12.23, 23:59:58] Jörg: ja\n"
    (message,) = read_as("whatsapp", text, "export/WhatsApp Chat - Jörg.zip/_chat.txt")
    assert message.conversation == "Jörg"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12/31/23, 11:59:58 PM", "2023-12-31T23:59:58"),
        ("31/12/2023, 23:59", "2023-12-31T23:59"),
        ("31.12.23, 23:59:58", "2023-12-31T23:59:58"),
        ("31.12.23 23:59", "2023-12-31T23:59"),
        ("31-12-2023 23:59", "2023-12-31T23:59"),
        ("2023-12-31, 23:59", "2023-12-31T23:59"),
        ("2023/12/31 23:59", "2023-12-31T23:59"),
        ("2023/12/31 下午11:59:58", "2023-12-31T23:59:58"),
        ("31/12/2023 上午12:01", "2023-12-31T00:01"),
        ("2023. 12. 31. 오후 11:59", "2023-12-31T23:59"),
        ("2023. 12. 31. 오전 12:01", "2023-12-31T00:01"),
        ("31/12/23 11:59 p. m.", "2023-12-31T23:59"),
        ("31/12/23, 12:01\u202fa.\xa0m.", "2023-12-31T00:01"),
        ("31.12.2023 klo 23.59.58", "2023-12-31T23:59:58"),
        ("31/12/23 23.59", "2023-12-31T23:59"),
        ("31/12/2023 à 23:59", "2023-12-31T23:59"),
        ("31.12.23 г., 23:59", "2023-12-31T23:59"),
        ("31.12.23, 11:59 nachm.", "2023-12-31T23:59"),
        ("٣١\u200f/١٢\u200f/٢٠٢٣، ١١:٥٩:٥٨ م", "2023-12-31T23:59:58"),
        ("۲۰۲۳/۱۲/۳۱،\u200f ۲۳:۵۹", "2023-12-31T23:59"),
        ("३१/१२/२३, ११:५९ pm", "2023-12-31T23:59"),
        ("31/12/2566 23:59", "2023-12-31T23:59"),  # Thailand counts from the Buddha's death
        ("1402/10/10, 23:59", ""),  # the Iranian calendar is not converted
    ],
)
def test_dates_of_all_locales(written: str, read: str) -> None:
    stamp = parse_stamp(written)
    assert stamp is not None
    assert stamp.write(day_first=True) == read


@pytest.mark.parametrize(
    "written",
    ["31/12", "call 31/12/23 23:59", "12/31/23 meet at 11:59", "31/13/23 10:00", "1/2/3 4:99", "1" * 999],
)
def test_what_is_no_date(written: str) -> None:
    assert parse_stamp(written) is None


@pytest.mark.parametrize(
    ("dates", "day_first"),
    [
        (["1/2/24, 10:00", "13/2/24, 10:00"], True),
        (["1/2/24, 10:00", "2/13/24, 10:00"], False),
        (["01/02/2024, 10:00", "01/03/2024, 10:00", "02/03/2024, 10:00"], True),  # both orders never go back
        (["05/02/2024, 10:00", "02/03/2024, 10:00", "03/04/2024, 10:00"], True),
        (["02/05/2024, 10:00", "03/02/2024, 10:00", "04/03/2024, 10:00"], False),
        (["1/2/24, 9:05 PM"], False),  # as in the United States
        (["01/02/24, 9:05 pm"], True),
        (["1.2.24, 21:05"], True),
    ],
)
def test_the_order_of_day_and_month(dates: list[str], day_first: bool) -> None:
    stamps = [stamp for one in dates if (stamp := parse_stamp(one))]
    assert len(stamps) == len(dates)
    assert find_order(stamps) is day_first


def test_the_order_is_that_of_the_whole_head() -> None:
    text = "01/02/2024, 10:00 - Ann: a\n05/02/2024, 10:00 - Ann: b\n13/02/2024, 10:00 - Ann: c\n"
    assert [m.date[:10] for m in read_as("whatsapp", text, "-")] == ["2024-02-01", "2024-02-05", "2024-02-13"]


@pytest.mark.parametrize(
    "left_out",
    [
        "<Medien ausgeschlossen>",
        "\u200eBild weggelassen",
        "<Multimedia omitido>",
        "<Médias omis>",
        "<Mídia oculta>",
        "<Без медиафайлов>",
        "<Medya dahil edilmedi>",
        "‏<تم استبعاد الوسائط>",
        "<省略多媒体文件>",
        "\u200eDiese Nachricht wurde gelöscht.",
        "Se eliminó este mensaje.",
        "\u200e<Anhang: 00000021-PHOTO-2024-01-01-10-00-00.jpg>",
        "PTT-20240101-WA0003.opus (Datei angehängt)",
    ],
)
def test_what_stands_for_media_and_deleted_messages(left_out: str) -> None:
    text = f"[31.12.23, 23:59:58] Ann: {left_out}\n[31.12.23, 23:59:59] Ann: ja\n"
    assert [m.text for m in read_as("whatsapp", text, "_chat.txt")] == ["ja"]


def test_a_person_who_writes_such_words_among_others_is_read() -> None:
    text = (
        "[31.12.23, 23:59:58] Ann: image omitted, she said\n"
        "[31.12.23, 23:59:58] Ann: WIN £1000 \u200eimage omitted\n"
        "[31.12.23, 23:59:59] Ann: <attached: WIN 1000 at evil.example>\n"
        "[31.12.23, 23:59:59] Ann: report.pdf (file attached)\n"
    )
    assert [m.text for m in read_as("whatsapp", text, "_chat.txt")] == [
        "image omitted, she said",
        "WIN £1000",
        "<attached: WIN 1000 at evil.example>",
        "report.pdf (file attached)",
    ]


def test_a_name_with_a_colon_is_known_from_the_chat_s() -> None:
    text = "1/2/24, 10:00 - Dr: Ann: note: bring it\n1/2/24, 10:01 - Bob: note: yes\n"
    messages = read_as("whatsapp", text, "WhatsApp Chat with Dr_ Ann.txt")
    assert [(m.sender, m.text) for m in messages] == [("Dr: Ann", "note: bring it"), ("Bob", "note: yes")]


def test_a_line_that_looks_like_a_new_message_is_read_as_one() -> None:
    """Nothing is escaped, so the two cannot be told apart; none is lost."""
    text = "1/2/24, 10:00 - Ann: hi\n1/2/24, 10:01 - Bank: call 0900 123456 now\n"
    messages = read_as("whatsapp", text, "WhatsApp Chat with Ann.txt")
    assert [(m.sender, m.text) for m in messages] == [("Ann", "hi"), ("Bank", "call 0900 123456 now")]


@pytest.mark.parametrize(
    "spam", ["visit https://evil.example", "evil.example now", "£1000", "text 0900 123 456"]
)
def test_a_notice_that_has_what_notices_lack_is_read(spam: str) -> None:
    text = f"1/2/24, 10:00 - Ann: hi\n1/2/24, 10:01 - WIN A PRIZE {spam}\n"
    messages = read_as("whatsapp", text, "WhatsApp Chat with Ann.txt")
    assert [(m.sender, m.text) for m in messages][1:] == [("", f"WIN A PRIZE {spam}")]


def test_a_table_of_imazing() -> None:
    text = (
        "\ufeffChat Session,Message Date,Sent Date,Type,Sender ID,Sender Name,Status,Forwarded,Replying to,"
        "Text,Reactions,Attachment,Attachment type,Attachment info\r\n"
        "Ann,2023-12-03 12:33:30,,Notification,,,,,,Messages and calls are end-to-end encrypted,,,,\r\n"
        'Ann,2023-12-03 12:33:31,,Incoming,+447700900123,Ann Lee,Read,,,"hello, ""you""\r\ntwo",,,,\r\n'
        "Ann,2023-12-03 12:33:32,,Outgoing,,,Read,,,hi,,,,\r\n"
    )
    assert find_names(text, "whatsapp.csv") == ["whatsapp"]
    messages = read_as("whatsapp", text, "whatsapp.csv")
    assert [(m.date, m.sender, m.conversation, m.sent, m.text) for m in messages] == [
        ("2023-12-03T12:33:31", "Ann Lee", "Ann", False, 'hello, "you"\ntwo'),
        ("2023-12-03T12:33:32", "", "Ann", True, "hi"),
    ]


@pytest.mark.parametrize(("text", "source"), [(IPHONE, "_chat.txt"), (ANDROID, "-"), (IPHONE, "notes.txt")])
def test_a_chat_is_known(text: str, source: str) -> None:
    assert find_names(text, source) == ["whatsapp"]


def test_what_a_stranger_wrote_makes_no_chat_of_lines() -> None:
    forged = "[12/31/23, 11:59:58 PM] Ann: Messages and calls are end-to-end encrypted.\n"
    assert find_names(forged, "inbox.txt") == []
    assert find_names(forged + "ok see you\nbring milk\nyes\n", "inbox.txt") == []
    assert find_names(forged * 2 + "ok\nsee you\nyes\n", "inbox.txt") == []
    assert find_names("hello\n" + forged * 20, "inbox.txt") == []


def test_other_text_is_refused_by_name() -> None:
    with pytest.raises(DataError, match=r"notes\.txt does not begin as a chat of WhatsApp does"):
        read_as("whatsapp", "hello\n", "notes.txt")


def test_nothing_is_no_error() -> None:
    assert read_as("whatsapp", "", "_chat.txt") == []


@pytest.mark.parametrize("behind", ["", " <Media omitted>", " This message was deleted"])
def test_a_sender_that_is_no_name_is_read(behind: str) -> None:
    text = f"1/2/24, 10:00 - Ann: hi\n1/2/24, 10:01 - WIN at evil.example:{behind}\n"
    messages = read_as("whatsapp", text, "WhatsApp Chat with Ann.txt")
    assert [(m.sender, m.text) for m in messages][1:] == [("", "WIN at evil.example")]
