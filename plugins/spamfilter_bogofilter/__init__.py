"""The bogofilter plugin: the user's own trained bogofilter as a classifier.

It is the example of a plugin around an outside program: ``program.py`` runs it, ``classifier.py`` says what
its answers mean, ``learning.py`` teaches it, and nothing but the standard library is imported, and that when
it is used.
"""

from collections.abc import Iterable, Sequence

from spamfilter import Classifier, ClassifierEntry, Message, hookimpl


def _load(model: str | None) -> Classifier:
    from spamfilter_bogofilter.classifier import load_bogofilter

    return load_bogofilter(model)


def _learn(model: str | None, messages: Sequence[Message], spam: bool | None) -> None:
    from spamfilter_bogofilter.learning import learn

    learn(model, messages, spam)


@hookimpl
def spamfilter_classifiers() -> Iterable[ClassifierEntry]:
    """The bogofilter classifier."""
    summary = "the bogofilter program, as you trained it"
    return [ClassifierEntry("bogofilter", summary, _load, learn=_learn)]
