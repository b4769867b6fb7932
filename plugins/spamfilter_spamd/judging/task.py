"""What a process that judges is asked, and what it answers."""

from dataclasses import dataclass
from enum import Enum

from spamfilter import Judgement


class Lesson(Enum):
    """What a mail is learned as, or that it is forgotten."""

    SPAM = "spam"
    HAM = "ham"
    FORGET = "forget"


@dataclass(frozen=True, slots=True)
class Task:
    """A ``mail`` to judge, or with a ``lesson`` to learn, by the memory of ``user`` (empty: nobody's)."""

    mail: bytes
    user: str = ""
    lesson: Lesson | None = None


# The judgement of a mail; of a lesson, whether it changed anything.
Answer = Judgement | bool
