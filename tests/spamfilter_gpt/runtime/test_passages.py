"""Spam between honest words: the passages of a short message are judged too, and the highest counts."""

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from spamfilter_gpt.runtime.disguise.passages import (
    CUTS,
    LEAST,
    LONGEST,
    MOST,
    gather_passages,
    list_passages,
)
from spamfilter_gpt.runtime.folder import load_folder
from spamfilter_gpt.runtime.inference import GPTClassifier

from spamfilter import Message
from tests.paths import DATA

FRONT = (
    "Hi Sam, thanks again for having us over on Sunday, the kids have not stopped talking about the rabbits."
)
BEHIND = "I still have your blue dish and will drop it off on Thursday after work. Give my love to your mum."
SPAM = "Your number was drawn! Reply WIN to 85069 to collect your cash prize before midnight"
AROUND: dict[str, Callable[[str], str]] = {
    "in front": lambda spam: f"{FRONT} {BEHIND} {spam}",
    "behind": lambda spam: f"{spam} {FRONT} {BEHIND}",
    "on both sides": lambda spam: f"{FRONT} {spam} {BEHIND}",
    "on a line above": lambda spam: f"{FRONT} {BEHIND}\n{spam}",
}


@pytest.mark.parametrize("change", AROUND.values(), ids=AROUND)
def test_what_stands_between_honest_words_is_a_passage(change: Callable[[str], str]) -> None:
    assert SPAM in {passage.strip() for passage in list_passages(change(SPAM))}


def test_passages_begin_and_end_with_sentences_and_before_capitals() -> None:
    text = f"so we met there. call me at 555 123 when you can ok? {'word ' * 20}Then it was over and we went"
    parts = ["so we met there. ", "call me at 555 123 when you can ok? ", "word " * 20]
    assert list_passages(text) == [
        "".join(parts[:2]),
        "".join(parts),
        parts[1],
        "".join(parts[1:]),
        text[17:],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Win! Reply WIN to 85069. Now, and at once, to claim it.",  # short: spam alone is
        f"{FRONT} {BEHIND} Nothing is asked for here. Really not, it is only a friendly word to you.",
        f"{FRONT} {BEHIND}\n\n{SPAM}",  # paragraphs, as mails and letters have
        f"{FRONT} {BEHIND}\r\n \r\n{SPAM}",
        f"Subject: {FRONT} {BEHIND}\n{SPAM}",  # a mail of a corpus
        f"Call 85069. {'and so on. ' * MOST}",
        f"Call 85069. {'a' * LONGEST} {FRONT}",
    ],
)
def test_others_have_no_passages(text: str) -> None:
    assert list_passages(text) == []


def test_words_are_counted_where_no_spaces_divide_them() -> None:
    honest = "谢谢你星期天请我们吃饭,孩子们一直在说兔子的事,他们都很高兴。"
    spam = "恭喜您中奖了,请立即访问 t.me/prize 领取现金奖品!"
    assert spam in list_passages(f"{honest * 2}{spam}")
    assert list_passages(spam) == []


def test_they_are_few_however_often_a_sentence_ends() -> None:
    text = "a b 123. " * (MOST // 3)
    passages = list_passages(text)
    assert 0 < len(passages) <= (CUTS + 2) * (CUTS + 1) // 2
    assert min(len(passage.split()) for passage in passages) >= LEAST


def test_nothing_breaks_on_random_text() -> None:
    chance = random.Random(1)
    for _ in range(500):
        text = "".join(chance.choices("a B1.!?\n中 @é\u0301\ud800", k=chance.randrange(600)))
        assert all(passage in text for passage in list_passages(text))


@pytest.mark.slow
@pytest.mark.parametrize("change", AROUND.values(), ids=AROUND)
def test_honest_words_around_spam_do_not_hide_it(change: Callable[[str], str], gpt: GPTClassifier) -> None:
    spam = (DATA / "spam.txt").read_text("utf-8").splitlines()
    above = gpt.policy.spam_above
    plain, hidden = (
        np.array(gpt.score([Message(text) for text in texts])) > above for texts in (spam, map(change, spam))
    )
    assert plain.sum() >= 12
    assert hidden.sum() >= plain.sum() - 2


@pytest.mark.slow
def test_honest_words_alone_are_honest(gpt: GPTClassifier) -> None:
    (score,) = gpt.score([Message(f"{FRONT} {BEHIND} My number is 07700 900254, call me any time.")])
    assert score < gpt.policy.ham_below


@pytest.mark.slow
def test_the_highest_counts_only_where_it_is_spam_by_itself(gpt: GPTClassifier) -> None:
    folder = load_folder("embedded")
    deaf = GPTClassifier(replace(folder, card=replace(folder.card, passages_above=None)))
    mild = AROUND["in front"]("Please call me at 555 0123 about the car, it will be ready soon")
    texts = [AROUND["behind"](SPAM), mild, SPAM]
    messages = [Message(text) for text in texts]
    heard, alone = gpt.score(messages), deaf.score(messages)
    assert [first == second for first, second in zip(heard, alone, strict=True)] == [False, True, True]
    passages = [Message(text) for text in list_passages(texts[0])]
    guesses, _ = deaf.score_first(passages)  # type: ignore[misc]
    assert heard[0] == max(guesses) > gpt.policy.spam_above


@pytest.mark.slow
def test_every_way_of_asking_hears_them(gpt: GPTClassifier) -> None:
    messages = [Message(change(SPAM)) for change in AROUND.values()]
    scores = gpt.score(messages)
    assert gpt.score_features
    assert gpt.score_first
    assert gpt.score_features(messages)[0] == scores
    assert gpt.score_first(messages)[0] == scores
    assert gpt.without_front().score(messages) == scores
    assert [gpt.running_scores(message)[-1][1] for message in messages] == scores
    assert [gpt.score([message])[0] for message in messages] == scores


def test_only_those_are_listed_that_are_asked_for() -> None:
    texts = [change(SPAM) for change in AROUND.values()]
    rows, passages = gather_passages(texts, [1, 3])
    assert set(rows) == {1, 3}
    assert passages == [*list_passages(texts[1]), *list_passages(texts[3])]
