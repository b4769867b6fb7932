"""The protocol of judging first and learning then, step by step on streams that can be followed by hand."""

import pytest

from spamfilter.measure.online import Feedback, learn_online, plan_labels


class Diary:
    """Writes down what it is asked and told; a score is the share of spam among what it was told."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.told: list[bool] = []

    def judge(self, rows: range) -> list[float]:
        self.events.append(f"judge {rows.start}-{rows.stop - 1}")
        return [sum(self.told) / max(1, len(self.told))] * len(rows)

    def learn(self, row: int, spam: bool) -> None:
        self.events.append(f"learn {row} {'spam' if spam else 'ham'}")
        self.told.append(spam)


def test_each_message_is_judged_before_its_label_is_told() -> None:
    diary = Diary()
    course = learn_online(diary, [True, False, True])
    assert diary.events == [
        "judge 0-0", "learn 0 spam", "judge 1-1", "learn 1 ham", "judge 2-2", "learn 2 spam",
    ]  # fmt: skip
    assert course.scores == [0.0, 1.0, 0.5]
    assert course.learned == [1, 2, 3]


def test_a_label_that_is_late_comes_behind_as_many_more_messages() -> None:
    diary = Diary()
    course = learn_online(diary, [True, False, True, False], delay=2)
    assert diary.events == ["judge 0-2", "learn 0 spam", "judge 3-3", "learn 1 ham"]
    assert course.scores == [0.0, 0.0, 0.0, 1.0]
    assert course.learned == [3, 4]


def test_a_label_that_would_come_after_the_end_never_comes() -> None:
    diary = Diary()
    assert learn_online(diary, [True, False], delay=2).learned == []
    assert diary.events == ["judge 0-1"]


def test_messages_between_two_corrections_are_judged_at_once() -> None:
    diary = Diary()
    course = learn_online(diary, [None, None, True, None, None, False, None])
    assert diary.events == ["judge 0-2", "learn 2 spam", "judge 3-5", "learn 5 ham", "judge 6-6"]
    assert course.scores == [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.5]


def test_no_messages_no_course() -> None:
    course = learn_online(Diary(), [])
    assert (course.scores, course.learned) == ([], [])


def test_progress_counts_each_message_once() -> None:
    counts: list[int] = []
    learn_online(Diary(), [None, None, True, None], advance=counts.append)
    assert counts == [3, 1]


def test_all_labels_are_told_as_they_are_unless_asked_otherwise() -> None:
    spam = [True, False] * 50
    assert plan_labels(spam, Feedback()) == spam


def test_only_a_share_of_the_messages_is_corrected_the_same_for_the_same_seed() -> None:
    spam = [True, False] * 5000
    told = plan_labels(spam, Feedback(share=0.1))
    assert sum(label is not None for label in told) == pytest.approx(1000, abs=90)  # three deviations
    assert all(label in (None, is_spam) for label, is_spam in zip(told, spam, strict=True))
    assert told == plan_labels(spam, Feedback(share=0.1))
    assert told != plan_labels(spam, Feedback(share=0.1, seed=1))


def test_wrong_labels_make_ham_of_spam_and_never_spam_of_ham() -> None:
    spam = [True, False] * 5000
    told = plan_labels(spam, Feedback(wrong=0.05))
    wrong = [is_spam for label, is_spam in zip(told, spam, strict=True) if label != is_spam]
    assert len(wrong) == pytest.approx(250, abs=47)
    assert all(wrong)
    assert plan_labels(spam, Feedback(wrong=1.0)) == [False] * 10000


def test_who_is_corrected_does_not_depend_on_what_is_told_wrong() -> None:
    spam = [True, False] * 500
    told, lied = (plan_labels(spam, Feedback(share=0.3, wrong=wrong)) for wrong in (0.0, 0.5))
    assert [label is None for label in told] == [label is None for label in lied]
