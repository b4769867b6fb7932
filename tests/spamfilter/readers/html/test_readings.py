"""Two readings of a page: what is surely seen, and all that is written, wherever it stands."""

import pytest

from spamfilter.readers.html.page import Shown, read_html
from spamfilter.readers.mime.limits import Allowance


def read(source: str) -> Shown:
    return read_html(source, Allowance())


# Each hides the words from a person, or shows them only in some programs: source, seen, written.
TRICKS = [
    ("<p>Hello<p hidden>free cash", "Hello", "Hello\n\nfree cash"),
    ("<p>Hello<p style=display:none>free cash", "Hello", "Hello\n\nfree cash"),
    ("Hello<i style='color:transparent;background:url(a.png)'> free cash</i>", "Hello", "Hello free cash"),
    ("Hello<font color=white> free cash</font>", "Hello", "Hello free cash"),
    ("<title>free cash</title>Hello", "Hello", "free cash\nHello"),
    ("Hello <input value='free cash'>", "Hello", "Hello free cash"),
    ("Hello <input type=submit value='free cash'>", "Hello", "Hello free cash"),
    ("Hello <button value='free cash'></button>", "Hello", "Hello free cash"),
    ("Hello <input placeholder='free cash'>", "Hello", "Hello free cash"),
    ("Hello <textarea placeholder='free cash'></textarea>", "Hello", "Hello free cash"),
    ("Hello <select><option label='free cash'></select>", "Hello", "Hello free cash"),
    ("Hello <select><optgroup label='free cash'></select>", "Hello", "Hello free cash"),
    ("Hello <datalist><option>free cash</datalist>", "Hello", "Hello free cash"),
    ("Hello <template><b>free</b> cash</template>", "Hello", "Hello free cash"),
    ("Hello <img src=x width=1 height=1 alt='free cash'>", "Hello", "Hello free cash"),
    ("Hello <img src=x style='width:1px' alt='free cash'>", "Hello", "Hello free cash"),
    ("Hello <img src=x title='free cash'>", "Hello", "Hello free cash"),
    ("Hello <area alt='free cash'>", "Hello", "Hello free cash"),
    ("Hello <iframe srcdoc='&lt;b>free&lt;/b> cash'></iframe>", "Hello", "Hello free cash"),
    ("Hello <iframe srcdoc='&lt;b hidden>free cash'></iframe>", "Hello", "Hello free cash"),
    ("Hello <iframe><b>free</b> cash</iframe>", "Hello", "Hello free cash"),
    ("Hello <noframes><b>free</b> cash</noframes>", "Hello", "Hello free cash"),
    ("Hello <noembed>free cash</noembed>", "Hello", "Hello free cash"),
    ("Hello <!--[if mso]><b>free</b> cash<![endif]-->", "Hello", "Hello free cash"),
    ("Hello <!-- [IF gte mso 9]>free cash<![endif]-->", "Hello", "Hello free cash"),
    (
        "Hello <!--[if mso]><style>b{}</style><xml>96 dots</xml><p>free cash<![endif]-->",
        "Hello",
        "Hello free cash",
    ),
    ("Hello <dialog>free cash</dialog>", "Hello", "Hello free cash"),
    ("<style>.x::before{content:'free'}</style>Hello <b class=x> cash</b>", "Hello cash", "Hello free cash"),
    ("<style>.x:after{content:' cash'}</style>Hello <b class=x>free</b>", "Hello free", "Hello free cash"),
    ("<style>b:first-child:after{content:'free cash'}</style><p>Hello <b></b>", "Hello", "Hello free cash"),
    (
        "<style>b:after{content:attr(data-x)}</style>Hello <b data-x='free cash'></b>",
        "Hello",
        "Hello free cash",
    ),
    ("Hello <b style=\"content:'free cash'\"></b>", "Hello", "Hello free cash"),
    ("<style>p{display:none}</style><p>free cash<div>Hello", "Hello", "free cash\n\nHello"),
    ("<svg><title>free cash</title></svg>Hello", "Hello", "free cash Hello"),
]


@pytest.mark.parametrize(("source", "seen", "written"), TRICKS)
def test_what_is_not_surely_seen_is_written(source: str, seen: str, written: str) -> None:
    assert read(source) == (seen, written)


