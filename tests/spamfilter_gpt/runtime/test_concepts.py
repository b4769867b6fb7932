"""What a message is about, in words of many languages."""

import math
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spamfilter_gpt.runtime.concepts import CONCEPTS, LEXICON, load_lexicon, share_concepts

LINES = LEXICON.read_text(encoding="utf-8").splitlines()
NAMES = [line.removesuffix(":") for line in LINES if line.endswith(":")]


def list_terms() -> list[tuple[str, str]]:
    """Concept and term, as they stand in the file."""
    found, name = [], ""
    for line in LINES:
        name = line.removesuffix(":") if line.endswith(":") else name
        found += [(name, term) for term in line.split() if line.startswith("  ")]
    return found


def name_concepts(text: str) -> set[str]:
    return {name for name, share in zip(NAMES, share_concepts(text), strict=True) if share}


def test_every_term_is_found_in_a_text_of_its_own() -> None:
    assert len(NAMES) == CONCEPTS
    lost = [term for name, term in list_terms() if name not in name_concepts(spell(term))]
    assert lost == []


def spell(term: str) -> str:
    """The term as it stands in a message."""
    return term.removesuffix("-").replace("_", " ")


def test_no_term_stands_twice_in_a_concept() -> None:
    assert [pair for pair, count in Counter(list_terms()).items() if count > 1] == []


@pytest.mark.parametrize(
    "text",
    [
        "You have WON a prize",
        "Ganaste un premio",
        "Вы выиграли приз",
        "Büyük ödülü kazandınız",
        "لقد ربحت جائزة كبيرة",
        "恭喜您中奖了",
        "คุณได้รับรางวัลใหญ่",
        "আপনি পুরস্কার জিতেছেন",
        "당첨을 축하합니다",
    ],
)
def test_a_prize_is_a_prize_in_any_language(text: str) -> None:
    assert "prize" in name_concepts(text)
    assert "parcel" not in name_concepts(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mum, thanks, see you tomorrow", {"family", "thanks", "life"}),
        ("Mamá, gracias, hasta mañana", {"family", "thanks", "life"}),
        ("Мама, спасибо, до завтра", {"family", "thanks", "life"}),
        ("miễn phí", {"free"}),  # two words that stand together
        ("phí miễn", set()),
        ("prizewinner", {"prize"}),  # what begins a word
        ("enterprize", set()),
    ],
)
def test_words_are_known_whole_in_pairs_or_by_how_they_begin(text: str, found: set[str]) -> None:
    assert name_concepts(text) == found


def test_a_share_is_of_the_words() -> None:
    one, four = (share_concepts(text)[NAMES.index("prize")] for text in ("prize", "prize xx xx xx"))
    assert (one, four) == (1 / 2, 1 / 5)  # one more, so that there are never none
    unspaced = share_concepts("中奖" + "零" * 7)  # nine characters count as three words, and are one
    assert unspaced[NAMES.index("prize")] == 1 / 5


def test_the_longest_term_counts_where_several_stand() -> None:
    known = load_lexicon().anywhere
    begun = [(one, other) for one, other in pairwise(sorted(known)) if other.startswith(one)]
    apart = [long for short, long in begun if not set(known[short]) <= set(known[long])]
    assert apart
    for long in apart:
        assert name_concepts(long) == {NAMES[concept] for concept in known[long]}


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_has_a_share_of_each(text: str) -> None:
    found = share_concepts(text)
    assert len(found) == CONCEPTS
    assert all(math.isfinite(one) and one >= 0 for one in found)
