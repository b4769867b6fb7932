"""A classifier that counts suspicious words. ``--model`` may name a file with a word a line."""

import re
from pathlib import Path

from spamfilter import ClassifierEntry, Policy, SourceError, hookimpl

WORDS = frozenset(["call", "cash", "claim", "free", "prize", "text", "urgent", "win", "winner", "won"])


class WordList:
    policy = Policy(ham_below=0.3, spam_above=0.7)

    def __init__(self, words):
        self.words = words

    def score(self, messages):
        return [self.score_text(message.text) for message in messages]

    def score_text(self, text):
        hits = len(self.words & set(re.findall(r"\w+", text.lower())))
        return 1 - 0.5**hits


def load(model):
    if model is None:
        return WordList(WORDS)
    try:
        return WordList(frozenset(Path(model).read_text(encoding="utf-8").split()))
    except OSError as error:
        raise SourceError(f"cannot read {model}: {error.strerror}") from None


@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("wordlist", "counts suspicious words", load)]
