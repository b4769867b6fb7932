"""Typing errors throughout a message: it is judged as it was meant, too."""

from collections.abc import Callable

import pytest
from spamfilter_gpt.runtime.disguise.misspelled import LONGEST, Speller
from spamfilter_gpt.runtime.disguise.passages import gather_passages, list_passages
from spamfilter_gpt.runtime.inference import GPTClassifier

from spamfilter import Message
from tests.benchmarks.disguises import DISGUISES
from tests.paths import DATA

MEANT = "Congratulations, your number was drawn! Reply now to collect your cash prize before midnight"


def leave_out(word: str) -> str:
    """One letter less in the middle."""
    return word[: len(word) // 2] + word[len(word) // 2 + 1 :] if len(word) > 5 else word


def double(word: str) -> str:
    """The second letter twice."""
    return word[:2] + word[1:] if len(word) > 4 else word


def turn_round(word: str) -> str:
    """The letters between the first and the last the other way round."""
    return word[0] + word[-2:0:-1] + word[-1] if len(word) > 4 and word.isalpha() else word


ERRORS: dict[str, Callable[[str], str]] = {
    "two change places": DISGUISES["typing errors"],
    "one is left out": lambda text: " ".join(map(leave_out, text.split(" "))),
    "one stands twice": lambda text: " ".join(map(double, text.split(" "))),
    "all within in another order": lambda text: " ".join(map(turn_round, text.split(" "))),
}


@pytest.fixture(scope="module")
def speller(gpt: GPTClassifier) -> Speller:
    return gpt._tokenizer.speller


@pytest.mark.parametrize("change", ERRORS.values(), ids=ERRORS)
def test_words_are_spelled_as_they_are_known(change: Callable[[str], str], speller: Speller) -> None:
    meant = "please collect your latest package from the office before Thursday"
    assert change(meant) != meant
    assert speller.respell(change(meant)) == meant


def test_the_next_key_is_a_typing_error(speller: Speller) -> None:
    meant = "you can get your account at the office"
    assert speller.respell("you can get your accpunt at the offixe") == meant


def test_capitals_stay(speller: Speller) -> None:
    assert speller.respell("You can Colelct the PRIEZ") == "You can Collect the PRIZE"


def test_addresses_and_numbers_stay(speller: Speller) -> None:
    text = "you can colelct your przie at http://ofifce.example/winenr or wirte to ofifce@winenr.example 3rd"
    found = speller.respell(text)
    assert found
    assert found.startswith("you can collect your ")
    assert found.endswith(" or write to ofifce@winenr.example 3rd")
    assert "http://ofifce.example/winenr" in found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        MEANT,
        "I think that we will meet your sister tomorrow evening in the new restaurant at the staiton",
        "Il faut vos notes de frais avant midi, sinon remboursement en décembre. Bises, Sandrine",
        "bom dia, esse valor transfere nesta conta em nome de Gabriel",
        "Bitte vergiss nicht, morgen früh die Unterlagen für das Treffen mitzubringen",
        "تهانينا لقد ربحت جائزة",
        "恭喜您中奖了",
    ],
)
def test_what_has_few_errors_or_is_of_another_language_is_left_alone(text: str, speller: Speller) -> None:
    assert speller.respell(text) is None


def test_of_a_long_text_the_beginning_is_looked_at(speller: Speller) -> None:
    front = "you will colelct your pacakge at the ofifce "
    text = front + "x" * LONGEST + " ofifce"
    assert speller.respell(text) == "you will collect your package at the office " + text[len(front) :]


def test_what_was_meant_is_a_reading_and_has_passages(speller: Speller) -> None:
    front = "Thanks again for having us over on Sunday, the children have not stopped talking about it. "
    hidden = DISGUISES["typing errors"](front + MEANT + " on 85069.")
    rows, readings = gather_passages(["ok", hidden], respell=speller.respell)
    meant = speller.respell(hidden)
    assert meant
    assert set(rows) == {1}
    assert readings == [*list_passages(hidden), meant, *list_passages(meant)]


@pytest.mark.slow
def test_typing_errors_do_not_hide_spam(gpt: GPTClassifier) -> None:
    spam = (DATA / "spam.txt").read_text("utf-8").splitlines()
    above = gpt.policy.spam_above
    plain, hidden = (
        sum(score > above for score in gpt.score([Message(text) for text in texts]))
        for texts in (spam, map(DISGUISES["typing errors"], spam))
    )
    assert plain >= 12
    assert hidden >= plain - 3


@pytest.mark.slow
def test_every_way_of_asking_reads_them(gpt: GPTClassifier) -> None:
    messages = [Message(change(MEANT + " on 85069")) for change in ERRORS.values()]
    scores = gpt.score(messages)
    assert min(scores) > gpt.policy.spam_above
    assert gpt.score_features
    assert gpt.score_first
    assert gpt.score_features(messages)[0] == scores
    for found in (gpt.score_first(messages)[0], gpt.without_front().score(messages)):
        assert min(found) > gpt.policy.spam_above
    assert [gpt.running_scores(message)[-1][1] for message in messages] == scores
