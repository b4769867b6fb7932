"""Mailboxes: where one mail ends and the next begins, in each of the four kinds."""

import io
import itertools
import mailbox
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamfilter import DataError
from spamfilter.readers import mbox
from spamfilter.readers.mbox import read_mbox
from tests.doubling import check_doubling

FROM = b"From jo@example.org Thu Aug 22 12:36:23 2002\n"


def split(*parts: bytes) -> list[bytes]:
    """Exact bytes of each mail in the box of these parts."""
    return [message.raw for message in read_mbox(io.BytesIO(b"".join(parts)), "box")]


def test_each_mail_has_its_number_text_and_exact_bytes() -> None:
    first, second = FROM + b"Subject: one\n\nhello\n\n", FROM + b"Subject: two\n\nyou\n"
    messages = list(read_mbox(io.BytesIO(first + second), "box"))
    assert [message.raw for message in messages] == [first, second]
    assert [(message.source, message.number) for message in messages] == [("box", 1), ("box", 2)]
    assert [message.text for message in messages] == ["one\n\nhello", "two\n\nyou"]


# Both mails say "From here on" on a line of their own, as each kind of mailbox has to spell it.
KINDS = {
    "mboxo": (FROM + b"Subject: s\n\n>From here on\n>From then\n\n", "From here on\nFrom then"),
    "mboxrd": (FROM + b"Subject: s\n\n>From here on\n>>From then\n\n", "From here on\n>From then"),
    "mboxcl": (FROM + b"Subject: s\nContent-Length: 14\n\n>From here on\n\n", "From here on"),
    "mboxcl2": (
        FROM + b"Subject: s\nContent-Length: 63\n\nFrom here on\n\n" + FROM + b"\nA:\n\n",
        "From here on\n\nFrom jo@example.org Thu Aug 22 12:36:23 2002\n\nA:",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("chunk", [1, 7, 1 << 18])
def test_all_four_kinds(kind: str, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "CHUNK", chunk)
    raw, body = KINDS[kind]
    messages = list(read_mbox(io.BytesIO(raw * 3), "box"))
    assert [message.raw for message in messages] == [raw] * 3
    assert [message.text for message in messages] == [f"s\n\n{body}"] * 3


def test_carriage_returns_stay() -> None:
    mail = FROM.replace(b"\n", b"\r\n") + b"Subject: s\r\nContent-Length: 6\r\n\r\nbody\r\n\r\n"
    assert split(mail, mail, mail) == [mail] * 3


def test_a_count_is_believed_only_where_the_first_mail_has_a_true_one() -> None:
    hiding = FROM + b"Content-Length: %d\n\nham\n\n"
    spam = FROM + b"Subject: win\n\nfree cash\n\n"
    hiding %= len(b"ham\n\n" + spam)
    plain = FROM + b"Subject: s\n\nhello\n\n"
    assert split(plain, hiding, spam, plain) == [plain, hiding, spam, plain]


@pytest.mark.parametrize("count", [b"3", b"0", b"999999999", b"99999999999", b"-1", b"x", b"12345678"])
def test_a_count_that_is_not_true_is_ignored(count: bytes) -> None:
    mail = FROM + b"Content-Length: " + count + b"\n\nhello\n\n"
    assert split(mail, mail) == [mail, mail]


@pytest.mark.parametrize(
    "line",
    [
        b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011\n",
        b"From - Mon Jan 05 09:00:00 2004\n",
        b"From jo@example.org  Sat, 5 Jan 2004 09:00 +0100\n",
        b'From "Jo Do"@example.org Thu Aug 22 12:36:23 BST 2002\n',
        b"From 1234@xxx Mon Jan 01 00:00:00 +0000 2020\n",
    ],
)
def test_a_dated_from_line_needs_no_blank_line_before(line: bytes) -> None:
    mail = line + b"Subject: s\n\nhello\n"
    assert split(mail, mail) == [mail, mail]


def test_one_without_a_date_needs_a_blank_line_and_a_header() -> None:
    mail = b"From nobody\nSubject: s\n\nhello\n\n"
    assert split(mail, mail) == [mail, mail]
    said = FROM + b"Subject: s\n\nhello\nFrom nobody\nto: you\n\nFrom here on\nall is well\n\n"
    assert split(said, said) == [said, said]


def test_blank_lines_before_the_first_mail_are_kept() -> None:
    mail = FROM + b"Subject: s\n\nhello\n\n"
    assert split(b"\n\r\n", mail, mail) == [b"\n\r\n" + mail, mail]
    assert split(b"\n\n") == split(b"") == []


def test_a_byte_order_mark_is_kept_and_not_read() -> None:
    mail = FROM + b"Subject: s\n\nhello\n\n"
    messages = list(read_mbox(io.BytesIO(b"\xef\xbb\xbf\n" + mail + mail), "box"))
    assert [message.raw for message in messages] == [b"\xef\xbb\xbf\n" + mail, mail]
    assert [message.text for message in messages] == ["s\n\nhello"] * 2


def test_lines_may_end_in_cr_alone() -> None:
    mail = (FROM + b"Subject: s\n\nhello\n>From you\n\n").replace(b"\n", b"\r")
    messages = list(read_mbox(io.BytesIO(mail + mail), "box"))
    assert [message.raw for message in messages] == [mail, mail]
    assert [message.text for message in messages] == ["s\n\nhello\nFrom you"] * 2


@pytest.mark.parametrize(
    "hidden",
    [
        FROM + b"Received: from a by b\nSubject: win\n\nfree cash\n",
        FROM + b"X-First: 1\nSubject: win\n\nfree cash\n",
        b"From - \nX-Mozilla-Status: 0001\nSubject: win\n\nfree cash\n",
        b"From jo@example.org\nSubject: win\n\nfree cash\n",
        b"From jo@example.org Do 22 Aug 2002\nReceived: from a by b\nFrom: jo@example.org\n\nfree cash\n",
    ],
)
@pytest.mark.parametrize("behind", [b"", FROM + b"Subject: s\n\nhello\n"])
def test_no_count_hides_a_mail(hidden: bytes, behind: bytes) -> None:
    hiding = FROM + b"Content-Length: %d\n\nham\n\n" % len(b"ham\n\n" + hidden)
    found = split(hiding, hidden, b"\n", behind)
    assert found == [part for part in (hiding, hidden + b"\n", behind) if part]


class Pipe:
    """A stream that must not be read beyond what it has."""

    def __init__(self, *chunks: bytes) -> None:
        self.chunks = list(chunks)

    def read(self, size: int) -> bytes:
        assert self.chunks, "it waits for more"
        return self.chunks.pop(0)


def test_a_count_that_never_comes_delays_no_mail() -> None:
    mail = FROM + b"Content-Length: 9999\n\nhello\n\n"
    stream = cast(BinaryIO, Pipe(mail, FROM + b"Subject: s\n\n"))
    assert next(read_mbox(stream, "box")).raw == mail


def test_what_does_not_start_like_a_mailbox_is_bad_data() -> None:
    with pytest.raises(DataError, match="box is not a mailbox: its first line does not start with 'From '"):
        split(b"Subject: s\n\nhello\n")


@pytest.mark.parametrize(("end", "gap"), [(b"", b"\n\n"), (b"\n", b"\n"), (b"\r\n", b"\r\n"), (b"\n\n", b"")])
def test_the_last_mail_knows_what_it_lacks_before_another(end: bytes, gap: bytes) -> None:
    mail = FROM + b"Subject: s\n\nhello\n\n"
    messages = list(read_mbox(io.BytesIO(mail + mail.rstrip() + end), "box"))
    assert [message.gap for message in messages] == [b"", gap]


class Endless:
    """A mailbox that has no end, and hands out what it has in pieces."""

    def __init__(self, mail: bytes) -> None:
        self.mail = mail

    def read(self, size: int) -> bytes:
        return self.mail


def test_a_mail_comes_as_soon_as_the_next_one_starts() -> None:
    mail = FROM + b"Subject: s\n\n" + b"hello\n" * 1000 + b"\n"
    stream = cast(BinaryIO, Endless(mail))
    found = list(itertools.islice(read_mbox(stream, "box"), 1000))
    assert {message.raw for message in found} == {mail}


PIECES = [
    FROM,
    b"From x\n",
    b"From ",
    b"\n",
    b"\r\n",
    b"A: b\n",
    b"Content-Length: 9\n",
    b">From x\n",
    b"2002",
]


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=9)), st.integers(1, 50))
def test_any_bytes_come_out_as_they_went_in(pieces: list[bytes], chunk: int) -> None:
    data = FROM + b"".join(pieces)

    class Pieces(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(chunk)

    assert b"".join(message.raw for message in read_mbox(Pieces(data), "box")) == data


HOSTILE = {
    "From lines": b"\nFrom ",
    "From lines with a word": b"\nFrom x\n",
    "blank lines and From lines": b"\n\nFrom x\n",
    "one line": FROM[:-1],
    "dates that end in nothing": b"From x Mon Jan  1 09:00 ",
    "long From lines": b"\nFrom " + b"Mon Jan 1 " * 90,
    "From lines above fields": b"\nFrom -\nA: b\n",
    "UUCP": b">From x\n",
    "folded": b"\n\nFrom -\n" + b"A: b\n c\n" * 20,
    "false counts": FROM + b"Content-Length: 60000000\n\n\n",
    "true counts": FROM + b"Content-Length: 1\n\n\n",
    "counts over From lines": FROM + b"Content-Length: 999999\n\n" + (FROM + b"\n") * 9,
    "blank lines": b"\n",
    "CR": b"\rFrom x\r",
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_splitting_is_linear(kind: str) -> None:
    piece = HOSTILE[kind]
    start = FROM + b"Content-Length: 1\n\n\n"  # counts are believed

    def measure(size: int) -> float:
        data = start + piece * (size // len(piece))
        begun = process_time()
        assert b"".join(mbox.Box(io.BytesIO(data)).split("box")) == data
        return process_time() - begun

    check_doubling(measure)


@pytest.mark.parametrize(
    "data",
    [b"\nFrom " * 200_000, b"\nFrom x\n" * 100_000, b"\n\nFrom x\n" * 100_000, FROM[:-1] * 20_000],
)
def test_hostile_mailboxes_end_quickly(data: bytes) -> None:
    assert b"".join(split(FROM, data)) == FROM + data


def test_python_writes_what_we_read(tmp_path: Path) -> None:
    bodies = ["plain", "From here on\n\nFrom there", "a\n\n\n", "", "> From x"]
    box = mailbox.mbox(tmp_path / "box")
    for number, body in enumerate(bodies):
        box.add(f"Subject: {number}\n\n{body}\n")
    box.close()
    with (tmp_path / "box").open("rb") as stream:
        messages: Iterator[str] = (message.text for message in read_mbox(stream, "box"))
        assert list(messages) == [f"{number}\n\n{body}".strip() for number, body in enumerate(bodies)]
