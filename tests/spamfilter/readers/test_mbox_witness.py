"""How many mails a mailbox has: by us, by Python's ``mailbox`` and by mutt, and why we say otherwise.

Python takes every line that starts with ``From `` for one that begins a mail. mutt wants a date as asctime
writes it, looks at nothing before or below the line, and believes a Content-Length that ends at such a line.
"""

import io
import mailbox
import os
import pty
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from spamfilter import DataError
from spamfilter.readers.mbox import read_mbox

DATE = b"Mon Jan  1 09:00:00 2024"
BY = b"From a@b "
ANN, BOB = b"From ann@example.com " + DATE + b"\n", b"From bob@example.org " + DATE + b"\n"
ONE = b"From: Ann <ann@example.com>\nSubject: one\n\nbody one\n"
TWO = b"From: Bob <bob@example.org>\nSubject: two\n\nbody two\n"
BOX = ANN + ONE + b"\n" + BOB + TWO
NO_DATE = "mutt wants a date"
SENTENCE = "a sentence, and Python takes every From"
NO_ASCTIME = "mutt wants the date as asctime writes it"


class Variant(NamedTuple):
    """A mailbox, how many mails each finds in it, and ``why`` where they differ; 0 for no mailbox at all."""

    box: bytes
    ours: int
    python: int
    mutt: int
    why: str = ""


def with_line(line: bytes) -> bytes:
    """A mailbox of two mails, both below ``line``."""
    return line + b"\n" + ONE + b"\n" + line + b"\n" + TWO


def with_body(body: bytes) -> bytes:
    """A mailbox of two mails, ``body`` in the first."""
    return ANN + ONE + body + b"\n" + BOB + TWO


def with_count(inside: bytes, behind: bytes = b"") -> bytes:
    """A mailbox whose first mail counts ``inside`` as its own; ``behind`` follows."""
    return (
        ANN + b"From: Ann <ann@example.com>\nContent-Length: %d\n\n" % len(inside) + inside + b"\n" + behind
    )


LINES = {
    "asctime": Variant(with_line(b"From ann@example.com " + DATE), 2, 2, 2),
    "a day of one digit": Variant(with_line(BY + b"Mon Jan 1 09:00:00 2024"), 2, 2, 2),
    "no seconds": Variant(with_line(BY + b"Mon Jan  1 09:00 2024"), 2, 2, 2),
    "a zone before the year": Variant(with_line(BY + b"Mon Jan  1 09:00:00 CET 2024"), 2, 2, 2),
    "a zone behind the year": Variant(with_line(BY + b"Mon Jan  1 09:00:00 2024 CET"), 2, 2, 2),
    "a zone in figures": Variant(with_line(b"From 12@xxx Mon Jan 01 09:00:00 +0000 2024"), 2, 2, 2),
    "figures behind the year": Variant(with_line(BY + b"Mon Jan  1 09:00:00 2024 +0100"), 2, 2, 2),
    "a date as in a header": Variant(with_line(BY + b"Mon, 1 Jan 2024 09:00:00 +0100"), 2, 2, 0, NO_ASCTIME),
    "no weekday": Variant(with_line(BY + b"1 Jan 2024 09:00:00"), 2, 2, 0, NO_ASCTIME),
    "UUCP": Variant(with_line(b"From ann " + DATE + b" remote from example"), 2, 2, 2),
    "UUCP, forwarded": Variant(
        with_line(b"From ann " + DATE + b" remote from a\n>From ann " + DATE + b" forwarded by b"), 2, 2, 2
    ),
    "a quoted address": Variant(with_line(b'From "Ann B"@example.com ' + DATE), 2, 2, 2),
    "a list's archive": Variant(with_line(b"From ann at example.com  " + DATE), 2, 2, 2),
    "no address": Variant(with_line(b"From " + DATE), 2, 2, 2),
    "a bounce": Variant(with_line(b"From MAILER-DAEMON " + DATE), 2, 2, 2),
    "Mozilla": Variant(with_line(b"From - " + DATE), 2, 2, 2),
    "Mozilla without a date": Variant(with_line(b"From -"), 2, 2, 0, NO_DATE),
    "Mozilla with a blank": Variant(with_line(b"From - "), 2, 2, 0, NO_DATE),
    "an address alone": Variant(with_line(b"From ann@example.com"), 2, 2, 0, NO_DATE),
    "a bounce without a date": Variant(with_line(b"From MAILER-DAEMON"), 2, 2, 0, NO_DATE),
    "a name alone": Variant(with_line(b"From nobody"), 2, 2, 0, NO_DATE),
    "a year of two digits": Variant(with_line(BY + b"Mon Jan  1 09:00:00 24"), 2, 2, 2),
}  # fmt: skip

