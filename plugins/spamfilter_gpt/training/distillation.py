"""A large model as the teacher of a small one."""

from spamfilter import Message
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.training.dataset import SpamDataset

SHORT = 400  # characters of a message that a teacher is asked about


def ask_teacher(model: str, data: SpamDataset) -> list[float]:
    """P(spam) to learn for each row: its label, averaged for a short one with the score ``model`` gives it.

    Hinton, Vinyals, Dean 2015, "Distilling the Knowledge in a Neural Network" (arXiv 1503.02531). A large
    model takes as long for a mail as for a dozen short messages, on which a small one needs it more.
    """
    short = list(dict.fromkeys(text for text in data.texts if len(text) <= SHORT))
    scores = dict(zip(short, load_classifier(model).score([Message(text) for text in short]), strict=True))
    return [
        (label + scores.get(text, label)) / 2 for text, label in zip(data.texts, data.labels, strict=True)
    ]
