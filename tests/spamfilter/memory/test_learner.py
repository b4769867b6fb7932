"""What learned messages do to the scores of others, by the shipped model."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from spamfilter import Classifier, Label, Message
from spamfilter.memory.example import Example, identify
from spamfilter.memory.learner import Knowledge
from spamfilter.memory.remembering import add_odds, trace_texts
from spamfilter.plugin.choice import choose
from spamfilter.plugin.manager import create_manager
from tests.spamfilter.memory.promise import MEETINGS, UNRELATED, fill_lottery, fill_newsletter


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return choose(create_manager(), "gpt").classifier


def observe(classifier: Classifier, text: str, spam: bool, time: int = 1) -> Example:
    message = Message(text)
    return Example(identify(message), spam, time, tuple(trace_texts(classifier, [message])[1]))


def judge(classifier: Classifier, knowledge: Knowledge, texts: list[str]) -> list[Label]:
    scores, traces = trace_texts(classifier, [Message(text) for text in texts])
    return [classifier.policy.judge(score).label for score in add_odds(scores, knowledge.correct(traces))]


@pytest.mark.parametrize("fill", [fill_lottery, fill_newsletter])
def test_a_corrected_message_and_its_near_copies_are_ham_at_once(
    classifier: Classifier, fill: Callable[[int], str]
) -> None:
    texts = [fill(number) for number in range(12)]
    assert Label.HAM not in judge(classifier, Knowledge(), texts)
    assert set(judge(classifier, Knowledge.of([observe(classifier, texts[0], False)]), texts)) == {Label.HAM}


def test_near_copies_of_missed_spam_are_spam_at_once(classifier: Classifier) -> None:
    text = (
        "Lunch {0}? Menu of week {0} at http://canteen{0}.example/{0} as always, the fish is best on day {0}"
    )
    texts = [text.format(number) for number in range(1, 6)]
    assert Label.SPAM not in judge(classifier, Knowledge(), texts)
    assert set(judge(classifier, Knowledge.of([observe(classifier, texts[0], True)]), texts)) == {Label.SPAM}


def test_each_of_two_like_texts_keeps_its_own_label(classifier: Classifier) -> None:
    texts = [fill_lottery(1), fill_lottery(2)]
    examples = [observe(classifier, texts[0], True), observe(classifier, texts[1], False)]
    assert judge(classifier, Knowledge.of(examples), texts) == [Label.SPAM, Label.HAM]


def test_ten_corrections_of_a_kind_carry_over_to_the_next(classifier: Classifier) -> None:
    *learned, one, other = MEETINGS
    knowledge = Knowledge.of([observe(classifier, text, True) for text in learned])
    _, traces = trace_texts(classifier, [Message(one), Message(other), *map(Message, UNRELATED)])
    added = knowledge.correct(traces)
    assert min(added[:2]) > 1
    assert not added[2:].any()


def test_the_order_of_learning_does_not_matter_and_forgetting_leaves_nothing(classifier: Classifier) -> None:
    texts = [*MEETINGS, *UNRELATED, *map(fill_lottery, range(5)), *map(fill_newsletter, range(5))]
    examples = [observe(classifier, text, row % 3 == 0, row) for row, text in enumerate(texts)]
    traces = [example.traces[0] for example in examples]
    kept, forgotten = examples[::2], examples[1::2]
    expected = Knowledge.of(kept).correct(traces)
    backwards = Knowledge.of(kept[::-1]).correct(traces)
    without = Knowledge.of([*forgotten, *kept])
    for example in forgotten:
        without.remove(example)
    assert expected.any()
    assert (backwards == expected).all()
    assert (without.correct(traces) == expected).all()


def test_a_text_is_corrected_by_itself_alone(classifier: Classifier) -> None:
    examples = [observe(classifier, text, row % 2 == 0) for row, text in enumerate(MEETINGS)]
    knowledge = Knowledge.of(examples)
    traces = [example.traces[0] for example in examples]
    among = knowledge.correct(traces)
    assert [knowledge.correct([trace])[0] for trace in traces] == among.tolist()


def test_what_is_packed_says_the_same(classifier: Classifier) -> None:
    examples = [observe(classifier, text, row % 2 == 0) for row, text in enumerate(MEETINGS)]
    knowledge = Knowledge.of(examples[:-2])
    again = Knowledge.unpack(knowledge.pack())
    assert again is not None
    again.add(examples[-2])
    traces = [example.traces[0] for example in examples]
    assert (again.correct(traces) == Knowledge.of(examples[:-1]).correct(traces)).all()
    assert Knowledge.unpack(b"") is None
    assert Knowledge.unpack(knowledge.pack()[:-1]) is None


def test_the_latest_of_two_labels_of_one_text_counts(classifier: Classifier) -> None:
    first = observe(classifier, MEETINGS[0], True, 10)
    second = replace(first, spam=False, time=20)
    for examples in ([first, second], [second, first]):
        assert judge(classifier, Knowledge.of(examples), MEETINGS[:1]) == [Label.HAM]


def test_nothing_learned_adds_nothing() -> None:
    assert np.array_equal(Knowledge().correct([]), [])
