"""Requests and replies, byte for byte, against the real server."""

import re
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.spamfilter_spamd.served import HAM, SPAM, Served, make_request, read_all, serve, strip_headers

OK = b"SPAMD/1.1 0 EX_OK\r\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("spamd"), "--max-size", "100000") as server:
        yield server


def mask_points(reply: bytes) -> bytes:
    return re.sub(rb"-?\d+\.\d(?= / 5\.0)", b"N", reply)


@pytest.mark.parametrize(
    ("verb", "mail", "reply"),
    [
        (b"CHECK", SPAM, OK + b"Spam: True ; N / 5.0\r\n\r\n"),
        (b"CHECK", HAM, OK + b"Spam: False ; N / 5.0\r\n\r\n"),
        (b"SYMBOLS", SPAM, OK + b"Content-length: 13\r\nSpam: True ; N / 5.0\r\n\r\nWORDLIST_SPAM"),
        (b"REPORT_IFSPAM", HAM, OK + b"Content-length: 0\r\nSpam: No ; N / 5.0\r\n\r\n"),
    ],
)
def test_short_replies(served: Served, verb: bytes, mail: bytes, reply: bytes) -> None:
    assert mask_points(served.ask(make_request(verb, mail))) == reply


def test_points_have_one_decimal_and_5_0_is_spam(served: Served) -> None:
    for mail, spam in ((SPAM, True), (HAM, False)):
        reply = served.ask(make_request(b"CHECK", mail))
        match = re.search(rb"Spam: (True|False) ; (-?\d+\.\d) / (-?\d+\.\d)\r\n", reply)
        assert match
        assert (match[1] == b"True", float(match[2]) >= float(match[3])) == (spam, spam)


@pytest.mark.parametrize(
    "mail", [SPAM, HAM, SPAM.replace(b"\n", b"\r\n"), b"", b"\n", b"no header", b"\0\xff\r"]
)
def test_process_gives_the_mail_back(served: Served, mail: bytes) -> None:
    head, _, body = served.ask(make_request(b"PROCESS", mail)).partition(b"\r\n\r\n")
    assert re.fullmatch(
        rb"SPAMD/1\.1 0 EX_OK\r\nContent-length: (\d+)\r\nSpam: (True|False) ; -?\d+\.\d / 5\.0", head
    )
    assert f"Content-length: {len(body)}".encode() in head
    assert body.startswith(b"X-Spam-Flag: ")
    assert strip_headers(body) == mail


def test_headers_end_with_the_blank_line(served: Served) -> None:
    for mail in (SPAM, SPAM.replace(b"\n", b"\r\n")):
        processed = served.ask(make_request(b"PROCESS", mail)).partition(b"\r\n\r\n")[2]
        headers = served.ask(make_request(b"HEADERS", mail)).partition(b"\r\n\r\n")[2]
        assert processed.startswith(headers)
        assert processed[len(headers) :] == mail.partition(b"\r\n\r\n" if b"\r" in mail else b"\n\n")[2]


def test_report(served: Served) -> None:
    for verb in (b"REPORT", b"REPORT_IFSPAM"):
        head, _, body = served.ask(make_request(verb, SPAM)).partition(b"\r\n\r\n")
        assert f"Content-length: {len(body)}".encode() in head
        assert b"WORDLIST_SPAM          wordlist: spam, score 0.9" in body
        assert body.startswith(b"Content analysis details:   (")
    assert b"wordlist: ham" in served.ask(make_request(b"REPORT", HAM))


