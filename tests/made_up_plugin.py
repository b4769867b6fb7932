"""A plugin in a file, as a user writes one: a classifier ``rules`` that looks for a word."""

RULES = """
from spamfilter import ClassifierEntry, Policy, hookimpl

class Rules:
    policy = Policy(0.3, 0.7)
    def score(self, messages):
        return [0.875 if "prize" in message.text else 0.125 for message in messages]

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("rules", "a rule of mine", lambda model: Rules())]
"""
