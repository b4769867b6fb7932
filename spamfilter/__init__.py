"""Filter SMS exports and mail with classifiers that plugins provide. This is the whole public API.

To use a classifier: :func:`load`, :func:`score`, :func:`judge`, :func:`score_table`, :func:`read`. The rest
is for plugins. The modules ``labelled`` (labelled messages in), ``pieces`` (sources read in pieces),
``report`` (a page of figures out), ``options`` (what commands are asked for) and ``storage`` (files written
whole) belong to it too.

``import spamfilter`` is quick: what takes long to import is imported when it is used.
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
from spamfilter.hookspecs import ReaderEntry, ReadOptions, hookimpl
from spamfilter.measure.fingerprint import Fingerprints
from spamfilter.message import Message, Reading
from spamfilter.verdict import Label, Policy, Verdict, log_odds, shift_prior

if TYPE_CHECKING:
    from spamfilter import labelled, report, storage
    from spamfilter.api import Filter, judge, load, read, score, score_table
    from spamfilter.cli import options
    from spamfilter.cli.session import Session, pass_session
    from spamfilter.cli.table import TableWriter
    from spamfilter.formats import format_jsonl
    from spamfilter.mail.fields import add_headers, list_tests
    from spamfilter.mail.judge import Judgement, MailJudge, open_judge
    from spamfilter.mail.points import to_points
    from spamfilter.mail.users.judge import UserJudge, open_user_judge
    from spamfilter.mail.users.memories import Shelf
    from spamfilter.memory.place import find_memory
    from spamfilter.plugin.install import install_hint
    from spamfilter.plugin.manager import load_readers
    from spamfilter.readers import pieces

# Names with the module that has them, imported when they are used: what reads mail takes as long to import as
# all the rest, and what is no command has no use for click.
_LATE = {
    "Filter": "api",
    "Judgement": "mail.judge",
    "MailJudge": "mail.judge",
    "Session": "cli.session",
    "Shelf": "mail.users.memories",
    "TableWriter": "cli.table",
    "UserJudge": "mail.users.judge",
    "add_headers": "mail.fields",
    "find_memory": "memory.place",
    "format_jsonl": "formats",
    "install_hint": "plugin.install",
    "judge": "api",
    "list_tests": "mail.fields",
    "load": "api",
    "load_readers": "plugin.manager",
    "open_judge": "mail.judge",
    "open_user_judge": "mail.users.judge",
    "pass_session": "cli.session",
    "read": "api",
    "score": "api",
    "score_table": "api",
    "to_points": "mail.points",
}
# Modules that are, likewise.
_MODULES = {
    "labelled": "labelled",
    "options": "cli.options",
    "pieces": "readers.pieces",
    "report": "report",
    "storage": "storage",
}

__all__ = [
    "Classifier",
    "ClassifierEntry",
    "ClassifierError",
    "CreateError",
    "DataError",
    "Filter",
    "Fingerprints",
    "Judgement",
    "Label",
    "MailJudge",
    "Message",
    "OutputError",
    "PluginError",
    "Policy",
    "ReadOptions",
    "ReaderEntry",
    "Reading",
    "Session",
    "Shelf",
    "SourceError",
    "SpamfilterError",
    "TableWriter",
    "TemporaryError",
    "UsageError",
    "UserJudge",
    "Verdict",
    "add_headers",
    "find_memory",
    "format_jsonl",
    "hookimpl",
    "install_hint",
    "judge",
    "labelled",
    "list_tests",
    "load",
    "load_readers",
    "log_odds",
    "open_judge",
    "open_user_judge",
    "options",
    "pass_session",
    "pieces",
    "read",
    "report",
    "score",
    "score_table",
    "shift_prior",
    "storage",
    "to_points",
]


def __getattr__(name: str) -> object:
    if name in _MODULES:
        found: object = import_module(f"{__name__}.{_MODULES[name]}")
    elif name in _LATE:
        found = getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