SHAPES = {
    "CR LF": Variant(BOX.replace(b"\n", b"\r\n"), 2, 2, 2),
    "CR": Variant(BOX.replace(b"\n", b"\r"), 2, 1, 1, "they know no lines that end in CR"),
    "a byte order mark": Variant(b"\xef\xbb\xbf" + BOX, 2, 1, 0, "they take it for text"),
    "blank lines in front": Variant(b"\n\r\n\n" + BOX, 2, 2, 2),
    "no blank line between": Variant(ANN + ONE + BOB + TWO, 2, 2, 2),
    "no blank line, Mozilla": Variant(b"From - \n" + ONE + b"From - \n" + TWO, 2, 2, 0, NO_DATE),
    "no end of line at the end": Variant(BOX.rstrip(), 2, 2, 2),
    "three blank lines between": Variant(ANN + ONE + b"\n\n\n" + BOB + TWO, 2, 2, 2),
    "a mail of nothing but a header": Variant(ANN + b"Subject: one\n\n" + BOB + TWO, 2, 2, 2),
    "a mail without a header": Variant(ANN + b"\nbody\n\n" + BOB + TWO, 2, 2, 2),
    "nothing": Variant(b"", 0, 0, 0),
    "no mailbox": Variant(ONE + b"\n" + BOB + TWO, 0, 1, 0, "one mail that quotes another"),
}

SENTENCES = {
    "a date in a sentence": Variant(
        with_body(b"From 8 May 2024 the office opens at 09:30.\nBring it.\n"), 2, 3, 2, SENTENCE
    ),
    "behind a blank line": Variant(
        with_body(b"\nFrom 8 May 2024 we open at 09:30\nAll of us\n"), 2, 3, 2, SENTENCE
    ),
    "a whole date in a sentence": Variant(
        with_body(b"\nFrom Mon Jan  1 09:00:00 2024 on we are closed\n"), 2, 3, 3, SENTENCE
    ),
    "a title": Variant(with_body(b"\nFrom Russia with love\n"), 2, 3, 2, SENTENCE),
    "a title above a word and a colon": Variant(
        with_body(b"\nFrom Russia with love\nYear: 1963\n"), 2, 3, 2, SENTENCE
    ),
    "a journey": Variant(with_body(b"\nFrom London\nTo: Paris\nDate: 8 May\n"), 2, 3, 2, SENTENCE),
    "a sentence that ends in a time": Variant(
        with_body(b"\nFrom Monday, 8 May 2024 09:30\nNote: bring it\n"), 2, 3, 2, SENTENCE
    ),
    "a forwarded mail": Variant(
        with_body(b"\nFrom the archive\nFrom: a@example.com\nTo: b@c.com\nSubject: x\n"), 2, 3, 2, SENTENCE
    ),
    "a quoted From line": Variant(with_body(b"> " + ANN + b">" + ANN), 2, 2, 2),
    "a whole From line inside a paragraph": Variant(
        with_body(b"the line is\n" + ANN + b"as asctime writes it\n"), 2, 3, 3,
        "neither a blank line before nor a header below",
    ),
}  # fmt: skip