@pytest.mark.parametrize(
    ("verb", "version", "pattern"),
    [
        (b"PROCESS", b"1.2", rb"SPAMD/1\.1 0 EX_OK\r\nContent-length: \d+\r\n\r\nX-Spam-"),
        (b"PROCESS", b"1.1", rb"SPAMD/1\.0 0 EX_OK\r\nX-Spam-"),
        (b"HEADERS", b"1.2", rb"SPAMD/1\.1 0 EX_OK\r\nContent-length: \d+\r\n\r\nX-Spam-"),
        (b"SYMBOLS", b"1.2", rb"SPAMD/1\.1 0 EX_OK\r\nSpam: True ; \S+ / 5\.0\r\n\r\nWORDLIST_SPAM\r\n\Z"),
        (b"SYMBOLS", b"1.10", rb"SPAMD/1\.1 0 EX_OK\r\nContent-length: 13\r\n"),
    ],
)
def test_older_versions_get_what_they_know(
    served: Served, verb: bytes, version: bytes, pattern: bytes
) -> None:
    assert re.match(pattern, served.ask(make_request(verb, SPAM, version=version)))


def test_version_1_0_has_no_header_lines(served: Served) -> None:
    reply = served.ask(b"PROCESS SPAMC/1.0\r\n" + SPAM)
    assert reply.startswith(b"SPAMD/1.0 0 EX_OK\r\n")
    assert strip_headers(reply.partition(b"\r\n")[2]) == SPAM


@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        (b"PING SPAMC/1.5\r\n\r\n", b"SPAMD/1.5 0 PONG\r\n"),
        (b"PING SPAMC/1.2\r\n", b"SPAMD/1.5 0 PONG\r\n"),
        (b"SKIP SPAMC/1.5\r\n\r\n", b""),
    ],
)
def test_ping_and_skip(served: Served, request_: bytes, reply: bytes) -> None:
    assert served.ask(request_) == reply
    assert served.ask(request_, end=False) == reply


BAD = b"SPAMD/1.0 76 Bad header line: "


@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        (b"", BAD + b"(closed before headers)\r\n"),
        (b"CHECK", BAD + b"(EOF during headers)\r\n"),
        (b"GET / HTTP/1.1\r\n\r\n", BAD + b"GET / HTTP/1.1\r\n"),
        (b"CHECK SPAMC/x\r\n\r\n", BAD + b"CHECK SPAMC/x\r\n"),
        (b"CHECK SPAMC/2.0\r\n\r\n", BAD + b"CHECK SPAMC/2.0\r\n"),
        (b"check SPAMC/1.5\r\n\r\n", BAD + b"check SPAMC/1.5\r\n"),
        (b"\x00\xff\x1b[31m SPAMC/1.5\r\n\r\n", BAD + b"???[31m SPAMC/1.5\r\n"),
        (b"A" * 5_000_000, BAD + b"(line too long)\r\n"),
        (b"CHECK SPAMC/1.5\r\nContent-length: 3", BAD + b"(EOF during headers)\r\n"),
        (b"CHECK SPAMC/1.5\r\nno colon\r\n\r\n", BAD + b"(header not in 'Name: value' format)\r\n"),
        (
            b"CHECK SPAMC/1.5\r\nContent-length: -3\r\n\r\n",
            BAD + b"(Content-Length contains non-numeric bytes)\r\n",
        ),
        (b"CHECK SPAMC/1.5\r\n" + b"A: b\r\n" * 300 + b"\r\n", BAD + b"(too many headers)\r\n"),
        (
            b"CHECK SPAMC/1.5\r\nCompress: lzma\r\n\r\n",
            BAD + b"(compression type not supported: lzma)\r\n",
        ),
        (
            b"PROCESS SPAMC/1.5\r\nContent-length: 10\r\n\r\nabc",
            BAD + b"(Content-Length mismatch: Expected 10 bytes, got 3 bytes)\r\n",
        ),
        (
            b"PROCESS SPAMC/1.5\r\nContent-length: 2\r\n\r\nabc",
            BAD + b"(Content-Length mismatch: Expected 2 bytes, got 3 bytes)\r\n",
        ),
    ],
    ids=lambda value: value[:30].decode("latin-1") if isinstance(value, bytes) else None,
)
def test_breaches_of_the_protocol(served: Served, request_: bytes, reply: bytes) -> None:
    assert served.ask(request_) == reply


def test_a_mail_without_length_goes_on_to_the_end(served: Served) -> None:
    reply = served.ask(b"PROCESS SPAMC/1.4\r\nUser: someone\r\n\r\n" + SPAM)
    assert strip_headers(reply.partition(b"\r\n\r\n")[2]) == SPAM


