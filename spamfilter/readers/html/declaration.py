"""What a CSS declaration says, for the properties that decide whether text is seen.

A value that its property does not allow is dropped, as https://www.w3.org/TR/css-syntax-3/#declaration-list
demands, and the declaration before it counts. tinycss2 gives the tokens; numbers keep their units.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tinycss2 import parse_blocks_contents, parse_one_component_value
from tinycss2.color4 import parse_color

# Pixels in one of each unit; those of the window for one of 1000 by 800.
PIXELS = {
    "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6,
    "rem": 16.0, "rlh": 19.0, "vw": 10.0, "vh": 8.0, "vmin": 8.0, "vmax": 10.0, "vi": 10.0, "vb": 8.0,
}  # fmt: skip
PIXELS |= {size + unit: PIXELS[unit] for size in "sld" for unit in ("vw", "vh", "vmin", "vmax")}
EMS = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "cap": 0.7, "lh": 1.2}  # letters of the element's own size
DISPLAYS = {
    "none", "block", "inline", "inline-block", "list-item", "flow-root", "flow", "contents", "table",
    "inline-table", "table-row", "table-cell", "table-column", "table-caption", "table-row-group",
    "table-header-group", "table-footer-group", "table-column-group", "flex", "inline-flex", "grid",
    "inline-grid", "ruby", "ruby-base", "ruby-text", "run-in", "-webkit-box", "-webkit-inline-box", "math",
}  # fmt: skip
SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0,
    "xx-large": 32.0, "xxx-large": 48.0,
}  # fmt: skip
WORDS = {
    "visibility": {"visible", "hidden", "collapse"},
    "position": {"static", "relative", "absolute", "fixed", "sticky", "-webkit-sticky"},
    "background-clip": {"border-box", "padding-box", "content-box", "text"},
    "content-visibility": {"visible", "auto", "hidden"},
    "direction": {"ltr", "rtl"},
    "unicode-bidi": {"normal", "embed", "isolate", "bidi-override", "isolate-override", "plaintext"},
}
WORDS["overflow"] = {"visible", "hidden", "clip", "scroll", "auto", "overlay"}
WORDS["overflow-x"] = WORDS["overflow-y"] = WORDS["overflow"]
WORDS["-webkit-background-clip"] = WORDS["background-clip"]
ROOMS = {"auto", "none", "normal", "max-content", "min-content", "fit-content", "stretch"}
PAINTED = {
    "none", "repeat", "repeat-x", "repeat-y", "no-repeat", "round", "space", "scroll", "fixed", "local",
    "left", "right", "top", "bottom", "center", "cover", "contain", "auto", "text", "border-box",
    "padding-box", "content-box", "currentcolor",
}  # fmt: skip
WIDE = {"inherit", "initial", "unset", "revert", "revert-layer"}  # any property may have
FONTS = {"caption", "icon", "menu", "message-box", "small-caption", "status-bar"}  # ``font`` of one word
NEAREST = 0.05  # colours that differ by less in each of red, green, blue look the same
SMALL = 0.1  # a scale at which nothing is read
DEEPEST = 16  # brackets in a calculation
Tokens = Sequence[Any]


class Colour(NamedTuple):
    """Red, green, blue and alpha, each from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, paper: "Colour | None") -> "Colour | None":
        """What is seen where this is painted on ``paper``; None where that is unknown."""
        if self.alpha == 1 or paper is None:
            return self if self.alpha == 1 else None
        pairs = zip(self[:3], paper[:3], strict=True)
        return Colour(*(self.alpha * upper + (1 - self.alpha) * lower for upper, lower in pairs))

    def is_near(self, other: "Colour") -> bool:
        """Whether the two look the same."""
        return (
            abs(self.red - other.red) < NEAREST
            and abs(self.green - other.green) < NEAREST
            and abs(self.blue - other.blue) < NEAREST
            and abs(self.alpha - other.alpha) < NEAREST
        )


class Length(NamedTuple):
    """A number and its unit in lower case; ``""`` is a plain number."""

    number: float
    unit: str = ""

    def pixels(self, letter: float = 16.0, whole: float = 600.0) -> float:
        """In pixels, where a letter has ``letter`` of them and 100 % are ``whole``."""
        if self.unit == "%":
            return self.number * whole / 100
        return self.number * (PIXELS.get(self.unit, 1.0) if self.unit not in EMS else EMS[self.unit] * letter)


class Said(NamedTuple):
    """Text that ``content`` adds: its words, or the name of the attribute that has them."""

    words: str = ""
    attribute: str = ""


