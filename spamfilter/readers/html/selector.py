"""Which elements a CSS rule is for (https://www.w3.org/TR/selectors-4/), read from tinycss2's tokens.

A selector is taken as a browser takes it: names, classes, ids, attributes, descendants and children. What
depends on siblings or on something else that is not kept here makes a selector unsure; what a person must do
first, like ``:hover``, makes it match nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Tokens = Sequence[Any]

LONGEST = 16  # compounds of one selector
GENERATED = {"before", "after"}
# Classes that hold for a page as it is opened, those that do not, and those that only a whole page tells.
LINKS = {"link", "any-link", "-webkit-any-link"}
LATER = {
    "active", "autofill", "checked", "default", "disabled", "focus", "focus-visible", "focus-within",
    "fullscreen", "hover", "indeterminate", "invalid", "modal", "out-of-range", "popover-open", "target",
    "user-invalid", "visited",
}  # fmt: skip
UNSURE = {
    "empty", "enabled", "first-child", "first-of-type", "defined", "dir", "has", "host", "in-range", "is",
    "lang", "last-child", "last-of-type", "matches", "not", "nth-child", "nth-last-child", "nth-last-of-type",
    "nth-of-type", "only-child", "only-of-type", "optional", "placeholder-shown", "read-only", "read-write",
    "required", "root", "scope", "valid", "where",
}  # fmt: skip


class Invalid(ValueError):
    """A selector that no browser takes: the whole rule is dropped."""


class Node(NamedTuple):
    """What selectors look at of an element; names, classes and ids in lower case, as without a doctype."""

    name: str
    attributes: Mapping[str, str]
    classes: frozenset[str] = frozenset()
    identity: str = ""


@dataclass(slots=True)
class Compound:
    """One element's description: all of it holds, or it is not meant."""

    name: str = ""
    identities: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    tests: list[tuple[str, str, str]] = field(default_factory=list)  # attribute, operator, value
    is_link: bool = False

    def fits(self, node: Node) -> bool:
        """Whether ``node`` is as described."""
        return (
            self.name in ("", node.name)
            and self.classes <= node.classes
            and self.identities <= {node.identity}
            and (not self.is_link or (node.name in ("a", "area") and "href" in node.attributes))
            and all(meets_test(node.attributes.get(name), *rest) for name, *rest in self.tests)
        )


@dataclass(slots=True)
class Selector:
    """Compounds from the element outwards; ``direct[n]`` where the next one is its parent."""

    compounds: list[Compound]
    direct: list[bool]
    pseudo: str = ""
    sure: bool = True
    never: bool = False

    @property
    def key(self) -> str:
        """What an element must have at least: an id, a class, a name, or nothing (``*``)."""
        last = self.compounds[0]
        for prefix, names in (("#", last.identities), (".", last.classes)):
            if names:
                return prefix + min(names)
        return last.name or "*"

    @property
    def weight(self) -> tuple[int, int, int]:
        """Its specificity: ids, classes and attributes, names."""
        each = self.compounds
        classes = sum(len(one.classes) + len(one.tests) + one.is_link for one in each)
        names = sum(bool(one.name) for one in each) + bool(self.pseudo)
        return sum(len(one.identities) for one in each), classes, names

    def fits(self, node: Node, above: Sequence[Node]) -> bool:
        """Whether it is for ``node``, which stands in the elements ``above``, the outermost first."""
        if not self.compounds[0].fits(node):
            return False
        waiting = {1} if len(self.compounds) > 1 else set()
        if not waiting:
            return True
        for parent in reversed(above):
            met = {place for place in waiting if self.compounds[place].fits(parent)}
            if len(self.compounds) - 1 in met:
                return True
            waiting = {place for place in waiting if not self.direct[place - 1]} | {
                place + 1 for place in met
            }
            if not waiting:
                return False
        return False