COUNTED = {
    "true counts": Variant(with_count(b"one\n", with_count(b"two\n")), 2, 2, 2),
    "a counted From line": Variant(
        with_count(b"one\n\n" + ANN + b"and no header\n", BOB + TWO), 2, 3, 2, "Python knows no counts"
    ),
    "a count that hides a mail": Variant(
        with_count(b"one\n\n" + BOB + TWO, ANN + ONE), 3, 3, 2, "mutt believes the sender"
    ),
    "a count that hides the last mail": Variant(
        with_count(b"one\n\n" + BOB + TWO), 2, 2, 1, "mutt believes the sender"
    ),
    "a count that hides a mail of Mozilla's": Variant(
        with_count(b"one\n\nFrom - \n" + TWO, ANN + ONE), 3, 3, 2, NO_DATE
    ),
    "a count too long": Variant(BOX.replace(b"Subject: one", b"Content-Length: 999999"), 2, 2, 2),
    "a count too short": Variant(BOX.replace(b"Subject: one", b"Content-Length: 2"), 2, 2, 2),
    "a count into the next mail": Variant(BOX.replace(b"Subject: one", b"Content-Length: 60"), 2, 2, 2),
}  # fmt: skip

VARIANTS = LINES | SHAPES | SENTENCES | COUNTED


@pytest.fixture
def box(tmp_path: Path, variant: str) -> Path:
    """The mailbox of the variant as a file."""
    (tmp_path / "box").write_bytes(VARIANTS[variant].box)
    return tmp_path / "box"


def split(box: bytes) -> Iterator[bytes]:
    """The mails that we find."""
    with suppress(DataError):
        yield from (message.raw for message in read_mbox(io.BytesIO(box), "box"))


@pytest.mark.parametrize("variant", VARIANTS)
def test_we_find_every_mail_and_keep_every_byte(variant: str) -> None:
    mails = list(split(VARIANTS[variant].box))
    assert len(mails) == VARIANTS[variant].ours
    assert b"".join(mails) == (VARIANTS[variant].box if mails else b"")


@pytest.mark.parametrize("variant", VARIANTS)
def test_who_differs_from_a_witness_says_why(variant: str) -> None:
    _, ours, python, mutt, why = VARIANTS[variant]
    assert bool(why) == (ours != python or ours != mutt)


@pytest.mark.parametrize("variant", VARIANTS)
def test_python_is_a_witness(box: Path, variant: str) -> None:
    with closing(mailbox.mbox(box, create=False)) as found:
        assert len(found) == VARIANTS[variant].python


@pytest.mark.skipif(not shutil.which("mutt"), reason="mutt is not installed")
@pytest.mark.parametrize("variant", VARIANTS)
def test_mutt_is_a_witness(box: Path, variant: str) -> None:
    assert count_in_mutt(box) == VARIANTS[variant].mutt


def count_in_mutt(box: Path) -> int:
    """How many mails mutt copies out of ``box``, at a terminal of its own."""
    (box.parent / "muttrc").write_text(
        f"set folder={box.parent} hostname=example.org mbox_type=Maildir copy=no delete=no quit=yes\n"
        "set confirmcreate=no confirmappend=no wait_key=no\n"
        f'push "<tag-pattern>~A<enter><tag-prefix><copy-message>{box.parent}/copied<enter><exit>"\n'
    )
    command = ["mutt", "-n", "-R", "-F", str(box.parent / "muttrc"), "-f", str(box)]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "vt100"}
    ):
        os.close(theirs)
        with suppress(OSError):  # what Linux says at the end of a terminal
            while True:
                if not select.select([ours], [], [], 0.3)[0]:
                    os.write(ours, b"q")  # it drops the keys above where there is no mail, and waits
                elif not os.read(ours, 1024):
                    break
    os.close(ours)
    return len(list(box.parent.glob("copied/*/*")))
