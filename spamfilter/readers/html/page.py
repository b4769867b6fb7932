"""The text of an HTML mail: what a person surely sees, and all that is written.

libxml2 tells tags from text, by the rules of HTML 5 since 2.14. Its events are taken as they come: its tree
would end at 256 levels, and the trees of HTML 5 cost the square of the depth (lexbor's and html5lib's parsers
take far over 8 seconds for 100,000 nested ``<div>``, this one 0.05).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from html import unescape
from itertools import pairwise
from typing import Any, NamedTuple

from lxml import etree

from spamfilter.readers.html.declaration import Length, Said, Value
from spamfilter.readers.html.selector import Node
from spamfilter.readers.html.style import Look, Sheet, cascade, read_sheets, see_element
from spamfilter.readers.mime.direction import turn_round
from spamfilter.readers.mime.limits import Allowance

CHUNK = 8192  # characters between two looks at the clock
# libxml2 looks through all open elements for each end tag, so that many of both cost the square.
DEPTH = 512
INNER = 3  # pages in attributes and comments of pages, one in another
INNERS = 1000  # of them in each
ENOUGH = 4  # letters and digits that say something
DOT = 1.0  # px of a picture that nobody sees
_LINK = re.compile(r"(?:https?|ftp|tel|sms|mailto):|//|www\.", re.IGNORECASE)
_NUMBER = re.compile(r"\s*([0-9]{1,9})")
_SPACES = re.compile(r" {2,}")
_BREAKS = re.compile(r" ?[\r\n][ \r\n]*")
_WHITE = re.compile(r"\s+")

RAW = {"script", "style", "title", "iframe", "noembed", "noframes"}  # no tags inside, and never seen
UNSEEN = RAW | {"template", "datalist"}
MUTE = {"script", "style"}  # not written for a person
PAGES = {"iframe", "noembed", "noframes"}  # what is inside is HTML for who does not know the element
SPOKEN = {"alt", "label", "placeholder", "title", "value"}  # attributes that are text
# Of these inputs the value is not written for a person.
SILENT = {"hidden", "checkbox", "radio", "password", "image", "file", "color", "range"}
VALUED = {"input", "button"}
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
OPENING = BREAKS | {"br": "\n"}
SPECIAL = UNSEEN | {"xml", "dialog", "bdo", "details", "summary"}  # of a look of their own
LINKS = {"a", "area"}
GONE = Look(gone=True)


class Shown(NamedTuple):
    """Two readings: what is ``seen``, and all that is ``written``; one text if both say the same."""

    seen: str
    written: str


def read_html(source: str, allowance: Allowance | None = None) -> Shown:
    """Text of HTML: blocks on lines of their own, ``words <target>`` for a link.

    ``seen`` is what a person surely sees. ``written`` is more: what a style hides, text in attributes, in
    style sheets' ``content``, in elements that some programs show, and in conditional comments.
    Never raises: a page that cannot be read is its text between tags, and the allowance has a note.
    """
    allowance = allowance or Allowance()
    source = close_comments(source)
    try:
        sheet = read_sheets(
            collect_styles(source, allowance), allowance, "<!doctype html" not in source[:4096].lower()
        )
        page = Page(sheet, allowance)
        feed_page(source, page, allowance)
        return page.read()
    except Exception:  # RecursionError too
        allowance.note("HTML that could not be read")
        text = strip_tags(source)
        return Shown(text, text)


def close_comments(source: str) -> str:
    """``source`` with a comment that never ends, and would hide all that follows, ending with its tag."""
    end = max(source.rfind("-->"), source.rfind("--!>")) + 1
    return source[:end] + source[end:].replace("<!--", "<! ")


def strip_tags(source: str) -> str:
    """``source`` without what stands between angle brackets."""
    return tidy(unescape(re.sub(r"<[^<>]*+>?", " ", source))).strip()


def collect_styles(source: str, allowance: Allowance) -> list[str]:
    """The style sheets in ``source``; they hold for what stands before them too."""
    if not re.search("<style", source, re.IGNORECASE):
        return []
    styles = Styles()
    parser = etree.HTMLParser(target=styles, huge_tree=True)
    for chunk in split_tags(source):
        if allowance.is_late() or styles.depth > DEPTH:
            break
        parser.feed(chunk)
    end_page(parser)  # a sheet without an end holds too
    return styles.found


def feed_page(source: str, page: "Page", allowance: Allowance) -> None:
    """Show ``page`` all of ``source``; below ``DEPTH`` elements it starts again with none open."""
    parser = etree.HTMLParser(target=page, huge_tree=True)
    for chunk in split_tags(source):
        if allowance.is_late():
            return
        parser.feed(chunk)
        if page.depth > DEPTH and not page.is_raw and chunk.rfind("<!--") <= chunk.rfind("-->"):
            allowance.note(f"elements over {DEPTH} deep")
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
        self._parts: list[str] | None = None

    def start(self, name: str, attributes: Any) -> None:
        """A start tag."""
        self.depth += 1
        self._parts = [] if name == "style" else None

    def end(self, name: str) -> None:
        """An end tag."""
        self.depth -= 1
        if self._parts:
            self.found.append("".join(self._parts))
        self._parts = None

    def data(self, text: str) -> None:
        """Text between two tags."""
        if self._parts is not None:
            self._parts.append(text)

    def close(self) -> None:
        """The end of the source."""


class Element(NamedTuple):
    """An open element: how what is in it looks, its link's ``target``, and where in the text it starts.

    ``mute`` is whether what is in it is not text for a person; ``after`` is what a style sheet adds.
    """

    node: Node
    look: Look
    hidden: bool = False
    target: str = ""
    start: int = 0
    mute: bool = False
    after: str = ""


class Page:
    """Listens to a page: what is written so far, what of it is not seen, which elements are open."""

    def __init__(self, sheet: Sheet, allowance: Allowance, inner: int = 0) -> None:
        self._sheet = sheet
        self._allowance = allowance
        self._inner = inner
        self._inners = 0
        self._written: list[str] = []
        self._unseen: list[int] = []  # places in what is written
        self._open = [Element(Node("", {}), Look())]
        self._nodes: list[Node] = []

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._open) - 1

    @property
    def is_raw(self) -> bool:
        """Whether the text that comes is not HTML."""
        return self._open[-1].node.name in RAW

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A start tag."""
        parent = self._open[-1]
        if name in OPENING:
            self._written.append(OPENING[name])
        if not attributes and name not in SPECIAL and self._sheet.is_silent_on(name):
            self._push(Element(Node(name, attributes), parent.look, parent.hidden, "", 0, parent.mute))
            return
        node = make_node(name, attributes, bool(self._sheet.rules))
        style = cascade(node, self._nodes, self._sheet)
        look = GONE if name in UNSEEN else see_element(self._find_look(name), node, style)
        if name == "details" and "open" not in attributes:
            look = GONE
        hidden = parent.hidden if look is parent.look else look.hidden
        mute = parent.mute or name in MUTE or (name == "xml" and self._inner > 0)
        start = len(self._written)
        if not mute:
            self._speak(node, look, style)
        if look.backwards:
            self._written.append("\u202e")
        target = attributes.get("href", "").strip() if name in LINKS and not hidden else ""
        after = say(style.get("content-after"), node) if style else ""
        self._push(Element(node, look, hidden, target if _LINK.match(target) else "", start, mute, after))

    def _find_look(self, name: str) -> Look:
        """The look around an element that opens: of closed details the summary is seen."""
        inside = self._open[-1]
        is_summary = name == "summary" and inside.node.name == "details"
        return self._open[-2].look if is_summary else inside.look

    def _push(self, element: Element) -> None:
        """Open ``element``."""
        self._open.append(element)
        self._nodes.append(element.node)

    def _speak(self, node: Node, look: Look, style: Mapping[str, Value]) -> None:
        """The text in attributes: of a picture that is seen its description is seen, the rest is written."""
        for key in SPOKEN & node.attributes.keys():
            text = node.attributes[key]
            if key == "alt" and node.name == "img" and not look.is_hidden_whole and not is_dot(node, style):
                self._written.append(tidy(text))
            elif is_text(key, node):
                self._hide(f" {text} ")
        if "srcdoc" in node.attributes:
            self._hide(self._read_inner(node.attributes["srcdoc"]))
        if style:
            self._hide(say(style.get("content-before") or style.get("content"), node))

    def _hide(self, text: str) -> None:
        """Text that is written and may not be seen."""
        if text and not text.isspace():
            self._unseen.append(len(self._written))
            self._written.append(tidy(text))

    def _read_inner(self, source: str) -> str:
        """All that is written in HTML that stands in this page's attributes, comments or raw text."""
        if "<" not in source and "&" not in source:
            return f" {source} "
        self._inners += 1
        if self._inner == INNER or self._inners > INNERS:
            self._allowance.note(f"pages over {INNER} deep or {INNERS} in a page")
            return f" {strip_tags(source)} "
        page = Page(self._sheet, self._allowance, self._inner + 1)
        feed_page(source, page, self._allowance)
        return f" {page.join()} "

    def end(self, name: str) -> None:
        """An end tag."""
        if len(self._open) == 1:
            return
        element = self._open.pop()
        self._nodes.pop()
        if element.after:
            self._hide(element.after)
        if element.look.backwards:
            self._written.append("\u202c")
        if name in BREAKS:
            self._written.append(BREAKS[name])
        if element.target and element.target != self._words(element.start):
            self._written.append(f" <{element.target}>")

    def _words(self, start: int) -> str:
        """What is seen of the few pieces from ``start``."""
        places = range(start, min(start + 9, len(self._written)))
        unseen = set(self._unseen[-9:])
        return "".join(self._written[place] for place in places if place not in unseen).strip()

    def data(self, text: str) -> None:
        """Text between two tags."""
        element = self._open[-1]
        if element.mute:
            if element.node.name == "style" and "<" in text and "svg" in {one.name for one in self._nodes}:
                self._hide(self._read_inner(text))  # programs differ in whether it is HTML
            return
        if not element.hidden:
            self._written.append(tidy(text))
        elif element.node.name in PAGES:
            self._hide(self._read_inner(text))
        else:
            self._hide(f" {text} " if element.node.name in RAW else text)

    def comment(self, text: str) -> None:
        """A comment: a conditional one is read by Outlook."""
        if text.startswith("[CDATA["):  # text in a drawing
            self._hide(f" {text[7:].removesuffix(']]')} ")
            return
        opening = text[:256].lstrip()
        if opening[:3].lower() != "[if" or "]>" not in opening:
            return
        source = text[text.find("]>") + 2 :]
        end = source.rfind("<![")
        source = source[:end] if end >= 0 else source
        if source.strip(" \r\n\t<!-"):
            self._hide(self._read_inner(source))

    def close(self) -> None:
        """The end of the source."""

    def join(self) -> str:
        """All that is written, with single spaces, and one blank line at most between lines."""
        return arrange(self._written)

    def read(self) -> Shown:
        """What is seen and what is written."""
        written = self._written
        unseen = set(self._unseen)
        seen = (
            arrange("" if place in unseen else text for place, text in enumerate(written))
            if unseen
            else self.join()
        )
        if not unseen or says_the_same(seen, [written[place] for place in self._unseen]):
            return Shown(seen, seen)
        return Shown(seen, self.join())


