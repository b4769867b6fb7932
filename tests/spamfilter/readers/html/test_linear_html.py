"""HTML of strangers: each doubling of the size costs little more than twice as much, and 1 MB under 2 s."""

from collections.abc import Callable

import pytest

from spamfilter.readers.html.page import read_html
from spamfilter.readers.mime.limits import Allowance
from tests.doubling import compare_sizes, find_growth

STYLES = ("<style>", "</style><b class=x>x")


def run(source: str) -> object:
    return read_html(source, Allowance())


# What is repeated, what stands before it, and what behind.
REPEATED = [
    ("<div>", "", ""),
    ("<div ", "", ""),
    ("<", "", ""),
    ("</b>", "", ""),
    ("<a b='", "", ""),
    ("<!--", "", ""),
    ("<![CDATA[", "", ""),
    ("<?x ", "", ""),
    ("<![if !mso]>", "", ""),
    ("\0", "", ""),
    ("&amp;", "", ""),
    ("<table><tr><td>", "", ""),
    ("<select><option>", "", ""),
    ("<svg><title>", "", ""),
    ("<title>", "", ""),
    ("<b>", "<plaintext>", ""),
    ("<template>x", "", ""),
    ("a", "<p title='", ""),
    ("a", "<img alt='", "'>"),
    (" \r", "a", "b"),
    ("  ", "a", "b"),
    ("\u202ea", "", ""),
    ("<bdo dir=rtl>ab", "", ""),
    ("<!--[if mso]><b>x<![endif]-->", "", ""),
    ("<!--[if mso]>", "", ""),
    ("<b>x", "<!--[if mso]>", "<![endif]-->"),
    ("<iframe><b>x</b></iframe>", "", ""),
    ("&lt;b>x", "<iframe srcdoc='", "'>"),
    ("<b>x</b>", "<iframe>", ""),
    ("<iframe srcdoc='<b>x'></iframe>", "", ""),
    ("<p hidden>abc ", "", ""),
    ("word ", "<p hidden>", ""),
    ("<input value='ab'>", "", ""),
    ("<a href='http://x'>y", "", ""),
    ("a ", "<p class='", "'>x"),
    ("f", "<td bgcolor='", "'>x"),
    ("1", "<img width='", "' alt=x>"),
    ("color:red;", "<p style='", "'>x"),
    ("(", "<p style='width:calc", "'>x"),
    ("1px + ", "<p style='width:calc(", "1px)'>x"),
    ("red,", "<p style='background:linear-gradient(", "red)'>x"),
    ("1 ", "<p style='font:", "'>x"),
    ("9", "<p style='width:", "px'>x"),
    ("rgb(", "<p style='color:", "'>x"),
    ("<style>a{b:c}</style>", "", ""),
    ("(", *STYLES),
    ("{", *STYLES),
    ("a{", *STYLES),
    ("'", *STYLES),
    ("@media x{", *STYLES),
    (".x", *STYLES),
    ("a ", *STYLES),
    ("[a", *STYLES),
    ("b,", *STYLES),
    ("9", *STYLES),
    ("b{color:red}", *STYLES),
    ("a", "<style>", "{color:red}</style>x"),
    (".x", "<style>", "{color:red}</style>x"),
    ("a>", "<style>", "b{color:red}</style>x"),
    ("b,", "<style>", "b{color:red}</style><b>x"),
    ("screen,", "<style>@media ", "x{b{color:red}}</style>x"),
    ("b::before{content:'x'}", *STYLES),
]


def number_styles(size: int) -> str:
    return "".join(f"<b style='color:#{at % 4096:03x};left:{size + at}px'>x</b>" for at in range(size // 46))


def number_attributes(size: int) -> str:
    return "<b " + " ".join(f"a{at}=1" for at in range(size // 8)) + ">x"


def match_rules(size: int) -> str:
    return "<style>" + "b b{color:red}" * (size // 30) + "</style>" + "<b>x" * (size // 8)


def hide_words(size: int) -> str:
    return "".join(f"<i hidden>w{at}</i> " for at in range(size // 20))


def close_elements(size: int) -> str:
    return "<b>" * (size // 7) + "x" + "</b>" * (size // 7)


MADE = [number_styles, number_attributes, match_rules, hide_words, close_elements]


@pytest.mark.slow
@pytest.mark.parametrize("row", REPEATED, ids=lambda row: " ".join(row)[:40].replace("\0", "NUL"))
def test_reading_html_is_linear_in_what_is_repeated(row: tuple[str, str, str]) -> None:
    unit, before, after = row
    assert find_growth(run, (before, unit, after)) == ""


@pytest.mark.slow
@pytest.mark.parametrize("make", MADE)
def test_reading_html_is_linear_in_what_differs(make: Callable[[int], str]) -> None:
    assert compare_sizes(run, make, make.__name__) == ""
