"""One mail from standard input to standard output, with its judgement on top; never lost, never half.

The mail is read whole before anything else happens, and what is to leave is ready before its first byte does.
"""

import os
import select
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from spamfilter.errors import OutputError, SourceError, TemporaryError, describe_error
from spamfilter.mail.fields import Field, describe_judgement, splice_fields
from spamfilter.mail.isolation import run_apart
from spamfilter.verdict import Label

# What reads and scores mail is imported by the process that judges: should that fail, this one goes on.
if TYPE_CHECKING:
    from spamfilter.mail.judge import MailJudge

CHUNK = 1 << 20
LIMIT = (32 << 20) + 1  # bytes of a mail that the judge is shown: more than it reads. All are passed on
ERROR = "X-Spam-Error"


class Delivery:
    """The one mail of this process: its bytes, where they go, and whether they have ``begun`` to leave.

    From here on what anything prints to standard output goes to standard error. Raises
    :class:`OutputError` or :class:`SourceError` when standard output or input is closed, and
    :class:`TemporaryError` when the mail cannot be read to its end.
    """

    def __init__(self) -> None:
        if sys.stdout is None:  # the shell's ``>&-``
            raise OutputError("standard output is closed; there is nowhere to write the mail")
        if sys.stdin is None:
            raise SourceError("standard input is closed; there is no mail to filter")
        self._out = os.dup(1)
        self.begun = False
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
            os.dup2(nowhere.fileno() if sys.stderr is None else 2, 1)
        self._mail = read_all(0)

    def judge(self, open_judge: "Callable[[], MailJudge]", seconds: float) -> tuple[Label, list[Field]]:
        """Label and header fields, found in a process of its own that gets so many ``seconds``.

        Raises :class:`SpamfilterError` with the reason when that process gives no answer.
        """
        label, fields = run_apart(lambda: judge_mail(self._mail, open_judge), seconds, [self._out])
        return Label(label), [(name, value) for name, value in fields]

    def pass_on(self, fields: Iterable[Field], subject_tag: str = "") -> None:
        """Send the mail with ``fields`` on top. Raises OSError when it cannot all be written."""
        self._send(splice_fields(self._mail, fields, subject_tag))

    def pass_on_unjudged(self, reason: str) -> None:
        """Send the mail as it came, below one field that gives the ``reason``."""
        self._send(splice_fields(self._mail, [(ERROR, reason)], rename=False))

    def _send(self, pieces: Iterable[bytes | memoryview]) -> None:
        self.begun = True
        for piece in pieces:
            write_all(self._out, piece)
        os.close(self._out)  # some file systems report a full disk only here


def judge_mail(raw: bytes | bytearray, open_judge: "Callable[[], MailJudge]") -> tuple[Label, list[Field]]:
    """Label and header fields of one mail. Raises what opening the judge and judging raise."""
    (judgement,) = open_judge().judge([bytes(raw[:LIMIT])])
    return judgement.verdict.label, describe_judgement(judgement)


def read_all(descriptor: int) -> bytearray:
    """All bytes up to the end."""
    mail = bytearray()
    try:
        while chunk := os.read(descriptor, CHUNK):
            mail += chunk
    except (OSError, MemoryError) as error:
        reason = describe_error(error)
        raise TemporaryError(f"cannot read the whole mail: {reason}; nothing was written") from None
    return mail


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write every byte, to a descriptor that may be non-blocking too."""
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(descriptor, rest[: 1 << 30]) :]
        except BlockingIOError:
            select.select([], [descriptor], [])
