"""Filter SMS exports and mail with classifiers that plugins provide. This is the whole public API."""

from spamfilter.classifier import Classifier, ClassifierEntry
from spamfilter.errors import (
    ClassifierError,
    CreateError,
    DataError,
    OutputError,
    PluginError,
    SourceError,
    SpamfilterError,
    TemporaryError,
    UsageError,
)
from spamfilter.hookspecs import hookimpl
from spamfilter.message import Message
from spamfilter.verdict import Label, Policy, Verdict

__all__ = [
    "Classifier",
    "ClassifierEntry",
    "ClassifierError",
    "CreateError",
    "DataError",
    "Label",
    "Message",
    "OutputError",
    "PluginError",
    "Policy",
    "SourceError",
    "SpamfilterError",
    "TemporaryError",
    "UsageError",
    "Verdict",
    "hookimpl",
]