def meets_test(value: str | None, operator: str, wanted: str) -> bool:
    """Whether an attribute's ``value`` is as a selector says; letters count alike in both cases."""
    if value is None or not operator:
        return value is not None
    value = value.lower()
    if operator == "=":
        return value == wanted
    if operator == "~=":
        return wanted in value.split()
    if operator == "|=":
        return value == wanted or value.startswith(f"{wanted}-")
    if not wanted:
        return False
    return {"^=": value.startswith, "$=": value.endswith, "*=": value.__contains__}[operator](wanted)


def read_selectors(prelude: Tokens) -> list[Selector]:
    """The selectors in front of a rule; none where one of them is invalid."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "comment":
            continue
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    try:
        return [each for part in parts if not (each := read_selector(part)).never]
    except (Invalid, IndexError):
        return []


def read_selector(tokens: Tokens) -> Selector:
    """One selector.

    Raises :class:`Invalid` for what is none, or is too long.
    """
    tokens = strip_space(tokens)
    found = Selector([Compound()], [])
    place, fresh = 0, True
    while place < len(tokens):
        place, combined = read_combinator(tokens, place)
        if combined:
            if fresh or len(found.compounds) == LONGEST:
                raise Invalid
            found.sure = found.sure and combined in " >"
            found.compounds.append(Compound())
            found.direct.append(combined == ">")
        place = read_simple(found, tokens, place)
        fresh = False
    if fresh:
        raise Invalid
    found.compounds.reverse()
    found.direct.reverse()
    return found


def strip_space(tokens: Tokens) -> Tokens:
    """``tokens`` without white space at the ends."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].type == "whitespace":
        start += 1
    while end > start and tokens[end - 1].type == "whitespace":
        end -= 1
    return tokens[start:end]


def read_combinator(tokens: Tokens, place: int) -> tuple[int, str]:
    """Where the next compound starts, and what stands between: one of `` >+~`` or nothing."""
    found = ""
    while tokens[place].type == "whitespace" or tokens[place] in (">", "+", "~"):
        sign = " " if tokens[place].type == "whitespace" else tokens[place].value
        if sign != " " and found not in ("", " "):
            raise Invalid
        found = sign if sign != " " or not found else found
        place += 1
    return place, found


def read_simple(found: Selector, tokens: Tokens, place: int) -> int:
    """Add one simple selector to the last compound of ``found``; where the next one starts."""
    token, last = tokens[place], found.compounds[-1]
    if token.type == "ident":
        last.name = token.lower_value
    elif token.type == "hash":
        last.identities.add(token.value.lower())
    elif token.type == "[] block":
        last.tests.append(read_test(token.content))
    elif token == "." and tokens[place + 1].type == "ident":
        last.classes.add(tokens[place + 1].lower_value)
        place += 1
    elif token == ":":
        return read_pseudo(found, tokens, place + 1)
    elif token != "*":
        raise Invalid
    return place + 1


def read_pseudo(found: Selector, tokens: Tokens, place: int) -> int:
    """Add a class or element that is not in the page; where the next simple selector starts."""
    is_element: bool = tokens[place] == ":"
    token = tokens[place + is_element]
    name = (
        token.lower_name if token.type == "function" else token.lower_value if token.type == "ident" else ""
    )
    if name in GENERATED:
        found.pseudo = name
    elif is_element or name in LATER or name.startswith("-"):
        found.never = True
    elif name in LINKS:
        found.compounds[-1].is_link = True
    elif name in UNSURE:
        found.sure = found.sure and name == "root"
        found.compounds[-1].name = "html" if name == "root" else found.compounds[-1].name
    else:
        raise Invalid
    return place + is_element + 1


def read_test(content: Tokens) -> tuple[str, str, str]:
    """Attribute, operator and value between square brackets."""
    tokens = [one for one in content if one.type not in ("whitespace", "comment")]
    if not tokens or tokens[0].type != "ident":
        raise Invalid
    operator = "".join(str(one.value) for one in tokens[1:] if one.type == "literal")
    values = [one.value for one in tokens[1:] if one.type in ("string", "ident")]
    if bool(operator) != bool(values) or operator not in ("", "=", "~=", "|=", "^=", "$=", "*="):
        raise Invalid
    return tokens[0].lower_value, operator, values[0].lower() if values else ""
