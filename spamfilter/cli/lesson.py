"""What one ``spamfilter learn`` teaches: to the memory, or to a classifier that keeps its own; and counts."""

from pathlib import Path
from typing import Protocol

from spamfilter.classifier import Classifier, ClassifierEntry
from spamfilter.formats import show_line
from spamfilter.memory.example import identify
from spamfilter.memory.remembering import observe
from spamfilter.memory.store import Memory, NothingLearned, open_memory
from spamfilter.memory.wrap import name_subject
from spamfilter.message import Message
from spamfilter.plugin.choice import Chosen
from spamfilter.plugin.teach import teach

HANDED = 64  # messages that are handed over at once


class Lesson(Protocol):
    """What messages are taught to, one after the other."""

    def give(self, message: Message) -> None:
        """Teach one message."""

    def end(self) -> None:
        """No more come: teach what waits."""

    def close(self) -> None:
        """Let go of the file, however it ended."""

    def format_line(self) -> str:
        """What came of those so far, for a person."""


class Teaching:
    """Lesson for the ``memory`` of a ``classifier``. Each message is in the file before the next comes."""

    def __init__(self, memory: Memory, classifier: Classifier, spam: bool) -> None:
        self._memory, self._classifier, self._spam = memory, classifier, spam
        self._learned = self._known = self._turned = 0

    def give(self, message: Message) -> None:
        """Learn one message. One that is known with that label costs no look at its features."""
        before = self._memory.find(identify(message))
        if before is self._spam or not self._memory.learn(observe(self._classifier, message, self._spam)):
            self._known += 1
            return
        self._learned += 1
        self._turned += before is not None

    def end(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Close the memory."""
        self._memory.close()

    def format_line(self) -> str:
        """How many are new, how many were the other thing, how many were known; and where."""
        label, other = ("spam", "ham") if self._spam else ("ham", "spam")
        turned = f" ({self._turned} of them {other} before)" if self._turned else ""
        known = f", {self._known} known as {label} already" if self._known else ""
        where = show_line(str(self._memory.path))
        return f"learned {count_messages(self._learned)} as {label}{turned}{known}; memory {where}"


class Forgetting:
    """Lesson that has the memory at ``path`` forget, for whichever model it is: a text alone is enough."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._memory = open_if_taught(path)
        self._forgotten = self._absent = 0

    def give(self, message: Message) -> None:
        """Forget one message."""
        if self._memory and self._memory.forget(identify(message)):
            self._forgotten += 1
        else:
            self._absent += 1

    def end(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Close the memory."""
        if self._memory:
            self._memory.close()

    def format_line(self) -> str:
        """How many are forgotten, how many were not there; and where."""
        absent = f", {self._absent} not there to forget" if self._absent else ""
        return f"forgot {count_messages(self._forgotten)}{absent}; memory {show_line(str(self._path))}"


class Handing:
    """Lesson for the classifier of ``entry``, which keeps its own memory, some messages at a time."""

    def __init__(self, entry: ClassifierEntry, model: str | None, spam: bool | None) -> None:
        self._entry, self._model, self._spam = entry, model, spam
        self._waiting: list[Message] = []
        self._handed = 0

    def give(self, message: Message) -> None:
        """Hand one message over, with those before it once they are many."""
        self._waiting.append(message)
        if len(self._waiting) == HANDED:
            self.end()

    def end(self) -> None:
        """Hand over what waits."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            teach(self._entry, self._model, waiting, self._spam)
            self._handed += len(waiting)

    def close(self) -> None:
        """There is nothing to close."""

    def format_line(self) -> str:
        """How many it was given; what it makes of them is its own."""
        done = {True: "learned {} as spam", False: "learned {} as ham", None: "forgot {}"}[self._spam]
        return f"{done.format(count_messages(self._handed))}; {self._entry.name} keeps its own memory"


def count_messages(count: int) -> str:
    """So many, in words."""
    return f"{count} message{'' if count == 1 else 's'}"


def open_teaching(chosen: Chosen, path: Path, spam: bool) -> Teaching:
    """A lesson for the memory at ``path``, which is made where there is none."""
    subject = name_subject(chosen.classifier, chosen.name, chosen.model)
    return Teaching(open_memory(path, subject, create=True), chosen.classifier, spam)


def open_if_taught(path: Path) -> Memory | None:
    """The memory at ``path``, whatever it is for; None where nothing was learned."""
    try:
        return open_memory(path, None) if path.exists() else None
    except NothingLearned:
        return None
