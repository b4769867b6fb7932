"""Much that nobody sees, in front of the text or around it."""

import base64
import random
from functools import partial

from tests.evasions.mail import HTML, INNOCENT, PLAIN, Evasion, enclose, html, mail, part, plain, whole

INVISIBLE = {
    "spaces without a width": "\u200b",
    "joiners": "\u200d",
    "word joiners": "\u2060",
    "soft hyphens": "\u00ad",
    "marks of direction": "\u200f",
    "marks that join": "\u034f",
    "spaces": " ",
    "tabs": "\t",
    "spaces that do not break": "\u00a0",
    "wide spaces": "\u3000",
    "blanks of Braille": "\u2800",
    "fillers of Korean": "\u3164",
    "half fillers of Korean": "\uffa0",
    "tags of Unicode": "\U000e0020",
    "variation selectors": "\ufe0f",
    "byte order marks": "\ufeff",
    "newlines": "\n",
    "line separators": "\u2028",
    "carriage returns": "\r",
    "NUL": "\0",
    "controls": "\x08",
}
REPEATED = {"exclamation marks": "!", "dashes": "-", "signs": "=", "dots and spaces": ". ", "stars": "*\n"}
EMPTY = {
    "breaks": "<br>",
    "spaces that do not break": "&nbsp;",
    "a preheader's filling": "&zwnj;&nbsp;",
    "empty paragraphs": "<p>&nbsp;</p>",
    "empty tags": "<i></i>",
    "unclosed tags": "<div>",
    "comments": "<!-- x -->",
    "pixels": "<img width=1 height=1>",
    "rows": "<table><tr><td></table>",
    "styles": "<style>.a{}</style>",
}


def put_in_front(padding: str, count: int, spam: str) -> bytes:
    """``count`` times ``padding`` above plain text."""
    return plain(padding * count + spam)


def put_in_front_of_page(padding: str, count: int, spam: str) -> bytes:
    """The same in HTML."""
    return html(f"{padding * count}<p>{spam}</p>")


def hide_much(spam: str) -> bytes:
    """A megabyte that is hidden."""
    return html(f"<div style='display:none'>{INNOCENT * 3000}</div><p>{spam}</p>")


def comment_much(spam: str) -> bytes:
    """A megabyte of comment."""
    return html(f"<!--{INNOCENT * 3000}--><p>{spam}</p>")


def style_much(spam: str) -> bytes:
    """A style sheet of 200 kB, and one that shows the text below it."""
    return html(f"<style>.a{{color:red}}{'.b{color:red}' * 15_000}p{{display:block}}</style><p>{spam}</p>")


def draw(spam: str) -> bytes:
    """A large picture in the page."""
    letters = base64.b64encode(random.Random(1).randbytes(400_000)).decode()
    return html(f"<img src='data:image/png;base64,{letters}'><p>{spam}</p>")


def attach(spam: str) -> bytes:
    """A large file above the text."""
    letters = base64.encodebytes(random.Random(1).randbytes(800_000)).decode()
    return whole(
        enclose("mixed", part(letters, "image/png", "Content-Transfer-Encoding: base64"), part(spam))
    )


def type_noise(size: int, spam: str) -> bytes:
    """Letters of base64 that nobody decodes."""
    letters = base64.encodebytes(random.Random(1).randbytes(size)).decode()
    return plain(f"{letters}\n{spam}")


def quote_spaces(spam: str) -> bytes:
    """Quoted spaces in front."""
    body = b"=20" * 20_000 + spam.encode().replace(b"=", b"=3D")
    return mail(body, f"Content-Type: {PLAIN}", "Content-Transfer-Encoding: quoted-printable")


def armour(name: str, spam: str) -> bytes:
    """Armour around what is readable."""
    return plain(f"-----BEGIN {name}-----\n\n{spam}\n-----END {name}-----")


def put_below_fold(spam: str) -> bytes:
    """Innocent words far below the text."""
    return plain(spam + "\n" * 500 + INNOCENT)


def put_innocent_versions(spam: str) -> bytes:
    """A plain version as long as what is read of a mail at most."""
    return whole(enclose("alternative", part(INNOCENT * 4000), part(f"<p>{spam}</p>", HTML)))


ARMOURS = ["PGP MESSAGE", "PGP SIGNATURE", "PGP PUBLIC KEY BLOCK", "CERTIFICATE", "PKCS7"]

PADDING = {
    **{
        f"16,384 {name}": Evasion("they show nothing", partial(put_in_front, letter, 16_384))
        for name, letter in INVISIBLE.items()
    },
    **{
        f"16,384 {name} in HTML": Evasion("they show nothing", partial(put_in_front_of_page, letter, 16_384))
        for name, letter in INVISIBLE.items()
    },
    **{
        f"20,000 {name}": Evasion("one looks past them", partial(put_in_front, sign, 20_000))
        for name, sign in REPEATED.items()
    },
    **{
        f"5,000 {name}": Evasion("they show nothing", partial(put_in_front_of_page, element, 5_000))
        for name, element in EMPTY.items()
    },
    "blank lines with spaces": Evasion("they show nothing", partial(put_in_front, " \t \n", 5_000)),
    "a megabyte hidden": Evasion("it is not seen", hide_much),
    "a megabyte of comment": Evasion("it is not seen", comment_much),
    "a large style sheet": Evasion("it shows nothing", style_much),
    "a large picture in the page": Evasion("the text stands below", draw),
    "a large file above": Evasion("the text stands below", attach),
    "5 kB of noise": Evasion("one looks past it", partial(type_noise, 5_000)),
    "500 kB of noise": Evasion("one looks past it", partial(type_noise, 500_000)),
    "quoted spaces": Evasion("they show nothing", quote_spaces),
    "innocent words far below": Evasion("the text is all that is on the screen", put_below_fold),
    "a megabyte of plain version": Evasion("programs show the HTML", put_innocent_versions),
    **{f"armour: {name}": Evasion("it can be read", partial(armour, name)) for name in ARMOURS},
}
