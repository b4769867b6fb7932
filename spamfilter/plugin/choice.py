"""The classifier that a user chose, by name and model."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from spamfilter.classifier import Classifier
from spamfilter.errors import UsageError
from spamfilter.plugin.manager import choose_classifier


@dataclass(frozen=True, slots=True)
class Chosen:
    """A loaded ``classifier``: its ``name``, its ``model``, and the ``label`` that tells it from others.

    Where a memory was chosen too, the ``classifier`` is a ``Remembering``, see ``spamfilter.memory``.
    ``front`` is False where it is without the front that it may have.
    """

    label: str
    name: str
    model: str | None
    classifier: Classifier
    front: bool = True


def choose(
    manager: Any,
    choice: str,
    model: str | None = None,
    memory: Path | None = None,
    *,
    forgiving: bool = False,
    front: bool = True,
) -> Chosen:
    """The classifier that ``choice`` names, as NAME or NAME=MODEL; ``model`` is the option's.

    With a ``memory`` it is one that remembers. One that cannot be used (damaged, for another classifier) is
    an error, or, where ``forgiving``, one line on standard error: then the classifier stands alone.
    ``front`` is whether it may answer what is easy by what it has for that.
    """
    name, model = parse_choice(choice, model)
    classifier = choose_classifier(manager, name).load(model)
    if not front:
        classifier = drop_front(classifier)
    if memory is not None:
        from spamfilter.memory.wrap import remember  # sqlite3 and numpy, which only who has a memory needs

        classifier = remember(classifier, name, model, memory, forgiving=forgiving)
    return Chosen(choice, name, model, classifier, front)


def drop_front(classifier: Classifier) -> Classifier:
    """``classifier`` without what answers before it; one that has nothing like that as it is."""
    leave_out = getattr(classifier, "without_front", None)
    return classifier if leave_out is None else cast(Classifier, leave_out())


def parse_choice(choice: str, model: str | None = None) -> tuple[str, str | None]:
    """The name and the model of ``choice``, NAME or NAME=MODEL; ``model`` is the option's."""
    name, equals, own = choice.partition("=")
    if equals and not own:
        raise UsageError(f"{choice} names no model; write {name}=MODEL, or {name} alone")
    if equals and model is not None:
        raise UsageError(f"{choice} already names its model; leave out --model")
    if model == "":
        raise UsageError("the model's name is empty; name a model, or leave it out")
    return name, own if equals else model


def choose_several(
    manager: Any, choices: Sequence[str], model: str | None = None, *, front: bool = True
) -> list[Chosen]:
    """The classifiers of all ``choices``; see :func:`check_choices` and :func:`choose`."""
    return [choose(manager, choice, model, front=front) for choice in check_choices(choices, model)]


def check_choices(choices: Sequence[str], model: str | None = None) -> Sequence[str]:
    """``choices``, or gpt where there is none. Raises :class:`UsageError` unless each is given once.

    ``model`` is for a single one.
    """
    choices = choices or ("gpt",)
    if len(choices) > 1 and model is not None:
        raise UsageError("--model is for one classifier; with several, write -c NAME=MODEL")
    if repeated := [choice for choice in choices if choices.count(choice) > 1]:
        raise UsageError(f"classifier {repeated[0]} is given twice; name another, or another model")
    return choices