def test_a_client_that_keeps_its_half_open(served: Served) -> None:
    assert served.ask(make_request(b"CHECK", SPAM), end=False).startswith(OK + b"Spam: True")


def test_header_names_in_any_case_and_others_passed_over(served: Served) -> None:
    request = b"CHECK SPAMC/1.5\r\nCONTENT-LENGTH: %d\r\nUser: x\r\nX-New: 1\r\n\r\n" % len(SPAM) + SPAM
    assert served.ask(request).startswith(OK + b"Spam: True")


def test_a_request_byte_by_byte(served: Served) -> None:
    with served.connect() as sock:
        for byte in make_request(b"CHECK", SPAM):
            sock.sendall(bytes([byte]))
            time.sleep(0.0005)
        assert sock.recv(1000).startswith(OK)


def test_compressed_mail(served: Served) -> None:
    data = zlib.compress(SPAM)
    reply = served.ask(make_request(b"PROCESS", data, b"Compress: zlib"))
    assert strip_headers(reply.partition(b"\r\n\r\n")[2]) == SPAM


@pytest.mark.parametrize(
    ("data", "reply"),
    [
        (b"no zlib", b"SPAMD/1.0 69 Service Unavailable: zlib: Error -3 "),
        (
            zlib.compress(SPAM)[:-5],
            b"SPAMD/1.0 69 Service Unavailable: zlib: failed to find end of zlib stream",
        ),
        (
            zlib.compress(b"a" * 50_000_000),
            b"SPAMD/1.0 69 Service Unavailable: the mail is larger than 100000",
        ),
    ],
    ids=["rubbish", "cut", "bomb"],
)
def test_compressed_rubbish(served: Served, data: bytes, reply: bytes) -> None:
    assert served.ask(make_request(b"CHECK", data, b"Compress: zlib")).startswith(reply)


@pytest.mark.parametrize("header", [b"", b"Content-length: 5000000\r\n"])
def test_a_mail_over_the_limit_is_refused_after_it_was_read(served: Served, header: bytes) -> None:
    reply = served.ask(b"PROCESS SPAMC/1.5\r\n" + header + b"\r\n" + b"a" * 5_000_000)
    assert reply == b"SPAMD/1.0 69 Service Unavailable: the mail is larger than 100000 bytes\r\n"


def test_tell_is_off(served: Served) -> None:
    assert served.ask(make_request(b"TELL", SPAM, b"Message-class: spam", b"Set: local")) == (
        b"SPAMD/1.0 69 Service Unavailable: TELL commands are not enabled, set the --allow-tell switch.\r\n"
    )


def test_a_client_that_stops_halfway_is_told_so(tmp_path: Path) -> None:
    with serve(tmp_path, "--timeout", "0.2") as server:
        assert server.ask(b"CHECK SPAMC/1.5\r\n", end=False) == (
            b"SPAMD/1.0 79 Timeout: (0.2 second socket timeout reading input from client)\r\n"
        )


def test_the_test_mail_is_spam_and_says_so(served: Served) -> None:
    mail = HAM + b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n"
    assert b"Spam: True" in served.ask(make_request(b"CHECK", mail))
    assert b"GTUBE" in served.ask(make_request(b"SYMBOLS", mail)).partition(b"\r\n\r\n")[2]


def test_incoming_marks_are_renamed(served: Served) -> None:
    reply = served.ask(make_request(b"PROCESS", b"X-Spam-Flag: YES\n" + HAM))
    body = reply.partition(b"\r\n\r\n")[2]
    assert re.findall(rb"^X-(?:Old-)?Spam-Flag: .*$", body, re.MULTILINE) == [
        b"X-Spam-Flag: NO",
        b"X-Old-Spam-Flag: YES",
    ]