# Each shows the words to a person: both readings have them.
SHOWN = [
    ("<svg><text>free cash</text></svg>", "free cash"),
    ("<noscript>free cash</noscript>", "free cash"),
    ("<html></html>free <p>cash", "free\n\ncash"),
    ("<plaintext>free <b>cash", "free <b>cash"),
    ("<xmp>free <b>cash</xmp>", "free <b>cash"),
    ("<textarea>free cash</textarea>", "free cash"),
    ("<button>free cash</button>", "free cash"),
    ("<details open>free cash</details>", "free cash"),
    ("<details><summary>free cash</summary></details>", "free cash"),
    ("<select><option>free cash</select>", "free cash"),
    ("<object>free cash</object>", "free cash"),
    ("<style>p{}</style/>free cash", "free cash"),
    ("<title>x</title >free cash", "free cash"),
    ("<![if !mso]>free cash<![endif]>", "free cash"),
    ("<!--[if !mso]><!-->free cash<!--<![endif]-->", "free cash"),
    ("<![CDATA[>free cash]]>", "free cash]]>"),
    ("<?php ?>free cash<?xml:namespace prefix=o/>", "free cash"),
    ("fr\0ee <i\0>cash</i>", "fr\ufffdee cash"),
    ("<div <div <div>free cash", "free cash"),
    ("<a title='>'>free cash", "free cash"),
    ("<!-->free cash", "free cash"),
    ("<!--->free cash", "free cash"),
    ("<!--x--!>free cash", "free cash"),
    ("free <!-- never ends> cash", "free cash"),
    ("<bdo dir=rtl>hsac eerf</bdo>", "free cash"),
    ("<i style='direction:rtl;unicode-bidi:bidi-override'>hsac eerf</i>", "free cash"),
    ("\u202ehsac eerf\u202c now", "free cash now"),
    ("<svg><style>.x{}</svg></style>free cash", "free cash"),
    ("<style>.x{display:none}</style><template><p class=x></template>free cash", "free cash"),
]


@pytest.mark.parametrize(("source", "text"), SHOWN)
def test_what_is_shown_is_in_both_readings(source: str, text: str) -> None:
    assert read(source) == (text, text)


@pytest.mark.parametrize(
    "source",
    [
        "Hello<p hidden> \u200c\u200b\u034f&nbsp;&zwnj;&#847; ...!",
        "Hello<p hidden>96",
        "Hello dear reader<p hidden>dear   READER",
        "Hello<p hidden>hello<p hidden>hello",
        "Hello<script>free cash</script><style>/* free cash */ b{font:'free cash'}</style>",
        "Hello<!-- free cash -->",
        "Hello<input type=hidden value='free cash'><input type=checkbox value='free cash'>",
        "Hello<a title='free cash' aria-label='free cash'></a>",
        "Hello<style>.x:after{content:'free cash'}</style>",
        "Hello<meta name=description content='free cash'>",
        "Hello<!--[if mso]><xml><o:PixelsPerInch>96 free cash</o:PixelsPerInch></xml><![endif]-->",
    ],
)
def test_what_adds_no_words_makes_no_second_reading(source: str) -> None:
    shown = read(source)
    assert shown.written is shown.seen
    assert shown.seen.startswith("Hello")


def test_words_in_another_order_are_other_words() -> None:
    assert read("cash is not free<p hidden>free cash").written == "cash is not free\n\nfree cash"


def test_pages_in_pages_are_read_to_a_bounded_depth() -> None:
    source = "free cash"
    for _ in range(8):
        source = "<iframe srcdoc='" + source.replace("&", "&amp;").replace("'", "&#39;") + "'></iframe>"
    allowance = Allowance()
    assert read_html(f"Hello {source}", allowance).seen == "Hello"
    assert allowance.notes == ["pages over 3 deep or 1000 in a page"]


def test_a_page_that_cannot_be_parsed_is_its_text_between_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("spamfilter.readers.html.page.feed_page", fail)
    allowance = Allowance()
    assert read_html("<p>free<br>cash &amp; more<", allowance) == ("free cash & more",) * 2
    assert allowance.notes == ["HTML that could not be read"]
