"""What hostile text meets in chats and in mails of Outlook: rows for :mod:`tests.test_linear`."""

from contextlib import suppress
from io import BytesIO

from spamfilter.errors import DataError
from spamfilter.hookspecs import ReadOptions
from spamfilter.readers.exports.chats import CHATS
from spamfilter.readers.exports.outlook.rtf import read_rtf
from spamfilter.readers.exports.text import name_parts, says_more
from spamfilter.readers.exports.whatsapp.stamp import parse_stamp
from tests.doubling import Run, Shape

EXPORTS = "spamfilter/readers/exports"
KNOWN: list[tuple[str, str, Run, tuple[Shape, ...]]] = []


def know_chat(file: str, names: str, run: Run, shapes: tuple[Shape, ...]) -> None:
    """Patterns of a file of ``exports/``, and what runs them."""
    KNOWN.append((f"{EXPORTS}/{file}", names, run, shapes))


def run_chat(name: str, source: str) -> Run:
    """What reads a text as a chat of that name, all of it or up to an error."""
    (entry,) = (one for one in CHATS if one.name == name)

    def run(text: str) -> object:
        data = text.encode("utf-8", "surrogatepass")
        entry.sniff(data[: 1 << 16], source)
        with suppress(DataError):
            return list(entry.read(BytesIO(data), source, ReadOptions()))
        return None

    return run


IPHONE, PRINTED = "[1/2/24, 10:00:00] A: ", "[2024-01-31 23:59:58] A: "
WRITTEN = (
    "a",
    ": ",
    "a: ",
    ":\u200e",
    "\u200e",
    "+4 ",
    "+4400000",
    "00000 ",
    "a.b ",
    '"',
    "“a",
    "<",
    "a\n",
    "\n",
    "(",
    "[",
)


def stand_behind(*heads: str) -> tuple[Shape, ...]:
    """What people write, behind each of ``heads``; and each of them again and again."""
    return (
        *((head, unit, "") for head in heads for unit in WRITTEN),
        *(f"{head}a\n" for head in heads),
        *heads,
    )


know_chat(
    "whatsapp/chat.py",
    "_FILE _END _COPY _QUOTED",
    run_chat("whatsapp", "_chat.txt"),
    stand_behind(IPHONE, "[1/2/24, 10:00:00] ", "1/2/24, 10:00 - "),
)
know_chat("whatsapp/stamp.py", "_STAMP", parse_stamp, ("1", "1/", "1/2/24, ", " ", "٣", "a"))
know_chat("text.py", "_NUMBER _MORE", says_more, (*WRITTEN, "£", "://"))
know_chat("text.py", "_BORDER", name_parts, ("/", "a/", "\\"))
know_chat(
    "imessage.py",
    "_DATE _REACTION _FILE",
    run_chat("imessage", "Ann.txt"),
    stand_behind(
        "Mar 05, 2024  2:03:45 PM\nA\n",
        "Mar 05, 2024  2:03:45 PM (Read by ",
        "Mar 05, 2024  2:03:45 PM\nA\nhi\nTapbacks:\n    Loved by ",
        "Mar 05, 2024  2:03:45 PM\nA\n/Attachments/",
    ),
)
know_chat(
    "signal/printed.py",
    "_MARKDOWN _FILE",
    run_chat("signal", "Ann/chat.md"),
    stand_behind(PRINTED, f"{PRINTED}![a](./media/"),
)
know_chat(
    "signal/printed.py",
    "_BACKUP _NUMBERED _SENT_FILE",
    run_chat("signal", "Ann (_id3).txt"),
    stand_behind("[Jan 31, 2024 23:59:58] <A> ", '[Jan 31, 2024 23:59:58] *** <A> sent file "'),
)
know_chat(
    "signal/printed.py",
    "_BRIEF _DETAILS _OF_APP",
    run_chat("signal", "Ann.txt"),
    stand_behind(
        f"2024-01-31 23:59 A: [edited] a\n{'2024-01-31 23:59 A: a' + chr(10)}2024-01-31 23:59 A: [reply to "
    ),
)
know_chat(
    "signal/sigtop.py",
    "_FIELD _NUMBER _VERSION",
    run_chat("signal", "Ann.txt"),
    stand_behind(
        "Conversation: A\n\nFrom: A\nType: incoming\nSent: x\n\n",
        "Conversation: A\n\nFrom: A\nType: incoming\nSent: x\nEdited: 2\n\n| ",
    ),
)
know_chat(
    "outlook/rtf.py",
    "_TOKEN",
    lambda text: read_rtf(text.encode("utf-8", "surrogatepass")),
    (
        "{",
        "}",
        "\\",
        "\\a",
        "\\a1 ",
        "\\'e9",
        "\\u9?",
        "{\\*\\htmltag a}",
        "a",
        "\n",
        ("\\fromhtml1", "{\\b a}", ""),
    ),
)
