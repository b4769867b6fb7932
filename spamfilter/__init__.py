"""Filter SMS exports and mail with classifiers that plugins provide. This is the whole public API.

The modules ``labelled`` (labelled messages in) and ``report`` (a page of figures out) belong to it too:
``from spamfilter import labelled`` imports one when it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

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
from spamfilter.measure.fingerprint import Fingerprints
from spamfilter.message import Message
from spamfilter.verdict import Label, Policy, Verdict, log_odds, shift_prior

if TYPE_CHECKING:
    from spamfilter.mail.fields import add_headers, list_tests
    from spamfilter.mail.judge import Judgement, MailJudge, open_judge
    from spamfilter.mail.points import to_points

# Imported when they are used: what reads mail takes as long to import as all the rest.
_MAIL = {
    "Judgement": "judge",
    "MailJudge": "judge",
    "add_headers": "fields",
    "list_tests": "fields",
    "open_judge": "judge",
    "to_points": "points",
}

__all__ = [
    "Classifier",
    "ClassifierEntry",
    "ClassifierError",
    "CreateError",
    "DataError",
    "Fingerprints",
    "Judgement",
    "Label",
    "MailJudge",
    "Message",
    "OutputError",
    "PluginError",
    "Policy",
    "SourceError",
    "SpamfilterError",
    "TemporaryError",
    "UsageError",
    "Verdict",
    "add_headers",
    "hookimpl",
    "labelled",
    "list_tests",
    "log_odds",
    "open_judge",
    "report",
    "shift_prior",
    "storage",
    "to_points",
]


def __getattr__(name: str) -> object:
    if name not in _MAIL:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.mail.{_MAIL[name]}"), name)
