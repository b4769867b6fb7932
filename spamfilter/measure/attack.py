"""How much recall obfuscation costs: rewrite the spam of labelled data and score it again."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from spamfilter.errors import DataError
from spamfilter.labelled import LabelledMessage
from spamfilter.measure.metric import wilson
from spamfilter.measure.obfuscate import collect_words, rewrite
from spamfilter.measure.subject import Subject
from spamfilter.message import Message
from spamfilter.scan import scan
from spamfilter.verdict import Label, Verdict


@dataclass(frozen=True, slots=True)
class Material:
    """The ``spam`` to rewrite, the ``words`` of ham that some kinds use, and the ``seed``."""

    spam: list[Message]
    words: list[str]
    seed: int

    @classmethod
    def of(cls, rows: Sequence[LabelledMessage], seed: int) -> "Material":
        """Of labelled messages. Raises :class:`DataError` when none is spam."""
        spam = [row.message for row in rows if row.spam]
        if not spam:
            raise DataError("there is no spam among the messages; an attack rewrites spam, so add some")
        return cls(spam, collect_words(row.message.text for row in rows if not row.spam), seed)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one kind did to one classifier, in messages.

    ``spam``    that were rewritten
    ``before``  that were caught as they came: scores above ``spam_above``
    ``after``   that were caught rewritten
    ``passed``  that were caught as they came and not rewritten
    ``shown``   the first of these, as they were rewritten
    """

    kind: str
    spam: int
    before: int
    after: int
    passed: int
    shown: list[tuple[Message, Verdict]]

    @property
    def recall(self) -> float:
        """Of the rewritten."""
        return self.after / self.spam

    @property
    def lost(self) -> float:
        """Share of recall lost; below zero where more are caught rewritten."""
        return (self.before - self.after) / self.spam

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of ``recall``."""
        return wilson(self.recall, self.spam)


@dataclass(frozen=True, slots=True)
class Damage:
    """All outcomes of one classifier, named ``name``, which calls spam what scores above ``spam_above``."""

    name: str
    spam_above: float
    before: int
    outcomes: list[Outcome]

    @property
    def mean(self) -> float:
        """Mean share of recall lost over the kinds."""
        return sum(outcome.lost for outcome in self.outcomes) / len(self.outcomes)

    @property
    def worst(self) -> Outcome:
        """The kind that costs most recall, the first of several."""
        return max(self.outcomes, key=lambda outcome: outcome.lost)

    def exceeds(self, max_loss: float) -> list[Outcome]:
        """Outcomes that lose more than a share ``max_loss`` of recall."""
        rounding = 1e-9  # 5 of 100 are not more than 0.05, whatever floating point says
        return [outcome for outcome in self.outcomes if outcome.lost > max_loss + rounding]


def attack(
    subject: Subject,
    material: Material,
    kinds: Sequence[str],
    *,
    batch_size: int = 128,
    show: int = 0,
    advance: Callable[[int], object] = lambda count: None,
) -> Damage:
    """Score the spam as it came and rewritten by each of ``kinds``; keep ``show`` examples of a kind.

    Raises :class:`~spamfilter.ClassifierError` as scanning does.
    """

    def judge(messages: Iterable[Message]) -> Iterator[tuple[Message, Verdict]]:
        for result in scan(iter(messages), subject.score, subject.policy, batch_size=batch_size):
            advance(1)
            yield result

    caught = [verdict.label is Label.SPAM for _, verdict in judge(material.spam)]
    outcomes = []
    for kind in kinds:
        rewritten = (rewrite(message, kind, material.seed, material.words) for message in material.spam)
        outcomes.append(compare(kind, caught, judge(rewritten), show))
    return Damage(subject.name, subject.policy.spam_above, sum(caught), outcomes)


def compare(
    kind: str, caught: Sequence[bool], results: Iterable[tuple[Message, Verdict]], show: int
) -> Outcome:
    """What became of the spam that was ``caught`` as it came, now that it is rewritten."""
    after, passed = 0, 0
    shown: list[tuple[Message, Verdict]] = []
    for was_caught, (message, verdict) in zip(caught, results, strict=True):
        after += verdict.label is Label.SPAM
        if was_caught and verdict.label is not Label.SPAM:
            passed += 1
            if len(shown) < show:
                shown.append((message, verdict))
    return Outcome(kind, len(caught), sum(caught), after, passed, shown)
