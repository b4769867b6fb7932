"""The reply to a request, byte for byte as SpamAssassin 4.0's spamd forms it."""

import re
from collections.abc import Callable

from spamfilter import Judgement, Label, add_headers, list_tests
from spamfilter_spamd.protocol import Request

REQUIRED = 5.0  # points from which a mail is spam; :func:`spamfilter.to_points` sees to that
PONG = b"SPAMD/1.5 0 PONG\r\n"

_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")


def answer_without_mail(request: Request) -> bytes | None:
    """The reply to a request that has no mail; None when it has one. SKIP gets none at all."""
    if request.verb == "PING":
        return PONG
    return b"" if request.verb == "SKIP" else None


def answer(request: Request, judgement: Judgement) -> bytes:
    """The reply to one of the verbs that want a judgement."""
    spam = format_spam_header(request.verb, judgement)
    if request.verb == "CHECK":
        return b"SPAMD/1.1 0 EX_OK\r\n" + spam + b"\r\n"
    body = BODIES[request.verb](request, judgement)
    length = b"Content-length: %d\r\n" % len(body)
    if request.version >= (1, 3):  # from then on clients take several header lines
        return b"SPAMD/1.1 0 EX_OK\r\n" + length + spam + b"\r\n" + body
    if request.verb not in ("PROCESS", "HEADERS"):
        return b"SPAMD/1.1 0 EX_OK\r\n" + spam + b"\r\n" + body
    if request.version >= (1, 2):
        return b"SPAMD/1.1 0 EX_OK\r\n" + length + b"\r\n" + body
    return b"SPAMD/1.0 0 EX_OK\r\n" + body


def format_spam_header(verb: str, judgement: Judgement) -> bytes:
    """The line that says what the mail is; clients match numbers of exactly one decimal."""
    words = ("No", "Yes") if verb == "REPORT_IFSPAM" else ("False", "True")
    word = words[judgement.verdict.label is Label.SPAM]
    return f"Spam: {word} ; {judgement.points:.1f} / {REQUIRED:.1f}\r\n".encode()


def write_mail(request: Request, judgement: Judgement) -> bytes:
    """The mail with its judgement in its header."""
    return add_headers(request.mail, judgement)


def write_header(request: Request, judgement: Judgement) -> bytes:
    """The header of that mail, the blank line below it included."""
    mail = add_headers(request.mail, judgement)
    end = _END_OF_HEADER.search(mail)
    return mail[: end.end()] if end else mail


def write_tests(request: Request, judgement: Judgement) -> bytes:
    """The names of what hit, with commas between."""
    end = "\r\n" if request.version < (1, 3) else ""
    return (",".join(list_tests(judgement)) + end).encode()


def write_report(request: Request, judgement: Judgement) -> bytes:
    """A few lines for people; nothing on ham for REPORT_IFSPAM."""
    label, score = judgement.verdict.label, judgement.verdict.score
    if request.verb == "REPORT_IFSPAM" and label is not Label.SPAM:
        return b""
    return (
        f"Content analysis details:   ({judgement.points:.1f} points, {REQUIRED:.1f} required)\n\n"
        f" pts rule name              description\n"
        f"---- ---------------------- --------------------------------------------------\n"
        f"{judgement.points:4.1f} {list_tests(judgement)[-1]:<22} "
        f"{judgement.classifier}: {label}, score {score:.4f}\n"
    ).encode()


BODIES: dict[str, Callable[[Request, Judgement], bytes]] = {
    "PROCESS": write_mail,
    "HEADERS": write_header,
    "SYMBOLS": write_tests,
    "REPORT": write_report,
    "REPORT_IFSPAM": write_report,
}
