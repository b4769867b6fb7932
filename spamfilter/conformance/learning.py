"""What a classifier that keeps its own memory must get right, in a folder of its own."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from spamfilter.conformance.finding import Fault, quote
from spamfilter.conformance.probe import Subject
from spamfilter.conformance.requirement import SAME
from spamfilter.conformance.sample import ORDINARY
from spamfilter.errors import UsageError
from spamfilter.message import Message

HAM, SPAM, OTHER = ORDINARY[:12], ORDINARY[12:20], ORDINARY[20]


def check_learning(subject: Subject) -> str:
    """Optional: ``learn`` of the entry, from nothing."""
    if not callable(subject.entry.learn):  # what is neither None nor that is a fault of the entry
        return "none; the program keeps a memory around it"
    with tempfile.TemporaryDirectory() as folder:
        model, other = (str(Path(folder, name)) for name in ("model", "other"))
        for place, label in ((other, True), (model, False)):
            teach_texts(subject, place, HAM, label)
            teach_texts(subject, place, SPAM, not label)
        before = score_learned(subject, model)
        if find_gap(before) <= find_gap(score_learned(subject, other)):
            raise Fault(
                f"taught {len(SPAM)} spam and {len(HAM)} ham, it tells them apart no better than taught the "
                "opposite; load() must see what learn() was told"
            )
        teach_texts(subject, model, SPAM[:1], True)
        compare_learned(before, score_learned(subject, model), "taught the same once more", "count it once")
        teach_texts(subject, model, [OTHER], True)
        try:
            teach_texts(subject, model, [OTHER], None)
        except Fault as fault:
            if isinstance(fault.__cause__, UsageError):
                return "from nothing; it cannot forget, and says so"
            raise
        compare_learned(
            before,
            score_learned(subject, model),
            "made to forget a message",
            "be as if it had never been told",
        )
    return "from nothing; a forgotten message is as if it had never been told"


def teach_texts(subject: Subject, model: str, texts: Sequence[str], spam: bool | None) -> None:
    """Have it learn; what it raises is a :class:`Fault`."""
    what = {True: "as spam", False: "as ham", None: "to be forgotten"}[spam]
    messages = [Message(text) for text in texts]
    subject.call(f"learn() of {len(texts)} messages {what}", subject.entry.learn, model, messages, spam)  # type: ignore[arg-type]


def score_learned(subject: Subject, model: str) -> list[float]:
    """What it now gives the ham and the spam that it was taught."""
    classifier = subject.call("load() of what it learned", subject.entry.load, model)
    messages = [Message(text) for text in (*HAM, *SPAM)]
    scores = subject.call("score() after learning", classifier.score, messages)
    return [float(score) for score in scores]


def find_gap(scores: Sequence[float]) -> float:
    """By how much the mean of the spam is above that of the ham."""
    ham, spam = scores[: len(HAM)], scores[len(HAM) :]
    return sum(spam) / len(spam) - sum(ham) / len(ham)


def compare_learned(before: Sequence[float], after: Sequence[float], when: str, mend: str) -> None:
    """Raise :class:`Fault` unless both are the same."""
    for text, one, other in zip((*HAM, *SPAM), before, after, strict=True):
        if abs(one - other) > SAME:
            raise Fault(f"{quote(text)} scores {other:.6f}, not {one:.6f}, when {when}; {mend}")
