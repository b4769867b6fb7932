"""The bogofilter plugin: the user's own trained bogofilter as a classifier.

It is the example of a plugin around an outside program: ``program.py`` runs it, ``classifier.py`` says what
its answers mean, and nothing but the standard library is imported, and that when it is used.
"""

from collections.abc import Iterable

from spamfilter import Classifier, ClassifierEntry, hookimpl


def _load(model: str | None) -> Classifier:
    from spamfilter_bogofilter.classifier import load_bogofilter

    return load_bogofilter(model)


@hookimpl
def spamfilter_classifiers() -> Iterable[ClassifierEntry]:
    """The bogofilter classifier."""
    return [ClassifierEntry("bogofilter", "the bogofilter program, as you trained it", _load)]