@pytest.mark.parametrize("behind", [b"\r\n", b"\n", b"CHECK SPAMC/1.5\r\n\r\n", b"x" * 200_000])
@pytest.mark.parametrize("seconds", [0, 0.02])
def test_what_comes_behind_the_last_line_is_not_looked_at(
    served: Served, behind: bytes, seconds: float
) -> None:
    """As in SpamAssassin's spamd, whose Perl client sends a line's end there."""
    request = make_request(b"CHECK", SPAM)
    with served.connect() as sock:
        if seconds:
            sock.sendall(request)
            time.sleep(seconds)
            sock.sendall(behind)
        else:
            sock.sendall(request + behind)
        assert read_all(sock).startswith(OK + b"Spam: True")


@pytest.mark.parametrize("mail", [b"", b"Subject: no end", b"a\r"])
def test_a_line_end_behind_a_mail_that_has_none(served: Served, mail: bytes) -> None:
    for end in (b"\r\n", b"\n"):
        reply = served.ask(make_request(b"PROCESS", mail) + end)
        assert strip_headers(reply.partition(b"\r\n\r\n")[2]) == mail


def test_a_length_within_a_line_is_an_error(served: Served) -> None:
    reply = served.ask(make_request(b"CHECK", b"Subject: x") + b"yz\r\n\r\nmore")
    assert reply == BAD + b"(Content-Length mismatch: Expected 10 bytes, got 14 bytes)\r\n"


def test_bytes_behind_a_compressed_mail(served: Served) -> None:
    data = zlib.compress(SPAM)
    text = b"SPAMD/1.0 69 Service Unavailable: zlib: bytes behind the end of zlib stream\r\n"
    assert served.ask(make_request(b"CHECK", data + b"more", b"Compress: zlib")) == text
    assert served.ask(make_request(b"CHECK", data + data, b"Compress: zlib")) == text
    assert served.ask(make_request(b"CHECK", data, b"Compress: zlib") + b"\r\n").startswith(OK)


@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        (b"PING SPAMC/1.2\n", b"SPAMD/1.5 0 PONG\r\n"),
        (b"PING SPAMC/1.5\n\r\n", b"SPAMD/1.5 0 PONG\r\n"),
        (b"PING SPAMC/1.5\n\n", BAD + b"(header not in 'Name: value' format)\r\n"),
        (b"PING SPAMC/1.5\r\n", BAD + b"(EOF during headers)\r\n"),
        (b"CHECK SPAMC/1.5\nContent-length: 0\n\r\n", OK + b"Spam: False ; N / 5.0\r\n\r\n"),
        (b"CHECK SPAMC/1.5\nContent-length: 0\n\n", BAD + b"(header not in 'Name: value' format)\r\n"),
    ],
)
def test_bare_line_feeds(served: Served, request_: bytes, reply: bytes) -> None:
    """SpamAssassin's spamd takes them at the end of lines, but for the blank one."""
    assert mask_points(served.ask(request_)) == reply


def test_of_several_requests_on_a_connection_the_first_is_answered(served: Served) -> None:
    for end in (False, True):
        assert served.ask(b"PING SPAMC/1.5\r\n\r\n" * 3, end=end) == b"SPAMD/1.5 0 PONG\r\n"
        reply = served.ask(make_request(b"CHECK", HAM) + make_request(b"CHECK", SPAM), end=end)
        assert mask_points(reply) == OK + b"Spam: False ; N / 5.0\r\n\r\n"


@pytest.mark.parametrize("request_", [make_request(b"%s", b""), b"%s SPAMC/1.5\r\n\r\n"])
def test_an_empty_mail(served: Served, request_: bytes) -> None:
    spam = b"Spam: False ; N / 5.0\r\n\r\n"
    assert mask_points(served.ask(request_ % b"CHECK")) == OK + spam
    for verb in (b"PROCESS", b"HEADERS"):
        head, _, body = served.ask(request_ % verb).partition(b"\r\n\r\n")
        assert head.startswith(OK + b"Content-length: %d\r\n" % len(body))
        assert strip_headers(body) == b""
    assert (
        mask_points(served.ask(request_ % b"SYMBOLS"))
        == OK + b"Content-length: 12\r\n" + spam + b"WORDLIST_HAM"
    )
