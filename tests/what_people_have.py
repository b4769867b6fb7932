"""A made-up file for each row of "What people have" in ``spamfilter/README.md``, and what a scan says of it.

The samples are those of the tests of each reader, which name the sources of the formats.
"""

import gzip
import io
import sqlite3
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet

from tests.made_up_msg import fixed, merge, text, write_ole
from tests.spamfilter.readers import test_emlx as emlx
from tests.spamfilter.readers.container.packed import END, PACK, make_member, make_zip
from tests.spamfilter.readers.exports import test_backup as backup
from tests.spamfilter.readers.exports import test_google as google
from tests.spamfilter.readers.exports import test_imessage as imessage
from tests.spamfilter.readers.exports import test_outlook as outlook
from tests.spamfilter.readers.exports import test_signal as signal
from tests.spamfilter.readers.exports import test_sms_ie as sms_ie
from tests.spamfilter.readers.exports import test_telegram as telegram
from tests.spamfilter.readers.exports import test_whatsapp as whatsapp


@dataclass(frozen=True, slots=True)
class Said:
    """A message as ``--format jsonl`` has it."""

    text: str
    sender: str = ""
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Files by their names, what of them is given to ``scan --sent``, and what it must say."""

    files: Mapping[str, bytes]
    said: tuple[Said, ...] = ()
    told: tuple[str, ...] = ()
    code: int = 0
    sources: tuple[str, ...] = ()  # the files where none are named


def one(name: str, data: bytes | str, *said: Said, told: tuple[str, ...] = (), code: int = 0) -> Case:
    """A case of one file."""
    return Case({name: data.encode() if isinstance(data, str) else data}, said, told, code)


HI, WIN = Said("hi"), Said("WIN a prize")
LINES = b"hi\nWIN a prize\n"
MAIL = b"From: Jo <jo@example.org>\nSubject: s\n\nhello\n"
READ = Said("s\n\nhello", "Jo <jo@example.org>")
FROM = b"From jo@example.org Thu Aug 22 12:36:23 2002\n"
BOX = (FROM + MAIL + b"\n") * 2
TABLE = pa.table({"id": [1, 2, 3], "text": ["hi", None, "WIN a prize"]})
MORK = b'// <!-- <mdb:mork:z v="1.4"/> -->\n'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def write_parquet() -> bytes:
    stream = io.BytesIO()
    pa.parquet.write_table(TABLE, stream)
    return stream.getvalue()


def write_arrow() -> bytes:
    stream = io.BytesIO()
    with pa.ipc.new_file(stream, TABLE.schema) as writer:
        writer.write_table(TABLE)
    return stream.getvalue()


def write_feather() -> bytes:
    stream = io.BytesIO()
    pa.feather.write_feather(TABLE, stream)
    return stream.getvalue()


def write_database() -> bytes:
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE message (text TEXT)")
        return database.serialize()


def write_tar() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("inbox.txt"))
    return stream.getvalue()


def write_msg() -> bytes:
    return write_ole(
        merge(
            text(outlook.SUBJECT, "Lunch"),
            text(outlook.SHOWN_NAME, "Ann"),
            text(outlook.SHOWN_ADDRESS, "ann@example.org"),
            text(outlook.BODY, "at one?"),
            fixed({outlook.SUBMITTED: outlook.SENT}),
        )
    )


ANDROID = backup.backup(
    backup.sms("lunch? &#55357;&#56842;"),
    backup.sms("yes", 2),
    backup.mms(backup.picture(90) + backup.text("look"), name="Bob"),
    backup.mms(backup.picture(90)),
    backup.sms("later", 3),
)
CALLS = b'<?xml version="1.0"?>\n<calls count="1">\n  <call number="1" duration="7" />\n</calls>\n'
SMS_IE = sms_ie.lines(
    {**sms_ie.SMS, "body": "lunch?", "__display_name": "Ann"},
    {**sms_ie.SMS, "body": "yes", "type": "2"},
    {**sms_ie.MMS, "__sender_address": sms_ie.ANN, "__parts": [sms_ie.part("look")]},
    {**sms_ie.MMS, "__sender_address": sms_ie.ANN, "__parts": [{"ct": "image/jpeg", "_data": "x"}]},
)
TELEGRAM = telegram.chat(
    telegram.message(["WIN ", {"type": "bold", "text": "a prize"}]),
    telegram.message("no", "user1", "Me"),
    telegram.message("", photo="p.jpg"),
    telegram.SERVICE,
)
# What is told of most samples.
NO_TEXT, UNSENT = "1 message without text", "1 message never sent (draft or outbox)"
SERVICE = "1 message from the service itself"
OF_APP = f"{NO_TEXT}, 1 deleted message and 1 notice of the app were passed over"
NAME_ONE = "name a file of messages, or the format with --input (spamfilter scan --help lists them)"
VOICE = "Ann - Text - 2021-07-13T21_25_26Z.html"

ME = Said("hi", sent=True)
PHONE = (Said("lunch? 😊", "Ann"), Said("yes", sent=True), Said("look", "Bob"))
IPHONE = (
    Said("Happy new year\nfrom all of us\n\nAnn", "Ann Lee"),
    Said("Thanks!", "You", sent=True),
    Said("the view", "Ann Lee"),
)
TOLD_BY_ANN = (Said("WIN a prize", "Ann"), Said("no", "Me", sent=True))
TELEGRAMS = {"about": "Here is the data", "chats": {"about": "", "list": [TELEGRAM, TELEGRAM]}}
ANN_ME = (Said("lunch?", "Ann"), Said("yes", sent=True))
CASES: dict[str, list[Case]] = {
    "one message a line": [one("inbox.txt", LINES, HI, WIN), one("sms.log", LINES, HI, WIN)],
    "a table": [
        one("a.csv", b"id,Text\n1,hi\n2,WIN a prize\n", HI, WIN),
        one("b.tsv", b'id\ttext\n1\thi\n2\tsix "inches\n', HI, Said('six "inches')),
        one("c.csv", b'sep=;\r\nid;text\r\n1;"a;b"\r\n', Said("a;b")),
        one("d.csv", b"id|text\n1|hi\n", HI),
        one("e.csv", b"id,text\r1,hi\r2,WIN a prize\r", HI, WIN),
        one("f.csv", "id\ttext\r\n1\thi\r\n".encode("utf-16"), HI),
        one(
            "g.csv",
            b"id,text\n1,hi\n2,WIN, a prize\n",
            HI,
            told=(
                "g.csv row 2 has 3 columns, the header 2; "
                "a text with commas in it must be in quotation marks",
            ),
            code=65,
        ),
        one(
            "h.csv",
            b'id,text\n1,hi\n2,"WIN\n3,ok\n',
            HI,
            told=("h.csv row 2 has a quotation mark that is never closed; add the other one",),
            code=65,
        ),
    ],
    "JSON lines, or one JSON array": [
        one("a.jsonl", b'{"text": "hi"}\n{"text": "WIN a prize"}\n', HI, WIN),
        one(
            "b.ndjson",
            b'{"text": "hi"}\n{"id": 7}\n',
            HI,
            told=("b.ndjson: 1 record without a text in 'text' was passed over",),
        ),
        one("c.json", b'[{"text": "hi"},\n {"text": "WIN a prize"}]\n', HI, WIN),
    ],
    "a mailbox, of Thunderbird too": [one("box.mbox", BOX, READ, READ), one("Inbox", BOX, READ, READ)],
    "a Maildir": [
        Case(
            {
                "Maildir/cur/1.a.host:2,S": MAIL,
                "Maildir/new/2.b.host": gzip.compress(MAIL),
                "Maildir/tmp/3.c.host": MAIL,
            },
            (READ, READ),
            sources=("Maildir",),
        )
    ],
    "a profile of Thunderbird": [
        Case(
            {
                "Mail/Inbox": BOX,
                "Mail/Inbox.msf": MORK,
                "Mail/Inbox.sbd/Work": BOX,
                "Mail/Inbox.sbd/Work.msf": MORK,
            },
            (READ,) * 4,
            sources=("Mail",),
        )
    ],
    "a mail": [one("a.eml", MAIL, READ)],
    "a mail of Apple Mail, an export": [
        one("1.emlx", b"%d\n" % len(MAIL) + MAIL + emlx.LIST, READ),
        Case(
            {"Work.mbox/mbox": BOX, "Work.mbox/table_of_contents": bytes(64)},
            (READ, READ),
            sources=("Work.mbox",),
        ),
    ],
    "gzip, bzip2, xz, zstd": [
        one("inbox.txt.gz", PACK["gzip"](LINES), HI, WIN),
        one("box.mbox.bz2", PACK["bzip2"](BOX), READ, READ),
        one("a.csv.xz", PACK["xz"](b"text\nhi\n"), HI),
        one(
            "sms.xml.zst",
            PACK["zstd"](ANDROID),
            *PHONE,
            told=(f"sms.xml.zst: {NO_TEXT} and {UNSENT} were passed over",),
        ),
    ],
    "a zip": [
        one(
            "all.zip",
            make_zip({"inbox.txt": LINES, "mail/box.mbox": BOX, "a.png": PNG}),
            HI,
            WIN,
            READ,
            READ,
            told=("all.zip/a.png: is a PNG image, not messages; it was passed over",),
        ),
        one(
            "locked.zip",
            make_member(b"inbox.txt", LINES, flags=1) + END,
            told=("locked.zip/inbox.txt is encrypted; unpack it with its password first",),
            code=65,
        ),
    ],
    "SMS Backup & Restore (Android)": [
        one(
            "sms-20240101.xml",
            ANDROID,
            *PHONE,
            told=(f"sms-20240101.xml: {NO_TEXT} and {UNSENT} were passed over",),
        ),
        one(
            "calls.xml",
            CALLS,
            told=("calls.xml is a list of calls, which has no messages; name the backup of the messages",),
            code=65,
        ),
    ],
    "SMS Import / Export (Android)": [
        one(
            "messages.ndjson",
            SMS_IE,
            *ANN_ME,
            Said("look", "Ann"),
            told=(f"messages.ndjson: {NO_TEXT} was passed over",),
        ),
        one(
            "messages.zip",
            make_zip({"messages.ndjson": SMS_IE, "data/1.png": PNG}),
            *ANN_ME,
            Said("look", "Ann"),
            told=(
                f"messages.zip/messages.ndjson: {NO_TEXT} was passed over",
                "messages.zip/data/1.png: is a PNG image, not messages; it was passed over",
            ),
        ),
    ],
    "Google Takeout: mail": [one("All mail Including Spam and Trash.mbox", BOX, READ, READ)],
    "Google Takeout: Chat, Hangouts, Voice": [
        one(
            "messages.json",
            google.dump({"messages": [google.chat("hi"), google.chat(None)]}),
            Said("hi", "Ann"),
            told=(f"messages.json: {NO_TEXT} was passed over",),
        ),
        one(
            "Hangouts.json",
            google.dump({"conversations": [google.hangouts(*google.EVENTS)]}),
            Said("see http://x.example\nok", "Ann"),
            Said("yes", "Me", sent=True),
            Said("WIN", "+15550100"),
            told=(f"Hangouts.json: {NO_TEXT} and {SERVICE} were passed over",),
        ),
        one(
            VOICE,
            google.page(
                google.log(google.spoken("hi"), google.spoken("yes", "Me"), google.spoken("MMS Received"))
            ),
            Said("hi", "Ann"),
            Said("yes", "Me", sent=True),
            told=(f"{VOICE}: {NO_TEXT} was passed over",),
        ),
    ],
    "WhatsApp": [
        one("_chat.txt", whatsapp.IPHONE, *IPHONE, told=(f"_chat.txt: {OF_APP}",)),
        one(
            "WhatsApp Chat with Picnic.txt",
            whatsapp.ANDROID,
            Said("who brings bread?", "Ann"),
            Said("look at this", "Bob"),
            told=(
                "WhatsApp Chat with Picnic.txt: "
                f"{NO_TEXT}, 1 deleted message and 4 notices of the app were passed over",
            ),
        ),
        one(
            "WhatsApp Chat - Ann.zip",
            make_zip({"_chat.txt": whatsapp.IPHONE.encode(), "a.jpg": PNG}),
            *IPHONE,
            told=(
                f"WhatsApp Chat - Ann.zip/_chat.txt: {OF_APP}",
                "WhatsApp Chat - Ann.zip/a.jpg: is a PNG image, not messages; it was passed over",
            ),
        ),
    ],
    "Telegram Desktop": [
        one(
            "result.json",
            telegram.dump(TELEGRAM),
            *TOLD_BY_ANN,
            told=(f"result.json: {NO_TEXT} and {SERVICE} were passed over",),
        ),
        one(
            "all/result.json",
            telegram.dump(TELEGRAMS),
            *TOLD_BY_ANN,
            *TOLD_BY_ANN,
            told=(
                "all/result.json: "
                "2 messages without text and 2 messages from the service itself were passed over",
            ),
        ),
        one(
            "messages.html",
            telegram.PAGE,
            told=("messages.html is Telegram's HTML; export the chat again and choose JSON as its format",),
            code=65,
        ),
    ],
    "Signal": [
        one(
            "main.jsonl",
            signal.ARCHIVE,
            Said("hello\nBob 😊", "Ann Lee"),
            ME,
            Said("Who brings bread?", "Ann Lee"),
            told=(f"main.jsonl: {OF_APP}",),
        ),
        one(
            "data.json",
            signal.SIGEXPORT,
            Said("hello", "Ann"),
            Said("hi", "Me", sent=True),
            told=(f"data.json: {NO_TEXT} was passed over",),
        ),
        one(
            "chat.md",
            signal.MARKDOWN,
            Said("hello", "Ann"),
            Said("hi\nAnn", "Me", sent=True),
            told=(f"chat.md: {NO_TEXT} and 1 deleted message were passed over",),
        ),
        one(
            "backup.txt",
            signal.BACKUP,
            Said("hello\nBob", "Ann"),
            Said("hi", "Bob Lee"),
            told=(f"backup.txt: {NO_TEXT} and 1 notice of the app were passed over",),
        ),
        one(
            "brief.txt",
            signal.BRIEF,
            Said("hello", "Ann"),
            Said("hi: Ann", "You", sent=True),
            told=(f"brief.txt: {NO_TEXT} and 1 notice of the app were passed over",),
        ),
        one(
            "sigtop.txt",
            signal.SIGTOP,
            Said(signal.BREAD, "Ann"),
            ME,
            told=(f"sigtop.txt: {NO_TEXT} was passed over",),
        ),
        one(
            "table.csv",
            signal.TABLE,
            Said("hello, Bob", "+447700900123"),
            Said("hi\nAnn", sent=True),
            told=("table.csv: 2 notices of the app were passed over",),
        ),
        one("newer.csv", signal.NEWER, Said("hello", "7"), ME),
    ],
    "iMessage": [
        one(
            "+447700900123.txt",
            imessage.CHAT,
            Said("Are we still on for Thursday?", "+447700900123"),
            Said("Yes! 6pm\n\nat the usual place", "Me", sent=True),
            Said("Who brings bread?", "Me", sent=True),
            Said("I do", "+447700900123"),
            told=(f"+447700900123.txt: {OF_APP}",),
        ),
        one(
            "Messages - Ann.csv",
            imessage.IMAZING,
            Said('hello, "Bob"', "Ann Lee"),
            ME,
            told=(f"Messages - Ann.csv: {NO_TEXT} was passed over",),
        ),
        one("messages.csv", imessage.QUERY, Said("hello, Bob", "+447700900123"), ME),
    ],
    "Outlook": [
        one("Lunch.msg", write_msg(), Said("Lunch\n\nat one?", "Ann <ann@example.org>")),
        one(
            "outlook.pst",
            b"!BDN" + bytes(512),
            told=("outlook.pst is an Outlook mailbox (PST or OST), not messages; export it as mbox first",),
            code=65,
        ),
        one(
            "outlook.ost",
            b"!BDN" + bytes(512),
            told=("outlook.ost is an Outlook mailbox (PST or OST), not messages; export it as mbox first",),
            code=65,
        ),
    ],
    "Parquet, Arrow": [
        one(
            "a.parquet",
            write_parquet(),
            HI,
            WIN,
            told=("a.parquet: 1 row without a text in 'text' was passed over",),
        ),
        one(
            "a.arrow",
            write_arrow(),
            HI,
            WIN,
            told=("a.arrow: 1 row without a text in 'text' was passed over",),
        ),
        one(
            "a.feather",
            write_feather(),
            HI,
            WIN,
            told=("a.feather: 1 row without a text in 'text' was passed over",),
        ),
    ],
    "a picture, a PDF, a Word or Excel file, an SQLite database, a 7z, rar or tar archive": [
        one("a.png", PNG, told=("a.png is a PNG image, not messages; " + NAME_ONE,), code=65),
        one(
            "a.pdf",
            b"%PDF-1.7\n" + bytes(64),
            told=("a.pdf is a PDF document, not messages; " + NAME_ONE,),
            code=65,
        ),
        one(
            "a.docx",
            make_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
            told=("a.docx is a Word document (docx), not messages; " + NAME_ONE,),
            code=65,
        ),
        one(
            "a.xlsx",
            make_zip({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}),
            told=("a.xlsx is an Excel workbook (xlsx), not messages; " + NAME_ONE,),
            code=65,
        ),
        one(
            "sms.db",
            write_database(),
            told=("sms.db is a SQLite database, not messages; export its messages first",),
            code=65,
        ),
        one(
            "a.7z",
            b"7z\xbc\xaf\x27\x1c" + bytes(64),
            told=("a.7z is a 7z archive, not messages; " + NAME_ONE,),
            code=65,
        ),
        one(
            "a.rar",
            b"Rar!\x1a\7\0" + bytes(64),
            told=("a.rar is a rar archive, not messages; " + NAME_ONE,),
            code=65,
        ),
        one("a.tar", write_tar(), told=("a.tar is a tar archive, not messages; unpack it first",), code=65),
    ],
}
