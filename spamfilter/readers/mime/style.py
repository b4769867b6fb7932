"""Which elements of an HTML mail are not seen: by attributes, inline styles, and style sheets.

Style sheets (https://www.w3.org/TR/css-syntax-3/, read by tinycss2) as far as mail uses them: a selector is
an element, a class, an id, or an element with one of these. One that says more hides nothing; where it
paints, the background is unknown, and on an unknown background no text counts as hidden.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import tinycss2
from tinycss2.color3 import parse_color

from spamfilter.readers.mime.limits import Allowance

SHEETS = 1 << 16  # characters of style sheets that are read
LONGEST = 4096  # characters of an inline style
CLASSES = 16  # of one element
NEAREST = 0.05  # colours that differ by less in each of red, green, blue look the same
TINIEST = 1.0  # px or pt of a font that nobody can read
FARTHEST = -900.0  # px or em that put text out of sight
PROPERTIES = {
    "background", "background-color", "background-image", "color", "display", "font", "font-size", "height",
    "left", "max-height", "max-width", "opacity", "overflow", "position", "text-indent", "top", "visibility",
    "width",
}  # fmt: skip
SCREENS = {"all", "screen", "only screen"}

_SELECTOR = re.compile(r"(\*|[a-z][a-z0-9:-]*)?([.#][\w-]+)?")
_LAST = re.compile(r"[.#]?[\w-]+(?=[^\s>+~]*\Z)")
_SIZE = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))\s*([a-z%]*)")
_FONT_SIZE = re.compile(r"(?<![\w.])(?![1-9]00\s)[\d.]+[\w%]*(?=\s*/|\s)")  # 100 to 900 is the weight
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Style:
    """Declarations by property, those marked ``!important`` apart."""

    normal: dict[str, str] = field(default_factory=dict)
    important: dict[str, str] = field(default_factory=dict)


Sheet = Mapping[str, Style]  # by selector


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks: ``gone`` for good, ``tiny`` or ``unseen`` until said otherwise, and its colours.

    A colour is red, green, blue, each from 0 to 1; None is unknown.
    """

    gone: bool = False
    tiny: bool = False
    unseen: bool = False
    ink: Colour | None = (0.0, 0.0, 0.0)
    paper: Colour | None = (1.0, 1.0, 1.0)

    @property
    def hidden(self) -> bool:
        """Whether text that looks so is not seen."""
        return self.is_hidden_whole or self.is_camouflaged

    @property
    def is_hidden_whole(self) -> bool:
        """Whether a picture among such text is not seen either."""
        return self.gone or self.tiny or self.unseen

    @property
    def is_camouflaged(self) -> bool:
        """Whether the text has the colour of what it stands on."""
        if self.ink is None or self.paper is None:
            return False
        return max(abs(ink - paper) for ink, paper in zip(self.ink, self.paper, strict=True)) < NEAREST


def see_element(parent: Look, name: str, attributes: Mapping[str, str], sheet: Sheet) -> Look:
    """The look of the element that opens in ``parent``."""
    if not attributes and name not in sheet and "*" not in sheet:
        return parent
    style = cascade(name, attributes, sheet)
    shown = style.get("display", "")
    gone = parent.gone or shown == "none" or ("hidden" in attributes and not shown) or is_out_of_sight(style)
    unseen = parent.unseen
    if visibility := style.get("visibility"):
        unseen = visibility in ("hidden", "collapse")
    look = replace(parent, gone=gone, unseen=unseen, tiny=is_tiny(parent.tiny, style))
    return paint(look, name, attributes, style)


def cascade(name: str, attributes: Mapping[str, str], sheet: Sheet) -> dict[str, str]:
    """All declarations for an element; of two for one property the one that counts."""
    styles = []
    if sheet:
        classes = [f".{each}" for each in attributes.get("class", "")[:LONGEST].lower().split()[:CLASSES]]
        identity = f"#{attributes.get('id', '').lower()}"
        keys = ["*", name, *classes, *(f"{name}{each}" for each in classes), identity, name + identity]
        styles = [sheet[key] for key in keys if key in sheet]
    if inline := attributes.get("style"):
        styles.append(read_style(inline[:LONGEST]))
    found: dict[str, str] = {}
    for style in styles:
        found |= style.normal
    for style in styles:
        found |= style.important
    return found


def is_out_of_sight(style: Mapping[str, str]) -> bool:
    """Whether an element is transparent, has no room, or lies beside the page."""
    if read_length(style.get("opacity", ""))[0] == 0:
        return True
    sides = (style.get(side, "") for side in ("height", "max-height", "width", "max-width"))
    if style.get("overflow", "").startswith("hidden") and any(read_length(side)[0] == 0 for side in sides):
        return True
    moved = [style.get("text-indent", "")]
    if style.get("position") in ("absolute", "fixed"):
        moved += [style.get("left", ""), style.get("top", "")]
    return any((read_length(place)[0] or 0) < FARTHEST for place in moved)


