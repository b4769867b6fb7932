"""A loaded classifier, wrapped with the memory that belongs to it."""

import sys
from pathlib import Path

from spamfilter.classifier import Classifier
from spamfilter.errors import SpamfilterError
from spamfilter.memory.remembering import Remembering
from spamfilter.memory.store import NothingLearned, Subject, open_memory


def name_subject(classifier: Classifier, name: str, model: str | None) -> Subject:
    """What a memory of this classifier is for: its ``identity``, else the value of ``--model``."""
    return Subject(name, str(getattr(classifier, "identity", None) or model or ""))


def remember(
    classifier: Classifier,
    name: str,
    model: str | None,
    path: Path,
    *,
    create: bool = False,
    forgiving: bool = False,
) -> Classifier:
    """``classifier`` with the memory at ``path``.

    One in which nothing was learned changes nothing. Raises as :func:`open_memory` does; where
    ``forgiving``, that is one line on standard error, and the classifier stands alone.
    """
    try:
        return Remembering(classifier, open_memory(path, name_subject(classifier, name, model), create))
    except NothingLearned:
        return classifier
    except SpamfilterError as error:
        if not forgiving:
            raise
        print(f"spamfilter: {error} (scoring without a memory)", file=sys.stderr)
        return classifier
