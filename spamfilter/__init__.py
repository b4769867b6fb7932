"""Filter SMS exports and mail with classifiers that plugins provide. This is the whole public API.

The modules ``labelled`` (labelled messages in) and ``report`` (a page of figures out) belong to it too:
``from spamfilter import labelled`` imports one when it is used.
"""

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
from spamfilter.fingerprint import Fingerprints
from spamfilter.hookspecs import hookimpl
from spamfilter.message import Message
from spamfilter.verdict import Label, Policy, Verdict

__all__ = [
    "Classifier",
    "ClassifierEntry",
    "ClassifierError",
    "CreateError",
    "DataError",
    "Fingerprints",
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
    "labelled",
    "report",
]
