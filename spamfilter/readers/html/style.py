"""Which elements of an HTML mail are not seen: by attributes, inline styles, and style sheets.

Declarations and selectors count as in a browser (https://www.w3.org/TR/css-cascade-4/). A rule that is for
some windows only, or whose selector depends on what is not kept, hides nothing; where it paints, the
background is unknown, and on an unknown background no text counts as hidden but what is transparent.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import tinycss2

from spamfilter.readers.html.declaration import (
    SIZES,
    SMALL,
    Colour,
    Declared,
    Length,
    Style,
    Value,
    read_declarations,
    read_length,
    read_old_colour,
    split_commas,
)
from spamfilter.readers.html.selector import Node, Selector, read_selectors
from spamfilter.readers.mime.limits import Allowance

SHEETS = 1 << 18  # characters of style sheets that are read
INLINE = 1 << 18  # characters of inline styles, each counted once
REMEMBERED = 512  # characters of an inline style that is kept for the next mail
STEPS = 200_000  # comparisons of rules with elements of one page
NESTED = 4  # at-rules in at-rules
TINIEST = 3.0  # px of letters that nobody can read
SLIT = 3.0  # px of a window too narrow to see anything in it
FAINT = 0.05  # opacity
FARTHEST = -900.0  # px that put text out of sight
ASIDE = 3000.0  # px to the right that do
WINDOWS = (320.0, 1920.0)  # px: every window is as wide as the one, and none wider than the other
PAINTED = {"body", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "col", "colgroup", "marquee"}
LOOKED_AT = {
    "hidden",
    "bgcolor",
    "background",
    "color",
    "text",
    "href",
    "dir",
}  # attributes that change a look
SCREENS = {"all", "screen"}
WHITE, BLACK = Colour(1.0, 1.0, 1.0), Colour(0.0, 0.0, 0.0)
LATER_CASCADE = ("inherit", "unset", "revert", "revert-layer")
SIDES = ("height", "max-height", "width", "max-width")

_DIGITS = re.compile(r"(?<![0-9])([0-9]{300})[0-9]+")  # int() and float() bear no more


class Look(NamedTuple):
    """How text looks: ``gone`` for good, ``unseen`` until said otherwise, ``size`` in px, and colours.

    ``glows`` is whether something else than ``ink`` shows the letters, a shadow or a picture in their shape.
    A colour that is None is unknown.
    """

    gone: bool = False
    unseen: bool = False
    size: float = 16.0
    opacity: float = 1.0
    ink: Colour | None = BLACK
    paper: Colour | None = WHITE
    glows: bool = False
    backwards: bool = False

    @property
    def hidden(self) -> bool:
        """Whether text that looks so is not seen."""
        return self.is_hidden_whole or self.is_camouflaged

    @property
    def is_hidden_whole(self) -> bool:
        """Whether a picture among such text is not seen either."""
        return self.gone or self.unseen or self.size <= TINIEST or self.opacity <= FAINT

    @property
    def is_camouflaged(self) -> bool:
        """Whether the text is transparent or has the colour of what it stands on."""
        if self.ink is None or self.glows:
            return False
        if self.ink.alpha <= FAINT:
            return True
        ink = self.ink.over(self.paper)
        return ink is not None and self.paper is not None and ink.is_near(self.paper)


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for the elements that ``selector`` is for; the higher ``rank`` wins."""

    selector: Selector
    style: Style
    rank: tuple[tuple[int, int, int], int]


