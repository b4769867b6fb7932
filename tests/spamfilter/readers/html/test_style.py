"""What decides whether the text of an element is seen: declarations, the cascade, selectors, colours."""

import pytest
import tinycss2

from spamfilter.readers.html.declaration import (
    Colour,
    Length,
    read_declarations,
    read_length,
    read_old_colour,
)
from spamfilter.readers.html.page import read_html
from spamfilter.readers.html.selector import Node, Selector, read_selectors
from spamfilter.readers.html.style import SHEETS, STEPS, read_sheets
from spamfilter.readers.mime.limits import Allowance

STANDARDS = "<!doctype html>"


def is_seen(style: str, doctype: str = STANDARDS) -> bool:
    """Whether a word is seen in an element with this ``style`` attribute."""
    return read_html(f'{doctype}<div style="{style}">word</div>', Allowance()).seen == "word"


def normal(source: str) -> dict[str, object]:
    """The declarations of a ``style`` attribute in a page with a doctype."""
    return dict(read_declarations(source, quirks=False).normal)


@pytest.mark.parametrize(
    "style",
    [
        "display:none;display:bogus",
        "display:none;display:block none",
        "display:none;display:",
        "display:none;display:'block'",
        "display:none!important;display:block",
        "d\\69 splay:none",
        "visibility:hidden;visibility:seen",
        "color:white;color:notacolour",
        "color:white;color:#12345",
        "color:white;color:rgb(1,2)",
        "color:white;color:color()",
        "color:rgb(255 255 255 / 90%)",
        "color:hsl(0,0%,100%)",
        "color:rgba(0,0,0,.01)",
        "color:transparent;background:url(a.png)",
        "color:#0000;background-image:linear-gradient(red,blue)",
        "color:white;background:linear-gradient(#fff,#fefefe)",
        "color:white;background:notacolour",
        "color:black;-webkit-text-fill-color:white",
        "color:white;text-shadow:0 0 1px white",
        "opacity:0%",
        "opacity:.01",
        "opacity:-1",
        "opacity:calc(1px - 1px);opacity:0",
        "font-size:0.5pt",
        "font-size:.01cm",
        "font-size:0.02in",
        "font-size:.1em",
        "font-size:5%",
        "font-size:.1vw",
        "font-size:.05rem",
        "font-size:0;font-size:-12px",
        "font-size:0;font-size:12",
        "font-size:1px;font-size:12quux",
        "font:italic bold 0/0 a",
        "font:1px/12px serif",
        "font-size:1px;font:12px",
        "font-size:calc(1px - 1px)",
        "font-size:min(0px,5px)",
        "max-height:0;overflow:hidden;overflow:bogus",
        "height:1px;width:1px;overflow:hidden",
        "height:0in;overflow:auto",
        "height:calc(2px*0);overflow:clip",
        "max-width:0%;overflow-x:hidden",
        "line-height:0;overflow:hidden",
        "text-indent:-9999px",
        "text-indent:-30in",
        "margin-left:-9999px",
        "margin:0 0 0 -2000px",
        "position:absolute;left:-100cm",
        "position:fixed;right:-5000pt",
        "position:relative;top:-999em",
        "position:absolute;left:9999px",
        "position:absolute;clip:rect(0,0,0,0)",
        "position:absolute;clip:rect(1px 1px 1px 1px)",
        "clip-path:inset(50%)",
        "clip-path:circle(0)",
        "clip-path:polygon(0 0,0 0,0 0)",
        "transform:scale(0)",
        "transform:scale(1,0)",
        "transform:translateX(-9999px)",
        "scale:0",
        "transform:scale(.01)",
        "zoom:.01",
        "filter:opacity(0)",
        "content-visibility:hidden",
    ],
)
def test_a_style_that_hides(style: str) -> None:
    assert not is_seen(style)


