"""What bogofilter says of a message, as a :class:`spamfilter.Classifier`."""

import re
from collections.abc import Sequence
from pathlib import Path

from spamfilter import Message, Policy
from spamfilter_bogofilter.program import Settings, check_trained, read_settings, score_mails

# A whole mail: an mbox line or none, a header field, and further on the blank line that ends the header.
_MAIL = re.compile(rb"(?:From [^\n]*+\n)?[!-9;-~]++[ \t]*+:[^\n]*+\n(?:\r*+[^\r\n][^\n]*+\n)*+\r?\n")


class Bogofilter:
    """Scores are bogofilter's spamicity and the cut-offs are its own, so the labels are those it gives.

    Whoever wants probabilities should know that spamicity is not calibrated: most mails lie close to 0 or 1.
    """

    reads_raw = True  # its own parser finds the versions of a mail
    learns_at_once = True  # the program opens its wordlist anew each time

    def __init__(self, settings: Settings, model: Path | None) -> None:
        low, high = settings.ham_cutoff, settings.spam_cutoff
        # A ham cut-off of 0 tells bogofilter to know two labels only.
        self.policy = Policy(low if 0 < low <= high else high, high)
        self._model = model

    def score(self, messages: Sequence[Message]) -> list[float]:
        """Spamicity in [0, 1] of each message, in order; one process for all of them."""
        return score_mails([write_mail(message) for message in messages], self._model) if messages else []


def write_mail(message: Message) -> bytes:
    """The mail as it came; any other message (a line, a row of csv) as the body of a mail without header."""
    if not message.preamble and (message.subject or message.sender or _MAIL.match(message.raw)):
        return message.raw
    return b"\n" + message.text.encode("utf-8", "replace")


def load_bogofilter(model: str | None) -> Bogofilter:
    """The classifier of ``--model``, a folder with a wordlist; None is the one bogofilter uses by itself.

    Raises what :func:`spamfilter_bogofilter.program.read_settings` and ``check_trained`` raise.
    """
    folder = None if model is None else Path(model).absolute()
    settings = read_settings(folder)
    check_trained(settings)
    return Bogofilter(settings, folder)
