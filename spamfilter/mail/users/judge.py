"""Mails of several users in, judged and learned each by the memory of its user; what servers go by."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from spamfilter.errors import SpamfilterError, UsageError
from spamfilter.mail.judge import Judgement, MailJudge
from spamfilter.mail.standing import Senders, open_senders
from spamfilter.mail.users.memories import KEPT, Memories, Shelf
from spamfilter.mail.users.several import Several
from spamfilter.memory.example import identify
from spamfilter.memory.remembering import observe
from spamfilter.memory.wrap import name_subject
from spamfilter.message import Message
from spamfilter.plugin.choice import Chosen, choose
from spamfilter.plugin.manager import choose_classifier
from spamfilter.plugin.teach import teach
from spamfilter.readers.eml import read_mail
from spamfilter.scan import judge_message, list_readings, score_checked
from spamfilter.verdict import Policy


class UserJudge(MailJudge):
    """A :class:`MailJudge` with a memory for each user, or one for all, on a ``shelf``.

    A memory that cannot be read costs its user what it knows, never a verdict: :meth:`take_faults`. A
    classifier that keeps a memory of its own learns there, and only the lists of senders are on the shelf.
    """

    def __init__(self, manager: Any, chosen: Chosen, policy: Policy, shelf: Shelf) -> None:
        super().__init__(manager, chosen.name, chosen.classifier, policy)
        self._shelf, self._model = shelf, chosen.model
        self._entry = choose_classifier(manager, chosen.name)
        taught = Shelf() if self._entry.learn else shelf
        self._memories = Memories(taught, name_subject(chosen.classifier, chosen.name, chosen.model))
        self._open_lists: Callable[[Path], Senders | None] = lambda path: None

    def heed_lists(self, authserv_ids: Iterable[str] = ()) -> None:
        """From now on heed the lists of senders in each user's memory; see :meth:`MailJudge.heed`."""
        names = tuple(authserv_ids)
        self._open_lists = lru_cache(KEPT)(lambda path: open_senders(path, names))

    def judge(self, mails: Sequence[bytes], users: Sequence[str] = ()) -> list[Judgement]:
        """A judgement for each mail, in order, by the memories of their ``users`` (none: nobody's).

        The mails are scored as one batch, whoever's they are. Raises what :meth:`MailJudge.judge` raises.
        """
        messages = [read_mail(raw, "-", number) for number, raw in enumerate(mails, 1)]
        if not messages:
            return []
        known = {user: self._memories.recall(user) for user in users}
        whose = [known.get(user) for user in users] or [None] * len(messages)
        if not getattr(self._classifier, "reads_raw", False):  # then each reading is a text of the batch
            pairs = zip(messages, whose, strict=True)
            whose = [one for message, one in pairs for _ in list_readings(message)]
        scores = score_checked(Several(self._classifier, whose), self.name, messages)
        lists = [self._find_lists(user) for user in users] or [None] * len(messages)
        return [
            self._settle(message, judge_message(message, score, self.policy), senders)
            for message, score, senders in zip(messages, scores, lists, strict=True)
        ]

    def _find_lists(self, user: str) -> "Senders | None":
        path = self._shelf.locate(user)
        return self._open_lists(path) if path else None

    def learn(self, mail: bytes, spam: bool, user: str = "") -> bool:
        """Learn that ``mail`` is spam or not for ``user``, on disk when this returns.

        False where that was known. The memory is made where there is none. Raises
        :class:`SpamfilterError` where it cannot be read or written; then nothing is learned.
        """
        message = read_mail(mail, "-", 1)
        if self._entry.learn:
            return self._teach(message, spam)
        try:
            memory = self._memories.open(user, create=True)
            assert memory
            if memory.find(identify(message)) is spam:  # no need to ask the classifier
                return False
            return memory.learn(observe(self._classifier, message, spam))
        except SpamfilterError:
            self._memories.drop(user)
            raise

    def forget(self, mail: bytes, user: str = "") -> bool:
        """Forget ``mail`` for ``user``; False where it was not learned. Raises as :meth:`learn` does."""
        if self._entry.learn:
            return self._teach(read_mail(mail, "-", 1), None)
        try:
            memory = self._memories.open(user)
            return memory.forget(identify(read_mail(mail, "-", 1))) if memory else False
        except SpamfilterError:
            self._memories.drop(user)
            raise

    def _teach(self, message: Message, spam: bool | None) -> bool:
        """Have the classifier learn by itself; whether that changed anything it does not say."""
        if not getattr(self._classifier, "learns_at_once", False):  # other processes would not know
            raise UsageError(f"classifier {self.name} has to be loaded again to know what it learned")
        teach(self._entry, self._model, [message], spam)
        return True

    def check_memory(self, user: str = "") -> None:
        """Raise :class:`SpamfilterError` where there is a memory of ``user`` and it cannot be used."""
        if memory := self._memories.open(user):
            memory.knowledge()

    def close(self) -> None:
        """Close the memories; they are opened again when they are needed."""
        self._memories.close()

    def take_faults(self) -> list[str]:
        """Which memories could not be used since this was asked last, a line each."""
        return self._memories.take_faults()


def open_user_judge(
    manager: Any,
    shelf: Shelf,
    classifier: str = "gpt",
    model: str | None = None,
    spam_above: float | None = None,
    ham_below: float | None = None,
) -> UserJudge:
    """As :func:`spamfilter.open_judge`, with the memories of a ``shelf``."""
    chosen = choose(manager, classifier, model)
    if shelf.folder and choose_classifier(manager, chosen.name).learn:
        raise UsageError(f"classifier {chosen.name} keeps what it is taught itself; leave out --memories")
    policy = chosen.classifier.policy.override(ham_below, spam_above)
    return UserJudge(manager, chosen, policy, shelf)
