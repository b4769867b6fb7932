"""Teach a classifier that keeps a memory of its own."""

from collections.abc import Sequence

from spamfilter.classifier import ClassifierEntry
from spamfilter.errors import ClassifierError, SpamfilterError, UsageError, describe_error
from spamfilter.message import Message


def teach(entry: ClassifierEntry, model: str | None, messages: Sequence[Message], spam: bool | None) -> None:
    """Have the classifier of ``entry`` learn that ``messages`` are ``spam`` or not; None: forget them.

    Raises :class:`UsageError` where it keeps no memory of its own, :class:`ClassifierError` for what its
    author did not foresee.
    """
    if entry.learn is None:
        raise UsageError(f"classifier {entry.name} keeps no memory of its own; leave it to spamfilter's")
    try:
        entry.learn(model, messages, spam)
    except SpamfilterError:
        raise
    except (Exception, SystemExit) as error:
        raise ClassifierError(
            f"classifier {entry.name} failed to learn: {describe_error(error)}; report it to its author"
        ) from error
