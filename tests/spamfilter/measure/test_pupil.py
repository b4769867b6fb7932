"""What learns while it is measured, by steps that can be followed by hand; figures at the curve's points."""

import hashlib
import math
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from spamfilter_bogofilter import spamfilter_classifiers

from spamfilter import ClassifierEntry, DataError, Message, Policy, Reading, SourceError, UsageError
from spamfilter.measure.curve import FIXED, measure_course, trace_curve
from spamfilter.measure.metric import Evaluation
from spamfilter.measure.online import Course, learn_online
from spamfilter.measure.pupil import Remembered, SelfTaught


class Half:
    """Half sure of everything; counts its calls."""

    policy = Policy(0.3, 0.7)

    def __init__(self) -> None:
        self.calls = 0

    def score(self, messages: Sequence[Message]) -> list[float]:
        self.calls += 1
        return [0.5] * len(messages)


TEXTS = ["win a prize now", "are we still on for lunch", "win a prize now", "are we still on for lunch"]


def test_what_was_learned_counts_from_the_next_message_on() -> None:
    pupil = Remembered(Half(), "half", [Message(text) for text in TEXTS])
    course = learn_online(pupil, [True, False, True, False])
    assert pupil.plain == [0.5] * 4
    assert course.scores[0] == 0.5
    assert course.scores[2] > 0.9
    assert course.scores[3] < 0.1


def test_the_classifier_is_asked_once_for_all() -> None:
    half = Half()
    pupil = Remembered(half, "half", [Message(f"text {number}") for number in range(100)], batch_size=25)
    learn_online(pupil, [True] * 100)
    assert half.calls == 4


def test_a_copy_counts_once_and_its_last_label_counts() -> None:
    messages = [Message("win a prize now")] * 4
    scores = learn_online(Remembered(Half(), "half", messages), [True, True, False, None]).scores
    assert scores[1] == scores[2] > 0.9  # the second time changed nothing
    assert scores[3] < 0.1


def test_every_reading_of_a_mail_is_learned_and_the_highest_counts() -> None:
    mail = Message("see you at eight", readings=(Reading("win a prize now"),))
    other = Message("the weather is fine", readings=(Reading("win a prize now"),))
    scores = learn_online(Remembered(Half(), "half", [mail, other]), [True, None]).scores
    assert scores[0] == 0.5
    assert scores[1] > 0.9


def test_a_memory_is_that_of_one_run() -> None:
    messages = [Message("win a prize now")]
    learn_online(Remembered(Half(), "half", messages), [True])
    assert Remembered(Half(), "half", messages).judge(range(1)) == [0.5]


def make_entry(path: Path) -> ClassifierEntry:
    """A classifier that knows the labels it was taught, in a file; it needs two."""

    class Taught:
        policy = Policy(0.2, 0.8)

        def __init__(self, model: str | None) -> None:
            rows = Path(str(model)).read_text().splitlines()
            if len(rows) < 2:
                raise DataError("it knows too little")
            self.known = dict(row.rsplit("|", 1) for row in rows)

        def score(self, messages: Sequence[Message]) -> list[float]:
            return [float(self.known.get(message.text, 0.4)) for message in messages]

    def learn(model: str | None, messages: Sequence[Message], spam: bool | None) -> None:
        with Path(str(model)).open("a") as file:
            file.writelines(f"{message.text}|{float(bool(spam))}\n" for message in messages)
        with path.open("a") as file:
            file.write(f"{model}\n")

    return ClassifierEntry("taught", "made up", Taught, learn=learn)


def test_what_keeps_its_own_memory_is_asked_once_it_knows_both_kinds(tmp_path: Path) -> None:
    messages = [Message(text) for text in TEXTS]
    pupil = SelfTaught(make_entry(tmp_path / "log"), None, messages, tmp_path)
    assert learn_online(pupil, [True, False, True, False]).scores == [0.5, 0.5, 1.0, 0.0]
    assert pupil.policy == Policy(0.2, 0.8)
    assert pupil.plain is None


def test_one_that_knows_too_little_has_patience_but_not_for_ever(tmp_path: Path) -> None:
    def refuse(model: str | None) -> Half:
        raise DataError("it knows too little")

    entry = ClassifierEntry("never", "made up", refuse, learn=lambda model, messages, spam: None)
    messages = [Message(f"text {number}") for number in range(120)]
    labels = [number % 2 == 0 for number in range(120)]
    pupil = SelfTaught(entry, None, messages, tmp_path)
    assert learn_online(pupil, labels[:100]).scores == [0.5] * 100
    with pytest.raises(DataError, match="it knows too little"):
        learn_online(SelfTaught(entry, None, messages, tmp_path), labels)


