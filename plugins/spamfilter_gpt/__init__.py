"""The GPT plugin: hook implementations only; what is heavy is imported when it is used."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from spamfilter import Classifier, ClassifierEntry, hookimpl

if TYPE_CHECKING:
    import click

# Before onnxruntime is imported: its builds of today send events to their maker and write an identifier of
# the machine below ~/.cache unless this is set (onnxruntime, Privacy.md). A mail filter does neither.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


def _load(model: str | None) -> Classifier:
    from spamfilter_gpt.runtime.inference import load_classifier

    return load_classifier(model)


@hookimpl
def spamfilter_classifiers() -> Iterable[ClassifierEntry]:
    """The GPT classifier."""
    summary = "a small GPT, run on the CPU by onnxruntime"
    return [ClassifierEntry("gpt", summary, _load, models=("embedded", "tiny"))]


@hookimpl
def spamfilter_commands() -> "Iterable[click.Command]":
    """``spamfilter gpt``."""
    from spamfilter_gpt.commands import gpt

    return [gpt]
