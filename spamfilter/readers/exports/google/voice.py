"""A conversation of Google Voice, as Google Takeout gives it: ``NAME - Text - TIME.html`` (XHTML).

Google does not publish the format. It is that of the samples in
https://github.com/wjcarpenter/gvoice-sms-takeout-xml (``test_data/Takeout/Voice/Calls``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from spamfilter.errors import DataError
from spamfilter.hookspecs import ReadOptions
from spamfilter.message import Message
from spamfilter.readers.exports.passed import Passed, clean_text, number_messages
from spamfilter.readers.exports.utf8 import convert_head, read_utf8
from spamfilter.readers.notice import tell

# What Google writes for a picture without words.
PICTURES = {"mms sent", "mms received"}
LONGEST = 1 << 20  # characters of a message
TOO_LONG = "text over 1 Mi characters"

_PAGE = re.compile(rb"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!DOCTYPE[^>]*+>\s*+)?<html[\s>]")
_LOG = re.compile(rb"<body[^<>]*+>\s*+<div class=\"(?:hChatLog hfeed|haudio)\"")


def sniff_google_voice(head: bytes, name: str) -> bool:
    """Whether ``head`` is a page of Google Voice in a file that is named as one."""
    if not name.lower().endswith((".html", ".htm")):
        return False
    head = convert_head(head)
    return bool(_PAGE.match(head) and _LOG.search(head))


def read_google_voice(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Messages of the conversation. A page of a call or a voicemail has none, which is told.

    Raises :class:`DataError` for another page.
    """
    return number_messages(list_log(stream, source, options), source, Passed())


def list_log(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """The Messages of a page, with a text or without."""
    from lxml import etree

    page = Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True)
    for chunk in read_utf8(stream, options.encoding):
        parser.feed(chunk)
        yield from page.take()
    if page.kind:  # or else nothing was fed, and there is nothing to close
        parser.close()
    yield from page.take()
    if page.kind == "haudio":
        tell(source, "a call or a voicemail, without messages")
    elif not page.kind:
        raise DataError(f"{source} is not a page of Google Voice; name its format with --input")


@dataclass(slots=True)
class Entry:
    """What has been read of a message."""

    date: str = ""
    number: str = ""
    name: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    owner: bool = False


class Page:
    """What lxml tells of a page's tags becomes Messages."""

    def __init__(self) -> None:
        self.kind = ""
        self._title: list[str] = []
        self._people: list[Entry] = []
        self._entry: Entry | None = None
        self._listing = False  # the people of a group
        self._into: list[str] | None = None  # where text goes
        self._size = 0
        self._done: list[Message] = []

    def take(self) -> list[Message]:
        """The Messages that are whole since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        classes = attributes.get("class", "").split()
        if tag == "title" and not self.kind:
            self._into = self._title
        elif tag == "div":
            self._start_block(classes)
        elif tag == "cite" and self._listing and len(self._people) < 1000:
            self._people.append(Entry())
        elif tag == "br" and self._into is not None:
            self.data("\n")
        elif entry := self._find_entry():
            self._start_field(tag, classes, attributes, entry)

    def _start_block(self, classes: list[str]) -> None:
        if "hChatLog" in classes or "haudio" in classes:
            self.kind = self.kind or ("haudio" if "haudio" in classes else "hChatLog")
        elif "participants" in classes:
            self._listing = True
        elif "message" in classes and self.kind == "hChatLog":
            self._finish_entry()
            self._listing, self._entry = False, Entry()

    def _start_field(self, tag: str, classes: list[str], attributes: dict[str, str], entry: Entry) -> None:
        if "dt" in classes:
            entry.date = attributes.get("title", "")
        elif "tel" in classes:
            entry.number = attributes.get("href", "").removeprefix("tel:")
        elif "fn" in classes:
            # Of the owner the name is an abbreviation of nothing, in every language.
            entry.owner = tag == "abbr" and not attributes.get("title")
            self._into = entry.name
        elif tag == "q":
            self._into = entry.words

    def _find_entry(self) -> Entry | None:
        """What a field belongs to: the message, or the last one of the people of a group."""
        return self._people[-1] if self._listing and self._people else self._entry

    def end(self, tag: str) -> None:
        """A tag closes."""
        name = tag in ("span", "abbr") and not (self._entry and self._into is self._entry.words)
        if name or tag in ("title", "q", "cite"):
            self._into = None

    def data(self, text: str) -> None:
        """Text between tags."""
        if self._into is not None and self._size <= LONGEST:
            self._size += len(text)
            self._into.append(text)

    def close(self) -> None:
        """The page ends."""
        self._finish_entry()

    def _finish_entry(self) -> None:
        entry, self._entry, self._into = self._entry, None, None
        cut, self._size = self._size > LONGEST, 0
        if not entry:
            return
        text = clean_text("".join(entry.words))
        if text.strip().lower() in PICTURES:
            text = ""
        title = join_words(self._title).removeprefix("Me to ")
        people = ", ".join(name_person(person) for person in self._people)
        self._done.append(
            Message(
                text,
                sender=name_person(entry),
                date=entry.date,
                conversation=people or title or entry.number,
                sent=entry.owner,
                notes=(TOO_LONG,) if cut else (),
            )
        )


def name_person(entry: Entry) -> str:
    """The name of who wrote, or else the number."""
    return join_words(entry.name) or entry.number


def join_words(pieces: list[str]) -> str:
    """A name on one line."""
    return " ".join("".join(pieces).split())
