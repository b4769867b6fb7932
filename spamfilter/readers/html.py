"""The text that a person sees of an HTML mail.

Tags are told from text the way browsers do it (https://html.spec.whatwg.org/multipage/parsing.html), in one
pass that never goes back: the standard library's parser takes half a minute over 60 kB of ``<a ``.
"""

import html
import re
from collections import Counter
from dataclasses import dataclass, replace

# Each form also ends at the end of the text, so that no place is read twice.
_TAG = re.compile(
    r"""
    <!-- (?: -?> | .*?(?: --!?> | (?P<unclosed>\Z) ) )
    | <(?P<end>/?) (?P<name>[a-z][^\s/>]*+)
      (?P<attributes> (?: [^>=]++ | = \s*+ (?: "[^"]*+"? | '[^']*+'? )? )*+ ) (?: > | \Z )
    | < [!?/] [^>]*+ (?: > | \Z )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""([^\s/=]++) (?: \s*+ = \s*+ (?: "([^"]*+) | '([^']*+) | (\S++) ) )?+""", re.VERBOSE
)
_NOTHING = re.compile(r"0+(\.0*)?|\.0+")
_LONG_NUMBER = re.compile(r"&#(?:\d{8,}|x[0-9a-f]{8,})", re.IGNORECASE)
_LINK = re.compile(r"(?:https?|ftp|tel|sms|mailto):|//|www\.", re.IGNORECASE)

RAW = {"script", "style", "title", "iframe", "noembed", "noframes", "xmp"}  # no tags inside
UNSEEN = RAW - {"xmp"} | {"template", "datalist"}
EMPTY = {
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
}  # fmt: skip
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
BREAKS |= {"br": "\n", "td": " ", "th": " "}
SELF_CLOSING = {"p", "li", "dt", "dd", "tr", "td", "th"}  # one ends where the next begins


@dataclass(frozen=True, slots=True)
class Element:
    """An open element: whether what is in it is ``gone``, ``tiny`` or ``unseen``, and its link's target."""

    name: str = ""
    gone: bool = False
    tiny: bool = False
    unseen: bool = False
    target: str = ""
    start: int = 0

    @property
    def hidden(self) -> bool:
        """Whether text in it is not seen."""
        return self.gone or self.tiny or self.unseen


def extract_text(source: str) -> str:
    """Visible text of HTML: blocks on lines of their own, ``words <target>`` for a link."""
    page = Page()
    at = 0
    while match := _TAG.search(source, at):
        page.add_text(source[at : match.start()])
        at = match.end()
        if match["unclosed"] is not None:
            # A comment that never ends hides all that follows; the writer meant it to end with its tag.
            at = match.start()
            source = source[:at] + source[at:].replace("<!--", "<! ")
            continue
        name = (match["name"] or "").lower()
        if name and not match["end"]:
            page.open(name, match["attributes"])
            if name in RAW:
                closing = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(source, at)
                page.add_text(source[at : closing.start() if closing else len(source)])
                at = closing.start() if closing else len(source)
        elif name:
            page.close(name)
    page.add_text(source[at:])
    return page.text()


class Page:
    """What has been seen so far, and the elements that are open."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._open = [Element()]
        self._names: Counter[str] = Counter()

    def add_text(self, text: str) -> None:
        """Text between two tags."""
        if text and not self._open[-1].hidden:
            self._seen.append(re.sub(r"\s+", " ", unescape(text)))

    def open(self, name: str, attributes: str) -> None:
        """A start tag."""
        if name in SELF_CLOSING and self._open[-1].name == name:
            self.close(name)
        if name == "body":  # ends whatever the head left open
            self._open, self._names = [Element()], Counter()
        values = read_attributes(attributes)
        element = style_element(self._open[-1], name, values)
        self._seen.append(BREAKS.get(name, ""))
        if name == "img" and not element.hidden:
            self.add_text(values.get("alt", ""))
        if name not in EMPTY:
            target = values.get("href", "").strip() if name == "a" else ""
            target = target if _LINK.match(target) else ""
            self._open.append(replace(element, target=target, start=len(self._seen)))
            self._names[name] += 1

    def close(self, name: str) -> None:
        """An end tag; one that nothing opened is ignored."""
        self._seen.append(BREAKS.get(name, ""))
        while self._names[name]:
            element = self._open.pop()
            self._names[element.name] -= 1
            words = "".join(self._seen[element.start : element.start + 9]).strip()
            if element.target and not element.hidden and element.target != words:
                self._seen.append(f" <{element.target}>")
            if element.name == name:
                break

    def text(self) -> str:
        """All that was seen, with single spaces, and one blank line at most between lines."""
        for name in list(self._names):
            while self._names[name]:
                self.close(name)
        return re.sub(r"[ \r\n]+", join_breaks, "".join(self._seen)).strip()


def join_breaks(run: re.Match[str]) -> str:
    """One space, one line break or one blank line for a run of them."""
    return "\n\n" if run[0].count("\n") > 1 else "\n" if "\n" in run[0] or "\r" in run[0] else " "


def unescape(text: str) -> str:
    """``text`` with its entities decoded; a number longer than any character's is U+FFFD."""
    return html.unescape(_LONG_NUMBER.sub("&#1114112", text)) if "&" in text else text


def read_attributes(source: str) -> dict[str, str]:
    """Names in lower case and values; of two with one name the first counts."""
    values: dict[str, str] = {}
    for name, *spelt in _ATTRIBUTE.findall(source):
        values.setdefault(name.lower(), unescape("".join(spelt)))
    return values


def style_element(parent: Element, name: str, values: dict[str, str]) -> Element:
    """The element that opens in ``parent``. What is tiny or unseen may hold what is not; what is gone not."""
    style: dict[str, str] = {}
    for declaration in re.sub(r"/\*.*?(?:\*/|\Z)", "", values.get("style", ""), flags=re.DOTALL).split(";"):
        key, _, value = declaration.lower().partition(":")
        style[key.strip()] = value.replace("!important", "").strip()
    gone = parent.gone or name in UNSEEN or "hidden" in values or style.get("display") == "none"
    opacity = style.get("opacity", "").rstrip("%")
    gone = gone or bool(_NOTHING.fullmatch(opacity))
    tiny, unseen = parent.tiny, parent.unseen
    if size := re.match(r"([\d.]+)\s*([a-z%]*)", style.get("font-size", "") or style.get("font", "")):
        nothing = bool(_NOTHING.fullmatch(size[1]))
        tiny = nothing or (tiny and size[2] in ("em", "ex", "%"))
    elif style.get("font-size"):
        tiny = False  # small, medium, large
    if visibility := style.get("visibility"):
        unseen = visibility in ("hidden", "collapse")
    return Element(name, gone, tiny, unseen)