def is_tiny(parent: bool, style: Mapping[str, str]) -> bool:
    """Whether the letters are too small to read."""
    shorthand = _FONT_SIZE.search(style.get("font", ""))
    size, unit = read_length(style.get("font-size") or (shorthand[0] if shorthand else ""))
    if size is None:
        return parent and not style.get("font-size")  # small, medium, large
    if unit in ("em", "ex", "rem", "%"):
        return size < (10 if unit == "%" else 0.1) or (parent and unit != "rem")
    return size <= TINIEST


def read_length(value: str) -> tuple[float | None, str]:
    """Number and unit at the start of ``value``; None where there is no number."""
    match = _SIZE.match(value)
    return (float(match[1]), match[2]) if match else (None, "")


def paint(look: Look, name: str, attributes: Mapping[str, str], style: Mapping[str, str]) -> Look:
    """``look`` with the colours that the element sets."""
    ink, paper = look.ink, look.paper
    if "background" in attributes:  # an image
        paper = None
    elif "bgcolor" in attributes:
        paper = find_colour(attributes["bgcolor"], paper)
    for key in ("background", "background-color", "background-image"):
        if (value := style.get(key)) and value not in ("none", "inherit", "initial", "transparent"):
            paper = None if "(" in value and "rgb" not in value else find_last_colour(value)
    stated = style.get("color") or attributes.get({"font": "color", "body": "text"}.get(name, ""), "")
    if stated == "transparent":
        ink = paper
    elif stated:
        ink = find_colour(stated, ink)
    elif name == "a" and "href" in attributes:
        ink = None  # links have a colour of their own
    return replace(look, ink=ink, paper=paper)


def find_last_colour(value: str) -> Colour | None:
    """The colour in a background, if there is one."""
    words = [value] if "(" in value else value.split()
    return next((colour for word in words if (colour := find_colour(word, None))), None)


@lru_cache(1024)
def find_colour(value: str, default: Colour | None) -> Colour | None:
    """A colour as CSS or HTML spells it; ``default`` for what says none."""
    value = value.strip()[:64]
    if value.lower() in ("inherit", "initial", "unset", "currentcolor"):
        return default
    found = parse_color(value) or (parse_color(f"#{value}") if len(value) in (3, 6) else None)
    if found is None or isinstance(found, str):
        return default
    return (found.red, found.green, found.blue) if found.alpha == 1 else None


def read_sheet(source: str, allowance: Allowance) -> dict[str, Style]:
    """The rules of style sheets, by selector."""
    if len(source) > SHEETS:
        allowance.note(f"style sheets over {SHEETS >> 10} KiB")
        source = source[:SHEETS]
    sheet: dict[str, Style] = {}
    for rule in list_rules(tinycss2.parse_stylesheet(source.replace("<!--", "").replace("-->", ""))):
        style = sort_declarations(tinycss2.parse_blocks_contents(rule.content))
        for selector in tinycss2.serialize(rule.prelude).lower().split(","):
            add_rule(sheet, selector.strip(), style)
    return sheet


def list_rules(nodes: Iterable[Any]) -> Iterator[Any]:
    """The rules that hold for every screen."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and node.content and is_for_screens(node):
            yield from (
                inner for inner in tinycss2.parse_rule_list(node.content) if inner.type == "qualified-rule"
            )


def is_for_screens(rule: Any) -> bool:
    """Whether the rules in an at-rule hold for every screen."""
    return rule.lower_at_keyword == "media" and tinycss2.serialize(rule.prelude).strip().lower() in SCREENS


def add_rule(sheet: dict[str, Style], selector: str, style: Style) -> None:
    """Add a rule's ``style``, after the earlier ones of the same selector."""
    match = _SELECTOR.fullmatch(selector)
    if not match or not selector:
        last = _LAST.search(selector)
        if not last or not any(key.startswith("background") for key in style.normal | style.important):
            return
        selector, style = last[0], Style(important={"background-image": "url()"})
    old = sheet.get(selector, Style())
    sheet[selector] = Style(old.normal | style.normal, old.important | style.important)


@lru_cache(1024)
def read_style(source: str) -> Style:
    """The declarations of a ``style`` attribute."""
    return sort_declarations(tinycss2.parse_blocks_contents(source))


def sort_declarations(nodes: Iterable[Any]) -> Style:
    """Declarations of ``PROPERTIES``, the last of each."""
    style = Style()
    for node in nodes:
        if node.type == "declaration" and node.lower_name in PROPERTIES:
            kind = style.important if node.important else style.normal
            value = [token for token in node.value if token.type != "comment"]
            kind[node.lower_name] = tinycss2.serialize(value).strip().lower()
    return style
