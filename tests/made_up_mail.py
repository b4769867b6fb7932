"""Mails that nobody would send: real ones with some things wrong, and monsters."""

import random
from collections.abc import Callable, Sequence

LARGEST = 6 << 20  # bytes of a mail, a little more than is read of one
FROM = b"From x@example.org Mon Jan  1 00:00:00 2024\n"

FIELDS = [
    b"Subject:", b"From:", b"To:", b"X-Spam-Flag: YES", b"x-spam-status :", b"X-Old-Spam-Level: *",
    b"Content-Length: 5", b"Content-Type: multipart/mixed; boundary=x",
    b"Content-Type: multipart/alternative; boundary=\"x y\"", b"Content-Type: text/html; charset=utf-7",
    b"Content-Type: text/plain; charset=\"\0\"", b"Content-Type: message/rfc822",
    b"Content-Type: text/html; charset*0*=koi8-r''%ff; charset*9=x", b"Content-Transfer-Encoding: base64",
    b"Content-Transfer-Encoding: quoted-printable", b"Content-Transfer-Encoding: uuencode",
    b"Content-Disposition: attachment; filename*0*=x''%ff", b"To: <@", b"Message-ID: <[", b"Date: 99 Foo",
]  # fmt: skip
PIECES = [
    *FIELDS, b"\n", b"\r\n", b"\r", b"\n\n", b"\r\n\r\n", b"\n \n", b"\t", b" ", b"\0", b"--x\n",
    b"--x--\n", b"--x y\n", b"From ", b">From ", b"\nFrom ", FROM, b"=?utf-8?q?=41?=",
    b"=?big5?b?qrw=?= ", b"=?x", b"?=", b"=\n", b"=3D", b"%41", b"<a href='", b"<!--", b"-->", b"</p>",
    b"<div>", b"<style>.a{display:none}", b"<b class=a>", b"&#x", b"&amp;", b"\">", b"(", b"\\", b"\"",
    b";", b",", b"\xff\xfe", b"\xe2\x80\xae", "\U0001f600".encode(), b"\x1b[31m", b"begin 644 x\n",
]  # fmt: skip


def make_mail(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """A mail with some things wrong, or a thing that never was one."""
    if chance.random() < 0.2:
        return make_monster(chance)
    mail = chance.choice(seeds)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        mail = chance.choice(MUTATIONS)(chance, mail)
    return mail[:LARGEST]


def make_monster(chance: random.Random) -> bytes:
    """Some pieces in some order, one or a few of them very often; or boxes in boxes."""
    if chance.random() < 0.2:
        kinds = [b"mixed", b"alternative", b"related", b"signed"]
        levels = range(chance.choice([5, 50, 1500, 20_000]))
        return b"".join(
            b"Content-Type: multipart/%s; boundary=b%d\n\n--b%d\n" % (chance.choice(kinds), level, level)
            for level in levels
        )
    parts = []
    for _ in range(chance.randrange(1, 12)):
        unit = b"".join(chance.choices(PIECES, k=chance.randrange(1, 5)))
        parts.append(unit * min(chance.choice([1, 1, 1, 10, 1000, 300_000]), LARGEST // len(unit)))
    return b"".join(parts)[:LARGEST]


def insert(chance: random.Random, mail: bytes) -> bytes:
    """A piece put in somewhere, more often near the start, where the header is."""
    at = chance.randrange(min(len(mail), chance.choice([200, 2000, 1 << 30])) + 1)
    return mail[:at] + chance.choice(PIECES) + mail[at:]


def put_field(chance: random.Random, mail: bytes) -> bytes:
    """A header field on top."""
    return chance.choice(FIELDS) + chance.choice([b"\n", b"\r\n", b"\n ", b" a\n"]) + mail


def flip(chance: random.Random, mail: bytes) -> bytes:
    """A byte changed."""
    at = chance.randrange(len(mail) + 1)
    return mail[:at] + chance.randbytes(1) + mail[at + 1 :]


def cut(chance: random.Random, mail: bytes) -> bytes:
    """A stretch left out."""
    start, end = sorted(chance.choices(range(len(mail) + 1), k=2))
    return mail[:start] + mail[end:] if chance.random() < 0.5 else mail[:end]


def double(chance: random.Random, mail: bytes) -> bytes:
    """A stretch once more, or a thousand times."""
    start, end = sorted(chance.choices(range(len(mail) + 1), k=2))
    times = chance.choice([2, 2, 3, 1000])
    return mail[:start] + mail[start:end] * min(times, 1 + LARGEST // (end - start + 1)) + mail[end:]


def shuffle(chance: random.Random, mail: bytes) -> bytes:
    """Two lines change places."""
    lines = mail.split(b"\n")
    one, other = chance.choices(range(len(lines)), k=2)
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def end_lines(chance: random.Random, mail: bytes) -> bytes:
    """Other line ends, in all of it or the start."""
    at = chance.choice([len(mail), len(mail) // 2, 100])
    return mail[:at].replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\n"])) + mail[at:]


MUTATIONS: list[Callable[[random.Random, bytes], bytes]] = [
    insert, insert, insert, put_field, put_field, flip, flip, cut, double, shuffle, end_lines,
]  # fmt: skip
