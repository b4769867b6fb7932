"""Filter SMS exports and mail with classifiers that plugins provide. This is the whole public API.

The modules ``labelled`` (labelled messages in), ``report`` (a page of figures out) and ``options`` (what
commands are asked for) belong to it too: ``from spamfilter import labelled`` imports one when it is used.
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
from spamfilter.install import install_hint
from spamfilter.measure.fingerprint import Fingerprints
from spamfilter.message import Message
from spamfilter.verdict import Label, Policy, Verdict, log_odds, shift_prior

if TYPE_CHECKING:
    from spamfilter.cli import options
    from spamfilter.cli.session import Session, pass_session
    from spamfilter.mail.fields import add_headers, list_tests
    from spamfilter.mail.judge import Judgement, MailJudge, open_judge
    from spamfilter.mail.points import to_points

# Imported when they are used: what reads mail takes as long to import as all the rest, and what is no command
# has no use for click.
_LATE = {
    "Judgement": "mail.judge",
    "MailJudge": "mail.judge",
    "Session": "cli.session",
    "add_headers": "mail.fields",
    "list_tests": "mail.fields",
    "open_judge": "mail.judge",
    "pass_session": "cli.session",
    "to_points": "mail.points",
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
    "Session",
    "SourceError",
    "SpamfilterError",
    "TemporaryError",
    "UsageError",
    "Verdict",
    "add_headers",
    "hookimpl",
    "install_hint",
    "labelled",
    "list_tests",
    "log_odds",
    "open_judge",
    "options",
    "pass_session",
    "report",
    "shift_prior",
    "storage",
    "to_points",
]


def __getattr__(name: str) -> object:
    if name == "options":
        return import_module(f"{__name__}.cli.options")
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
