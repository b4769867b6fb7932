"""Words taken to pieces that stand side by side on the page."""

import textwrap
from collections.abc import Callable
from functools import partial

from tests.evasions.mail import GREETING, Evasion, html, mail, plain

BETWEEN = {  # nothing that is seen
    "empty tags": "<b></b>",
    "unknown tags": "<x-y/>",
    "comments": "<!-- of -->",
    "bogus comments": "<?x?>",
    "hidden letters": "<i style='display:none'>x</i>",
    "letters without a size": "<i style='font-size:0'>x</i>",
    "white letters": "<font color=#ffffff>x</font>",
    "letters hidden by a class": "<i class=x>x</i>",
    "letters in a closed style": "<style>x</style>",
    "places to break": "<wbr>",
    "soft hyphens": "&shy;",
    "soft hyphens themselves": "\u00ad",
    "joiners": "&zwj;",
    "spaces without a width": "&ZeroWidthSpace;",
    "byte order marks": "&#xfeff;",
    "marks of direction": "&lrm;",
    "marks that join": "\u034f",
    "tags of Unicode": "\U000e0061",
    "invisible signs of maths": "&InvisibleTimes;",
    "variation selectors": "\ufe0f",
    "Mongolian separators": "\u180e",
}  # fmt: skip
AROUND: dict[str, Callable[[str], str]] = {
    "entities": lambda letter: f"&#{ord(letter)};",
    "entities without an end": lambda letter: (
        f"&#{ord(letter)} " if letter == " " else f"&#x{ord(letter):x};"
    ),
    "long entities": lambda letter: f"&#x{ord(letter):0>20x};",
    "elements": lambda letter: f"<span>{letter}</span>",
    "boxes": lambda letter: f"<span style='display:inline-block'>{letter.replace(' ', '&nbsp;')}</span>",
    "links": lambda letter: f"<a>{letter}</a>",
    "broken lines in tags": lambda letter: f"<b\n>{letter}</b\n>",
}


def put_between(nothing: str, spam: str) -> bytes:
    """``nothing`` between the letters of each word."""
    words = " ".join(nothing.join(word) for word in spam.split())
    return html(f"<style>.x{{display:none}}</style><p>{GREETING}</p><p>{words}</p>")


def put_around(wrap: Callable[[str], str], spam: str) -> bytes:
    """Each letter wrapped."""
    return html(f"<p>{GREETING}</p><p>{''.join(map(wrap, spam))}</p>")


def set_in_cells(spam: str) -> bytes:
    """A letter a cell, a word a row."""
    rows = "".join("<tr><td>" + "<td>".join(word) for word in spam.split())
    return html(f"<p>{GREETING}</p><table>{rows}</table>")


def set_in_one_row(spam: str) -> bytes:
    """A letter a cell, an empty one between two words."""
    return html(f"<p>{GREETING}</p><table cellspacing=0><tr><td>" + "<td>".join(spam) + "</table>")


def set_in_columns(spam: str) -> bytes:
    """The lines of one text, the left half of each in one cell and the right half in the other."""
    lines = textwrap.wrap(spam, 24)
    left, right = ("<br>".join(line[half] for line in lines) for half in (slice(12), slice(12, None)))
    return html(f"<table cellspacing=0 cellpadding=0><tr><td align=right>{left}<td>{right}</table>")


def set_backwards(spam: str) -> bytes:
    """Letters from the last to the first, shown from right to left."""
    return html(f"<p>{GREETING}</p><bdo dir=rtl>{spam[::-1]}</bdo>")


def set_backwards_by_style(spam: str) -> bytes:
    """The same by a style."""
    style = "direction:rtl;unicode-bidi:bidi-override"
    return html(f"<p>{GREETING}</p><p style='{style}'>{spam[::-1]}</p>")


def override_direction(spam: str) -> bytes:
    """The same in plain text."""
    return plain(f"{GREETING}\n\n\u202e{spam[::-1]}\u202c")


def float_letters(spam: str) -> bytes:
    """Each letter to the right of those before it."""
    letters = "".join(f"<b style='float:right'>{each.replace(' ', '&nbsp;')}</b>" for each in spam[::-1])
    return html(f"<p>{GREETING}</p>{letters}")


def flow(spam: str) -> bytes:
    """Lines that a program joins (RFC 3676), broken within words."""
    pieces = (spam[at : at + 5] for at in range(0, len(spam), 5))
    lines = " \n".join(f" {piece}" if piece.startswith(" ") else piece for piece in pieces)
    return mail(lines, "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes")


LETTERS = {
    **{
        f"between letters: {name}": Evasion("nothing is seen between them", partial(put_between, nothing))
        for name, nothing in BETWEEN.items()
    },
    **{
        f"letter by letter: {name}": Evasion("they stand side by side", partial(put_around, wrap))
        for name, wrap in AROUND.items()
    },
    "letters in cells": Evasion("the rows are words", set_in_cells),
    "letters in one row of cells": Evasion("the row is the text", set_in_one_row),
    "lines in two cells": Evasion("the halves of a line stand side by side", set_in_columns),
    "backwards": Evasion("it is shown from right to left", set_backwards),
    "backwards by a style": Evasion("it is shown from right to left", set_backwards_by_style),
    "backwards by a mark": Evasion("it is shown from right to left", override_direction),
    "flowed lines": Evasion("the program joins them", flow),
}
