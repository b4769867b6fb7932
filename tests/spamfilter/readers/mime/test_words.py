"""Encoded words as mailers write them."""

import pytest

from spamfilter.readers.mime.words import decode_words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (b"=?utf-8?Q?really??= =?utf-8?Q?_now?=", "really? now"),
        (b"=?utf-8?Q?what?=20now?=", "what? now"),
        (b"=?utf-8?q?one two?=", "one two"),
        (b"=?utf-8?q?one", "one"),
        (b"=?utf-8?b?aGVsbG8=", "hello"),
        (b"=?utf-8?b?aGVsbG8=?= there", "hello there"),
        (b"=?utf-8?B?aGVsbG8=?=there", "hellothere"),
        (b"=?utf-8?B?aGVsb?= =?utf-8?B?G8gd29ybGQ=?=", "hello world"),
        (b"=?utf-8?B?aGVsbG8?= =?utf-8?B?d29ybGQ?=", "helloworld"),
        (b"=?utf-8*en?q?caf=C3=A9?=", "café"),
        (b"=?utf-8?q?caf=C3?==?utf-8?q?=A9?=", "café"),
        (b'"=?utf-8?q?a?=" <b@c>', '"a" <b@c>'),
        (b"caf\xe9", "café"),
    ],
)
def test_words(value: bytes, shown: str) -> None:
    assert decode_words(value) == shown


def test_raw_bytes_in_the_charset_of_the_body() -> None:
    assert decode_words("привет".encode("koi8-r"), "koi8-r") == "привет"