def test_a_model_is_copied_and_the_copy_is_taught(tmp_path: Path) -> None:
    model, folder = tmp_path / "mine", tmp_path / "run"
    folder.mkdir()
    model.write_text("win a prize now|0.9\nsee you|0.0\n")
    before = model.read_bytes()
    messages = [Message(text) for text in TEXTS]
    pupil = SelfTaught(make_entry(tmp_path / "log"), str(model), messages, folder)
    assert pupil.plain == [0.9, 0.4, 0.9, 0.4]
    assert learn_online(pupil, [True, False, True, False]).scores == [0.9, 0.4, 1.0, 0.0]
    assert model.read_bytes() == before


def test_a_model_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(
        SourceError, match=r"cannot copy the model .*gone: No such file or directory; --online"
    ):
        SelfTaught(make_entry(tmp_path), str(tmp_path / "gone"), [], tmp_path)


@pytest.mark.skipif(not shutil.which("bogofilter"), reason="no program bogofilter here")
def test_the_real_bogofilter_learns_as_it_goes(tmp_path: Path) -> None:
    (entry,) = spamfilter_classifiers()
    texts = [
        "win the cash prize today",
        "lunch at noon on thursday",
        "cash prize for winners",
        "noon is fine",
    ]
    pupil = SelfTaught(entry, None, [Message(text) for text in texts], tmp_path)
    scores = learn_online(pupil, [True, False, True, False]).scores
    assert scores[:2] == [0.5, 0.5]
    assert scores[2] > 0.9
    assert scores[3] < 0.1


def evaluate(spam: list[bool], scores: list[float]) -> Evaluation:
    texts = [hashlib.md5(str(row).encode()).hexdigest() for row in range(len(spam))]
    return Evaluation("x", Policy(0.3, 0.7), texts, spam, scores)


def test_figures_of_a_stream_counted_by_hand() -> None:
    # Ten that are wrong both ways, then ten that are right: 100 pairs, of which 25 + 25 are right.
    spam = [True, False] * 10
    scores = [0.1, 0.9] * 5 + [0.9, 0.1] * 5
    course = Course(scores, list(range(1, 21)), 1.0)
    learner = measure_course(evaluate(spam, scores), course, "memory", 20)
    assert learner.measures["auc_loss"].value == 0.5
    assert learner.measures["ham_lost"].value == learner.measures["spam_missed"].value == 0.5
    assert learner.measures["lam"].value == pytest.approx(0.5)
    assert learner.measures[FIXED].value == 1.0  # five ham are above all spam that is caught
    start, ten = learner.curve
    assert (start.corrections, start.messages, start.until) == (0, 0, 10)
    assert (ten.corrections, ten.messages, ten.until) == (10, 10, 20)
    assert math.isnan(start.so_far.value)
    assert (start.between["auc_loss"].value, ten.so_far.value) == (1.0, 1.0)
    assert (ten.between["auc_loss"].value, ten.between[FIXED].value) == (0.0, 0.0)


def test_with_late_labels_the_points_are_where_the_corrections_came() -> None:
    spam = [True, False] * 20
    scores = [0.5] * 40
    late = Course(scores, list(range(25, 41)), 1.0)
    points = measure_course(evaluate(spam, scores), late, "memory", 5).curve
    assert [(point.corrections, point.messages, point.until) for point in points] == [
        (0, 0, 34),
        (10, 34, 40),
    ]


def test_one_kind_alone_has_no_auc() -> None:
    course = Course([0.1, 0.2], [1, 2], 1.0)
    learner = measure_course(evaluate([False, False], [0.1, 0.2]), course, "memory", 5)
    assert math.isnan(learner.measures["auc_loss"].value)
    assert trace_curve(learner.evaluation) == []


def test_repeats_of_training_messages_are_counted_apart() -> None:
    evaluation = evaluate([True, False, True, False], [0.9, 0.1, 0.2, 0.8])
    known = set(evaluation.texts[:2])
    learner = measure_course(evaluation, Course([0.9, 0.1, 0.2, 0.8], [], 1.0), "memory", 5, known)
    assert learner.seen == [0, 1]
    assert learner.unseen is not None
    assert learner.unseen["auc_loss"].value == 1.0
    assert learner.measures["auc_loss"].value == 0.5 - 0.25


def test_a_thousand_steps_take_seconds() -> None:
    messages = [
        Message(f"message {number} of many that are alike but for the number") for number in range(1000)
    ]
    pupil = Remembered(Half(), "half", messages)
    start = time.process_time()
    learn_online(pupil, [number % 3 == 0 for number in range(1000)])
    assert time.process_time() - start < 10


def test_who_keeps_no_memory_of_its_own_is_not_taught(tmp_path: Path) -> None:
    entry = ClassifierEntry("half", "made up", lambda model: Half())
    with pytest.raises(UsageError, match="classifier half keeps no memory of its own"):
        SelfTaught(entry, None, [Message("x")], tmp_path).learn(0, True)
