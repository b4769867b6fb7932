"""Which memory a command goes by: the one that is named, else the user's own, where there is one."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spamfilter.errors import DataError, UsageError
from spamfilter.plugin.choice import Chosen, choose, choose_several
from spamfilter.plugin.manager import choose_classifier

if TYPE_CHECKING:
    from pluggy import PluginManager


class Recalls(Protocol):
    """The options of a command that scores by one classifier and by what that was taught."""

    @property
    def classifier(self) -> str: ...
    @property
    def model(self) -> str | None: ...
    @property
    def memory(self) -> Path | None: ...
    @property
    def no_memory(self) -> bool: ...
    @property
    def no_front(self) -> bool: ...


def choose_taught(manager: "PluginManager", options: Recalls, *, forgiving: bool = False) -> Chosen:
    """The classifier that the ``options`` choose, with the memory that they mean.

    The user's own memory may be for another classifier, or broken: then one line on standard error says so,
    and the classifier stands alone. Of one that is named that is an error, unless ``forgiving``.
    """
    name = options.classifier.partition("=")[0]
    memory = options.memory or find_own()
    if options.no_memory or keeps_own_memory(manager, name):  # the file may hold lists of senders too
        memory = None
    forgiving = forgiving or not options.memory
    front = not options.no_front
    return choose(manager, options.classifier, options.model, memory, forgiving=forgiving, front=front)


def choose_several_taught(
    manager: "PluginManager", choices: Sequence[str], model: str | None, path: Path | None, *, front: bool
) -> list[Chosen]:
    """The classifiers of all ``choices``, that one with the memory at ``path`` which it is for.

    Raises :class:`DataError` where it is for none of them.
    """
    chosen = choose_several(manager, choices, model, front=front)
    if path is None:
        return chosen
    from spamfilter.memory.remembering import Remembering
    from spamfilter.memory.store import open_memory
    from spamfilter.memory.wrap import name_subject

    memory = open_memory(path, None)
    subjects = [name_subject(one.classifier, one.name, one.model) for one in chosen]
    if memory.subject not in subjects:
        known = " and ".join(map(str, subjects))
        raise DataError(f"the memory {path} is for {memory.subject}, not for {known}; choose another")
    return [
        replace(one, classifier=Remembering(one.classifier, memory)) if subject == memory.subject else one
        for one, subject in zip(chosen, subjects, strict=True)
    ]


def find_own() -> Path | None:
    """The user's own memory, if there is one."""
    from spamfilter.memory.place import find_memory

    path = find_memory()
    try:
        os.stat(path)  # noqa: PTH116, what cannot be looked at is there, and is told when it is opened
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        pass
    return path


def keeps_own_memory(manager: "PluginManager", name: str) -> bool:
    """Whether the classifier ``name`` keeps what it is taught itself."""
    return choose_classifier(manager, name).learn is not None


def refuse_own_memory(manager: "PluginManager", name: str) -> None:
    """Raise :class:`UsageError` where the classifier ``name`` has no use for a memory of ours."""
    if keeps_own_memory(manager, name):
        raise UsageError(
            f"classifier {name} keeps what it is taught itself, and has no use for a memory of ours"
        )
