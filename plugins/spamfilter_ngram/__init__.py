"""The n-gram plugin: hook implementations only; what is heavy is imported when it is used."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from spamfilter import Classifier, ClassifierEntry, Message, hookimpl

if TYPE_CHECKING:
    import click


def _load(model: str | None) -> Classifier:
    from spamfilter_ngram.extra import need_extra

    with need_extra():
        from spamfilter_ngram.inference import load_classifier
    return load_classifier(model)


def _load_tfidf(model: str | None) -> Classifier:
    from spamfilter_ngram.extra import need_extra

    with need_extra():
        from spamfilter_ngram.increment import load_tfidf
    return load_tfidf(model)


def _learn(model: str | None, messages: Sequence[Message], spam: bool | None) -> None:
    from spamfilter_ngram.extra import need_extra

    with need_extra():
        from spamfilter_ngram.increment import learn
    learn(model, messages, spam)


@hookimpl
def spamfilter_classifiers() -> Iterable[ClassifierEntry]:
    """The n-gram classifier, and the same that learns message by message."""
    return [
        ClassifierEntry("ngram", "character n-grams and a logistic regression; train it first", _load),
        ClassifierEntry(
            "tfidf", "the same, learning message by message from nothing", _load_tfidf, learn=_learn
        ),
    ]


@hookimpl
def spamfilter_commands() -> "Iterable[click.Command]":
    """``spamfilter ngram``."""
    from spamfilter_ngram.commands import ngram

    return [ngram]
