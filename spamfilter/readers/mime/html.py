"""The text that a person sees of an HTML mail.

libxml2 tells tags from text, by the rules of HTML 5 since 2.14. Its events are taken as they come: its tree
would end at 256 levels, and the trees of HTML 5 cost the square of the depth (lexbor's and html5lib's parsers
take far over 8 seconds for 100,000 nested ``<div>``, this one 0.05).
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from lxml import etree

from spamfilter.readers.mime.limits import Allowance
from spamfilter.readers.mime.style import Look, Sheet, read_sheet, see_element

CHUNK = 8192  # characters between two looks at the clock
# libxml2 looks through all open elements for each end tag, so that many of both cost the square.
DEPTH = 512
_LINK = re.compile(r"(?:https?|ftp|tel|sms|mailto):|//|www\.", re.IGNORECASE)

RAW = {"script", "style", "title", "iframe", "noembed", "noframes"}  # no tags inside, and never seen
UNSEEN = RAW | {"template", "datalist"}
# What stands before and after an element: a blank line, a line break unless one is there, one in any case.
BREAKS = dict.fromkeys(
    ["blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "ul"], "\n\n"
)
BREAKS |= dict.fromkeys(
    [
        "address", "article", "aside", "body", "center", "dd", "dir", "div", "dl", "dt", "fieldset", "footer",
        "form", "header", "html", "li", "main", "nav", "section", "table", "tbody", "tfoot", "thead", "tr",
    ],
    "\r",
)  # fmt: skip
BREAKS |= {"td": " ", "th": " "}


def extract_text(source: str, allowance: Allowance | None = None) -> str:
    """Visible text of HTML: blocks on lines of their own, ``words <target>`` for a link."""
    allowance = allowance or Allowance()
    source = close_comments(source)
    page = Page(read_sheet(collect_styles(source, allowance), allowance))
    feed_page(source, page, allowance)
    return page.text()


def close_comments(source: str) -> str:
    """``source`` with a comment that never ends, and would hide all that follows, ending with its tag."""
    end = max(source.rfind("-->"), source.rfind("--!>")) + 1
    return source[:end] + source[end:].replace("<!--", "<! ")


def collect_styles(source: str, allowance: Allowance) -> str:
    """The style sheets in ``source``; they hold for what stands before them too."""
    if not re.search("<style", source, re.IGNORECASE):
        return ""
    styles = Styles()
    parser = etree.HTMLParser(target=styles, huge_tree=True)
    for chunk in split_tags(source):
        if allowance.is_late() or styles.depth > DEPTH:
            break
        parser.feed(chunk)
    return "".join(styles.found)


def feed_page(source: str, page: "Page", allowance: Allowance) -> None:
    """Show ``page`` all of ``source``; below ``DEPTH`` elements it starts again with none open."""
    parser = etree.HTMLParser(target=page, huge_tree=True)
    for chunk in split_tags(source):
        if allowance.is_late():
            return
        parser.feed(chunk)
        if page.depth > DEPTH and not page.is_raw and chunk.rfind("<!--") <= chunk.rfind("-->"):
            end_page(parser)
            parser = etree.HTMLParser(target=page, huge_tree=True)
    end_page(parser)


def end_page(parser: Any) -> None:
    """Have ``parser`` hand out what it holds back, and end what is open."""
    with suppress(etree.XMLSyntaxError):  # of a source without a tag or a word
        parser.close()


def split_tags(source: str) -> Iterator[str]:
    """``source`` in pieces of at least ``CHUNK`` characters that end where a tag may."""
    at = 0
    while at < len(source):
        end = source.find(">", at + CHUNK) + 1 or len(source)
        yield source[at:end]
        at = end


class Styles:
    """Listens for the text of ``style`` elements alone."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.depth = 0
        self._inside = False

    def start(self, name: str, attributes: Any) -> None:
        """A start tag."""
        self.depth += 1
        self._inside = name == "style"

    def end(self, name: str) -> None:
        """An end tag."""
        self.depth -= 1
        self._inside = False

    def data(self, text: str) -> None:
        """Text between two tags."""
        if self._inside:
            self.found.append(text)

    def close(self) -> None:
        """The end of the source."""


@dataclass(frozen=True, slots=True)
class Element:
    """An open element: how what is in it looks, its link's ``target``, and where in the text it starts."""

    name: str
    look: Look
    target: str = ""
    start: int = 0


class Page:
    """Listens to a page: what has been seen so far, and the elements that are open."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._seen: list[str] = []
        self._open = [Element("", Look())]

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._open) - 1

    @property
    def is_raw(self) -> bool:
        """Whether the text that comes is not HTML."""
        return self._open[-1].name in RAW

    def start(self, name: str, attributes: Any) -> None:
        """A start tag."""
        parent = self._open[-1].look
        self._seen.append("\n" if name == "br" else BREAKS.get(name, ""))
        look = Look(gone=True) if name in UNSEEN else see_element(parent, name, attributes, self._sheet)
        target = ""
        if name == "img" and not look.is_hidden_whole:
            self._seen.append(tidy(attributes.get("alt", "")))
        if name in ("a", "area") and not look.hidden:
            target = attributes.get("href", "").strip()
        target = target if _LINK.match(target) else ""
        self._open.append(Element(name, look, target, len(self._seen)))

    def end(self, name: str) -> None:
        """An end tag."""
        if len(self._open) == 1:
            return
        element = self._open.pop()
        self._seen.append(BREAKS.get(name, ""))
        words = "".join(self._seen[element.start : element.start + 9]).strip()
        if element.target and element.target != words:
            self._seen.append(f" <{element.target}>")

    def data(self, text: str) -> None:
        """Text between two tags."""
        if not self._open[-1].look.hidden:
            self._seen.append(tidy(text))

    def close(self) -> None:
        """The end of the source."""

    def text(self) -> str:
        """All that was seen, with single spaces, and one blank line at most between lines."""
        return re.sub(r"[ \r\n]+", join_breaks, "".join(self._seen)).strip()


def tidy(text: str) -> str:
    """``text`` with one space for each run of white space, its ends included."""
    return re.sub(r"\s+", " ", text)


def join_breaks(run: re.Match[str]) -> str:
    """One space, one line break or one blank line for a run of them."""
    return "\n\n" if run[0].count("\n") > 1 else "\n" if "\n" in run[0] or "\r" in run[0] else " "