class Sheet:
    """The style sheets of a page, and how much work they may still cost."""

    def __init__(self, allowance: Allowance, quirks: bool = True) -> None:
        self.quirks = quirks
        self.rules: dict[str, list[Rule]] = {}
        self._allowance = allowance
        self._count = 0
        self._steps = STEPS
        self._inline: dict[str, Style] = {}
        self._inline_left = INLINE

    def add(self, selector: Selector, style: Style) -> None:
        """Add a rule behind those that are there."""
        self._count += 1
        rule = Rule(selector, style, (selector.weight, self._count))
        self.rules.setdefault(selector.key, []).append(rule)

    def is_silent_on(self, name: str) -> bool:
        """Whether no rule is for an element of this name as such."""
        return not self.rules or (name not in self.rules and "*" not in self.rules)

    def find(self, node: Node, above: Sequence[Node]) -> list[Rule]:
        """The rules for ``node`` in the elements ``above``, the one that counts most last."""
        keys = ["*", node.name, f"#{node.identity}", *(f".{each}" for each in node.classes)]
        found = []
        for key in keys:
            for rule in self.rules.get(key, ()):
                self._steps -= 1 if len(rule.selector.compounds) == 1 else 1 + len(above)
                if self._steps < 0 or self._allowance.is_late():
                    self._allowance.note("style sheets too intricate")
                    self.rules = {}
                    return []
                if rule.selector.fits(node, above):
                    found.append(rule)
        return sorted(found, key=lambda rule: rule.rank)

    def read_inline(self, source: str) -> Style:
        """The declarations of a ``style`` attribute."""
        if source not in self._inline:
            self._inline_left -= len(source)
            if self._inline_left < 0:
                self._allowance.note(f"inline styles over {INLINE >> 10} KiB")
                return Style()
            self._inline[source] = read_style(source, self.quirks)
        return self._inline[source]


def read_style(source: str, quirks: bool) -> Style:
    """The declarations of a ``style`` attribute; one that cannot be read says nothing."""
    if len(source) <= REMEMBERED:
        return read_short_style(source, quirks)
    try:
        return read_declarations(_DIGITS.sub(r"\1", source), quirks)
    except (ValueError, ArithmeticError, RecursionError):
        return Style()


@lru_cache(2048)
def read_short_style(source: str, quirks: bool) -> Style:
    """As :func:`read_style`; mails of one sender have much the same ones."""
    return read_declarations(source, quirks)


def read_sheets(sources: Iterable[str], allowance: Allowance, quirks: bool = True) -> Sheet:
    """The rules of style sheets; one that cannot be read costs itself only."""
    sheet = Sheet(allowance, quirks)
    left = SHEETS
    for source in sources:
        if len(source) > left:
            allowance.note(f"style sheets over {SHEETS >> 10} KiB")
        source, left = source[:left], left - len(source[:left])
        try:
            add_rules(sheet, parse_rules(source), allowance)
        except (ValueError, ArithmeticError, AttributeError, TypeError, RecursionError):
            allowance.note("a style sheet could not be read")
    return sheet


def parse_rules(source: str) -> list[Any]:
    """The rules of one style sheet, which may stand in an HTML comment."""
    source = _DIGITS.sub(r"\1", source)
    return list(tinycss2.parse_stylesheet(source.replace("<!--", "").replace("-->", ""), skip_comments=True))


def add_rules(sheet: Sheet, nodes: Iterable[Any], allowance: Allowance) -> None:
    """Add those rules of ``nodes`` to ``sheet`` that hide, show, paint or say something."""
    for rule, sure in list_rules(nodes, True, 0):
        if allowance.is_late():
            return
        style = read_declarations(rule.content, sheet.quirks)
        if not style.normal and not style.important:
            continue
        for selector in read_selectors(rule.prelude):
            fitting = choose_declarations(style, selector, sure and selector.sure)
            if fitting.normal or fitting.important:
                sheet.add(selector, fitting)


def choose_declarations(style: Style, selector: Selector, sure: bool) -> Style:
    """What of a rule's ``style`` counts: text of a pseudo-element, a background where it is unsure."""
    said = style.important.get("content") or style.normal.get("content")
    text: Declared = {f"content-{selector.pseudo or 'before'}": said} if said else {}
    if selector.pseudo:
        return Style(text)
    if sure:
        return Style(style.normal | text, style.important)
    paints = any(key.startswith("background-") for key in style.normal | style.important)
    return Style(text, {"background-image": "picture"} if paints else {})


