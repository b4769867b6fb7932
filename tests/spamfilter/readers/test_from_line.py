"""Which lines begin a mail in an mbox for what they say themselves, and for what is below them."""

from time import process_time

import pytest

from spamfilter.readers.evidence import weigh_header
from spamfilter.readers.from_line import begins_mail, find_address, is_dated
from tests.doubling import check_doubling


@pytest.mark.parametrize(
    "line",
    [
        b"From jo@example.org Thu Aug 22 12:36:23 2002\r\n",
        b"From jo@example.org Thu Aug 22 12:36:23 MET DST 2002\n",
        b"From jo@example.org Thu Aug 22 12:36:23 2002 -0700 (PDT)\n",
        b"From jo@example.org  Thu, 22 Aug 2002 12:36 GMT\n",
        b"From jo@example.org 22-Aug-02 12:36\n",
        b"From jo Do Thu Aug 22 12:36:23 2002\n",
        b"From jo!example Thu Aug 22 12:36:23 2002 remote from x\n",
        b"From Thu Aug 22 12:36 2002\n",
        b"From - 22 Aug 2002 12:36:23\n",
    ],
)
def test_a_from_line_ends_in_a_date(line: bytes) -> None:
    assert is_dated(line)


@pytest.mark.parametrize(
    "line",
    [
        b"from jo@example.org Thu Aug 22 12:36:23 2002\n",
        b">From jo@example.org Thu Aug 22 12:36:23 2002\n",
        b"From: jo@example.org Thu Aug 22 12:36:23 2002\n",
        b"From jo@example.org Thu Aug 22 12:36:23 2002 it is\n",
        b"From 8 May 2024 the office opens at 09:30\n",
        b"From your bank: 1 Jan 2024 12:00\n",
        b"From Monday, 8 May 2024 09:30\n",
        b"From Berlin 8 May 2024 09:30\n",
        b"From May 8 09:30 2024\n",
        b"From jo@example.org\n",
    ],
)
def test_a_sentence_does_not(line: bytes) -> None:
    assert not is_dated(line)


@pytest.mark.parametrize(
    ("line", "address"),
    [
        (b"From -\n", b"-"),
        (b"From - \r\n", b"-"),
        (b"From nobody\n", b"nobody"),
        (b'From "Jo Do"@example.org\n', b'"Jo Do"@example.org'),
        (b"From jo@example.org Do 22 Aug 2002\n", b"jo@example.org"),
        (b"From jo at example.org\n", b"jo at example.org"),
        (b"From Russia with love\n", b""),
        (b"From \n", b""),
    ],
)
def test_the_address_comes_first(line: bytes, address: bytes) -> None:
    assert find_address(line) == address


@pytest.mark.parametrize(
    ("line", "below", "alone", "behind_blank"),
    [
        (b"From -", b"Subject: s\n", False, True),
        (b"From -", b"From: jo@example.org\nSubject: s\n", True, True),
        (b"From -", b"Year: 1963\n", False, False),
        (b"From nobody", b"Subject: s\n", False, True),
        (b"From nobody", b"Year: 1963\n", False, False),
        (b"From London", b"To: Paris\nDate: 8 May\n", False, False),
        (b"From Russia with love", b"From: jo@example.org\nSubject: s\n", False, False),
        (b"From Jo Do 2002", b"Received: from a by b\nFrom: jo@example.org\n", False, True),
        (b"From jo@example.org I have", b"Subject: s\n", False, False),
    ],
)
def test_without_a_date_the_header_decides(
    line: bytes, below: bytes, alone: bool, behind_blank: bool
) -> None:
    found = weigh_header(below.splitlines(keepends=True), 9)
    assert begins_mail(line, found, blank=False) is alone
    assert begins_mail(line, found, blank=True) is behind_blank


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        b"Thu ",
        b"Thu Aug 22 12:36:23 ",
        b"22 Aug 2002 12:36 ",
        b"1",
        b" ",
        b'"',
        b"a@",
        b"+0000 ",
        b" at ",
        b"A",
    ],
)
def test_looking_for_a_date_is_linear(piece: bytes) -> None:
    def measure(size: int) -> float:
        line = b"From " + piece * (size // len(piece))
        begun = process_time()
        for end in (b"\n", b" remote from x y\n", b" Thu Aug 22 12:36:23 2002 x\n", b" 22 Aug 2002 12:36\n"):
            is_dated(line + end)
            find_address(line + end)
        return process_time() - begun

    check_doubling(measure)


@pytest.mark.slow
@pytest.mark.parametrize("start", [b"", b"From:", b"Date:", b"Received:", b"Message-ID:", b"Content-Type:"])
@pytest.mark.parametrize("piece", [b" ", b"a", b"1 ", b"@", b"a@ ", b"<", b"\t:"])
def test_weighing_a_field_is_linear(start: bytes, piece: bytes) -> None:
    def measure(size: int) -> float:
        line = start + piece * (size // len(piece)) + b"\n"
        begun = process_time()
        weigh_header([line, line], 9)
        return process_time() - begun

    check_doubling(measure)