def make_node(name: str, attributes: Mapping[str, str], styled: bool) -> Node:
    """What style sheets look at of an element; ``styled`` is whether there are any."""
    if not styled or not attributes:
        return Node(name, attributes)
    classes = frozenset(attributes.get("class", "").lower().split())
    return Node(name, attributes, classes, attributes.get("id", "").lower())


def say(content: Value | None, node: Node) -> str:
    """The text that ``content`` adds to an element."""
    if not isinstance(content, tuple):
        return ""
    parts = [each for each in content if isinstance(each, Said)]
    return "".join(each.words or node.attributes.get(each.attribute, "") for each in parts)


def is_dot(node: Node, style: Mapping[str, Value]) -> bool:
    """Whether a picture is too small to be seen, as those are that only count who reads."""
    for side in ("width", "height"):
        stated = _NUMBER.match(node.attributes.get(side, ""))
        value = style.get(side)
        if isinstance(value, Length):
            if value.pixels() <= DOT:
                return True
        elif stated and float(stated[1]) <= DOT:
            return True
    return False


def is_text(key: str, node: Node) -> bool:
    """Whether an attribute of :data:`SPOKEN` is shown: a title is only where a picture has nothing else."""
    if key == "title":
        return node.name == "img" and not node.attributes.get("alt")
    if key == "value":
        return node.name in VALUED and node.attributes.get("type", "").strip().lower() not in SILENT
    return True


def says_the_same(seen: str, unseen: Iterable[str]) -> bool:
    """Whether ``unseen`` adds nothing to what is ``seen`` but words that are said there, in their order."""
    words = re.findall(r"\w+", seen.casefold())
    known = {*words, *pairwise(words)}
    letters = 0
    for text in set(unseen):
        words = re.findall(r"\w+", text.casefold())
        said = pairwise(words) if len(words) > 1 else words
        if not known.issuperset(said):
            letters += sum(map(str.isalnum, text))
    return letters < ENOUGH


def arrange(pieces: Iterable[str]) -> str:
    """``pieces`` with single spaces, one blank line at most between lines, and each line as it is seen."""
    text = turn_round("".join(pieces))
    return _BREAKS.sub(join_breaks, _SPACES.sub(" ", text)).strip()


def tidy(text: str) -> str:
    """``text`` with one space for each run of white space, its ends included."""
    return _WHITE.sub(" ", text)


def join_breaks(run: re.Match[str]) -> str:
    """One line break or one blank line for a run of them."""
    return "\n\n" if run[0].count("\n") > 1 else "\n"