def list_rules(nodes: Iterable[Any], sure: bool, depth: int) -> Iterator[tuple[Any, bool]]:
    """The rules among ``nodes`` and in their at-rules, and whether they hold for every screen."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield node, sure
        elif node.type == "at-rule" and node.content and depth < NESTED:
            holds = judge_condition(node)
            if holds is not None:
                yield from list_rules(tinycss2.parse_rule_list(node.content), sure and holds, depth + 1)


def judge_condition(rule: Any) -> bool | None:
    """Whether the rules in an at-rule hold for every screen; None where they hold for none."""
    keyword = rule.lower_at_keyword
    if keyword == "media":
        holds = [judge_query(query) for query in split_commas(rule.prelude)]
        return True if True in holds else False if False in holds else None
    if keyword == "supports":
        return not any(one.type == "ident" and one.lower_value == "not" for one in rule.prelude)
    return {"layer": True, "container": False, "scope": False}.get(keyword)


def judge_query(query: Sequence[Any]) -> bool | None:
    """Whether a media query holds for every screen; None where it holds for none."""
    words = [one.lower_value for one in query if one.type == "ident"]
    kinds = [word for word in words if word not in ("only", "and", "not", "or")]
    if "not" in words or "or" in words:
        return False
    if any(kind not in SCREENS for kind in kinds):
        return None
    return all(suits_every_window(one.content) for one in query if one.type == "() block")


def suits_every_window(feature: Sequence[Any]) -> bool:
    """Whether a feature's condition, like ``min-width: 1px``, holds in every window."""
    tokens = [one for one in feature if one.type not in ("whitespace", "comment")]
    if len(tokens) != 3 or tokens[0].type != "ident" or tokens[1] != ":":
        return False
    length = read_length(tokens[2], True)
    narrow, wide = WINDOWS
    name = tokens[0].lower_value.replace("device-", "")
    if length is None:
        return False
    return (name == "min-width" and length.pixels() <= narrow) or (
        name == "max-width" and length.pixels() >= wide
    )


def cascade(node: Node, above: Sequence[Node], sheet: Sheet) -> Declared:
    """All declarations for an element; of two for one property the one that counts."""
    styles = [rule.style for rule in sheet.find(node, above)] if sheet.rules else []
    if inline := node.attributes.get("style"):
        styles.append(sheet.read_inline(inline))
    if len(styles) == 1 and not styles[0].important:
        return styles[0].normal
    found: Declared = {}
    for style in styles:
        found |= style.normal
    for style in styles:
        found |= style.important
    return found


def see_element(parent: Look, node: Node, style: Mapping[str, Value]) -> Look:
    """The look of the element ``node`` that opens in ``parent`` with the declarations ``style``."""
    if not style and LOOKED_AT.isdisjoint(node.attributes) and node.name not in ("dialog", "bdo"):
        return parent
    size = find_size(parent.size, style) if style else parent.size
    shown = style.get("display", "")
    gone = (
        parent.gone
        or shown == "none"
        or (is_hidden_by_itself(node) and (not shown or shown in LATER_CASCADE))
    )
    if style and not gone:
        gone = is_out_of_sight(style, size)
    unseen, word = parent.unseen, style.get("visibility", "inherit")
    if word not in LATER_CASCADE:
        unseen = word in ("hidden", "collapse")
    faded, opacity = parent.opacity, style.get("opacity")
    if isinstance(opacity, Length):
        faded *= min(max(opacity.number, 0.0), 1.0)
    paper = find_paper(parent.paper, node, style)
    glows = find_glow(parent.glows, paper, style)
    backwards = is_backwards(node, style)
    return Look(gone, unseen, size, faded, find_ink(parent.ink, node, style), paper, glows, backwards)


def is_hidden_by_itself(node: Node) -> bool:
    """Whether an element is not shown unless a style says so."""
    return "hidden" in node.attributes or (node.name == "dialog" and "open" not in node.attributes)


def is_backwards(node: Node, style: Mapping[str, Value]) -> bool:
    """Whether each letter of an element stands to the left of the one before."""
    right = str(style.get("direction") or node.attributes.get("dir", "")).lower() == "rtl"
    override = node.name == "bdo" or str(style.get("unicode-bidi", "")).endswith("override")
    return right and override


def is_out_of_sight(style: Mapping[str, Value], size: float) -> bool:
    """Whether an element has no room, is cut to nothing, or lies beside the page."""
    if any(
        style.get(name) == "gone"
        for name in ("clip-path", "-webkit-clip-path", "transform", "scale", "filter")
    ):
        return True
    zoom = style.get("zoom")
    if isinstance(zoom, Length) and 0 < zoom.number < SMALL:
        return True
    out_of_flow = style.get("position") in ("absolute", "fixed")
    if (out_of_flow and style.get("clip") == "gone") or style.get("content-visibility") == "hidden":
        return True
    return has_no_room(style, size) or is_far_away(style, size)


