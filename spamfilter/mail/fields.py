"""Header fields spliced into the bytes of a mail (RFC 5322); nothing else of it changes.

A mail that is parsed and written again is seldom the same mail, so nothing is: lines are put in at the top,
below a byte order mark and an mbox ``From `` line, where every reader sees them first, however broken what
follows is.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from spamfilter.mail.gtube import is_gtube
from spamfilter.mail.points import REQUIRED
from spamfilter.plugin.entrypoint import find_version
from spamfilter.readers.mime.header import has_cr_ends
from spamfilter.verdict import Label

if TYPE_CHECKING:
    from spamfilter.mail.judge import Judgement

WIDTH = 76
LONGEST = 800  # characters of a value; the rest is cut
MOST_STARS = 50

MARK = b"\xef\xbb\xbf"  # of byte order, in UTF-8

# A field may have a space before its colon (RFC 5322, 4.5.8), ``From`` too.
_ENVELOPE = re.compile(
    rb"(?:\xef\xbb\xbf)?+(?:From (?![ \t]*+:)[^\n]*+(?:\n|\Z)"
    rb"(?:>From [^\n]*+(?:\n|\Z))*+(?:\xef\xbb\xbf)?+)?+"
)
_BLANK_LINE_NEXT = re.compile(rb"\n(?=\r?\n)")
# Some readers take a lone CR for a line end, so what a stranger wrote behind one is renamed too.
_OWN = re.compile(rb"(?<![^\r\n])(X-)(?=Spam-)", re.IGNORECASE)
_SUBJECT = re.compile(rb"^Subject[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)", re.IGNORECASE | re.MULTILINE)

# How the remark on a sender begins, and the test that it is; see spamfilter.mail.standing.
LISTED = {"blocked": "USER_IN_BLOCKLIST", "allowed": "USER_IN_WELCOMELIST"}

Field = tuple[str, str]


def add_headers(raw: bytes, judgement: "Judgement", subject_tag: str = "") -> bytes:
    """The mail ``raw`` with its ``judgement`` in ``X-Spam-*`` fields; see :func:`splice_fields`."""
    tag = subject_tag if judgement.verdict.label is Label.SPAM else ""
    return b"".join(splice_fields(raw, describe_judgement(judgement), tag))


def describe_judgement(judgement: "Judgement") -> list[Field]:
    """Names and values of the fields that say what a mail was judged, as SpamAssassin names them."""
    spam, points = judgement.verdict.label is Label.SPAM, judgement.points
    status = (
        f"{'Yes' if spam else 'No'}, score={points:.1f} required={REQUIRED:.1f} "
        f"tests={','.join(list_tests(judgement))} label={judgement.verdict.label} "
        f"spam_score={judgement.verdict.score:.6f}"
    )
    notes = "; ".join(judgement.message.notes)
    return [
        ("X-Spam-Flag", "YES" if spam else "NO"),
        ("X-Spam-Status", status),
        ("X-Spam-Score", f"{points:.1f}"),
        ("X-Spam-Level", "*" * min(MOST_STARS, max(0, int(points)))),
        *([("X-Spam-Notes", notes)] if notes else []),
        *([("X-Spam-Sender", judgement.verdict.remark)] if judgement.verdict.remark else []),
        # Last, because a mail that begins in the middle of a folded field goes on with this one.
        ("X-Spam-Checker-Version", f"spamfilter {find_version()} ({judgement.classifier})"),
    ]


def list_tests(judgement: "Judgement") -> list[str]:
    """Names of the tests that hit, in capitals: one like ``GPT_SPAM``, or what came before the classifier.

    That is ``GTUBE`` for the test mail and, as SpamAssassin calls them, a sender on one of the user's lists.
    """
    label = judgement.verdict.label
    if label is Label.SPAM and is_gtube(judgement.message):
        return ["GTUBE"]
    if test := LISTED.get(judgement.verdict.remark.partition(":")[0]):
        return [test]
    return [re.sub(r"[^A-Z0-9]+", "_", f"{judgement.classifier}_{label}".upper())]


def splice_fields(
    raw: bytes | bytearray, fields: Iterable[Field], subject_tag: str = "", *, rename: bool = True
) -> list[bytes | memoryview]:
    """The mail in pieces to be written one after the other: ``fields`` on top, then what was there.

    Unless ``rename`` is off, a field ``X-Spam-*`` that came with the mail is called ``X-Old-Spam-*``. With a
    ``subject_tag`` a Subject is written again behind the tag and the one that came is ``X-Old-Subject``. Line
    ends are those of the mail's first line. What does not change is not copied.
    """
    if has_cr_ends(raw, 0, len(raw)):
        return splice_behind_cr(raw, list(fields), subject_tag, rename=rename)
    match = _ENVELOPE.match(raw)
    start = match.end() if match else 0
    end, eol = find_body(raw, start), find_line_end(raw, start)
    whole = memoryview(raw)
    envelope, header = bytes(whole[:start]), whole[start:end]
    if not envelope.endswith((b"\n", MARK)) and envelope:
        envelope += eol
    added = b"".join(format_field(name, value, eol) for name, value in fields)
    if rename and _OWN.search(raw, start, end):
        header = memoryview(_OWN.sub(rb"\1Old-", bytes(header)))
    if subject_tag:
        subject, tagged = tag_subject(bytes(header), encode_tag(subject_tag), eol)
        added, header = subject + added, memoryview(tagged)
    return [envelope, added, header, whole[end:]]


def splice_behind_cr(
    raw: bytes | bytearray, fields: list[Field], subject_tag: str, *, rename: bool
) -> list[bytes | memoryview]:
    """:func:`splice_fields` for a mail whose header has no LF, its lines ending with CR alone."""
    blank = raw.find(b"\r\r")
    end = len(raw) if blank < 0 else blank + 2
    head = bytes(memoryview(raw)[:end]).replace(b"\r", b"\n")
    pieces = splice_fields(head, fields, subject_tag, rename=rename)
    return [*(bytes(piece).replace(b"\n", b"\r") for piece in pieces), memoryview(raw)[end:]]


def find_line_end(raw: bytes | bytearray, start: int) -> bytes:
    """How the first line at ``start`` ends; where none does, how the first line of all does, or LF."""
    at = raw.find(b"\n", start)
    at = raw.find(b"\n") if at < 0 else at
    return b"\r\n" if at > 0 and raw[at - 1 : at] == b"\r" else b"\n"


def find_body(raw: bytes | bytearray, start: int) -> int:
    """Where the header that begins at ``start`` ends: at its first blank line, or at the end of the mail."""
    if raw[start : start + 1] == b"\n" or raw[start : start + 2] == b"\r\n":
        return start
    blank = _BLANK_LINE_NEXT.search(raw, start)
    return blank.end() if blank else len(raw)


def format_field(name: str, value: str, eol: bytes) -> bytes:
    """One field, folded (RFC 5322, 2.2.3); whatever ``value`` is, it adds no field and no blank line."""
    words = re.sub(r"[^!-~]+", " ", value.encode("ascii", "replace").decode())[:LONGEST].split()
    lines, line = [], f"{name}:"
    for word in words:
        for piece in (word[at : at + WIDTH] for at in range(0, len(word), WIDTH)):
            if len(line) + 1 + len(piece) > WIDTH:
                lines.append(line)
                line = "\t" + piece
            else:
                line += " " + piece
    return b"".join(line.encode() + eol for line in [*lines, line])


def encode_tag(tag: str) -> bytes:
    """A tag as it stands in a header: on one line, as encoded words (RFC 2047) where it is not ASCII."""
    tag = " ".join("".join(c if c.isprintable() else " " for c in tag).split())
    if tag.isascii():
        return tag.encode()
    from binascii import b2a_base64

    words, word = [], ""
    for character in tag:
        if len((word + character).encode("utf-8", "replace")) > 45:  # an encoded word is 75 long at most
            words.append(word)
            word = ""
        word += character
    encoded = (b2a_base64(word.encode("utf-8", "replace"), newline=False) for word in [*words, word])
    return b" ".join(b"=?utf-8?b?" + word + b"?=" for word in encoded)


def tag_subject(header: bytes, tag: bytes, eol: bytes) -> tuple[bytes, bytes]:
    """A Subject to add, if there is none; and the header, each Subject behind ``tag`` unless it has it."""

    def rewrite(match: re.Match[bytes]) -> bytes:
        value = match[1].strip()
        if value.startswith(tag):
            return match[0]
        return b"Subject: " + join_tag(tag, value, eol) + eol + b"X-Old-" + match[0]

    header, count = _SUBJECT.subn(rewrite, header)
    return b"" if count else b"Subject: " + tag + eol, header


def join_tag(tag: bytes, value: bytes, eol: bytes) -> bytes:
    """The ``tag`` before a subject, which goes on a line of its own where both are too long for one."""
    first = value.partition(b"\n")[0]
    space = b" " if len(tag) + len(first) < 900 else eol + b" "
    # A blank between two encoded words is not shown (RFC 2047, 6.2), so one is encoded.
    if tag.endswith(b"?=") and value.startswith(b"=?"):
        space = b" =?utf-8?q?_?=" + space
    return tag + space + value if value else tag
