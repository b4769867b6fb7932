"""How much recall obfuscation costs: rewrite the spam of labelled data and score it again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from spamfilter.errors import DataError
from spamfilter.labelled import LabelledMessage
from spamfilter.measure.metric import wilson
from spamfilter.measure.obfuscate import collect_words, rewrite
from spamfilter.message import Message
from spamfilter.scan import Score, scan
from spamfilter.verdict import Label, Policy, Verdict


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
    name: str,
    material: Material,
    kinds: Sequence[str],
    score: Score,
    policy: Policy,
    *,
    batch_size: int = 128,
    show: int = 0,
    advance: Callable[[int], object] = lambda count: None,
) -> Damage:
    """Score the spam as it came and rewritten by each of ``kinds``; keep ``show`` examples of a kind.

    Raises :class:`~spamfilter.ClassifierError` as scanning does.
    """
    caught = []
    for _, verdict in scan(iter(material.spam), score, policy, batch_size=batch_size):
        caught.append(verdict.label is Label.SPAM)
        advance(1)
    outcomes = []
    for kind in kinds:
        after, passed = 0, 0
        shown: list[tuple[Message, Verdict]] = []
        rewritten = (rewrite(message, kind, material.seed, material.words) for message in material.spam)
        results = scan(rewritten, score, policy, batch_size=batch_size)
        for was_caught, (message, verdict) in zip(caught, results, strict=True):
            after += verdict.label is Label.SPAM
            if was_caught and verdict.label is not Label.SPAM:
                passed += 1
                if len(shown) < show:
                    shown.append((message, verdict))
            advance(1)
        outcomes.append(Outcome(kind, len(caught), sum(caught), after, passed, shown))
    return Damage(name, policy.spam_above, sum(caught), outcomes)


def describe(messages: int, material: Material, damages: Sequence[Damage]) -> dict[str, Any]:
    """All of it for JSON; recalls and losses are shares."""
    return {
        "messages": messages,
        "spam": len(material.spam),
        "seed": material.seed,
        "classifiers": [
            {
                "classifier": damage.name,
                "spam_above": damage.spam_above,
                "recall": damage.before / len(material.spam),
                "mean_recall_lost": damage.mean,
                "worst_kind": damage.worst.kind,
                "kinds": [describe_outcome(outcome) for outcome in damage.outcomes],
            }
            for damage in damages
        ],
    }


def describe_outcome(outcome: Outcome) -> dict[str, Any]:
    """One kind for JSON."""
    low, high = outcome.interval
    examples = [
        {
            "source": message.source,
            "number": message.number,
            "score": round(verdict.score, 6),
            "text": message.text,
        }
        for message, verdict in outcome.shown
    ]
    return {
        "kind": outcome.kind,
        "recall": {"value": outcome.recall, "low": low, "high": high},
        "recall_lost": outcome.lost,
        "now_pass": outcome.passed,
        "examples": examples,
    }
