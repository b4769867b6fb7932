"""Text of a stream (in UTF-8), a line at a time, and what the forms of one program's exports have in common.

A form is told by its first lines and by the file's name. What a stranger wrote into a message must not
decide, so where the name says nothing nearly all lines have to be of the form.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from spamfilter.errors import DataError
from spamfilter.hookspecs import HEAD, ReadOptions
from spamfilter.message import Message, decode_text
from spamfilter.readers.lines import split_records
from spamfilter.readers.notice import say_passed, tell
from spamfilter.readers.sniff import Replayed

MOSTLY = 0.8  # of the lines that are looked at
LONGEST = 400  # characters of a notice
NAME = 25  # characters that WhatsApp lets a person's own name have

# What is passed over, and what one of it and several are called.
NO_TEXT, DELETED, NOTICE = "no text", "deleted", "notice"
CALLED = {
    NO_TEXT: ("message without text", "messages without text"),
    DELETED: ("deleted message", "deleted messages"),
    NOTICE: ("notice of the app", "notices of the app"),
}
MARKS = (
    "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
UNMARKED = str.maketrans("", "", MARKS)

_NUMBER = re.compile(r"\+\d[\d ().\u00a0\u202f\u2011-]{4,24}+")
_BORDER = re.compile(r"[/\\]+")  # between the names of folders, an archive and what is in it
_MORE = re.compile(r"://|\w\.[^\W\d]{2}|(?:\d[ .()-]?){5}|[£€$¥₹₽]")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of exports.

    ``sniff`` is given the first lines, only whole ones, and the file's name. ``read`` yields the Messages of
    all lines, without a number, and counts what it passes over.
    """

    sniff: Callable[[list[str], str], bool]
    read: Callable[[Iterator[str], str, Counter[str]], Iterator[Message]]


def sniff_forms(head: bytes, name: str, forms: Iterable[Form]) -> bool:
    """Whether a source that begins with ``head`` is of one of the ``forms``."""
    lines = decode_head(head)
    return bool(lines) and any(form.sniff(lines, name) for form in forms)


def read_forms(
    stream: BinaryIO, source: str, options: ReadOptions, forms: Sequence[Form], program: str
) -> Iterator[Message]:
    """Messages of a stream, which is of one of the ``forms``; the last is the one that nothing must show.

    What was passed over is told at the end. Raises :class:`DataError` where it is of none.
    """
    head = read_start(stream)
    lines = decode_head(head)
    if not lines:
        return
    form = next((one for one in forms if one.sniff(lines, source)), None)
    if form is None:
        raise DataError(
            f"{source} is no export of {program} that is known; read it with another --input, such as lines"
        )
    passed: Counter[str] = Counter()
    replayed = cast(BinaryIO, Replayed(head, stream))
    messages = form.read(decode_lines(replayed), source, passed)
    for number, message in enumerate(messages, start=1):
        yield replace(message, source=source, number=number)
    if passed:
        tell(source, describe_passed(passed))


def describe_passed(passed: Counter[str]) -> str:
    """What was passed over, in one sentence."""
    parts = [f"{passed[kind]} {names[passed[kind] > 1]}" for kind, names in CALLED.items() if passed[kind]]
    return say_passed(parts, passed.total())


def read_start(stream: BinaryIO) -> bytes:
    """The first ``HEAD`` bytes, or all that there is."""
    start = b""
    while len(start) < HEAD and (chunk := stream.read(HEAD - len(start))):
        start += chunk
    return start


def decode_head(head: bytes) -> list[str]:
    """The lines of ``head`` with something in them; of a full one without the last, which may be cut."""
    lines = decode_text(head).split("\n")
    if len(head) >= HEAD and len(lines) > 1:
        lines.pop()
    return [line.removesuffix("\r") for line in lines if line.strip()]


def decode_lines(stream: BinaryIO) -> Iterator[str]:
    """All lines of a stream, without their ends."""
    for record in split_records(stream):
        yield decode_text(record.removesuffix(b"\n").removesuffix(b"\r"))


def is_mostly(lines: Sequence[str], matches: Callable[[str], object], least: float = MOSTLY) -> bool:
    """Whether the first of the ``lines`` is of a form, and nearly all others; a single one shows nothing."""
    if len(lines) < 2 or not matches(lines[0]):
        return False
    return sum(bool(matches(line)) for line in lines) >= least * len(lines)


def name_parts(source: str) -> list[str]:
    """Names of a file and of the folders or archives that it is in, the file's own last."""
    return [part for part in _BORDER.split(source) if part]


def name_stem(source: str) -> str:
    """The file's name without what tells its type; empty for standard input."""
    name = (name_parts(source) or [""])[-1]
    stem = name.rpartition(".")[0] or name
    return "" if stem == "-" else stem


def says_more(text: str) -> bool:
    """Whether a notice has what notices lack and spam needs: a link, a price, a number that is nobody's.

    A line of a message can look like a notice of the app, so one that may be more is read.
    """
    return len(text) > LONGEST or _MORE.search(_NUMBER.sub("", text)) is not None


def settle_sender(sender: str, text: str) -> tuple[str, str]:
    """A sender and the text. A name that has what names lack is text: a line of a message may look so."""
    if says_more(sender) and (not text or len(sender) > NAME):
        return "", f"{sender}: {text}" if text else sender
    return sender, text