Value = str | Length | Colour | tuple[Colour, ...] | tuple[Said, ...]
Declared = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Style:
    """Declarations by property, those marked ``!important`` apart."""

    normal: Declared = field(default_factory=dict)
    important: Declared = field(default_factory=dict)


def read_declarations(source: str | Iterable[Any], quirks: bool) -> Style:
    """The last valid declaration of each property in a ``style`` attribute or a rule's content.

    ``quirks`` is whether the page is without a doctype: lengths and colours are spelt freely there
    (https://quirks.spec.whatwg.org/#css).
    """
    style = Style()
    for node in parse_blocks_contents(source):
        if node.type == "declaration" and node.lower_name in READERS:
            tokens = [one for one in node.value if one.type not in ("comment", "whitespace")]
            kind = style.important if node.important else style.normal
            try:
                kind.update(READERS[node.lower_name](node.lower_name, tokens, quirks))
            except (ValueError, ArithmeticError, AttributeError, TypeError, RecursionError, LookupError):
                continue  # a value that the colour parser or the numbers cannot bear is no valid one
    return style


def read_word(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """One of the property's keywords, or two for ``overflow``."""
    words = [one.lower_value if one.type == "ident" else "" for one in tokens]
    allowed = words[1:] == [] and words[:1] != [] and words[0] in WIDE
    allowed = allowed or all(word in WORDS[name] for word in words)
    return {name: " ".join(words)} if allowed and 1 <= len(words) <= 2 else {}


def read_display(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """``display``: one of its keywords, or up to three that are not ``none``."""
    words = [one.lower_value if one.type == "ident" else "" for one in tokens]
    if len(words) == 1 and words[0] in WIDE | DISPLAYS:
        return {name: words[0]}
    return {name: " ".join(words)} if 1 < len(words) <= 3 and set(words) <= DISPLAYS - {"none"} else {}


def read_wide(name: str, token: Any, others: Set[str] = frozenset()) -> Mapping[str, Value]:
    """A keyword that any property may have, or one of ``others``."""
    word = token.lower_value if token.type == "ident" else ""
    return {name: word} if word in WIDE or word in others else {}


def read_opacity(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """``opacity``: a number from 0 to 1, or per cent."""
    (token,) = tokens
    if token.type == "percentage":
        return {name: Length(token.value / 100)}
    if token.type == "number":
        return {name: Length(token.value)}
    found = read_length(token, False)
    return {name: found} if found else read_wide(name, token)


def read_room(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """A length or a keyword."""
    (token,) = tokens
    found = read_length(token, quirks)
    if found and found.number < 0 and name.endswith(("height", "width")):
        return {}
    return {name: found} if found else read_wide(name, token, ROOMS)


def read_line_height(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """``line-height``: a length, a keyword or a number of lines."""
    (token,) = tokens
    return {name: Length(token.value, "em")} if token.type == "number" else read_room(name, tokens, quirks)


def read_margin(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """``margin`` and ``inset``: one to four lengths, from the top clockwise."""
    found = [read_length(one, quirks) or Length(0) for one in tokens]
    if not 1 <= len(found) <= 4 or any(one.type not in LENGTHS for one in tokens):
        return {}
    prefix = "margin-" if name == "margin" else ""
    return {f"{prefix}top": found[0], f"{prefix}left": found[{1: 0, 2: 1, 3: 1, 4: 3}[len(found)]]}


def read_size(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """``font-size``: a length that is not negative, or a keyword."""
    (token,) = tokens
    found = read_length(token, quirks)
    if found:
        return {name: found} if found.number >= 0 or token.type == "function" else {}
    return read_wide(name, token, SIZES.keys() | {"smaller", "larger"})


def read_font(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """``font``: its size stands before the family, and a line height behind a slash may stand between."""
    words = [one.lower_value if one.type == "ident" else "" for one in tokens]
    if len(words) == 1 and (words[0] in WIDE or words[0] in FONTS):
        return {"font-size": "medium" if words[0] in FONTS else words[0]}
    for place, token in enumerate(tokens[:6]):
        weight = token.type == "number" and token.value >= 1  # 1 to 1000; no plain number but 0 is a size
        found = {} if weight else read_size("font-size", [token], False)
        if found and words[place] not in WIDE:
            rest = tokens[place + 1 :]
            rest = rest[2:] if rest and rest[0] == "/" else rest
            return found if rest and rest[0].type in ("ident", "string") else {}
        if not weight and token.type not in ("ident", "percentage"):
            return {}
    return {}


def read_ink(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """One colour, or a keyword that is none."""
    (token,) = tokens
    found = read_colour(token, quirks)
    return read_wide(name, token, {"currentcolor"}) if found is None else {name: found}


def read_background(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """``background``: a colour, pictures, or both, and where they are painted; the rest is not looked at."""
    if len(tokens) == 1 and tokens[0].type == "ident" and tokens[0].lower_value in WIDE:
        return {"background-color": tokens[0].lower_value, "background-image": tokens[0].lower_value}
    colours = [found for one in tokens if (found := read_colour(one, False)) is not None]
    words = {one.lower_value for one in tokens if one.type == "ident" and not read_colour(one, False)}
    if len(colours) > 1 or not words <= PAINTED or any(one.type == "hash" for one in tokens) > len(colours):
        return {}
    said: Declared = {"background-color": colours[0] if colours else Colour(0, 0, 0, 0)}
    said |= read_picture("background-image", tokens, quirks)
    return said | ({"background-clip": "text"} if "text" in words else {})


def read_picture(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """``background-image``: ``none``, ``picture``, or the one colour that a gradient is made of."""
    pictures = [one for one in tokens if one.type in ("url", "function") and not read_colour(one, quirks)]
    if not pictures:
        return {name: "none"}
    colours = list_colours(pictures, quirks)
    plain = all(one.type == "function" and "gradient" in one.lower_name for one in pictures)
    uniform = plain and colours and all(colours[0].is_near(one) for one in colours)
    return {name: colours[0] if uniform else "picture"}


def read_glow(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """``text-shadow`` and the like: their colours; a keyword that says whose or none."""
    word = read_wide(name, tokens[0], {"none"}) if len(tokens) == 1 else {}
    return word or {name: tuple(list_colours(tokens, quirks))}


def read_shape(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """``clip``, ``clip-path``, ``transform``, ``scale``, ``filter``: ``gone`` where nothing is left of it."""
    gone = name == "scale" and any(one.type == "number" and abs(one.value) < SMALL for one in tokens)
    return {name: "gone" if gone or any(leaves_nothing(one) for one in tokens) else "shown"}


def leaves_nothing(token: Any) -> bool:
    """Whether a function of clipping, of moving or of filtering leaves nothing of what it is applied to."""
    if token.type != "function":
        return False
    numbers = [found for one in token.arguments if (found := read_length(one, True))]
    sizes = [found.pixels() for found in numbers]
    name = token.lower_name
    if name == "rect":
        return len(sizes) == 4 and (sizes[0] >= sizes[2] - 1 or sizes[3] >= sizes[1] - 1)
    if name == "inset":
        return bool(numbers) and numbers[0].unit == "%" and numbers[0].number >= 50
    if name in ("circle", "ellipse", "opacity"):
        return bool(sizes) and sizes[0] == 0
    if name == "polygon":
        return len(set(sizes)) == 1
    if name.startswith("translate"):
        return any(size < -900 for size in sizes)
    if name.startswith("scale"):
        return any(abs(size) < SMALL for size in sizes[:2])
    return name.startswith("matrix") and bool(sizes) and abs(sizes[0]) < SMALL


def read_content(name: str, tokens: Tokens, quirks: bool) -> Mapping[str, Value]:
    """``content``: its strings and the attributes that it shows."""
    said = []
    for one in tokens:
        if one.type == "string":
            said.append(Said(words=one.value))
        elif one.type == "function" and one.lower_name == "attr":
            said += [Said(attribute=each.lower_value) for each in one.arguments if each.type == "ident"][:1]
    return {name: tuple(said)}


LENGTHS = {"number", "percentage", "dimension", "function", "ident"}
READERS: dict[str, Callable[[str, Tokens, bool], Mapping[str, Value]]] = {
    "display": read_display, "opacity": read_opacity, "zoom": read_opacity, "font": read_font,
    "font-size": read_size, "line-height": read_line_height, "background": read_background,
    "background-image": read_picture, "content": read_content,
}  # fmt: skip
READERS |= dict.fromkeys(["color", "background-color", "-webkit-text-fill-color"], read_ink)
READERS |= dict.fromkeys(["text-shadow", "-webkit-text-stroke", "-webkit-text-stroke-color"], read_glow)
READERS |= dict.fromkeys(
    ["clip", "clip-path", "-webkit-clip-path", "transform", "scale", "filter"], read_shape
)
READERS |= dict.fromkeys(["margin", "inset"], read_margin)
READERS |= dict.fromkeys(WORDS, read_word)
READERS |= dict.fromkeys(
    [
        "height", "width", "max-height", "max-width", "min-height", "min-width", "left", "top", "right",
        "bottom", "margin-left", "margin-top", "text-indent",
    ],
    read_room,
)  # fmt: skip


def read_length(token: Any, quirks: bool) -> Length | None:
    """A length, a percentage or a calculation of them; None where ``token`` is none."""
    if token.type == "dimension":
        unit = token.lower_unit
        return Length(token.value, unit) if unit in PIXELS or unit in EMS else None
    if token.type == "percentage":
        return Length(token.value, "%")
    if token.type == "number":
        return Length(token.value, "px") if token.value == 0 or quirks else None
    if token.type == "function" and token.lower_name in ("calc", "min", "max", "clamp"):
        found = calculate(token, 0)
        return None if found is None else Length(found, "px")
    return None


def calculate(token: Any, depth: int) -> float | None:
    """Pixels that ``calc()``, ``min()``, ``max()``, ``clamp()`` or brackets come to, if it is known."""
    if token.type == "number":
        return float(token.value)
    if token.type not in ("function", "() block"):
        found = read_length(token, False)
        return found.pixels() if found else None
    if depth == DEEPEST:
        return None
    inside = token.arguments if token.type == "function" else token.content
    sums = [add_terms(part, depth + 1) for part in split_commas(inside)]
    if not sums or None in sums:
        return None
    values = [each for each in sums if each is not None]
    name = token.lower_name if token.type == "function" else "calc"
    if name == "clamp" and len(values) == 3:
        return max(values[0], min(values[1], values[2]))
    return {"min": min, "max": max}.get(name, min)(values)


def add_terms(tokens: Tokens, depth: int) -> float | None:
    """The sum of products that ``tokens`` are, from left to right."""
    total, product, sign, operator = 0.0, None, 1.0, ""
    for one in tokens:
        if one.type in ("whitespace", "comment"):
            continue
        if one.type == "literal":
            if one.value in "+-" and product is not None:
                total, product, sign = total + sign * product, None, 1.0 if one.value == "+" else -1.0
            operator = one.value
            continue
        value = calculate(one, depth)
        if value is None:
            return None
        if product is None:
            product = value
        elif operator == "*":
            product *= value
        elif operator == "/" and value:
            product /= value
        else:
            return None
        operator = ""
    return None if product is None else total + sign * product


def split_commas(tokens: Tokens) -> list[list[Any]]:
    """``tokens`` between commas."""
    parts: list[list[Any]] = [[]]
    for one in tokens:
        if one == ",":
            parts.append([])
        else:
            parts[-1].append(one)
    return parts


def read_colour(token: Any, quirks: bool) -> Colour | None:
    """The colour that ``token`` is (https://www.w3.org/TR/css-color-4/); None where it is none."""
    try:
        found = parse_color(token)
        if found is not None and not isinstance(found, str):
            if found.space not in ("srgb", "hsl", "hwb"):
                found = found.to("lab")
                grey = min(max(found.coordinates[0] / 100, 0.0), 1.0)
                return Colour(grey, grey, grey, found.alpha)
            found = found.to("srgb")
            red, green, blue = (min(max(each, 0.0), 1.0) for each in found.coordinates)
            return Colour(red, green, blue, found.alpha)
    except (ValueError, NotImplementedError, TypeError):
        return None
    text = {"ident": "value", "number": "representation", "dimension": "representation"}.get(token.type)
    if not quirks or not text:
        return None
    digits = getattr(token, text) + (token.unit if token.type == "dimension" else "")
    return read_colour(parse_one_component_value(f"#{digits}"), False) if len(digits) in (3, 6) else None


def list_colours(tokens: Tokens, quirks: bool) -> list[Colour]:
    """The colours among ``tokens`` and in their functions."""
    found = []
    for one in tokens:
        colour = read_colour(one, quirks)
        if colour is not None:
            found.append(colour)
        elif one.type == "function":
            inner = [each for each in one.arguments if each.type in ("ident", "hash", "function")]
            found += [each for part in inner if (each := read_colour(part, quirks)) is not None]
    return found


def read_old_colour(value: str) -> Colour | None:
    """The colour of an attribute like ``bgcolor``, which any word is.

    https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#rules-for-parsing-a-legacy-colour-value
    """
    value = value.strip().lower()[:128]
    if not value or value == "transparent":
        return None
    token = parse_one_component_value(value)
    named = token.type == "ident" or (token.type == "hash" and len(token.value) in (3, 6))
    if named and (found := read_colour(token, False)):
        return found
    digits = "".join(each if each in "0123456789abcdef" else "0" for each in value.removeprefix("#"))
    third = max(-(-len(digits) // 3), 1)
    digits = digits.ljust(3 * third, "0")
    parts = [digits[at : at + third][-8:] for at in range(0, 3 * third, third)]
    while len(parts[0]) > 2 and all(part[0] == "0" for part in parts):
        parts = [part[1:] for part in parts]
    return Colour(*(int(part[:2], 16) / 255 for part in parts))
