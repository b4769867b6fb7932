"""The n-gram plugin: hook implementations only; what is heavy is imported when it is used."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from spamfilter import Classifier, ClassifierEntry, hookimpl

if TYPE_CHECKING:
    import click


def _load(model: str | None) -> Classifier:
    from spamfilter_ngram.extra import need_extra

    with need_extra():
        from spamfilter_ngram.inference import load_classifier
    return load_classifier(model)


@hookimpl
def spamfilter_classifiers() -> Iterable[ClassifierEntry]:
    """The n-gram classifier."""
    return [ClassifierEntry("ngram", "character n-grams and a logistic regression; train it first", _load)]


@hookimpl
def spamfilter_commands() -> "Iterable[click.Command]":
    """``spamfilter ngram``."""
    from spamfilter_ngram.commands import ngram

    return [ngram]
