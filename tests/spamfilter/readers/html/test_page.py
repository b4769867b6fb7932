"""What a person sees of an HTML mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamfilter.readers.eml import read_mail
from spamfilter.readers.html.page import read_html


def html(source: str) -> str:
    """Text of a mail that is HTML."""
    return read_mail(b"Content-Type: text/html; charset=utf-8\n\n" + source.encode(), "-").text


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<title>no</title><style>p{}</style><p>one</p><p>two<br>three", "one\n\ntwo\nthree"),
        ("<script>if (a<b) '</p>'</script>yes<template>no</template>", "yes"),
        ("a<!-- no > no -->b<!-->c<!x>d<?x?>e</ >f", "abcdef"),
        ("fr<span style='DISPLAY : None !important'>no <b>no</b></span>ee", "free"),
        ("fr<i style=visibility:hidden>no</i>ee", "free"),
        ("fr<i style='font-size:0px;color:red'>no</i>ee", "free"),
        ("fr<i style='font:0/0 a'>no</i>ee", "free"),
        ("fr<i style='opacity:.0'>no</i>ee", "free"),
        ("fr<i style='display:/*x*/none'>no</i>ee", "free"),
        ("fr<i hidden>no</i>ee", "free"),
        ("<td style='font-size:0'>no<p style='font-size:12px'>yes</td>", "yes"),
        ("<i style='font-size:0'>no<b style='font-size:200%'>no</b></i>yes", "yes"),
        ("<p hidden>no<p>yes", "yes"),
        ("<i style='opacity:0.9'>yes</i>", "yes"),
        ("<i style='font-size:0.8em'>yes</i>", "yes"),
        (
            "click <a href='https://x.example/?a=1&amp;b=2'>here</a>.",
            "click here <https://x.example/?a=1&b=2>.",
        ),
        ("<a href=http://x.example>http://x.example</a> <a href='#top'>up</a>", "http://x.example up"),
        ("<a href=http://no.example style=display:none>no</a>yes", "yes"),
        ("&pound;5 &#x46;REE &nbsp; &#99999999999;", "£5 FREE \ufffd"),
        ("<img src=x alt='FREE cash'> now", "FREE cash now"),
        ("<table><tr><td>one<td>two<tr><td>three</table>", "one two\nthree"),
        ("<div>one</div><div>two</div><h1>three</h1>four", "one\ntwo\n\nthree\n\nfour"),
        ("1 < 2 &lt; 3", "1 < 2 < 3"),
        ("a<b title='x>y'>b</b>", "ab"),
        ("seen <!--# never closed> this too <!-- and> this", "seen this too this"),
        ("seen <a href='never closed>not seen", "seen"),
    ],
)
def test_html_gives_what_is_seen(source: str, shown: str) -> None:
    assert html(source) == shown


# Each hides the word in it.
HIDING = [
    "<i style='max-height:0;overflow:hidden'>no</i>",
    "<i style='position:absolute;left:-9999px'>no</i>",
    "<i style='text-indent:-999em'>no</i>",
    "<i style='font-size:1px'>no</i>",
    "<i style='font:bold 400 0px/1 serif'>no</i>",
    "<i style='d\\69splay:none'>no</i>",
    "<i style='color:#fff'>no</i>",
    "<i style='color:rgb(254, 255, 253)'>no</i>",
    "<i style='color:transparent'>no</i>",
    "<font color=white>no</font>",
    "<font color=FEFEFE>no</font>",
    "<table bgcolor=#808080><tr><td><font color=gray>no</font></table>",
    "<div style='background:#123456 none'><a href=http://x.example style='color:#123456'>no</a></div>",
    "<style>.x{display:none}</style><i class='a X'>no</i>",
    "<style>p{} /* .x{} */ I.x, u { display : none ! important }</style><i class=x style=display:a>no</i>",
    "<style>#x{font-size:0}</style><i id=x>no</i>",
    "<style>@media screen{.x{visibility:hidden}}</style><i class=x>no</i>",
    "<style><!-- .x{color:white} --></style><i class=x>no</i>",
    "<i class=x>no</i><style>.x{display:none}</style>",
    "<style>.x{display:none}#y{display:inline}</style><i class=x id=z>no</i>",
]


@pytest.mark.parametrize("source", HIDING)
def test_what_is_hidden_is_not_read(source: str) -> None:
    assert html(f"fr{source}<b>ee</b>") in ("free", "fr\nee")


# None hides the word in it.
SHOWING = [
    "<i style='color:#eee'>yes</i>",
    "<i style='font:400 12px/1 serif'>yes</i>",
    "<i style='color:white;background:black'>yes</i>",
    "<i style='color:white;background:url(dark.png)'>yes</i>",
    "<table background=dark.png><tr><td><font color=white>yes</font></table>",
    "<style>.x{display:none}.x .y{display:none}</style><i class=y>yes</i>",
    "<style>@media (max-width:600px){.x{display:none}}</style><i class=x>yes</i>",
    "<style>table td.x{background:black}</style><table><tr><td class=x><font color=white>yes</font></table>",
    "<style>.x{display:none}#y{display:inline}</style><i class=x id=y>yes</i>",
    "<!-- <style>.x{display:none}</style> --><i class=x>yes</i>",
    "<i style='overflow:hidden;height:10px'>yes</i>",
]


@pytest.mark.parametrize("source", SHOWING)
def test_what_is_shown_is_read(source: str) -> None:
    assert html(source) == "yes"


def test_a_dark_page_with_light_letters() -> None:
    assert html("<body bgcolor=black text=white>yes<font color=black>no</font>") == "yes"


def test_a_link_of_pictures_keeps_its_target_where_letters_are_hidden() -> None:
    source = "<body bgcolor=#000 text=#000><a href='http://x.example'><img alt=Pictures></a>no"
    assert html(source) == "Pictures <http://x.example>"


def test_elements_deeper_than_are_kept_do_not_hide_what_follows() -> None:
    assert html("<b>" * 5000 + "one<p hidden>no</p>" + "</b>" * 5000 + "two") == "one\n\ntwo"


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 100_000 + "free cash" + "</span>" * 50_000,
        "<a " * 20_000 + ">free cash",
        "free cash<a " + "".join(f"b{number}=1 " for number in range(60_000)),
        "".join(f"<b id={number}>" for number in range(30_000)) + "<p>free cash",
        "<style>" + ".a{" * 20_000 + "</style>free cash",
        "<style>" + "".join(f".a{number}{{x:y}}" for number in range(9000)) + "</style>free cash",
        "<i style='" + "color:red;" * 50_000 + "'>free cash",
        "<i class='" + "a " * 50_000 + "'>free cash",
        "free cash" + "<svg><title>" * 30_000,
        "<table>" * 50_000 + "free cash",
        "<select><option>" * 50_000 + "free cash",
        "free cash<!-- " + "<!-- >" * 100_000,
    ],
)
def test_hostile_pages_end_quickly_with_their_text(source: str) -> None:
    assert "free cash" in html(source)


@given(st.text(st.sampled_from("<>!-/'\"= abpi&#;0x\n")))
def test_any_html_gives_a_text(source: str) -> None:
    assert isinstance(read_html(source).written, str)