@pytest.mark.parametrize(
    "style",
    [
        "display:bogus",
        "display:none;display:block",
        "display:none;display:inline flow-root",
        "visibility:hidden;visibility:visible",
        "color:white;color:red",
        "color:white;color:RGB(0,0,0)",
        "color:white;background:black",
        "color:white;background:url(a.png)",
        "color:white;background:rgba(0,0,0,.8)",
        "color:white;text-shadow:1px 1px 2px black",
        "color:transparent;background:linear-gradient(red,blue);-webkit-background-clip:text",
        "color:transparent;text-shadow:0 0 0 red",
        "color:rgba(0,0,0,.5)",
        "opacity:0;opacity:1",
        "opacity:50%",
        "opacity:1%;opacity:90%",
        "font-size:12px",
        "font-size:1",
        "font-size:1em",
        "font-size:1rem",
        "font-size:1in",
        "font-size:1cm",
        "font-size:0;font-size:medium",
        "font-size:calc(1px + 1em)",
        "font-size:max(0px,12px)",
        "font:12px/0 serif",
        "font:400 12px serif",
        "font-size:1px;font:caption",
        "height:0",
        "height:0;overflow:visible",
        "max-height:0;overflow:hidden;max-height:none",
        "max-height:0;min-height:9px;overflow:hidden",
        "height:1in;overflow:hidden",
        "height:1em;overflow:hidden",
        "text-indent:-1em",
        "left:-9999px",
        "position:absolute;left:-9999",
        "clip:rect(0,0,0,0)",
        "position:absolute;clip:rect(0,100px,100px,0)",
        "clip-path:inset(5%)",
        "transform:scale(.9)",
        "transform:rotate(0)",
        "mso-hide:all",
        "width:" + "9" * 5000 + "px",
        "width:calc(" + "(" * 5000 + "1px" + ")" * 5001,
    ],
)
def test_a_style_that_does_not_hide(style: str) -> None:
    assert is_seen(style)


def test_without_a_doctype_numbers_are_pixels_and_colours_lack_their_sign() -> None:
    assert not is_seen("font-size:1", doctype="")
    assert not is_seen("color:ffffff", doctype="")
    assert is_seen("color:ffffff")


def test_sizes_and_opacities_multiply_from_element_to_element() -> None:
    inner = "<i style=font-size:.4em>" * 3 + "no" + "</i>" * 3
    assert read_html(f"{inner}<b style=font-size:.4em>yes</b>", Allowance()).seen == "yes"
    faint = "<i style=opacity:.2>" * 2 + "no" + "</i>" * 2
    assert read_html(f"{faint}<b style=opacity:.2>yes</b>", Allowance()).seen == "yes"


def test_a_declaration_that_is_not_valid_leaves_the_one_before() -> None:
    assert normal("left:1px;left:x;left:2q;left:3zz") == {"left": Length(2, "q")}
    assert normal("background-color:red;background:blue none") == {
        "background-color": Colour(0, 0, 1),
        "background-image": "none",
    }
    assert normal("no:1;color:;;color;:red;}color:red") == {}


@pytest.mark.parametrize(
    ("source", "pixels"),
    [
        ("1in", 96),
        ("72pt", 96),
        ("6pc", 96),
        ("2.54cm", 96),
        ("25.4mm", 96),
        ("1e2px", 100),
        ("2em", 20),
        ("50%", 300),
    ],
)
def test_units_in_pixels(source: str, pixels: float) -> None:
    length = read_length(tinycss2.parse_one_component_value(source), quirks=False)
    assert length is not None
    assert length.pixels(letter=10, whole=600) == pytest.approx(pixels)


@pytest.mark.parametrize(
    ("source", "pixels"),
    [
        ("calc(1px + 2px * 3 - 4px/2)", 5),
        ("calc((1px + 2px) * 3)", 9),
        ("clamp(1px, 5px, 3px)", 3),
        ("min(1in, 2px)", 2),
        ("max(1px, calc(2px))", 2),
        ("calc()", None),
        ("calc(1px 0 x)", None),
    ],
)
def test_calculations(source: str, pixels: float | None) -> None:
    length = read_length(tinycss2.parse_one_component_value(source), quirks=False)
    assert (length and length.number) == pixels


@pytest.mark.parametrize(
    ("word", "colour"),
    [
        ("White", (255, 255, 255)),
        (" #fff ", (255, 255, 255)),
        ("ffffff", (255, 255, 255)),
        ("#fffff", (255, 255, 240)),
        ("chucknorris", (192, 0, 0)),
        ("#12345678", (18, 69, 120)),
    ],
)
def test_colours_of_attributes(word: str, colour: tuple[int, int, int]) -> None:
    found = read_old_colour(word)
    assert found is not None
    assert tuple(round(each * 255) for each in found[:3]) == colour


@pytest.mark.parametrize("word", ["", " ", "transparent"])
def test_attributes_that_say_no_colour(word: str) -> None:
    assert read_old_colour(word) is None


NODE = Node("td", {"class": "a b", "id": "x", "lang": "en-GB"}, frozenset({"a", "b"}), "x")
ABOVE = [Node("html", {}), Node("body", {}), Node("table", {"class": "t"}, frozenset({"t"})), Node("tr", {})]


