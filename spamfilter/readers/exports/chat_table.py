"""Tables of chats (csv) with a header that one program writes; the header alone tells which it is.

- iMazing, of Messages and of WhatsApp (https://imazing.com/guides/how-to-transfer-text-messages-from-iphone-to-computer):
  ``Chat Session, Message Date, …, Type, Sender ID, Sender Name, …, Text, …``; Type is Incoming, Outgoing or
  Notification.
- signal-back (github.com/xeals/signal-back, types/raw.go) and signalbackup-tools
  (github.com/bepaald/signalbackup-tools, signalbackup/exportcsv.cc) write a table of Signal's database on
  Android, whose types are those of ``MessageTypes`` in Signal's source.
- A query of the Messages database of a Mac, with the columns of its table ``message``: ``is_from_me`` and
  ``text`` (github.com/ReagentX/imessage-exporter, docs/tables/messages.md).
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from spamfilter.errors import DataError
from spamfilter.message import Message
from spamfilter.readers.exports.text import NO_TEXT, NOTICE

DELIMITERS = (",", ";", "\t")
SUFFIXES = (".csv", ".tsv")
LONGEST_FIELD = 1 << 24  # characters; a quotation mark that never closes would take the rest of any file
SENT = "sent"
APPLE = datetime(2001, 1, 1, tzinfo=UTC)  # where Apple's times begin

# Signal's types: the five lowest bits tell a call or a message's way, others that it is none of a person.
OUTGOING = {21, 22, 23, 24, 25, 26}
INCOMING = {0, 20}
NO_PERSON = 0x3FF00  # bits of exchanged keys, and of groups that changed

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """A table by its columns, in lower case; of several names for one the first that there is counts.

    ``needed``  columns that must all be there, and of ``text`` and ``date`` one each
    ``sort``    what a row is: SENT, why it is passed over, or nothing for what was received
    ``tell``    a date as the table has it -> ISO 8601
    """

    needed: frozenset[str]
    text: tuple[str, ...]
    date: tuple[str, ...]
    sender: tuple[str, ...]
    conversation: tuple[str, ...]
    sort: Callable[[Row], str]
    tell: Callable[[str], str]


def sniff_table(lines: Sequence[str], name: str, layout: Layout) -> bool:
    """Whether the first line is the header of a table of this layout, and the name or all rows say so too."""
    delimiter = next((one for one in DELIMITERS if fits(split_names(lines[0], one), layout)), "")
    return bool(delimiter) and (name.lower().endswith(SUFFIXES) or are_rows(lines, delimiter))


def are_rows(lines: Sequence[str], delimiter: str) -> bool:
    """Whether ``lines`` are several rows of as many columns, the last aside, which may be cut."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return False
    return len(widths) > 1 and len(set(widths[:-1] if len(widths) > 2 else widths)) == 1


def split_names(header: str, delimiter: str) -> list[str]:
    """The columns of a header line, in lower case."""
    names = next(csv.reader([header[:4096]], delimiter=delimiter), [])
    return [name.strip("\ufeff \t").lower() for name in names]


def fits(names: Sequence[str], layout: Layout) -> bool:
    """Whether a table with these columns is of this layout."""
    has = set(names)
    return layout.needed <= has and bool(has & set(layout.text)) and bool(has & set(layout.date))


def read_table(lines: Iterator[str], source: str, passed: Counter[str], layout: Layout) -> Iterator[Message]:
    """Messages of the rows. Raises :class:`DataError` with the row's number where one is broken."""
    header = next((line for line in lines if line.strip()), "")
    delimiter = next((one for one in DELIMITERS if fits(split_names(header, one), layout)), ",")
    names = split_names(header, delimiter)
    for row in split_chat_rows(lines, source, names, delimiter):
        sort = layout.sort(row)
        text = choose(row, layout.text).replace("\r\n", "\n").strip()
        if sort not in ("", SENT) or not text:
            passed[sort if sort not in ("", SENT) else NO_TEXT] += 1
            continue
        yield Message(
            text,
            date=layout.tell(choose(row, layout.date)),
            sender="" if sort == SENT else choose(row, layout.sender),
            conversation=choose(row, layout.conversation),
            sent=sort == SENT,
        )


