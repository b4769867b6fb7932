"""HTML that shows SPAM: beside INNOCENT words that nobody sees, or where a filter takes it for hidden."""

from functools import partial

from tests.evasions.mail import GREETING, INNOCENT, Evasion, html

HIDES = {  # what is in it is not seen
    "no display": "<div style='display:none'>INNOCENT</div>",
    "no display after a display": "<div style='display:block;display:none'>INNOCENT</div>",
    "no display, important": "<div style='display:none!important;display:block'>INNOCENT</div>",
    "no display, then an unknown one": "<div style='display:none;display:blok'>INNOCENT</div>",
    "font size nothing": "<div style='font-size:0'>INNOCENT</div>",
    "font of nothing": "<div style='font:0 serif'>INNOCENT</div>",
    "a hundredth of a letter": "<div style='font-size:.01em'>INNOCENT</div>",
    "a tenth of a point": "<div style='font-size:0.1pt'>INNOCENT</div>",
    "white on white": "<div style='color:white'>INNOCENT</div>",
    "white by numbers": "<div style='color:hsl(0,0%,100%)'>INNOCENT</div>",
    "nearly white": "<font color=#fefefe>INNOCENT</font>",
    "grey on grey": "<table bgcolor=#808080><tr><td style='color:gray'>INNOCENT</table>",
    "no colour": "<div style='color:rgba(0,0,0,0)'>INNOCENT</div>",
    "transparent": "<div style='opacity:0'>INNOCENT</div>",
    "transparent by a filter": "<div style='filter:opacity(0)'>INNOCENT</div>",
    "nearly transparent": "<div style='opacity:.01'>INNOCENT</div>",
    "invisible": "<div style='visibility:hidden'>INNOCENT</div>",
    "hidden": "<div hidden>INNOCENT</div>",
    "beside the page": "<div style='position:absolute;left:-9999px'>INNOCENT</div>",
    "above the page": "<div style='position:fixed;top:-400em'>INNOCENT</div>",
    "margin beside the page": "<div style='margin-left:-9999px'>INNOCENT</div>",
    "indented out of sight": "<div style='text-indent:-9999px'>INNOCENT</div>",
    "no height": "<div style='max-height:0;overflow:hidden'>INNOCENT</div>",
    "no width": "<div style='overflow-x:hidden;width:0;white-space:nowrap'>INNOCENT</div>",
    "one pixel": "<div style='height:1px;width:1px;overflow:hidden'>INNOCENT</div>",
    "clipped": "<div style='position:absolute;clip:rect(0,0,0,0)'>INNOCENT</div>",
    "clipped by a path": "<div style='clip-path:inset(100%)'>INNOCENT</div>",
    "scaled to nothing": "<div style='transform:scale(0)'>INNOCENT</div>",
    "class": "<style>.x{display:none}</style><div class=x>INNOCENT</div>",
    "class among two": "<style>.x.y{display:none}</style><div class='x y'>INNOCENT</div>",
    "class inside another": "<style>.x p{display:none}</style><div class=x><p>INNOCENT</p></div>",
    "attribute": "<style>[lang=x]{display:none}</style><div lang=x>INNOCENT</div>",
    "element for every screen": "<style>@media screen{u{font-size:0}}</style><u>INNOCENT</u>",
    "closed details": "<details><summary>.</summary>INNOCENT</details>",
    "title": "<head><title>INNOCENT</title></head>",
    "comment": "<!-- INNOCENT -->",
    "script": "<script>INNOCENT</script>",
    "template": "<template>INNOCENT</template>",
}  # fmt: skip
SHOWS = {  # the last that is valid counts, units are read, and what is not sure hides nothing
    "shown after all": "<p style='display:none;display:block'>SPAM",
    "important": "<p style='display:block!important;display:none'>SPAM",
    "unknown display": "<p style='display:none-such'>SPAM",
    "unknown priority": "<p style='display:none !importantly'>SPAM",
    "size twice": "<p style='font-size:0;font-size:16px'>SPAM",
    "size that is none": "<p style='font-size:16px;font-size:0 nothing'>SPAM",
    "size in inches": "<p style='font-size:.2in'>SPAM",
    "size in centimetres": "<p style='font-size:.5cm'>SPAM",
    "size of one line": "<p style='font-size:1rem'>SPAM",
    "size of one pica": "<p style='font-size:1pc'>SPAM",
    "size of the window": "<p style='font-size:1.5vw'>SPAM",
    "size by a sum": "<p style='font-size:calc(0px + 16px)'>SPAM",
    "small parent": "<div style='font-size:1px'><p style='font-size:16px'>SPAM",
    "small parent, sixteen times": "<div style='font-size:1px'><p style='font-size:1600%'>SPAM",
    "line without height": "<p style='font:bold 16px/0 serif'>SPAM",
    "visible in an invisible": "<div style='visibility:hidden'><p style='visibility:visible'>SPAM",
    "colour that is none": "<p style='color:black;color:whitish'>SPAM",
    "white on a dark picture": "<div style='background:url(dark.png)'><p style='color:white'>SPAM",
    "white on a gradient": "<div style='background:linear-gradient(red,navy)'><p style=color:#fff>SPAM",
    "no colour on a picture": "<div "
    "style='background:url(a.png);color:transparent'><p style='color:red'>SPAM",
    "white on black of a sheet": "<style>table td{background:#000}</style><table><td><font color=white>SPAM",
    "white with a shadow": "<p style='color:white;text-shadow:0 0 2px black'>SPAM",
    "opacity with a unit": "<p style='opacity:0px'>SPAM",
    "half transparent": "<p style='opacity:50%'>SPAM",
    "no height, no hiding": "<p style='height:0'>SPAM",
    "no height, but more": "<p style='height:0;min-height:50px;overflow:hidden'>SPAM",
    "beside, but not moved": "<p style='left:-9999px'>SPAM",
    "beside, and back": "<p style='position:absolute;left:-9999px;left:0'>SPAM",
    "hidden, but shown": "<p hidden style='display:block'>SPAM",
    "hidden until a sheet": "<style>[hidden]{display:block}</style><p hidden>SPAM",
    "hidden on paper": "<style>@media print{p{display:none}}</style><p>SPAM",
    "hidden on phones": "<style>@media (max-width:9px){p{display:none}}</style><p>SPAM",
    "hidden where unknown": "<style>@supports (display:x){p{display:none}}</style><p>SPAM",
    "hidden under the mouse": "<style>p:hover{display:none}</style><p>SPAM",
    "hidden elsewhere": "<style>.x p,ul>p,p+p.x{display:none}</style><p>SPAM",
    "hidden but for itself": "<style>p:not(p){display:none}</style><p>SPAM",
    "shown by a name": "<style>.x{display:none}#y{display:block}</style><p class=x id=y>SPAM",
    "shown by two classes": "<style>.x.y{display:block}.x{display:none}</style><p class='x y'>SPAM",
    "shown by the last rule": "<style>p{display:none}p{display:block}</style><p>SPAM",
    "class in capitals": "<!doctype html><style>.X{display:none}</style><p class=x>SPAM",
    "sheet in a comment": "<!--<style>p{display:none}</style>--><p>SPAM",
    "rule in a comment": "<style>/*p{display:none}*/</style><p>SPAM",
    "empty comment": "<!--><p>SPAM</p>-->",
    "empty comment with a dash": "<!---><p>SPAM</p>-->",
    "comment that ends oddly": "<!-- x --!><p>SPAM</p><!-- -->",
    "for all but Word": "<!--[if !mso]><!--><p>SPAM</p><!--<![endif]-->",
    "for all but Word, in short": "<![if !mso]><p>SPAM</p><![endif]>",
    "for Word": "<!--[if mso]><p>SPAM</p><![endif]-->",
    "character data": "<![CDATA[><p>SPAM</p>]]>",
    "style in a drawing": "<svg><style><p>SPAM</p></style></svg>",
    "script that ended": "<script></script/x><p>SPAM</p><script></script>",
}  # fmt: skip
HOLDS = {  # elements and attributes that programs show
    "button": "<button>SPAM</button>",
    "button's value": "<input type=button value=\"SPAM\">",
    "field": "<input value=\"SPAM\">",
    "field's hint": "<input placeholder=\"SPAM\">",
    "text area": "<textarea rows=9>SPAM</textarea>",
    "text area's hint": "<textarea placeholder=\"SPAM\"></textarea>",
    "picture that is not loaded": "<img src=x alt=\"SPAM\">",
    "picture to press": "<input type=image alt=\"SPAM\">",
    "list": "<select size=9><option>SPAM</select>",
    "list's label": "<select size=9><option label=\"SPAM\">x</select>",
    "list's group": "<select size=9><optgroup label=\"SPAM\"><option>x</select>",
    "no script": "<noscript>SPAM</noscript>",
    "details": "<details open><summary>x</summary>SPAM</details>",
    "summary": "<details><summary>SPAM</summary>x</details>",
    "dialogue": "<dialog open>SPAM</dialog>",
    "running text": "<marquee>SPAM</marquee>",
    "legend": "<fieldset><legend>SPAM</legend></fieldset>",
    "caption": "<table><caption>SPAM</caption></table>",
    "drawing": "<svg><text y=20>SPAM</text></svg>",
    "drawing's character data": "<svg><text y=20><![CDATA[SPAM]]></text></svg>",
    "formula": "<math><mtext>SPAM</mtext></math>",
    "ruby": "<ruby>x<rt>SPAM</rt></ruby>",
    "object that is not loaded": "<object data=x>SPAM</object>",
    "page in the page": "<iframe srcdoc=\"<p>SPAM</p>\"></iframe>",
    "plain text": "<plaintext>SPAM",
    "example": "<xmp>SPAM</xmp>",
    "content of a sheet": "<style>p::before{content:\"SPAM\"}</style><p></p>",
    "content in pieces": "<style>p:after{content:'' \"SPAM\" ''}</style><p></p>",
    "content of an attribute": "<style>p:before{content:attr(lang)}</style><p lang=\"SPAM\"></p>",
    "framed in an old way": "<table><tr><td><form><center><font>SPAM",
    "text outside of a table's cells": "<table>SPAM<tr><td>x</table>",
    "text after the page's end": "x</body></html>SPAM",
    "text in the head": "<head>SPAM</head>",
}  # fmt: skip


def fill(template: str, spam: str) -> bytes:
    """The mail of a ``template``."""
    return html(template.replace("INNOCENT", INNOCENT).replace("SPAM", spam))


HTML = {
    **{
        f"{where} innocent words: {name}": Evasion(
            "only the spam is seen",
            partial(fill, f"<p>SPAM</p>{hides}" if where == "above" else f"{hides}<p>SPAM</p>"),
        )
        for name, hides in HIDES.items()
        for where in ("above", "below")
    },
    **{
        f"looks hidden: {name}": Evasion("it is seen", partial(fill, f"<p>{GREETING}</p>{shows}"))
        for name, shows in SHOWS.items()
    },
    **{
        f"in an odd place: {name}": Evasion("programs show it", partial(fill, f"<p>{GREETING}</p>{holds}"))
        for name, holds in HOLDS.items()
    },
}
