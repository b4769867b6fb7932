"""Mails in, a judgement each out: what the filter and the servers share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spamfilter.classifier import Classifier
from spamfilter.mail.gtube import is_gtube
from spamfilter.mail.points import verdict_points
from spamfilter.message import Message
from spamfilter.plugin.choice import choose, drop_front
from spamfilter.scan import judge_message, score_checked
from spamfilter.verdict import Label, Policy, Verdict

if TYPE_CHECKING:
    from spamfilter.mail.standing import Senders


@dataclass(frozen=True, slots=True)
class Judgement:
    """A mail, its verdict, the verdict as SpamAssassin ``points``, and the name of the ``classifier``."""

    message: Message
    verdict: Verdict
    points: float
    classifier: str


class MailJudge:
    """A loaded classifier with its ``name`` and ``policy``, and the plugins that may overrule it."""

    def __init__(self, manager: Any, name: str, classifier: Classifier, policy: Policy) -> None:
        self.name = name
        self.policy = policy
        self._manager = manager
        self._classifier = classifier
        self._senders: Senders | None = None

    def heed(self, memory: Path | None = None, authserv_ids: Iterable[str] = ()) -> None:
        """From now on heed the lists of senders in a ``memory``, by default the user's own.

        ``authserv_ids`` are the names of servers whose ``Authentication-Results`` are trusted.
        """
        from spamfilter.mail.standing import open_senders  # sqlite3, which only who has lists needs

        self._senders = open_senders(memory, authserv_ids)

    def judge(self, mails: Sequence[bytes]) -> list[Judgement]:
        """A judgement for each mail, in order; the mails are scored as one batch.

        Raises :class:`ClassifierError` when the classifier fails, and what a plugin's review raises.
        """
        from spamfilter.readers.eml import read_mail  # a scan of lines has no use for it

        messages = [read_mail(raw, "-", number) for number, raw in enumerate(mails, 1)]
        if not messages:
            return []
        scores = score_checked(self._classifier, self.name, messages)
        return [
            self._settle(message, judge_message(message, score, self.policy), self._senders)
            for message, score in zip(messages, scores, strict=True)
        ]

    def drop_front(self) -> None:
        """From now on ask the classifier itself also for what its front, if it has one, would answer."""
        self._classifier = drop_front(self._classifier)

    def _settle(self, message: Message, verdict: Verdict, senders: "Senders | None") -> Judgement:
        verdict = settle_verdict(self._manager, message, verdict, senders)
        return Judgement(message, verdict, verdict_points(verdict, self.policy), self.name)


def open_judge(
    manager: Any,
    classifier: str = "gpt",
    model: str | None = None,
    spam_above: float | None = None,
    ham_below: float | None = None,
) -> MailJudge:
    """Load the ``classifier``, written as NAME or NAME=MODEL; None stands for the model's own cut-off.

    ``manager`` holds the plugins; a command has it from its :class:`spamfilter.Session`. Raises
    :class:`SpamfilterError` for what cannot be chosen or loaded.
    """
    chosen = choose(manager, classifier, model)
    policy = chosen.classifier.policy.override(ham_below, spam_above)
    return MailJudge(manager, chosen.name, chosen.classifier, policy)


def settle_verdict(
    manager: Any, message: Message, verdict: Verdict, senders: "Senders | None" = None
) -> Verdict:
    """The ``verdict`` that stands: by the user's lists of ``senders``, where they name who sent the message.

    The test mail is spam, whoever sent it; a plugin's review has the last word.
    """
    if senders:
        verdict = senders.settle(message, verdict)
    if is_gtube(message):
        verdict = Verdict(Label.SPAM, 1.0)
    reviewed: Verdict | None = manager.hook.spamfilter_review(message=message, verdict=verdict)
    return reviewed or verdict