def split_chat_rows(lines: Iterator[str], source: str, names: Sequence[str], delimiter: str) -> Iterator[Row]:
    """Each row by the names of its columns; blank ones are none."""
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    number = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise DataError(
                f"{source} row {number + 1} is not csv: {error}; check its quotation marks"
            ) from None
        if row is None:
            return
        number += bool(row)
        if row and len(row) != len(names):
            raise DataError(
                f"{source} row {number} has {len(row)} columns and the header {len(names)}; "
                "check its quotation marks"
            )
        if row:
            yield dict(zip(names, row, strict=True))


def choose(row: Row, names: Sequence[str]) -> str:
    """The value of the first of these columns that is not empty."""
    return next((value for name in names if (value := row.get(name, "").strip())), "")


def sort_imazing(row: Row) -> str:
    """What a row of iMazing is."""
    kind = row.get("type", "").strip().lower()
    return {"outgoing": SENT, "notification": NOTICE}.get(kind, "")


def sort_signal(row: Row) -> str:
    """What a row of Signal's database is."""
    kind = choose(row, ("type", "message_box", "msg_box"))
    number = int(kind) if kind.isdecimal() and len(kind) < 20 else 20
    if number & NO_PERSON or number & 0x1F not in OUTGOING | INCOMING:
        return NOTICE
    return SENT if number & 0x1F in OUTGOING else ""


def sort_database(row: Row) -> str:
    """What a row of Apple's database is."""
    return SENT if row.get("is_from_me", "").strip().lower() in ("1", "true", "yes") else ""


def tell_local(date: str) -> str:
    """A date of the day and time in the phone's zone, or any other as it is."""
    return date.replace(" ", "T", 1) if date[:4].isdecimal() else date


def tell_milliseconds(date: str) -> str:
    """Milliseconds since 1970 in ISO 8601, in UTC; nothing where it is no such number."""
    if not date.isdecimal() or len(date) > 15:
        return ""
    return write_utc(datetime(1970, 1, 1, tzinfo=UTC), int(date) // 1000)


def tell_apple(date: str) -> str:
    """Apple's seconds or nanoseconds since 2001 in ISO 8601, in UTC; another date as it is."""
    if not date.isdecimal() or len(date) > 19:
        return tell_local(date)
    number = int(date)
    return write_utc(APPLE, number // 10**9 if number > 10**12 else number)


def write_utc(start: datetime, seconds: int) -> str:
    """The time so many seconds after ``start``; nothing where no calendar has it."""
    try:
        return (start + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")
    except OverflowError:
        return ""


_IMAZING = {
    "text": ("text",),
    "date": ("message date",),
    "sender": ("sender name", "sender id"),
    "conversation": ("chat session",),
}
IMAZING_MESSAGES = Layout(
    frozenset({"chat session", "message date", "service", "type"}),
    **_IMAZING,
    sort=sort_imazing,
    tell=tell_local,
)
IMAZING_WHATSAPP = Layout(
    frozenset({"chat session", "message date", "type", "forwarded"}),
    **_IMAZING,
    sort=sort_imazing,
    tell=tell_local,
)
SIGNAL_DATABASE = Layout(
    frozenset({"thread_id", "date_sent", "body", "read"}),
    text=("body",),
    date=("date_sent", "date"),
    sender=("address", "from_recipient_id", "recipient_id"),
    conversation=("thread_id",),
    sort=sort_signal,
    tell=tell_milliseconds,
)
MESSAGES_DATABASE = Layout(
    frozenset({"is_from_me"}),
    text=("text", "message", "body", "message_text"),
    date=("message_date", "date_iso", "date", "timestamp", "datetime", "date_utc", "time", "date_sent"),
    sender=(
        *("sender_name", "sender", "sender_or_recipient", "display_name", "contact", "contact_name"),
        *("phone_number", "phone", "handle", "id", "handle_id"),
    ),
    conversation=("chat_name", "group_title", "chat", "chat_identifier", "cache_roomnames", "chat_id"),
    sort=sort_database,
    tell=tell_apple,
)
