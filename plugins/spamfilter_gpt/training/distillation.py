"""Another classifier as the teacher: what it says of the training rows, and of messages without labels.

Hinton, Vinyals, Dean 2015, "Distilling the Knowledge in a Neural Network" (arXiv 1503.02531).
"""

from collections.abc import Iterable

from spamfilter import Filter, load
from spamfilter_gpt.training.dataset import SpamDataset

SHORT = 400  # characters of a labelled message that a teacher is asked about


def open_teacher(teacher: str) -> Filter:
    """The classifier of ``NAME`` or ``NAME:MODEL``: any that the host knows."""
    name, _, model = teacher.partition(":")
    return load(name, model=model or None)


def ask_teacher(teacher: str, data: SpamDataset, drawn: Iterable[int]) -> list[float]:
    """P(spam) to learn for each row: its label, averaged for a short one with the score of the ``teacher``.

    A large model takes as long for a mail as for a dozen short messages, on which a small one needs it more.
    Of the rows with a label only those ``drawn`` are asked about, which train the small one. Where there is
    no label the score stands alone, and becomes the label that the row is told right by.
    """
    count = data.labelled
    learned = (data.texts[row] for row in drawn if row < count)
    asked = [*(text for text in learned if len(text) <= SHORT), *data.texts[count:]]
    distinct = list(dict.fromkeys(asked))
    scores = dict(zip(distinct, open_teacher(teacher).score(distinct).tolist(), strict=True))
    known = zip(data.texts[:count], data.labels, strict=False)
    targets = [(label + scores.get(text, label)) / 2 for text, label in known]
    taught = [scores[text] for text in data.texts[count:]]
    data.labels[count:] = [int(score > 0.5) for score in taught]
    return targets + taught
