"""No disguise leaves a spam that a person reads better than unsure, by the shipped model."""

from functools import cache
from itertools import cycle

import pytest

from spamfilter import MailJudge, open_judge
from spamfilter.plugin.manager import create_manager
from spamfilter.verdict import Label
from tests.evasions import EVASIONS, TABLES
from tests.evasions.mail import GREETING, INNOCENT, plain
from tests.paths import DATA

SPAM = (DATA / "spam.txt").read_text(encoding="utf-8").splitlines()
BATCH = 64


@cache
def judge() -> MailJudge:
    """The shipped model."""
    return open_judge(create_manager(), model="embedded")


def list_ham(mails: dict[str, bytes]) -> list[str]:
    """The names of those ``mails`` that are called ham."""
    names = list(mails)
    batches = (names[at : at + BATCH] for at in range(0, len(names), BATCH))
    judged = (
        pair
        for batch in batches
        for pair in zip(batch, judge().judge([mails[name] for name in batch]), strict=True)
    )
    return [name for name, judgement in judged if judgement.verdict.label is Label.HAM]


def test_there_are_many_disguises_and_each_has_a_name_of_its_own() -> None:
    assert len(EVASIONS) == sum(map(len, TABLES)) > 200
    assert all(evasion.why for evasion in EVASIONS.values())


def test_without_a_disguise_no_spam_is_better_than_unsure() -> None:
    assert list_ham({text: plain(text) for text in SPAM}) == []
    assert list_ham({text: plain(f"{GREETING}\n\n{text}") for text in SPAM}) == []


def test_the_innocent_words_are_ham() -> None:
    assert list_ham({INNOCENT: plain(INNOCENT)}) == [INNOCENT]


def test_no_disguise_leaves_spam_better_than_unsure() -> None:
    """Every sixth disguise with one of the spams, in turn; all of them with the slow tests below."""
    pairs = zip(list(EVASIONS.items())[::6], cycle(SPAM), strict=False)
    assert list_ham({f"{name} | {text}": evasion.disguise(text) for (name, evasion), text in pairs}) == []


@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(SPAM)))
def test_no_disguise_leaves_any_spam_better_than_unsure(place: int) -> None:
    """Each spam in an eighth of the disguises; ``python -m tests.test_evasions`` tries all of them."""
    chosen = list(EVASIONS.items())[place % 8 :: 8]
    assert list_ham({name: evasion.disguise(SPAM[place]) for name, evasion in chosen}) == []


if __name__ == "__main__":
    for text in SPAM:
        print(len(EVASIONS), list_ham({name: one.disguise(text) for name, one in EVASIONS.items()}), text)