@pytest.mark.parametrize(
    "selector",
    [
        "*", "td", "TD", ".a", ".A.b", "#x", "td.a#x", "tr td", "tr > td", "table td", ".t > tr > td",
        "body .t td",
        "html * > td", "[lang]", "[lang=en-gb]", "[lang|=en]", "[lang^='en']", "[lang$=GB]", "[lang*='-']",
        "[class~=b]", ":root td", "u, td", "td/**/.a",
    ],
)  # fmt: skip
def test_a_selector_that_fits(selector: str) -> None:
    assert any(each.fits(NODE, ABOVE) and each.sure for each in parse(selector))


@pytest.mark.parametrize(
    "selector",
    [
        "", "th", ".c", "#y", "td .a", "table > td", "body > tr td", "div td", "td:hover", "a:link",
        "td::-moz-x",
        "td:bogus", "td, :bogus", "td >", "> td", "td,", "td..a", "[lang=en]", "[lang*='']", "[=x]", "td{",
        "td " * 40,
    ],
)  # fmt: skip
def test_a_selector_that_does_not_fit(selector: str) -> None:
    assert not any(each.fits(NODE, ABOVE) for each in parse(selector))


@pytest.mark.parametrize("selector", ["td:first-child", "tr + tr td", "tr ~ tr > td", "td:not(.c)"])
def test_a_selector_that_may_fit(selector: str) -> None:
    assert [each.sure for each in parse(selector)] == [False]


def parse(selector: str) -> list[Selector]:
    return read_selectors(tinycss2.parse_component_value_list(selector))


def test_the_more_special_rule_wins_wherever_it_stands() -> None:
    style = "<style>#x{display:block}.x{display:none}b{display:block!important}</style>"
    assert (
        read_html(f"{style}<i id=x class=x>a</i><i class=x>b</i><b class=x>c</b>", Allowance()).seen == "ac"
    )


@pytest.mark.parametrize(
    "sheet",
    [
        "div .x{display:none}",
        "div>.x{display:none}",
        "[class='x']{display:none}",
        "*{color:#fff}",
        "@media screen and (min-width:1px){.x{display:none}}",
        "@media only screen and (max-width:9999px){.x{display:none}}",
        "@media print,screen{.x{display:none}}",
        "@supports (display:block){.x{display:none}}",
        "@layer a{@media all{.x{display:none}}}",
        ".y{}}.y{} .x{display:none}",
        "@font-face{x:y}.x{display:none}",
        "@import 'x';.x{display:none}",
        ".x{display:none",
        ".z{width:" + "9" * 9000 + "}.x{display:none}",
    ],
)
def test_a_sheet_that_hides(sheet: str) -> None:
    shown = read_html(f"<div><p class=x>hidden word</div><style>{sheet}</style>", Allowance())
    assert shown == ("", "hidden word")


@pytest.mark.parametrize(
    "sheet",
    [
        "p .x{display:none}",
        ".x:hover{display:none}",
        ".x::before{display:none}",
        "@media print{.x{display:none}}",
        "@media (max-width:600px){.x{display:none}}",
        "@media (prefers-color-scheme:dark){.x{display:none}}",
        "@media not screen{.x{display:none}}",
        ".x:bogus,.x{display:none}",
        "u + div .x{display:none}",
        ".x{display:none}p.x{display:block}",
        "@keyframes x{from{display:none}}",
    ],
)
def test_a_sheet_that_hides_nothing(sheet: str) -> None:
    assert read_html(f"<style>{sheet}</style><div><p class=x>a word</div>", Allowance()) == (
        "a word",
        "a word",
    )


def test_a_sheet_that_cannot_be_read_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    real = tinycss2.parse_stylesheet

    def fail(source: str, **more: bool) -> list[object]:
        if "broken" in source:
            raise RecursionError
        return list(real(source, **more))

    monkeypatch.setattr("tinycss2.parse_stylesheet", fail)
    allowance = Allowance()
    source = "<style>broken</style><style>.x{display:none}</style><p class=x>hidden word<p>seen"
    assert read_html(source, allowance) == ("seen", "hidden word\n\nseen")
    assert allowance.notes == ["a style sheet could not be read"]


def test_sheets_over_the_limit_are_noted() -> None:
    allowance = Allowance()
    sheet = read_sheets([" " * SHEETS, ".x{display:none}"], allowance)
    assert (sheet.rules, allowance.notes) == ({}, ["style sheets over 256 KiB"])


def test_rules_that_cost_too_many_comparisons_are_given_up_and_noted() -> None:
    allowance = Allowance()
    rules, elements = 1000, STEPS // 1000 + 1
    source = "<style>" + "b.y{color:red}" * rules + "</style>" + "<b class=y>x</b>" * elements
    assert read_html(source, allowance).seen == "x" * elements
    assert allowance.notes == ["style sheets too intricate"]