def has_no_room(style: Mapping[str, Value], size: float) -> bool:
    """Whether what an element holds is cut off, and nearly nothing is left."""
    cuts = [str(style.get(name, "visible")) for name in ("overflow", "overflow-x", "overflow-y")]
    if all(cut in ("visible", "inherit", "initial", "unset") for cut in cuts):
        return False
    for side in SIDES:
        least = style.get("min-" + side.removeprefix("max-"))
        if is_under(style.get(side), SLIT, size) and not (
            isinstance(least, Length) and not is_under(least, SLIT, size)
        ):
            return True
    return is_under(style.get("line-height"), SLIT, size) and "height" not in style


def is_under(value: Value | None, most: float, size: float) -> bool:
    """Whether ``value`` is a length of ``most`` px or less."""
    return isinstance(value, Length) and value.pixels(size) <= most


def is_far_away(style: Mapping[str, Value], size: float) -> bool:
    """Whether an element or its first line is moved out of the window."""
    moved = ["text-indent", "margin-left", "margin-top"]
    if style.get("position") in ("absolute", "fixed", "relative"):
        moved += ["left", "top", "right", "bottom"]
    if any(is_under(style.get(name), FARTHEST, size) for name in moved):
        return True
    aside = [value for name in ("text-indent", "margin-left", "left") if (value := style.get(name))]
    return any(isinstance(value, Length) and value.pixels(size) >= ASIDE for value in aside)


def find_size(parent: float, style: Mapping[str, Value]) -> float:
    """The size of letters in px, in an element where they have ``parent``."""
    size = style.get("font-size", "inherit")
    if isinstance(size, Length):
        return max(size.pixels(parent, parent), 0.0)
    if size == "initial":
        return SIZES["medium"]
    return SIZES.get(str(size), parent * {"smaller": 1 / 1.2, "larger": 1.2}.get(str(size), 1.0))


def find_glow(glows: bool, paper: Colour | None, style: Mapping[str, Value]) -> bool:
    """Whether something else than their ink shows an element's letters, where that is so around it or not."""
    if "background-clip" in style or "-webkit-background-clip" in style:
        glows = "text" in (style.get("background-clip"), style.get("-webkit-background-clip"))
    for name in ("text-shadow", "-webkit-text-stroke", "-webkit-text-stroke-color"):
        colours = style.get(name)
        if isinstance(colours, tuple) and not isinstance(colours, Colour | Length):
            glows = any(isinstance(each, Colour) and shows_on(each, paper) for each in colours)
    return glows


def shows_on(colour: Colour, paper: Colour | None) -> bool:
    """Whether something of ``colour`` is seen on ``paper``."""
    if colour.alpha <= FAINT:
        return False
    seen = colour.over(paper)
    return seen is None or paper is None or not seen.is_near(paper)


def find_paper(paper: Colour | None, node: Node, style: Mapping[str, Value]) -> Colour | None:
    """What an element's letters stand on, where ``paper`` is behind it."""
    below = paper
    if node.name in PAINTED:
        if node.attributes.get("background"):  # a picture
            paper = None
        elif "bgcolor" in node.attributes and "background-color" not in style:
            paper = read_old_colour(node.attributes["bgcolor"]) or paper
    colour, picture = style.get("background-color"), style.get("background-image", "none")
    if isinstance(colour, Colour) and (colour.alpha > 0 or picture != "none"):
        paper = colour.over(below)
    if isinstance(picture, Colour):
        return picture.over(paper)
    return None if picture == "picture" else paper


def find_ink(ink: Colour | None, node: Node, style: Mapping[str, Value]) -> Colour | None:
    """The colour of an element's letters, where those around it have ``ink``."""
    value = style.get("-webkit-text-fill-color") or style.get("color")
    if isinstance(value, Colour):
        return value
    if value == "initial":
        return BLACK
    stated = node.attributes.get({"font": "color", "body": "text"}.get(node.name, ""), "")
    if stated and not value:
        return read_old_colour(stated) or ink
    if node.name == "a" and "href" in node.attributes and not value:
        return None  # links have a colour of their own
    return ink
