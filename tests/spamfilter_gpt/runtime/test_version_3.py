"""What the normalizer's version 3 undoes beyond version 2, and what it leaves alone."""

import pytest
from spamfilter_gpt.runtime.normalize import align, normalize

SPAM = (
    "Free entry to win a prize of 500 pounds. Click this link now and claim your cash reward before midnight"
)


def set_apart(text: str, signs: str) -> str:
    """``text`` with ``signs`` in turn between the letters of its words."""
    return " ".join(
        "".join(letter + signs[place % len(signs)] for place, letter in enumerate(word))[:-1]
        if word.isalpha()
        else word
        for word in text.split(" ")
    )


@pytest.mark.parametrize("signs", ["*|", "-_", "~^", "*.-", "=+=", "💰🔥", "/\\"])
def test_letters_apart_by_changing_signs_are_put_together(signs: str) -> None:
    written = set_apart(SPAM, signs)
    assert normalize(written) == SPAM
    assert normalize(written, 2) != SPAM
    places = align(written, SPAM)
    assert places == sorted(places)
    assert places[-1] == len(written)


def test_shouted_text_is_read_in_small_letters() -> None:
    assert normalize(SPAM.upper()) == SPAM.lower()
    assert normalize("СРОЧНО! ВЫ ВЫИГРАЛИ ПРИЗ") == "срочно! вы выиграли приз"
    assert normalize(SPAM.upper(), 2) == SPAM.upper()


def test_enclosed_capitals_are_shouted_too() -> None:
    squared = {65 + place: 0x1F170 + place for place in range(26)}
    assert (
        normalize(SPAM.replace(" a ", " the ").upper().translate(squared))
        == SPAM.replace(" a ", " the ").lower()
    )


@pytest.mark.parametrize(
    "honest",
    [
        "a*b+c*d=e, and x^2+y^2=z^2",
        "f(x)=a*x^2+b*x+c",
        "1*2+3*4-5*6+7*8",
        "s/w, h/w, w/o, b/c, n/a",
        "R&D / Q&A / P&L",
        "a-b_c-d_e-f_g-h_i-j",
        "PIN: AB12-CD34-EF",
        "NASA and the ESA meet at 9",
        "OK SEE YOU AT 9",
        "今天开会 ABC",
    ],
)
def test_honest_signs_and_capitals_stay(honest: str) -> None:
    assert normalize(honest) == honest
